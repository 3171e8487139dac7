"""The lines of a text as arrays: where they stand, their letters and words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cleantext.codes import alphabetic, alphanumeric, code_points, dense, spaces, word_counts
from cleantext.folding import fold

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class TextLines:
    """Lines, none of which holds a line break, one below the other in one ``folded`` text.

    Line ``n`` is ``folded[starts[n]:ends[n]]``, and so it is in ``text``.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.text = "\n".join(texts)
        self.folded = fold(self.text)
        self.lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        self.ends = np.cumsum(self.lengths + 1) - 1
        self.starts = self.ends - self.lengths

    @cached_property
    def codes(self) -> NDArray[np.uint32]:
        """The code points of ``folded``."""
        return code_points(self.folded)

    @cached_property
    def shown(self) -> NDArray[np.uint32]:
        """The code points of ``text``."""
        return self.codes if self.folded == self.text else code_points(self.text)

    @cached_property
    def bounds(self) -> tuple[Ints, Ints]:
        """Where in each line the first and behind the last character stand that are not white space.

        Of a line that is all white space both are where it ends.
        """
        places = np.append(np.flatnonzero(~spaces()[self.shown]), len(self.shown))
        after = np.searchsorted(places, self.starts)
        firsts = np.minimum(places[after], self.ends)
        lasts = np.where(firsts < self.ends, places[np.searchsorted(places, self.ends) - 1] + 1, self.ends)
        return firsts, lasts

    @cached_property
    def words(self) -> Ints:
        """The number of words of each line."""
        return word_counts(self.shown, self.starts, self.ends)

    @cached_property
    def characters(self) -> NDArray[np.int32]:
        """How many letters and digits stand before each place of ``folded``."""
        before = np.zeros(len(self.codes) + 1, np.int32)
        np.cumsum(alphanumeric()[self.codes], out=before[1:])
        return before

    @cached_property
    def letters(self) -> Bools:
        """Which characters of ``folded`` are letters; one more at either end is none."""
        letters = np.zeros(len(self.codes) + 2, bool)
        letters[1:-1] = alphabetic()[self.codes]
        return letters

    @cached_property
    def letter_bounds(self) -> tuple[Ints, Ints]:
        """Where the first and the last letter of each line stand; in a line without any the end and 0."""
        places = np.append(np.flatnonzero(self.letters[1:-1]), len(self.codes))
        firsts = np.minimum(places[np.searchsorted(places, self.starts)], self.ends)
        lasts = np.where(firsts < self.ends, places[np.searchsorted(places, self.ends) - 1], 0)
        return firsts, lasts

    @cached_property
    def word_sizes(self) -> tuple[Ints, Ints]:
        """Where each run of letters in ``folded`` starts, and of how many letters it is."""
        edges = np.flatnonzero(self.letters[1:] != self.letters[:-1])
        return edges[::2], edges[1::2] - edges[::2]

    def coverable(self, starts: Ints, ends: Ints, apart: int) -> Bools:
        """Which lines have no letter outside of the spans but in runs of fewer than ``apart`` letters."""
        begun = np.bincount(starts, minlength=len(self.codes) + 1)
        ended = np.bincount(ends, minlength=len(self.codes) + 1)
        bare = np.cumsum(begun - ended)[:-1] == 0
        bare &= self.letters[1:-1]
        runs, sizes = self.word_sizes
        long = sizes >= apart
        # Runs are judged by the letters in them that no span covers.
        before = np.concatenate(([0], np.cumsum(bare)))
        out = runs[long][before[(runs + sizes)[long]] > before[runs[long]]]
        result = self.letter_bounds[0] < self.ends
        result[np.searchsorted(self.starts, out, "right") - 1] = False
        return result


def are_words(codes: NDArray[np.uint32], starts: Ints, ends: Ints) -> Bools:
    """Which spans of a text begin and end where words do."""
    letter = np.zeros(len(codes) + 2, bool)  # with an edge before and behind the text
    letter[1:-1] = alphanumeric()[codes]
    joined = letter[:-1] & letter[1:]
    if len(codes) and codes.max() >= 0x0E00:
        apart = np.zeros(len(codes) + 2, bool)
        apart[1:-1] = dense()[codes]
        joined &= ~(apart[:-1] | apart[1:])
    result: Bools = ~(joined[starts] | joined[ends])
    return result
