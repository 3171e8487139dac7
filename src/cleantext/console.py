"""The three standard streams, which may be closed, broken, or a terminal that obeys control characters."""

from __future__ import annotations

import contextlib
import os
import sys

from cleantext.files import STDIN
from cleantext.report import visible


def say(message: str) -> None:
    """One line on standard error, whatever is in it; nobody may be there to read it."""
    put(one_line(message))


def put(line: str) -> None:
    """The same of what holds nothing of anybody else's, so that it may hold colours."""
    with contextlib.suppress(OSError):
        sys.stderr.write(f"cleantext: {line}\n")
        sys.stderr.flush()


def one_line(message: str) -> str:
    r"""``message`` with line ends and control characters spelled out: names of files have them too.

    >>> one_line("no\nfile\x1b[2J")
    'no\\nfile\\x1b[2J'
    """
    return visible(message.replace("\n", "\\n"))


def display(name: str) -> str:
    """What an input is called in messages; nothing in a file name can steer a terminal."""
    return "standard input" if name == STDIN else visible(name)


def open_standard_streams() -> None:
    """Puts something in the place of standard streams that the process was started without, and lets all of them wait.

    Otherwise the next file to be opened would take the place, and what is meant for the stream
    would go into it. Reading from what was closed, or writing to it, fails as it should; what
    is said to nobody is not. Of a stream that does not wait for its other end, which whoever started the process may
    have left so, nothing to read for now would be taken for the end.
    """
    for number, name, mode, access in (
        (0, "stdin", "r", os.O_WRONLY),
        (1, "stdout", "w", os.O_RDONLY),
        (2, "stderr", "w", os.O_WRONLY),
    ):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, access)
            if handle != number:
                os.dup2(handle, number)
                os.close(handle)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115
        if os.name == "posix":
            with contextlib.suppress(OSError):
                os.set_blocking(number, True)


def give_up_output() -> None:
    """Drops what is still to be written: its reader is gone or its disk full, and the interpreter would try again."""
    handle = os.open(os.devnull, os.O_WRONLY)
    with contextlib.suppress(OSError):  # a stream that is no file, as in a notebook
        os.dup2(handle, sys.stdout.fileno())
    os.close(handle)
