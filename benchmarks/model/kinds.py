"""Which kind of furniture a line is: learned from labelled lines and from strings of interfaces.

The network was trained to tell furniture from content; this reads the kind off what it made of a
line, and off the line's words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

import data
from cleantext.model.furniture import KIND_BITS, KINDS, kind_tokens
from cleantext.model.network import SIGNAL, Network
from cleantext.model.page import read_page
from cleantext.model.tokens import Tokens, words_and_pairs
from cleantext.rulebook import read_built_in_rules
from model.examples import Example
from model.leftovers import codes_of
from model.pages import OUTPUT

_CATEGORIES = {
    "author_bio": "bio", "comments": "comments", "cookie_consent": "consent", "copyright": "footer",
    "navigation": "nav", "newsletter": "newsletter", "paywall": "paywall", "recommendation_widget": "recommend",
    "share": "share",
}  # fmt: skip
_FILTERS = {
    "consent": "consent", "captions": "caption", "images": "caption", "recommendations": "recommend",
    "interruptions": "recommend", "bios": "bio", "newsletter": "newsletter", "share": "share", "paywall": "paywall",
    "ads": "ad", "cta": "cta", "apps": "cta", "navigation": "nav", "bylines": "meta", "footer": "footer",
    "comments": "comments", "forum": "forum",
}  # fmt: skip
_STEPS = 150
_STRINGS = 300
_GENERIC = 0.2  # what a string that proves nothing alone counts


class _Sample(NamedTuple):
    """Lines: what the network made of them, their tokens, their kinds, and what each counts."""

    signal: NDArray[np.float32]
    tokens: tuple[Tokens, Tokens]
    kinds: NDArray[np.int64]
    weights: NDArray[np.float64]


class KindNet(nn.Module):
    """A linear layer over the signal and a table over the words."""

    def __init__(self, states: int) -> None:
        super().__init__()
        self.states = nn.Linear(states, len(KINDS))
        self.table = nn.Embedding(1 << KIND_BITS, len(KINDS))
        nn.init.zeros_(self.table.weight)

    def forward(self, signal: Tensor, tokens: Sequence[Tokens]) -> Tensor:
        """The log odds of the kinds."""
        odds: Tensor = self.states(signal)
        for one in tokens:
            starts = torch.from_numpy(np.cumsum(one.counts) - one.counts)
            sums = functional.embedding_bag(
                torch.from_numpy(one.rows.astype(np.int64)), self.table.weight, starts, mode="sum"
            )
            odds = odds + sums / torch.from_numpy(np.maximum(one.counts, 1)).float().sqrt()[:, None]
        return odds


def train_kinds(network: Network, examples: Sequence[Example], seed: int = 1) -> KindNet:
    """What tells the kinds apart for ``network``, from the labelled lines of ``examples``."""
    torch.manual_seed(seed)
    sample = _joined([_labelled(network, examples), _phrases(len(network.kinds.weights))])
    net = KindNet(sample.signal.shape[1])
    optimizer = torch.optim.AdamW(
        [
            {"params": net.states.parameters(), "weight_decay": 1e-3},
            {"params": [net.table.weight], "weight_decay": 0.02},
        ],
        lr=0.05,
    )
    kinds, weights = torch.from_numpy(sample.kinds), torch.from_numpy(sample.weights).float()
    signal = torch.from_numpy(sample.signal)
    for _ in range(_STEPS):
        optimizer.zero_grad()
        # Half of the time the words alone must do.
        seen = signal * (torch.rand(len(signal), 1) < 0.5)
        value = (functional.cross_entropy(net(seen, sample.tokens), kinds, reduction="none") * weights).sum()
        (value / weights.sum()).backward()
        optimizer.step()
    return net.eval()


def _labelled(network: Network, examples: Sequence[Example]) -> _Sample:
    found = []
    for one in examples:
        if not one.variant.startswith(OUTPUT):
            continue
        codes = codes_of(one)
        read = np.flatnonzero((codes >= 0) & (codes < len(KINDS)))
        if len(read):
            tokens = (_chosen(one.lines.words, read), _chosen(one.lines.pairs, read))
            signal = network.signal(one.lines)[read] / np.float32(SIGNAL)
            found.append(_Sample(signal, tokens, codes[read].astype(np.int64), np.ones(len(read))))
    return _joined(found)


def _strings() -> Iterator[tuple[str, str, float]]:
    """Strings of interfaces, and the rules' own phrases and examples: text, kind, what it counts."""
    for file in sorted((data.folder() / "phrases").glob("*.tsv")):
        for row in data.table(f"phrases/{file.name}"):
            if len(row) >= 7:
                yield row[6].replace("\\n", " "), _CATEGORIES[row[1]], _GENERIC if row[5] == "1" else 1.0
    for rule in read_built_in_rules():
        if rule.filter in _FILTERS and rule.role != "against":
            for text in (*rule.phrases, *rule.removes):
                yield text, _FILTERS[rule.filter], 1.0


def _phrases(states: int) -> _Sample:
    strings = [(text, kind, weight) for text, kind, weight in _strings() if text.strip()]
    page = read_page("\n".join(" ".join(text.split()) for text, _, _ in strings))
    assert page is not None
    words, pairs = words_and_pairs(page)
    kinds = np.array([KINDS.index(kind) for _, kind, _ in strings])[page.numbers]
    weights = np.array([weight for _, _, weight in strings])[page.numbers]
    # Thousands of strings of some kinds, tens of others: each kind counts like some hundred lines.
    total = np.bincount(kinds, weights, minlength=len(KINDS))
    tokens = (kind_tokens(words), kind_tokens(pairs))
    return _Sample(np.zeros((page.size, states), np.float32), tokens, kinds, weights * _STRINGS / total[kinds])


def _chosen(tokens: Tokens, lines: NDArray[np.int64]) -> Tokens:
    ends = np.concatenate(([0], np.cumsum(tokens.counts)))
    rows = [tokens.rows[ends[n] : ends[n + 1]] for n in lines]
    return kind_tokens(Tokens(np.concatenate(rows), tokens.counts[lines]))


def _joined(samples: Sequence[_Sample]) -> _Sample:
    def tokens(which: int) -> Tokens:
        parts = [sample.tokens[which] for sample in samples]
        return Tokens(np.concatenate([p.rows for p in parts]), np.concatenate([p.counts for p in parts]))

    return _Sample(
        np.concatenate([sample.signal for sample in samples]).astype(np.float32),
        (tokens(0), tokens(1)),
        np.concatenate([sample.kinds for sample in samples]),
        np.concatenate([sample.weights for sample in samples]),
    )
