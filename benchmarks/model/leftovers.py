"""What the network learns about leftovers: texts with furniture in them, and what it costs to err.

Real outputs of extractors hold few leftovers of few sites. Whole pages hold many: an imitation
takes the main content of a page and leaves some of the furniture around it and between its
paragraphs, another part each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

import data
from cleantext.model.furniture import KINDS
from cleantext.model.judge import lines_of
from cleantext.model.page import read_page
from model.examples import Example
from model.pages import OUTPUT, WHOLE

IMITATED = (*WHOLE, "script")
IMITATIONS = 0.5  # the share of the texts that are imitations
MOST_LINES = 600
CONTENT = len(KINDS)  # the code of a line that was read and is content
UNREAD = -1


def leftovers(group: Sequence[Example], dice: np.random.Generator) -> Example | None:
    """One of the variants of a page as an extractor might leave it; ``None`` if it has none."""
    whole = [one for one in group if one.variant in IMITATED]
    if whole and dice.random() < IMITATIONS:
        imitation = _imitation(whole[dice.integers(len(whole))], dice)
        if imitation is not None:
            return imitation
    texts = [one for one in group if one.variant == "gold" or one.variant.startswith(OUTPUT)]
    texts = [one for one in texts if 1 < len(one.texts) <= MOST_LINES]
    if not texts:
        return None
    weights = np.array([_share(one) for one in texts])
    return texts[dice.choice(len(texts), p=weights / weights.sum())]


def _share(one: Example) -> float:
    """How often a text is drawn, relative to the others of its page."""
    if one.variant == "gold" or one.source != "wcxb":
        return 1.0
    return 1.5 if (one.page, one.variant.removeprefix(OUTPUT)) in data.labels() else 0.6


def _imitation(page: Example, dice: np.random.Generator) -> Example | None:
    kept = leaking(page, dice)
    if not 4 <= len(kept) <= MOST_LINES:
        return None
    texts = [page.texts[n] for n in kept]
    read = read_page(("\n\n" if dice.random() < 0.4 else "\n").join(texts))
    if read is None or read.size != len(texts):
        return None
    matched, sizes = page.matched[kept], page.sizes[kept]
    return replace(page, variant="imitation", lines=lines_of(read), texts=texts, matched=matched, sizes=sizes)


def leaking(page: Example, dice: np.random.Generator) -> list[int]:
    """The lines of a whole page that an extractor might leave: all content, a little furniture."""
    content = (page.matched > 0.3 * page.sizes) | (page.sizes == 0)
    sure = np.flatnonzero((page.matched > 0.5 * page.sizes) & (page.sizes > 5))
    if not len(sure):
        return []
    first, last = int(sure[0]), int(sure[-1])
    kept: list[int] = []
    run: list[int] = []
    for n in range(first, last + 1):
        if content[n]:
            kept += [*_part(run, dice), n]
            run = []
        else:
            run.append(n)
    before, after = list(range(first)), list(range(last + 1, len(page.texts)))
    above = before[-int(dice.geometric(0.2)) :] if dice.random() < 0.5 else []
    below = after[: int(dice.geometric(0.15))] if dice.random() < 0.6 else []
    return [*above, *kept, *below]


def _part(run: list[int], dice: np.random.Generator) -> list[int]:
    if len(run) <= 4:
        return run if dice.random() < 0.7 else []
    if dice.random() >= 0.4:
        return []
    length = int(1 + dice.geometric(0.25))
    start = int(dice.integers(0, max(1, len(run) - length + 1)))
    return run[start : start + length]


def targets(one: Example) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int8]]:
    """What each line is (1: furniture), what a mistake about it costs, and its kind (-1: not known)."""
    matched = one.matched / np.maximum(one.sizes, 1)
    words = np.minimum(one.sizes, 60)
    cost = 0.3 + 0.1 * words  # of losing a line of content: more, the longer it is
    wanted = matched <= 0.3
    # Half of a catalogue is gold and half is not, and nobody can say why.
    listing = 0.3 if one.kind in ("product", "collection", "listing") else 1.0
    costs = np.where(wanted, (0.4 + 0.008 * words) * listing, cost)
    costs[(matched > 0.3) & (matched < 0.8)] = 0
    costs[one.sizes == 0] = 0.02
    if one.variant == "gold":
        wanted[:] = False
        costs = cost
    codes = codes_of(one)
    is_kind = (codes >= 0) & (codes < len(KINDS))
    wanted = np.where(is_kind, True, np.where(codes == CONTENT, False, wanted))
    costs = np.where(is_kind, 3.0, np.where(codes == CONTENT, cost, costs))
    if one.source == "wceb":
        costs = costs * 0.3  # silver
    return wanted.astype(np.float32), costs.astype(np.float32), np.where(is_kind, codes, UNREAD).astype(np.int8)


def codes_of(one: Example) -> NDArray[np.int8]:
    """What people said of each line: a place in ``KINDS``, ``CONTENT`` or ``UNREAD``."""
    known = _codes().get(one.page, {}) if one.source == "wcxb" and one.variant != "gold" else {}
    return np.array([known.get(text.strip(), UNREAD) for text in one.texts], np.int8)


@lru_cache(maxsize=1)
def _codes() -> dict[str, dict[str, int]]:
    """What people said of a line of a page, whichever extractor left it: page to text to code."""
    found: dict[str, dict[str, int]] = {}
    for (page, extractor), codes in data.labels().items():
        lines = [line.strip() for line in data.extracted()[page, extractor].split("\n") if line.strip()]
        for number, code in codes.items():
            if code in (*KINDS, *data.NOT_FURNITURE):
                found.setdefault(page, {})[lines[number]] = KINDS.index(code) if code in KINDS else CONTENT
    return found
