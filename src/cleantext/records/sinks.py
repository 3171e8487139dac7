"""Outputs that appear under their final name only when they are complete.

What is being written is called ``.NAME.part`` and lies beside the final name. At boundaries it
is on the disk and can be continued from there after any death.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import zlib
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from cleantext.extras import require
from cleantext.records.streams import GZIP, Codec


class Sink(Protocol):
    """Where the records of one output go."""

    def write(self, data: bytes, row: Any) -> None:
        """Takes one record."""

    def boundary(self) -> int | None:
        """Puts all that was written on the disk and returns the size of the file from which it
        can be continued; ``None`` if it can not be continued.
        """

    def close(self) -> None:
        """Completes the file; it keeps its partial name."""

    def abort(self) -> None:
        """Lets go of the file as it is."""


def part_of(path: Path) -> Path:
    """The name of ``path`` while it is being written."""
    return path.with_name(f".{path.name}.part")


def publish(path: Path) -> None:
    """Gives the complete part its final name, durably. What was there before is replaced."""
    part = part_of(path)
    with part.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(part, path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Makes the renames in ``folder`` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class FileSink:
    """Records one after the other in a file, compressed or not. Continues at ``size`` bytes."""

    def __init__(self, path: Path, codec: Codec | None, size: int = 0) -> None:
        if size and path.stat().st_size < size:
            raise OSError(errno.EIO, f"shorter than the {size} bytes that were on the disk", str(path))
        self._file: BinaryIO = path.open("r+b" if size else "wb")
        self._file.truncate(size)
        self._file.seek(size)
        self._codec = codec
        self._compressor: Any = None

    def write(self, data: bytes, row: Any = None) -> None:  # noqa: ARG002 - for Parquet
        """Takes one record."""
        if self._codec is None:
            self._file.write(data)
            return
        if self._compressor is None:
            self._compressor = _compressor(self._codec)
        self._file.write(self._compressor.compress(data))

    def close(self) -> None:
        """Completes the file; an empty one is still a stream of its compression."""
        if self._codec and not self._compressor and not self._file.tell():
            self._compressor = _compressor(self._codec)
        self.boundary()
        self._file.close()

    def abort(self) -> None:
        """Lets go of the file as it is; a disk that is full is no news here."""
        with contextlib.suppress(OSError):
            self._file.close()

    def boundary(self) -> int:
        """Puts all that was written on the disk and returns the size of the file."""
        # A gzip member or Zstandard frame ends here: another can be put behind it at any time.
        if self._compressor is not None:
            self._file.write(self._compressor.flush())
            self._compressor = None
        self._file.flush()
        os.fsync(self._file.fileno())
        return self._file.tell()


class MemberSink(FileSink):
    """Every record a gzip member or frame of its own, as is the custom with WARC."""

    def write(self, data: bytes, row: Any = None) -> None:
        """Takes one record."""
        super().write(data, row)
        if self._compressor is not None:
            self._file.write(self._compressor.flush())
            self._compressor = None


class StreamSink:
    """Records one after the other to standard output; what is gone can not be continued."""

    def write(self, data: bytes, row: Any = None) -> None:  # noqa: ARG002 - for Parquet
        """Takes one record."""
        sys.stdout.buffer.write(data)

    def boundary(self) -> None:
        """There is none: what is gone is gone."""

    def close(self) -> None:
        """Passes on what is still waiting."""
        sys.stdout.buffer.flush()

    def abort(self) -> None:
        """Nothing to let go of."""


def _compressor(codec: Codec) -> Any:
    if codec is GZIP:
        return zlib.compressobj(6, zlib.DEFLATED, 31)  # no file name, no time: the same bytes every time
    return require("zstandard", "jobs").ZstdCompressor().compressobj()
