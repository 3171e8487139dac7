"""Blocks of Markdown below each other, in the lists and quotes in which a page has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cleantext.reading.numbering import BULLET, LISTS, item_markers, lists_of
from cleantext.reading.tags import NUMBER
from cleantext.reading.tree import Bools, Tree

_LI, _QUOTE = NUMBER["li"], NUMBER["blockquote"]
_DEEPEST = 9  # parsers of Markdown give up at twenty levels, and a list takes two


@dataclass(frozen=True)
class Container:
    """A quote or an item of a list: what stands in front of its first line, and of each further one."""

    first: str
    further: str
    element: int
    listed: int = 0  # the list whose item it is
    label: str = ""  # its marker, where Markdown has none such: it numbers in digits, up to nine

    @property
    def number(self) -> str:
        """Of a numbered item."""
        return self.first[:-2] if self.first[0].isdigit() else ""


@dataclass(frozen=True)
class Block:
    """A piece of Markdown, and the containers around it, the outermost first."""

    text: str
    around: tuple[Container, ...]
    lead: str | None = None  # what makes its first line a heading, for one; None where no label can stand in that line
    is_apart: bool = False  # no item follows without a blank line


class Nesting:
    """Which containers stand around each element of a page."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._markers, self._lists = item_markers(tree), lists_of(tree)
        chosen: Bools = tree.element_tags == _QUOTE
        chosen[[*self._markers, *self._items_before]] = True
        self._nearest = tree.nearest_or_itself(chosen)
        self._around: dict[int, tuple[Container, ...]] = {0: ()}
        for element in np.flatnonzero(chosen).tolist():
            self._around[element] = self._containers(element)

    def around(self, element: int) -> tuple[Container, ...]:
        """The outermost first; as many as parsers take."""
        return self._around[int(self._nearest[element])]

    def _containers(self, element: int) -> tuple[Container, ...]:
        if element in self._items_before:
            return self._around[self._items_before[element]]
        outer = self.around(int(self._tree.parents[element]))
        return (*outer, self._container(element)) if len(outer) < _DEEPEST else outer

    def _container(self, element: int) -> Container:
        marker = self._markers.get(element)
        if marker is None:
            return Container("> ", "> ", element)
        number = marker[:-2]
        label = "" if marker == BULLET or (number.isdigit() and len(number) < 10) else marker
        first = BULLET if label else marker
        return Container(first, " " * len(first), element, int(self._lists[element]), label)

    @cached_property
    def _items_before(self) -> dict[int, int]:
        """For each list that stands directly in a list the item before it, to which it belongs."""
        tags, parents = self._tree.element_tags, self._tree.parents
        inner = LISTS[tags[parents]]
        lists, items = np.flatnonzero(LISTS[tags] & inner), np.flatnonzero((tags == _LI) & inner)
        if not len(lists) or not len(items):
            return {}
        items = items[np.argsort(parents[items], kind="stable")]
        size = len(tags)
        at = np.searchsorted(parents[items] * size + items, parents[lists] * size + lists) - 1
        some = (at >= 0) & (parents[items[at]] == parents[lists])
        return dict(zip(lists[some].tolist(), items[at[some]].tolist(), strict=True))


def nested(blocks: Iterable[Block]) -> str:
    r"""The blocks below each other, each behind what its containers put in front of it.

    >>> item = Container("3. ", "   ", element=2, listed=1)
    >>> nested([Block("One.", (item,)), Block("x\ny", (item, Container("> ", "> ", element=3)))])
    '3. One.\n\n   > x\n   > y'
    """
    parts: list[str] = []
    before: Block | None = None
    bracketed: set[int] = set()  # items whose numbers stand before a bracket, not before a full stop
    for block in blocks:
        shared = _shared(before.around, block.around) if before else 0
        opened = block.around[shared:]
        if before:
            parts.append(_between(before, block, shared))
            if opened and _is_bracketed(opened[0], before.around[shared : shared + 1], bracketed):
                bracketed.add(opened[0].element)
        room = _further(block.around[:shared])
        first = "".join([one.first.replace(".", ")") if one.element in bracketed else one.first for one in opened])
        label = opened[-1].label if opened and block.lead is not None else ""
        parts.append(_indented(f"{block.lead or ''}{label}{block.text}", room + first, _further(block.around)))
        before = block
    return "".join(parts)


def _shared(one: Sequence[Container], other: Sequence[Container]) -> int:
    """How many containers are around both."""
    pairs = zip(one, other, strict=False)
    return next((depth for depth, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _is_bracketed(item: Container, beside: Sequence[Container], bracketed: Set[int]) -> bool:
    """Does the number stand before the other sign than that of the item beside it? Parsers take what does for the
    beginning of a list of its own, and count on in others.
    """
    if not item.number or not beside or not beside[0].number:
        return False
    is_next = int(item.number) == int(beside[0].number) + 1
    return is_next == (beside[0].element in bracketed)


def _between(before: Block, block: Block, shared: int) -> str:
    """One line end, or two, between blocks of which so many containers are around both."""
    opened = block.around[shared : shared + 1]
    if opened and opened[0].listed and not before.is_apart:
        beside = before.around[shared : shared + 1]
        is_next = bool(beside) and beside[0].listed == opened[0].listed
        # A list that begins with another number than one can not interrupt a paragraph, be it that of a bullet.
        interrupts = opened[0].number in ("", "1") or (is_next and beside[0].number)
        if interrupts and (is_next or (shared and block.around[shared - 1].listed)):
            return "\n"
    return f"\n{_further(block.around[:shared]).rstrip()}\n"


def _further(containers: Iterable[Container]) -> str:
    return "".join([one.further for one in containers])


def _indented(text: str, first: str, further: str) -> str:
    top, *rest = text.split("\n")
    return "\n".join([first + top, *(further + line if line else further.rstrip() for line in rest)])
