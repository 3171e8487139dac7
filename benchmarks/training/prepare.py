"""Everything that a training learns from, as numbers."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from itertools import islice

from training import compose
from training.examples import Example, examples
from training.flat import flattened
from training.imitate import imitations
from training.pages import Labelled, labelled, mixed
from training.sources import Task, tasks
from training.walls import walled

IN_LANGUAGES = 40
"""Texts set together for each language."""
INSERTED = 5000
"""Gold texts with lines of furniture in them."""
INSERTED_MARKED = 1000
"""The same of texts whose lines were marked by hand."""


def texts(cores: int, limit: int | None = None, seed: int = 1) -> list[Labelled]:
    """Every text with its labels; ``limit`` takes the first so many pages, for a trial."""
    chosen: Iterable[Task] = islice(tasks(), limit)
    with ProcessPoolExecutor(cores) as pool:
        pages = [page for found in pool.map(labelled, chosen, chunksize=8) for page in found]
    pages += mixed(pages, seed)
    pages += walled(pages, seed)
    by_hand = list(compose.by_hand())
    found = [
        *pages,
        *by_hand,
        *imitations(pages, seed),
        *compose.in_languages(seed, IN_LANGUAGES),
        *compose.inserted(pages, seed, INSERTED if limit is None else limit),
    ]
    # Last, so that what is drawn for the others does not change with each text that somebody writes.
    written = list(compose.written_by_hand())
    news = [page for page in by_hand if page.source == "news"]
    written += compose.inserted([*news, *written], seed + 1, INSERTED_MARKED if limit is None else limit)
    return [*found, *flattened(found, seed), *written, *flattened(written, seed)]


def everything(cores: int, limit: int | None = None, seed: int = 1) -> list[Example]:
    """The same, as the network sees it."""
    return examples(texts(cores, limit, seed), cores)
