"""The documentation tells the truth."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def test_readme_examples_work() -> None:
    """What the README shows is what happens."""
    failures, tried = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert tried > 5
    assert failures == 0


@pytest.mark.parametrize("file", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda f: f.name)
def test_links_lead_somewhere(file: Path) -> None:
    """Every relative link of a page names a file that is there."""
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", file.read_text(encoding="utf-8")):
        assert (file.parent / target).exists(), target


def test_generated_files_are_what_the_rules_say() -> None:
    """The pages of the filters are generated, and nobody forgot to."""
    script = [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"]
    process = subprocess.run(script, capture_output=True, text=True, check=False)
    assert (process.returncode, process.stderr) == (0, "")
