"""Do tests notice mistakes? Makes those of ``mutations.toml``, one at a time, and says which no test notices.

    python benchmarks/mutations.py [--only PART] [--most 3]

Each is made in a temporary copy of ``src``, where the quick tests that are to notice it are run. A
mistake that turns none of them red survives. Ends with 1 if more than ``--most`` survive, and
says so at once if a mutation no longer fits the code or a test is red without one.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
LIST = Path(__file__).with_name("mutations.toml")
PACKAGE = Path("src") / "cleantext"
# Time measured beside other work says little, and takes longest.
DESELECTED = "not linear"
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


def copy(folder: Path) -> None:
    """What tests need, in ``folder``: the package copied, the rest as it is."""
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("tests", "fixtures", "benchmarks", "pyproject.toml"):
        (folder / name).symlink_to(ROOT / name)


def fails(folder: Path, tests: list[str]) -> bool:
    """Is one of ``tests`` red, or too slow, in ``folder``?"""
    environment = {**os.environ, "PYTHONPATH": str(folder / "src"), "CI": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-k", DESELECTED, "-p", "no:cacheprovider"]
    files = [str(Path("tests") / name) for name in tests]
    try:
        done = subprocess.run(
            [*command, *files], cwd=folder, env=environment, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def survives(mutation: Mutation) -> bool:
    """Does no test notice ``mutation``?"""
    with tempfile.TemporaryDirectory() as folder:
        copy(Path(folder))
        mutation.apply(Path(folder) / PACKAGE)
        return not fails(Path(folder), mutation.tests)


def main() -> int:
    """Reads the arguments and prints a line for each mutation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", metavar="PART", help="files whose names hold this")
    parser.add_argument("--most", type=int, default=3, metavar="N", help="how many may survive")
    options = parser.parse_args()
    chosen = [mutation for mutation in mutations() if options.only in mutation.file]
    with tempfile.TemporaryDirectory() as folder:
        copy(Path(folder))
        red = [name for name in sorted({name for one in chosen for name in one.tests}) if fails(Path(folder), [name])]
    if red:
        sys.exit(f"red without any mutation: {', '.join(red)}")
    survivors = 0
    for mutation in chosen:
        is_alive = survives(mutation)
        survivors += is_alive
        print(f"{'SURVIVES' if is_alive else 'noticed '} {mutation.file}: {mutation.breaks}", flush=True)
    print(f"{survivors} of {len(chosen)} survive")
    return 1 if survivors > options.most else 0


if __name__ == "__main__":
    sys.exit(main())
