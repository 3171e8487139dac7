"""The network: dilated convolutions over the lines of a text, in exact arithmetic.

Weights and activations are whole numbers small enough that every sum stays below 2**24, where
single precision is exact. So the order in which a machine adds does not matter, and the same
page gets the same scores everywhere. The scale of a whole number is a power of two:
``STATE`` for the state of a line, ``SIGNAL`` for what flows into a layer. Layers hold their weights
times the scale of what comes out: a product with a power of two is exact, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cleantext.judge.lines import Facts, Lines
from cleantext.judge.tokens import Tokens

Floats: TypeAlias = NDArray[np.float32]

STATE = 256
SIGNAL = 64
CEILING = 1023  # the largest signal; in units of 1 / SIGNAL
EXACT = 1 << 24

# Multiplications that OpenBLAS does not think worth spreading over threads. For matrices as small
# as ours threads cost more than they save, and ten times more where cores are busy.
_ONE_THREAD = 1 << 18
_FEWEST = 16  # rows, below which half of the columns at a time are faster


def _product(rows: Floats, weights: Floats) -> Floats:
    """``rows @ weights``, a few rows at a time."""
    few = max(1, _ONE_THREAD // weights.size)
    whole = len(rows) // few * few if rows.ndim == 2 else 0
    if not whole:
        return rows @ weights
    if few < _FEWEST:
        half = weights.shape[1] // 2
        return np.concatenate((_product(rows, weights[:, :half]), _product(rows, weights[:, half:])), axis=1)
    result = np.empty((len(rows), weights.shape[1]), np.float32)
    np.matmul(
        rows[:whole].reshape(-1, few, rows.shape[1]), weights, out=result[:whole].reshape(-1, few, result.shape[1])
    )
    result[whole:] = rows[whole:] @ weights
    return result


@dataclass(frozen=True, eq=False)
class Layer:
    """``rint(x @ weights + bias)``: whole numbers times the powers of two that scale each column of the output."""

    weights: Floats
    bias: Floats

    def __call__(self, signal: Floats) -> Floats:
        """The layer's output for each row of ``signal``."""
        total = _product(signal, self.weights)
        total += self.bias
        np.rint(total, out=total)
        return total


@dataclass(frozen=True, eq=False)
class Block:
    """What a line learns from itself (a layer), and then from the lines ``distance`` above and below it.

    ``taps`` is ``(3, width)``: what each state counts in the line above, the line, the line below.
    """

    inner: Layer
    taps: Floats
    bias: Floats
    distance: int

    def __call__(self, signal: Floats, owners: NDArray[np.int64]) -> Floats:
        """The output for each row of ``signal``; rows that differ in ``owners`` are of different texts."""
        inner = self.inner(signal)
        inner = to_signal(inner, out=inner)
        above, here, below = self.taps
        total: Floats = inner * here
        total += self.bias
        if self.distance < len(signal):
            apart = owners[self.distance :] != owners[: -self.distance] if owners[-1] > 0 else None
            told = inner[: -self.distance] * above
            if apart is not None:
                told[apart] = 0
            total[self.distance :] += told
            np.multiply(inner[self.distance :], below, out=told)  # new memory costs more than the sums
            if apart is not None:
                told[apart] = 0
            total[: -self.distance] += told
        np.rint(total, out=total)
        return total


@dataclass(frozen=True, eq=False)
class Table:
    """A row of small whole numbers for each token, ``rows / scale`` being their values; a power of two of them,
    which tokens whose last bits are the same share.
    """

    rows: NDArray[np.int8]
    scale: int

    def __call__(self, tokens: Tokens) -> Floats:
        """For each line the sum of its tokens' rows over the square root of their number."""
        sums = np.zeros((len(tokens.counts), self.rows.shape[1]), np.float64)
        some = np.flatnonzero(tokens.counts)
        if len(some):
            starts = (np.cumsum(tokens.counts) - tokens.counts)[some]
            gathered = self.rows.take(tokens.rows & np.uint16(len(self.rows) - 1), axis=0)
            sums[some] = np.add.reduceat(gathered, starts, axis=0, dtype=np.int32)
        sums *= SIGNAL / self.scale
        sums /= np.sqrt(np.maximum(tokens.counts, 1))[:, None]
        return np.clip(np.rint(sums, out=sums), -CEILING, CEILING).astype(np.float32)


