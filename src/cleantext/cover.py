"""Lines that are nothing but phrases: "ShareTweet 12", "Reject AllConfirm My Choices"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cleantext.rulebook import DENSE

Span = tuple[int, int]

SHORTEST_GLUED = 4
"""Shorter phrases ("am", "or") cover part of a line only as words of their own: glued to each
other they would spell any word."""


def is_short_word(phrase: str) -> bool:
    """Must ``phrase`` (folded) stand apart? Scripts without spaces have no need of gaps."""
    return len(phrase) < SHORTEST_GLUED and not DENSE.match(phrase)


def covered(folded: str, spans: Iterable[Span]) -> Sequence[Span]:
    """The fewest of ``spans``, one after another, that cover a line from end to end, if any do.

    Digits and signs need not be covered; among covers of as many spans the first counts.

    >>> covered("save | reject all 12", [(0, 4), (7, 13), (7, 17)])
    ((0, 4), (7, 17))
    """
    # Covers by the letter that comes next; a span goes on from those that stop before its first.
    covers: dict[int, tuple[Span, ...]] = {_next_letter(folded, 0): ()}
    for span in sorted(spans):
        before = covers.get(_next_letter(folded, span[0]))
        if before is not None:
            after = _next_letter(folded, span[1])
            if after not in covers or len(before) + 1 < len(covers[after]):
                covers[after] = (*before, span)
    return covers.get(len(folded), ())


def _next_letter(folded: str, at: int) -> int:
    """The offset of the first letter from ``at`` on, or of the end."""
    while at < len(folded) and not folded[at].isalpha():
        at += 1
    return at
