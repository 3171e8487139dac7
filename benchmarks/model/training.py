"""One training: which pages an epoch sees, what is changed about them, and the steps."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch.nn import functional

from cleantext.model.page import read_page
from cleantext.model.shape import features
from cleantext.model.tokens import ROW_BITS, Tokens
from model.examples import Example, batches, by_page
from model.learning import LineNet, asked, batch_of, content_losses, furniture_loss
from model.leftovers import leftovers, targets
from model.walls import WALLED

_SAMPLE = read_page("One line.")
NAMES = tuple(features(_SAMPLE)) if _SAMPLE else ()

# How often an epoch takes a page in each variant, relative to its other variants.
VARIANTS = {
    "html_text": 1.0, "inscriptis": 1.0, "resiliparse": 1.0, "beautiful_soup": 0.8, "bs4": 0.8, "xpath_text": 0.5,
    "glued": 0.5, "script": 1.5, "mixed": 1.2, "gold": 0.25, "html": 3.0,
}  # fmt: skip
_OF_OUTPUT = 0.2  # the same for an extractor's output
SOURCES = {"wcxb": 1.0, "wceb": 0.7, "trafilatura": 0.8, "multilingual": 1.0, "chinese": 1.0, "negatives": 0.3}
"""What a page counts in the loss, by the quality of its labels."""


@dataclass(frozen=True)
class Plan:
    """How to train; the defaults are what the shipped weights were made with."""

    seed: int = 1  # of the first member of the ensemble; the next have the next
    members: int = 2
    epochs: int = 10
    pages: int = 12  # in a batch
    rate: float = 3e-3
    f1: float = 2.0  # what the expected F1 counts in the loss, beside cross entropy
    kind: float = 0.1  # the same for guessing the kind of page
    furniture: float = 1.5  # what finding the furniture in outputs of extractors counts
    wordless: float = 0.3  # pages all of whose words are taken away
    foreign: float = 0.35  # pages whose words are changed for others
    walled: float = 1.2  # how often every other member takes a page within walls of other prose


def train_ensemble(examples: Sequence[Example], plan: Plan, name: str = "") -> list[LineNet]:
    """Networks that see the pages in other orders and variants, every other one within walls of prose.

    Two of 64 states cost what one of 96 does, and their mean is better on HTML and no worse on text;
    two that learn from the same batches are too much alike for that. Walls make a member better on
    foreign news and worse on service pages and at furniture; beside one without them most of the gain is left
    and little of the loss.
    """
    plans = [
        replace(plan, seed=plan.seed + number, walled=plan.walled * (number % 2)) for number in range(plan.members)
    ]
    return [train(examples, one, f"{name}, seed {one.seed}") for one in plans]


def train(examples: Sequence[Example], plan: Plan, name: str = "") -> LineNet:
    """A network trained on ``examples``; the same seed gives the same network on one machine."""
    torch.manual_seed(plan.seed)
    dice = np.random.default_rng(plan.seed)
    groups = [group for _, group in sorted(by_page(examples).items(), key=lambda item: item[0])]
    marked = next((one.lines.markup.shape[1] for one in examples if one.lines.markup is not None), 1)
    net = LineNet(len(NAMES), marked)
    tables = [net.words.weight, net.names.weight]
    rest = [weight for name, weight in net.named_parameters() if name not in ("words.weight", "names.weight")]
    optimizer = torch.optim.AdamW(
        [{"params": tables, "weight_decay": 0.02}, {"params": rest, "weight_decay": 1e-4}], lr=plan.rate
    )
    steps = plan.epochs * -(-len(groups) // plan.pages)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, plan.rate, total_steps=steps + 1, pct_start=0.15)
    net.train()
    for epoch in range(plan.epochs):
        began, sums = time.monotonic(), np.zeros(3)
        order = dice.permutation(len(groups))
        drawn = (changed(draw(groups[number], plan, dice), plan, dice) for number in order)
        for chosen in batches(drawn, plan.pages):
            others = (leftovers(groups[number], dice) for number in dice.integers(len(groups), size=plan.pages))
            texts = [changed(one, plan, dice) for one in others if one is not None]
            sums += *content_step(net, chosen, plan, dice), furniture_step(net, texts, plan, dice)
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
        entropy, lacking, furniture = sums / len(groups)
        took = f"{time.monotonic() - began:.0f} s"
        print(
            f"{name}, epoch {epoch + 1}: cross entropy {entropy:.4f}, lacking F1 {lacking:.4f},"
            f" furniture {furniture:.4f}, {took}",
            flush=True,
        )
    return net.eval()


def content_step(net: LineNet, chosen: Sequence[Example], plan: Plan, dice: np.random.Generator) -> tuple[float, float]:
    """A batch of pages forward and backward; its summed losses."""
    batch = batch_of(chosen, dice)
    answers = net(batch)
    entropy, lacking = content_losses(answers.content, batch)
    weights = torch.tensor([SOURCES[one.source] for one in chosen])
    loss = ((entropy + plan.f1 * lacking) * weights).sum() / weights.sum()
    known = batch.kinds >= 0
    if known.any():
        loss = loss + plan.kind * functional.cross_entropy(answers.page_kinds[known], batch.kinds[known])
    torch.autograd.backward(loss)
    return entropy.sum().item(), lacking.sum().item()


def furniture_step(net: LineNet, chosen: Sequence[Example], plan: Plan, dice: np.random.Generator) -> float:
    """A batch of texts with leftovers forward and backward; its summed loss."""
    if not chosen:
        return 0.0
    batch = batch_of(chosen, dice)
    loss = furniture_loss(net(batch), asked([targets(one) for one in chosen]), batch.real)
    torch.autograd.backward(plan.furniture * loss / len(chosen))
    return loss.item()


def draw(group: Sequence[Example], plan: Plan, dice: np.random.Generator) -> Example:
    """One of a page's variants."""
    shares = {**VARIANTS, WALLED: plan.walled}
    weights = np.array([shares.get(one.variant, _OF_OUTPUT) for one in group])
    return group[dice.choice(len(group), p=weights / weights.sum())]


