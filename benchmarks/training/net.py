"""The network while it learns: the same as :mod:`cleantext.judge.network`, in PyTorch.

One kind of network judges texts: it scores the lines of whole pages, and finds the furniture in texts and says
what kind it is. Learning both makes it better at either. The other judges HTML: it scores the lines of pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from cleantext.hits import RULE_BITS
from cleantext.judge.lines import Facts
from cleantext.judge.network import SIGNAL
from cleantext.judge.tokens import ROW_BITS, Tokens
from cleantext.kinds import KINDS
from cleantext.reading.names import NAME_BITS
from training.examples import Example

DISTANCES = (1, 2, 4, 8, 16, 32, 1)
POOLS = (3, 6)
FACTS = {"evidence": (RULE_BITS, 12), "markup": (NAME_BITS, 16)}
"""Facts about lines: how many bits the numbers of their names have, and how many numbers are learned of each name."""
PAGES = ("article", "service", "product", "collection", "forum", "listing", "documentation")


@dataclass(frozen=True)
class Design:
    """What a network is like."""

    states: int
    bits: int  # of the numbers of words, and of pairs of words, that the network tells apart
    vector: int  # numbers that are learned of each
    reads: tuple[str, ...]  # the facts that it reads
    finds_furniture: bool


DESIGNS = {"text": Design(96, ROW_BITS, 20, ("evidence",), True), "html": Design(64, 13, 12, ("markup",), False)}
"""By what they judge."""


@dataclass(frozen=True, eq=False)
class Bag:
    """Tokens of all lines of a batch: rows, where each line's begin, their weights."""

    rows: Tensor
    starts: Tensor
    weights: Tensor
    roots: Tensor


@dataclass(frozen=True, eq=False)
class Known:
    """Facts about the lines of a batch; ``lines`` is 1 for those of which they are known."""

    numbers: Tensor
    names: Bag
    lines: Tensor


@dataclass(frozen=True, eq=False)
class Batch:
    """Several pages one below the other."""

    shape: Tensor
    words: Bag
    pairs: Bag
    facts: dict[str, Known]
    page: Tensor  # the page of each line
    together: dict[int, Tensor]  # for each distance 1 where a line and the one so far below are of one page
    by_line: Tensor  # what a line counts in the mean over its page's lines
    by_text: Tensor  # and in the mean over its text
    share: Tensor  # of a line's words that are main content
    sizes: Tensor  # in words
    golds: Tensor  # words of each page's gold text
    known: Tensor  # 1 for a line of which it is known whether it is content
    page_kinds: Tensor
    wanted: Tensor
    costs: Tensor
    kinds: Tensor
    pages: int


class Answers(NamedTuple):
    """Log odds: of content and of furniture for each line, of its kind, and of the kind of each page."""

    content: Tensor
    furniture: Tensor
    kinds: Tensor
    page_kinds: Tensor


class Block(nn.Module):
    """A layer over each line, then for each of its states a weighted sum over lines ``distance`` apart."""

    def __init__(self, states: int, distance: int, dropout: float) -> None:
        super().__init__()
        self.distance = distance
        self.dropout = dropout
        self.inner = nn.Linear(states, states)
        self.taps = nn.Parameter(torch.randn(3, states) * 0.3)
        self.bias = nn.Parameter(torch.zeros(states))

    def forward(self, signal: Tensor, together: Tensor) -> Tensor:
        """What each line learns from its neighbours on its page."""
        # States are left out for a whole batch: a mask for each line took a sixth of the time.
        kept = functional.dropout(torch.ones_like(self.bias), self.dropout, self.training)
        inner = functional.relu(functional.linear(signal, self.inner.weight * kept, self.inner.bias))
        total = inner * self.taps[1] + self.bias
        distance = self.distance
        if distance >= len(inner):
            return total
        above = functional.pad(inner[:-distance] * self.taps[0] * together, (0, 0, distance, 0))
        below = functional.pad(inner[distance:] * self.taps[2] * together, (0, 0, 0, distance))
        return total + above + below


