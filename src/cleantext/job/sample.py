"""A few records of a job, drawn at random and cleaned to be looked at."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from cleantext.job.checkpoint import Position
from cleantext.job.chunks import chunks
from cleantext.job.job import Job, Listener
from cleantext.job.pool import JobError
from cleantext.job.quarantine import loss
from cleantext.job.run import workers
from cleantext.records.item import Gap, Item
from cleantext.removal import Result


@dataclass(frozen=True)
class _Drawn:
    """A record as a chunk of its own."""

    file: str
    source: str
    name: str
    item: Item

    @property
    def records(self) -> Sequence[bytes]:
        return [self.item.data]


def sample(job: Job, size: int, listener: Listener) -> tuple[dict[str, Result], int]:
    """The results of ``size`` records by ``FILE:NUMBER``, each record of the inputs as likely as any other,
    and how much was lost: records that were drawn and can not be cleaned, gaps in the inputs.

    All inputs are read, and only these cleaned, by workers within the limits of the job; the same inputs
    give the same sample. The listener hears of all that is lost. Raises ``OSError``, and
    :class:`~cleantext.job.pool.JobError` if no record can be cleaned.
    """
    job = replace(job, recipe=replace(job.recipe, with_results=True))
    lost = [f"{name}: {why}" for name, why in job.plan.lost]
    drawn = _drawn(_records(job, lost), size)
    results: dict[str, Result] = {}
    why = ""
    with workers(job) as pool:
        for record, (outcome,) in pool.outcomes(drawn):
            if outcome.result is None:
                why = outcome.reason
                lost.append(loss(record.file, record.item, why))
            else:
                results[f"{record.file}:{record.item.number}"] = outcome.result
    if why and not results:
        raise JobError(f"no record can be cleaned: {why}")
    for line in lost:
        listener.say(line)
    return results, len(lost)


def _drawn(records: Iterable[_Drawn], size: int) -> list[_Drawn]:
    """``size`` of them, in order."""
    chance = random.Random(size)  # noqa: S311 - no secret
    drawn: list[_Drawn] = []
    for number, record in enumerate(records):
        if number < size:
            drawn.append(record)
        elif (place := chance.randrange(number + 1)) < size:
            drawn[place] = record
    return sorted(drawn, key=lambda record: (record.file, record.item.number))


def _records(job: Job, lost: list[str]) -> Iterator[_Drawn]:
    for chunk in chunks(job, Position()):
        file = job.plan.inputs[chunk.input].name
        for event in chunk.events:
            if isinstance(event, Gap):
                lost.append(loss(file, event, event.reason))
            elif event.problem:
                lost.append(loss(file, event, event.problem))
            else:
                yield _Drawn(file, chunk.source, chunk.name, event)
