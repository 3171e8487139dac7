"""The lines of texts as the network sees them: shape, words, and what the rules saw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleantext.hits import Hit
from cleantext.judge.evidence import evidence
from cleantext.judge.page import Page, read_page
from cleantext.judge.shape import features, whole_numbers
from cleantext.judge.tokens import Tokens, words_and_pairs

LONGEST = 1 << 18
"""Characters of a line that are read: what stands behind so many says nothing more about it, and takes memory."""


class Facts(NamedTuple):
    """What more is known about each line: numbers, ``(lines, columns)``, and names of things."""

    numbers: NDArray[np.int8]
    names: Tokens


@dataclass(frozen=True, eq=False)
class Lines:
    """The visible lines of texts: what each looks like (``shape``, ``(lines, columns)``), its words, its pairs of
    words, its width, its text's number (``None``: all are of one); and where they are known the evidence of rules
    with the rules themselves, and the markup with the names of the elements around.
    """

    shape: NDArray[np.int8]
    words: Tokens
    pairs: Tokens
    widths: NDArray[np.int64]
    owners: NDArray[np.int64] | None = None
    evidence: Facts | None = None
    markup: Facts | None = None


def clipped(texts: Sequence[Sequence[str]]) -> list[list[str]]:
    """The lines of texts as far as they are read."""
    return [[line[:LONGEST] for line in text] for text in texts]


def lines_of(texts: Sequence[Sequence[str]], hits: Iterable[Hit] | None = None) -> tuple[Page, Lines] | None:
    """What is visible of some texts, each given by its lines; ``None`` if nothing is.

    Rules found ``hits``, whose units are numbered through all texts; without them there is no evidence.
    """
    lines = [line for text in texts for line in text]
    page = read_page("\n".join(lines), list(accumulate(map(len, texts), initial=0))[:-1])
    if page is None:
        return None
    shape, (words, pairs) = whole_numbers(features(page).values(), page.size), words_and_pairs(page)
    seen = None
    if hits is not None:
        lengths = np.fromiter(map(len, lines), np.int64, len(lines))
        seen = Facts(*evidence(hits, page, lengths[page.numbers]))
    return page, Lines(shape, words, pairs, page.widths, page.owners, seen)


def names() -> tuple[str, ...]:
    """The names of the columns of ``shape``, in their order."""
    page = read_page("One line.")
    assert page is not None
    return tuple(features(page))
