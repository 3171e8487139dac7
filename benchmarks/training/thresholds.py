"""How sure the judge must be of each kind: where one line more that goes costs as many words for every kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleantext.kinds import KINDS

_POOLED = 0.05
"""What a line of another kind counts for a kind: few lines of a kind tell little of it by themselves."""
_LOWEST, _HIGHEST = 0.3, 0.97


class Answered(NamedTuple):
    """Labelled lines of texts that the network has not seen, one entry each."""

    margins: NDArray[np.float64]  # log odds that it is furniture, weighed by its words
    sizes: NDArray[np.float64]  # words
    wanted: NDArray[np.float64]  # 1 for furniture
    kinds: NDArray[np.int64]  # the kind that the network names


def thresholds(lines: Answered, lost: float) -> Mapping[str, float]:
    """The probability for each kind from which lines go, so that ``lost`` (a share) of the words of content go.

    The most lines of furniture go that can at this price.
    """
    allowed = lost * float((lines.sizes * (1 - lines.wanted)).sum())
    low, high = 1e-4, 10.0  # lines of furniture that a word of content is worth
    for _ in range(40):
        price = float(np.sqrt(low * high))
        margins = _margins(lines, price)
        gone = lines.margins >= margins[lines.kinds]
        low, high = (price, high) if (lines.sizes * gone * (1 - lines.wanted)).sum() > allowed else (low, price)
    chances = np.clip(1 / (1 + np.exp(-margins)), _LOWEST, _HIGHEST)
    return {kind.name: round(float(chance), 2) for kind, chance in zip(KINDS, chances, strict=True)}


def _margins(lines: Answered, price: float) -> NDArray[np.float64]:
    """For each kind the margin from which on lines that go are worth what they cost."""
    order = np.argsort(-lines.margins, kind="stable")
    worth = (lines.wanted - price * lines.sizes * (1 - lines.wanted))[order]
    kinds = lines.kinds[order]
    best = [int(np.argmax(np.cumsum(worth * np.where(kinds == n, 1, _POOLED)))) for n in range(len(KINDS))]
    return lines.margins[order][best]
