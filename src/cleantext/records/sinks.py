"""Outputs that appear under their final name only when they are complete.

What is being written is called ``.NAME.part`` and lies beside the final name. At boundaries it
is on the disk and can be continued from there after any death.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from cleantext.files import NamedFile, beside, mode_of, move_over, naming
from cleantext.records.streams import Codec


class SinkError(Exception):
    """An output that can not be written as it is asked for; the message is one line."""


class BusyError(SinkError):
    """Another process is writing the file."""


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
    return beside(path, ".", ".part")


def publish(path: Path, part: Path | None = None) -> None:
    """Gives the complete ``part`` (``None``: that of ``path``) its final name, durably. What was there is replaced."""
    part = part or part_of(path)
    with part.open("rb") as file, naming(str(part)):
        os.fsync(file.fileno())
    move_over(part, path)


def open_alone(path: Path, mode: int = 0o666, *, waits: bool = False) -> BinaryIO:
    """The file ``path``, as it is or new, for this process to write and no other.

    The lock ends with the process, so none is ever left behind. Raises :class:`BusyError` unless it ``waits``.
    """
    import fcntl  # not where jobs do not run

    handle = os.open(path, os.O_RDWR | os.O_CREAT, mode)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
    except BlockingIOError:
        os.close(handle)
        raise BusyError(f"another job is writing {path}; wait until it has ended, or end it") from None
    except OSError:  # a file system without locks
        pass
    return io.BufferedRandom(NamedFile(handle, str(path), "r+"))


@contextlib.contextmanager
def alone(lock: Path, *, waits: bool = False) -> Iterator[None]:
    """Holds the lock file ``lock``, which is gone afterwards. Raises :class:`BusyError` unless it ``waits``."""
    while True:
        file = open_alone(lock, waits=waits)
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(file.fileno()), lock.stat()):
                break
        file.close()  # of a job that ended between the two steps
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
        file.close()


class StreamSink:
    """Records one after the other into something that can not be gone back in, compressed or not."""

    def __init__(self, file: BinaryIO, codec: Codec | None = None) -> None:
        self._file = file
        self._codec = codec
        self._compressor: Any = None
        self._is_empty = True

    def write(self, data: bytes, row: Any = None) -> None:  # noqa: ARG002 - for Parquet
        """Takes one record."""
        self._is_empty = False
        if self._codec is None:
            self._file.write(data)
            return
        if self._compressor is None:
            self._compressor = self._codec.compressor()
        self._file.write(self._compressor.compress(data))

    def boundary(self) -> int | None:
        """There is none: what is gone is gone."""
        return None

    def close(self) -> None:
        """Completes the stream."""
        if self._codec and self._is_empty:
            self._compressor = self._codec.compressor()  # an empty one is still a stream of its compression
        self._end_frame()
        self._file.flush()
        self.abort()

    def abort(self) -> None:
        """Lets go of the file as it is; a disk that is full is no news here."""
        if self._file is not sys.stdout.buffer:
            with contextlib.suppress(OSError):
                self._file.close()

    def _end_frame(self) -> None:
        # A gzip member or Zstandard frame ends here: another can be put behind it at any time.
        if self._compressor is not None:
            self._file.write(self._compressor.flush())
            self._compressor = None


class FileSink(StreamSink):
    """Records one after the other in the part of the file ``path``. Continues at ``size`` bytes.

    Raises :class:`BusyError` if another job is writing it.
    """

    def __init__(self, path: Path, codec: Codec | None, size: int = 0) -> None:
        file = open_alone(part_of(path), mode_of(path))
        if file.seek(0, os.SEEK_END) < size:
            file.close()
            why = f"shorter than the {size} bytes that were on the disk; without --resume it is written anew"
            raise OSError(errno.EIO, why, str(part_of(path)))
        file.truncate(size)
        file.seek(size)
        super().__init__(file, codec)
        self._is_empty = not size

    def boundary(self) -> int:
        """Puts all that was written on the disk and returns the size of the file."""
        self._end_frame()
        self._file.flush()
        with naming(self._file.name):
            os.fsync(self._file.fileno())
        return self._file.tell()


class MemberSink(FileSink):
    """Every record a gzip member or Zstandard frame of its own, as is the custom with WARC."""

    def write(self, data: bytes, row: Any = None) -> None:
        """Takes one record."""
        super().write(data, row)
        self._end_frame()
