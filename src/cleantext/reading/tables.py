"""Tables that hold data, and definitions: what belongs to one line although blocks stand in it.

Pages also use tables to put things beside each other. A table holds data if no other table, no
heading of a section and no long text stands in it, and if it has several rows of several cells.
Within preformatted text, which is one line, rows are lines of that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cleantext.reading.tags import BLOCK, HEADING, NUMBER, PREFORMATTED, among
from cleantext.reading.tree import Bools, Ints, Tree

_TABLE, _TR, _DT, _DD = (NUMBER[tag] for tag in ("table", "tr", "dt", "dd"))
_CELL = among("td th")
_SIGN = among("th caption thead")
_APART = HEADING | among("article section form pre blockquote nav main aside header footer")
_LONG_CELL = 500  # characters; twice that where the table has headings
_LONG_TERM, _LONG_DEFINITION = 100, 300


@dataclass(frozen=True, eq=False)
class Rows:
    """``is_row``: for each element, whether all in it is one line; ``cells``: whether it is a cell of one."""

    is_row: Bools
    cells: Bools


def rows_of(tree: Tree, ink: Ints) -> Rows:
    """The rows of data tables. ``ink`` counts the visible characters before each event."""
    tags = tree.element_tags
    size = len(tags)
    tables = tags == _TABLE
    none = np.zeros(size, bool)
    if not tables.any():
        return Rows(none, none)
    table = tree.nearest(tables)
    row = tree.nearest(tags == _TR)
    cell = _CELL[tags] & (row > 0) & (table[row] == table)
    is_row = (tags == _TR) & (table > 0)
    amount = tree.within(ink)

    def count(chosen: Bools) -> Ints:
        return np.bincount(table[chosen], minlength=size)

    widths = np.bincount(row[cell], minlength=size)  # cells of each row
    wide = is_row & (widths > 1)
    signs = count(_SIGN[tags]) > 0
    longest = np.zeros(size, np.int64)
    np.maximum.at(longest, table[cell], amount[cell])
    holds_data = (
        tables
        & (count(wide) >= np.where(signs, 1, 2))
        & (count(tables) == 0)
        & (tree.nearest(PREFORMATTED[tags]) == 0)
        & (count(_APART[tags]) == 0)
        & (longest <= np.where(signs, 2, 1) * _LONG_CELL)
    )
    is_row &= holds_data[table]
    return Rows(is_row, cell & is_row[row])


def pairs_of(tree: Tree, ink: Ints) -> tuple[Ints, Ints]:
    """The events that end a short term and start its short definition: they stand in one line."""
    ends = np.flatnonzero(~tree.starts[:-1] & (tree.tags[:-1] == _DT) & tree.starts[1:] & (tree.tags[1:] == _DD))
    if not len(ends):
        return ends, ends
    block = np.cumsum(BLOCK[tree.tags])
    definition = tree.begun[ends + 1]
    term_first = tree.first_events[tree.open_at(tree.levels[ends] + 1, tree.begun[ends])]
    last = tree.last_events[definition]
    short = (ink[ends] - ink[term_first] <= _LONG_TERM) & (ink[last] - ink[ends + 1] <= _LONG_DEFINITION)
    plain: Bools = (block[ends] - block[term_first] == 1) & (block[last] - block[ends + 1] == 1)
    apart = ink[ends + 1] == ink[ends]
    some = (ink[ends] > ink[term_first]) & (ink[last] > ink[ends + 1])
    ends = ends[short & plain & apart & some]
    return ends, ends + 1
