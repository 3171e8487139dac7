"""The last word on what rules take: a line that the network is sure an author wrote stays.

A rule knows its words, and authors use the same words. The network sees the line among its
neighbours, so it can tell a call to action from a sentence about one.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cleantext.document import Document, Line
from cleantext.removal import Removal

if TYPE_CHECKING:
    from cleantext.model.network import Network

# Filters that go by what a line says: an author may say the same. The others look at what nobody
# writes in earnest (buttons, forms, banners) or at names, credits, places and repetition; where the
# network and they differed, they were right. A user's own rules are the user's business.
GUARDED = frozenset({
    "ads", "apps", "bylines", "cta", "footer", "forum", "navigation", "paywall", "recommendations",
})  # fmt: skip

# Of short lines an author loses little, and rules know the words of buttons best.
WORDS = 6


@dataclass(frozen=True)
class ProseGuard:
    """A reviser that spares the lines which the network takes for the author's.

    ``certainty`` (0.5 to 1) is the probability from which on the network is believed. It has a say
    in whole lines of six words and more.
    """

    certainty: float = 0.9
    network: Network | None = field(default=None, repr=False)  # by default the shipped one

    def __post_init__(self) -> None:
        if not 0.5 <= self.certainty < 1:
            raise ValueError(f"certainty must be from 0.5 to below 1, not {self.certainty}")

    def __call__(self, document: Document, removals: Sequence[Removal]) -> Sequence[Removal]:
        """The removals that stand."""
        if not any(removal.filter in GUARDED for removal in removals):
            return removals
        sure = self._sure(document)
        return [removal for removal in removals if removal.filter not in GUARDED or not _takes(removal, sure)]

    def _sure(self, document: Document) -> list[tuple[int, int]]:
        """Where the lines begin and end that are surely the author's."""
        from cleantext.model.furniture import Look
        from cleantext.model.network import STATE

        sight = document.view(Look(self.network))
        if sight is None:
            return []
        most = -STATE * math.log(self.certainty / (1 - self.certainty))
        numbers = sight.numbers[(sight.odds < most) & (sight.words >= WORDS)].tolist()
        return [_shown(document.lines[number]) for number in numbers]


def _shown(line: Line) -> tuple[int, int]:
    """Where the text of a line begins and ends, without the space around it."""
    return line.end - len(line.text.lstrip()), line.start + len(line.text.rstrip())


def _takes(removal: Removal, lines: Sequence[tuple[int, int]]) -> bool:
    """Does ``removal`` take one of ``lines`` as a whole?"""
    first = bisect_left(lines, (removal.start, -1))
    return first < len(lines) and lines[first][1] <= removal.end
