"""What a worker process does: records in, outcomes out, within limits."""

from __future__ import annotations

import gc
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

from cleantext.job.recipe import Outcome

REPORT_SECONDS = 0.1
"""Outcomes are sent together, so often; little work is done twice when a worker dies."""

TOGETHER = 64 * 1024
"""Bytes of records that are worked on together: short texts cost less when they are judged in one go."""

Work = Callable[[str, Sequence[bytes], str], list[Outcome]]
"""Takes the name of a format, records, and the name of their file."""


@dataclass(frozen=True)
class Limits:
    """What a worker may use: seconds of processor time for one record, bytes of memory.

    How long a record takes by the clock says more about the machine than about the record. So it is
    only what waits for something, and uses no processor, that is given up after ``patience`` times as long.
    """

    seconds: float = 30.0
    memory: int = 4 * 1024**3
    patience: float = 10.0

    @property
    def waiting(self) -> float:
        """Seconds after which a worker that is silent is ended."""
        return self.patience * self.seconds


def cause_of(exitcode: int, limits: Limits) -> str:
    """What a worker died of, by the exit code of its process."""
    if exitcode == -signal.SIGPROF:
        return f"took longer than {limits.seconds:g} seconds of processor time"
    return f"the worker died of it ({signal.Signals(-exitcode).name if exitcode < 0 else f'exit code {exitcode}'})"


def serve(pipe: Connection, prepare: Callable[[], Work], limits: Limits) -> None:
    """A worker's life: records in, outcomes out, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the job stops its workers itself
    gc.freeze()  # looking through what all workers share would copy it
    try:
        work = prepare()
        _limit_memory(limits.memory)
        pipe.send([])
        while True:
            _work_through(pipe, work, limits, pipe.recv())
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except Exception as error:  # noqa: BLE001 - whatever it is, the job must hear of it
        pipe.send(f"a worker process failed: {type(error).__name__}: {error}")


def _work_through(pipe: Connection, work: Work, limits: Limits, task: tuple[bool, str, str, Sequence[bytes]]) -> None:
    is_suspect, source, name, records = task
    done: list[Outcome] = []
    sent = time.monotonic()
    for some in _some(records, 0 if is_suspect else TOGETHER):
        # Their time of processor ends the process, wherever it is: what is short must do with that of one. The alarm
        # rings only if nobody is there any more to end a worker that waits.
        signal.setitimer(signal.ITIMER_PROF, max(limits.seconds, 0.001))  # zero would be no limit
        signal.alarm(min(int(2 * limits.waiting) + 10, 2**31 - 1))
        done += work(source, some, name)
        if is_suspect or time.monotonic() - sent > REPORT_SECONDS:
            pipe.send(done)
            done, sent = [], time.monotonic()
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.alarm(0)
    if done:
        pipe.send(done)


def _some(records: Sequence[bytes], most: int) -> Iterator[Sequence[bytes]]:
    """Records in a row, of at most so many bytes; a larger one alone."""
    first = size = 0
    for number, record in enumerate(records):
        if number > first and size + len(record) > most:
            yield records[first:number]
            first, size = number, 0
        size += len(record)
    if records:
        yield records[first:]


def _limit_memory(most: int) -> None:
    import resource

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = min(most, 2**62 if hard < 0 else hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
