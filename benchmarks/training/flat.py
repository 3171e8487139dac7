"""Texts without line breaks, as the cell of a table holds them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from cleantext.document import Document
from cleantext.units import units
from training.labels import words
from training.pages import Labelled


def flattened(pages: Sequence[Labelled], seed: int) -> Iterator[Labelled]:
    """Some texts joined by spaces; sentences have the label of their line."""
    dice = random.Random(seed)
    for page in pages:
        if page.variant in ("composed", "marked", "imitation") and dice.random() < 0.2:
            made = _flat(page)
            if made is not None:
                yield made


def _flat(page: Labelled) -> Labelled | None:
    shown = [number for number, line in enumerate(page.lines) if line.strip()]
    text = " ".join(page.lines[number].strip() for number in shown)
    cells = units(Document(text))
    if len(cells.texts) < 4:
        return None
    owner = np.repeat(shown, [len(page.lines[number].strip()) + 1 for number in shown])[: len(text)]
    lines = [line.strip() for line in cells.texts]
    weights = {name: getattr(page, name)[owner] for name in ("wanted", "costs", "known")}
    share = page.matched[owner] / np.maximum(page.sizes[owner], 1)
    sizes = np.array([len(words(line)) for line in lines], float)
    spans = list(zip(cells.starts, cells.ends, strict=True))
    mean = {name: np.array([values[a:b].mean() for a, b in spans]) for name, values in weights.items()}
    content = np.array([share[a:b].mean() for a, b in spans])
    kinds = np.array([np.bincount(page.kinds[owner[a:b]] + 1).argmax() - 1 for a, b in spans])
    # A sentence that is partly furniture is neither.
    mean["costs"][(mean["wanted"] > 0.15) & (mean["wanted"] < 0.7)] = 0
    wanted = (mean["wanted"] > 0.5).astype(float)
    return replace(
        page, variant="flat", lines=lines, sizes=sizes, matched=content * sizes, known=mean["known"].round(),
        wanted=wanted, costs=mean["costs"], kinds=np.where(wanted > 0, kinds, -1), origin=None,
    )  # fmt: skip
