"""Bytes out of plain and compressed streams. Damage is an event in the stream, not its end.

The usual readers raise at a cut and take what was decoded with them, or stop without a word.
Here everything before the damage comes out, the loss is named with its place, and reading
goes on at the next gzip member, Zstandard frame, bzip2 or xz stream.
"""

from __future__ import annotations

import bz2
import lzma
import os
import re
import stat
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from cleantext.extras import require
from cleantext.files import reason
from cleantext.reading.unpacking import SLICE, fed, zstd_decoder
from cleantext.records.formats import compression_of
from cleantext.records.item import Gap

BLOCK = 256 * 1024
# Bytes kept after they were taken. A damaged header of gzip can pass 64 KB for a field of its own.
_KEPT = 128 * 1024
# Bytes that tell the start of a stream, at most.
_MAGIC = 10


@dataclass(frozen=True)
class Codec:
    """A compression: how its streams begin, how to decode and how to make one.

    ``is_light``: a stream for each record costs little, as it must where that is the custom.
    """

    name: str
    magic: re.Pattern[bytes]
    decoder: Callable[[], Any]
    compressor: Callable[[], Any]
    is_light: bool = False


CODECS = {
    ".gz": Codec(
        "gzip",
        re.compile(rb"\x1f\x8b\x08[\x00-\x1f]"),
        lambda: zlib.decompressobj(31),
        lambda: zlib.compressobj(6, zlib.DEFLATED, 31),  # no file name, no time: the same bytes every time
        is_light=True,
    ),
    ".zst": Codec(
        "zstd",
        re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"),
        lambda: zstd_decoder(require("zstandard", "jobs")),
        lambda: require("zstandard", "jobs").ZstdCompressor().compressobj(),
        is_light=True,
    ),
    ".bz2": Codec("bzip2", re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)"), bz2.BZ2Decompressor, bz2.BZ2Compressor),
    ".xz": Codec(
        "xz", re.compile(rb"\xfd7zXZ\x00"), lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ), lzma.LZMACompressor
    ),
}
"""By the ending of names."""


def codec_of(name: str) -> Codec | None:
    """The compression that a file name tells.

    >>> codec_of("crawl/part-0.jsonl.GZ").name
    'gzip'
    """
    return CODECS.get(compression_of(name))


def read_blocks(stream: BinaryIO, name: str = "") -> Iterator[bytes | Gap]:
    """The decompressed bytes of ``stream`` in blocks, and a :class:`Gap` wherever some are lost.

    The compression is that of ``name`` or, if it tells none, that of the first bytes.
    """
    source = _Source(stream)
    codec = codec_of(name)
    if codec is None:
        source.fill(_MAGIC)
        codec = next((codec for codec in CODECS.values() if codec.magic.match(source.data)), None)
    elif not source.fill(1) and not source.error:
        yield Gap(0, f"empty, and no {codec.name} stream")
    yield from _joined(_members(source, codec) if codec else source.rest())
    if source.error:
        yield Gap(source.offset, f"can not be read on: {source.error}")


def open_input(name: str) -> BinaryIO:
    """The file ``name``, unbuffered since we read blocks; ``-`` is standard input."""
    return sys.stdin.buffer if name == "-" else Path(name).open("rb", buffering=0)


