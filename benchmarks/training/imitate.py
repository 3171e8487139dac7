"""Texts as an extractor might leave them: all content of a whole page, and a little of what is around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from training.compose import MOST_LINES
from training.pages import WHOLE, Labelled, rows


def imitations(pages: Sequence[Labelled], seed: int) -> Iterator[Labelled]:
    """What an extractor might leave of a whole page: all content, and a little of what is around it."""
    dice = np.random.default_rng(seed)
    for page in pages:
        if page.variant in (*WHOLE, "script", "html") and page.source != "recipes-partial" and dice.random() < 0.5:
            kept = _leaking(page, dice)
            if 4 <= len(kept) <= MOST_LINES:
                yield replace(rows(page, kept), variant="imitation")


def _leaking(page: Labelled, dice: np.random.Generator) -> list[int]:
    shown = [number for number, line in enumerate(page.lines) if line.strip()]
    content = (page.matched > 0.3 * page.sizes) | (page.sizes == 0)
    sure = [n for n in shown if page.matched[n] > 0.5 * page.sizes[n] and page.sizes[n] > 5]
    if not sure:
        return []
    kept: list[int] = []
    run: list[int] = []
    for n in shown[shown.index(sure[0]) : shown.index(sure[-1]) + 1]:
        if content[n]:
            kept += [*_some(run, dice), n]
            run = []
        else:
            run.append(n)
    before, after = [n for n in shown if n < sure[0]], [n for n in shown if n > sure[-1]]
    above = before[-int(dice.geometric(0.2)) :] if dice.random() < 0.5 else []
    below = after[: int(dice.geometric(0.15))] if dice.random() < 0.6 else []
    kept = [*above, *kept, *below]
    if dice.random() < 0.4:  # the blank lines that go with them
        wanted = set(kept)
        return [n for n in range(len(page.lines)) if n in wanted or (n - 1 in wanted and not page.lines[n].strip())]
    return kept


def _some(run: list[int], dice: np.random.Generator) -> list[int]:
    if len(run) <= 4:
        return run if dice.random() < 0.7 else []
    if dice.random() >= 0.4:
        return []
    length = int(1 + dice.geometric(0.25))
    start = int(dice.integers(0, max(1, len(run) - length + 1)))
    return run[start : start + length]
