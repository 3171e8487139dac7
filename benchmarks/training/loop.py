"""One training: which pages an epoch sees, what is changed about them, and the steps."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from cleantext.judge.evidence import NAMES as EVIDENCE
from cleantext.judge.lines import Facts, Lines, names
from cleantext.judge.tokens import ROW_BITS, Tokens
from cleantext.kinds import KINDS
from cleantext.reading.marks import COLUMNS
from cleantext.reading.names import NAME_BITS
from training.examples import Example, batches, by_page
from training.net import Design, LineNet, batch_of, content_losses, furniture_loss, nothing
from training.pages import WHOLE
from training.sources import OUTPUT
from training.walls import WALLED

_NAMES = names()
WINDOW = 320
"""The most lines of a page that a step sees."""

# How often an epoch takes a page in each variant, relative to its other variants: to tell what the
# content of a page is, and to find the furniture in a text.
CONTENT = {
    **dict.fromkeys(WHOLE, 1.0), "glued": 0.5, "script": 1.2, "mixed": 1.2, "gold": 0.25, "html": 2.5, "main": 0.4,
    "composed": 0.6,
}  # fmt: skip
FURNITURE = {"gold": 0.5, "imitation": 0.7, "composed": 1.0, "marked": 1.0, "flat": 0.5}
ONLY_FURNITURE = ("inserted",)
"""Sources that are too many and too plain to teach what the content of a page is."""
OUTPUTS = (0.1, 1.0)
"""The same for an extractor's output, of each task."""
SOURCES = {
    "wceb": 0.7, "trafilatura": 0.8, "negatives": 0.3, "magic-html-forum": 0.6, "cases": 0.3, "recipes-partial": 0.6,
    "canon": 0.3,
}  # fmt: skip
"""What a page counts in the loss of content, by the quality of its labels; 1 for other sources."""
SHARES = {
    "wcxb": 1.0, "wceb": 0.3, "inserted": 0.7, "canon": 0.8, "cases": 0.8, "news": 3.0,
    "golden": 6.0, "negatives": 0.2, "written": 0.6,
    "recipes-partial": 0.7,
}  # fmt: skip
"""How often an epoch takes a text of a source to find furniture in it; 1 for other sources."""
LAST_SHARES = {**SHARES, "negatives": 1.2, "canon": 1.1, "golden": 8.0, "cases": 1.0}
"""The same at the end, when what must stay and what must be exact is to be remembered."""


@dataclass(frozen=True)
class Plan:
    """How to train; the defaults are what the shipped weights were made with."""

    seed: int = 1
    epochs: int = 12
    pages: int = 16  # in a batch
    rate: float = 3e-3
    last_epochs: int = 2  # with more of what must stay
    last_rate: float = 8e-4
    f1: float = 2.0  # what the expected F1 counts in the loss, beside cross entropy
    kind: float = 0.1  # the same for guessing the kind of page
    furniture: float = 1.5  # what finding the furniture in outputs of extractors counts
    wordless: float = 0.3  # pages all of whose words are taken away
    foreign: float = 0.35  # pages whose words are changed for others
    walled: float = 0.6  # how often a page is taken within walls of other prose
    texts: int = 32  # to find furniture in, in a batch
    nameless: float = 0.5  # texts in which the rules' kinds show and not which rules they are
    ruleless: float = 0.1  # how often all evidence is taken away
    kindless: float = 0.06  # how often that of a kind
    unnamed: float = 0.2  # pages whose elements have no names
    renamed: float = 0.3  # pages whose elements have the names of others
    unseen: Sequence[str] = ()  # variants that are not taken


PLANS = {"text": Plan(unseen=("html",)), "html": Plan(texts=0)}
"""By what the networks judge."""


