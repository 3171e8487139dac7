"""Puts the package into a folder as a wheel holds it, rules and weights made for all who start it.

python benchmarks/installed.py FOLDER
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import cleantext
from cleantext import compiled
from cleantext.cache import INSTALLED
from cleantext.judge import weights


def install(folder: Path) -> None:
    """Copies the package to ``folder / "cleantext"``; a checkout would look at each of its rule files first."""
    package = folder / "cleantext"
    shutil.copytree(Path(cleantext.__file__).parent, package, ignore=shutil.ignore_patterns(".made"))
    (package / INSTALLED).mkdir()
    for name, content in {**compiled.copies(), **weights.copies()}.items():
        (package / INSTALLED / name).write_bytes(content)


if __name__ == "__main__":
    install(Path(sys.argv[1]))
