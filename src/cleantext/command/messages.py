"""What the command says of names and mistakes."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

STDIN = "-"


class UsageError(Exception):
    """Ends the command with one line on standard error."""


def suggest(word: str, known: Iterable[str]) -> str:
    """The name that was meant, as the end of a sentence; ``""`` if none is close.

    >>> suggest("bois", ["bios", "ads"]), suggest("zebra", ["bios"])
    (', did you mean bios?', '')
    """
    close = difflib.get_close_matches(word, list(known), n=1)
    return f", did you mean {close[0]}?" if close else ""


def display(name: str) -> str:
    """What an input is called in messages; nothing in a file name can steer a terminal."""
    from cleantext.report import visible

    return "standard input" if name == STDIN else visible(name)