class Answers(NamedTuple):
    """Log odds in units of ``1 / STATE``: for each line, that it belongs to the main content of a whole
    page, that it is furniture in a text; and how much it is like each kind, ``(lines, kinds)``. Networks
    that judge HTML say nothing of furniture: of that there are no entries.
    """

    content: NDArray[np.int64]
    furniture: NDArray[np.int64]
    kinds: NDArray[np.int64]


class Reader(NamedTuple):
    """Reads facts about lines."""

    names: Table
    layer: Layer

    def __call__(self, facts: Facts) -> Floats:
        """What they add to the state of each line."""
        return self.layer(np.concatenate((facts.numbers.astype(np.float32), self.names(facts.names)), axis=1))


@dataclass(frozen=True, eq=False)
class Network:
    """Weights, ready to be run. ``pools`` maps the number of a block to the layer that, before
    it, adds what the text as a whole is like. Facts that it has no reader for it does not see.
    """

    words: Table
    pairs: Table
    entry: Layer
    blocks: Sequence[Block]
    pools: Mapping[int, Layer]
    exit: Layer
    evidence: Reader | None = None
    markup: Reader | None = None

    def __call__(self, lines: Lines) -> Answers:
        """What the network thinks of each line; lines of one text see nothing of another."""
        owners = np.zeros(len(lines.widths), np.int64) if lines.owners is None else lines.owners
        seen = (lines.shape.astype(np.float32), self.words(lines.words), self.pairs(lines.pairs))
        state = self.entry(np.concatenate(seen, axis=1))
        for reader, facts in ((self.evidence, lines.evidence), (self.markup, lines.markup)):
            if reader is not None and facts is not None:
                state += reader(facts)
        signal = np.empty_like(state)
        for number, block in enumerate(self.blocks):
            to_signal(state, out=signal)
            if number in self.pools:
                state += self.pools[number](overviews_of(signal, lines.widths, owners))[owners]
                to_signal(state, out=signal)
            state += block(signal, owners)
        answers = self.exit(to_signal(state, out=signal)).astype(np.int64)
        return Answers(answers[:, 0], answers[:, 1:2].ravel(), answers[:, 2:])


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Networks that were trained apart. Their mean counts: what each has learned by chance differs."""

    members: Sequence[Network]

    def __call__(self, lines: Lines) -> Answers:
        """What the networks think of each line."""
        return _mean([member(lines) for member in self.members])


def _mean(answers: Sequence[Answers]) -> Answers:
    return Answers(*(sum(column) // len(answers) for column in zip(*answers, strict=True)))


def to_signal(state: Floats, out: Floats | None = None) -> Floats:
    """The state as the next layer sees it: whole numbers from 0 to ``CEILING``; in the place of ``out``."""
    signal: Floats = np.multiply(state, np.float32(SIGNAL / STATE), out=out)
    np.rint(signal, out=signal)
    return np.clip(signal, 0, CEILING, out=signal)


def overviews_of(signal: Floats, widths: NDArray[np.int64], owners: NDArray[np.int64]) -> Floats:
    """For each text the mean over its lines, and the mean over its text; sums are exact in any order."""
    firsts = np.flatnonzero(np.diff(owners, prepend=-1))
    exact = signal.astype(np.float64)
    by_line = np.add.reduceat(exact, firsts) / np.bincount(owners)[:, None]
    exact *= widths[:, None]
    by_text = np.add.reduceat(exact, firsts) / np.add.reduceat(widths, firsts)[:, None]
    overviews: Floats = np.rint(np.concatenate((by_line, by_text), axis=1)).astype(np.float32)
    return overviews
