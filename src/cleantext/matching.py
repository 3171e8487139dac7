"""All rules at once: literals first, patterns only where a literal stands.

One Aho-Corasick automaton holds every phrase and every literal that a pattern requires; it
reads the whole document once. What it finds is checked against the line: place, word
boundaries, length. Patterns are tried by ``regex`` on the few lines that hold one of their
literals, in a window of bounded size, so the time is linear in the text whatever the rules.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from cleantext.cover import covered, is_short_word
from cleantext.document import Document
from cleantext.literals import required_literals
from cleantext.patterns import TIMEOUT_SECONDS, Pattern, TextLine, search
from cleantext.rulebook import DENSE, Rule, built_in_rules, select

# Rules about whole lines are about lines of at most this many characters.
LONGEST_LINE = 240
# Bullets, quotes and brackets that may stand before or after a phrase in its line.
MOST_SIGNS = 24
# Patterns without a literal are tried on lines up to this length only.
LONGEST_UNPROMPTED = 80


class Hit(NamedTuple):
    """A rule that holds for a line: where in the document, and the words that made it hold."""

    start: int
    end: int
    rule: Rule


Hits = Mapping[str, Mapping[int, tuple[Hit, ...]]]
"""Filter name to line number to hits."""


_SURROGATE = re.compile("[\ud800-\udfff]")

# Typographic variants, and the dotless and the dotted i, which case-insensitive patterns take for one.
_VARIANTS = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("\xa0", " "), ("\u202f", " "), ("ı", "i"), ("İ", "i"))


@lru_cache(maxsize=1)
def _growing() -> re.Pattern[str]:
    """The characters that are longer when folded; split by it, a text alternates with them."""
    growing = (c for c in map(chr, range(0x80, 0x1F000)) if len(c.casefold()) > 1)
    return re.compile(f"([{''.join(growing)}])")


def fold(text: str) -> str:
    r"""``text`` for comparison: same length, no case, one kind of apostrophe, quote and space.

    >>> fold("DON’T\u00a0MISS")
    "don't miss"
    """
    folded = text.casefold()
    if len(folded) != len(text):
        # A few characters ('ß', 'İ') grow when folded: those stay, so that offsets hold.
        folded = "".join(part if i % 2 else part.casefold() for i, part in enumerate(_growing().split(text)))
    for variant, plain in _VARIANTS:
        folded = folded.replace(variant, plain)
    return folded


def folded_text(document: Document) -> str:
    """The document's text, folded; offsets are the same."""
    return fold(document.text)


class _Index:
    """An automaton over phrases and over the literals that patterns need."""

    def __init__(self, rules: Iterable[Rule], timeout: float | None, is_whole: bool = False) -> None:
        from ahocorasick_rs import AhoCorasick

        phrases: dict[str, list[Rule]] = defaultdict(list)
        patterns: dict[str, list[Pattern]] = defaultdict(list)
        self.unprompted: list[Pattern] = []
        for rule in rules:
            for phrase in rule.phrases:
                phrases[_trim(fold(phrase))].append(rule)
            for source, required in zip(rule.patterns, rule.required, strict=True):
                pattern = Pattern(rule, source, timeout)
                for literal in dict.fromkeys(map(fold, required)):
                    patterns[literal].append(pattern)
                if not required:
                    self.unprompted.append(pattern)
        # Of whole lines these are the most frequent phrases by far, and seldom of use: see cover.py.
        short = [key for key in phrases if is_whole and is_short_word(key)]
        self.words = {key: tuple(phrases.pop(key)) for key in short}
        keys = list(dict.fromkeys((*phrases, *patterns)))
        self.entries = [(tuple(phrases.get(key, ())), tuple(patterns.get(key, ()))) for key in keys]
        self.prompting = frozenset(index for index, (_, prompted) in enumerate(self.entries) if prompted)
        # What lines without a literal must have for a pattern all the same: a colon, a slash.
        signs = [required_literals(pattern.source) for pattern in self.unprompted]
        self._signs = frozenset().union(*signs) if all(signs) else frozenset({""})
        self._automaton = AhoCorasick(keys) if keys else None

    @cached_property
    def _gate(self) -> Any:
        """All unprompted patterns in one: few lines match any of them."""
        import regex

        # In version 1 an inline flag such as (?i) ends with its group.
        joined = "|".join(f"(?:{pattern.source})" for pattern in self.unprompted)
        return regex.compile(joined or "(?!)", regex.VERSION1)

    def passes_gate(self, line: TextLine, folded: str) -> bool:
        """Does ``line`` match one of the unprompted patterns?"""
        is_candidate = len(folded) <= LONGEST_UNPROMPTED and any(sign in folded for sign in self._signs)
        return is_candidate and bool(self._gate.fullmatch(line.text, line.first, line.last))

    def occurrences(self, folded: str) -> list[tuple[int, int, int]]:
        """(entry, start, end) of everything in ``folded``, overlapping too, by end."""
        if self._automaton is None:
            return []
        try:
            return self._automaton.find_matches_as_indexes(folded, overlapping=True)
        except UnicodeEncodeError:  # lone surrogates, which the engine can not take
            return self._automaton.find_matches_as_indexes(_SURROGATE.sub("\ufffd", folded), overlapping=True)


