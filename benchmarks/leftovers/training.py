"""One training: which texts an epoch sees, what is changed about them, and the steps."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray

from cleantext.model.furniture import KINDS
from cleantext.model.network import Lines
from cleantext.model.page import read_page
from cleantext.model.shape import features
from cleantext.model.tokens import ROW_BITS, Tokens
from leftovers.examples import CONTENT, IMITATION, Example
from leftovers.learning import FurnitureNet, Piece, batch_of, loss

NAMES = tuple(features(read_page("One line.")))  # type: ignore[arg-type]

MOST_LINES = 250  # of a text at a time


@dataclass(frozen=True)
class Plan:
    """How to train; the defaults are what the shipped weights were made with."""

    seed: int = 1
    epochs: int = 7
    texts: int = 12  # in a batch
    rate: float = 3e-3
    dropout: float = 0.1
    left_out: float = 0.15  # of the words


def train(examples: Sequence[Example], plan: Plan) -> FurnitureNet:
    """A network trained on ``examples``; the same seed gives the same network on one machine."""
    torch.manual_seed(plan.seed)
    dice = np.random.default_rng(plan.seed)
    net = FurnitureNet(len(NAMES), plan.dropout)
    rest = [weight for name, weight in net.named_parameters() if name != "words.weight"]
    groups = [{"params": [net.words.weight], "weight_decay": 0.0}, {"params": rest, "weight_decay": 1e-4}]
    optimizer = torch.optim.AdamW(groups, lr=plan.rate)
    shares = np.array([share(one) for one in examples])
    steps = round(1.1 * plan.epochs * shares.sum() / plan.texts) + plan.epochs
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, plan.rate, total_steps=steps, pct_start=0.15)
    net.train()
    for epoch in range(plan.epochs):
        began, total = time.monotonic(), 0.0
        order = dice.permutation(np.flatnonzero(dice.random(len(examples)) < shares))
        for first in range(0, len(order), plan.texts):
            pieces = [piece_of(examples[number], dice) for number in order[first : first + plan.texts]]
            optimizer.zero_grad()
            value = loss(net, batch_of(pieces, plan.left_out))
            value.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += value.item() * len(pieces)
        print(f"  epoch {epoch + 1}: loss {total / len(order):.4f}, {time.monotonic() - began:.0f} s", flush=True)
    return net.eval()


def share(one: Example) -> float:
    """In which share of the epochs a text is seen."""
    if one.variant.startswith(IMITATION):
        return 0.5 if one.source in ("trafilatura", "multilingual", "chinese") else 0.37
    if one.source == "wceb":
        return 0.35
    if one.variant == "gold":
        return 1.0 if one.source == "wcxb" else 0.5
    return 1.0 if one.is_read else 0.45


def piece_of(one: Example, dice: np.random.Generator) -> Piece:
    """What to learn from ``one``: at most ``MOST_LINES`` lines of it, with some traits taken away."""
    wanted, weights = targets(one)
    size = len(wanted)
    start = 0
    if size > MOST_LINES:
        # Often the start or the end: that is where most furniture stands.
        last, fate = size - MOST_LINES, dice.random()
        start = 0 if fate < 0.25 else last if fate < 0.45 else int(dice.integers(0, last + 1))
    part = slice(start, start + MOST_LINES)
    lines = changed(_part(one.lines, part), dice)
    return Piece(lines, wanted[part], weights[part], one.codes[part])


def targets(one: Example) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """What each line is (1: furniture), and what a mistake about it costs."""
    matched = one.matched / np.maximum(one.sizes, 1)
    words = np.minimum(one.sizes, 60)
    cost = 0.3 + 0.1 * words  # of losing a line of content: more, the longer it is
    wanted = matched <= 0.3
    # Half of a catalogue is gold and half is not, and nobody can say why.
    listing = 0.3 if one.kind in ("product", "collection", "listing") else 1.0
    weights = np.where(wanted, (0.4 + 0.008 * words) * listing, cost)
    weights[(matched > 0.3) & (matched < 0.8)] = 0
    weights[one.sizes == 0] = 0.02
    if one.variant == "gold":
        wanted[:] = False
        weights = cost
    read = (one.codes >= 0) & (one.codes < len(KINDS))
    wanted = np.where(read, True, np.where(one.codes == CONTENT, False, wanted))
    weights = np.where(read, 3.0, np.where(one.codes == CONTENT, cost, weights))
    if one.source == "wceb":
        weights = weights * 0.3  # silver
    return wanted.astype(np.float32), weights.astype(np.float32)


_GROUPS = {
    "gap": 0.3,  # single line breaks, or none that tell anything
    "case": 0.1,  # scripts without capitals
    "stop": 0.05,  # no full stops
    "word": 0.05,  # no spaces
    "place": 0.1,  # a part of a text
}
_COLUMNS = {group: [number for number, name in enumerate(NAMES) if group in name.split("_")] for group in _GROUPS}


def changed(lines: Lines, dice: np.random.Generator) -> Lines:
    """``lines`` with some of what they show taken away, so that no single trait is leant on."""
    shape = lines.shape.copy()
    for group, chance in _GROUPS.items():
        if dice.random() < chance:
            shape[:, _COLUMNS[group]] = 0
    shape[:, dice.random(shape.shape[1]) < 0.03] = 0
    words, pairs = lines.words, lines.pairs
    fate = dice.random()
    if fate < 0.08:  # no words at all
        words, pairs = _none(words), _none(pairs)
    elif fate < 0.13:  # an unknown language
        factor, shift = 2 * int(dice.integers(1 << (ROW_BITS - 1))) + 1, int(dice.integers(1 << ROW_BITS))
        words, pairs = (_others(tokens, factor, shift) for tokens in (words, pairs))
    return replace(lines, shape=shape, words=words, pairs=pairs)


def _part(lines: Lines, part: slice) -> Lines:
    words, pairs = _cut(lines.words, part), _cut(lines.pairs, part)
    return Lines(lines.shape[part], words, pairs, lines.widths[part])


def _cut(tokens: Tokens, part: slice) -> Tokens:
    ends = np.concatenate(([0], np.cumsum(tokens.counts)))
    stop = min(part.stop, len(tokens.counts))
    return Tokens(tokens.rows[ends[part.start] : ends[stop]], tokens.counts[part])


def _none(tokens: Tokens) -> Tokens:
    return Tokens(tokens.rows[:0], np.zeros_like(tokens.counts))


def _others(tokens: Tokens, factor: int, shift: int) -> Tokens:
    rows = (tokens.rows.astype(np.int64) * factor + shift) & ((1 << ROW_BITS) - 1)
    return Tokens(rows.astype(np.uint16), tokens.counts)
