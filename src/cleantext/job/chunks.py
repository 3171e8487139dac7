"""The records of a job's inputs, in order, cut into pieces for the workers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from cleantext.files import reason
from cleantext.job.batches import batches, fit
from cleantext.job.checkpoint import Position
from cleantext.job.job import Job
from cleantext.job.plan import Input, PlanError
from cleantext.records.formats import COUNTS, PARQUET
from cleantext.records.item import Columns, Event, Gap
from cleantext.records.reading import read_events
from cleantext.records.streams import open_input


@dataclass(frozen=True)
class Chunk:
    """Events of one input in a row. ``is_last``: the input ends behind them."""

    input: int
    source: str
    name: str
    events: Sequence[Event]
    is_last: bool
    read: int

    @property
    def records(self) -> Sequence[bytes]:
        """What is fit for a worker."""
        return fit(self.events)


def chunks(job: Job, position: Position) -> Iterator[Chunk]:
    """What there is to do behind ``position``, up to the last event that is asked for."""
    if job.most is None:
        yield from _all_chunks(job, position)
        return
    left = job.most - position.seen
    for chunk in _all_chunks(job, position):
        is_end = len(chunk.events) >= left
        yield replace(chunk, events=chunk.events[:left], is_last=chunk.is_last or is_end)
        left -= len(chunk.events)
        if is_end:
            return


def _all_chunks(job: Job, position: Position) -> Iterator[Chunk]:
    before = 0
    for number, source in enumerate(job.plan.inputs):
        try:
            stream = open_input(source.name)
        except OSError as error:
            if number >= position.input:
                lost = Gap(0, f"can not be opened: {reason(error)}")
                yield Chunk(number, source.format.name, source.below, [lost], is_last=True, read=before)
            continue
        with stream:
            if number >= position.input:
                events = read_events(stream, source.name, source.format, job.recipe.limit, _columns(job))
                done = position.events if number == position.input else 0
                if sum(1 for _ in islice(events, done)) < done:
                    raise PlanError(f"can not resume: {source.name} can not be read any more up to where the job stood")
                yield from _cut(events, number, source, lambda: before + _tell(stream))  # noqa: B023 - used at once
            else:
                stream.seek(0, 2)
            before += _tell(stream)


def _cut(events: Iterator[Event], number: int, source: Input, tell: Callable[[], int]) -> Iterator[Chunk]:
    for some in batches(events):
        yield Chunk(number, source.format.name, source.below, some, is_last=False, read=tell())
    yield Chunk(number, source.format.name, source.below, [], is_last=True, read=tell())


def _tell(stream: Any) -> int:
    return int(stream.tell()) if stream.seekable() else 0


def _columns(job: Job) -> Columns:
    """The columns of Parquet that the workers see; the others stay where they are, or nobody asks for them."""
    writes_all = job.plan.target not in (PARQUET, COUNTS) and not job.recipe.with_results
    return Columns(job.recipe.field, None if writes_all else ("url", "lang"))
