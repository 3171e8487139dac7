"""Pages as Markdown (CommonMark, with GitHub's tables and strike-through): it renders as the page read.

Only lines that are kept whole are written with their links and emphasis; of a line that was cut into
the words are written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias
from urllib.parse import urljoin

import numpy as np

from cleantext.reading.attributes import fields
from cleantext.reading.grid import grid_of, items_in_cells
from cleantext.reading.html import structure_of
from cleantext.reading.inline import Inline, escaped
from cleantext.reading.nesting import Block, Container, Nesting, nested
from cleantext.reading.numbering import without_own_number
from cleantext.reading.page import Layout
from cleantext.reading.shown import as_it_stands, markers, preformatted
from cleantext.reading.tags import BLOCK, HEADING, NUMBER, PREFORMATTED
from cleantext.reading.tree import Ints, Tree

_BR, _HR, _TABLE = (NUMBER[tag] for tag in ("br", "hr", "table"))
# The last two classes of several highlighters name no more than the language: "sourceCode haskell".
_LANGUAGE = re.compile(
    r"(?:^|\s)(?:(?:language|lang|highlight-source|highlight|src)-|(?:brush|lang):\s*"
    r"|(?:sourceCode|hljs|highlight)\s+(?=[\w+#.]+$))(?!(?:default|none|auto)(?:\s|$))([\w+#.-]+)",
    re.IGNORECASE,
)
_BREAKS = re.compile(r"[\t\n\r]")
_AROUND = "".join(map(chr, range(0x21)))
_TICKS = re.compile(r"^[^\S\n]*(`{3,})", re.MULTILINE)


@dataclass(frozen=True)
class _Place:
    """Where a line stands: what its block and its neighbours depend on."""

    around: tuple[Container, ...]  # the lists and quotes around it
    row: int  # of a table, that it is, else 0
    table: int  # whose row it is
    heading: int  # that it is part of
    box: int  # the block around it


_Mends: TypeAlias = Mapping[int, Callable[[str], str]]
_Lines: TypeAlias = Sequence[str | bool]


class Markdown:
    """The lines of a page, numbered as by :func:`~cleantext.reading.html.read_html`, to be written as Markdown."""

    def __init__(self, html: str, url: str | None = None) -> None:
        self._structure, said = structure_of(html, detailed=True)
        self._url = _resolved(url or "", _address("".join(said["#base"][:1])))

    def write(self, lines: _Lines, mends: _Mends | None = None) -> str:
        r"""Markdown of the lines for which ``lines`` is true; a string stands for what is left of a line.
        ``mends`` has what mends the text of a line, where that is damaged.

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
        return nested(self._blocks(lines, mends or {}))

    @property
    def _tree(self) -> Tree:
        assert self._structure is not None
        return self._structure.tree

    @property
    def _layout(self) -> Layout:
        assert self._structure is not None
        return self._structure.layout

    @cached_property
    def _nesting(self) -> Nesting:
        return Nesting(self._tree)

    @cached_property
    def _inline(self) -> Inline:
        seams = frozenset(self._layout.seams.tolist())
        return Inline(self._tree, self._address, items_in_cells(self._tree, self._layout), seams)

    @cached_property
    def _places(self) -> list[_Place]:
        tree, layout = self._tree, self._layout
        tags, elements = tree.element_tags, layout.elements
        code, rows, headings, boxes = (
            tree.nearest_or_itself(chosen)[elements]
            for chosen in (PREFORMATTED[tags], layout.rows.is_row, HEADING[tags], BLOCK[tags])
        )
        # What stands within a row or within code is no container of the line.
        wholes = np.where(rows, rows, np.where(code, code, elements)).tolist()
        tables = tree.nearest(tags == _TABLE)[rows]
        columns = (column.tolist() for column in (rows, tables, headings, boxes))
        return [_Place(self._nesting.around(one), *place) for one, *place in zip(wholes, *columns, strict=True)]

    @cached_property
    def _grid(self) -> dict[int, list[int]]:
        return grid_of(self._tree, self._layout.rows)

    @cached_property
    def _markers(self) -> dict[int, str]:
        return markers(self._tree, self._layout)

    @cached_property
    def _code(self) -> frozenset[int]:
        return frozenset(preformatted(self._tree, self._layout))

    @cached_property
    def _rules(self) -> Ints:
        return np.flatnonzero(self._tree.starts & (self._tree.tags == _HR))

    def _blocks(self, lines: _Lines, mends: _Mends) -> Iterator[Block]:
        before: int | None = None
        for numbers in self._groups([number for number, line in enumerate(lines) if line]):
            texts = {number: self._text(number, lines[number], mends.get(number, str)) for number in numbers}
            texts = {number: text for number, text in texts.items() if text}
            if not texts:
                continue
            if before is not None:
                yield from self._rule(before, numbers[0])
            yield self._block(numbers[0], list(texts.values()))
            before = numbers[-1]

    def _groups(self, kept: Sequence[int]) -> Iterator[list[int]]:
        """The lines of each block."""
        group: list[int] = []
        for number in kept:
            if group and not self._continues(group[-1], number):
                yield group
                group = []
            group.append(number)
        if group:
            yield group

    def _continues(self, before: int, number: int) -> bool:
        """Are the lines of one block: a table, a heading, a paragraph?"""
        one, other = self._places[before], self._places[number]
        if before in self._code or number in self._code:
            return False
        if one.table or other.table:
            return one.table == other.table
        if one.heading or other.heading:
            return (one.heading, one.around) == (other.heading, other.around)
        return one.box == other.box and self._one_break(before, number)

    def _one_break(self, before: int, number: int) -> bool:
        """Does nothing but one ``<br>`` part the lines?"""
        start = int(self._layout.stretches[before, 1])
        end = int(self._layout.stretches[number, 0])
        between = self._tree.tags[start : end + 1][self._layout.breaks[start : end + 1]]
        return number == before + 1 and between.tolist() == [_BR, _BR]

    def _rule(self, before: int, number: int) -> Iterator[Block]:
        """The ``<hr>`` between lines that stand below each other, if there is one."""
        at = np.searchsorted(self._rules, self._layout.stretches[before, 1])
        if number == before + 1 and at < len(self._rules) and self._rules[at] <= self._layout.stretches[number, 0]:
            around = self._nesting.around(int(self._tree.begun[self._rules[at]]))
            if around == self._places[before].around[: len(around)]:
                yield Block("---", around, is_apart=True)

    def _block(self, number: int, texts: list[str]) -> Block:
        """The block that begins with a line, of the texts of its lines."""
        place = self._places[number]
        if number in self._code:
            return Block(_fenced(texts[0], self._language(number)), place.around)
        if place.table:
            return Block(_table(texts), place.around, is_apart=True)
        if place.heading:
            level = int(self._tree.element_tags[place.heading]) - NUMBER["h1"] + 1
            return Block(_closed(" ".join(texts)), place.around, f"{'#' * level} ", is_apart=True)
        return Block("\\\n".join(map(_safe_start, texts)), place.around, "")

    def _text(self, number: int, line: str | bool, mend: Callable[[str], str]) -> str:
        """A line as its block needs it: code as it stands, the cells of a row with tabs between them."""
        tree, place = self._tree, self._places[number]
        if number in self._code:
            return as_it_stands(tree, self._layout, number) if line is True else str(line)
        if line is not True:
            marker = self._markers.get(number, "")
            left = "" if line == marker.rstrip() else str(line).removeprefix(marker)
            parts = left.split("\t") if place.table else [left]
            return "\t".join([escaped(" ".join(part.split())) for part in parts])
        cells = self._grid.get(place.row, [])
        if any(cells):
            spans = [(int(tree.first_events[cell]), int(tree.last_events[cell])) for cell in cells]
            return "\t".join([self._inline.write(*span, mend, "<br>") if span[0] >= 0 else "" for span in spans])
        first, last = self._layout.stretches[number].tolist()
        return without_own_number(self._inline.write(first, last, mend), self._markers.get(number, ""))

    def _address(self, element: int, letter: str) -> str:
        value = _address(fields(self._tree, element).get(letter, ""))
        if value.lower().startswith(("javascript:", "vbscript:", "data:", "#")) or not value:
            return ""
        return _resolved(self._url, value)

    def _language(self, number: int) -> str:
        tree, layout = self._tree, self._layout
        start, end = layout.stretches[number].tolist()
        inside = tree.begun[start:end][tree.starts[start:end]].tolist()
        for element in (*self._around(int(layout.elements[number]), int(layout.signals.widths[number])), *inside):
            said = fields(tree, element)
            found = _LANGUAGE.search(
                " ".join([f"lang-{said.get('l', '')}", said.get("b", ""), said.get("k", "")]).rstrip()
            )
            if found:
                return found[1]
        return ""

    def _around(self, element: int, width: int) -> Iterator[int]:
        """An element and those around it of which so many characters are at least half: code and its file's name."""
        while element and self._inked[element] <= 2 * width:
            yield element
            element = int(self._tree.parents[element])

    @cached_property
    def _inked(self) -> Ints:
        return self._tree.within(self._layout.ink)


def _address(written: str) -> str:
    """As browsers read it: line breaks within count for nothing, nor do spaces and controls around it."""
    return _BREAKS.sub("", written.strip(_AROUND))


def _resolved(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:  # one of them looks like an address of IPv6 and is none
        return address


def _table(rows: Sequence[str]) -> str:
    """A table of rows whose cells tabs part; the first is its head, which no other may exceed."""
    cells = [row.replace("|", "\\|").split("\t") for row in rows]
    width = max(map(len, cells))
    cells[0] += [""] * (width - len(cells[0]))
    head, *rest = (f"| {' | '.join(row)} |" for row in cells)
    return "\n".join([head, f"|{' --- |' * width}", *rest])


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