class _Source:
    """A stream with a little of it read ahead; knows the offset of what comes next."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.data = b""
        self._base = 0
        self._at = 0
        self._reread = 0
        self._size = _size_of(stream)
        self.error = ""

    @property
    def offset(self) -> int:
        return self._base + self._at

    def fill(self, least: int = 1) -> bool:
        """Reads until ``least`` bytes are there or the end is; are any?"""
        while len(self.data) - self._at < least:
            try:
                block = self._stream.read(BLOCK)
            except OSError as error:
                self.error, block = reason(error), b""
            if not block:
                if self._base + len(self.data) < self._size and not self.error:
                    self.error = f"became shorter than its {self._size} bytes"
                break
            gone = max(0, self._at - _KEPT)
            self.data = self.data[gone:] + block
            self._base += gone
            self._at -= gone
        return self._at < len(self.data)

    def at(self, pattern: re.Pattern[bytes]) -> bool:
        return bool(pattern.match(self.data, self._at))

    def take(self, most: int) -> bytes:
        piece = self.data[self._at : self._at + most]
        self._at += len(piece)
        return piece

    def back(self, count: int) -> None:
        """Gives back the last ``count`` bytes taken, which are still in the buffer."""
        self._at -= count

    def reread(self, start: int) -> bool:
        """Goes back to just after ``start``, unless that is too far or this was done so often that the
        whole stream would be read more than twice.
        """
        count = self.offset - start - 1
        if count > self._at or self._reread + count > self.offset:
            return False
        self._reread += count
        self._at -= count
        return True

    def skip_to(self, pattern: re.Pattern[bytes]) -> bytes:
        """Goes on to the next match or the end; what was skipped, NULs left out."""
        skipped = b""
        while self.fill(_MAGIC):
            found = pattern.search(self.data, self._at)
            # The last bytes of the buffer may begin a match.
            stop = found.start() if found else max(self._at + 1, len(self.data) - _MAGIC + 1)
            skipped = (skipped + self.take(stop - self._at).strip(b"\x00"))[:1]
            if found:
                break
        return skipped

    def rest(self) -> Iterator[bytes | Gap]:
        while self.fill():
            yield self.take(len(self.data))


def _size_of(stream: BinaryIO) -> int:
    """How many bytes are to come from ``stream``, if it is a regular file."""
    try:
        status = os.fstat(stream.fileno())
        return status.st_size - stream.tell() if stat.S_ISREG(status.st_mode) else 0
    except OSError:  # no file at all
        return 0


def _members(source: _Source, codec: Codec) -> Iterator[bytes | Gap]:
    is_padding = False
    while source.fill(_MAGIC):
        if source.at(codec.magic):
            is_padding = True
            yield from _member(source, codec)
            continue
        start = source.offset
        # Padding with NULs is common and harmless (tapes, tar); anything else is somebody's data.
        if source.skip_to(codec.magic) or not is_padding:
            yield Gap(start, f"{source.offset - start} bytes that are no {codec.name} stream")


def _member(source: _Source, codec: Codec) -> Iterator[bytes | Gap]:
    start = source.offset
    first = None  # where the first data came out
    decoder = codec.decoder()
    while not decoder.eof:
        if not source.fill():
            cut = Gap(source.offset, f"cut short inside the {codec.name} stream that starts at byte {start}")
            if first is None and source.reread(start):
                source.skip_to(codec.magic)
            if not source.error:  # which is told, and why it is cut
                yield cut
            return
        before = source.offset
        piece = source.take(SLICE)
        saved = decoder.copy() if hasattr(decoder, "copy") else None
        try:
            for data in fed(decoder, piece):
                first = before if data and first is None else first
                yield data
        except Exception as error:  # noqa: BLE001 - the decoders share no class of errors
            place = before
            if saved:
                decoded, good = _until_damage(saved, piece)
                place += good
                yield decoded
            # So long a header may have swallowed the next one.
            if first == start or not source.reread(start):
                source.back(len(piece) - (before == start))  # not to find the same start again
            source.skip_to(codec.magic)
            where = f"{codec.name} stream that starts at byte {start} ({error}); read on at byte {source.offset}"
            yield Gap(place, f"damaged {where}")
            return
    source.back(len(decoder.unused_data))


def _until_damage(decoder: Any, piece: bytes) -> tuple[bytes, int]:
    """What can be decoded of ``piece``, byte by byte, up to the one that is wrong, and its index."""
    decoded = b""
    for index in range(len(piece)):
        try:
            decoded += decoder.decompress(piece[index : index + 1])
        except zlib.error:
            return decoded, index
    return decoded, len(piece)


def _joined(pieces: Iterator[bytes | Gap]) -> Iterator[bytes | Gap]:
    """The same stream in blocks of a size worth handling."""
    waiting: list[bytes] = []
    size = 0
    for piece in pieces:
        if isinstance(piece, bytes):
            waiting.append(piece)
            size += len(piece)
        if waiting and (size >= BLOCK or isinstance(piece, Gap)):
            yield b"".join(waiting)
            waiting, size = [], 0
        if isinstance(piece, Gap):
            yield piece
    if waiting:
        yield b"".join(waiting)
