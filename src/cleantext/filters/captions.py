"""Photo captions, and credits that an extractor has glued to the end of a paragraph."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from cleantext.document import Document
from cleantext.filters.kinds import KindFilter
from cleantext.judge.judgement import Judgement
from cleantext.judge.lines import LONGEST
from cleantext.removal import Removal
from cleantext.rulebook import PLACES
from cleantext.shape import DENSE_STOPS, STOPS

_END = PLACES.index("end")
_BRACKETS = dict(zip("([（［【〔", ")]）］】〕", strict=True))
# What a sentence ends with, or what sets a credit apart from it.
_ENDS = frozenset(STOPS + DENSE_STOPS + ":：;|｜/–—•·-\"”»“’')）]］】〕」』›＝=")
# "Photo:", "Image credit:", "©": what follows is no part of a sentence, whether it has ended or not.
_LABEL = re.compile(r"\s*(?:[©|｜/–—-]|＝|\w{2,20}(?: \w{1,20}){0,2}\s?[:：])")


def stands_apart(text: str, start: int) -> bool:
    """Is what ``text`` ends with from ``start`` on no part of a sentence before it?

    >>> stands_apart("He sold the picture to Getty Images.", 23), stands_apart("It sank. Getty Images", 9)
    (False, True)
    >>> stands_apart("The picture (Photo: archive) hangs here.", 12), stands_apart("It sank (Photo: AP)", 8)
    (False, True)
    """
    before, credit = text[:start], text[start:]
    close = _BRACKETS.get(credit[:1])
    if close is None:
        return before.rstrip()[-1:] in _ENDS or _LABEL.match(credit) is not None
    # A bracket that opens behind a letter calls a function; text behind one that closes goes on with the sentence.
    is_call = before[-1:].isascii() and (before[-1:].isalnum() or before[-1:] == "_")
    behind = credit.partition(close)[2]
    return not is_call and not any(character.isalnum() for character in behind)


def _goes_on(texts: Sequence[str], number: int) -> bool:
    """Does the sentence go on in the next line, since lines are broken at some width?"""
    return number + 1 < len(texts) and texts[number + 1].lstrip()[:1].islower()


@dataclass(frozen=True)
class PhotoCaptions(KindFilter):
    """Removes photo captions, credits and alternative texts, and credits glued to the end of a paragraph.

    ``keep="first"`` leaves the first copy of each caption and takes the others.
    """

    keep: Literal["none", "first"] = "none"
    name: ClassVar[str] = "captions"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.keep not in ("none", "first"):
            raise ValueError(f"keep is {self.keep!r}; it must be 'none' or 'first'")

    def _removals(self, judgement: Judgement, taken: list[int]) -> Iterator[Removal]:
        yield from super()._removals(judgement, taken)
        for place, span in self._glued(judgement):
            hit = judgement.hits[place]
            yield Removal(*span, self.name, hit.rule.name, f"{self._said(judgement, hit)} of a paragraph")

    def spans(self, document: Document) -> Iterable[tuple[int, int]]:
        """Where the removals of :meth:`__call__` are."""
        judgement = document.view(self.judge)
        glued = [] if judgement is None else self._glued(judgement)
        return [*super().spans(document), *(span for _, span in glued)]

    def _taken(self, judgement: Judgement) -> list[int]:
        taken = super()._taken(judgement)
        return taken if self.keep == "none" else self._copies(judgement, taken)

    def _copies(self, judgement: Judgement, taken: list[int]) -> list[int]:
        """All of ``taken`` but the first of lines that begin alike: a credit may follow."""
        firsts: list[str] = []  # sorted; none begins like another
        copies = []
        for index in taken:
            text = judgement.units.texts[int(judgement.numbers[index])].strip(" .")
            if not text:
                continue
            at = bisect_left(firsts, text)
            # What begins like ``text`` stands next behind it, what it begins like next before.
            if any(first.startswith(text) or text.startswith(first) for first in firsts[max(at - 1, 0) : at + 1]):
                copies.append(index)
            else:
                firsts.insert(at, text)
        return copies

    def withheld(self, document: Document) -> Iterator[Removal]:
        """What rules of this kind asked for and the judge kept, but for paragraphs whose credit has gone."""
        judgement = document.view(self.judge)
        ends: set[int] = set()
        if judgement is not None:
            units = judgement.hits.units
            ends = {judgement.units.ends[int(units[place])] for place, _ in self._glued(judgement)}
        return (removal for removal in super().withheld(document) if removal.end not in ends)

    def _glued(self, judgement: Judgement) -> list[tuple[int, tuple[int, int]]]:
        """Credits that end a paragraph which stays: the place of the hit that says so, and where they are."""
        hits = judgement.hits
        endings = np.flatnonzero(self._condemns(hits) & (hits.table.places[hits.rules] == _END)).tolist()
        stay = set(judgement.numbers[~self._goes(judgement)].tolist()) if endings else set()
        longest: dict[int, int] = {}
        for place in endings:
            unit = int(hits.units[place])
            if unit in stay and (unit not in longest or hits.starts[place] < hits.starts[longest[unit]]):
                longest[unit] = place
        found = []
        for unit, place in longest.items():
            start, text = int(hits.starts[place]), judgement.units.texts[unit]
            # Of a line as long as a book the end was not read.
            is_end = len(text) < LONGEST and not _goes_on(judgement.units.texts, unit)
            if is_end and 2 * start > len(text) and stands_apart(text, start):
                found.append((place, judgement.units.span(unit, start, len(text))))
        return found
