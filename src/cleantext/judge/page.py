"""Texts as arrays: their characters by kind, their lines, their words. No loop over lines or words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cleantext.codes import code_points
from cleantext.judge.characters import DIGIT, KINDS, LETTERS, MARK, NEWLINE, UNSPACED, Codes, Ints, characters

_WORD = np.isin(np.arange(KINDS), (*LETTERS, DIGIT))
_LONGEST = 64  # characters of a word, or words of a line, that have a multiplier of their own
_EDGE = 0x51ED270B  # stands for the word before the first and after the last


def mixed(values: Codes) -> Codes:
    """``values`` with their bits stirred; 32 bits, wrapping round."""
    values = values * np.uint32(0x9E3779B1)
    return values ^ (values >> np.uint32(15))


_MULTIPLIERS = mixed(mixed(np.arange(1, _LONGEST + 1, dtype=np.uint32))) | np.uint32(1)


def line_starts(codes: Codes) -> Ints:
    r"""Where each line starts; lines end at ``\n``, ``\r\n`` and ``\r`` and at nothing else.

    >>> line_starts(code_points("a\r\nb\r\rc")).tolist()
    [0, 3, 5, 6]
    """
    ends = np.flatnonzero((codes == 10) | (codes == 13))
    following = codes[np.minimum(ends + 1, len(codes) - 1)]
    inside = (codes[ends] == 13) & (following == 10) & (ends + 1 < len(codes))
    return np.concatenate(([0], ends[~inside] + 1))


@dataclass(frozen=True, eq=False)
class Words:
    """The words of a page: runs of letters, marks and digits; each letter of an unspaced script."""

    hashes: Codes
    lines: Ints  # the line of each word
    lengths: Ints  # in characters
    first_kinds: NDArray[np.uint8]
    opens: NDArray[np.bool_]  # is it the first of its line?
    number: Ints  # of words in each line


@dataclass(frozen=True, eq=False)
class Page:
    """The lines that show something, and their characters ("ink": all but white space), of one text or of some.

    Lines are numbered among themselves; ``numbers`` holds their numbers among all lines. Texts without
    such a line are left out; ``texts`` holds the numbers of the others among all texts.
    """

    codes: Codes
    numbers: Ints
    ink: Ints  # offsets of the visible characters
    kinds: NDArray[np.uint8]  # the kind of each
    lines: Ints  # the line of each
    firsts: Ints  # for each line, the index of its first visible character
    widths: Ints  # visible characters of each line; those of unspaced scripts count three times
    owners: Ints  # the text of each line, from 0
    texts: Ints
    begins: Ints  # the number of the first line of each text, among all lines

    @property
    def size(self) -> int:
        """How many lines show something."""
        return len(self.numbers)

    @cached_property
    def sizes(self) -> Ints:
        """How many lines of each text show something."""
        return np.bincount(self.owners)

    @cached_property
    def starts(self) -> Ints:
        """The first line of each text."""
        return np.cumsum(self.sizes) - self.sizes

    def totals(self, values: NDArray[np.generic]) -> Ints:
        """For each text the sum of what its lines have, ``values``."""
        total: Ints = np.add.reduceat(values, self.starts, dtype=np.int64)
        return total

    @cached_property
    def words_apart(self) -> NDArray[np.unsignedinteger]:
        """The hashes of the words; the same word of another text is another."""
        return self.apart(self.words.hashes, self.owners[self.words.lines])

    def apart(self, codes: Codes, owners: Ints) -> NDArray[np.unsignedinteger]:
        """``codes``, so that those of different texts are different, too."""
        return codes if len(self.texts) == 1 else codes | owners.astype(np.uint64) << np.uint64(32)

    @cached_property
    def counts(self) -> Ints:
        """Characters of each kind in each line, ``(size, KINDS)``."""
        cells = np.bincount(self.lines * KINDS + self.kinds, minlength=self.size * KINDS)
        return cells.reshape(self.size, KINDS)

    @cached_property
    def letters(self) -> Ints:
        """Letters of each line, marks included."""
        total: Ints = self.counts[:, LETTERS].sum(1)
        return total

    @cached_property
    def words(self) -> Words:
        """The words, hashed by their folded characters and their order."""
        members = np.flatnonzero(_WORD[self.kinds])
        offsets, kinds, lines = self.ink[members], self.kinds[members], self.lines[members]
        opens = np.ones(len(members), bool)
        apart = (offsets[1:] != offsets[:-1] + 1) | (
            ((kinds[1:] == UNSPACED) | (kinds[:-1] == UNSPACED)) & (kinds[1:] != MARK)
        )
        opens[1:] = apart
        starts = np.flatnonzero(opens)
        lengths = np.diff(np.append(starts, len(members)))
        letters = mixed(characters().folded[self.codes[offsets]] + np.uint32(1))
        hashes = mixed(ordered_sums(letters, starts, lengths))
        word_lines = lines[starts]
        first = np.ones(len(starts), bool)
        first[1:] = word_lines[1:] != word_lines[:-1]
        number = np.bincount(word_lines, minlength=self.size)
        return Words(hashes, word_lines, lengths, kinds[starts], first, number)

    @cached_property
    def pairs(self) -> Codes:
        """The pairs of neighbouring words of each line, edges included: one more than it has words, or none."""
        words = self.words
        before = np.full(len(words.hashes), _EDGE, np.uint32)
        before[1:] = np.where(words.opens[1:], before[1:], words.hashes[:-1])
        closing = np.flatnonzero(np.append(words.opens[1:], True)) if len(words.hashes) else np.zeros(0, np.int64)
        edge = np.full(len(closing), _EDGE, np.uint32)
        left = np.insert(before, closing + 1, words.hashes[closing])
        right = np.insert(words.hashes, closing + 1, edge)
        return _pair(left, right)


def _pair(left: Codes, right: Codes) -> Codes:
    return mixed(left * np.uint32(0x85EBCA6B) + mixed(right * np.uint32(0xC2B2AE35)))


def ordered_sums(values: Codes, starts: Ints, lengths: Ints) -> Codes:
    """One number for each run of ``values``, which depends on their order."""
    if not len(starts):
        return np.zeros(0, np.uint32)
    places = np.arange(len(values)) - np.repeat(starts, lengths)
    weighted = values * _MULTIPLIERS[np.minimum(places, _LONGEST - 1)]
    return np.add.reduceat(weighted, starts, dtype=np.uint32)


def read_page(text: str, begins: Sequence[int] = (0,)) -> Page | None:
    """``text`` as arrays; ``None`` if nothing in it is visible.

    It may be several texts, one below the other: at which lines, from 0, each of them ``begins``.
    """
    codes = code_points(text)
    kinds = characters().kinds[codes]
    ink = np.flatnonzero(kinds > NEWLINE)
    if not len(ink):
        return None
    kinds = kinds[ink]
    firsts = np.searchsorted(ink, line_starts(codes))
    lengths = np.diff(firsts, append=len(ink))
    numbers = np.flatnonzero(lengths)
    firsts, lengths = firsts[numbers], lengths[numbers]
    lines = np.repeat(np.arange(len(numbers)), lengths)
    widths = lengths + 2 * np.bincount(lines[kinds == UNSPACED], minlength=len(numbers))
    all_begins = np.array(begins, np.int64)
    texts, owners = np.unique(np.searchsorted(all_begins, numbers, "right") - 1, return_inverse=True)
    return Page(codes, numbers, ink, kinds, lines, firsts, widths, owners, texts, all_begins[texts])
