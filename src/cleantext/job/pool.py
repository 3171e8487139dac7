"""Worker processes that may hang, crash or run out of memory without taking anything with them.

The pools of the standard library hang or break as a whole when a worker dies. Here every worker
has a pipe of its own, so that it is always known which record it was at: that one is tried once
more, alone, and given up if the worker dies of it again. Everything else is done as usual.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, Protocol, TypeVar

from cleantext.files import reason
from cleantext.job.recipe import Outcome, Status
from cleantext.job.worker import REPORT_SECONDS, Limits, Work, cause_of, serve

_START_SECONDS = 120.0
# A wait is no longer than this; where more time has gone by, the machine was asleep or this process stopped.
_WAIT_SECONDS = 1.0
# A worker may be killed while it starts, by whoever needs its memory; so many in a row are no accident.
_STARTS = 5
# How the libraries below NumPy are told how many threads they may start.
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


class JobError(Exception):
    """The job can not go on; the message is one line."""


class Chunk(Protocol):
    """Some records in a row, with the format they are in."""

    @property
    def source(self) -> str:
        """The name of the format."""

    @property
    def name(self) -> str:
        """The name of the file that they are in, if it has one of interest."""

    @property
    def records(self) -> Sequence[bytes]:
        """The records for the worker, in order."""


ChunkT = TypeVar("ChunkT", bound=Chunk)


@dataclass(eq=False)
class _Task(Generic[ChunkT]):
    chunk: ChunkT
    records: Sequence[bytes]
    outcomes: list[Outcome] = field(default_factory=list)
    is_suspect: bool = False  # a worker died of it: report after every record

    @property
    def is_done(self) -> bool:
        return len(self.outcomes) == len(self.records)


@dataclass(eq=False)
class _Worker(Generic[ChunkT]):
    process: Any
    pipe: Connection
    is_ready: bool = False
    task: _Task[ChunkT] | None = None
    deadline: float = 0.0


class Pool(Generic[ChunkT]):
    """Runs ``prepare()(source, records, name)`` for records in at most ``processes`` workers, as many as have work.

    ``prepare`` must pickle and is called once in each worker; what it returns must not raise. The
    modules in ``preload`` are imported once, by the process that all workers are forked from.
    """

    def __init__(
        self, prepare: Callable[[], Work], processes: int, limits: Limits, preload: Sequence[str] = ()
    ) -> None:
        self._prepare = prepare
        self._processes = processes
        self._limits = limits
        self._waiting: deque[_Task[ChunkT]] = deque()
        if "forkserver" not in multiprocessing.get_all_start_methods():
            raise JobError("jobs need Linux or macOS")
        self._failed_starts = 0
        self._clock = _Clock()
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(list(preload))
        with undisturbed():
            forkserver.ensure_running()
        self._workers = [self._start()]

    def __enter__(self) -> Pool[ChunkT]:
        return self

    def __exit__(self, *error: object) -> None:
        for worker in self._workers:
            worker.process.kill()
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join()

    def outcomes(self, chunks: Iterable[ChunkT]) -> Iterator[tuple[ChunkT, list[Outcome]]]:
        """Each chunk with the outcomes of its records, in order. Holds a few chunks at a time."""
        source = iter(chunks)
        pending: deque[_Task[ChunkT]] = deque()
        while True:
            while len(pending) < 3 * len(self._workers) and (chunk := next(source, None)) is not None:
                pending.append(_Task(chunk, chunk.records))
                if not pending[-1].is_done:
                    self._waiting.append(pending[-1])
                    self._assign()
                    self._grow()
            if not pending:
                return
            while not pending[0].is_done:
                self._assign()
                self._attend()
            self._assign()
            task = pending.popleft()
            yield task.chunk, task.outcomes

    def _grow(self) -> None:
        """Starts another worker if more waits than those that have nothing to do, or still start, will take."""
        idle = sum(worker.task is None for worker in self._workers)
        if len(self._waiting) > idle and len(self._workers) < self._processes:
            self._workers.append(self._start())

    def _start(self) -> _Worker[ChunkT]:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=serve, args=(theirs, self._prepare, self._limits), daemon=True)
        try:
            process.start()
        except OSError as error:
            raise JobError(f"worker processes could not start: {reason(error)}") from None
        theirs.close()
        return _Worker(process, ours, deadline=self._clock.seconds() + _START_SECONDS)

    def _assign(self) -> None:
        for worker in self._workers:
            if worker.is_ready and worker.task is None and self._waiting:
                worker.task = task = self._waiting.popleft()
                worker.deadline = self._clock.seconds() + self._limits.waiting + REPORT_SECONDS
                records = task.records[len(task.outcomes) :]
                try:
                    worker.pipe.send((task.is_suspect, task.chunk.source, task.chunk.name, records))
                except OSError:
                    self._replace(worker, "")

    def _attend(self) -> None:
        """Waits for what comes next: outcomes, a death, a deadline."""
        busy = {worker.pipe: worker for worker in self._workers if worker.task or not worker.is_ready}
        left = min(worker.deadline for worker in busy.values()) - self._clock.seconds()
        ready = wait(list(busy), min(max(0.0, left), _WAIT_SECONDS))
        for pipe in ready:
            self._receive(busy[pipe])  # type: ignore[index]
        now = self._clock.seconds()
        for pipe, worker in busy.items():
            if pipe not in ready and now >= worker.deadline:
                worker.process.kill()
                self._replace(worker, f"did not end within {self._limits.waiting:g} seconds")

    def _receive(self, worker: _Worker[ChunkT]) -> None:
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            self._replace(worker, "")
            return
        if isinstance(message, str):
            if not worker.is_ready:  # the same would happen to the next
                raise JobError(message)
            worker.process.kill()
            self._replace(worker, message)
            return
        worker.is_ready = True
        self._failed_starts = 0
        worker.deadline = self._clock.seconds() + self._limits.waiting + REPORT_SECONDS
        task = worker.task
        if task and message:
            task.outcomes += message
            if task.is_done:
                worker.task = None

    def _replace(self, worker: _Worker[ChunkT], reason: str) -> None:
        """Starts another worker for one that is dead, and settles what it was at."""
        worker.process.join()
        worker.pipe.close()
        reason = reason or cause_of(worker.process.exitcode, self._limits)
        if not worker.is_ready:
            self._failed_starts += 1
            if self._failed_starts == _STARTS:
                raise JobError(f"worker processes could not start: {reason}")
        self._workers[self._workers.index(worker)] = self._start()
        task = worker.task
        if task is None:
            return
        # The first death says neither which record it was nor that the record is to blame: the
        # system may have run out of memory, or slept. From then on every record is reported.
        if task.is_suspect:
            task.outcomes.append(Outcome(Status.QUARANTINED, reason=reason))
        task.is_suspect = True
        if not task.is_done:
            self._waiting.appendleft(task)


@contextmanager
def undisturbed() -> Iterator[None]:
    """What is started meanwhile does not hear of Ctrl-C, and numbers are no reason for it to start threads.

    The work is spread over processes, so threads would only wait for each other, and a process that has
    some can not be forked.
    """
    own = {name: os.environ.get(name) for name in _THREADS}
    resource_tracker.ensure_running()  # where it is started last it lets Ctrl-C through again
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in own.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


class _Clock:
    """Goes while somebody looks at it: not while the machine sleeps, this process is stopped, or its output waits."""

    def __init__(self) -> None:
        self._looked = time.monotonic()
        self._seconds = 0.0

    def seconds(self) -> float:
        """How much has gone by."""
        now = time.monotonic()
        self._seconds += min(now - self._looked, 2 * _WAIT_SECONDS)
        self._looked = now
        return self._seconds
