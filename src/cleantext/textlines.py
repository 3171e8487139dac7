"""The lines of a text as arrays: where they stand, their letters and words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cleantext.codes import alphabetic, alphanumeric, code_points, dense, word_counts
from cleantext.folding import fold
from cleantext.patterns import TextLine

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class TextLines:
    """Lines, none of which holds a line break, one below the other in one ``folded`` text.

    Line ``n`` is ``folded[starts[n]:ends[n]]``, and so it is in ``text``.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.text = "\n".join(texts)
        self.folded = fold(self.text)
        self.lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        self.ends = np.cumsum(self.lengths + 1) - 1
        self.starts = self.ends - self.lengths
        self._asked: dict[int, TextLine] = {}

    def __getitem__(self, number: int) -> TextLine:
        if number not in self._asked:
            self._asked[number] = TextLine.of(self.texts[number])
        return self._asked[number]

    @cached_property
    def lasts(self) -> Ints:
        """Where the last character of each line ends that is not white space."""
        return self.starts + np.fromiter((len(text.rstrip()) for text in self.texts), np.int64, len(self.texts))

    @cached_property
    def codes(self) -> NDArray[np.uint32]:
        """The code points of ``folded``."""
        return code_points(self.folded)

    @cached_property
    def words(self) -> Ints:
        """The number of words of each line."""
        return word_counts(code_points(self.text), self.starts, self.ends)

    @cached_property
    def characters(self) -> Ints:
        """How many letters and digits stand before each place of ``folded``."""
        return np.concatenate(([0], np.cumsum(alphanumeric()[self.codes], dtype=np.int64)))

    def are_words(self, starts: Ints, ends: Ints) -> Bools:
        """Which spans of ``folded`` begin and end where words do."""
        return are_words(self.codes, starts, ends)

    def coverable(self, starts: Ints, ends: Ints, numbers: Ints, longest: int) -> Bools:
        """Which lines spans may cover from the first letter to the last: no others need a closer look.

        The spans stand in lines ``numbers``. A span of up to ``longest`` characters may stand anywhere where
        neither before nor behind it is a letter.
        """
        letter = np.zeros(len(self.codes) + 2 * longest + 2, bool)
        body = letter[longest + 1 : longest + 1 + len(self.codes)]
        body[:] = alphabetic()[self.codes]
        places = np.append(np.flatnonzero(body), len(self.codes))
        after = np.searchsorted(places, self.starts)
        first = places[after]
        has_letter = first < self.ends
        last = np.where(has_letter, places[np.searchsorted(places, self.ends) - 1], 0)
        reach = np.arange(longest + 1)
        begun: Bools = np.logical_not(letter[first[:, None] + longest + 1 + reach].all(1))
        ended: Bools = np.logical_not(letter[last[:, None] + longest + 1 - reach].all(1))
        begun[numbers[starts <= first[numbers]]] = True
        ended[numbers[ends > last[numbers]]] = True
        result: Bools = has_letter & begun & ended
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
