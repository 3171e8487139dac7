"""A few records of a job, drawn at random and cleaned to be looked at."""

from __future__ import annotations

import random
from collections.abc import Iterator

from cleantext.job.checkpoint import Position
from cleantext.job.chunks import chunks
from cleantext.job.job import Job
from cleantext.job.recipe import BadRecordError, read_page
from cleantext.records.item import Item
from cleantext.records.jsonobject import BadObjectError
from cleantext.removal import Result


def sample(job: Job, size: int) -> dict[str, Result]:
    """The results of ``size`` records by ``FILE:NUMBER``, each record of the inputs as likely as any other.

    All inputs are read, and only these cleaned; the same inputs give the same sample. Records that can
    not be cleaned are passed over. Raises ``OSError``.
    """
    chance = random.Random(size)  # noqa: S311 - no secret
    drawn: list[tuple[str, str, Item, str]] = []
    for number, record in enumerate(_records(job)):
        if number < size:
            drawn.append(record)
        elif (place := chance.randrange(number + 1)) < size:
            drawn[place] = record
    results: dict[str, Result] = {}
    for file, source, item, below in sorted(drawn, key=lambda record: (record[0], record[2].number)):
        try:
            results[f"{file}:{item.number}"] = job.recipe.result(read_page(source, item.data, job.recipe, below))
        except (BadRecordError, BadObjectError):
            continue
    return results


def _records(job: Job) -> Iterator[tuple[str, str, Item, str]]:
    for chunk in chunks(job, Position()):
        for event in chunk.events:
            if isinstance(event, Item) and not event.problem:
                yield job.plan.inputs[chunk.input].name, chunk.source, event, chunk.name
