"""The job: records from many inputs, through worker processes, into outputs. In order, none lost.

Only this process reads and writes; what it has done is one position in one sequence of records.
So a checkpoint is small, and resuming is: cut the outputs back to the checkpoint, go on reading
behind it.
"""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from typing import Any

from cleantext.files import make_folder
from cleantext.job.checkpoint import Position, Tally, identity, load
from cleantext.job.chunks import chunks
from cleantext.job.job import Job, Listener
from cleantext.job.pool import Pool
from cleantext.job.writer import Writer
from cleantext.records.sinks import alone


def run(job: Job, listener: Listener | None = None) -> Tally:
    """Does the job and says what became of the records.

    Raises :class:`~cleantext.job.plan.PlanError` if it can not be resumed,
    :class:`~cleantext.records.sinks.BusyError` if another job is writing there,
    :class:`~cleantext.job.pool.JobError` if it can not go on, and ``OSError`` if an output can
    not be written. Whatever ends it, it can be resumed.
    """
    plan = job.plan
    for path in {source.output for source in plan.inputs} | {plan.quarantine, plan.state}:
        if path:
            make_folder(path.parent)
    with alone(plan.lock) if plan.lock else nullcontext():
        return _run(job, listener or Listener())


def _run(job: Job, listener: Listener) -> Tally:
    plan = job.plan
    identities = identity(plan, job.recipe, job.most) if plan.state else {}
    position = load(plan, identities) if plan.state and job.is_resumed else Position()
    writer = Writer(job, identities, position, listener)
    try:
        writer.start()
        listener.resumed(position.tally)
        if not writer.is_done:
            with workers(job) as pool:
                for chunk, outcomes in pool.outcomes(chunks(job, position)):
                    writer.take(chunk, outcomes)
                    for outcome in outcomes:
                        listener.counted(outcome.counts or {})
                    listener.progress(chunk.read, writer.position.tally)
        return writer.finish()
    finally:
        writer.release()


def workers(job: Job) -> Pool[Any]:
    """The worker processes of a job, which clean chunks of records as its recipe says."""
    is_html = _reads_html(job)
    prepare = partial(job.recipe.work, is_html=is_html)
    return Pool(prepare, job.processes, job.limits, job.recipe.modules(is_html))


def _reads_html(job: Job) -> bool:
    return job.recipe.is_html or any(source.format.name in ("html", "warc") for source in job.plan.inputs)
