"""A job that kills itself without warning at its N-th step towards the disk.

Steps are all writes of records, syncs and renames. Prints the tally if it gets to the end.
"""

import os
import signal
import sys
from dataclasses import asdict

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import poison

from cleantext.job import run as run_module
from cleantext.job.outputs import FileSink
from cleantext.job.plan import make_plan
from cleantext.job.recipe import Recipe

steps = 0


def stepping(function, last):
    def step(*arguments, **options):
        global steps
        steps += 1
        if steps == last:
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*arguments, **options)
        steps += 1
        if steps == last:  # between what was done and what would have followed
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return step


def main(source: str, output: str, last: int, kinds: str) -> None:
    run_module._CHECKPOINT_SECONDS = 0.0
    run_module._BOUNDARY_EVENTS = 40
    run_module._CHUNK_RECORDS = 16
    if "w" in kinds:
        FileSink.write = stepping(FileSink.write, last)
    if "d" in kinds:
        os.fsync = stepping(os.fsync, last)
        os.replace = stepping(os.replace, last)
    job = run_module.Job(make_plan([source], output), Recipe(poison.PIPELINE), processes=1, is_resumed=True)
    print(asdict(run_module.run(job)), steps)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4])
