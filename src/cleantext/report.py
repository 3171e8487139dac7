"""What was cut, for people and programs: removals as JSON Lines, and a diff."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator

from cleantext.document import Document
from cleantext.removal import Result

# C1 controls and the marks that turn the direction of text: harmless in a file, not on a screen.
UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    r"""``text`` with every control character spelled out, so that it can not steer a terminal.

    >>> visible("a\x1b[2Jb")
    'a\\x1b[2Jb'
    """
    return UNSAFE.sub(lambda m: m[0].encode("unicode_escape").decode("ascii"), text)


def json_line(record: dict[str, object]) -> str:
    r"""``record`` as one line of JSON, readable and free of control characters.

    >>> json_line({"text": "Ä\u202e"})
    '{"text": "Ä\\u202e"}'
    """
    return UNSAFE.sub(lambda m: f"\\u{ord(m[0]):04x}", json.dumps(record, ensure_ascii=False))


def removal_records(result: Result, source: str | None = None) -> Iterator[dict[str, object]]:
    """A record for each removal, in document order.

    ``line`` counts from 1; ``start`` and ``end`` are code points of the document's text (after
    repair); ``text`` is what went. ``source``, if given, becomes the field ``file``.
    """
    named = {"file": source} if source else {}
    for removal in result.removals:
        yield named | result.record(removal)


def unified_diff(before: str, after: str, name: str) -> str:
    """The change as a unified diff that ``patch`` understands."""
    lines = difflib.unified_diff(_with_ends(before), _with_ends(after), f"{name} (before)", f"{name} (after)", n=1)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _with_ends(text: str) -> list[str]:
    lines = Document(text).lines
    ends = [line.start for line in lines[1:]] + [len(text)]
    return [text[line.start : end] for line, end in zip(lines, ends, strict=True)]
