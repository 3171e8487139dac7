"""Reading and writing files: bytes to text without guessing in silence, and atomic replacement."""

from __future__ import annotations

import codecs
import os
import stat
import tempfile
from pathlib import Path

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_HEAD = 8192


class InputError(Exception):
    """An input that can not be used; the message is one line and says why."""


def read_bytes(path: Path) -> bytes:
    """The bytes of a file. Raises :class:`InputError` if it can not be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(reason(error)) from None


def reason(error: OSError) -> str:
    """Why an operation on a file failed, in the system's words: "no such file or directory"."""
    return (error.strerror or str(error)).lower()


def decode_text(data: bytes, encoding: str | None = None) -> str:
    """The text in ``data``: in ``encoding`` if given, else by its byte-order mark, else UTF-8.

    A UTF-8 mark stays part of the text, so that what is not cut is written back as it came.
    Raises :class:`InputError` for binary data and for other encodings.
    """
    if encoding is None:
        encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
        if encoding is None and b"\x00" in data[:_HEAD]:
            raise InputError("looks like a binary file, not text")
    try:
        return codecs.lookup(encoding or "utf-8").decode(data)[0]
    except LookupError:
        raise InputError(f"no encoding is called {encoding!r}") from None
    except UnicodeDecodeError as error:
        raise InputError(
            f"not {encoding or 'UTF-8'} text: byte 0x{data[error.start]:02x} at offset {error.start}; "
            "name its encoding with --encoding"
        ) from None


def replace_file(path: Path, data: bytes) -> None:
    """Writes ``data`` to ``path`` so that it has either the old or the new content, never a part.

    Keeps the permissions of an existing file and follows a symbolic link. Raises ``OSError``.
    """
    target = Path(os.path.realpath(path))
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~umask
        os.chmod(name, mode)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
