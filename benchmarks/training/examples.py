"""Labelled texts as the network sees them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleantext.hits import Hit
from cleantext.judge.lines import Lines, lines_of
from cleantext.matching import built_in_matcher
from cleantext.reading.marks import with_markup
from training.pages import MOST_LINES, Labelled

_MOST_REMEMBERED = 300_000  # lines


@dataclass(frozen=True, eq=False)
class Example:
    """A text for the network; the fields about lines as in :class:`~training.pages.Labelled`."""

    source: str
    page: str
    kind: str
    fold: int
    variant: str
    lines: Lines
    texts: list[str]
    sizes: NDArray[np.float32]
    matched: NDArray[np.float32]
    gold: float
    known: NDArray[np.float32]
    wanted: NDArray[np.float32]
    costs: NDArray[np.float32]
    kinds: NDArray[np.int8]


_remembered: dict[str, list[Hit]] = {}


def hits_in(texts: Sequence[str]) -> list[Hit]:
    """What the built-in rules find in each line. Lines come again in other variants of a page: remembered."""
    if len(_remembered) > _MOST_REMEMBERED:
        _remembered.clear()
    new = [text for text in dict.fromkeys(texts) if text not in _remembered]
    found: list[list[Hit]] = [[] for _ in new]
    for hit in built_in_matcher().read(new) if new else ():
        found[hit.unit].append(hit)
    _remembered.update(zip(new, found, strict=True))
    return [Hit(number, *hit[1:]) for number, text in enumerate(texts) for hit in _remembered[text]]


def example(page: Labelled) -> Example | None:
    """``page`` as numbers; ``None`` for one without a visible line or with too many of them."""
    texts = [text.replace("\n", " ").replace("\r", " ") for text in page.lines]
    # Of pages with markup no rule is asked.
    found = lines_of([texts], None if page.html else hits_in(texts if page.origin is None else page.origin))
    if found is None or found[0].size > MOST_LINES:
        return None
    read, lines = found
    if page.html:
        lines = with_markup(page.html, read, lines)
    chosen = read.numbers
    names_of = ("sizes", "matched", "known", "wanted", "costs")
    arrays = {name: getattr(page, name)[chosen].astype(np.float32) for name in names_of}
    return Example(
        page.source, page.page, page.kind, page.fold, page.variant, lines, [texts[n] for n in chosen.tolist()],
        gold=page.gold, kinds=page.kinds[chosen].astype(np.int8), **arrays,
    )  # fmt: skip


def examples(pages: Iterable[Labelled], cores: int) -> list[Example]:
    """All ``pages`` as numbers."""
    with ProcessPoolExecutor(cores) as pool:
        return [found for found in pool.map(example, pages, chunksize=64) if found is not None]


def by_page(examples: Iterable[Example]) -> dict[tuple[str, str], list[Example]]:
    """The variants of each page: an epoch sees one of them."""
    groups: dict[tuple[str, str], list[Example]] = {}
    for one in examples:
        groups.setdefault((one.source, one.page), []).append(one)
    return groups


def batches(order: Iterable[Example], size: int) -> Iterator[list[Example]]:
    """``size`` pages at a time."""
    batch: list[Example] = []
    for one in order:
        batch.append(one)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
