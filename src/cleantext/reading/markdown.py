"""Pages as Markdown (CommonMark, with GitHub's tables): it renders as the page read.

Only lines that are kept whole are written with their links and emphasis; of a line that was cut into
the words are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
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
_TICKS = re.compile(r"^\s*(`{3,})", re.MULTILINE)


@dataclass(frozen=True)
class _Place:
    """Where a line stands: what its paragraphs and its neighbours depend on."""

    item: int  # the list item around it, else 0
    listed: int  # the outermost list around it
    table: int  # the table whose row it is
    box: int  # the block around it
    quotes: int
    level: int  # of the heading that it is


class Markdown:
    """The lines of a page, numbered as by :func:`~cleantext.reading.html.read_html`, to be written as Markdown."""

    def __init__(self, html: str, url: str | None = None) -> None:
        self._url = url
        self._structure, _ = structure_of(html, detailed=True)

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
        item = listed = table = quotes = level = 0
        box = 0
        in_row = False
        for one in self._around(element):
            tag = int(tags[one])
            box = box or (one if self._is_block[one] else 0)
            item = item or (one if tag == _LI else 0)
            listed = one if _LISTS[tag] else listed
            in_row |= bool(is_row[one])
            table = table or (one if in_row and tag == _TABLE else 0)
            quotes += tag == _QUOTE
            level = level or (tag - NUMBER["h1"] + 1 if HEADING[tag] else 0)
        return _Place(item, listed, table, box, quotes, level)

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

    def _indent(self, number: int, marked: bool) -> str:
        """What stands in front of a line because of the lists and quotes around it."""
        tags = self._tree.element_tags
        parts = []
        own = int(self._layout.signals.markers[number]) if marked else 0
        for one in self._around(int(self._layout.elements[number])):
            if tags[one] == _QUOTE:
                parts.append("> ")
            elif tags[one] == _LI and one in self._item_markers and one != own:
                parts.append(" " * len(_plain_marker(self._item_markers[one])))
        return "".join(reversed(parts))

    def _block(self, number: int, line: str | bool, before: int | None) -> str:
        place = self._places[number]
        marker = _plain_marker(self._markers.get(number, ""))
        indent = self._indent(number, bool(marker))
        if number in self._code:
            text = as_it_stands(self._tree, self._layout, number) if line is True else str(line)
            return _indented(_fenced(text, self._language(number)), indent, marker)
        if place.table and line is True:
            return _indented(self._row(number, place, before), indent, "")
        text = (
            self._inline(*self._layout.stretches[number].tolist())
            if line is True
            else escaped(" ".join(str(line).split()))
        )
        if not text:
            return ""
        if place.level:
            return f"{indent}{marker}{'#' * min(place.level, 6)} {_closed(text)}"
        return indent + marker + _safe_start(text)

    def _inline(self, first: int, last: int) -> str:
        return inline(self._tree, first, last, self._address)

    def _address(self, element: int, letter: str) -> str:
        value = fields(self._tree, element).get(letter, "").strip()
        if value.startswith(("javascript:", "data:", "#")) or not value:
            return ""
        try:
            return urljoin(self._url, value) if self._url else value
        except ValueError:  # it looks like an address of IPv6 and is none
            return value

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
        cells = self._cells.get(row, [])
        texts: list[str] = []
        for cell in cells:
            text = self._inline(int(tree.first_events[cell]), int(tree.last_events[cell]))
            texts.append(text.replace("|", "\\|"))
            wide = fields(tree, cell).get("c", "")
            texts += [""] * (min(int(wide), 100) - 1 if wide.isascii() and wide.isdigit() and wide != "0" else 0)
        line = "| " + " | ".join(texts) + " |"
        if before is not None and self._places[before].table == place.table:
            return line
        return f"{line}\n|{' --- |' * len(texts)}"

    @cached_property
    def _cells(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for cell in np.flatnonzero(self._layout.rows.cells).tolist():
            found.setdefault(int(self._tree.parents[cell]), []).append(cell)
        return found

    def _joint(self, before: int | None, number: int) -> str:
        assert before is not None
        one, other = self._places[before], self._places[number]
        if other.table and one.table == other.table:
            return "\n"
        if one.listed and one.listed == other.listed and number in self._markers and not one.level:
            return "\n"
        if number in self._code or before in self._code:
            return "\n\n"
        if one.box == other.box and one.level == other.level == 0 and self._one_break(before, number):
            return "\\\n"
        quoted = min(one.quotes, other.quotes)
        return f"\n{'>' * quoted}\n" if quoted else "\n\n"

    def _one_break(self, before: int, number: int) -> bool:
        """Does nothing but one ``<br>`` part the lines?"""
        start = int(self._layout.stretches[before, 1])
        end = int(self._layout.stretches[number, 0])
        between = self._tree.tags[start : end + 1][self._layout.breaks[start : end + 1]]
        return number == before + 1 and between.tolist() == [_BR, _BR]


def _plain_marker(marker: str) -> str:
    # Markdown numbers its lists in digits.
    return marker if not marker or marker == BULLET or marker[:-2].isdigit() else BULLET


def _indented(text: str, indent: str, marker: str) -> str:
    first, *rest = text.split("\n")
    further = indent + " " * len(marker)
    return "\n".join([indent + marker + first, *(further + line if line else further.rstrip() for line in rest)])


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
