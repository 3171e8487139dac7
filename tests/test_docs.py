"""The documentation tells the truth."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("page", ["README.md", "docs/tour.md"])
def test_examples_in_python_work(page: str) -> None:
    """What a page shows is what happens."""
    failures, tried = doctest.testfile(str(ROOT / page), module_relative=False)
    assert tried > 5
    assert failures == 0


@pytest.mark.engine
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("package", ["pandas", "polars", "datasets"])
def test_examples_with_columns_work(package: str) -> None:
    """Each library's section of the page, behind the lines that all share."""
    pytest.importorskip(package)
    shared, *sections = re.split(r"(?m)^## ", (ROOT / "docs" / "columns.md").read_text(encoding="utf-8"))
    section = next(text for text in sections if f"import {package}" in text)
    test = doctest.DocTestParser().get_doctest(shared + section, {}, package, "columns.md", 0)
    result = doctest.DocTestRunner().run(test)
    assert result.attempted > 5
    assert result.failed == 0


@pytest.mark.skipif(not shutil.which("bash"), reason="needs a shell")
@pytest.mark.parametrize("page", ["docs/tour.md"])
def test_commands_work(page: str, tmp_path: Path) -> None:
    """Each command of a page prints what the page shows, in a folder that they share."""
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "cleantext"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cleantext "$@"\n')
    command.chmod(0o755)
    environment = os.environ | {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "COLUMNS": "80"}
    (tmp_path / "work").mkdir()
    text = (ROOT / page).read_text(encoding="utf-8")
    steps = [
        step for block in re.findall(r"(?ms)^```console\n(.*?)^```", text) for step in re.split(r"(?m)^\$ ", block)
    ]
    tried = 0
    for line, _, expected in (step.partition("\n") for step in steps if step):
        process = subprocess.run(
            ["bash", "-c", f"{{ {line}\n}} 2>&1"],
            cwd=tmp_path / "work",
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        is_right = doctest.OutputChecker().check_output(expected, process.stdout, doctest.ELLIPSIS)
        assert is_right, f"$ {line}\n{process.stdout}"
        tried += 1
    assert tried > 20


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
