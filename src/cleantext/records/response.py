"""What is in a WARC record: headers by warcio, the body unfolded here, since a cut must not go unseen."""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections.abc import Callable
from typing import Any, NamedTuple

from cleantext.extras import require
from cleantext.reading.unpacking import SLICE, Brotli, unpacked_parts, zstd_decoder

_CHARSET = re.compile(r"(?i);\s*charset\s*=\s*[\"']?([\w.:+-]{1,40})")
_CHUNK = re.compile(rb"[ \t]{0,9}([0-9a-fA-F]{1,15})[ \t]{0,99}(?:;[^\r\n]{0,999})?\r?\n")
_LINE_END = re.compile(rb"\r?\n")
_PLAIN = re.compile(rb"\s{0,999}<")


class BadWarcError(ValueError):
    """The record can not be read; the message says why."""


class Record(NamedTuple):
    """A record: its WARC headers by name, the media type and the charset it states, its body, and
    why the crawler cut the body off, if it says so.
    """

    header: Callable[[str], str | None]
    kind: str
    charset: str | None
    body: bytes
    truncated: str | None


def read_record(data: bytes, limit: int) -> Record:
    """The record in ``data``, its body as the server meant it, of ``limit`` bytes at most.

    Raises :class:`BadWarcError`, for a body that is cut too, unless the record says that it is.
    """
    # It reports what it mends, in the words of the record, to the terminal.
    logging.getLogger("warcio").setLevel(logging.CRITICAL)
    try:
        record = next(require("warcio.archiveiterator", "jobs").ArchiveIterator(io.BytesIO(data)))
        body = record.raw_stream.read()
    except Exception as error:  # noqa: BLE001 - whatever is wrong is the record's fault
        raise BadWarcError(f"unreadable WARC record: {error}") from None
    header, http = record.rec_headers.get_header, record.http_headers
    truncated = header("WARC-Truncated")
    stated = (http.get_header("content-type") if http else header("Content-Type")) or "text/html"
    charset = _CHARSET.search(stated)
    if http:
        body = _unfolded(body, http.get_header, limit, may_be_cut=truncated is not None)
    kind = stated.partition(";")[0].strip().lower()
    return Record(header, kind, charset[1] if charset else None, body, truncated)


def _unfolded(body: bytes, header: Callable[[str], str | None], limit: int, may_be_cut: bool) -> bytes:
    if "chunked" in (header("transfer-encoding") or "").lower():
        pieces, is_cut = _unchunked(body)
        if is_cut and not may_be_cut:
            raise BadWarcError("its body is cut short or damaged between two chunks")
        body = pieces
    for name in reversed((header("content-encoding") or "").lower().split(",")):
        open_decoder = _DECODERS.get(name.strip())
        if open_decoder:
            body = _decompressed(body, name.strip(), open_decoder, limit, may_be_cut=may_be_cut)
    return body


def _unchunked(body: bytes) -> tuple[bytes, bool]:
    """The body without the sizes of its chunks, and whether it ends too early."""
    parts: list[bytes] = []
    at = 0
    while chunk := _CHUNK.match(body, at):
        size = int(chunk[1], 16)
        if not size:
            return b"".join(parts), False
        parts.append(body[chunk.end() : chunk.end() + size])
        end = _LINE_END.match(body, chunk.end() + size)
        if not end:
            return b"".join(parts), True
        at = end.end()
    return (b"".join(parts), True) if parts else (body, False)  # many crawlers store it without its chunks


def _decompressed(body: bytes, name: str, open_decoder: Callable[[bytes], Any], limit: int, may_be_cut: bool) -> bytes:
    if not body:
        return body
    parts: list[bytes] = []
    size = 0
    decoder = open_decoder(body)
    try:
        for piece in unpacked_parts(decoder, body):
            parts.append(piece)
            size += len(piece)
            if size > limit:
                raise BadWarcError(f"unfolds to more than the limit of {limit} bytes")
    except BadWarcError:
        raise
    except Exception as error:  # noqa: BLE001 - the decoders share no class of errors
        if _is_plain(body):  # many crawlers store it unfolded and keep the header
            return body
        if not may_be_cut:
            raise BadWarcError(f"its {name} body is damaged: {error}") from None
    if not decoder.eof and not may_be_cut:
        raise BadWarcError(f"its {name} body is cut short")
    return b"".join(parts)


def _is_plain(body: bytes) -> bool:
    if _PLAIN.match(body):
        return True
    try:
        body[:SLICE].decode("ascii")
    except UnicodeDecodeError:
        return False
    return True


def _deflate(body: bytes) -> Any:
    # With a header of zlib, as the standard says, or without it, as some servers do.
    is_zlib = len(body) > 1 and body[0] & 15 == 8 and (body[0] << 8 | body[1]) % 31 == 0
    return zlib.decompressobj(15 if is_zlib else -15)


_DECODERS: dict[str, Callable[[bytes], Any]] = {
    "gzip": lambda _: zlib.decompressobj(31),
    "x-gzip": lambda _: zlib.decompressobj(31),
    "deflate": _deflate,
    "br": lambda _: Brotli(require("brotli", "jobs").Decompressor()),
    "zstd": lambda _: zstd_decoder(require("zstandard", "jobs")),
}
