"""The names that elements go by, class, identifier and role, as rows of a table of embeddings."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from cleantext.reading.flat import END, FIELD, HIDDEN, NOTED, OPEN, SILENT, character
from cleantext.reading.tags import HINTS, NUMBER, TAGS
from cleantext.reading.tree import Bools, Ints, Tree

NAME_BITS = 14
"""Names share a table of ``2 ** NAME_BITS`` rows."""

_HINT = np.isin(np.arange(len(TAGS)), [NUMBER[tag] for tag in HINTS])
_HEADERS = re.compile(f"{OPEN}[^{''.join(map(character, HINTS))}]([^{END}]+){END}")
_UNSEEN = re.compile(r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden", re.IGNORECASE)
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_ROW = np.dtype(np.uint16)
_MOST_OWN = 24
_MOST = 40  # of an element and all around it, the nearest first


@lru_cache(maxsize=1 << 16)
def row_of(part: str) -> int:
    """The row of a word of a name."""
    return crc32(part.lower().encode()) & ((1 << NAME_BITS) - 1)


@lru_cache(maxsize=1 << 16)
def _names(header: str) -> tuple[bytes, bool, bool]:
    """Rows (two bytes each) of the words in the names of an element; is it hidden, from all or from screen readers?"""
    hidden = HIDDEN in header
    if FIELD in header:
        hidden |= any(letter == "y" and _UNSEEN.search(value) for letter, value in NOTED.findall(header))
        header = NOTED.sub("", header)
    parts = _PART.findall(header[:1000])
    rows = [row_of(part) for part in parts[: 2 * _MOST_OWN] if len(part) > 1][:_MOST_OWN]
    return array("H", rows).tobytes(), hidden, SILENT in header


@dataclass(frozen=True, eq=False)
class Names:
    """The rows of one element after another; element ``n`` has ``counts[n]``, from ``starts[n]`` on."""

    rows: NDArray[np.uint16]
    starts: Ints
    counts: Ints
    hidden: Bools
    silent: Bools

    def around(self, tree: Tree, elements: Ints) -> tuple[NDArray[np.uint16], Ints]:
        """The rows of ``elements`` and what is around them, and how many each has."""
        named = self.counts > 0
        above = tree.nearest(named)
        at = np.where(named[elements], elements, above[elements])
        lines = np.flatnonzero(at)
        at = at[lines]
        total = np.zeros(len(elements), np.int64)
        found: list[tuple[Ints, Ints, Ints]] = []
        while len(at):
            take = np.minimum(self.counts[at], _MOST - total[lines])
            found.append((lines, self.starts[at], take))
            total[lines] += take
            at = above[at]
            on = (at > 0) & (total[lines] < _MOST)
            lines, at = lines[on], at[on]
        if not found:
            return self.rows[:0], total
        line, start, take = (np.concatenate(part) for part in zip(*found, strict=True))
        order = np.argsort(line, kind="stable")
        start, take = start[order], take[order]
        offsets = np.arange(take.sum()) - np.repeat(np.cumsum(take) - take, take)
        return self.rows[np.repeat(start, take) + offsets], total


def names_of(tree: Tree, flat: str) -> Names:
    """The names of every element of a page."""
    size = len(tree.depths)
    counts = np.zeros(size, np.int64)
    hidden, silent = np.zeros(size, bool), np.zeros(size, bool)
    # What an element says of itself stands between its start and the mark that ends it.
    places = tree.places[tree.first_events[1:]]
    bare = tree.codes[places + 2] == ord(END)
    elements = np.flatnonzero(~bare & ~_HINT[tree.element_tags[1:]]) + 1
    if not len(elements):
        return Names(np.zeros(0, np.uint16), counts, counts, hidden, silent)
    headers = _HEADERS.findall(flat)
    different = dict.fromkeys(headers)
    found = [_names(header) for header in different]
    number = dict(zip(different, range(len(found)), strict=True))
    which = np.array([number[header] for header in headers])
    pool = np.frombuffer(b"".join([one for one, _, _ in found]), _ROW)
    size_of = np.array([len(one) for one, _, _ in found]) // _ROW.itemsize
    starts = np.zeros(size, np.int64)
    starts[elements] = (np.cumsum(size_of) - size_of)[which]
    counts[elements] = size_of[which]
    hidden[elements] = np.array([hides for _, hides, _ in found])[which]
    silent[elements] = np.array([mutes for _, _, mutes in found])[which]
    return Names(pool, starts, counts, hidden, silent)
