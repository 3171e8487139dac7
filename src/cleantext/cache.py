"""What takes long to make from files is kept, so that the next process finds it made."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path


def digest(parts: Iterable[bytes]) -> str:
    """A name for what ``parts`` say, one after the other, under this version of Python."""
    state = blake2b(str(sys.implementation.cache_tag).encode(), digest_size=16)
    for part in parts:
        state.update(len(part).to_bytes(8, "big") + part)
    return state.hexdigest()


def kept(folder: Path, name: str, key: str, make: Callable[[], str]) -> str:
    """``make()``, from a file in ``folder`` if it is there for this ``key``, else kept there for the next time.

    Any number of processes may ask at once: each sees a whole file or none. Where nothing can be
    written, it is made anew each time. What was kept under other keys is removed.
    """
    path = folder / f"{name}-{key}"
    with suppress(OSError, UnicodeDecodeError):
        text = path.read_text(encoding="utf-8")
        if text.endswith("\n"):  # as what is kept does: a disk that was full may have cut it
            return text
    text = make()
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
        _write(path, text)
        for other in folder.glob(f"{name}-*"):
            if other != path:
                other.unlink(missing_ok=True)
    return text


def _write(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).chmod(0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