class Matcher:
    """Finds what a set of rules says about a document. Built once, then only read."""

    def __init__(self, rules: Iterable[Rule], timeout: float | None = TIMEOUT_SECONDS) -> None:
        self.rules = tuple(rules)
        # Rules about whole lines have the most and the shortest words; long lines can not match them.
        self._lines = _Index((rule for rule in self.rules if rule.match == "line"), timeout, is_whole=True)
        self._text = _Index((rule for rule in self.rules if rule.match != "line"), timeout)

    def __call__(self, document: Document) -> Hits:
        """Every hit in ``document``, by filter and line."""
        # What holds for a line holds for it in all that is left of the document after a cut.
        known: dict[str, Mapping[str, list[Hit]]] = document.memory(self)
        lines = [(number, document.lines[number]) for number in document.content]
        self._read(list(dict.fromkeys(line.text for _, line in lines if line.text not in known)), known)
        found: dict[str, dict[int, tuple[Hit, ...]]] = defaultdict(dict)
        for number, line in lines:
            for name, hits in known[line.text].items():
                found[name][number] = tuple(
                    Hit(line.start + start, line.start + end, rule) for start, end, rule in hits
                )
        return dict(found)

    def _read(self, texts: Sequence[str], known: dict[str, Mapping[str, list[Hit]]]) -> None:
        """Adds the hits in each line of ``texts`` to ``known``, with offsets in the line."""
        together = "\n".join(texts)
        folded = fold(together)
        starts = accumulate((len(text) + 1 for text in texts), initial=0)
        lines = [TextLine(start, text) for start, text in zip(starts, texts, strict=False)]
        found: list[dict[str, list[Hit]]] = []
        for line in lines:
            by_filter: dict[str, list[Hit]] = {}
            if len(line.text) <= LONGEST_LINE:
                for hit in self._read_line(line, folded[line.start : line.end]):
                    by_filter.setdefault(hit.rule.filter, []).append(hit)
            found.append(by_filter)
        for number, hit in self._read_text(lines, folded):
            found[number].setdefault(hit.rule.filter, []).append(hit)
        known.update(zip(texts, found, strict=True))

    def _read_line(self, line: TextLine, folded: str) -> Iterator[Hit]:
        """The rules that hold for a line as a whole."""
        index = self._lines
        occurrences = index.occurrences(folded)
        found = {(start, end): rules for entry, start, end in occurrences if (rules := index.entries[entry][0])}
        for span, rules in covered(folded, found, index.words):
            yield from (Hit(*span, rule) for rule in rules)
        tried: set[Pattern] = set(index.unprompted if index.passes_gate(line, folded) else ())
        for entry in index.prompting.intersection([entry for entry, _, _ in occurrences]):
            tried.update(index.entries[entry][1])
        for pattern in (
            sorted(tried, key=lambda pattern: (pattern.rule.name, pattern.source)) if len(tried) > 1 else tried
        ):
            found_at = search(pattern, line, 0)
            if found_at:
                yield Hit(*found_at, pattern.rule)

    def _read_text(self, lines: Sequence[TextLine], folded: str) -> Iterator[tuple[int, Hit]]:
        """The rules about the start, the end or any part of a line, each once a line."""
        number, line = -1, TextLine(-1, "")
        tried: set[object] = set()
        for index, start, end in self._text.occurrences(folded):
            while line.end < end:
                number += 1
                line = lines[number]
                tried = set()
            rules, patterns = self._text.entries[index]
            # Said again, a phrase is no more evidence; and a line may be a million words long.
            if rules and index not in tried and _is_word(folded, start, end):
                standing = [rule for rule in rules if _stands_where_it_must(rule, folded, (start, end), line)]
                if standing:
                    tried.add(index)
                span = start - line.start, end - line.start
                yield from ((number, Hit(*span, rule)) for rule in standing if line.is_short_enough(rule))
            if patterns:
                untried = [pattern for pattern in patterns if pattern not in tried]
                tried.update(untried)
                for pattern in untried:
                    found_at = search(pattern, line, start - line.start)
                    if found_at:
                        yield number, Hit(*found_at, pattern.rule)


def _trim(text: str) -> str:
    """``text`` without what is not a letter or digit at its ends."""
    start, end = 0, len(text)
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return text[start:end]


def _is_word(folded: str, start: int, end: int) -> bool:
    return _is_edge(folded, start) and _is_edge(folded, end)


def _is_edge(folded: str, at: int) -> bool:
    if at == 0 or at == len(folded):
        return True
    before, after = folded[at - 1], folded[at]
    return not (before.isalnum() and after.isalnum()) or bool(DENSE.match(before) or DENSE.match(after))


def _stands_where_it_must(rule: Rule, folded: str, span: tuple[int, int], line: TextLine) -> bool:
    if rule.match == "start":
        return _only_signs(folded, line.start, span[0])
    return rule.match != "end" or _only_signs(folded, span[1], line.end)


def _only_signs(folded: str, start: int, end: int) -> bool:
    """Is there neither letter nor digit from ``start`` to ``end``, and not too much of anything?"""
    return end - start <= MOST_SIGNS and not any(character.isalnum() for character in folded[start:end])


@lru_cache(maxsize=32)
def built_in_matcher(languages: tuple[str, ...] | None) -> Matcher:
    """The matcher of the rules that ship with the package, of all languages or of some."""
    rules = built_in_rules()
    return Matcher(rules if languages is None else select(rules, languages), timeout=None)
