"""Compressed data unpacked in small steps: a kilobyte can unfold to gigabytes, and whoever takes the steps can stop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

SLICE = 1024
"""Bytes that go in at a time."""
_MOST = 1 << 20  # bytes that come out of Brotli at a time


class Brotli:
    """A ``brotli.Decompressor`` with the methods that the decoders of other compressions have."""

    def __init__(self, decompressor: Any) -> None:
        self._decoder = decompressor

    @property
    def eof(self) -> bool:
        """Is the end of the stream reached?"""
        return bool(self._decoder.is_finished())

    @property
    def has_more(self) -> bool:
        """Is there more to come out before more can go in?"""
        return not self._decoder.can_accept_more_data()

    def decompress(self, data: bytes) -> bytes:
        """Some of what comes out when ``data`` goes in."""
        return bytes(self._decoder.process(data, output_buffer_limit=_MOST))


def unpacked_parts(decoder: Any, data: bytes) -> Iterator[bytes]:
    """What comes out of a decoder, part by part, until its stream or ``data`` ends."""
    for start in range(0, len(data), SLICE):
        if decoder.eof:
            return
        yield decoder.decompress(data[start : start + SLICE])
        while isinstance(decoder, Brotli) and decoder.has_more:
            yield decoder.decompress(b"")
