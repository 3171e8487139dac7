"""Do tests notice mistakes? Makes those of ``mutations.toml``, one at a time, and says which no test notices.

    python benchmarks/mutations.py [--only PART] [--most 3]

Each is made in a temporary copy of ``src``, where the quick tests that are to notice it are run. A
mistake that turns none of them red survives. Ends with 1 if more than ``--most`` survive, if a
mutation no longer fits the code, or if a test is red without any.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import NamedTuple

import numpy as np  # noqa: F401 - what all tests import, forks have
import regex  # noqa: F401

try:
    import pytest
except ModuleNotFoundError:
    sys.exit("pytest is missing; install it with: pip install '.[test]' (in the clone)")

ROOT = Path(__file__).parents[1]
LIST = Path(__file__).with_name("mutations.toml")
PACKAGE = Path("src") / "cleantext"
# What takes longest, and what is about the weights and not about the code.
DESELECTED = "not linear and not extreme and not shipped"
SECONDS = 300


class Mutation(NamedTuple):
    """A mistake: in ``file`` stands ``new`` for ``old``; ``tests`` are to notice that it ``breaks`` something."""

    file: str
    old: str
    new: str
    breaks: str
    tests: list[str]

    def apply(self, package: Path) -> None:
        """Makes the mistake. Ends the program if the code is no longer what it was."""
        path = package / self.file
        source = path.read_text("utf-8")
        if source.count(self.old) != 1:
            sys.exit(f"{self.file} holds {self.old!r} {source.count(self.old)} times, not once")
        path.write_text(source.replace(self.old, self.new), "utf-8")


def mutations() -> list[Mutation]:
    """All of the list."""
    return [Mutation(**table) for table in tomllib.loads(LIST.read_text("utf-8"))["mutation"]]


def copy(folder: Path) -> Path:
    """What tests need, in ``folder``: the package copied, its rules read once for all; the rest as it is."""
    # In another process: what this one has imported, its forks would have, too, and not the mistakes.
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    make = [sys.executable, str(Path(__file__).with_name("installed.py")), str(folder / "src")]
    subprocess.run(make, env=environment, check=True)
    for name in ("tests", "fixtures", "benchmarks", "pyproject.toml"):
        (folder / name).symlink_to(ROOT / name)
    return folder / PACKAGE


def fails(folder: Path, tests: list[str]) -> bool:
    """Is one of ``tests`` red, or too slow, in ``folder``? Runs in a fork, which need not import anew what all need."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] != 0
    code = 1
    try:  # whatever happens, what the parent does afterwards is not for the child to do
        signal.alarm(SECONDS)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        os.chdir(folder)
        os.environ["CI"] = "1"
        sys.path.insert(0, str(folder / "src"))
        os.environ["PYTHONPATH"] = os.pathsep.join(map(str, (folder / "src", folder / "tests")))  # of workers, too
        files = [str(Path("tests") / name) for name in tests]
        code = pytest.main(["-x", "-q", "-k", DESELECTED, "-p", "no:cacheprovider", *files])
    finally:
        os._exit(code)


def main() -> int:
    """Reads the arguments and prints a line for each mutation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", metavar="PART", help="files whose names hold this")
    parser.add_argument("--most", type=int, default=3, metavar="N", help="how many may survive")
    options = parser.parse_args()
    chosen = [mutation for mutation in mutations() if options.only in mutation.file]
    survivors = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        package = copy(folder)
        for mutation in chosen:
            path = package / mutation.file
            source = path.read_bytes()
            mutation.apply(package)
            is_alive = not fails(folder, mutation.tests)
            path.write_bytes(source)
            survivors += is_alive
            print(f"{'SURVIVES' if is_alive else 'noticed '} {mutation.file}: {mutation.breaks}", flush=True)
        red = [test for test in sorted({test for one in chosen for test in one.tests}) if fails(folder, [test])]
    print(f"{survivors} of {len(chosen)} survive")
    if red:
        print(f"red without any mutation: {', '.join(red)}")
    return 1 if red or survivors > options.most else 0


if __name__ == "__main__":
    sys.exit(main())
