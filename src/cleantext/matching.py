"""All rules at once: literals first, patterns only where a literal stands.

One Aho-Corasick automaton holds every phrase and every literal that a pattern requires; it
reads the whole text once. What it finds is checked against the line: place, word boundaries,
length. Patterns are tried by ``regex`` on the few lines that hold one of their literals, in a
window of bounded size, so the time is linear in the text whatever the rules.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleantext.cover import covered, is_short_word
from cleantext.document import Document
from cleantext.literals import required_literals
from cleantext.patterns import TIMEOUT_SECONDS, Pattern, TextLine, search
from cleantext.rulebook import DENSE, Rule, built_in_rules
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


class Hit(NamedTuple):
    """A rule that holds for a unit: the unit's number, where in its text, and the rule."""

    unit: int
    start: int
    end: int
    rule: Rule


_DIGITS = "0123456789"
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
    if not folded.isascii():
        for variant, plain in _VARIANTS:
            folded = folded.replace(variant, plain)
    return folded


class _Entry(NamedTuple):
    """What a word in the automaton stands for."""

    line: tuple[Rule, ...]  # rules of which it is a phrase, alone on its line
    text: tuple[Rule, ...]  # rules of which it is a phrase, somewhere in its line
    prompts: tuple[Pattern, ...]  # patterns that need it
    prompts_line: _Gate  # the same, of rules about whole lines