def train(examples: Sequence[Example], plan: Plan, design: Design, name: str = "") -> LineNet:
    """A network trained on ``examples``; the same seed gives the same network on one machine."""
    torch.manual_seed(plan.seed)
    dice = np.random.default_rng(plan.seed)
    groups = [group for _, group in sorted(by_page(examples).items(), key=lambda item: item[0])]
    shares = {**CONTENT, WALLED: plan.walled, **dict.fromkeys(plan.unseen, 0.0)}
    whole = [group for group in groups if group[0].source not in ONLY_FURNITURE]
    pages = [found for group in whole if (found := _Drawer.of(group, shares, OUTPUTS[0])).variants]
    texts = [found for group in groups if (found := _Drawer.of(group, FURNITURE, OUTPUTS[1])).variants]
    net = LineNet(design, {"shape": len(_NAMES), "evidence": len(EVIDENCE), "markup": COLUMNS})
    for epochs, rate, shares in ((plan.epochs, plan.rate, SHARES), (plan.last_epochs, plan.last_rate, LAST_SHARES)):
        chances = np.array([shares.get(drawer.variants[0].source, 1.0) for drawer in texts])
        lessons(net, (pages, texts), chances / chances.sum(), replace(plan, epochs=epochs, rate=rate), dice, name)
    return net.eval()


def lessons(
    net: LineNet, drawers: tuple[Sequence[_Drawer], Sequence[_Drawer]], chances: NDArray[np.float64],
    plan: Plan, dice: np.random.Generator, name: str,
) -> None:  # fmt: skip
    """Epochs on pages and texts, at a rate that rises and falls; ``chances`` say how often each text is drawn."""
    pages, texts = drawers
    tables = net.tables()
    rest = [weight for weight in net.parameters() if not any(weight is table for table in tables)]
    optimizer = torch.optim.AdamW(
        [{"params": tables, "weight_decay": 0.02}, {"params": rest, "weight_decay": 1e-4}], lr=plan.rate, fused=True
    )
    steps = len(pages) // plan.pages
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, plan.rate, total_steps=plan.epochs * (steps + 2) + 1, pct_start=0.15
    )
    net.train()
    for epoch in range(plan.epochs):
        began, sums = time.monotonic(), np.zeros(3)
        order = dice.permutation(len(pages))
        drawn = (changed(pages[number].draw(dice), plan, dice) for number in order)
        asked = dice.choice(len(texts), ((steps + 2), plan.texts), p=chances)
        for chosen, numbers in zip(batches(drawn, plan.pages), asked, strict=False):
            sums[:2] += content_step(net, chosen, plan, dice)
            if plan.texts:
                sums[2] += furniture_step(net, [changed(texts[n].draw(dice), plan, dice) for n in numbers], plan, dice)
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
        entropy, lacking, furniture = sums / len(pages)
        took = f"{time.monotonic() - began:.0f} s"
        print(
            f"{name}, epoch {epoch + 1}: cross entropy {entropy:.4f}, lacking F1 {lacking:.4f},"
            f" furniture {furniture:.4f}, {took}",
            flush=True,
        )


@dataclass(frozen=True)
class _Drawer:
    """The variants of a page, and how often each is drawn."""

    variants: tuple[Example, ...]
    chances: tuple[float, ...]

    @classmethod
    def of(cls, group: Sequence[Example], shares: Mapping[str, float], output: float) -> _Drawer:
        """The variants of ``group`` that have a share."""
        weighed = [(one, output if one.variant.startswith(OUTPUT) else shares.get(one.variant, 0.0)) for one in group]
        total = sum(weight for _, weight in weighed)
        kept = [(one, weight / total) for one, weight in weighed if weight]
        return cls(tuple(one for one, _ in kept), tuple(chance for _, chance in kept))

    def draw(self, dice: np.random.Generator) -> Example:
        """One of the variants."""
        return self.variants[dice.choice(len(self.variants), p=self.chances)]


def content_step(net: LineNet, chosen: Sequence[Example], plan: Plan, dice: np.random.Generator) -> tuple[float, float]:
    """A batch of pages forward and backward; its summed losses."""
    batch = batch_of(chosen, dice)
    answers = net(batch)
    entropy, lacking = content_losses(answers.content, batch)
    weights = torch.tensor([SOURCES.get(one.source, 1.0) for one in chosen])
    loss = ((entropy + plan.f1 * lacking) * weights).sum() / weights.sum()
    known = batch.page_kinds >= 0
    if known.any():
        loss = loss + plan.kind * functional.cross_entropy(answers.page_kinds[known], batch.page_kinds[known])
    torch.autograd.backward(loss)
    return entropy.sum().item(), lacking.sum().item()


def furniture_step(net: LineNet, chosen: Sequence[Example], plan: Plan, dice: np.random.Generator) -> float:
    """A batch of texts with leftovers forward and backward; its summed loss."""
    batch = batch_of(chosen, dice)
    loss = furniture_loss(net(batch), batch)
    torch.autograd.backward(plan.furniture * loss / len(chosen))
    return loss.item()


