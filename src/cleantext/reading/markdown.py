"""Pages as Markdown (CommonMark, with GitHub's tables): it renders as the page read.

Only lines that are kept whole are written with their links and emphasis; of a line that was cut into
the words are written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from os.path import commonprefix
from urllib.parse import urljoin

import numpy as np

from cleantext.reading.html import structure_of
from cleantext.reading.inline import escaped, inline
from cleantext.reading.page import Layout
from cleantext.reading.shown import BULLET, as_it_stands, fields, markers, preformatted
from cleantext.reading.tags import BLOCK, HEADING, NUMBER, among
from cleantext.reading.tree import Tree

_LISTS = among("ul ol menu")
_UL, _LI, _BR, _TR, _TABLE, _QUOTE, _DT = (NUMBER[tag] for tag in ("ul", "li", "br", "tr", "table", "blockquote", "dt"))
_LANGUAGE = re.compile(r"(?:^|\s)(?:language|lang|highlight-source|highlight|brush:)[-\s]?([\w+#.-]+)", re.IGNORECASE)
_BREAKS = re.compile(r"[\t\n\r]")
_AROUND = "".join(map(chr, range(0x21)))
_TICKS = re.compile(r"^\s*(`{3,})", re.MULTILINE)


@dataclass(frozen=True)
class _Place:
    """Where a line stands: what its paragraphs and its neighbours depend on."""

    item: int  # the list item around it, else 0
    listed: int  # the outermost list around it
    table: int  # the table whose row it is
    box: int  # the block around it
    level: int  # of the heading that it is


class Markdown:
    """The lines of a page, numbered as by :func:`~cleantext.reading.html.read_html`, to be written as Markdown."""

    def __init__(self, html: str, url: str | None = None, mend: Callable[[str], str] = str) -> None:
        """``mend`` is what is done to each line that is no preformatted text."""
        self._mend = mend
        self._structure, said = structure_of(html, detailed=True)
        self._url = _resolved(url or "", _address("".join(said["#base"][:1])))

    def write(self, lines: Sequence[str | bool]) -> str:
        r"""Markdown of the lines for which ``lines`` is true; a string stands for what is left of a line.

        >>> html = "<h1>Ice</h1><p>See <a href=/more>more</a> *here*.</p><ul><li>One<li><b>Two</b></ul>"
        >>> print(Markdown(html, "https://example.org/").write([True] * 4))
        # Ice
        <BLANKLINE>
        See [more](https://example.org/more) \*here\*.
        <BLANKLINE>
        - One
        - **Two**
        """
        if self._structure is None:
            return ""
        kept = [number for number, line in enumerate(lines) if line]
        written = ""
        before: int | None = None
        for number in kept:
            text = self._block(number, lines[number], before)
            text = text if number in self._code else self._mend(text)
            if not text:
                continue
            written += self._joint(before, number) + text if before is not None else text
            before = number
        return written

    @property
    def _tree(self) -> Tree:
        assert self._structure is not None
        return self._structure.tree

    @property
    def _layout(self) -> Layout:
        assert self._structure is not None
        return self._structure.layout

    @cached_property
    def _places(self) -> list[_Place]:
        return [self._place(element) for element in self._layout.elements.tolist()]

    def _around(self, element: int) -> Iterator[int]:
        while element:
            yield element
            element = int(self._tree.parents[element])

    def _place(self, element: int) -> _Place:
        tags, is_row = self._tree.element_tags, self._layout.rows.is_row
        item = listed = table = level = 0
        box = 0
        in_row = False
        for one in self._around(element):
            tag = int(tags[one])
            box = box or (one if self._is_block[one] else 0)
            item = item or (one if tag == _LI else 0)
            listed = one if _LISTS[tag] else listed
            in_row |= bool(is_row[one])
            table = table or (one if in_row and tag == _TABLE else 0)
            level = level or (tag - NUMBER["h1"] + 1 if HEADING[tag] else 0)
        return _Place(item, listed, table, box, level)

    @cached_property
    def _is_block(self) -> list[bool]:
        blocks: list[bool] = BLOCK[self._tree.element_tags].tolist()
        return blocks

    @cached_property
    def _markers(self) -> dict[int, str]:
        return markers(self._tree, self._layout)

    @cached_property
    def _item_markers(self) -> dict[int, str]:
        """The marker of each list item that has one."""
        begun = self._layout.signals.markers
        return {int(begun[line]): marker for line, marker in self._markers.items()}

    @cached_property
    def _code(self) -> frozenset[int]:
        return frozenset(preformatted(self._tree, self._layout))

    def _indent(self, number: int) -> tuple[str, str]:
        """What stands in front of a line because of the lists and quotes around it: of its first line, its own marker
        among it, and of further lines.
        """
        tags = self._tree.element_tags
        marker = _plain_marker(self._markers.get(number, ""))
        first, further = "", ""
        own = int(self._layout.signals.markers[number]) if marker else 0
        for one in self._around(int(self._layout.elements[number])):
            if tags[one] == _QUOTE:
                first, further = "> " + first, "> " + further
            elif tags[one] == _LI and one in self._item_markers:
                room = " " * len(marker if one == own else _plain_marker(self._item_markers[one]))
                first, further = (marker if one == own else room) + first, room + further
        return first, further

    def _block(self, number: int, line: str | bool, before: int | None) -> str:
        place = self._places[number]
        indent = self._indent(number)
        if number in self._code:
            text = as_it_stands(self._tree, self._layout, number) if line is True else str(line)
            return _indented(_fenced(text, self._language(number)), *indent)
        if place.table and line is True:
            return _indented(self._row(number, place, before), *indent)
        text = (
            self._inline(*self._layout.stretches[number].tolist())
            if line is True
            else escaped(" ".join(str(line).split()))
        )
        if not text:
            return ""
        if place.level:
            return f"{indent[0]}{'#' * min(place.level, 6)} {_closed(text)}"
        return indent[0] + _safe_start(text)

    def _inline(self, first: int, last: int) -> str:
        return inline(self._tree, first, last, self._address)

    def _address(self, element: int, letter: str) -> str:
        value = _address(fields(self._tree, element).get(letter, ""))
        if value.lower().startswith(("javascript:", "vbscript:", "data:", "#")) or not value:
            return ""
        return _resolved(self._url, value)

    def _language(self, number: int) -> str:
        tree = self._tree
        start, end = self._layout.stretches[number].tolist()
        inside = tree.begun[start:end][tree.starts[start:end]].tolist()
        for element in (*self._around(int(self._layout.elements[number])), *inside):
            found = _LANGUAGE.search(fields(tree, element).get("k", ""))
            if found:
                return found[1]
        return ""

    def _row(self, number: int, place: _Place, before: int | None) -> str:
        tree = self._tree
        row = next(one for one in self._around(int(self._layout.elements[number])) if self._layout.rows.is_row[one])
        texts = [
            self._inline(int(tree.first_events[cell]), int(tree.last_events[cell])).replace("|", "\\|") if cell else ""
            for cell in self._slots.get(row, [])
        ]
        line = "| " + " | ".join(texts) + " |"
        if before is not None and self._places[before].table == place.table:
            return line
        return f"{line}\n|{' --- |' * len(texts)}"

    @cached_property
    def _slots(self) -> dict[int, list[int]]:
        """The cells of each row, column by column; 0 where one reaches from the left or from above."""
        cells: dict[int, list[int]] = {}
        for cell in np.flatnonzero(self._layout.rows.cells).tolist():
            cells.setdefault(int(self._tree.parents[cell]), []).append(cell)
        found: dict[int, list[int]] = {}
        hanging: dict[int, list[int]] = {}  # for each table in how many rows more each column is taken
        for row in np.flatnonzero(self._layout.rows.is_row).tolist():
            table = next((one for one in self._around(row) if self._tree.element_tags[one] == _TABLE), 0)
            taken = hanging.get(table, [])
            slots: list[int] = []
            left: list[int] = []
            for cell in [*cells.get(row, []), 0]:
                while len(slots) < len(taken) and taken[len(slots)]:
                    left.append(taken[len(slots)] - 1)
                    slots.append(0)
                if cell:
                    wide, tall = self._span(cell, "c"), self._span(cell, "w")
                    slots += [cell, *[0] * (wide - 1)]
                    left += [tall - 1] * wide
            found[row], hanging[table] = slots, left
        return found

    def _span(self, cell: int, letter: str) -> int:
        """Over how many columns or rows a cell reaches."""
        said = fields(self._tree, cell).get(letter, "")
        return min(int(said), 100) if said.isascii() and said.isdigit() and said.strip("0") else 1

    def _joint(self, before: int, number: int) -> str:
        one, other = self._places[before], self._places[number]
        if other.table and one.table == other.table:
            return "\n"
        if one.listed and one.listed == other.listed and number in self._markers and not one.level:
            return "\n"
        if number in self._code or before in self._code:
            return "\n\n"
        if one.box == other.box and one.level == other.level == 0 and self._one_break(before, number):
            return "\\\n"
        around = commonprefix([self._indent(line)[1] for line in (before, number)])  # noqa: RUF071 - these are no paths
        return f"\n{around.rstrip()}\n"

    def _one_break(self, before: int, number: int) -> bool:
        """Does nothing but one ``<br>`` part the lines?"""
        start = int(self._layout.stretches[before, 1])
        end = int(self._layout.stretches[number, 0])
        between = self._tree.tags[start : end + 1][self._layout.breaks[start : end + 1]]
        return number == before + 1 and between.tolist() == [_BR, _BR]


def _address(written: str) -> str:
    """As browsers read it: line breaks within count for nothing, nor do spaces and controls around it."""
    return _BREAKS.sub("", written.strip(_AROUND))


def _resolved(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:  # one of them looks like an address of IPv6 and is none
        return address


def _plain_marker(marker: str) -> str:
    # Markdown numbers its lists in digits.
    return marker if not marker or marker == BULLET or marker[:-2].isdigit() else BULLET


def _indented(text: str, first: str, further: str) -> str:
    top, *rest = text.split("\n")
    return "\n".join([first + top, *(further + line if line else further.rstrip() for line in rest)])


def _fenced(text: str, language: str) -> str:
    longest = max((len(ticks) for ticks in _TICKS.findall(text)), default=2)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"


_STARTS = re.compile(r"(#{1,6}(?=\s|$)|[-+](?=\s|$)|>|=+\s*$|-+\s*$|~{3,}|\d{1,9}(?=[.)](?:\s|$)))")


def _safe_start(text: str) -> str:
    """``text`` that does not begin as a heading, a list, a quote or a rule does."""
    found = _STARTS.match(text)
    if not found:
        return text
    if found[1].isdigit():
        return f"{found[1]}\\{text[found.end() :]}"
    return "\\" + text


def _closed(heading: str) -> str:
    # Hashes at its end would be no part of a heading.
    bare = heading.rstrip("#")
    return heading if bare == heading else f"{bare}\\{heading[len(bare) :]}"
