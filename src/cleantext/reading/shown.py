"""Lines as a browser shows them: items behind numbers and bullets, rows in columns, preformatted text as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from cleantext.reading.grid import rows_as_shown
from cleantext.reading.numbering import item_markers, without_own_number
from cleantext.reading.page import Layout
from cleantext.reading.tags import BLOCK, NUMBER, PREFORMATTED
from cleantext.reading.tree import Tree

_BR = NUMBER["br"]
_BLANK_LINES = re.compile(r"(?:[^\S\n]*\n)*")


def shown_lines(tree: Tree, layout: Layout, lines: Sequence[str], code: Iterable[int]) -> list[str]:
    """``lines`` as a browser shows them; ``code`` are the numbers of those that are preformatted text."""
    shown = list(lines)
    for line, row in rows_as_shown(tree, layout, lines):
        shown[line] = row
    for line, marker in markers(tree, layout).items():
        shown[line] = marker + without_own_number(shown[line], marker)
    for line in code:
        shown[line] = as_it_stands(tree, layout, line)
    return shown


def markers(tree: Tree, layout: Layout) -> dict[int, str]:
    """The number or bullet in front of each line that begins an item of a list; those within rows belong to cells."""
    begun = layout.signals.markers
    lines = np.flatnonzero(begun)
    if not len(lines):
        return {}
    found = item_markers(tree)
    in_row = tree.nearest(layout.rows.is_row) > 0
    pairs = zip(lines.tolist(), begun[lines].tolist(), strict=True)
    return {line: found[item] for line, item in pairs if item in found and not in_row[item]}


def preformatted(tree: Tree, layout: Layout) -> list[int]:
    """The lines that are preformatted text."""
    if not PREFORMATTED[tree.tags].any():
        return []
    whole = PREFORMATTED[tree.element_tags]
    inside = tree.nearest_or_itself(whole)[layout.elements] > 0
    in_row = layout.signals.cells[: len(inside)] > 0
    return np.flatnonzero(inside & ~in_row).tolist()


def as_it_stands(tree: Tree, layout: Layout, line: int) -> str:
    """A line of preformatted text, without blank lines at its ends: the indentation of its first line stays."""
    first, last = layout.stretches[line].tolist()
    parts: list[str] = []
    for number in range(first, last):
        tag, written = int(tree.tags[number]), tree.text(number)
        if number > first and tag == _BR:
            parts.extend("\n" * int(tree.starts[number]))
        elif number > first and BLOCK[tag] and parts and not parts[-1].endswith("\n"):
            parts.append("\n")
        if written:
            parts.append(written)
    raw = "".join(parts).replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").rstrip()
    return _BLANK_LINES.sub("", raw, count=1)