_GROUPS = {
    "gap": 0.3,  # single line breaks, or none that tell anything
    "case": 0.1,  # scripts without capitals
    "stop": 0.06,  # no full stops
    "word": 0.06,  # no spaces
    "place": 0.1,  # a part of a page
}
_COLUMNS = {group: [number for number, name in enumerate(NAMES) if group in name.split("_")] for group in _GROUPS}


def changed(one: Example, plan: Plan, dice: np.random.Generator) -> Example:
    """``one`` with some of what it shows taken away, so that no single trait is leant on."""
    shape = one.lines.shape.copy()
    for group, chance in _GROUPS.items():
        if dice.random() < chance:
            shape[:, _COLUMNS[group]] = 0
    shape[:, dice.random(shape.shape[1]) < 0.03] = 0
    words, pairs = one.lines.words, one.lines.pairs
    fate = dice.random()
    if fate < plan.wordless:
        words, pairs = _none(words), _none(pairs)
    elif fate < plan.wordless + plan.foreign:
        factor, shift = 2 * dice.integers(1 << (ROW_BITS - 1)) + 1, dice.integers(1 << ROW_BITS)
        words, pairs = (_others(tokens, factor, shift) for tokens in (words, pairs))
    return replace(one, lines=replace(one.lines, shape=shape, words=words, pairs=pairs))


def _none(tokens: Tokens) -> Tokens:
    return Tokens(tokens.rows[:0], np.zeros_like(tokens.counts))


def _others(tokens: Tokens, factor: np.int64, shift: np.int64) -> Tokens:
    rows = (tokens.rows.astype(np.int64) * factor + shift) & ((1 << ROW_BITS) - 1)
    return Tokens(rows.astype(np.uint16), tokens.counts)
