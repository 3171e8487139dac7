"""With which characters a match of a pattern may begin and end: one look at a line rules out most patterns."""

from __future__ import annotations

from cleantext.charsets import characters
from cleantext.syntax import Branch, Edge, Group, Literal, Look, Node, PatternError, Repeat, Sequence, Set, parse

ALL = -1  # all bits


def edge(pattern: str, *, at_end: bool) -> int:
    r"""The characters with which matches of ``pattern`` begin (or end), as the bits of a number; rather too many.

    >>> [bool(edge(r"(?i)(?:photo|©)? ?by \w+", at_end=False) >> ord(character) & 1) for character in "pP©b x"]
    [True, True, True, True, True, False]
    """
    try:
        found, is_passable = edge_of(parse(pattern), at_end=at_end)
    except PatternError:
        return ALL
    return ALL if is_passable else found


def edge_of(sequence: Sequence, *, at_end: bool) -> tuple[int, bool]:
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
            found, is_passable = edge_of(body, at_end=at_end)
            return found, is_passable or not least
        case Group(body, _):
            return edge_of(body, at_end=at_end)
        case Branch(branches):
            found, is_passable = 0, False
            for branch in branches:
                part, may_be_empty = edge_of(branch, at_end=at_end)
                found, is_passable = found | part, is_passable or may_be_empty
            return found, is_passable
        case Edge() | Look():
            return 0, True
