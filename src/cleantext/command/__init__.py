"""The command: arguments in, the library, exit codes out."""

from __future__ import annotations

from collections.abc import Sequence

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command with ``argv`` (default: the process's arguments) and returns its exit code."""
    try:
        from cleantext.command.run import run  # takes a while, in which Ctrl-C may come

        return run(argv)
    except KeyboardInterrupt:
        return INTERRUPTED
