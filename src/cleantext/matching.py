"""All rules at once: literals first, patterns only where a literal stands.

One Aho-Corasick automaton holds every phrase and every literal that a pattern requires; it
reads the whole document once. What it finds is checked against the line: place, word
boundaries, length. Patterns are tried by ``regex`` on the few lines that hold one of their
literals, in a window of bounded size, so the time is linear in the text whatever the rules.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from cleantext.document import Document, Line
from cleantext.rulebook import DENSE, Rule, built_in_rules, select
from cleantext.shape import word_count

# Patterns see at most this many characters of a line, counted from where they are anchored.
WINDOW = 320
# A line that consists of phrases ("Reject AllConfirm My Choices") is never longer than this.
LONGEST_TILED = 240
# Bullets, quotes and brackets that may stand before or after a phrase in its line.
MOST_SIGNS = 24
# Patterns without a literal are tried on lines up to this length only.
LONGEST_UNPROMPTED = 80
# In no line do words have so many characters on average, the space among them.
LONGEST_AVERAGE = 40
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

_Cover = tuple[tuple[int, int], ...]  # spans of phrases that follow each other in a line


class _Literal(NamedTuple):
    rule: Rule
    pattern: Any  # None for a phrase, else the compiled pattern the literal belongs to


def fold(text: str) -> str:
    r"""``text`` for comparison: same length, no case, one kind of apostrophe, quote and space.

    >>> fold("DON’T\u00a0MISS")
    "don't miss"
    """
    folded = text.casefold()
    if len(folded) != len(text):
        # A few characters ('ß', 'İ') grow when folded: those stay, so that offsets hold.
        folded = "".join(f if len(f := c.casefold()) == 1 else c for c in text)
    for variant, plain in (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("\xa0", " "), ("\u202f", " ")):
        folded = folded.replace(variant, plain)
    return folded


def folded_text(document: Document) -> str:
    """The document's text, folded; offsets are the same."""
    return fold(document.text)


