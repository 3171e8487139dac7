"""Records that are worked on together, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cleantext.job.recipe import Outcome, Status
from cleantext.records.item import Event, Gap, Item

BATCH_RECORDS = 64
_BATCH_BYTES = 512 * 1024


def batches(events: Iterable[Event]) -> Iterator[list[Event]]:
    """Events in a row, as many as go to a worker together."""
    held: list[Event] = []
    size = 0
    for event in events:
        held.append(event)
        size += len(event.data) if isinstance(event, Item) else 0
        if len(held) == BATCH_RECORDS or size >= _BATCH_BYTES:
            yield held
            held, size = [], 0
    if held:
        yield held


def fit(events: Iterable[Event]) -> list[bytes]:
    """The records among ``events`` that are fit for a worker."""
    return [event.data for event in events if isinstance(event, Item) and not event.problem]


def settled(events: Iterable[Event], outcomes: Sequence[Outcome]) -> Iterator[tuple[Event, Outcome]]:
    """Each event with its outcome; those that were never :func:`fit` for a worker are quarantined."""
    cleaned = iter(outcomes)
    for event in events:
        reason = event.reason if isinstance(event, Gap) else event.problem
        yield event, Outcome(Status.QUARANTINED, reason=reason) if reason else next(cleaned)
