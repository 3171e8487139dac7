"""What takes long to make from files is kept, so that the next process finds it made."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

_END = b"\nwhole\n"
_PACKAGE = Path(__file__).parent
INSTALLED = "made"
"""The folder in which an installed package has what is made."""
# Where a checkout keeps its copy; git ignores it.
_KEPT = ".made"


def made(name: str, parts: Callable[[], Iterable[bytes]], make: Callable[[], bytes]) -> Path | bytes:
    """What ``make`` makes of ``parts``: in an installed package the file ``name``, in a checkout a copy, which is made
    again when the parts change.
    """
    file = _PACKAGE / INSTALLED / name
    return file if file.is_file() else kept(_PACKAGE / _KEPT, name, digest(parts()), make)


def digest(parts: Iterable[bytes]) -> str:
    """A name for what ``parts`` say, one after the other, under this version of Python."""
    from hashlib import blake2b  # an installed package needs none

    state = blake2b(str(sys.implementation.cache_tag).encode(), digest_size=16)
    for part in parts:
        state.update(len(part).to_bytes(8, "big") + part)
    return state.hexdigest()


def kept(folder: Path, name: str, key: str, make: Callable[[], bytes]) -> bytes:
    """``make()``, from a file in ``folder`` if it is there for this ``key``, else kept there for the next time.

    Any number of processes may ask at once: each sees a whole file or none. Where nothing can be
    written, it is made anew each time. What was kept under other keys is removed.
    """
    path = folder / f"{name}-{key}"
    with suppress(OSError):
        data = path.read_bytes()
        if data.endswith(_END):  # a disk that was full may have cut it
            return data.removesuffix(_END)
    data = make()
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
        _write(path, data + _END)
        for other in folder.glob(f"{name}-*"):
            if other != path:
                other.unlink(missing_ok=True)
    return data


def _write(path: Path, data: bytes) -> None:
    import tempfile

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
