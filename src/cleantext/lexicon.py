"""Many thousand words at once: where each of them stands in a text, overlapping ones too.

A trie of a few steps, in arrays. The first characters of a word are a number, those up to the next
step another; a text is walked from all of its places at a time, and after each step only those go on
where some word does. What is left is compared character by character. The arrays can be kept in a
file, so that a process that starts has nothing to build.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleantext.codes import code_points

Ints = NDArray[np.int64]
Codes = NDArray[np.uint32]

# Words of fewer characters than the first step are known by all of them.
_STEPS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 40)
_FIRST = 4
# Places of a text that are walked at a time: what they need stays in the processor's cache.
_BLOCK = 1 << 16
# Heads of words are looked up in a table of bits that is this many times larger, before they are searched for.
_ROOM = 16
_FACTOR, _SPREAD = np.uint32(0x01000193), np.uint32(0x9E3779B1)


class Lists:
    """For each of some numbers a list of numbers, all in one array; ``counts`` and ``numbers`` of any size of integers.

    They stay as they are, in a file if they lie in one: a process that starts would pay for copies.
    """

    def __init__(self, counts: NDArray[np.integer], numbers: NDArray[np.integer]) -> None:
        self.counts, self.numbers = counts, numbers
        self._firsts = _firsts(counts)

    @classmethod
    def of(cls, lists: Sequence[Sequence[int]]) -> Lists:
        """The ``lists``, joined."""
        counts = np.fromiter(map(len, lists), np.int64, len(lists))
        return cls(counts, np.fromiter(chain.from_iterable(lists), np.int64, int(counts.sum())))

    def at(self, entries: Ints) -> tuple[Ints, Ints]:
        """The lists of ``entries``, one after another: at which place of ``entries`` each number stands, and it."""
        rows, places = spread(self.counts[entries].astype(np.int64))
        return rows, self.numbers[self._firsts[entries][rows] + places].astype(np.int64)


def _firsts(counts: NDArray[np.integer]) -> NDArray[np.int32]:
    """Where each of some lists begins that stand one behind the other."""
    firsts = np.zeros(len(counts) + 1, np.int32)
    np.cumsum(counts, out=firsts[1:])
    return firsts[:-1]


def spread(counts: Ints) -> tuple[Ints, Ints]:
    """For so many things of each row: the row of each, and its number within the row.

    >>> [column.tolist() for column in spread(np.array([2, 0, 1]))]
    [[0, 0, 2], [0, 1, 0]]
    """
    rows = np.repeat(np.arange(len(counts)), counts)
    return rows, np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)


class Found(NamedTuple):
    """What stands in a text: the number of each word, where it starts and ends, by end, the longest first."""

    entries: Ints
    starts: Ints
    ends: Ints


class _Step(NamedTuple):
    """The words that are walked so far, by ``size`` characters."""

    size: int
    heads: Codes  # the numbers of their beginnings, sorted
    bits: NDArray[np.bool_]  # which of these may be one, by their upper bits
    shift: np.uint32
    first: int  # the number of the first of them, among those of all steps

    def look_up(self, numbers: Codes) -> tuple[Ints, Ints]:
        """Which of ``numbers`` are heads, and at which place of ``heads`` each of them stands."""
        maybe = np.flatnonzero(self.bits[numbers >> self.shift])
        heads = np.searchsorted(self.heads, numbers[maybe])
        heads[heads == len(self.heads)] = 0
        right = self.heads[heads] == numbers[maybe]
        return maybe[right], heads[right]


class Lexicon:
    r"""Finds words in texts.

    >>> lexicon = Lexicon(lexicon_arrays(["she", "he", "hers", "one\xa0two"]))
    >>> [column.tolist() for column in lexicon.find(np.array(list(map(ord, "ushers"))))]
    [[0, 1, 2], [1, 2, 2], [4, 4, 6]]
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Of the arrays that :func:`lexicon_arrays` makes."""
        self._codes = arrays["codes"]
        self._lengths = arrays["lengths"]
        self._firsts = _firsts(self._lengths)
        self._longest = int(self._lengths.max(initial=0))
        sizes = [size for size in _STEPS if f"heads{size}" in arrays]
        firsts = accumulate((len(arrays[f"heads{size}"]) for size in sizes), initial=0)
        self._steps = [_step(arrays, size, first) for size, first in zip(sizes, firsts, strict=False)]
        # For each head the words that end before the next step.
        nothing = [np.zeros(0, np.int32)]
        counts, words = (
            np.concatenate([arrays[f"{name}{size}"] for size in sizes] or nothing) for name in ("counts", "words")
        )
        self._words = Lists(counts, words)

    def find(self, codes: NDArray[np.integer]) -> Found:
        """All words in a text of the code points ``codes``."""
        blocks = [self._found(codes, start) for start in range(0, len(codes), _BLOCK)] if self._steps else []
        if not blocks:
            return Found(*(np.zeros(0, np.int64),) * 3)
        entries, starts = (np.concatenate(column) for column in zip(*blocks, strict=True))
        ends = starts + self._lengths[entries]
        order = np.lexsort((starts, ends))
        return Found(entries[order], starts[order], ends[order])

    def _found(self, codes: NDArray[np.integer], start: int) -> tuple[Ints, Ints]:
        """The words that start within a block, and where."""
        text = codes[start : start + _BLOCK + self._longest].astype(np.uint32)
        size = min(_BLOCK, len(codes) - start)
        walked = self._walked(_mixed(text), np.arange(size), len(text))
        heads, places = (np.concatenate(column) for column in zip(*walked, strict=True))
        rows, words = self._words.at(heads)
        places = places[rows]
        right = self._stand(text, words, places)
        return words[right], places[right] + start

    def _walked(self, mixed: Codes, places: Ints, size: int) -> Iterator[tuple[Ints, Ints]]:
        """The heads that stand at some of ``places``, and where, step by step."""
        numbers = np.zeros(len(places), np.uint32)
        read = 0
        for step in self._steps:
            fits = int(np.searchsorted(places, size - step.size, "right"))
            places, numbers = places[:fits], numbers[:fits]
            for offset in range(read, step.size):
                numbers = numbers * _FACTOR + (
                    mixed[offset : offset + fits] if read < _FIRST else mixed[places + offset]
                )
            read = step.size
            which, heads = step.look_up(numbers * _SPREAD)
            yield heads + step.first, places[which]
            if step.size >= _FIRST:
                places, numbers = places[which], numbers[which]

    def _stand(self, text: Codes, words: Ints, places: Ints) -> Ints:
        """The numbers of those of ``words`` that do stand at their places."""
        lengths, firsts = self._lengths[words].astype(np.int64), self._firsts[words].astype(np.int64)
        last = places + lengths - 1
        maybe = np.flatnonzero(last < len(text))
        maybe = maybe[text[last[maybe]] == self._codes[firsts[maybe] + lengths[maybe] - 1]]
        rows, offsets = spread(lengths[maybe])
        same = text[places[maybe][rows] + offsets] == self._codes[firsts[maybe][rows] + offsets]
        right = np.ones(len(maybe), bool)
        right[rows[~same]] = False
        found: Ints = maybe[right]
        return found


def _mixed(codes: Codes) -> Codes:
    """``codes`` with their bits stirred, in the words and in the text alike."""
    mixed = codes * _SPREAD
    mixed ^= mixed >> np.uint32(15)
    return mixed


def _step(arrays: Mapping[str, NDArray[np.generic]], size: int, first: int) -> _Step:
    heads = arrays[f"heads{size}"].astype(np.uint32, copy=False)
    shift = np.uint32(32 - min((len(heads) * _ROOM).bit_length(), 22))
    bits = np.zeros(1 << int(32 - shift), bool)
    bits[heads >> shift] = True
    return _Step(size, heads, bits, shift, first)


def lexicon_arrays(words: Sequence[str]) -> dict[str, NDArray[np.generic]]:
    """What :class:`Lexicon` needs of ``words``, each once and none empty."""
    codes = code_points("".join(words))
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    firsts = np.cumsum(lengths) - lengths
    mixed = _mixed(codes)
    arrays: dict[str, NDArray[np.generic]] = {"codes": codes, "lengths": lengths.astype(np.uint16)}
    numbers = np.zeros(len(words), np.uint32)
    read = 0
    for size, following in zip(_STEPS, (*_STEPS[1:], 1 << 30), strict=True):
        reach = np.flatnonzero(lengths >= size)
        for offset in range(read, size):
            numbers[reach] = numbers[reach] * _FACTOR + mixed[firsts[reach] + offset]
        read = size
        ending = lengths[reach] < following
        if size < _FIRST:
            reach, ending = reach[ending], ending[ending]
        if not len(reach):
            continue
        heads, which = np.unique(numbers[reach] * _SPREAD, return_inverse=True)
        order = np.argsort(which[ending], kind="stable")
        arrays[f"heads{size}"] = heads
        arrays[f"counts{size}"] = np.bincount(which[ending], minlength=len(heads)).astype(np.uint16)
        arrays[f"words{size}"] = reach[ending][order].astype(np.int32)
    return arrays
