"""Colours on a terminal: of the kinds, where they are wanted, and of nothing that is not ours."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from calling import call, shown
from cleantext import Document, Removal, Result
from cleantext.gaps import close_gaps
from cleantext.kinds import KINDS, OTHER_COLOUR, colour, rgb
from cleantext.paint import Paint
from cleantext.report import diff_lines, unified_diff
from cleantext.table import table

TEXT = "It was over.\nPhoto: J. Doe\nThe end. Sign up\n"
EVIL = "\x1b[2J\x9b\u202e"


def story(evil: str = "") -> Result:
    """A line and a part of one go, a name of a filter and a rule is ``evil``."""
    document = Document(TEXT + evil)
    removals = [
        Removal(13, 26, "captions", "en/credit", f"“{evil}”"),
        Removal(35, 43, "newsletter", f"en/{evil}"),
        *([Removal(len(TEXT), len(document.text), evil, evil)] if evil else ()),
    ]
    return Result(document, tuple(sorted(close_gaps(document, removals))))


def plain(text: str) -> str:
    """``text`` without our own colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_every_kind_has_a_colour_of_its_own() -> None:
    """No two the same, and each to be read on black and on white (a contrast of 3 to 1, as for large text)."""
    colours = [kind.colour for kind in KINDS] + [OTHER_COLOUR]
    assert len(set(colours)) == len(colours)
    for number in colours:
        assert 1.05 / (luminance(number) + 0.05) >= 3, number
        assert (luminance(number) + 0.05) / 0.05 >= 3, number


def luminance(number: int) -> float:
    """The relative luminance of WCAG 2."""
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (c / 255 for c in rgb(number))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_only_fixed_colours_have_components() -> None:
    """The first sixteen are their owner's; greys and the cube are the same everywhere."""
    assert (rgb(16), rgb(231), rgb(232), rgb(255)) == ((0, 0, 0), (255, 255, 255), (8, 8, 8), (238, 238, 238))
    for number in (0, 15, 256):
        with pytest.raises(ValueError, match="no fixed colour"):
            rgb(number)


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        """It is one."""
        return True


@pytest.mark.parametrize(
    ("choice", "stream", "environment", "on"),
    [
        ("auto", Screen(), {}, True),
        ("auto", io.StringIO(), {}, False),
        ("auto", Screen(), {"NO_COLOR": "1"}, False),
        ("auto", Screen(), {"NO_COLOR": ""}, True),
        ("auto", Screen(), {"TERM": "dumb"}, False),
        ("always", io.StringIO(), {"NO_COLOR": "1"}, True),
        ("never", Screen(), {}, False),
    ],
)
def test_where_colours_are_wanted(choice, stream, environment, on, monkeypatch) -> None:
    """What the command is told goes before what the terminal's owner says, and that before what the stream is."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert Paint.where_wanted(choice, stream).on is on


def test_table_and_diff_name_kinds_in_their_colours() -> None:
    """And without the colours they are what they are without colours."""
    painted = table(story(), width=100, paint=Paint(True))
    assert f"\x1b[38;5;{colour('captions')}mcaptions" in painted
    assert plain(painted) == table(story(), width=100)
    painted = Paint(True).diff(diff_lines(story(), "a.txt"))
    assert f"\x1b[38;5;{colour('captions')}m-Photo: J. Doe\x1b[0m\n" in painted
    assert f"\x1b[38;5;{colour('newsletter')}m-The end. Sign up\x1b[0m\n" in painted
    assert plain(painted).replace("captions newsletter", "captions, newsletter") == unified_diff(story(), "a.txt")
    assert "@@ -1,3 +1,2 @@ captions, newsletter\n" in unified_diff(story(), "a.txt")


def test_nothing_in_a_text_steers_the_terminal() -> None:
    """Only what we put there."""
    for painted in (table(story(EVIL), width=100, paint=Paint(True)), Paint(True).diff(diff_lines(story(EVIL), EVIL))):
        assert "\x1b[" in painted
        assert not re.search(r"[\x1b\x9b\u202e]", plain(painted))


@pytest.mark.parametrize(("options", "on"), [((), True), (("--color=never",), False), (("--color", "always"), True)])
def test_command_on_a_terminal(tmp_path: Path, options: tuple[str, ...], on: bool) -> None:
    """Colours where it is one, none where they are not wanted."""
    pty = pytest.importorskip("pty")
    rules = '[[rule]]\nid = "x"\nwhy = "x"\nphrases = ["Read. Think."]\n'
    (tmp_path / "house.toml").write_text(rules)
    (tmp_path / "a.txt").write_text("It was over.\nRead. Think.\n")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "cleantext", "--diff", "--rules", "house.toml", "a.txt", *options]
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | {"TERM": "xterm"}
    with subprocess.Popen(command, stdout=theirs, cwd=tmp_path, env=environment):
        os.close(theirs)
        seen = shown(ours)
    assert b"-Read. Think." in seen
    assert (b"\x1b[" in seen) is on


def test_other_choices_are_refused() -> None:
    """With those that there are."""
    refused = call("--diff", "--color", "sometimes", "a.txt")
    assert refused.returncode == 2
    assert b"there are auto, always, never" in refused.stderr
