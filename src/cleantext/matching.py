"""All rules at once: words first, patterns only where a word that they require stands.

One lexicon holds every phrase and every literal that a pattern requires; it reads the whole text
once. What it finds is checked in arrays: place, word boundaries, length of the line. Patterns are
tried by ``regex`` on the few lines that hold one of their literals and begin and end as they must,
in a window of bounded size, so the time is linear in the text whatever the rules.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleantext.codes import code_points
from cleantext.compiled import Compiled, built_in, compiled
from cleantext.cover import SHORTEST_GLUED, covered
from cleantext.document import Document
from cleantext.folding import fold
from cleantext.hits import Hits
from cleantext.lexicon import Found, Lexicon, Lists, spread
from cleantext.patterns import TIMEOUT_SECONDS, WINDOW, Pattern
from cleantext.rulebook import PLACES, Rule, RuleError
from cleantext.textlines import TextLines, are_words
from cleantext.units import Units, is_unbroken, units

# Rules about whole lines are about lines of at most this many characters.
LONGEST_LINE = 240
# Bullets, quotes and brackets that may stand before or after a phrase in its line.
MOST_SIGNS = 24
# Patterns without a literal are tried on lines up to this length only.
LONGEST_UNPROMPTED = 80
# Characters of a phrase that is taken for a line of its own inside a text without line breaks.
SHORTEST_IN_TEXT = 8
# Lines are read together up to so many characters: more would fill the memory, not save time.
_TOGETHER = 1 << 18
# Words of a line that no rule allows, and every rule that says nothing about them.
_ANY_NUMBER = 1 << 40

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_START, _END = PLACES.index("start"), PLACES.index("end")
# The columns of hits: unit, what orders those of a unit, start, end, rule.
_Columns = tuple[Ints, Ints, Ints, Ints, Ints]


class Matcher:
    """Finds what a set of rules says about the units of a document. Built once, then only read."""

    def __init__(
        self, rules: Sequence[Rule], timeout: float | None = TIMEOUT_SECONDS, arrays: Mapping[str, Any] | None = None
    ) -> None:
        """Of ``rules``; ``arrays`` is what :func:`~cleantext.compiled.compiled` makes of them, if that is at hand."""
        self.rules = rules
        self._known = known = Compiled(compiled(rules) if arrays is None else arrays)
        self._places = known.table.places
        self._most = np.where(known.table.most_words > 0, known.table.most_words, _ANY_NUMBER)
        self._reach = np.minimum(known.most, WINDOW)
        self._timeout = timeout
        self._patterns: dict[int, Pattern] = {}

    def __call__(self, document: Document) -> Hits:
        """Every hit in the units of ``document``, by unit."""
        return self.read(document.view(parts).texts)

    def read(self, texts: Sequence[str]) -> Hits:
        """Every hit in ``texts``, none of which holds a line break, by their numbers."""
        numbers: dict[str, int] = {}  # pages say the same again and again: each is read once
        which = np.fromiter((numbers.setdefault(text, len(numbers)) for text in texts), np.int64, len(texts))
        different = list(numbers)
        columns = [self._read(different[first:last], first) for first, last in pairwise(_edges(different))]
        if not columns:
            columns = [(np.zeros(0, np.int64),) * 4]
        units, starts, ends, rules = (np.concatenate(column) for column in zip(*columns, strict=True))
        if len(different) < len(texts):
            units, rows = Lists(np.bincount(units, minlength=len(different)), np.arange(len(units))).at(which)
            starts, ends, rules = starts[rows], ends[rows], rules[rows]
        return Hits(units, starts, ends, rules, self._known.table, self.rules)

    def _read(self, texts: Sequence[str], offset: int) -> tuple[Ints, Ints, Ints, Ints]:
        lines = TextLines(texts)
        found = self._known.lexicon.find(lines.codes)
        numbers = np.searchsorted(lines.starts, found.starts, "right") - 1
        short = (lines.lengths > 0) & (lines.lengths <= LONGEST_LINE)
        kinds = (
            self._phrases_of_lines(lines, found, numbers, short),
            self._patterns_of_lines(lines, found, numbers, short),
            self._phrases_within(lines, found, numbers),
            self._patterns_within(lines, found, numbers),
        )
        units, order, starts, ends, rules = (np.concatenate(column) for column in zip(*kinds, strict=True))
        sort = np.lexsort((order, units))
        first = lines.starts[units]
        return (units + offset)[sort], (starts - first)[sort], (ends - first)[sort], rules[sort]

    def phrases_in(self, text: str, starts: Sequence[int], ends: Sequence[int]) -> list[tuple[int, int]]:
        """Where phrases that rules know as whole lines stand in running text as if they were lines of their own.

        Each stands within one of the sentences ``starts`` to ``ends`` of ``text``. They begin with a capital,
        where the script has any, and so does what follows; they have two words at least. Where some
        overlap, the longer one counts.
        """
        entries, firsts, lasts = self._known.lexicon.find(code_points(fold(text)))
        if not len(entries):
            return []
        edges = np.array(ends, np.int64)[np.maximum(np.searchsorted(np.array(starts), firsts, "right") - 1, 0)]
        known = self._known.is_line[entries] & (lasts - firsts >= SHORTEST_IN_TEXT) & (lasts <= edges)
        known &= are_words(code_points(text), firsts, lasts)
        spans = zip(*(column[known].tolist() for column in (firsts, lasts, edges)), strict=True)
        taken = bytearray(len(text))
        found: list[tuple[int, int]] = []
        for start, end, edge in sorted(spans, key=lambda one: one[0] - one[1]):
            behind = text[end : min(end + MOST_SIGNS, edge)].lstrip(" \t\xa0:.!?…»”\"')")[:1]
            is_apart = " " in text[start:end] and not text[start].islower() and not behind.islower()
            # None that was taken is shorter: where it overlaps this one, it holds one of its ends.
            if is_apart and not taken[start] and not taken[end - 1]:
                taken[start:end] = b"\1" * (end - start)
                found.append((start, end))
        return sorted(found)

    def _phrases_of_lines(self, lines: TextLines, found: Found, numbers: Ints, short: Bools) -> _Columns:
        """Phrases that cover a line from its first to its last letter, alone or several together."""
        of_lines = np.flatnonzero(self._known.is_line[found.entries] & short[numbers])
        entries, starts, ends = (column[of_lines] for column in found)
        candidates = short & lines.coverable(starts, ends, SHORTEST_GLUED)
        if not candidates.any():
            return _no_columns()
        # Most lines are not, and one long word shows it; so short words, of which every line is full, are looked
        # for in the others only.
        words = _found_in(lines, np.flatnonzero(candidates), self._known.words)
        apart = ~(lines.letters[words.starts] | lines.letters[words.ends + 1])
        shorts = (words.entries[apart] + self._known.size, words.starts[apart], words.ends[apart])
        entries, starts, ends = (
            np.concatenate(columns) for columns in zip((entries, starts, ends), shorts, strict=True)
        )
        candidates &= lines.coverable(starts, ends, 1)
        numbers = np.searchsorted(lines.starts, starts, "right") - 1
        order = np.lexsort((ends, starts))
        order = order[candidates[numbers[order]]]
        entries, starts, ends, numbers = entries[order], starts[order], ends[order], numbers[order]
        # The first phrase that covers all of its line is enough.
        firsts, lasts = lines.letter_bounds
        whole = np.flatnonzero((starts <= firsts[numbers]) & (ends > lasts[numbers]))
        done, once = np.unique(numbers[whole], return_index=True)
        chosen = whole[once].tolist()
        left = np.flatnonzero(~np.isin(numbers, done))
        for number, group in groupby(left.tolist(), key=numbers.__getitem__):
            spans = {(int(starts[row]), int(ends[row])): row for row in group}
            first = int(lines.starts[number])
            text = lines.folded[first : lines.ends[number]]
            cover = covered(text, [(start - first, end - first) for start, end in spans])
            chosen += [spans[start + first, end + first] for start, end in cover]
        taken = np.array(chosen, np.int64)
        rows, rules = self._known.lines.at(entries[taken])
        few = lines.words[numbers[taken[rows]]] <= self._most[rules]
        taken, rules = taken[rows[few]], rules[few]
        return numbers[taken], starts[taken] - (1 << 40), starts[taken], ends[taken], rules

    def _patterns_of_lines(self, lines: TextLines, found: Found, numbers: Ints, short: Bools) -> _Columns:
        """Patterns that match a whole line."""
        rows, patterns = self._known.gates.at(found.entries)
        # Signs stand everywhere, and say little in a line that is not brief.
        signs = _found_in(lines, np.flatnonzero(short & (lines.lengths <= LONGEST_UNPROMPTED)), self._known.marks)
        signed, of_signs = self._known.signs.at(signs.entries)
        numbers = np.concatenate((numbers[rows], np.searchsorted(lines.starts, signs.starts[signed], "right") - 1))
        patterns = np.concatenate((patterns, of_signs))
        asked = short[numbers]
        # Each once, in the order of the lines and, among those of a line, of the patterns' names.
        count = max(len(self._known.order), 1)
        keys = np.sort(numbers[asked] * count + self._known.order[patterns[asked]])
        keys = keys[np.diff(keys, prepend=-1) > 0]  # np.unique would load what knows masked arrays
        numbers, patterns = keys // count, self._known.by_name[keys % count]
        sizes = lines.bounds[1][numbers] - lines.bounds[0][numbers]
        fits = np.flatnonzero((self._known.least[patterns] <= sizes) & (sizes <= self._known.most[patterns]))
        keys, numbers, patterns = keys[fits], numbers[fits], patterns[fits]
        return self._tried(lines, numbers, patterns, lines.starts[numbers], keys - (1 << 39))

    def _phrases_within(self, lines: TextLines, found: Found, numbers: Ints) -> _Columns:
        """Phrases at the start, the end or anywhere in a line, each once a line."""
        rows, rules = self._known.texts.at(found.entries)
        entries, starts, ends = (column[rows] for column in found)
        numbers = numbers[rows]
        first, last, before = lines.starts[numbers], lines.ends[numbers], lines.characters
        place = self._places[rules]
        misplaced = (place == _START) & ((starts - first > MOST_SIGNS) | (before[starts] != before[first]))
        misplaced |= (place == _END) & ((last - ends > MOST_SIGNS) | (before[ends] != before[last]))
        stands = np.flatnonzero(~misplaced & are_words(lines.codes, starts, ends))
        # Said again, a phrase is no more evidence; and a line may be a million words long.
        once = rows[stands] == _first_of(numbers[stands] * self._known.size + entries[stands], rows[stands])
        kept = stands[once]
        kept = kept[lines.words[numbers[kept]] <= self._most[rules[kept]]]
        return numbers[kept], 2 * rows[kept], starts[kept], ends[kept], rules[kept]

    def _patterns_within(self, lines: TextLines, found: Found, numbers: Ints) -> _Columns:
        """Patterns about the start, the end or any part of a line, each once a line."""
        rows, patterns = self._known.prompts.at(found.entries)
        # A literal too far from the edge that the rule is about prompts nothing; one near it may stand behind others.
        place, starts = self._places[self._known.rule_of[patterns]], found.starts[rows]
        (firsts, lasts), reach = (column[numbers[rows]] for column in lines.bounds), self._reach[patterns]
        close = (place != _START) | (starts - firsts < reach)
        close &= (place != _END) | (lasts - starts <= reach)
        rows, patterns = rows[close], patterns[close]
        _, once = np.unique(numbers[rows] * max(len(self._known.order), 1) + patterns, return_index=True)
        once.sort()
        rows, patterns = rows[once], patterns[once]
        # Of those that stand at the same place phrases come first.
        return self._tried(lines, numbers[rows], patterns, found.starts[rows], 2 * rows + 1)

    def _tried(self, lines: TextLines, numbers: Ints, patterns: Ints, near: Ints, order: Ints) -> _Columns:
        """The matches of patterns in lines, each pair tried once if the edges of the line allow it."""
        rules = self._known.rule_of[patterns]
        firsts, lasts = (column[numbers] for column in lines.bounds)
        tried = lines.words[numbers] <= self._most[rules]
        tried[tried] = (firsts >= lasts)[tried] | (
            self._known.first.may_be(patterns[tried], lines.shown[np.minimum(firsts[tried], len(lines.shown) - 1)])
            & self._known.last.may_be(patterns[tried], lines.shown[lasts[tried] - 1])
        )
        rows = np.flatnonzero(tried)
        columns = (patterns, lines.starts[numbers], lines.ends[numbers], firsts, lasts, near)
        kept: list[tuple[int, int, int]] = []
        for row, (pattern, start, end, first, last, at) in zip(
            rows.tolist(), zip(*(column[rows].tolist() for column in columns), strict=True), strict=True
        ):
            text = lines.text[start:end]
            try:
                match = self._pattern(pattern).search(text, first - start, last - start, at - start)
            except TimeoutError:
                raise RuleError(self._too_slow(pattern)) from None
            if match:
                kept.append((row, start + match[0], start + match[1]))
        if not kept:
            return _no_columns()
        rows, starts, ends = np.array(kept, np.int64).T
        return numbers[rows], order[rows], starts, ends, rules[rows]

    def _too_slow(self, number: int) -> str:
        source, rule = self._known.sources[number], self.rules[int(self._known.rule_of[number])]
        said = f"pattern {source[:60]!r} took longer than {self._timeout:g} seconds on one line"
        return f"rule {rule.id!r}: {said}"

    def _pattern(self, number: int) -> Pattern:
        if number not in self._patterns:
            place = PLACES[int(self._places[self._known.rule_of[number]])]
            ready = self._known.ready(number)
            most = int(self._known.most[number])
            self._patterns[number] = Pattern(self._known.sources[number], place, self._timeout, ready, most)
        return self._patterns[number]


def _found_in(lines: TextLines, numbers: Ints, lexicon: Lexicon) -> Found:
    """What of ``lexicon`` stands in some of the lines."""
    rows, offsets = spread(lines.lengths[numbers] + 1)
    places = lines.starts[numbers][rows] + offsets
    entries, starts, ends = lexicon.find(np.append(lines.codes, ord("\n"))[places])  # the last line ends, too
    return Found(entries, places[starts], places[ends - 1] + 1)


def _edges(texts: Sequence[str]) -> Iterator[int]:
    """Where lines are parted that are read together."""
    size = 0
    yield 0
    for number, text in enumerate(texts, start=1):
        size += len(text) + 1
        if size >= _TOGETHER or number == len(texts):
            size = 0
            yield number


def _no_columns() -> _Columns:
    return (np.zeros(0, np.int64),) * 5


def _first_of(keys: Ints, values: Ints) -> Ints:
    """For each of ``keys`` the value that the first of its like has."""
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    result: Ints = values[first][which]
    return result


@lru_cache(maxsize=1)
def built_in_matcher() -> Matcher:
    """The matcher of the rules that ship with the package."""
    rules, arrays = built_in()
    return Matcher(rules, timeout=None, arrays=arrays)


def parts(document: Document) -> Units:
    """The units of ``document``; sentences of a text without line breaks are cut once more at what rules know.

    There a button or a heading runs into the next sentence: only its words tell where it ends. To be
    had as ``document.view(parts)``.
    """
    found = document.view(units)
    if not document.view(is_unbroken):
        return found
    marks = [edge for span in built_in_matcher().phrases_in(document.text, found.starts, found.ends) for edge in span]
    pieces: list[tuple[int, int]] = []
    at = 0
    for start, end in zip(found.starts, found.ends, strict=True):
        last = bisect_left(marks, end, at)
        edges = [start, *(mark for mark in marks[at:last] if mark > start), end]
        pieces += [span for span in pairwise(edges) if document.text[slice(*span)].strip()]
        at = last
    return Units.of(document, pieces)
