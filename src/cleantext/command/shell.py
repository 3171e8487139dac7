"""What shells and manuals know of the command, made from its parser."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from cleantext import __version__
from cleantext.command.messages import UsageError
from cleantext.extras import MissingExtraError, require

OK = 0
SHELLS = ("bash", "zsh", "fish", "tcsh")

_FILES = frozenset({"FILE", "COUNTS"})  # what stands for a name of a file in the help


def print_completion(parser: argparse.ArgumentParser, shell: str) -> int:
    """Prints what completes options, their choices and names of files in ``shell``.

    Raises :class:`UsageError` if the extra ``shell`` is not installed.
    """
    shtab = _extra("shtab")
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to list them
        if action.metavar in _FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
        action.choices = action.choices or getattr(action.type, "choices", None)
    sys.stdout.write(shtab.complete(parser, shell).rstrip("\n") + "\n")
    return OK


def print_manual(parser: argparse.ArgumentParser) -> int:
    """Prints the manual page, for ``man``.

    Raises :class:`UsageError` if the extra ``shell`` is not installed.
    """
    about = {
        "project_name": "cleantext",
        "version": __version__,
        "description": "strips boilerplate from the text of web pages",
        "manual_title": "User commands",
    }
    examples, *others = str(parser.epilog).split("\n\n")
    parser.epilog = None
    page = _extra("argparse_manpage.manpage").Manpage(parser, about)
    page.synopsis = str(parser.usage).split()
    parser._manpage = [  # type: ignore[attr-defined]  # noqa: SLF001 - where the library looks for sections
        {"heading": "examples", "content": _as_is(examples.partition("\n")[2])},
        *({"heading": part.partition(":")[0], "content": _as_is(part.partition(":")[2])} for part in others),
    ]
    sys.stdout.write(str(page))
    return OK


def _as_is(text: str) -> str:
    """Lines that keep their breaks; a hyphen is one that can be copied."""
    lines = (line.strip().replace("\\", "\\e").replace("-", "\\-") for line in text.strip().splitlines())
    return "\n".join((".nf", *lines, ".fi"))


def _extra(module: str) -> Any:
    try:
        return require(module, "shell")
    except MissingExtraError as error:
        raise UsageError(str(error)) from None
