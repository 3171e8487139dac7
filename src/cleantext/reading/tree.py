"""The elements of a flat page as arrays: who stands in whom, where each begins and ends."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cleantext.codes import code_points, text_of
from cleantext.reading.flat import CLOSE, END, FIRST_TAG, OPEN
from cleantext.reading.tags import TAGS

Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Tree:
    """Elements in the order of their starts, numbered from 1; 0 is the page around them all.

    ``codes`` are the characters of the flat page. Its events are the starts and ends of elements, in
    order: ``places`` says where they are in ``codes``, ``starts`` which are starts, ``tags`` whose.
    """

    codes: NDArray[np.uint32]
    places: Ints
    starts: Bools
    tags: Ints
    stops: Ints  # where the text behind each event begins; it goes on to the next event

    @cached_property
    def levels(self) -> Ints:
        """How many elements are open after each event."""
        return np.cumsum(np.where(self.starts, 1, -1))

    @cached_property
    def begun(self) -> Ints:
        """How many elements have started after each event: after its own start, an element's number."""
        return np.cumsum(self.starts)

    @cached_property
    def first_events(self) -> Ints:
        """The event that starts each element; that of the page is none (-1)."""
        return np.concatenate(([-1], np.flatnonzero(self.starts)))

    @cached_property
    def depths(self) -> Ints:
        """How many elements stand around each one, itself included."""
        return np.concatenate(([0], self.levels[self.first_events[1:]]))

    @cached_property
    def _by_depth(self) -> tuple[Ints, Ints]:
        order = _stable_order(self.depths)
        return self.depths[order] * len(self.depths) + order, order

    def open_at(self, depth: Ints, begun: Ints) -> Ints:
        """The element of some depth that is open when ``begun`` elements have started."""
        keys, order = self._by_depth
        return order[np.searchsorted(keys, depth * len(self.depths) + begun, "right") - 1]

    @cached_property
    def parents(self) -> Ints:
        """The element around each; that of the page is itself."""
        numbers = np.arange(len(self.depths))
        return self.open_at(np.maximum(self.depths - 1, 0), numbers)

    @cached_property
    def element_tags(self) -> Ints:
        """The tag of each element."""
        return np.concatenate(([0], self.tags[self.first_events[1:]]))

    @cached_property
    def last_events(self) -> Ints:
        """The event that ends each element; that of the page is one behind the last."""
        ends = np.flatnonzero(~self.starts)
        size = len(self.places) + 1
        ends = ends[_stable_order(self.levels[ends])]
        found = np.searchsorted((self.levels[ends] + 1) * size + ends, self.depths[1:] * size + self.first_events[1:])
        return np.concatenate(([len(self.places)], ends[found]))

    def text(self, event: int) -> str:
        """The text between an event and the next."""
        return text_of(self.codes[self.stops[event] : self.places[event + 1]])

    @cached_property
    def characters(self) -> Ints:
        """Where in ``codes`` the characters of the text are."""
        lengths = np.maximum(self.places[1:] - self.stops[:-1], 0)
        behind = np.cumsum(lengths)
        if not len(behind):
            return np.zeros(0, np.int64)
        found: Ints = np.arange(behind[-1]) + np.repeat(self.stops[:-1] - (behind - lengths), lengths)
        return found

    def within(self, before: Ints) -> Ints:
        """How much is in each element, of what is counted ``before`` each event."""
        whole: Ints = np.append(before, before[-1:])
        inside: Ints = whole[self.last_events] - whole[np.maximum(self.first_events, 0)]
        return inside

    def nearest(self, chosen: Bools) -> Ints:
        """For each element the nearest around it that is ``chosen``, else 0."""
        around = self.parents.copy()
        while True:
            step = np.where(chosen[around] | (around == 0), around, around[around])
            if (step == around).all():
                return around
            around = step

    def nearest_or_itself(self, chosen: Bools) -> Ints:
        """For each element itself if it is ``chosen``, else the nearest around it that is, else 0."""
        return np.where(chosen, np.arange(len(chosen)), self.nearest(chosen))

    def spread(self, bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """For each element the bits of itself and of all around it."""
        bits, around = bits.copy(), self.parents
        while around.any():
            bits |= bits[around]
            around = around[around]
        return bits


def _stable_order(values: Ints) -> Ints:
    # Numbers of 16 bits are sorted by their digits, in linear time.
    few: Ints = np.argsort(values.astype(np.uint16) if values.max(initial=0) < 1 << 16 else values, kind="stable")
    return few


def tree_of(flat: str) -> Tree | None:
    """The elements of a page as :func:`~cleantext.reading.flat.flat` writes it; ``None`` if it is not well-formed."""
    codes = code_points(flat)
    marks = np.flatnonzero((codes >= ord(OPEN)) & (codes <= ord(CLOSE)))
    kinds = codes.take(marks)
    is_open, is_end = kinds == ord(OPEN), kinds == ord(END)
    events = np.flatnonzero(~is_end)
    starts, places = is_open.take(events), marks.take(events)
    if not len(places) or places[-1] != len(codes) - 2 or not _is_well_formed(is_open, is_end, starts):
        return None
    stops = places + 2
    stops[starts] = marks[np.flatnonzero(is_end)] + 1
    if (stops[starts] < places[starts] + 3).any():  # marks of the page's own where a tag should be
        return None
    tags = codes.take(places + 1).astype(np.int64) - FIRST_TAG
    tags[(tags < 0) | (tags >= len(TAGS))] = 0
    tree = Tree(codes, places, starts, tags, stops)
    return tree if (tree.element_tags[1:] == tags[tree.last_events[1:]]).all() else None


def _is_well_formed(is_open: Bools, is_end: Bools, starts: Bools) -> bool:
    levels = np.cumsum(np.where(starts, 1, -1))
    return bool((is_open[:-1] == is_end[1:]).all() and not is_end[0] and levels.min() >= 0 and levels[-1] == 0)
