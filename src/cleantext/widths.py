"""How many characters a match of a pattern takes: a line that is too short or too long for it need not be tried."""

from __future__ import annotations

from cleantext.syntax import UNBOUNDED, Branch, Edge, Group, Literal, Look, Node, Repeat, Sequence, Set, parse


def width(pattern: str) -> tuple[int, int]:
    r"""The least and the most characters that a match of ``pattern`` takes or looks back at.

    Raises :class:`~cleantext.syntax.PatternError`.

    >>> width(r"(?:photo|image): \w{2,5}")
    (9, 12)
    >>> width(r"(?<=\. )By \w+")
    (4, 1000000000)
    """
    return width_of(parse(pattern))


def width_of(sequence: Sequence) -> tuple[int, int]:
    """The same for a part of a pattern."""
    parts = [_width_of_node(node) for node in sequence]
    return sum(least for least, _ in parts), min(sum(most for _, most in parts), UNBOUNDED)


def _width_of_node(node: Node) -> tuple[int, int]:
    match node:
        case Literal() | Set():
            return 1, 1
        case Repeat(least=least, most=most, body=body):
            shortest, longest = width_of(body)
            return shortest * least, min(longest * most, UNBOUNDED)
        case Group(body, _):
            return width_of(body)
        case Branch(branches):
            widths = [width_of(branch) for branch in branches]
            return min(least for least, _ in widths), max(most for _, most in widths)
        case Look(body, is_behind=True):
            return 0, width_of(body)[1]
        case Edge() | Look():
            return 0, 0