class Reader(nn.Module):
    """Reads facts about lines, where they are known."""

    def __init__(self, columns: int, bits: int, vector: int, states: int) -> None:
        super().__init__()
        self.names = nn.Embedding(1 << bits, vector)
        self.layer = nn.Linear(columns + vector, states)

    def forward(self, known: Known) -> Tensor:
        """What they add to the state of each line."""
        added: Tensor = self.layer(torch.cat((known.numbers, _sums(self.names, known.names)), 1))
        return added * known.lines[:, None]


class LineNet(nn.Module):
    """Scores lines, and guesses kinds of pages, so that the states learn to tell them."""

    def __init__(self, design: Design, columns: Mapping[str, int], dropout: float = 0.1) -> None:
        """``columns`` says how many numbers there are of a line's ``shape``, and of its facts."""
        super().__init__()
        states = design.states
        self.words = nn.Embedding(1 << design.bits, design.vector)
        self.pairs = nn.Embedding(1 << design.bits, design.vector)
        self.entry = nn.Linear(columns["shape"] + 2 * design.vector, states)
        # Plain lists beside the modules that register them: the lists say what they hold.
        self.readers = {name: Reader(columns[name], *FACTS[name], states) for name in design.reads}
        self.layers = [Block(states, distance, dropout) for distance in DISTANCES]
        self.overviews = {number: nn.Linear(2 * states, states) for number in POOLS}
        self.facts = nn.ModuleList(self.readers.values())
        self.blocks = nn.ModuleList(self.layers)
        self.pools = nn.ModuleList(self.overviews.values())
        self.exit = nn.Linear(states, 2 + len(KINDS) if design.finds_furniture else 1)
        self.page_kinds = nn.Linear(2 * states, len(PAGES))
        self.dropout = dropout
        for table in self.tables():
            nn.init.normal_(table, std=0.03)  # words that no page has say next to nothing

    def tables(self) -> list[Tensor]:
        """The tables of vectors."""
        return [table.weight for table in (self.words, self.pairs, *(one.names for one in self.readers.values()))]

    def forward(self, batch: Batch) -> Answers:
        """Everything that it can say about a batch."""
        words = _sums(self.words, batch.words), _sums(self.pairs, batch.pairs)
        state = self.entry(torch.cat((batch.shape, *words), 1))
        for name, reader in self.readers.items():
            if name in batch.facts:
                state = state + reader(batch.facts[name])
        for number, block in enumerate(self.layers):
            if number in self.overviews:
                overview = _overview(functional.relu(state), batch)
                state = state + self.overviews[number](overview)[batch.page]
            state = state + block(functional.relu(state), batch.together[block.distance])
        signal = functional.dropout(functional.relu(state), 2 * self.dropout, self.training)
        answers = self.exit(signal)
        page_kinds = self.page_kinds(_overview(functional.relu(state), batch))
        return Answers(answers[:, 0], answers[:, 1:2].flatten(), answers[:, 2:], page_kinds)


def _sums(table: nn.Embedding, bag: Bag) -> Tensor:
    rows = bag.rows & (table.num_embeddings - 1)
    sums = functional.embedding_bag(rows, table.weight, bag.starts, mode="sum", per_sample_weights=bag.weights)
    return sums * bag.roots[:, None]


def _overview(signal: Tensor, batch: Batch) -> Tensor:
    def mean(weights: Tensor) -> Tensor:
        return torch.zeros(batch.pages, signal.shape[1]).index_add_(0, batch.page, signal * weights[:, None])

    return torch.cat((mean(batch.by_line), mean(batch.by_text)), 1)


def content_losses(logits: Tensor, batch: Batch) -> tuple[Tensor, Tensor]:
    """For each page the cross entropy of its lines, and what the expected F1 lacks to 1 (0 where
    only some lines are known).
    """

    def total(values: Tensor) -> Tensor:
        return torch.zeros(batch.pages).index_add_(0, batch.page, values)

    weights = (torch.log2(1 + batch.sizes) + 0.3) * batch.known
    entropy = functional.binary_cross_entropy_with_logits(logits, batch.share, reduction="none")
    chance = torch.sigmoid(logits)
    right, kept = total(chance * batch.share * batch.sizes), total(chance * batch.sizes)
    f1 = (2 * right + 1) / (kept + batch.golds + 1)
    unknown = total(1 - batch.known)
    return total(entropy * weights) / (total(weights) + 1), (1 - f1) * (unknown == 0)


