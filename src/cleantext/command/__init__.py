"""The command: arguments in, the library, exit codes out."""

from cleantext.command.main import main

__all__ = ["main"]
