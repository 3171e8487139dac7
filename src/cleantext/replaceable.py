"""Files that an earlier run wrote: they may be replaced without a question, as empty ones may."""

from __future__ import annotations

import re
from pathlib import Path

from cleantext.files import ClashError, is_stream

_SIGNS = {
    "report": re.compile(
        rb'<!doctype html>\s+<html lang="en">\s+<head>\s+<meta charset="utf-8">\s+'
        rb'<meta http-equiv="Content-Security-Policy" content="default-src'
    ),
    "stats": re.compile(rb' +documents +lines +characters\n|\{\n "read": \{'),
    "quarantine": re.compile(
        rb'\{"file": ?"(?:[^"\\]|\\.)*", ?"(?:gap|record": ?[0-9]+, ?"offset)": ?(?:[0-9]+|null), ?"reason": ?"'
    ),
}
"""What such files begin with, by the option that names them."""
_BEGINNING = 1 << 15
"""So many bytes hold it, with the longest name of a file, each byte of it spelled out in six."""


def check_replaceable(option: str, name: str | Path) -> None:
    """Raises :class:`~cleantext.files.ClashError` if the file ``name`` holds what no earlier ``--option`` wrote."""
    if is_stream(name) and not Path(name).is_dir():
        return
    try:
        start = _beginning(name)
    except (PermissionError, IsADirectoryError):
        start = b"?"  # who knows what it holds
    except OSError:
        return  # there is none, or writing will say what is wrong
    if start and not _SIGNS[option].match(start):
        raise ClashError(f"{name} is there and was not written by --{option}; name another file with --{option}")


def is_quarantine(name: str | Path) -> bool:
    """Does the file ``name`` hold what an earlier job set aside? Raises ``OSError``."""
    return bool(_SIGNS["quarantine"].match(_beginning(name)))


def _beginning(name: str | Path) -> bytes:
    with Path(name).open("rb") as file:
        return file.read(_BEGINNING)
