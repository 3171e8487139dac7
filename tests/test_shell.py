"""What shells and manuals know of the command, in the shells that are there."""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from calling import call
from cleantext.command.arguments import make_parser
from cleantext.command.shell import SHELLS

pytest.importorskip("shtab")
pytest.importorskip("argparse_manpage")

# How each starts without its owner's settings, and what makes it complete the command.
START = {
    "bash": (["bash", "--norc", "--noprofile"], "source {}"),
    "zsh": (["zsh", "-f", "-i"], 'autoload -Uz compinit; compinit -u -D; eval "$(cat {})"'),
    "tcsh": (["tcsh", "-f"], "source {}"),
}
COMPLETED = (
    ("cleantext --extrac", "--extractor"),
    ("cleantext --from ht", "html"),
    ("cleantext --only capt", "captions"),
    ("cleantext -o sto", "story.txt"),
    ("cleantext --check sto", "story.txt"),
    ("cleantext story.txt oth", "other.html"),
)


def printed(*arguments: str) -> str:
    """What the command prints."""
    process = call(*arguments)
    assert process.returncode == 0
    return process.stdout.decode()


def is_here(shell: str) -> None:
    """Skips the test where ``shell`` is not."""
    if not shutil.which(shell):
        pytest.skip(f"needs {shell}")


@pytest.mark.parametrize("shell", SHELLS)
def test_completion_knows_every_option(shell: str) -> None:
    """Options, and the choices of those that have some."""
    script = printed("--print-completion", shell)
    assert all(option.lstrip("-") in script for option in make_parser()._option_string_actions)
    assert "trafilatura" in script
    assert "recommendations" in script


@pytest.mark.parametrize("shell", START)
def test_the_tab_key_completes(shell: str, tmp_path: Path) -> None:
    """Options, their choices, filters and any number of files, in the shell itself."""
    is_here(shell)
    is_here("setsid")
    command, load = START[shell]
    folder = tmp_path / "work"
    folder.mkdir()
    for name in ("story.txt", "other.html", "cleantext"):
        (folder / name).touch(mode=0o755)
    script = tmp_path / "script"
    script.write_text(printed("--print-completion", shell))
    ours, theirs = os.openpty()
    environment = {"TERM": "xterm", "PATH": f"{folder}:{os.environ['PATH']}", "HOME": str(tmp_path), "COLUMNS": "200"}
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), theirs)
    with subprocess.Popen(["setsid", "--ctty", *command], cwd=folder, env=environment, **streams):
        os.close(theirs)
        try:
            typed(ours, f"{load.format(script)}; echo rea''dy\n", "\nready")
            for line, completed in COMPLETED:
                typed(ours, f"{line}\t", completed)
                typed(ours, "\x15echo do''ne\n", "\ndone")
        finally:
            os.close(ours)  # the shell hears that its terminal is gone


def typed(terminal: int, keys: str, expected: str) -> None:
    """Types ``keys`` and reads until ``expected`` is on the screen."""
    os.write(terminal, keys.encode())
    seen = ""
    end = time.monotonic() + 30
    while expected not in seen:
        assert time.monotonic() < end, f"{keys!r}: {seen!r}"
        if select.select([terminal], [], [], 1)[0]:
            seen += re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|[\r\a]", "", os.read(terminal, 65536).decode("utf-8", "replace"))


def test_fish_completes(tmp_path: Path) -> None:
    """As the other shells do; it says without a terminal what it would offer."""
    is_here("fish")
    for name in ("story.txt", "other.html"):
        (tmp_path / name).touch()
    lines = [printed("--print-completion", "fish"), *(f"complete -C '{line}'" for line, _ in COMPLETED)]
    process = subprocess.run(
        ["fish", "--no-config"], input="\n".join(lines), cwd=tmp_path, capture_output=True, text=True, check=True
    )
    offered = [line.partition("\t")[0] for line in process.stdout.splitlines()]
    assert offered == [completed for _, completed in COMPLETED]


def test_manual_has_every_option_and_section() -> None:
    """As pages for ``man`` are written."""
    manual = printed("--print-manual")
    plain = manual.replace("\\-", "-")
    assert all(option in plain for option in make_parser()._option_string_actions if option != "--help")
    for heading in ("NAME", "SYNOPSIS", "EXAMPLES", "EXIT CODES"):
        assert f".SH {heading}" in manual