class _Gate:
    """Patterns about whole lines, and all of them in one: few lines match any of them."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self.patterns = tuple(patterns)

    def __bool__(self) -> bool:
        return bool(self.patterns)

    def passes(self, line: TextLine) -> bool:
        """May ``line`` match one of the patterns? One question instead of many."""
        return len(self.patterns) < FEW or bool(self._joined.fullmatch(line.text, line.first, line.last))

    @cached_property
    def _joined(self) -> Any:
        import regex

        # In version 1 an inline flag such as (?i) ends with its group.
        return regex.compile("|".join(f"(?:{pattern.source})" for pattern in self.patterns), regex.VERSION1)


class Matcher:
    """Finds what a set of rules says about the units of a document. Built once, then only read."""

    def __init__(self, rules: Iterable[Rule], timeout: float | None = TIMEOUT_SECONDS) -> None:
        from ahocorasick_rs import AhoCorasick

        self.rules = tuple(rules)
        lines, texts, prompts, prompts_line, signs = (defaultdict(list) for _ in range(5))
        for rule in self.rules:
            for phrase in rule.phrases:
                if rule.match == "line":
                    lines[_trim(fold(phrase))].append(rule)
                else:  # where the line goes on, its signs tell "(AFP)" from "told AFP"
                    texts[fold(phrase).strip()].append(rule)
            for source, required in zip(rule.patterns, rule.required, strict=True):
                pattern = Pattern(rule, source, timeout)
                # Of whole lines that hold no word at all a sign must do: a colon, a slash, at least a digit.
                for literal in dict.fromkeys(map(fold, required or required_literals(source) or _DIGITS)):
                    is_sign = not required and len(literal.strip()) < 2 and literal.isascii()
                    table = signs if is_sign else prompts_line if rule.match == "line" else prompts
                    table[literal].append(pattern)
        # Of whole lines short words are the most frequent phrases by far, and seldom of use: see cover.py.
        self._words = {key: tuple(lines.pop(key)) for key in list(lines) if is_short_word(key)}
        keys = list(dict.fromkeys((*lines, *texts, *prompts, *prompts_line)))
        self._entries = [
            _Entry(*(tuple(table.get(key, ())) for table in (lines, texts, prompts)), _Gate(prompts_line.get(key, ())))
            for key in keys
        ]
        self._is_of = np.array([[bool(part) for part in entry] for entry in self._entries], bool).reshape(-1, 4)
        self._signs = {sign: _Gate(patterns) for sign, patterns in signs.items()}
        self._automaton = AhoCorasick(keys) if keys else None

    def __call__(self, document: Document) -> tuple[Hit, ...]:
        """Every hit in the units of ``document``, by unit."""
        return self.read(document.view(parts).texts)

    def read(self, texts: Sequence[str]) -> tuple[Hit, ...]:
        """Every hit in ``texts``, none of which holds a line break."""
        folded = fold("\n".join(texts))
        starts = np.cumsum([0, *(len(text) + 1 for text in texts)])
        lines = [TextLine(text) for text in texts]
        entries, firsts, lasts = self._occurrences(folded)
        numbers = np.searchsorted(starts, firsts, "right") - 1
        short = np.diff(starts)[numbers] <= LONGEST_LINE + 1
        alone, inside, prompting, prompting_line = self._is_of[entries].T if len(entries) else np.zeros((4, 0), bool)
        found: list[Hit] = []
        chosen = (alone | prompting_line) & short
        found += self._whole_lines(lines, folded, starts, _columns(chosen, numbers, entries, firsts, lasts))
        are_words = inside & _are_words(folded, firsts, lasts)
        columns = _columns(prompting | are_words, numbers, entries, firsts, lasts, are_words)
        found += self._within(lines, folded, starts, columns)
        return tuple(sorted(found, key=lambda hit: hit.unit))

    def phrases_in(self, text: str) -> list[tuple[int, int]]:
        """Where phrases that rules know as whole lines stand in running text as if they were lines of their own.

        They begin with a capital, where the script has any, and so does what follows; they have
        two words at least. Where some overlap, the longer one counts.
        """
        entries, starts, ends = self._occurrences(fold(text))
        if not len(entries):
            return []
        known = self._is_of[entries][:, 0] & (ends - starts >= SHORTEST_IN_TEXT) & _are_words(text, starts, ends)
        spans = sorted(zip(starts[known].tolist(), ends[known].tolist(), strict=True), key=lambda one: one[0] - one[1])
        taken: list[tuple[int, int]] = []
        for start, end in spans:
            behind = text[end : end + MOST_SIGNS].lstrip(" \t\xa0:.!?…»”\"')")[:1]
            is_apart = " " in text[start:end] and not text[start].islower() and not behind.islower()
            if is_apart and all(end <= first or last <= start for first, last in taken):
                taken.append((start, end))
        return sorted(taken)

    def _occurrences(self, folded: str) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Entry, start and end of everything in ``folded``, overlapping too, by end."""
        if self._automaton is None:
            return (np.zeros(0, np.int64),) * 3
        try:
            found = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        except UnicodeEncodeError:  # lone surrogates, which the engine can not take
            found = self._automaton.find_matches_as_indexes(_SURROGATE.sub("\ufffd", folded), overlapping=True)
        table = np.array(found, np.int64).reshape(-1, 3)
        return table[:, 0], table[:, 1], table[:, 2]

    def _whole_lines(
        self, lines: Sequence[TextLine], folded: str, starts: NDArray[np.int64], rows: Iterable[tuple[int, ...]]
    ) -> Iterator[Hit]:
        """The rules that hold for a line as a whole."""
        phrases: dict[int, dict[tuple[int, int], tuple[Rule, ...]]] = defaultdict(dict)
        tried: dict[int, set[Pattern]] = defaultdict(set)
        asked = set[tuple[int, int]]()
        offsets = starts.tolist()
        for number, entry, start, end in rows:
            rules, _, _, gate = self._entries[entry]
            if rules:
                phrases[number][start - offsets[number], end - offsets[number]] = rules
            if gate and (number, entry) not in asked:
                asked.add((number, entry))
                if gate.passes(lines[number]):
                    tried[number].update(gate.patterns)
        for number, line in enumerate(lines):
            if not line.text or len(line.text) > LONGEST_LINE:
                continue
            text = folded[offsets[number] : offsets[number] + len(line.text)]
            for span, rules in covered(text, phrases.get(number, {}), self._words):
                yield from (Hit(number, *span, rule) for rule in rules)
            patterns = tried.get(number, set()).union(*self._prompted_by_signs(line, text))
            for pattern in sorted(patterns, key=lambda one: (one.rule.name, one.source)):
                found_at = search(pattern, line, 0)
                if found_at:
                    yield Hit(number, *found_at, pattern.rule)

    def _prompted_by_signs(self, line: TextLine, text: str) -> list[tuple[Pattern, ...]]:
        """The patterns that hold no word, where a short line has one of their signs."""
        if len(text) > LONGEST_UNPROMPTED:
            return []
        return [gate.patterns for sign, gate in self._signs.items() if sign in text and gate.passes(line)]

    def _within(
        self, lines: Sequence[TextLine], folded: str, starts: NDArray[np.int64], rows: Iterable[tuple[int, ...]]
    ) -> Iterator[Hit]:
        """The rules about the start, the end or any part of a line, each once a line."""
        current, tried = -1, set[object]()
        for number, entry, start, end, is_word in rows:
            line = lines[number]
            if number != current:
                current, tried = number, set()
            offset = int(starts[number])
            _, rules, patterns, _ = self._entries[entry]
            # Said again, a phrase is no more evidence; and a line may be a million words long.
            if rules and entry not in tried and is_word:
                whole = offset, offset + len(line.text)
                standing = [rule for rule in rules if _stands_where_it_must(rule, folded, (start, end), whole)]
                if standing:
                    tried.add(entry)
                for rule in standing:
                    if line.is_short_enough(rule):
                        yield Hit(number, start - offset, end - offset, rule)
            for pattern in patterns:
                if pattern not in tried:
                    tried.add(pattern)
                    found_at = search(pattern, line, start - offset)
                    if found_at:
                        yield Hit(number, *found_at, pattern.rule)


