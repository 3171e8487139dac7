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

# What stands in the help for the name of a file, and for names of filters.
_FILES, _NAMES = frozenset({"FILE", "COUNTS"}), "NAMES"
# Where any number of files may follow, what shtab writes for these shells completes one.
_ANY_NUMBER = {
    "zsh": {'"(*)::': '"*:', "one_or_more='(*)'": "one_or_more='*:'"},
    "tcsh": {"'p/1/f/' \\\n        'p/*/()/'": "'p/*/f/'"},
}


def print_completion(parser: argparse.ArgumentParser, shell: str) -> int:
    """Prints what completes options, their choices and names of files and filters in ``shell``.

    Raises :class:`UsageError` if the extra ``shell`` is not installed.
    """
    from cleantext.filters import BUILT_IN

    shtab = _extra("shtab")
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to list them
        if action.metavar in _FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
        if action.metavar == _NAMES:
            action.choices = [built_in.name for built_in in BUILT_IN]
        action.choices = action.choices or getattr(action.type, "choices", None)
    script = shtab.complete(parser, shell).rstrip("\n")
    for one, any_number in _ANY_NUMBER.get(shell, {}).items():
        script = script.replace(one, any_number)
    sys.stdout.write(f"{script}\n")
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
