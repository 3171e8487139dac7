"""The lines of a text as the network sees them: shape, words, and what the rules saw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleantext.hits import Hit
from cleantext.judge import evidence
from cleantext.judge.page import Page, read_page
from cleantext.judge.shape import features, whole_numbers
from cleantext.judge.tokens import Tokens, words_and_pairs


@dataclass(frozen=True, eq=False)
class Lines:
    """The visible lines of a page: numbers about each (``shape``, ``(lines, columns)``), its words, its
    pairs of words, the rules that hold for it, its width, and its markup if there is any.
    """

    shape: NDArray[np.int8]
    words: Tokens
    pairs: Tokens
    rules: Tokens
    widths: NDArray[np.int64]
    markup: NDArray[np.int8] | None = None
    names: Tokens | None = None


def lines_of(texts: Sequence[str], hits: Iterable[Hit]) -> tuple[Page, Lines] | None:
    """What is visible of ``texts``, in which rules found ``hits``; ``None`` if nothing is."""
    page = read_page("\n".join(texts))
    if page is None:
        return None
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    seen, rules = evidence.evidence(hits, page.numbers, lengths[page.numbers])
    shape = np.concatenate((whole_numbers(features(page), page.size), seen), axis=1)
    return page, Lines(shape, *words_and_pairs(page), rules, page.widths)


def names() -> tuple[str, ...]:
    """The names of the columns of ``shape``, in their order."""
    page = read_page("One line.")
    assert page is not None
    return (*features(page), *evidence.NAMES)
