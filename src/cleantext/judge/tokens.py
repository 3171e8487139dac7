"""Which rows of the embedding table a line's words look up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleantext.judge.characters import Codes, Ints
from cleantext.judge.page import Page, mixed

ROW_BITS = 16
"""The tables of words and of pairs of words have ``2 ** ROW_BITS`` rows each."""

_EDGE = 0x51ED270B  # stands for the word before the first and after the last


@dataclass(frozen=True, eq=False)
class Tokens:
    """Row numbers, those of one line after another; line ``n`` has ``counts[n]`` of them."""

    rows: NDArray[np.uint16]
    counts: Ints


def words_and_pairs(page: Page) -> tuple[Tokens, Tokens]:
    """The rows of each line's words, and of its pairs of neighbouring words, edges included."""
    words = page.words
    number = words.number
    before = np.full(len(words.hashes), _EDGE, np.uint32)
    before[1:] = np.where(words.opens[1:], before[1:], words.hashes[:-1])
    closing = np.flatnonzero(np.append(words.opens[1:], True)) if len(words.hashes) else np.zeros(0, np.int64)
    edge = np.full(len(closing), _EDGE, np.uint32)
    left = np.insert(before, closing + 1, words.hashes[closing])
    right = np.insert(words.hashes, closing + 1, edge)
    return Tokens(_rows(words.hashes), number), Tokens(_rows(_pair(left, right)), number + (number > 0))


def _pair(left: Codes, right: Codes) -> Codes:
    return mixed(left * np.uint32(0x85EBCA6B) + mixed(right * np.uint32(0xC2B2AE35)))


def _rows(hashes: Codes) -> NDArray[np.uint16]:
    return (hashes >> np.uint32(32 - ROW_BITS)).astype(np.uint16)
