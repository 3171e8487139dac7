"""Lines that are nothing but phrases: "ShareTweet 12", "Reject AllConfirm My Choices".

Most lines are not, and their first or last letter shows it; so words of up to three letters,
which every line is full of, are looked for in the others only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import TypeVar

from cleantext.rulebook import DENSE

T = TypeVar("T")
Span = tuple[int, int]

SHORTEST_GLUED = 4
"""Shorter phrases ("am", "or") cover part of a line only as words of their own: glued to each
other they would spell any word."""


def is_short_word(phrase: str) -> bool:
    """Must ``phrase`` (folded) stand apart? Scripts without spaces have no need of gaps."""
    return len(phrase) < SHORTEST_GLUED and not DENSE.match(phrase)


def covered(folded: str, found: Mapping[Span, T], words: Mapping[str, T]) -> Sequence[tuple[Span, T]]:
    """The fewest spans that cover a line from end to end, digits and signs aside, if any do.

    ``found`` holds the phrases that stand in the line, ``words`` the short ones that may.
    """
    first, last = _next_letter(folded, 0), _last_letter(folded)
    if first >= last:
        return ()
    longest = SHORTEST_GLUED - 1
    starts = range(max(0, first - longest), first + 1)
    if not (any(start <= first for start, _ in found) or any(_words_at(folded, starts, words))):
        return ()
    ends = range(max(0, last - longest), len(folded))
    if not (any(end >= last for _, end in found) or any(end >= last for _, end in _words_at(folded, ends, words))):
        return ()
    spans = {**found, **{span: words[folded[slice(*span)]] for span in _words_at(folded, range(len(folded)), words)}}
    return [(span, spans[span]) for span in _fewest(folded, spans)]


def _words_at(folded: str, starts: Iterable[int], words: Mapping[str, T]) -> Iterable[Span]:
    """The spans of short words that begin at one of ``starts`` and stand apart."""
    for start, length in product(starts, range(1, SHORTEST_GLUED)):
        end = start + length
        if end <= len(folded) and folded[start:end] in words and _stands_apart(folded, start, end):
            yield start, end


def _stands_apart(folded: str, start: int, end: int) -> bool:
    return not (folded[start - 1 : start].isalpha() or folded[end : end + 1].isalpha())


def _fewest(folded: str, spans: Iterable[Span]) -> Sequence[Span]:
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


def _last_letter(folded: str) -> int:
    """The offset behind the last letter."""
    at = len(folded)
    while at and not folded[at - 1].isalpha():
        at -= 1
    return at
