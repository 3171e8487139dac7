"""All rules at once: literals first, patterns only where a literal stands.

One Aho-Corasick automaton holds every phrase and every literal that a pattern requires; it
reads the whole document once. What it finds is checked against the line: place, word
boundaries, length. Patterns are tried by ``regex`` on the few lines that hold one of their
literals, in a window of bounded size, so the time is linear in the text whatever the rules.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from cleantext.document import Document
from cleantext.rulebook import DENSE, Rule, built_in_rules, select
from cleantext.shape import word_count

# Patterns see at most this many characters of a line, counted from where they are anchored.
WINDOW = 320
# A line that consists of phrases ("Reject AllConfirm My Choices") is never longer than this.
LONGEST_TILED = 240
# A last defence, never the way that a match ends: see linear.py for what keeps patterns fast.
TIMEOUT_SECONDS = 2.0


class Hit(NamedTuple):
    """A rule that holds for a line: where in the document, and the words that made it hold."""

    start: int
    end: int
    rule: Rule


Hits = Mapping[str, Mapping[int, tuple[Hit, ...]]]
"""Filter name to line number to hits."""


class _Literal(NamedTuple):
    rule: Rule
    pattern: Any  # None for a phrase, else the compiled pattern the literal belongs to


def fold(text: str) -> str:
    """``text`` for comparison: same length, no case, one kind of apostrophe, quote and space.

    >>> fold("DON’T\\u00a0MISS")
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
                entry = _Literal(rule, _compile(rule, pattern))
                for literal in rule.literals:
                    literals[fold(literal)].append(entry)
                if not rule.literals:
                    self._unprompted.append(entry)
        self._keys = list(literals)
        self._entries = [literals[key] for key in self._keys]
        self._automaton = AhoCorasick(self._keys) if self._keys else None

    def __call__(self, document: Document) -> Hits:
        """Every hit in ``document``, by filter and line."""
        folded = document.view(folded_text)
        found: dict[str, dict[int, list[Hit]]] = defaultdict(lambda: defaultdict(list))
        tiles: dict[int, list[Hit]] = defaultdict(list)
        lines = document.lines
        starts = [line.start for line in lines]
        tried: set[tuple[int, int]] = set()
        for index, start, end in self._occurrences(folded):
            number = bisect_right(starts, start) - 1
            line = lines[number]
            for rule, pattern in self._entries[index]:
                if pattern is None:
                    if not _fits(rule, folded, (start, end), (line.start, line.end)):
                        continue
                    if rule.match == "line":
                        tiles[number].append(Hit(start, end, rule))
                    elif not rule.max_words or word_count(line.text) <= rule.max_words:
                        found[rule.filter][number].append(Hit(start, end, rule))
                elif (number, id(pattern)) not in tried:
                    tried.add((number, id(pattern)))
                    hit = _search(rule, pattern, line.text, start - line.start)
                    if hit:
                        found[rule.filter][number].append(hit._replace(
                            start=hit.start + line.start, end=hit.end + line.start))
        for number, hits in tiles.items():
            for hit in _tile(folded, lines[number].start, lines[number].end, hits):
                found[hit.rule.filter][number].append(hit)
        self._match_short_lines(document, found)
        return {name: {n: tuple(hits) for n, hits in by_line.items() if hits} for name, by_line in found.items()}

    def _occurrences(self, folded: str) -> list[tuple[int, int, int]]:
        if self._automaton is None:
            return []
        return self._automaton.find_matches_as_indexes(folded, overlapping=True)  # type: ignore[no-any-return]

    def _match_short_lines(self, document: Document, found: dict[str, dict[int, list[Hit]]]) -> None:
        # Whole-line patterns without a literal (times, counts): tried on every short line.
        for number in document.content if self._unprompted else ():
            line = document.lines[number]
            if len(line.text) <= 80:
                for rule, pattern in self._unprompted:
                    hit = _search(rule, pattern, line.text, 0)
                    if hit:
                        found[rule.filter][number].append(hit._replace(
                            start=hit.start + line.start, end=hit.end + line.start))


def _compile(rule: Rule, pattern: str) -> Any:
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


def _bounds(folded: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not folded[start].isalnum():
        start += 1
    while end > start and not folded[end - 1].isalnum():
        end -= 1
    return start, end


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
    if rule.match == "start" and _bounds(folded, line[0], start)[0] != start:
        return False
    if rule.match == "end" and _bounds(folded, end, line[1])[1] != end:
        return False
    return _is_word_edge(folded, start) and _is_word_edge(folded, end)


def _search(rule: Rule, pattern: Any, text: str, near: int) -> Hit | None:
    """``pattern`` in one line: anchored where the rule says, in a window of bounded size."""
    first = len(text) - len(text.lstrip())
    last = len(text.rstrip())
    if rule.max_words and word_count(text) > rule.max_words:
        return None
    if rule.match == "line":
        match = pattern.fullmatch(text, first, last, timeout=TIMEOUT_SECONDS) if last - first <= WINDOW else None
    elif rule.match == "start":
        match = pattern.match(text, first, min(last, first + WINDOW), timeout=TIMEOUT_SECONDS)
    elif rule.match == "end":
        tail = max(first, last - WINDOW)
        match = next((m for m in pattern.finditer(text, tail, last, timeout=TIMEOUT_SECONDS) if m.end() == last), None)
    else:
        match = pattern.search(text, max(first, near - WINDOW // 2), min(last, near + WINDOW // 2),
                               timeout=TIMEOUT_SECONDS)
    return Hit(match.start(), match.end(), rule) if match else None


def _tile(folded: str, start: int, end: int, hits: list[Hit]) -> list[Hit]:
    """``hits`` if phrases cover the line from end to end, digits and signs aside, else nothing.

    That is what glued buttons look like: "Reject AllConfirm My Choices", "ShareTweet 12".
    """
    covers: dict[int, tuple[tuple[int, int], ...]] = {start: ()}  # end of cover -> its spans
    for span in sorted({(hit.start, hit.end) for hit in hits}):
        before = [covers[at] for at in covers if at <= span[0] and not _has_letter(folded, at, span[0])]
        if before:
            cover = (*min(before, key=len), span)
            if span[1] not in covers or len(cover) < len(covers[span[1]]):
                covers[span[1]] = cover
    whole = [cover for at, cover in covers.items() if cover and not _has_letter(folded, at, end)]
    if not whole:
        return []
    spans = set(min(whole, key=len))
    return [hit for hit in hits if (hit.start, hit.end) in spans]


def _has_letter(folded: str, start: int, end: int) -> bool:
    return any(character.isalpha() for character in folded[start:end])


@lru_cache(maxsize=32)
def built_in_matcher(languages: tuple[str, ...] | None) -> Matcher:
    """The matcher of the rules that ship with the package, of all languages or of some."""
    rules = built_in_rules()
    return Matcher(rules if languages is None else select(rules, languages))
