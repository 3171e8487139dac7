"""Bytes as text, and text as the bytes it came as: nothing is guessed in silence."""

from __future__ import annotations

import codecs
from contextlib import suppress
from encodings.aliases import aliases

from cleantext import byteorder
from cleantext.choices import suggest
from cleantext.files import InputError

_HEAD = 8192


def decode_text(data: bytes, encoding: str | None = None) -> str:
    """The text in ``data``: in ``encoding`` if given, else by its byte-order mark, else UTF-8.

    A UTF-8 mark stays part of the text, so that what is not cut is written back as it came.
    Raises :class:`InputError` for binary data and for other encodings.
    """
    skipped = 0
    if encoding is None:
        mark, encoding = next(((mark, name) for mark, name in byteorder.WIDE if data.startswith(mark)), (b"", "utf-8"))
        skipped = len(mark)
        if not mark and b"\x00" in data[:_HEAD]:
            raise InputError("looks like a binary file, not text")
    try:
        return data[skipped:].decode(check_encoding(encoding))
    except UnicodeDecodeError as error:
        from cleantext.reading.decode import binary_kind  # only those who err need it

        if kind := binary_kind(data):
            raise InputError(f"looks like {kind}, not text") from None
        at = skipped + error.start
        raise InputError(
            f"not {encoding.upper()} text: byte 0x{data[at]:02x} at offset {at}; name its encoding with --encoding"
        ) from None
    except UnicodeError as error:  # of those that are no ordinary encodings: "punycode", "idna"
        raise InputError(f"not {encoding.upper()} text: {error}") from None


def check_encoding(name: str) -> str:
    """``name`` if it is that of an encoding of text. Raises :class:`InputError`."""
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        raise InputError(f"no encoding is called {name!r}{suggest(name, aliases)}") from None
    try:
        "".encode(found)
    except (LookupError, UnicodeError, ValueError):
        raise InputError(f"{name!r} is no encoding of text") from None
    return name


def encode_as(text: str, data: bytes, decoded: str, encoding: str | None = None) -> bytes:
    """``text`` in the encoding, and behind the mark, in which ``data`` is ``decoded``.

    Raises :class:`InputError` if none gives ``data`` back, or if ``text`` does not fit into it.
    """
    for mark, name in ((b"", encoding or "utf-8"), (byteorder.UTF_8, "utf-8"), *byteorder.WIDE):
        with suppress(UnicodeError):
            if data.startswith(mark) and mark + decoded.encode(name) == data:
                return mark + text.encode(name)
    raise InputError("can not be written back in the encoding it came in; use -o")
