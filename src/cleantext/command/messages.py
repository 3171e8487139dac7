"""What the command says of names and mistakes."""

from __future__ import annotations

STDIN = "-"


class UsageError(Exception):
    """Ends the command with one line on standard error."""


def display(name: str) -> str:
    """What an input is called in messages; nothing in a file name can steer a terminal."""
    from cleantext.report import visible

    return "standard input" if name == STDIN else visible(name)
