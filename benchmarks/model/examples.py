"""Labelled pages as the network sees them, and what training changes about them on the fly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleantext.model.markup import markup
from cleantext.model.network import Lines
from cleantext.model.page import read_page
from cleantext.model.shape import shape
from cleantext.model.tokens import words_and_pairs
from model.pages import MOST_LINES, Labelled


@dataclass(frozen=True, eq=False)
class Example:
    """A page for the network; ``sizes``, ``matched`` and ``gold`` as in :class:`Labelled`."""

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


def example(page: Labelled) -> Example | None:
    """``page`` as numbers; ``None`` for one without a visible line or with too many of them."""
    read = read_page("\n".join(page.lines))
    if read is None or read.size > MOST_LINES:
        return None
    words, pairs = words_and_pairs(read)
    marks, names = markup(page.marked, read) if page.marked else (None, None)
    seen = Lines(shape(read), words, pairs, read.widths, marks, names)
    texts = [page.lines[n] for n in read.numbers]
    sizes, hit = page.sizes[read.numbers].astype(np.float32), page.matched[read.numbers].astype(np.float32)
    return Example(page.source, page.page, page.kind, page.fold, page.variant, seen, texts, sizes, hit, page.gold)


def examples(pages: Iterable[Labelled], cores: int) -> list[Example]:
    """All ``pages`` as numbers."""
    with ProcessPoolExecutor(cores) as pool:
        return [found for found in pool.map(example, pages, chunksize=32) if found is not None]


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
