"""The records of a job's inputs, in order, cut into pieces for the workers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cleantext.files import reason
from cleantext.job.checkpoint import Position
from cleantext.job.job import Job
from cleantext.job.plan import Input
from cleantext.job.recipe import Outcome, Status
from cleantext.records import Columns, read_events
from cleantext.records.formats import PARQUET
from cleantext.records.item import Event, Gap, Item
from cleantext.records.streams import open_input

# Records that go to a worker together. A chunk is what a crash makes us do twice.
CHUNK_RECORDS = 64
_CHUNK_BYTES = 512 * 1024


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
        return [event.data for event in self.events if isinstance(event, Item) and not event.problem]

    def settled(self, outcomes: Sequence[Outcome]) -> Iterator[tuple[Event, Outcome]]:
        """Each event with its outcome; those that were never fit for a worker are quarantined."""
        cleaned = iter(outcomes)
        for event in self.events:
            reason = event.reason if isinstance(event, Gap) else event.problem
            yield event, Outcome(Status.QUARANTINED, reason=reason) if reason else next(cleaned)


def chunks(job: Job, position: Position) -> Iterator[Chunk]:
    """What there is to do behind ``position``, up to the last event that is asked for."""
    if job.most is None:
        yield from _all_chunks(job, position)
        return
    left = job.most - position.tally.read - position.tally.gaps
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
                for _ in range(done):
                    next(events)
                yield from _cut(events, number, source, lambda: before + _tell(stream))  # noqa: B023 - used at once
            else:
                stream.seek(0, 2)
            before += _tell(stream)


def _cut(events: Iterator[Event], number: int, source: Input, tell: Callable[[], int]) -> Iterator[Chunk]:
    def chunk(is_last: bool) -> Chunk:
        return Chunk(number, source.format.name, source.below, held, is_last=is_last, read=tell())

    held: list[Event] = []
    size = 0
    for event in events:
        held.append(event)
        size += len(event.data) if isinstance(event, Item) else 0
        if len(held) == CHUNK_RECORDS or size >= _CHUNK_BYTES:
            yield chunk(is_last=False)
            held, size = [], 0
    yield chunk(is_last=True)


def _tell(stream: Any) -> int:
    return int(stream.tell()) if stream.seekable() else 0


def _columns(job: Job) -> Columns:
    """The columns of Parquet that the workers see; the others stay where they are."""
    return Columns(job.recipe.field, ("url", "lang") if job.plan.target is PARQUET else None)