def furniture_loss(answers: Answers, batch: Batch) -> Tensor:
    """Cross entropy of furniture, weighted by what a mistake costs, and a little of the kinds."""
    entropy = functional.binary_cross_entropy_with_logits(answers.furniture, batch.wanted, batch.costs, reduction="sum")
    total: Tensor = entropy / 60
    known = batch.kinds >= 0
    if known.any():
        kinds = functional.cross_entropy(answers.kinds[known], batch.kinds[known], reduction="sum")
        total = total + 0.015 * kinds
    return total


def batch_of(examples: Sequence[Example], dice: np.random.Generator | None = None) -> Batch:
    """A batch; with ``dice``, some tokens and columns of markup are left out at random."""
    tokens = dice is not None
    lengths = [len(one.texts) for one in examples]
    page = np.repeat(np.arange(len(examples)), lengths)
    widths = [one.lines.widths / one.lines.widths.sum() for one in examples]
    return Batch(
        shape=_rows([one.lines.shape for one in examples]) / SIGNAL,
        words=_bag([one.lines.words for one in examples], 0.3 * tokens),
        pairs=_bag([one.lines.pairs for one in examples], 0.3 * tokens),
        facts={
            name: found
            for name, facts in (
                ("evidence", [one.lines.evidence for one in examples]),
                ("markup", [one.lines.markup for one in examples]),
            )
            if (found := _known(facts, lengths, dice))
        },
        page=torch.from_numpy(page),
        together={d: torch.from_numpy(page[d:] == page[:-d]).float()[:, None] for d in set(DISTANCES)},
        by_line=_column([np.full(length, 1 / length) for length in lengths]),
        by_text=_column(widths),
        share=_column([one.matched / np.maximum(one.sizes, 1) for one in examples]).clamp(0, 1),
        sizes=_column([one.sizes for one in examples]),
        golds=torch.tensor([max(one.gold, 1.0) for one in examples]),
        known=_column([one.known for one in examples]).clamp(0, 1),
        page_kinds=torch.tensor([PAGES.index(one.kind) if one.kind in PAGES else -1 for one in examples]),
        wanted=_column([one.wanted for one in examples]),
        costs=_column([one.costs for one in examples]),
        kinds=_column([one.kinds for one in examples]).long(),
        pages=len(examples),
    )


def _rows(parts: Sequence[NDArray[np.int8]]) -> Tensor:
    return torch.from_numpy(np.concatenate(parts)).float()


def _column(parts: Sequence[NDArray[np.generic]]) -> Tensor:
    return torch.from_numpy(np.concatenate(parts)).float()


def _bag(parts: Sequence[Tokens], left_out: float) -> Bag:
    counts = np.concatenate([part.counts for part in parts])
    rows = torch.from_numpy(np.concatenate([part.rows for part in parts]).astype(np.int64))
    weights = (torch.rand(len(rows)) >= left_out).float()
    roots = np.where(counts > 0, 1 / np.sqrt(np.maximum(counts, 1)), 0)
    return Bag(rows, torch.from_numpy(np.cumsum(counts) - counts), weights, torch.from_numpy(roots).float())


def _known(facts: Sequence[Facts | None], lengths: Sequence[int], dice: np.random.Generator | None) -> Known | None:
    """The facts of a batch of texts of so many lines; ``None`` if there are none."""
    columns = next((one.numbers.shape[1] for one in facts if one is not None), 0)
    if not columns:
        return None
    every = [
        one or Facts(np.zeros((size, columns), np.int8), nothing(size))
        for one, size in zip(facts, lengths, strict=True)
    ]
    kept = 1.0 if dice is None else torch.from_numpy(dice.random(columns) >= 0.05).float()
    return Known(
        numbers=_rows([one.numbers for one in every]) / SIGNAL * kept,
        names=_bag([one.names for one in every], 0.0 if dice is None else 0.3),
        lines=_column([np.full(size, float(one is not None)) for one, size in zip(facts, lengths, strict=True)]),
    )


def nothing(size: int) -> Tokens:
    """No token in any of so many lines."""
    return Tokens(np.zeros(0, np.uint16), np.zeros(size, np.int64))
