"""The cells of data tables in their columns."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from cleantext.reading.page import Layout
from cleantext.reading.shown import fields, integer
from cleantext.reading.tags import NUMBER
from cleantext.reading.tree import Tree

_TABLE = NUMBER["table"]
_MOST = 100
"""So many rows a cell may take, and up to so many columns cells keep free beside and below them."""


def grid_of(tree: Tree, layout: Layout) -> dict[int, dict[int, list[int]]]:
    """For each table the cells of each row, column by column; 0 where one reaches from the left or from above.

    A column in which no cell begins is none.
    """
    cells: dict[int, list[int]] = {}
    for cell in np.flatnonzero(layout.rows.cells).tolist():
        cells.setdefault(int(tree.parents[cell]), []).append(cell)
    tables = tree.nearest(tree.element_tags == _TABLE)
    rows: dict[int, list[int]] = {}
    for row in np.flatnonzero(layout.rows.is_row).tolist():
        rows.setdefault(int(tables[row]), []).append(row)
    return {table: _columns(tree, {row: cells.get(row, []) for row in found}) for table, found in rows.items()}


def _columns(tree: Tree, rows: dict[int, list[int]]) -> dict[int, list[int]]:
    hanging: list[int] = []  # in how many rows more each column is taken
    found: dict[int, list[int]] = {}
    for row, cells in rows.items():
        found[row], hanging = _placed(tree, cells, hanging)
    used = sorted({column for slots in found.values() for column, cell in enumerate(slots) if cell})
    return {row: [slots[column] for column in used[: bisect_left(used, len(slots))]] for row, slots in found.items()}


def _placed(tree: Tree, cells: list[int], hanging: list[int]) -> tuple[list[int], list[int]]:
    """The cells of a row in their columns, and in how many rows more each column is taken."""
    slots: list[int] = []
    left: list[int] = []
    for cell in [*cells, 0]:
        while len(slots) < min(len(hanging), _MOST) and hanging[len(slots)]:
            left.append(hanging[len(slots)] - 1)
            slots.append(0)
        if cell:
            wide = max(min(_span(tree, cell, "c"), _MOST - len(slots)), 1)
            slots += [cell, *[0] * (wide - 1)]
            left += [_span(tree, cell, "w") - 1] * wide
    return slots, left


def _span(tree: Tree, cell: int, letter: str) -> int:
    """Over how many columns or rows a cell reaches."""
    return min(max(integer(fields(tree, cell).get(letter, "")) or 1, 1), _MOST)
