"""Compressed data unpacked in small steps: a kilobyte can unfold to gigabytes, and whoever takes the steps can stop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

SLICE = 1024
"""Bytes that go in at a time. Gzip can make 1 MB of them; Zstandard, whose 128 KB blocks can take four bytes, 32 MB."""
_MOST = 1 << 20  # bytes that come out at a time, where the decoder can stop

# What the command of Zstandard takes at most (--long=31). Of the window only what is unfolded takes memory.
_WINDOW = 2**31


def zstd_decoder(zstandard: Any) -> Any:
    """A decoder of the library ``zstandard``, for frames with windows as large as they can be."""
    return zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()


class Brotli:
    """A ``brotli.Decompressor`` with the methods that the decoders of the standard library have."""

    def __init__(self, decompressor: Any) -> None:
        self._decoder = decompressor

    @property
    def eof(self) -> bool:
        """Is the end of the stream reached?"""
        return bool(self._decoder.is_finished())

    @property
    def needs_input(self) -> bool:
        """Is all out that went in?"""
        return bool(self._decoder.can_accept_more_data())

    def decompress(self, data: bytes, most: int) -> bytes:
        """Some of what comes out when ``data`` goes in."""
        return bytes(self._decoder.process(data, output_buffer_limit=most))


def unpacked_parts(decoder: Any, data: bytes) -> Iterator[bytes]:
    """What comes out of a decoder, part by part, until its stream or ``data`` ends."""
    for start in range(0, len(data), SLICE):
        if decoder.eof:
            return
        yield from fed(decoder, data[start : start + SLICE])


def fed(decoder: Any, data: bytes) -> Iterator[bytes]:
    """What comes out of a decoder when ``data`` goes in: little by little, if a few bytes may unfold to too much."""
    if not hasattr(decoder, "needs_input"):
        yield decoder.decompress(data)
        return
    yield decoder.decompress(data, _MOST)
    while not (decoder.needs_input or decoder.eof):
        yield decoder.decompress(b"", _MOST)
