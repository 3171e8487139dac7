"""A small network that knows furniture by sight: what extractors leave among the lines of a text.

The same arithmetic as :mod:`cleantext.model.network`, fewer and nearer neighbours, and a second
answer: which kind of furniture a line would be. See ``docs/leftovers-card.md``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import IO

import numpy as np
from numpy.typing import NDArray

from cleantext.model.network import SIGNAL, STATE, Floats, Layer, Lines, Table, overview_of, to_signal
from cleantext.model.page import Page
from cleantext.model.shape import LIMIT, features
from cleantext.model.tokens import ROW_BITS, Tokens, words_and_pairs
from cleantext.model.weights import Arrays, layer_of, read_arrays, table_of

KINDS = (
    "consent", "caption", "recommend", "bio", "newsletter", "share", "paywall", "ad", "cta", "nav", "meta", "footer",
    "comments", "forum",
)  # fmt: skip
"""The kinds of furniture that the network tells apart, in the order of its answers."""


KIND_BITS = 13
"""The table of kinds has ``2 ** KIND_BITS`` rows, shared by words and pairs of words."""


@dataclass(frozen=True, eq=False)
class Furniture:
    """Weights, ready to be run. ``columns`` names the features of shape that it looks at."""

    columns: Sequence[str]
    words: Table
    entry: Layer
    blocks: Sequence[Layer]
    distances: Sequence[int]
    pools: Mapping[int, Layer]
    exit: Layer
    kinds: Layer
    kind_words: Table

    def __call__(self, page: Page) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """For each line the log odds that it is furniture, in units of ``1 / STATE``, and its kind."""
        lines = self.lines(page)
        signal = self.signal(lines)
        kinds = self.kinds(signal)
        for tokens in (lines.words, lines.pairs):
            kinds += self.kind_words(kind_tokens(tokens)) * (STATE / SIGNAL)
        return self.exit(signal)[:, 0].astype(np.int64), kinds.argmax(1)

    def lines(self, page: Page) -> Lines:
        """What the network sees of ``page``."""
        found = features(page)
        table = np.empty((len(self.columns), page.size))
        for number, name in enumerate(self.columns):
            table[number] = found[name]
        return Lines(np.clip(np.rint(table), -LIMIT, LIMIT).astype(np.int8).T, *words_and_pairs(page), page.widths)

    def signal(self, lines: Lines) -> Floats:
        """What the last layers see of each line."""
        seen = (lines.shape.astype(np.float32), self.words(lines.words), self.words(lines.pairs))
        state = self.entry(np.concatenate(seen, axis=1))
        for number, (block, distance) in enumerate(zip(self.blocks, self.distances, strict=True)):
            signal = to_signal(state)
            if number in self.pools:
                state += self.pools[number](overview_of(signal, lines.widths))
                signal = to_signal(state)
            state += block.taps(signal, distance)
        return to_signal(state)


def kind_tokens(tokens: Tokens) -> Tokens:
    """The rows of the table of kinds that ``tokens`` look up."""
    return Tokens(tokens.rows >> np.uint16(ROW_BITS - KIND_BITS), tokens.counts)


@cache
def shipped() -> Furniture:
    """The network that comes with the package."""
    with files(__package__).joinpath("furniture.npz").open("rb") as file:
        return load(file)


def load(file: IO[bytes]) -> Furniture:
    """A network from the archive that ``benchmarks/train_leftovers.py`` writes."""
    return furniture(read_arrays(file))


def furniture(arrays: Arrays) -> Furniture:
    """A network from its arrays: integers, with the exponents of their scales."""
    distances = [int(distance) for distance in arrays["distances"]]
    return Furniture(
        columns=str(arrays["columns"]).split(),
        words=table_of(arrays, "words"),
        entry=layer_of(arrays, "entry"),
        blocks=[layer_of(arrays, f"block{number}") for number in range(len(distances))],
        distances=distances,
        pools={int(number): layer_of(arrays, f"pool{number}") for number in arrays["pools"]},
        exit=layer_of(arrays, "exit"),
        kinds=layer_of(arrays, "kinds"),
        kind_words=table_of(arrays, "kind_words"),
    )
