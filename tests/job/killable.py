"""A job that kills itself without warning at its N-th step towards the disk.

Steps are all writes of records, syncs and renames. Prints the tally if it gets to the end.
"""

import os
import signal
import sys
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import poison
from cleantext.job import batches, writer
from cleantext.job.job import Job
from cleantext.job.plan import make_plan
from cleantext.job.recipe import Recipe
from cleantext.job.run import run
from cleantext.records.sinks import FileSink

steps: list[None] = []


def stepping(function, last):
    """``function``, before or after which the process dies if it is the step ``last``."""

    def step(*arguments, **options):
        count(last)
        result = function(*arguments, **options)
        count(last)
        return result

    return step


def count(last):
    """Counts a step and dies at the last."""
    steps.append(None)
    if len(steps) == last:
        os.kill(os.getpid(), signal.SIGKILL)


def main(source: str, output: str, last: int, kinds: str) -> None:
    writer.CHECKPOINT_SECONDS = 0.0
    writer.BOUNDARY_EVENTS = 40
    batches.BATCH_RECORDS = 16
    if "w" in kinds:
        FileSink.write = stepping(FileSink.write, last)
    if "d" in kinds:
        os.fsync = stepping(os.fsync, last)
        os.replace = stepping(os.replace, last)
    job = Job(make_plan([source], output), Recipe(poison.PIPELINE), processes=1, is_resumed=True)
    sys.stdout.write(f"{asdict(run(job))} {len(steps)}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4])