_GROUPS = {
    "gap": 0.4,  # single line breaks, or none that tell anything
    "case": 0.1,  # scripts without capitals
    "stop": 0.06,  # no full stops
    "word": 0.06,  # no spaces
    "place": 0.1,  # a part of a page
}
_COLUMNS = {group: [number for number, name in enumerate(_NAMES) if group in name.split("_")] for group in _GROUPS}
_OF_KIND = [
    [number for number, name in enumerate(EVIDENCE) if name.startswith((f"rule_{kind.name}_", f"ruled_{kind.name}"))]
    for kind in KINDS
]


def window(one: Example, dice: np.random.Generator) -> Example:
    """A long page's lines from some place on: what is far away teaches little and takes time."""
    size = len(one.texts)
    if size <= WINDOW:
        return one
    start = int(dice.integers(size - WINDOW + 1))
    part = slice(start, start + WINDOW)
    seen = one.lines
    lines = Lines(
        seen.shape[part], _rows(seen.words, part), _rows(seen.pairs, part), seen.widths[part],
        evidence=_facts(seen.evidence, part), markup=_facts(seen.markup, part),
    )  # fmt: skip
    return replace(
        one, lines=lines, texts=one.texts[part], sizes=one.sizes[part], matched=one.matched[part],
        gold=float(one.matched[part].sum()), known=one.known[part], wanted=one.wanted[part], costs=one.costs[part],
        kinds=one.kinds[part],
    )  # fmt: skip


def _facts(facts: Facts | None, part: slice) -> Facts | None:
    return facts and Facts(facts.numbers[part], _rows(facts.names, part))


def _rows(tokens: Tokens, part: slice) -> Tokens:
    ends = np.concatenate(([0], np.cumsum(tokens.counts)))
    return Tokens(tokens.rows[ends[part.start] : ends[part.stop]], tokens.counts[part])


def changed(one: Example, plan: Plan, dice: np.random.Generator) -> Example:
    """A window of ``one`` with some of what it shows taken away, so that no single trait is leant on."""
    one = window(one, dice)
    shape = one.lines.shape.copy()
    for group, chance in _GROUPS.items():
        if dice.random() < chance:
            shape[:, _COLUMNS[group]] = 0
    shape[:, dice.random(shape.shape[1]) < 0.03] = 0
    seen, evidence, markup = one.lines, one.lines.evidence, one.lines.markup
    if evidence is not None:
        evidence = None if dice.random() < plan.ruleless else _less(evidence, plan, dice)
    words, pairs = _hidden((seen.words, seen.pairs), ROW_BITS, (plan.wordless, plan.foreign), dice)
    if markup is not None:
        (names_around,) = _hidden((markup.names,), NAME_BITS, (plan.unnamed, plan.renamed), dice)
        markup = markup._replace(names=names_around)
    lines = replace(seen, shape=shape, words=words, pairs=pairs, evidence=evidence, markup=markup)
    return replace(one, lines=lines)


def _less(evidence: Facts, plan: Plan, dice: np.random.Generator) -> Facts:
    """``evidence`` in a language without rules of some kinds, or of rules that nobody knows by name."""
    numbers = evidence.numbers.copy()
    for columns in _OF_KIND:
        if dice.random() < plan.kindless:
            numbers[:, columns] = 0
    return Facts(numbers, nothing(len(numbers)) if dice.random() < plan.nameless else evidence.names)


def _hidden(
    seen: Sequence[Tokens], bits: int, chances: tuple[float, float], dice: np.random.Generator
) -> Sequence[Tokens]:
    """The tokens of a page as they are, or by chance none at all, or each exchanged for another one."""
    fate = dice.random()
    if fate < chances[0]:
        return [nothing(len(tokens.counts)) for tokens in seen]
    if fate < sum(chances):
        factor, shift = 2 * dice.integers(1 << (bits - 1)) + 1, dice.integers(1 << bits)
        return [_others(tokens, factor, shift, bits) for tokens in seen]
    return seen


def _others(tokens: Tokens, factor: np.int64, shift: np.int64, bits: int) -> Tokens:
    rows = (tokens.rows.astype(np.int64) * factor + shift) & ((1 << bits) - 1)
    return Tokens(rows.astype(np.uint16), tokens.counts)