def _columns(chosen: NDArray[np.bool_], *columns: NDArray[Any]) -> Iterator[tuple[int, ...]]:
    """The chosen rows of some columns."""
    return zip(*(column[chosen].tolist() for column in columns), strict=True)


def _trim(text: str) -> str:
    """``text`` without what is not a letter or digit at its ends."""
    start, end = 0, len(text)
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return text[start:end]


def _are_words(folded: str, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which spans begin and end where words do."""
    codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), np.uint32)
    letter = np.zeros(len(codes) + 2, bool)  # with an edge before and behind the text
    dense = np.zeros(len(codes) + 2, bool)
    letter[1:-1] = _letters()[codes]
    dense[1:-1] = (codes >= 0x0E00) & _dense()[codes]
    joined = letter[:-1] & letter[1:] & ~(dense[:-1] | dense[1:])
    result: NDArray[np.bool_] = ~(joined[starts] | joined[ends])
    return result


@cache
def _letters() -> NDArray[np.bool_]:
    """Which code points are letters or digits."""
    return np.fromiter((chr(code).isalnum() for code in range(sys.maxunicode + 1)), bool, sys.maxunicode + 1)


@cache
def _dense() -> NDArray[np.bool_]:
    """Which code points belong to scripts without spaces between words."""
    return np.fromiter((bool(DENSE.match(chr(code))) for code in range(sys.maxunicode + 1)), bool, sys.maxunicode + 1)


def _stands_where_it_must(rule: Rule, folded: str, span: tuple[int, int], line: tuple[int, int]) -> bool:
    if rule.match == "start":
        return _only_signs(folded, line[0], span[0])
    return rule.match != "end" or _only_signs(folded, span[1], line[1])


def _only_signs(folded: str, start: int, end: int) -> bool:
    """Is there neither letter nor digit from ``start`` to ``end``, and not too much of anything?"""
    return end - start <= MOST_SIGNS and not any(character.isalnum() for character in folded[start:end])


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
