"""Texts with leftovers in them, line by line: what extractors made of pages, and imitations of it.

Real outputs hold few leftovers of few sites. Whole pages hold many: an imitation takes the main
content of a page and leaves some of the furniture around it and between its paragraphs.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

import data
from cleantext.model.furniture import KINDS
from cleantext.model.network import Lines
from cleantext.model.page import read_page
from cleantext.model.shape import shape
from cleantext.model.tokens import words_and_pairs
from model.pages import Labelled, Task, labelled, tasks

WHOLE = ("html_text", "inscriptis", "resiliparse", "beautiful_soup", "bs4", "xpath_text")
"""The linearizations of whole pages that imitations are made from."""

IMITATION = "like "
MOST_LINES = 1500
CONTENT = len(KINDS)  # the code of a line that was read and is content
UNREAD = -1
_CONTENT_CODES = ("title", "content", "other")


@dataclass(frozen=True, eq=False)
class Example:
    """A text as the network sees it.

    ``sizes`` and ``matched`` count each line's words, all and those in the gold text; ``codes``
    are places in ``KINDS``, ``CONTENT`` or ``UNREAD``.
    """

    source: str
    page: str
    kind: str
    variant: str
    site: str
    lines: Lines
    sizes: NDArray[np.float32]
    matched: NDArray[np.float32]
    codes: NDArray[np.int8]

    @property
    def is_held_back(self) -> bool:
        """Does it come from a site that nothing is tuned on? The older pages name no site."""
        return self.source != "wceb" and data.is_held_back(self.site)

    @property
    def is_read(self) -> bool:
        """Was this very output read by people?"""
        return (self.page, self.variant.removeprefix("out of ")) in data.labels()


def examples() -> list[Example]:
    """All texts: outputs, gold texts alone, and imitations. About ten minutes."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        return [example for found in pool.map(_examples, tasks(), chunksize=8) for example in found]


def _examples(task: Task) -> list[Example]:
    chosen = [one for one in labelled(task) if one.variant != "html"]
    real = [_example(one) for one in chosen if one.variant == "gold" or one.variant.startswith("out of ")]
    return [example for example in (*real, *_imitations(chosen)) if example is not None]


def _imitations(pages: Iterable[Labelled]) -> Iterator[Example | None]:
    for one in pages:
        if one.variant in WHOLE:
            dice = np.random.default_rng(int(hashlib.sha256(f"{one.page}/{one.variant}".encode()).hexdigest()[:8], 16))
            kept = leaking(one, dice)
            if len(kept) >= 4:
                yield _example(_selection(one, kept, dice))


def leaking(page: Labelled, dice: np.random.Generator) -> list[int]:
    """The lines of a whole page that an extractor might leave: all content, a little furniture."""
    visible = [n for n, line in enumerate(page.lines) if line.strip()]
    content = {n for n in visible if page.matched[n] > 0.3 * page.sizes[n] or page.sizes[n] == 0}
    sure = [n for n in visible if page.matched[n] > 0.5 * page.sizes[n] and page.sizes[n] > 5]
    if not sure:
        return []
    first, last = visible.index(sure[0]), visible.index(sure[-1])
    before, inside, after = visible[:first], visible[first : last + 1], visible[last + 1 :]
    kept: list[int] = []
    run: list[int] = []
    for n in [*inside, -1]:
        if n in content or n == -1:
            kept += [*_part(run, dice), n]
            run = []
        else:
            run.append(n)
    above = before[-int(dice.geometric(0.2)) :] if dice.random() < 0.5 else []
    below = after[: int(dice.geometric(0.15))] if dice.random() < 0.6 else []
    return [*above, *kept[:-1], *below]


def _part(run: list[int], dice: np.random.Generator) -> list[int]:
    if len(run) <= 4:
        return run if dice.random() < 0.7 else []
    if dice.random() >= 0.4:
        return []
    length = int(1 + dice.geometric(0.25))
    start = int(dice.integers(0, max(1, len(run) - length + 1)))
    return run[start : start + length]


def _selection(page: Labelled, kept: list[int], dice: np.random.Generator) -> Labelled:
    """``page`` with some of its lines, and a blank line between all of them or none."""
    apart = dice.random() < 0.4
    lines = [line for n in kept for line in ([page.lines[n], ""] if apart else [page.lines[n]])]

    def spread(counts: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.array([c for n in kept for c in ([counts[n], 0.0] if apart else [counts[n]])])

    return Labelled(
        page.source, page.page, page.kind, page.fold, f"{IMITATION}{page.variant}", lines,
        spread(page.sizes), spread(page.matched), page.gold,
    )  # fmt: skip


def _example(one: Labelled) -> Example | None:
    read = read_page("\n".join(one.lines))
    if read is None or not 1 < read.size <= MOST_LINES:
        return None
    words, pairs = words_and_pairs(read)
    known = _codes().get(one.page, {}) if one.source == "wcxb" and one.variant != "gold" else {}
    codes = np.array([known.get(one.lines[n].strip(), UNREAD) for n in read.numbers], np.int8)
    sizes, hit = one.sizes[read.numbers].astype(np.float32), one.matched[read.numbers].astype(np.float32)
    lines = Lines(shape(read), words, pairs, read.widths)
    return Example(one.source, one.page, one.kind, one.variant, _site(one), lines, sizes, hit, codes)


@lru_cache(maxsize=1)
def _codes() -> dict[str, dict[str, int]]:
    """What people said of a line of a page, whichever extractor left it: page to text to code."""
    found: dict[str, dict[str, int]] = {}
    for (page, extractor), codes in data.labels().items():
        lines = [line.strip() for line in data.extracted()[page, extractor].split("\n") if line.strip()]
        for number, code in codes.items():
            if code in (*KINDS, *_CONTENT_CODES):
                found.setdefault(page, {})[lines[number]] = KINDS.index(code) if code in KINDS else CONTENT
    return found


def _site(one: Labelled) -> str:
    if one.source == "wcxb":
        return data.pages()[one.page].site
    return _sites().get(one.page, one.page)


@lru_cache(maxsize=1)
def _sites() -> dict[str, str]:
    return {record["id"]: data.site(record["url"]) for record in data.records("trafilatura-dev.jsonl.xz")}
