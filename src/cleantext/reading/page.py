"""The lines of an HTML page, and what its markup says of each, as arrays.

A line ends where a block-level element starts or ends, so nothing here decides what matters; a
row of a data table is one line, and so is preformatted text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleantext.codes import spaces, text_of
from cleantext.reading.names import Names, names_of
from cleantext.reading.tables import Rows, pairs_of, rows_of
from cleantext.reading.tags import AROUND, BLOCK, NUMBER, PREFORMATTED, TAGS, among
from cleantext.reading.tree import Bools, Ints, Tree

_LINK = NUMBER["a"]
_COUNTED = ("a", "img", "input", "button", "time")
_ITEM = NUMBER["li"]
_HEARTS = (0.5, 0.8)
_STRONG = among("b strong")
_TABLES = among("table dl")
_TITLES = among("h1 h2")
_APART = among("code kbd samp tt sub sup")
_FRAMED = among("a button cite")


@dataclass(frozen=True, eq=False)
class Signals:
    """What the markup says of each line; arrays of one entry for each.

    ``around`` holds a bit for each of :data:`~cleantext.reading.tags.AROUND`, then one each for what is
    not displayed, kept from screen readers, and in the smallest elements with half of the
    page's text and with four fifths. ``tags`` and ``parents`` are numbers
    of :data:`~cleantext.reading.tags.TAGS`: the element in which the line begins and the one around.
    """

    around: NDArray[np.uint64]
    tags: Ints
    parents: Ints
    depths: Ints
    serials: Ints  # elements before the line
    widths: Ints  # visible characters
    linked: Ints  # of them inside links
    counts: Ints  # (lines, kinds of elements): links, images, inputs, buttons, times
    strong: Bools
    cells: Ints  # of a row of a data table, else 0
    tables: Ints  # the table or list of definitions whose row it is, else 0
    headings: Ints  # the h1 or h2 around it, else 0
    markers: Ints  # the list item that the line begins, which has a number or a bullet in front of it, else 0
    weights: NDArray[np.float64]  # (lines, 3): shares of the page's text in the blocks around the line
    densities: NDArray[np.float64]  # (lines, 3): shares of that text which are in links
    names: NDArray[np.uint16]  # rows of names around the lines, the nearest first
    name_counts: Ints


@dataclass(frozen=True, eq=False)
class Layout:
    """The lines of a page. ``firsts`` says where the first visible character of each is in the flat page."""

    text: str
    firsts: Ints
    elements: Ints  # in which the lines begin
    breaks: Bools  # for each event, whether it ends a line
    stretches: Ints  # (lines, 2): the event that ends the line before, and the one that ends the line
    ink: Ints  # visible characters before each event
    seams: Ints  # the events where a space stands that is not in the markup
    rows: Rows
    signals: Signals


def layout_of(tree: Tree, flat: str) -> Layout | None:
    """The lines of a page, ``None`` if it shows nothing."""
    where = tree.characters
    text = tree.codes.take(where)
    ink = _ink(tree, where, text)
    if not len(ink):
        return None
    where, text = where.take(ink), text.take(ink)
    before = np.searchsorted(where, tree.places)  # visible characters before each event
    rows = rows_of(tree, before)
    breaks, tabs = _edges(tree, before, rows)
    # What stands in front of each visible character: nothing, a space, tabs, the end of a line.
    gaps = np.zeros(len(ink) + 1, np.uint8)
    gaps[1:-1] = np.diff(ink) > 1
    gaps[before.take(np.flatnonzero(BLOCK.take(tree.tags)))] = _SPACE
    linked = _inside(tree, before, tree.tags == _LINK, len(ink))
    edges = _edges_of_links(tree, before, len(ink))
    edges = edges[gaps[before[edges]] == _NONE]
    seams = edges[_are_seams(text, before[edges], linked, gaps > 0)]
    gaps[before[seams]] = _SPACE
    gaps[before.take(tabs)] = _TAB
    gaps[before[breaks]] = _NEWLINE
    gaps[0] = _NONE
    gaps = gaps[:-1]
    some = np.flatnonzero(gaps)
    kinds = gaps.take(some)
    widths = np.ones(len(some), np.int64)
    if len(tabs):
        widths[kinds == _TAB] = np.bincount(before[tabs], minlength=len(ink) + 1)[some[kinds == _TAB]]
    wide = np.concatenate(([0], np.cumsum(widths)))  # of the gaps up to each
    at = np.arange(len(ink)) + np.repeat(wide, np.diff(some, prepend=0, append=len(ink)))
    shown = np.full(len(ink) + int(wide[-1]), ord("\t"), np.uint32)
    shown[at] = text
    shown[at.take(some) - 1] = _WRITTEN.take(kinds)
    begins = np.concatenate(([0], some[kinds == _NEWLINE]))
    tab_counts = np.zeros(len(begins), np.int64)
    if len(tabs):
        line = np.searchsorted(begins, some[kinds == _TAB], "right") - 1
        tab_counts = np.bincount(line, widths[kinds == _TAB], len(begins)).astype(np.int64)
    firsts = where.take(begins)
    events = np.searchsorted(tree.places, firsts) - 1  # the last before each line
    elements = tree.open_at(tree.levels[events], tree.begun[events])
    ends = np.flatnonzero(breaks)
    end = np.searchsorted(ends, events + 1)
    lines = _Lines(where, begins, events, elements, np.flatnonzero(linked), breaks, rows, before, tab_counts)
    signals = _signals(tree, names_of(tree, flat), lines)
    stretches = np.column_stack((ends[end - 1], ends[end]))
    return Layout(text_of(shown), firsts, elements, breaks, stretches, before, seams, rows, signals)


def _ink(tree: Tree, where: Ints, text: NDArray[np.uint32]) -> Ints:
    """The visible characters, among which those without width count where others are in their block."""
    ink = np.flatnonzero(~spaces().take(text))
    without_width = np.isin(text.take(ink), _WITHOUT_WIDTH)
    if without_width.any():
        places = tree.places[BLOCK[tree.tags]]
        block = np.searchsorted(places, where.take(ink))
        ink = ink[(np.bincount(block, ~without_width) > 0)[block]]
    return ink


_WITHOUT_WIDTH = np.array([0xAD, 0x34F, 0x180E, *range(0x200B, 0x2010), *range(0x2060, 0x2065), 0xFEFF], np.uint32)
_NONE, _SPACE, _TAB, _NEWLINE = range(4)
_WRITTEN = np.array([0, ord(" "), ord("\t"), ord("\n")], np.uint32)


def _edges(tree: Tree, before: Ints, rows: Rows) -> tuple[Bools, Ints]:
    """For each event whether it ends a line; and those where a tab stands within one."""
    breaks = BLOCK[tree.tags]
    ends, starts = pairs_of(tree, before)
    tabs = np.zeros(0, np.int64)
    whole = np.flatnonzero(rows.is_row | PREFORMATTED[tree.element_tags])
    if len(whole):
        # Within a row or preformatted text blocks do not end lines; their own edges do.
        steps = np.zeros(len(tree.places) + 1, np.int64)
        steps[tree.first_events[whole]] += 1
        steps[tree.last_events[whole]] -= 1
        inside = np.cumsum(steps)
        breaks &= (inside[:-1] == 0) | (inside[:-1] == steps[:-1])  # outside, or what begins it
        cells = np.flatnonzero(rows.cells)
        row = tree.parents[cells]
        tabs = tree.first_events[cells[1:][row[1:] == row[:-1]]]
        ends, starts = ends[breaks[ends]], starts[breaks[ends]]  # those within a row are part of their cell
    breaks[ends] = breaks[starts] = False
    return breaks, np.concatenate((tabs, starts))


def _inside(tree: Tree, before: Ints, chosen: Bools, size: int) -> Bools:
    """For each visible character, whether it is in one of the elements whose events are ``chosen``."""
    events = np.flatnonzero(chosen)
    edges = before.take(events)
    are_open = np.cumsum(np.where(tree.starts.take(events), 1, -1)) > 0
    inside: Bools = np.repeat(np.concatenate(([False], are_open)), np.diff(edges, prepend=0, append=size))
    return inside


def _edges_of_links(tree: Tree, before: Ints, size: int) -> Ints:
    """The events within the text where links or buttons start or end, but for code and for exponents and indices."""
    events: Ints = np.flatnonzero(_FRAMED[tree.tags] & (before > 0) & (before < size))
    apart = _APART[tree.tags]
    if len(events) and apart.any():
        inside = _inside(tree, before, apart, size)
        places = before[events]
        events = events[~(inside[places - 1] | inside[places])]
    return events


def _are_seams(text: NDArray[np.uint32], places: Ints, linked: Bools, gaps: Bools) -> Bools:
    """Do pages draw apart what touches in the markup, where links and buttons start or end? Two links, small letter and
    capital, a colon and a word. Not those within numbers (3:16, Fig. 2A) and names (std::sort).
    """
    left, right = text[places - 1].view("<U1"), text[places].view("<U1")
    alone = gaps[places + 1] | ~np.char.isalpha(text[np.minimum(places + 1, len(text) - 1)].view("<U1"))
    further = text[np.maximum(places - 2, 0)].view("<U1")
    number = np.char.isdigit(left) | (np.isin(text[places - 1], _ENDS_OF_NUMBERS) & np.char.isdigit(further))
    capital = np.char.isupper(right) & (np.char.islower(left) | (number & ~alone))
    colon = np.isin(text[places - 1], _COLONS) & np.char.isalnum(right)
    if colon.any():
        digits = np.char.isdigit(right) & np.char.isdigit(further)
        colon &= ~(digits | (further == left))
    found: Bools = (linked[places - 1] & linked[places]) | capital | colon
    return found


_COLONS, _ENDS_OF_NUMBERS = (np.array([ord(mark) for mark in marks], np.uint32) for marks in (":,;", ".)]"))


class _Lines(NamedTuple):
    where: Ints  # each visible character is in the flat page
    begins: Ints  # which visible character begins each line
    events: Ints  # the last before each line
    elements: Ints  # in which each line begins
    linked: Ints  # which of them are in links
    breaks: Bools  # for each event
    rows: Rows
    before: Ints  # visible characters before each event
    tabs: Ints  # in each line


def _signals(tree: Tree, names: Names, lines: _Lines) -> Signals:
    where, begins, events, element, linked, breaks, rows, before, tabs = lines
    begun, depth = tree.begun[events], tree.levels[events]
    bits = _BITS[tree.element_tags]
    bits[names.hidden] |= np.uint64(1 << len(AROUND))
    bits[names.silent] |= np.uint64(2 << len(AROUND))
    amount = tree.within(before)
    unlinked = tree.within(before - np.searchsorted(linked, before))
    for number, part in enumerate(_HEARTS):
        # The smallest element with most of the page's text, if that is not the page itself.
        heart = np.flatnonzero(unlinked >= part * unlinked[0])
        bits[heart[np.argmax(tree.depths[heart])]] |= np.uint64(4 << number + len(AROUND))
    blocks = BLOCK[tree.element_tags]
    above = tree.nearest(blocks)
    box = np.where(blocks[element], element, above[element])
    boxes = np.column_stack((box, above[box], above[above[box]]))
    # An element belongs to the line between whose ends it starts.
    segment = np.cumsum(breaks)
    kinds = _COUNT[tree.tags]
    some = np.flatnonzero((kinds > 0) & tree.starts)
    size = len(_COUNTED) + 2
    counts = np.bincount(segment[some] * size + kinds[some], minlength=(int(segment[-1]) + 1) * size)
    counts = counts.reshape(-1, size)[segment[events], 1:]
    in_row = tree.nearest_or_itself(rows.is_row)[element] > 0 if rows.is_row.any() else tabs > 0
    cells = np.where(in_row | (tabs > 0), tabs + 1, 0)
    name_rows, name_counts = names.around(tree, element)
    return Signals(
        tree.spread(bits)[element],
        tree.element_tags[element],
        tree.element_tags[tree.parents[element]],
        depth,
        begun,
        np.diff(np.append(begins, len(where))),
        np.diff(np.searchsorted(linked, np.append(begins, len(where)))),
        counts[:, :-1],
        counts[:, -1] > 0,
        cells,
        np.where(cells > 0, tree.nearest(_TABLES[tree.element_tags])[element], 0) if cells.any() else cells,
        tree.nearest_or_itself(_TITLES[tree.element_tags])[element],
        _items(tree, where[begins]),
        amount[boxes] / amount[0],
        1 - unlinked[boxes] / np.maximum(amount[boxes], 1),
        name_rows,
        name_counts,
    )


_BITS = np.zeros(len(TAGS), np.uint64)
_BITS[list(AROUND)] = np.uint64(1) << np.arange(len(AROUND), dtype=np.uint64)
_COUNT = np.zeros(len(TAGS), np.int64)
_COUNT[[NUMBER[tag] for tag in _COUNTED]] = np.arange(len(_COUNTED)) + 1
_COUNT[_STRONG] = len(_COUNTED) + 1


def _items(tree: Tree, firsts: Ints) -> Ints:
    """For each line the list item whose first line it is, the innermost of several, else 0."""
    items = np.flatnonzero(tree.element_tags == _ITEM)
    result = np.zeros(len(firsts), np.int64)
    if len(items):
        begin = tree.places[tree.first_events[items]]
        end = tree.places[tree.last_events[items]]
        line = np.searchsorted(firsts, begin)
        some = line < len(firsts)
        some[some] = firsts[line[some]] < end[some]
        result[line[some]] = items[some]  # the last one wins
    return result
