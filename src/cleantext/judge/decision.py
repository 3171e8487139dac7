"""The decision: from what the network thinks of each line to what goes and what stays."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from cleantext.judge.network import STATE
from cleantext.judge.shape import log2

WHOLE = 1 << 16
"""Probabilities are whole numbers, in units of ``1 / WHOLE``, so that sums of them are exact."""

CAUTION = {"text": 2.0, "html": 1.0}
"""What a line that stays counts in the expected F1. From text alone twice: on texts like those of the training this
costs a little; on texts unlike them, where the network is too sure of itself, less is kept in error. Markup tells
more.
"""
_FARTHEST = 16 * STATE


@cache
def _probabilities() -> NDArray[np.int64]:
    odds = np.exp(np.arange(-_FARTHEST, _FARTHEST + 1) / STATE)
    # No probability lies so near the middle of two whole numbers that a last bit could matter.
    whole: NDArray[np.int64] = np.rint(WHOLE * odds / (1 + odds)).astype(np.int64)
    return whole


_USUAL = 10  # words of the line that a threshold is about
_LEAST = 4  # no line counts for fewer words: an answer, a name, a verse is missed as much


def least_odds(threshold: float) -> int:
    """The log odds (in units of ``1 / STATE``) from which a line of ten words is furniture: those of ``threshold``."""
    return round(STATE * math.log(threshold / (1 - threshold)))


def weighed(odds: NDArray[np.int64], words: NDArray[np.int64]) -> NDArray[np.int64]:
    """``odds`` that lines of so many ``words`` are furniture, as if each had ten.

    What a mistake costs grows with the words that an author would lose, so the odds must be in
    proportion to them, and at least to four.
    """
    more = (log2(np.maximum(words, _LEAST)) - float(log2(_USUAL))) * math.log(2)
    result: NDArray[np.int64] = odds - np.rint(STATE * more).astype(np.int64)
    return result


def probabilities(scores: NDArray[np.int64]) -> NDArray[np.int64]:
    """The probability of each line, in units of ``1 / WHOLE``, from its log odds."""
    return _probabilities()[np.clip(scores, -_FARTHEST, _FARTHEST) + _FARTHEST]


def best_threshold(chances: NDArray[np.int64], widths: NDArray[np.int64], caution: float) -> int:
    """The probability from which on lines stay, so that the expected F1 of the page is highest; see :data:`CAUTION`.

    On a page where the network is sure this lies near one half, on a puzzling page lower: the
    less it knows, the more stays, and the likeliest line stays always.
    """
    order = np.argsort(-chances, kind="stable")
    right = np.cumsum((chances * widths)[order])
    kept = np.cumsum(widths[order]) * WHOLE
    expected = 2 * right / (caution * kept + right[-1])
    return int(chances[order][int(np.argmax(expected))])