class Matcher:
    """Finds what a set of rules says about a document. Built once, then only read."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        from ahocorasick_rs import AhoCorasick

        self.rules = tuple(rules)
        literals: dict[str, list[_Literal]] = defaultdict(list)
        self._unprompted: list[_Literal] = []
        for rule in self.rules:
            for phrase in rule.phrases:
                literals[_trim(fold(phrase))].append(_Literal(rule, None))
            for pattern in rule.patterns:
                entry = _Literal(rule, _compile(pattern))
                for literal in rule.literals:
                    literals[fold(literal)].append(entry)
                if not rule.literals:
                    self._unprompted.append(entry)
        self._keys = list(literals)
        self._entries = [literals[key] for key in self._keys]
        self._automaton = AhoCorasick(self._keys) if self._keys else None

    def __call__(self, document: Document) -> Hits:
        """Every hit in ``document``, by filter and line."""
        found = _Found()
        self._read_literals(document, found)
        _cover_lines(document, found)
        # Whole-line patterns without a literal (times, counts): tried on every short line.
        for number in document.content if self._unprompted else ():
            line = document.lines[number]
            if len(line.text) <= LONGEST_UNPROMPTED:
                for rule, pattern in self._unprompted:
                    found.try_pattern(number, line, rule, pattern, line.start)
        return {name: {number: tuple(hits) for number, hits in by_line.items()} for name, by_line in found.hits.items()}

    def _read_literals(self, document: Document, found: _Found) -> None:
        folded = document.view(folded_text)
        starts = [line.start for line in document.lines]
        for index, start, end in self._occurrences(folded):
            number = bisect_right(starts, start) - 1
            line = document.lines[number]
            for rule, pattern in self._entries[index]:
                if pattern is not None:
                    found.try_pattern(number, line, rule, pattern, start)
                elif _fits(rule, folded, (start, end), (line.start, line.end)):
                    if rule.match == "line":
                        found.tiles[number].append(Hit(start, end, rule))
                    else:
                        found.add_phrase(number, line, index, Hit(start, end, rule))

    def _occurrences(self, folded: str) -> list[tuple[int, int, int]]:
        if self._automaton is None:
            return []
        try:
            return self._automaton.find_matches_as_indexes(folded, overlapping=True)
        except UnicodeEncodeError:  # lone surrogates, which the engine can not take
            return self._automaton.find_matches_as_indexes(_SURROGATE.sub("\ufffd", folded), overlapping=True)


class _Found:
    """What one reading of a document has found so far."""

    def __init__(self) -> None:
        self.hits: dict[str, dict[int, list[Hit]]] = defaultdict(lambda: defaultdict(list))
        self.tiles: dict[int, list[Hit]] = defaultdict(list)  # phrases that may cover their line together
        self._tried: set[tuple[int, int]] = set()
        self._seen: set[tuple[int, int, int]] = set()

    def add(self, number: int, hit: Hit) -> None:
        self.hits[hit.rule.filter][number].append(hit)

    def add_phrase(self, number: int, line: Line, index: int, hit: Hit) -> None:
        # Said again, a phrase is no more evidence; and a line may be a million words long.
        if (number, index, id(hit.rule)) not in self._seen:
            self._seen.add((number, index, id(hit.rule)))
            if not hit.rule.max_words or _has_at_most(line.text, hit.rule.max_words):
                self.add(number, hit)

    def try_pattern(self, number: int, line: Line, rule: Rule, pattern: Any, at: int) -> None:
        if (number, id(pattern)) not in self._tried:
            self._tried.add((number, id(pattern)))
            span = _search(rule, pattern, line.text, at - line.start)
            if span:
                self.add(number, Hit(span[0] + line.start, span[1] + line.start, rule))


def _has_at_most(text: str, words: int) -> bool:
    # Counting the words of a long paragraph costs more than everything else a hit costs.
    return len(text) <= words * LONGEST_AVERAGE and word_count(text) <= words


def _compile(pattern: str) -> Any:
    import regex

    return regex.compile(pattern, regex.VERSION1)


def _trim(text: str) -> str:
    """``text`` without what is not a letter or digit at its ends."""
    start, end = 0, len(text)
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return text[start:end]


def _only_signs(folded: str, start: int, end: int) -> bool:
    """Is there neither letter nor digit from ``start`` to ``end``, and not too much of anything?"""
    return end - start <= MOST_SIGNS and not any(character.isalnum() for character in folded[start:end])


def _is_word_edge(folded: str, at: int) -> bool:
    """Is there a word boundary at offset ``at``? Scripts without spaces have one everywhere."""
    if at == 0 or at == len(folded):
        return True
    before, after = folded[at - 1], folded[at]
    return not (before.isalnum() and after.isalnum()) or bool(DENSE.match(before) or DENSE.match(after))


def _fits(rule: Rule, folded: str, span: tuple[int, int], line: tuple[int, int]) -> bool:
    start, end = span
    if end > line[1]:
        return False
    if rule.match == "line":
        return line[1] - line[0] <= LONGEST_TILED
    if rule.match == "start" and not _only_signs(folded, line[0], start):
        return False
    if rule.match == "end" and not _only_signs(folded, end, line[1]):
        return False
    return _is_word_edge(folded, start) and _is_word_edge(folded, end)


def _search(rule: Rule, pattern: Any, text: str, near: int) -> tuple[int, int] | None:
    """``pattern`` in one line: anchored where the rule says, in a window of bounded size."""
    first = len(text) - len(text.lstrip())
    last = len(text.rstrip())
    if rule.max_words and not _has_at_most(text, rule.max_words):
        return None
    if rule.match == "line":
        match = pattern.fullmatch(text, first, last, timeout=TIMEOUT_SECONDS) if last - first <= WINDOW else None
    elif rule.match == "start":
        match = pattern.match(text, first, min(last, first + WINDOW), timeout=TIMEOUT_SECONDS)
    elif rule.match == "end":
        tail = max(first, last - WINDOW)
        match = next((m for m in pattern.finditer(text, tail, last, timeout=TIMEOUT_SECONDS) if m.end() == last), None)
    else:
        match = pattern.search(
            text, max(first, near - WINDOW // 2), min(last, near + WINDOW // 2), timeout=TIMEOUT_SECONDS
        )
    return match.span() if match else None


def _cover_lines(document: Document, found: _Found) -> None:
    folded = document.view(folded_text)
    for number, hits in found.tiles.items():
        line = document.lines[number]
        for hit in _tile(folded, line.start, line.end, hits):
            found.add(number, hit)


def _tile(folded: str, start: int, end: int, hits: list[Hit]) -> list[Hit]:
    """``hits`` if phrases cover the line from end to end, digits and signs aside, else nothing.

    That is what glued buttons look like: "Reject AllConfirm My Choices", "ShareTweet 12".
    """
    covers: dict[int, _Cover] = {start: ()}  # end of cover -> its spans
    for span in sorted({(hit.start, hit.end) for hit in hits}):
        before: list[_Cover] = [covers[at] for at in covers if at <= span[0] and not _has_letter(folded, at, span[0])]
        if before:
            cover: _Cover = (*min(before, key=len), span)
            if span[1] not in covers or len(cover) < len(covers[span[1]]):
                covers[span[1]] = cover
    whole: list[_Cover] = [cover for at, cover in covers.items() if cover and not _has_letter(folded, at, end)]
    if not whole:
        return []
    shortest = min(whole, key=len)
    return [hit for hit in hits if (hit.start, hit.end) in shortest]


def _has_letter(folded: str, start: int, end: int) -> bool:
    return any(character.isalpha() for character in folded[start:end])


@lru_cache(maxsize=32)
def built_in_matcher(languages: tuple[str, ...] | None) -> Matcher:
    """The matcher of the rules that ship with the package, of all languages or of some."""
    rules = built_in_rules()
    return Matcher(rules if languages is None else select(rules, languages))
