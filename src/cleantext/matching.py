"""All rules at once: literals first, patterns only where a literal stands.

One Aho-Corasick automaton holds every phrase and every literal that a pattern requires; it
reads the whole document once. What it finds is checked against the line: place, word
boundaries, length. Patterns are tried by ``regex`` on the few lines that hold one of their
literals, in a window of bounded size, so the time is linear in the text whatever the rules.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from cleantext.document import Document
from cleantext.rulebook import DENSE, Rule, built_in_rules, select
from cleantext.shape import word_count

# Patterns see at most this many characters of a line, counted from where they are anchored.
WINDOW = 320
# Rules about whole lines are about lines of at most this many characters.
LONGEST_LINE = 240
# Bullets, quotes and brackets that may stand before or after a phrase in its line.
MOST_SIGNS = 24
# Patterns without a literal are tried on lines up to this length only.
LONGEST_UNPROMPTED = 80
# Shorter phrases ("am", "or") cover part of a line only as words of their own: glued to each
# other they would spell any word.
SHORTEST_GLUED = 4
# A last defence, never the way that a match ends: see linear.py for what keeps patterns fast.
TIMEOUT_SECONDS = 2.0


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

_Cover = tuple[tuple[int, int], ...]  # spans of phrases that follow each other in a line


@dataclass
class _Line:
    """A line, and what is found out about it when a rule asks."""

    start: int
    end: int
    text: str

    @cached_property
    def words(self) -> int:
        return word_count(self.text)

    def is_short_enough(self, rule: Rule) -> bool:
        # A word and its space take two characters at least: counting is seldom needed.
        return not rule.max_words or len(self.text) < 2 * rule.max_words or self.words <= rule.max_words


class _Pattern:
    """A pattern that is compiled when it is first tried: most never are."""

    def __init__(self, rule: Rule, source: str) -> None:
        self.rule = rule
        self.source = source

    @cached_property
    def compiled(self) -> Any:
        import regex

        return regex.compile(self.source, regex.VERSION1)


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

    def __init__(self, rules: Iterable[Rule]) -> None:
        from ahocorasick_rs import AhoCorasick

        phrases: dict[str, list[Rule]] = defaultdict(list)
        patterns: dict[str, list[_Pattern]] = defaultdict(list)
        self.unprompted: list[_Pattern] = []
        for rule in rules:
            for phrase in rule.phrases:
                phrases[_trim(fold(phrase))].append(rule)
            for source, required in zip(rule.patterns, rule.required, strict=True):
                pattern = _Pattern(rule, source)
                for literal in {fold(literal) for literal in required}:
                    patterns[literal].append(pattern)
                if not required:
                    self.unprompted.append(pattern)
        keys = list(dict.fromkeys((*phrases, *patterns)))
        self.entries = [(tuple(phrases.get(key, ())), tuple(patterns.get(key, ()))) for key in keys]
        self._automaton = AhoCorasick(keys) if keys else None

    @cached_property
    def gate(self) -> Any:
        """All unprompted patterns in one: few lines match any of them."""
        import regex

        # In version 1 an inline flag such as (?i) ends with its group.
        joined = "|".join(f"(?:{pattern.source})" for pattern in self.unprompted)
        return regex.compile(joined or "(?!)", regex.VERSION1)

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

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        # Rules about whole lines have the most and the shortest words; long lines can not match them.
        self._lines = _Index(rule for rule in self.rules if rule.match == "line")
        self._text = _Index(rule for rule in self.rules if rule.match != "line")

    def __call__(self, document: Document) -> Hits:
        """Every hit in ``document``, by filter and line."""
        found: dict[str, dict[int, list[Hit]]] = defaultdict(lambda: defaultdict(list))
        folded = document.view(folded_text)
        for number in document.content:
            line = _Line(*document.lines[number])
            if len(line.text) <= LONGEST_LINE:
                for hit in self._read_line(line, folded[line.start : line.end]):
                    found[hit.rule.filter][number].append(hit)
        for number, hit in self._read_text(document, folded):
            found[hit.rule.filter][number].append(hit)
        return {name: {number: tuple(hits) for number, hits in by_line.items()} for name, by_line in found.items()}

    def _read_line(self, line: _Line, folded: str) -> Iterator[Hit]:
        """The rules that hold for a line as a whole."""
        spans: dict[tuple[int, int], tuple[Rule, ...]] = {}
        is_candidate = len(folded) <= LONGEST_UNPROMPTED and self._lines.gate.fullmatch(line.text.strip())
        tried: set[_Pattern] = set(self._lines.unprompted if is_candidate else ())
        for index, start, end in self._lines.occurrences(folded):
            rules, patterns = self._lines.entries[index]
            if rules and (end - start >= SHORTEST_GLUED or _is_apart(folded, start, end)):
                spans[start, end] = rules
            if patterns:
                tried.update(patterns)
        for span in _cover(folded, spans):
            yield from (Hit(line.start + span[0], line.start + span[1], rule) for rule in spans[span])
        for pattern in (
            sorted(tried, key=lambda pattern: (pattern.rule.name, pattern.source)) if len(tried) > 1 else tried
        ):
            yield from _search(pattern, line, 0)

    def _read_text(self, document: Document, folded: str) -> Iterator[tuple[int, Hit]]:
        """The rules about the start, the end or any part of a line, each once a line."""
        number, line = -1, _Line(0, -1, "")
        tried: set[object] = set()
        for index, start, end in self._text.occurrences(folded):
            while line.end < end:
                number += 1
                line = _Line(*document.lines[number])
                tried = set()
            rules, patterns = self._text.entries[index]
            # Said again, a phrase is no more evidence; and a line may be a million words long.
            if rules and index not in tried and _is_word(folded, start, end):
                standing = [rule for rule in rules if _stands_where_it_must(rule, folded, (start, end), line)]
                if standing:
                    tried.add(index)
                yield from ((number, Hit(start, end, rule)) for rule in standing if line.is_short_enough(rule))
            if patterns:
                untried = [pattern for pattern in patterns if pattern not in tried]
                tried.update(untried)
                for pattern in untried:
                    yield from ((number, hit) for hit in _search(pattern, line, start - line.start))


def _trim(text: str) -> str:
    """``text`` without what is not a letter or digit at its ends."""
    start, end = 0, len(text)
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return text[start:end]


def _is_apart(folded: str, start: int, end: int) -> bool:
    """Does no letter touch the span? Scripts without spaces have no need of gaps."""
    if not (folded[start - 1 : start].isalpha() or folded[end : end + 1].isalpha()):
        return True
    return bool(DENSE.match(folded[start]))


def _is_word(folded: str, start: int, end: int) -> bool:
    return _is_edge(folded, start) and _is_edge(folded, end)


def _is_edge(folded: str, at: int) -> bool:
    if at == 0 or at == len(folded):
        return True
    before, after = folded[at - 1], folded[at]
    return not (before.isalnum() and after.isalnum()) or bool(DENSE.match(before) or DENSE.match(after))


def _stands_where_it_must(rule: Rule, folded: str, span: tuple[int, int], line: _Line) -> bool:
    if rule.match == "start":
        return _only_signs(folded, line.start, span[0])
    return rule.match != "end" or _only_signs(folded, span[1], line.end)


def _only_signs(folded: str, start: int, end: int) -> bool:
    """Is there neither letter nor digit from ``start`` to ``end``, and not too much of anything?"""
    return end - start <= MOST_SIGNS and not any(character.isalnum() for character in folded[start:end])


def _search(pattern: _Pattern, line: _Line, near: int) -> Iterator[Hit]:
    """The first match of ``pattern`` in a line, anchored where its rule says, in a bounded window."""
    rule, text = pattern.rule, line.text
    if not line.is_short_enough(rule):
        return
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    match = None
    if rule.match == "line":
        match = pattern.compiled.fullmatch(text, first, last, timeout=TIMEOUT_SECONDS)
    elif rule.match == "start":
        if near <= WINDOW:
            match = pattern.compiled.match(text, first, min(last, first + WINDOW), timeout=TIMEOUT_SECONDS)
    elif rule.match == "end":
        tail = max(first, last - WINDOW)
        matches = pattern.compiled.finditer(text, tail, last, timeout=TIMEOUT_SECONDS) if near >= tail else ()
        match = next((m for m in matches if m.end() == last), None)
    else:
        start, end = max(first, near - WINDOW // 2), min(last, near + WINDOW // 2)
        match = pattern.compiled.search(text, start, end, timeout=TIMEOUT_SECONDS)
    if match:
        yield Hit(line.start + match.start(), line.start + match.end(), rule)


def _cover(folded: str, spans: Iterable[tuple[int, int]]) -> _Cover:
    """The fewest of ``spans`` that cover the line from end to end, digits and signs aside, if any do.

    That is what glued buttons look like: "Reject AllConfirm My Choices", "ShareTweet 12".
    """
    # Covers by the letter that comes next; a span goes on from those that stop before its first.
    covers: dict[int, _Cover] = {_next_letter(folded, 0): ()}
    for span in sorted(spans):
        before = covers.get(_next_letter(folded, span[0]))
        if before is not None:
            after = _next_letter(folded, span[1])
            if after not in covers or len(before) + 1 < len(covers[after]):
                covers[after] = (*before, span)
    return covers.get(len(folded), ())


def _next_letter(folded: str, at: int) -> int:
    """The offset of the first letter from ``at`` on, or of the end."""
    while at < len(folded) and not folded[at].isalpha():
        at += 1
    return at


@lru_cache(maxsize=32)
def built_in_matcher(languages: tuple[str, ...] | None) -> Matcher:
    """The matcher of the rules that ship with the package, of all languages or of some."""
    rules = built_in_rules()
    return Matcher(rules if languages is None else select(rules, languages))
