"""The lines of texts as the network sees them: shape, words, and what the rules saw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from cleantext.hits import Hit
from cleantext.judge import evidence
from cleantext.judge.page import Page, read_page
from cleantext.judge.shape import features, whole_numbers
from cleantext.judge.tokens import Tokens, words_and_pairs

LONGEST = 1 << 18
"""Characters of a line that are read: what stands behind so many says nothing more about it, and takes memory."""


@dataclass(frozen=True, eq=False)
class Lines:
    """The visible lines of texts: numbers about each (``shape``, ``(lines, columns)``), its words, its
    pairs of words, the rules that hold for it, its width, its text's number (``None``: all are of one),
    and its markup if there is any.
    """

    shape: NDArray[np.int8]
    words: Tokens
    pairs: Tokens
    rules: Tokens
    widths: NDArray[np.int64]
    owners: NDArray[np.int64] | None = None
    markup: NDArray[np.int8] | None = None
    names: Tokens | None = None


def lines_of(texts: Sequence[Sequence[str]], hits: Iterable[Hit]) -> tuple[Page, Lines] | None:
    """What is visible of some texts, each given by its lines; ``None`` if nothing is.

    Rules found ``hits``, whose units are numbered through all texts.
    """
    lines = [line for text in texts for line in text]
    page = read_page("\n".join(lines), list(accumulate(map(len, texts), initial=0))[:-1])
    if page is None:
        return None
    lengths = np.fromiter(map(len, lines), np.int64, len(lines))
    seen, rules = evidence.evidence(hits, page, lengths[page.numbers])
    shape = np.concatenate((whole_numbers(features(page), page.size), seen), axis=1)
    return page, Lines(shape, *words_and_pairs(page), rules, page.widths, page.owners)


def names() -> tuple[str, ...]:
    """The names of the columns of ``shape``, in their order."""
    page = read_page("One line.")
    assert page is not None
    return (*features(page), *evidence.NAMES)
