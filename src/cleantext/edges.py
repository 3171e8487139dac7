"""With which characters a match of a pattern may begin and end: one look at a line rules out most patterns."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from cleantext.syntax import PLANES, Branch, Edge, Group, Literal, Look, Node, PatternError, Repeat, Set, characters, parse
from cleantext.syntax import Sequence as Tree

ALL = -1  # all bits


def edge(pattern: str, *, at_end: bool) -> int:
    r"""The characters with which matches of ``pattern`` begin (or end), as the bits of a number; rather too many.

    >>> [bool(edge(r"(?i)(?:photo|©)? ?by \w+", at_end=False) >> ord(character) & 1) for character in "pP©b x"]
    [True, True, True, True, True, False]
    """
    try:
        found, is_passable = _edge_of(parse(pattern), at_end)
    except PatternError:
        return ALL
    # A few characters, such as ß, can stand for two of another kind.
    return ALL if is_passable else found | _growing()


def _edge_of(sequence: Tree, at_end: bool) -> tuple[int, bool]:
    """The characters at an edge of ``sequence``, and whether it may match nothing."""
    found = 0
    for node in reversed(sequence) if at_end else sequence:
        part, is_passable = _edge_of_node(node, at_end)
        found |= part
        if not is_passable:
            return found, False
    return found, True


def _edge_of_node(node: Node, at_end: bool) -> tuple[int, bool]:
    match node:
        case Literal() | Set():
            return characters(node), False
        case Repeat(least=least, body=body):
            found, is_passable = _edge_of(body, at_end)
            return found, is_passable or not least
        case Group(body, _):
            return _edge_of(body, at_end)
        case Branch(branches):
            found, is_passable = 0, False
            for branch in branches:
                part, may_be_empty = _edge_of(branch, at_end)
                found, is_passable = found | part, is_passable or may_be_empty
            return found, is_passable
        case Edge() | Look():
            return 0, True


@cache
def _growing() -> int:
    """The characters that are longer without case."""
    return sum(1 << code for code in range(0x80, PLANES) if len(chr(code).casefold()) > 1)


class EdgeTable:
    """For each of some patterns the characters at one edge of its matches, to be looked up for many at a time."""

    def __init__(self, classes: NDArray[np.uint16], allowed: NDArray[np.bool_], numbers: NDArray[np.integer]) -> None:
        """``allowed[numbers[p], classes[c]]`` says whether a match of pattern ``p`` may have character ``c`` there."""
        self.classes, self.allowed, self.numbers = classes, allowed, numbers

    @classmethod
    def of(cls, edges: Sequence[int]) -> EdgeTable:
        """The table of ``edges``, one a pattern, as :func:`edge` gives them."""
        sets = list(dict.fromkeys(edges))
        place = {bits: number for number, bits in enumerate(sets)}
        numbers = np.array([place[bits] for bits in edges], np.int64)
        size = PLANES // 8 + 1
        width = 8 * size
        table = np.zeros((len(sets), width), bool)
        for row, bits in zip(table, sets, strict=True):
            data = (bits & ((1 << width) - 1)).to_bytes(size, "little")
            row[:] = np.unpackbits(np.frombuffer(data, np.uint8), bitorder="little")
        # Characters that belong to the same sets are one class.
        names = np.random.default_rng(0).integers(0, 1 << 62, len(sets), np.int64)
        _, firsts, classes = np.unique(names @ table, return_index=True, return_inverse=True)
        return cls(classes.astype(np.uint16), table[:, firsts], numbers)

    def may_be(self, patterns: NDArray[np.int64], codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """For each pair of a pattern and a character at the edge of a line: may a match have it there?"""
        result: NDArray[np.bool_] = self.allowed[self.numbers[patterns], self.classes[np.minimum(codes, PLANES)]]
        return result
