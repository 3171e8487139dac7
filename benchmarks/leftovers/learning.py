"""The network while it learns: the same as :mod:`cleantext.model.furniture`, in PyTorch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from cleantext.model.furniture import KINDS
from cleantext.model.network import SIGNAL, Lines
from cleantext.model.tokens import ROW_BITS, Tokens

DISTANCES = (1, 1, 2, 4, 8)
POOLS = (2,)
BETWEEN = max(DISTANCES)  # empty lines between the texts of a batch, as far as a convolution sees
STATES, VECTOR = 48, 16


@dataclass(frozen=True, eq=False)
class Piece:
    """A stretch of a text to learn from: what is seen, and what is asked (1: furniture)."""

    lines: Lines
    wanted: NDArray[np.float32]
    weights: NDArray[np.float32]
    codes: NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Bag:
    """Tokens of all lines of a batch: rows, where each line's begin, their weights."""

    rows: Tensor
    starts: Tensor
    weights: Tensor
    roots: Tensor


@dataclass(frozen=True, eq=False)
class Batch:
    """Several texts one below the other, with empty lines between them."""

    shape: Tensor
    words: Bag
    pairs: Bag
    real: Tensor  # 1 for a line, 0 for an empty one between texts
    text: Tensor  # the text of each line
    by_line: Tensor  # what a line counts in the mean over its text's lines
    by_width: Tensor  # and in the mean over its characters
    wanted: Tensor
    weights: Tensor
    codes: Tensor
    size: int


class FurnitureNet(nn.Module):
    """Scores lines; a second head tells the kind of furniture."""

    def __init__(self, columns: int, dropout: float) -> None:
        super().__init__()
        self.dropout = dropout
        self.words = nn.Embedding(1 << ROW_BITS, VECTOR)
        nn.init.normal_(self.words.weight, std=0.03)
        self.entry = nn.Linear(columns + 2 * VECTOR, STATES)
        self.blocks = nn.ModuleList(nn.Conv1d(STATES, STATES, 3, padding=d, dilation=d) for d in DISTANCES)
        for block in self.blocks:
            nn.init.normal_(block.weight, std=0.5 / (STATES * 3) ** 0.5)
            nn.init.zeros_(block.bias)
        self.pools = nn.ModuleDict({str(number): nn.Linear(2 * STATES, STATES) for number in POOLS})
        self.exit = nn.Linear(STATES, 1)
        self.kinds = nn.Linear(STATES, len(KINDS))

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """The log odds of each line, and those of the kinds."""
        real = batch.real[:, None]
        seen = (batch.shape, _sums(self.words, batch.words), _sums(self.words, batch.pairs))
        state = self.entry(torch.cat(seen, 1)) * real
        for number, block in enumerate(self.blocks):
            if str(number) in self.pools:
                overview = _overview(functional.relu(state), batch)
                state = (state + self.pools[str(number)](overview)[batch.text]) * real
            signal = functional.dropout(functional.relu(state), self.dropout, self.training)
            state = state + block(signal.T[None])[0].T * real
        signal = functional.dropout(functional.relu(state), 2 * self.dropout, self.training)
        return self.exit(signal)[:, 0], self.kinds(signal)


def _sums(table: nn.Embedding, bag: Bag) -> Tensor:
    sums = functional.embedding_bag(bag.rows, table.weight, bag.starts, mode="sum", per_sample_weights=bag.weights)
    return sums * bag.roots[:, None]


def _overview(signal: Tensor, batch: Batch) -> Tensor:
    def mean(weights: Tensor) -> Tensor:
        return torch.zeros(batch.size, signal.shape[1]).index_add_(0, batch.text, signal * weights[:, None])

    return torch.cat((mean(batch.by_line), mean(batch.by_width)), 1)


def loss(net: FurnitureNet, batch: Batch) -> Tensor:
    """Cross entropy of furniture, weighted by what a mistake costs, and a little of the kinds."""
    odds, kinds = net(batch)
    entropy = functional.binary_cross_entropy_with_logits(odds, batch.wanted, batch.weights, reduction="sum")
    total: Tensor = entropy / 60
    known = (batch.codes >= 0) & (batch.codes < len(KINDS)) & (batch.real > 0)
    if known.any():
        total = total + 0.015 * functional.cross_entropy(kinds[known], batch.codes[known], reduction="sum")
    return total / batch.size


def batch_of(pieces: Sequence[Piece], left_out: float) -> Batch:
    """A batch; ``left_out`` of the tokens are left out at random."""
    lengths = [len(piece.codes) for piece in pieces]
    return Batch(
        shape=_rows([piece.lines.shape for piece in pieces]) / SIGNAL,
        words=_bag([piece.lines.words for piece in pieces], left_out),
        pairs=_bag([piece.lines.pairs for piece in pieces], left_out),
        real=_column([np.ones(length) for length in lengths]),
        text=torch.from_numpy(np.repeat(np.arange(len(pieces)), [length + BETWEEN for length in lengths])),
        by_line=_column([np.full(length, 1 / length) for length in lengths]),
        by_width=_column([piece.lines.widths / piece.lines.widths.sum() for piece in pieces]),
        wanted=_column([piece.wanted for piece in pieces]),
        weights=_column([piece.weights for piece in pieces]),
        codes=_column([piece.codes for piece in pieces]).long(),
        size=len(pieces),
    )


def _rows(parts: Sequence[NDArray[np.int8]]) -> Tensor:
    between = np.zeros((BETWEEN, parts[0].shape[1]), np.int8)
    return torch.from_numpy(np.concatenate([piece for part in parts for piece in (part, between)])).float()


def _column(parts: Sequence[NDArray[np.generic]]) -> Tensor:
    between = np.zeros(BETWEEN)
    return torch.from_numpy(np.concatenate([piece for part in parts for piece in (part, between)])).float()


def _bag(parts: Sequence[Tokens], left_out: float) -> Bag:
    counts = np.concatenate([np.append(part.counts, np.zeros(BETWEEN, np.int64)) for part in parts])
    rows = torch.from_numpy(np.concatenate([part.rows for part in parts]).astype(np.int64))
    weights = (torch.rand(len(rows)) >= left_out).float()
    roots = np.where(counts > 0, 1 / np.sqrt(np.maximum(counts, 1)), 0)
    return Bag(rows, torch.from_numpy(np.cumsum(counts) - counts), weights, torch.from_numpy(roots).float())
