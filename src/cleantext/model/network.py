"""The network: a stack of dilated convolutions over the lines of a page, in exact arithmetic.

Weights and activations are whole numbers small enough that every sum stays below 2**24, where
single precision is exact. So the order in which a machine adds does not matter, and the same
page gets the same scores everywhere. The scale of a whole number is a power of two:
``STATE`` for the state of a line, ``SIGNAL`` for what flows into a layer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cleantext.model.tokens import Tokens

Floats: TypeAlias = NDArray[np.float32]

STATE = 256
SIGNAL = 64
CEILING = 1023  # the largest signal; in units of 1 / SIGNAL
EXACT = 1 << 24

# Multiplications that BLAS libraries do not think worth spreading over threads. For matrices as
# small as ours threads cost more than they save, and ten times more where cores are busy.
_ONE_THREAD = 1 << 17


def _product(rows: Floats, weights: Floats) -> Floats:
    """``rows @ weights``, a few rows at a time."""
    few = max(1, _ONE_THREAD // weights.size)
    whole = len(rows) // few * few if rows.ndim == 2 else 0
    if not whole:
        return rows @ weights
    result = np.empty((len(rows), weights.shape[1]), np.float32)
    np.matmul(
        rows[:whole].reshape(-1, few, rows.shape[1]), weights, out=result[:whole].reshape(-1, few, result.shape[1])
    )
    result[whole:] = rows[whole:] @ weights
    return result


@dataclass(frozen=True, eq=False)
class Layer:
    """``rint((x @ weights + bias) / scale)``, all of whole numbers; ``scale`` is a power of two."""

    weights: Floats
    bias: Floats
    scale: Floats

    def __call__(self, signal: Floats) -> Floats:
        """The layer's output for each row of ``signal``."""
        result: Floats = np.rint((_product(signal, self.weights) + self.bias) / self.scale)
        return result

    def taps(self, signal: Floats, distance: int) -> Floats:
        """The same over each line with the lines ``distance`` above and below it."""
        width = signal.shape[1]
        above, here, below = self.weights[:width], self.weights[width : 2 * width], self.weights[2 * width :]
        total: Floats = _product(signal, here) + self.bias
        if distance < len(signal):
            total[distance:] += _product(signal[:-distance], above)
            total[:-distance] += _product(signal[distance:], below)
        result: Floats = np.rint(total / self.scale)
        return result


@dataclass(frozen=True, eq=False)
class Table:
    """A row of small whole numbers for each token, ``rows / scale`` being their values."""

    rows: NDArray[np.int8]
    scale: int

    def __call__(self, tokens: Tokens) -> Floats:
        """For each line the sum of its tokens' rows over the square root of their number."""
        sums = np.zeros((len(tokens.counts), self.rows.shape[1]), np.float64)
        some = np.flatnonzero(tokens.counts)
        if len(some):
            starts = (np.cumsum(tokens.counts) - tokens.counts)[some]
            gathered = self.rows.take(tokens.rows, axis=0)
            sums[some] = np.add.reduceat(gathered, starts, axis=0, dtype=np.int32)
        roots = np.sqrt(np.maximum(tokens.counts, 1))[:, None]
        result = np.clip(np.rint(sums * (SIGNAL / self.scale) / roots), -CEILING, CEILING)
        return result.astype(np.float32)


@dataclass(frozen=True, eq=False)
class Lines:
    """What the network sees of a page: shape, words and pairs of words, and markup if there is any."""

    shape: NDArray[np.int8]
    words: Tokens
    pairs: Tokens
    widths: NDArray[np.int64]
    markup: NDArray[np.int8] | None = None
    names: Tokens | None = None


@dataclass(frozen=True, eq=False)
class Network:
    """Weights, ready to be run. ``pools`` maps the number of a block to the layer that, before
    it, adds what the page as a whole is like.
    """

    words: Table
    names: Table
    entry: Layer
    markup: Layer
    blocks: Sequence[Layer]
    distances: Sequence[int]
    pools: Mapping[int, Layer]
    exit: Layer

    def __call__(self, lines: Lines) -> NDArray[np.int64]:
        """The log odds that each line is main content, in units of ``1 / STATE``."""
        seen = (lines.shape.astype(np.float32), self.words(lines.words), self.words(lines.pairs))
        state = self.entry(np.concatenate(seen, axis=1))
        if lines.markup is not None and lines.names is not None:
            marks = (lines.markup.astype(np.float32), self.names(lines.names))
            state += self.markup(np.concatenate(marks, axis=1))
        for number, (block, distance) in enumerate(zip(self.blocks, self.distances, strict=True)):
            if number in self.pools:
                state += self.pools[number](overview_of(to_signal(state), lines.widths))
            state += block.taps(to_signal(state), distance)
        return self.exit(to_signal(state))[:, 0].astype(np.int64)


def to_signal(state: Floats) -> Floats:
    """The state as the next layer sees it: whole numbers from 0 to ``CEILING``."""
    signal: Floats = np.clip(np.rint(state * np.float32(SIGNAL / STATE)), 0, CEILING)
    return signal


def overview_of(signal: Floats, widths: NDArray[np.int64]) -> Floats:
    """The mean over the lines, and the mean over the text."""
    exact = signal.astype(np.float64)
    by_line = exact.sum(0) / len(exact)
    by_text = (exact * widths[:, None]).sum(0) / widths.sum()
    overview: Floats = np.rint(np.concatenate((by_line, by_text))).astype(np.float32)
    return overview
