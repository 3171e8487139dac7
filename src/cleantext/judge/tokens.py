"""Which rows of the embedding table a line's words look up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleantext.judge.characters import Codes, Ints
from cleantext.judge.page import Page

ROW_BITS = 16
"""Words, and pairs of words, are numbered below ``2 ** ROW_BITS``; smaller tables look at the last bits."""


@dataclass(frozen=True, eq=False)
class Tokens:
    """Row numbers, those of one line after another; line ``n`` has ``counts[n]`` of them."""

    rows: NDArray[np.uint16]
    counts: Ints


def words_and_pairs(page: Page) -> tuple[Tokens, Tokens]:
    """The rows of each line's words, and of its pairs of neighbouring words, edges included."""
    number = page.words.number
    return Tokens(_rows(page.words.hashes), number), Tokens(_rows(page.pairs), number + (number > 0))


def _rows(hashes: Codes) -> NDArray[np.uint16]:
    return (hashes >> np.uint32(32 - ROW_BITS)).astype(np.uint16)
