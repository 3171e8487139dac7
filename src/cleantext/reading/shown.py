"""Lines as a browser shows them: items behind numbers and bullets, rows in columns, preformatted text as it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np

from cleantext.codes import text_of
from cleantext.reading.flat import END, NOTED
from cleantext.reading.page import Layout
from cleantext.reading.tags import BLOCK, NUMBER, PREFORMATTED
from cleantext.reading.tree import Tree

BULLET = "- "
_UL, _OL, _LI, _BR, _MENU = (NUMBER[tag] for tag in ("ul", "ol", "li", "br", "menu"))
_NUMBER = re.compile(r"\s*([+-]?[0-9]{1,9})")
_BLANK_LINES = re.compile(r"(?:[^\S\n]*\n)*")


def shown_lines(tree: Tree, layout: Layout, lines: Sequence[str], code: Iterable[int]) -> list[str]:
    """``lines`` as a browser shows them; ``code`` are the numbers of those that are preformatted text."""
    shown = list(lines)
    for line, marker in markers(tree, layout).items():
        shown[line] = marker + shown[line]
    for line, count in empty_cells(tree, layout).items():
        shown[line] = "\t" * count + shown[line]
    for line in code:
        shown[line] = as_it_stands(tree, layout, line)
    return shown


def fields(tree: Tree, element: int) -> dict[str, str]:
    """What was noted of an element's attributes, by the letter of each."""
    start = int(tree.places[tree.first_events[element]]) + 2
    size = 256
    while not (found := np.flatnonzero(tree.codes[start : start + size] == ord(END))).size:
        size *= 8
    header = text_of(tree.codes[start : start + int(found[0])])
    return dict(NOTED.findall(header))


def markers(tree: Tree, layout: Layout) -> dict[int, str]:
    """The number or bullet in front of each line that begins an item of a list."""
    begun = layout.signals.markers
    lines = np.flatnonzero(begun)
    if not len(lines):
        return {}
    found = item_markers(tree)
    return {
        line: found[item] for line, item in zip(lines.tolist(), begun[lines].tolist(), strict=True) if item in found
    }


def item_markers(tree: Tree) -> dict[int, str]:
    """The number or bullet of each item of a list."""
    tags = tree.element_tags
    around = tags[tree.parents]
    bullets = np.flatnonzero((tags == _LI) & ((around == _UL) | (around == _MENU)))
    numbers = dict(_numbered(tree)) if (tags == _OL).any() else {}
    return dict.fromkeys(bullets.tolist(), BULLET) | numbers


def empty_cells(tree: Tree, layout: Layout) -> dict[int, int]:
    """How many empty cells stand in front of the first that shows something, for each row that begins with one."""
    cells = np.flatnonzero(layout.rows.cells)
    if not len(cells):
        return {}
    rows = tree.parents[cells]
    before = np.arange(len(cells)) - np.searchsorted(rows, rows)  # cells of the same row
    cell = np.searchsorted(tree.places[tree.first_events[cells]], layout.firsts, "right") - 1
    ends = tree.places[tree.last_events[cells]]
    lines = np.flatnonzero((cell >= 0) & (layout.firsts < ends[cell]) & (before[cell] > 0))
    return dict(zip(lines.tolist(), before[cell[lines]].tolist(), strict=True))


def _numbered(tree: Tree) -> Iterator[tuple[int, str]]:
    """The items of ordered lists with their numbers."""
    parents, tags = tree.parents, tree.element_tags
    items = np.flatnonzero((tags == _LI) & (tags[parents] == _OL)).tolist()
    lists = parents[items].tolist()
    sizes = Counter(lists)
    following: dict[int, int] = {}
    about = {one: fields(tree, one) for one in sizes}
    for item, one in zip(items, lists, strict=True):
        said = about[one]
        down = "r" in said
        given = integer(fields(tree, item).get("v", "")) if tree.codes[_after(tree, item)] != ord(END) else None
        if given is None:
            given = following.get(one)
        if given is None:
            given = integer(said.get("s", ""))
        if given is None:
            given = sizes[one] if down else 1
        following[one] = given + (-1 if down else 1)
        yield item, _written(given, said.get("t", "1"))


def _after(tree: Tree, element: int) -> int:
    return int(tree.places[tree.first_events[element]]) + 2


def integer(text: str) -> int | None:
    """The number that an attribute begins with."""
    found = _NUMBER.match(text)
    return int(found[1]) if found else None


_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


@lru_cache(maxsize=1024)
def _written(number: int, kind: str) -> str:
    """A number as lists of a ``kind`` (1, a, A, i, I) write it.

    >>> _written(28, "a"), _written(14, "I"), _written(0, "a")
    ('ab. ', 'XIV. ', '0. ')
    """
    text = ""
    rest = number
    if kind in ("a", "A") and number > 0:
        while rest:
            rest, letter = divmod(rest - 1, 26)
            text = chr(ord("a") + letter) + text
    elif kind in ("i", "I") and 0 < number < 4000:
        for value, letters in _ROMAN:
            text += letters * (rest // value)
            rest %= value
    return f"{(text.upper() if kind in ('A', 'I') else text) or number}. "


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
            parts.append("\n" if tree.starts[number] else "")
        elif number > first and BLOCK[tag] and parts and not parts[-1].endswith("\n"):
            parts.append("\n")
        if written:
            parts.append(written)
    raw = "".join(parts).replace("\r\n", "\n").replace("\r", "\n").rstrip()
    return _BLANK_LINES.sub("", raw, count=1)
