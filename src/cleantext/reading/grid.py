"""The rows of data tables as browsers show them: cells in their columns, lists in cells behind their markers."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from cleantext.reading.attributes import integer, noted
from cleantext.reading.numbering import item_markers
from cleantext.reading.page import Layout
from cleantext.reading.tables import Rows
from cleantext.reading.tags import NUMBER
from cleantext.reading.tree import Ints, Tree

_TABLE, _LI = NUMBER["table"], NUMBER["li"]
_MOST = 100
"""So many rows a cell may take, and up to so many columns cells keep free beside and below them."""


def rows_as_shown(tree: Tree, layout: Layout, lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Those of the ``lines`` that are rows and are shown otherwise than they are judged, by their numbers."""
    if not layout.rows.is_row.any():
        return
    empty = _empty_cells(tree, layout)
    grid = _grid_of_wide(tree, layout.rows)
    row_of = tree.nearest_or_itself(layout.rows.is_row)
    rows = row_of[layout.elements]
    listed: dict[int, dict[int, str]] = defaultdict(dict)  # markers by how many visible characters stand before them
    for item, marker in items_in_cells(tree, layout).items():
        row = int(row_of[item])
        first, here = layout.ink[tree.first_events[[row, item]]].tolist()
        listed[row][here - first] = marker
    for line in np.flatnonzero((empty > 0) | np.isin(rows, [*listed, *grid])).tolist():
        row = int(rows[line])
        text = "\t" * int(empty[line]) + _with_markers(lines[line], listed.get(row, {}))
        yield line, _in_columns(text, grid[row]) if row in grid else text


def items_in_cells(tree: Tree, layout: Layout) -> dict[int, str]:
    """The numbers and bullets of the items of lists in cells, of those that show something."""
    chosen = (tree.element_tags == _LI) & (tree.within(layout.ink) > 0)
    if not chosen.any() or not layout.rows.is_row.any():
        return {}
    items = np.flatnonzero(chosen & (tree.nearest(layout.rows.is_row) > 0))
    innermost = dict(zip(layout.ink[tree.first_events[items]].tolist(), items.tolist(), strict=True))
    found = item_markers(tree)
    return {item: found[item] for item in innermost.values() if item in found}


def grid_of(tree: Tree, rows: Rows) -> dict[int, list[int]]:
    """For each row its cells, column by column; 0 where one reaches from the left or from above.

    A column of a table in which no cell begins is none.
    """
    cells: dict[int, list[int]] = defaultdict(list)
    found = np.flatnonzero(rows.cells)
    for row, cell in zip(tree.parents[found].tolist(), found.tolist(), strict=True):
        cells[row].append(cell)
    spans = _Spans(_spans(tree, "c", 1), _spans(tree, "w", _MOST))  # no cell reaches out of the body of a table
    of_table: dict[int, list[int]] = defaultdict(list)
    found = np.flatnonzero(rows.is_row)
    for table, row in zip(tree.nearest(tree.element_tags == _TABLE)[found].tolist(), found.tolist(), strict=True):
        of_table[table].append(row)
    grid: dict[int, list[int]] = {}
    for some in of_table.values():
        grid |= _columns({row: cells[row] for row in some}, tree.parents, spans)
    return grid


class _Spans(NamedTuple):
    """Over how many columns and rows cells reach, if not over one."""

    wide: Mapping[int, int]
    high: Mapping[int, int]


def _columns(rows: Mapping[int, list[int]], groups: Ints, spans: _Spans) -> dict[int, list[int]]:
    hanging: list[int] = []  # in how many rows more each column is taken
    found: dict[int, list[int]] = {}
    group = 0
    for row, cells in rows.items():
        if groups[row] != group:  # no cell reaches from the head of a table into its body
            group, hanging = int(groups[row]), []
        found[row], hanging = _placed(cells, hanging, spans)
    used = sorted({column for slots in found.values() for column, cell in enumerate(slots) if cell})
    return {row: [slots[column] for column in used[: bisect_left(used, len(slots))]] for row, slots in found.items()}


def _placed(cells: Sequence[int], hanging: Sequence[int], spans: _Spans) -> tuple[list[int], list[int]]:
    """The cells of a row in their columns, and in how many rows more each column is taken."""
    slots: list[int] = []
    left: list[int] = []
    for cell in [*cells, 0]:
        while len(slots) < min(len(hanging), _MOST) and hanging[len(slots)]:
            left.append(hanging[len(slots)] - 1)
            slots.append(0)
        if cell:
            wide = max(min(spans.wide.get(cell, 1), _MOST - len(slots)), 1)
            slots += [cell, *[0] * (wide - 1)]
            left += [spans.high.get(cell, 1) - 1] * wide
    return slots, left


def _spans(tree: Tree, letter: str, for_none: int) -> dict[int, int]:
    """Over how many columns or rows cells reach; ``for_none`` is what 0 stands for."""
    numbers = {cell: integer(said) for cell, said in noted(tree, letter).items()}
    return {cell: for_none if number == 0 else min(max(number or 1, 1), _MOST) for cell, number in numbers.items()}


def _grid_of_wide(tree: Tree, rows: Rows) -> dict[int, list[int]]:
    """The cells of rows in their columns, where tables have cells that reach over several columns or rows."""
    wide = np.array([*noted(tree, "c"), *noted(tree, "w")], np.int64)
    wide = wide[rows.cells[wide]]
    if not len(wide):
        return {}
    table = tree.nearest(tree.element_tags == _TABLE)
    some = np.isin(table, table[wide])
    return grid_of(tree, Rows(rows.is_row & some, rows.cells & some))


def _empty_cells(tree: Tree, layout: Layout) -> Ints:
    """How many empty cells stand in front of the first that shows something, for each line."""
    empty = np.zeros(len(layout.firsts), np.int64)
    cells = np.flatnonzero(layout.rows.cells)
    if not len(cells):
        return empty
    rows = tree.parents[cells]
    before = np.arange(len(cells)) - np.searchsorted(rows, rows)  # cells of the same row
    cell = np.searchsorted(tree.places[tree.first_events[cells]], layout.firsts, "right") - 1
    ends = tree.places[tree.last_events[cells]]
    return np.where((cell >= 0) & (layout.firsts < ends[cell]), before[cell], empty)


def _with_markers(line: str, markers: Mapping[int, str]) -> str:
    if not markers:
        return line
    parts: list[str] = []
    ink = 0
    for character in line:
        if not character.isspace():
            parts.append(markers.get(ink, ""))
            ink += 1
        parts.append(character)
    return "".join(parts)


def _in_columns(row: str, slots: Sequence[int]) -> str:
    """A row whose cells tabs part, with tabs for the columns that cells reach into."""
    parts = iter(row.split("\t"))
    return "\t".join([next(parts, "") if cell else "" for cell in slots]).rstrip("\t")
