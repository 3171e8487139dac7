"""The text of an HTML page's bytes."""

from __future__ import annotations

import codecs
import re
import zlib
from contextlib import suppress

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


class NotText(ValueError):  # noqa: N818
    """The bytes are no text; the message says what they are."""


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of ``data``: by its mark, what is ``declared`` for it or in it, UTF-8, Windows-1252."""
    if data.startswith(b"\x1f\x8b"):
        data = zlib.decompressobj(31).decompress(data, 2**26)
    if data.startswith((b"%PDF-", b"\x89PNG", b"PK\x03\x04", b"GIF8")):
        raise NotText("no text but a file of another kind")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    with suppress(LookupError, UnicodeError):
        if declared and codecs.lookup(declared):
            return data.decode(declared, "replace")
    with suppress(UnicodeDecodeError):
        return data.decode("utf-8")
    found = re.search(rb"charset\s{0,9}=\s{0,9}[\"']?([\w-]{1,40})", data[:4096])
    with suppress(LookupError, UnicodeError):
        if found:
            return data.decode(found[1].decode("ascii"), "replace")
    return data.decode("cp1252", "replace")
