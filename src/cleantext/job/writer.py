"""What became of each record goes to its output, and the checkpoint says up to where.

A boundary in the output comes after as many records or bytes as :data:`BOUNDARY_EVENTS` and
``_BOUNDARY_BYTES``, so that it does not depend on time or chunks: a resumed job writes the same
bytes. Checkpoints are boundaries, but no more than one in so many seconds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cleantext.corpus import CountsSink
from cleantext.files import beside, is_stream, open_stream
from cleantext.job.batches import settled
from cleantext.job.checkpoint import Position, Tally, save
from cleantext.job.chunks import Chunk
from cleantext.job.job import Job, Listener
from cleantext.job.pool import JobError
from cleantext.job.quarantine import lines_of_others, loss, quarantine_line
from cleantext.job.recipe import Outcome, Status
from cleantext.records.formats import COUNTS, PARQUET, WET
from cleantext.records.item import Event, Gap, Item
from cleantext.records.sinks import FileSink, MemberSink, Sink, StreamSink, alone, part_of, publish
from cleantext.records.streams import codec_of

BOUNDARY_EVENTS = 200
_BOUNDARY_BYTES = 8 * 1024 * 1024
CHECKPOINT_SECONDS = 1.0
# If so many records come first without the field of the text, its name is wrong.
_FIELDLESS = 20


class Writer:
    """Writes outcomes in order and knows up to where all is on the disk."""

    def __init__(self, job: Job, identities: dict[str, str], position: Position, listener: Listener) -> None:
        self._job = job
        self._plan = job.plan
        self._identities = identities
        self._listener = listener
        self.position = position
        self._saved_at = time.monotonic()
        self._saved = position
        self._since_boundary = (0, 0)
        self._fieldless, self._why_fieldless = 0, ""
        self._last = Outcome(Status.EMPTIED)
        self._is_vain = True  # nothing that was read for the open output could be cleaned
        self._sink: Sink | None = None
        self._quarantine: Sink | None = None

    def start(self) -> None:
        """Opens what is written."""
        is_new = self.position == Position()
        if is_new:
            self._save()  # what an earlier job left behind is not ours
        elif self.position.input:
            self._publish(self.position.input - 1)
        if not self.is_done:
            self._sink = self._open(self.position.size)
            self._quarantine = self._open_quarantine()
        if is_new:
            for name, why in self._plan.lost:
                self._lose(name, why)

    @property
    def is_done(self) -> bool:
        """Is all input dealt with that is asked for?"""
        position, most = self.position, self._job.most
        is_enough = most is not None and position.seen >= most
        return position.input == len(self._plan.inputs) or (is_enough and position.input > 0 and not position.events)

    def take(self, chunk: Chunk, outcomes: Sequence[Outcome]) -> None:
        """Writes what became of a chunk."""
        for event, outcome in settled(chunk.events, outcomes):
            self._settle(event, outcome)
        if chunk.is_last:
            self._end_input()

    def _lose(self, name: str, why: str) -> None:
        tally = replace(self.position.tally, gaps=self.position.tally.gaps + 1)
        size = self._set_aside(name, Gap(0, why), why)
        self.position = replace(self.position, tally=tally, quarantine=self.position.quarantine + size)

    def finish(self) -> Tally:
        """Publishes the quarantine file, if there is anything in it, and closes the job's books."""
        self._end_quarantine()
        state = self._plan.state
        # A job that was asked to resume is asked again, by whatever restarts it: it finds itself done.
        if state and not self._job.is_resumed and not self._job.keeps_state:
            state.unlink(missing_ok=True)
        return self.position.tally

    def _end_quarantine(self) -> None:
        path, own = self._plan.quarantine, self._plan.own_quarantine
        if path is None or own is None or is_stream(path) or not part_of(own).exists():
            if self._quarantine:
                self._quarantine.close()
            return
        sink = self._quarantine or FileSink(own, None, self.position.quarantine)  # killed before it got its name
        with alone(beside(path, ".", ".lock"), waits=True):  # another job may end now, too
            for line in lines_of_others(path, self._plan.known_better):
                sink.write(line, None)
            sink.close()
            if part_of(own).stat().st_size:
                publish(path, part_of(own))
            else:
                part_of(own).unlink()
                path.unlink(missing_ok=True)  # an earlier run's

    def release(self) -> None:
        """Lets go of the files as they are."""
        for sink in (self._sink, self._quarantine):
            if sink:
                sink.abort()

    def _settle(self, event: Event, outcome: Outcome) -> None:
        name = "gaps" if isinstance(event, Gap) else outcome.status.value
        tally = replace(self.position.tally, **{name: getattr(self.position.tally, name) + 1})
        quarantine = self.position.quarantine
        if outcome.status is Status.WRITTEN and self._sink:
            self._sink.write(outcome.data, event.row if isinstance(event, Item) else None)
        elif outcome.status is Status.QUARANTINED:
            quarantine += self._set_aside(self._plan.inputs[self.position.input].name, event, outcome.reason)
        events, seen = self.position.events + 1, self.position.seen + 1
        self.position = replace(self.position, events=events, seen=seen, quarantine=quarantine, tally=tally)
        if outcome.is_fieldless:
            self._fieldless += 1
            self._why_fieldless = outcome.reason
        self._last = outcome
        self._is_vain = self._is_vain and name not in (Status.WRITTEN.value, Status.EMPTIED.value)
        self._stop_if_useless()
        events, size = self._since_boundary
        self._since_boundary = events + 1, size + len(outcome.data)
        if events + 1 >= BOUNDARY_EVENTS or size + len(outcome.data) >= _BOUNDARY_BYTES:
            self._boundary()

    def _stop_if_useless(self, is_end: bool = False) -> None:
        """Raises :class:`JobError` if no record has the field of the text, or too many are bad."""
        tally, why = self.position.tally, self._last.reason
        if not tally.written + tally.emptied and (self._fieldless == _FIELDLESS or (self._fieldless and is_end)):
            raise JobError(f"no record can be cleaned: {self._why_fieldless} (--field)")
        if self._job.tolerance.is_exceeded(tally, is_end=is_end):
            bad = tally.quarantined + tally.gaps
            last = f"; the last: {why}" if why else ""
            own = self._plan.own_quarantine
            place = f"; they are in {part_of(own)}" if own and not is_stream(own) else ""
            raise JobError(f"stopped: {bad} of {tally.read + tally.gaps} are bad, more than --max-errors{place}{last}")

    def _set_aside(self, name: str, event: Event, why: str) -> int:
        if isinstance(event, Gap) or self._quarantine is None:
            self._listener.say(loss(name, event, why))
        line = quarantine_line(name, event, why)
        if self._quarantine:
            self._quarantine.write(line, None)
        return len(line)

    def _boundary(self) -> None:
        self._since_boundary = 0, 0
        size = self._sink.boundary() if self._sink else None
        if size is not None:
            self.position = replace(self.position, size=size)
            if self._is_time():
                self._save()

    def _end_input(self) -> None:
        ended = self.position.input
        self.position = replace(self.position, input=ended + 1, events=0)
        if not self.is_done and self._output(ended) == self._output(ended + 1):
            return
        if self.is_done:
            self._stop_if_useless(is_end=True)
        if self._sink:
            self._sink.close()
            self._drop_vain(ended)
        self.position = replace(self.position, size=0)
        self._since_boundary = 0, 0
        # From a checkpoint inside this output it can be continued only while it has its partial
        # name; so the checkpoint must be behind it before it loses that name.
        if self.is_done or self._is_time() or self._saved.size or self._saved.events:
            self._save()
        self._publish(ended)
        if not self.is_done:
            self._sink = self._open(0)

    def _drop_vain(self, number: int) -> None:
        """Where a document could not be cleaned no empty one appears in its place; a file of records may be empty."""
        path = self._output(number)
        if self._is_vain and path and not self._plan.target.holds_many and not is_stream(path):
            part_of(path).unlink(missing_ok=True)

    def _output(self, number: int) -> Path | None:
        return self._plan.inputs[number].output

    def _publish(self, number: int) -> None:
        """Gives the output of an input its final name, if it is complete and has not got it yet."""
        path = self._output(number)
        is_complete = self.is_done or path != self._output(self.position.input)
        if path and is_complete and not is_stream(path) and part_of(path).exists():
            publish(path)

    def _is_time(self) -> bool:
        return time.monotonic() - self._saved_at >= CHECKPOINT_SECONDS

    def _save(self) -> None:
        if self._plan.state:
            if self._quarantine:
                self._quarantine.boundary()
            save(self._plan.state, self._identities, self.position)
            self._saved, self._saved_at = self.position, time.monotonic()

    def _open(self, size: int) -> Sink:
        path = self._output(self.position.input)
        self._is_vain = True
        if path is None:
            return StreamSink(sys.stdout.buffer)
        if self._plan.target is PARQUET:
            from cleantext.records.parquet import ParquetSink

            recipe, source = self._job.recipe, self._plan.inputs[self.position.input].name
            return ParquetSink(path, recipe.field, has_extras=recipe.has_extras, source=source)
        if self._plan.target is COUNTS:
            return CountsSink(path)
        if is_stream(path):
            return StreamSink(open_stream(path), codec_of(path.name))
        codec = codec_of(path.name)
        kind = MemberSink if self._plan.target is WET and codec and codec.is_light else FileSink
        return kind(path, codec, size)

    def _open_quarantine(self) -> Sink | None:
        own = self._plan.own_quarantine
        if own is None:
            return None
        return StreamSink(open_stream(own)) if is_stream(own) else FileSink(own, None, self.position.quarantine)
