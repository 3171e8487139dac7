"""All rules at once: literals first, patterns only where a literal stands.

One Aho-Corasick automaton holds every phrase and every literal that a pattern requires; it
reads the whole text once. What it finds is checked in arrays: place, word boundaries, length of
the line. Patterns are tried by ``regex`` on the few lines that hold one of their literals, in a
window of bounded size, so the time is linear in the text whatever the rules.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain, islice, pairwise
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleantext.codes import code_points
from cleantext.cover import SHORTEST_GLUED, covered, is_short_word
from cleantext.document import Document
from cleantext.edges import Edges
from cleantext.folding import fold
from cleantext.literals import required_literals
from cleantext.patterns import TIMEOUT_SECONDS, WINDOW, Pattern, TextLine, search
from cleantext.rulebook import PLACES, Rule, built_in_rules
from cleantext.textlines import TextLines, are_words
from cleantext.units import Units, units

# Rules about whole lines are about lines of at most this many characters.
LONGEST_LINE = 240
# Bullets, quotes and brackets that may stand before or after a phrase in its line.
MOST_SIGNS = 24
# Patterns without a literal are tried on lines up to this length only.
LONGEST_UNPROMPTED = 80
# So few patterns are tried one by one.
FEW = 4
# Characters of a phrase that is taken for a line of its own inside a text without line breaks.
SHORTEST_IN_TEXT = 8
# Words of a line that no rule allows, and every rule that says nothing about them.
_ANY_NUMBER = 1 << 40

Ints = NDArray[np.int64]


class Hit(NamedTuple):
    """A rule that holds for a unit: the unit's number, where in its text, and the rule."""

    unit: int
    start: int
    end: int
    rule: Rule


class _Found(NamedTuple):
    """What the automaton found: the number of each word, where it starts and ends in the text."""

    entries: Ints
    starts: Ints
    ends: Ints


_START, _END = PLACES.index("start"), PLACES.index("end")
_DIGITS = "0123456789"
_SURROGATE = re.compile("[\ud800-\udfff]")


