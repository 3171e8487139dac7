"""What the command says of mistakes."""

from __future__ import annotations


class UsageError(Exception):
    """Ends the command with one line on standard error."""
