"""The lines of an HTML page, and what its markup says of each, as arrays.

A line ends where a block-level element starts or ends, so nothing here decides what matters; a
row of a data table is one line, and so is preformatted text.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from cleantext.reading.names import names_of
from cleantext.reading.tables import pairs_of, rows_of
from cleantext.reading.tags import AROUND, BLOCK, NUMBER, PREFORMATTED, TAGS, among
from cleantext.reading.tree import Bools, Ints, Tree

_LINK = NUMBER["a"]
_NEWLINE, _TAB, _SPACE = 10, 9, 32
_COUNTED = ("a", "img", "input", "button", "time")
_ITEM = NUMBER["li"]
_HEARTS = (0.5, 0.8)
_STRONG = among("b strong")


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
    widths: Ints  # characters
    linked: Ints  # of them inside links
    counts: Ints  # (lines, kinds of elements): links, images, inputs, buttons, times
    strong: Bools
    cells: Ints  # of a row of a data table, else 0
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
    breaks: Ints  # the events that end lines
    is_row: Bools  # for each element
    cells: Bools
    signals: Signals


@cache
def _white() -> Bools:
    """For each code point, whether ``str.split`` splits at it."""
    white = np.zeros(0x110000, bool)
    white[[code for code in range(0x3001) if chr(code).isspace()]] = True
    return white


def layout_of(tree: Tree, flat: str) -> Layout | None:
    """The lines of a page, ``None`` if it shows nothing."""
    codes, places = tree.codes, tree.places
    white = _white()[codes]
    is_ink = tree.is_text & ~white
    ink = np.cumsum(is_ink)[places]
    block = BLOCK[tree.tags]
    rows = rows_of(tree, ink)
    whole = rows.is_row | PREFORMATTED[tree.element_tags]
    breaks = block.copy()
    tabs = np.zeros(0, np.int64)
    if whole.any():
        # Within a row or preformatted text blocks do not end lines; their own edges do.
        inside = np.zeros(len(places) + 1, np.int64)
        inside[tree.first_events[whole]] += 1
        inside[tree.last_events[whole]] -= 1
        inside = np.cumsum(inside)[:-1]
        before = np.concatenate(([0], inside[:-1]))
        breaks &= np.minimum(inside, before) == 0
        cells = np.flatnonzero(rows.cells)
        row = tree.parents[cells]
        tabs = tree.first_events[cells[1:][row[1:] == row[:-1]]]
    ends, starts = pairs_of(tree, ink)
    breaks[ends] = breaks[starts] = False
    tabs = np.concatenate((tabs, starts))

    depth = np.zeros(len(codes) + 1, np.int32)
    links = tree.tags == _LINK
    depth[places[links & tree.starts]] = 1
    depth[places[links & ~tree.starts]] = -1
    in_link = np.cumsum(depth[:-1], dtype=np.int32) > 0

    out = np.where(white, _SPACE, codes)
    kept = tree.is_text.copy()
    touching = _touching(tree, places[links], in_link & is_ink)  # they are drawn apart
    marks = ((places[block], _SPACE), (touching, _SPACE), (places[tabs], _TAB), (places[breaks], _NEWLINE))
    for at, mark in marks:
        out[at] = mark
        kept[at] = True
    where = np.flatnonzero(kept)
    line = _single_spaced(out[where])
    if line is None:
        return None
    shown, chosen = line
    where = where[chosen]
    text = shown.tobytes().decode("utf-32-le", "surrogatepass")
    begins = np.concatenate(([0], np.flatnonzero(shown == _NEWLINE) + 1))
    firsts = where[begins]
    free = np.cumsum(is_ink & ~in_link)[places]
    signals = _signals(tree, flat, shown, where, begins, in_link, breaks, rows.is_row, ink, free)
    return Layout(text, firsts, np.flatnonzero(breaks), rows.is_row, rows.cells, signals)


def _touching(tree: Tree, places: Ints, linked_ink: Bools) -> Ints:
    """Of the places where links start or end, those where pages draw apart what touches in the markup."""
    seen = np.flatnonzero(tree.is_text)
    behind = np.searchsorted(seen, places)
    some = (behind > 0) & (behind < len(seen))
    places, behind = places[some], behind[some]
    left, right = seen[behind - 1], seen[behind]
    both = linked_ink[left] & linked_ink[right]
    pairs = zip(tree.codes[left].tolist(), tree.codes[right].tolist(), strict=True)
    apart = np.array([_is_seam(chr(one), chr(other)) for one, other in pairs], bool)
    found: Ints = places[both | apart]
    return found


def _is_seam(left: str, right: str) -> bool:
    return right.isupper() and (left.islower() or left.isdigit()) or (left in ":,;" and right.isalnum())


def _single_spaced(codes: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], Ints] | None:
    """``codes`` with each run of white space made one mark, and which were taken; none at the ends."""
    rank = np.zeros(len(codes), np.uint8)
    rank[codes == _SPACE] = 1
    rank[codes == _TAB] = 2
    rank[codes == _NEWLINE] = 3
    ink = np.flatnonzero(rank == 0)
    if not len(ink):
        return None
    codes, rank = codes[ink[0] : ink[-1] + 1], rank[ink[0] : ink[-1] + 1]
    is_white = rank > 0
    edges = np.concatenate(([0], np.flatnonzero(is_white[1:] != is_white[:-1]) + 1))
    highest = np.maximum.reduceat(rank, edges)
    taken = ~is_white
    run = edges[1::2]  # the first is of ink, the second of white space
    kind = highest[1::2]
    taken[run[kind != 2]] = True
    result = codes.copy()
    result[run[kind == 3]] = _NEWLINE
    if (kind == 2).any():
        lengths = np.diff(np.append(edges, len(codes)))
        taken |= (rank == 2) & (np.repeat(highest, lengths) == 2)
    chosen = np.flatnonzero(taken)
    return result[chosen], chosen + ink[0]


def _signals(
    tree: Tree,
    flat: str,
    shown: NDArray[np.uint32],
    where: Ints,
    begins: Ints,
    in_link: Bools,
    breaks: Bools,
    is_row: Bools,
    ink: Ints,
    free: Ints,
) -> Signals:
    firsts = where[begins]
    events = np.searchsorted(tree.places, firsts) - 1  # the last before each line
    begun = np.where(events >= 0, tree.begun[events], 0)
    depth = np.where(events >= 0, tree.levels[events], 0)
    element = tree.open_at(depth, begun)
    names = names_of(tree, flat)
    bits = np.zeros(len(tree.depths), np.uint64)
    table = np.zeros(len(TAGS), np.uint64)
    table[list(AROUND)] = np.uint64(1) << np.arange(len(AROUND), dtype=np.uint64)
    bits = table[tree.element_tags]
    bits[names.hidden] |= np.uint64(1 << len(AROUND))
    bits[names.silent] |= np.uint64(2 << len(AROUND))
    amount, unlinked = _within(tree, ink), _within(tree, free)
    for number, part in enumerate(_HEARTS):
        # The smallest element with most of the page's text, if that is not the page itself.
        heart = np.flatnonzero(unlinked >= part * unlinked[0])
        bits[heart[np.argmax(tree.depths[heart])]] |= np.uint64(4 << number + len(AROUND))
    around = tree.spread(bits)[element]
    blocks = BLOCK[tree.element_tags]
    above = tree.nearest(blocks)
    box = np.where(blocks[element], element, above[element])
    boxes = np.column_stack((box, above[box], above[above[box]]))
    # An element belongs to the line between whose ends it starts.
    segment = np.cumsum(breaks)
    own = np.where(events >= 0, segment[events], 0)
    last = int(segment[-1]) + 1 if len(segment) else 1

    def count(chosen: Bools) -> Ints:
        return np.bincount(segment[chosen & tree.starts], minlength=last)[own]

    counts = np.column_stack([count(tree.tags == NUMBER[tag]) for tag in _COUNTED])
    ends = np.append(begins[1:] - 1, len(shown))
    widths = ends - begins
    linked = np.add.reduceat((in_link[where]).astype(np.int64), begins)
    row = tree.nearest(is_row)[element]
    row = np.where(is_row[element], element, row)
    tab = np.add.reduceat((shown == _TAB).astype(np.int64), begins)
    rows, row_counts = names.around(tree, element)
    return Signals(
        around,
        tree.element_tags[element],
        tree.element_tags[tree.parents[element]],
        depth,
        begun,
        widths,
        np.minimum(linked, widths),
        counts,
        count(_STRONG[tree.tags]) > 0,
        np.where((row > 0) | (tab > 0), tab + 1, 0),
        _items(tree, firsts),
        amount[boxes] / amount[0],
        1 - unlinked[boxes] / np.maximum(amount[boxes], 1),
        rows,
        row_counts,
    )


def _within(tree: Tree, before: Ints) -> Ints:
    """How much is in each element, of what is counted ``before`` each event."""
    whole: Ints = np.append(before, before[-1:])
    inside: Ints = whole[tree.last_events] - whole[np.maximum(tree.first_events, 0)]
    return inside


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