class _Gate:
    """Patterns about whole lines, and all of them in one: few lines match any of them."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self.patterns = tuple(patterns)
        self.most = max(_most(pattern.rule) for pattern in patterns)
        sources = [pattern.source for pattern in patterns]
        self._begins, self._ends = Edges(sources, at_end=False), Edges(sources, at_end=True)

    def passes(self, line: TextLine) -> bool:
        """May ``line`` match one of the patterns? One question instead of many."""
        text, first, last = line
        if first < last and not (self._begins(text[first]) and self._ends(text[last - 1])):
            return False
        return len(self.patterns) < FEW or bool(self._joined.fullmatch(text, first, last))

    @cached_property
    def _joined(self) -> Any:
        import regex

        # In version 1 an inline flag such as (?i) ends with its group.
        return regex.compile("|".join(f"(?:{pattern.source})" for pattern in self.patterns), regex.VERSION1)


class _Lists:
    """For each word of the automaton a list of numbers, all in one array."""

    def __init__(self, lists: Sequence[Sequence[int]]) -> None:
        self.counts = np.fromiter(map(len, lists), np.int64, len(lists))
        self.firsts = np.cumsum(self.counts) - self.counts
        self.numbers = np.fromiter(chain.from_iterable(lists), np.int64, int(self.counts.sum()))

    def of(self, entries: Ints) -> tuple[Ints, Ints]:
        """The lists of ``entries``, one after another: at which place of ``entries`` each number stands, and it."""
        counts = self.counts[entries]
        rows = np.repeat(np.arange(len(entries)), counts)
        behind = np.cumsum(counts)
        places = np.arange(len(rows)) - np.repeat(behind - counts - self.firsts[entries], counts)
        return rows, self.numbers[places]


def _most(rule: Rule) -> int:
    return rule.max_words or _ANY_NUMBER


class Matcher:
    """Finds what a set of rules says about the units of a document. Built once, then only read."""

    def __init__(self, rules: Iterable[Rule], timeout: float | None = TIMEOUT_SECONDS) -> None:
        from ahocorasick_rs import AhoCorasick

        self.rules = tuple(rules)
        lines, texts, prompts, gates, signs = (defaultdict[str, list[int]](list) for _ in range(5))
        self._patterns: list[Pattern] = []
        of_rule: list[int] = []
        phrases = iter(_folded(phrase for rule in self.rules for phrase in rule.phrases))
        for number, rule in enumerate(self.rules):
            for phrase in islice(phrases, len(rule.phrases)):
                if rule.match == "line":
                    lines[_trim(phrase)].append(number)
                else:  # where the line goes on, its signs tell "(AFP)" from "told AFP"
                    texts[phrase.strip()].append(number)
            for source, required in zip(rule.patterns, rule.required, strict=True):
                # Of whole lines that hold no word at all a sign must do: a colon, a slash, at least a digit.
                for literal in dict.fromkeys(map(fold, required or required_literals(source) or _DIGITS)):
                    is_sign = not required and len(literal.strip()) < 2 and literal.isascii()
                    table = signs if is_sign else gates if rule.match == "line" else prompts
                    table[literal].append(len(self._patterns))
                self._patterns.append(Pattern(rule, source, timeout))
                of_rule.append(number)
        # Of whole lines short words are the most frequent phrases by far, and seldom of use: see cover.py.
        self._words = {key: self._rules_of(lines.pop(key)) for key in list(lines) if is_short_word(key)}
        keys = list(dict.fromkeys((*lines, *texts, *prompts, *gates)))
        self._automaton = AhoCorasick(keys) if keys else None
        self._lines = [self._rules_of(lines.get(key, ())) for key in keys]
        self._is_line = np.array([key in lines for key in keys], bool)
        self._texts, self._prompts = (_Lists([table.get(key, ()) for key in keys]) for table in (texts, prompts))
        grouped = dict.fromkeys(map(tuple, (*gates.values(), *signs.values())))  # many words need the same patterns
        numbers = {patterns: number for number, patterns in enumerate(grouped)}
        self._gates = [_Gate([self._patterns[number] for number in patterns]) for patterns in grouped]
        self._gate_of = np.array([numbers.get(tuple(gates.get(key, ())), -1) for key in keys], np.int64)
        self._signs = _grouped((numbers[tuple(patterns)], sign) for sign, patterns in signs.items())
        order = sorted(
            range(len(self._patterns)), key=lambda n: (self._patterns[n].rule.name, self._patterns[n].source)
        )
        self._order = {self._patterns[number]: place for place, number in enumerate(order)}
        self._places = np.array([PLACES.index(rule.match) for rule in self.rules], np.int64)
        self._most = np.array([_most(rule) for rule in self.rules], np.int64)
        self._rule_of = np.array(of_rule, np.int64)
        self._gate_most = np.array([gate.most for gate in self._gates], np.int64)

    def _rules_of(self, numbers: Iterable[int]) -> tuple[Rule, ...]:
        return tuple(self.rules[number] for number in numbers)

    def __call__(self, document: Document) -> tuple[Hit, ...]:
        """Every hit in the units of ``document``, by unit."""
        return self.read(document.view(parts).texts)

    def read(self, texts: Sequence[str]) -> tuple[Hit, ...]:
        """Every hit in ``texts``, none of which holds a line break."""
        lines = TextLines(texts)
        found = self._occurrences(lines.folded)
        numbers = np.searchsorted(lines.starts, found.starts, "right") - 1
        hits = [*self._whole_lines(lines, found, numbers), *self._within(lines, found, numbers)]
        hits.sort(key=itemgetter(0))
        return tuple(hits)

    def phrases_in(self, text: str) -> list[tuple[int, int]]:
        """Where phrases that rules know as whole lines stand in running text as if they were lines of their own.

        They begin with a capital, where the script has any, and so does what follows; they have
        two words at least. Where some overlap, the longer one counts.
        """
        entries, starts, ends = self._occurrences(fold(text))
        if not len(entries):
            return []
        known = self._is_line[entries] & (ends - starts >= SHORTEST_IN_TEXT)
        known &= are_words(code_points(text), starts, ends)
        spans = sorted(zip(starts[known].tolist(), ends[known].tolist(), strict=True), key=lambda one: one[0] - one[1])
        taken: list[tuple[int, int]] = []
        for start, end in spans:
            behind = text[end : end + MOST_SIGNS].lstrip(" \t\xa0:.!?…»”\"')")[:1]
            is_apart = " " in text[start:end] and not text[start].islower() and not behind.islower()
            if is_apart and all(end <= first or last <= start for first, last in taken):
                taken.append((start, end))
        return sorted(taken)

    def _occurrences(self, folded: str) -> _Found:
        """Everything in ``folded``, overlapping too, by end."""
        if self._automaton is None:
            return _Found(*(np.zeros(0, np.int64),) * 3)
        try:
            found = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        except UnicodeEncodeError:  # lone surrogates, which the engine can not take
            found = self._automaton.find_matches_as_indexes(_SURROGATE.sub("\ufffd", folded), overlapping=True)
        table = np.fromiter(chain.from_iterable(found), np.int64, 3 * len(found)).reshape(-1, 3)
        return _Found(*np.ascontiguousarray(table.T))

    def _whole_lines(self, lines: TextLines, found: _Found, numbers: Ints) -> Iterator[Hit]:
        """The rules that hold for a line as a whole."""
        short = (lines.lengths > 0) & (lines.lengths <= LONGEST_LINE)
        of_lines = np.flatnonzero(self._is_line[found.entries] & short[numbers])
        columns = found.starts[of_lines], found.ends[of_lines], numbers[of_lines]
        candidates = short & lines.coverable(*columns, SHORTEST_GLUED - 1)
        phrases: dict[int, dict[tuple[int, int], tuple[Rule, ...]]] = defaultdict(dict)
        of_lines = of_lines[candidates[columns[2]]]
        for entry, start, end, number in _rows(*(column[of_lines] for column in (*found, numbers))):
            offset = int(lines.starts[number])
            phrases[number][start - offset, end - offset] = self._lines[entry]
        patterns = self._prompted(lines, found, numbers, short)
        for number in sorted({*np.flatnonzero(candidates).tolist(), *patterns}):
            if candidates[number]:
                text = lines.folded[lines.starts[number] : lines.ends[number]]
                for span, rules in covered(text, phrases.get(number, {}), self._words):
                    yield from (Hit(number, *span, rule) for rule in rules)
            line = lines[number]
            for pattern in sorted(patterns.get(number, ()), key=self._order.__getitem__):
                if lines.words[number] <= _most(pattern.rule) and (found_at := search(pattern, line, 0)):
                    yield Hit(number, *found_at, pattern.rule)

    def _prompted(
        self, lines: TextLines, found: _Found, numbers: Ints, short: NDArray[np.bool_]
    ) -> Mapping[int, set[Pattern]]:
        """The patterns about whole lines that are worth trying, by line."""
        gates = self._gate_of[found.entries]
        asked = np.flatnonzero((gates >= 0) & short[numbers])
        gates, numbers = gates[asked], numbers[asked]
        within = lines.words[numbers] <= self._gate_most[gates]
        pairs = {*zip(numbers[within].tolist(), gates[within].tolist(), strict=True)}
        for number in np.flatnonzero(short & (lines.lengths <= LONGEST_UNPROMPTED)).tolist() if self._signs else ():
            text, words = lines.folded[lines.starts[number] : lines.ends[number]], lines.words[number]
            for gate, signs in self._signs.items():
                if words <= self._gate_most[gate] and any(sign in text for sign in signs):
                    pairs.add((number, gate))
        patterns: dict[int, set[Pattern]] = defaultdict(set)
        for number, gate in pairs:
            if self._gates[gate].passes(lines[number]):
                patterns[number].update(self._gates[gate].patterns)
        return patterns

    def _within(self, lines: TextLines, found: _Found, numbers: Ints) -> Iterator[Hit]:
        """The rules about the start, the end or any part of a line, each once a line."""
        hits = [*self._phrases_within(lines, found, numbers), *self._patterns_within(lines, found, numbers)]
        hits.sort(key=itemgetter(0))  # stable: of those that stand at the same place phrases come first
        return (hit for _, hit in hits)

    def _phrases_within(self, lines: TextLines, found: _Found, numbers: Ints) -> Iterator[tuple[int, Hit]]:
        """Hits by phrases, each with the number of its occurrence."""
        rows, rules = self._texts.of(found.entries)
        entries, starts, ends = (column[rows] for column in found)
        numbers = numbers[rows]
        first, last, before = lines.starts[numbers], lines.ends[numbers], lines.characters
        place = self._places[rules]
        misplaced = (place == _START) & ((starts - first > MOST_SIGNS) | (before[starts] != before[first]))
        misplaced |= (place == _END) & ((last - ends > MOST_SIGNS) | (before[ends] != before[last]))
        stands = np.flatnonzero(~misplaced & lines.are_words(starts, ends))
        # Said again, a phrase is no more evidence; and a line may be a million words long.
        once = rows[stands] == _first_of(numbers[stands] * len(self._lines) + entries[stands], rows[stands])
        kept = stands[once]
        kept = kept[lines.words[numbers[kept]] <= self._most[rules[kept]]]
        columns = rows, numbers, starts - first, ends - first, rules
        for row, number, start, end, rule in _rows(*(column[kept] for column in columns)):
            yield row, Hit(number, start, end, self.rules[rule])

    def _patterns_within(self, lines: TextLines, found: _Found, numbers: Ints) -> Iterator[tuple[int, Hit]]:
        """Hits by patterns, each with the number of the occurrence that prompted it."""
        rows, patterns = self._prompts.of(found.entries)
        # A literal far from the edge that the rule is about prompts nothing; one near it may stand behind others.
        place, starts = self._places[self._rule_of[patterns]], found.starts[rows]
        close = (place != _START) | (starts - lines.starts[numbers[rows]] <= WINDOW)
        close &= (place != _END) | (lines.lasts[numbers[rows]] - starts <= WINDOW)
        rows, patterns = rows[close], patterns[close]
        _, once = np.unique(numbers[rows] * len(self._patterns) + patterns, return_index=True)
        once.sort()
        rows, patterns = rows[once], patterns[once]
        rules, numbers = self._rule_of[patterns], numbers[rows]
        near = found.starts[rows] - lines.starts[numbers]
        tried = lines.words[numbers] <= self._most[rules]
        for row, number, pattern, at in _rows(*(column[tried] for column in (rows, numbers, patterns, near))):
            line, one = lines[number], self._patterns[pattern]
            if (one.rule.match == "within" or one.may_stand_in(line)) and (found_at := search(one, line, at)):
                yield row, Hit(number, *found_at, one.rule)


def _first_of(keys: Ints, values: Ints) -> Ints:
    """For each of ``keys`` the value that the first of its like has."""
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    result: Ints = values[first][which]
    return result


def _grouped(pairs: Iterable[tuple[int, str]]) -> Mapping[int, tuple[str, ...]]:
    groups: dict[int, tuple[str, ...]] = {}
    for key, value in pairs:
        groups[key] = (*groups.get(key, ()), value)
    return groups


def _rows(*columns: Ints) -> Iterator[tuple[int, ...]]:
    return zip(*(column.tolist() for column in columns), strict=True)


def _folded(phrases: Iterable[str]) -> list[str]:
    """Phrases without case, all at once: a hundred thousand calls take a third of a second."""
    return fold("\n".join(phrases)).split("\n")


def _trim(text: str) -> str:
    """``text`` without what is not a letter or digit at its ends."""
    start, end = 0, len(text)
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return text[start:end]


@lru_cache(maxsize=1)
def built_in_matcher() -> Matcher:
    """The matcher of the rules that ship with the package."""
    return Matcher(built_in_rules(), timeout=None)


def parts(document: Document) -> Units:
    """The units of ``document``; sentences of a text without line breaks are cut once more at what rules know.

    There a button or a heading runs into the next sentence: only its words tell where it ends. To be
    had as ``document.view(parts)``.
    """
    found = document.view(units)
    if len(found.texts) == len(document.lines):
        return found
    edges = [(start, end) for start, end in zip(found.starts, found.ends, strict=True)]
    cut = [piece for start, end in edges for piece in _cut(document.text, start, end)]
    return Units.of(document, cut)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    marks = built_in_matcher().phrases_in(text[start:end])
    edges = [start, *(start + edge for span in marks for edge in span), end]
    for first, last in pairwise(edges):
        if text[first:last].strip():
            yield first, last


def built_in_hits(document: Document) -> tuple[Hit, ...]:
    """What the built-in rules of all languages find; to be had as ``document.view(built_in_hits)``."""
    return built_in_matcher()(document)
