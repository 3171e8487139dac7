"""WARC and WET, framed here so that a cut, a gap or a wrong length costs one record.

warcio and fastwarc end silently at a cut and do not find the next record after damage. We only
find where records begin and end; what is in one is :mod:`cleantext.records.response`'s business.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cleantext.records.item import Event, Gap, Item, Oversize

_VERSION = re.compile(rb"WARC/\d\.\d")
_NEXT = re.compile(rb"\r?\n\r?\n(?=WARC/\d\.\d\r?\n)")
_RESTART = re.compile(rb"(?<=[\n\x00])WARC/\d\.\d\r?\n")
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_LINE_ENDS = re.compile(rb"[\r\n]+")
_LENGTH = re.compile(rb"(?im)^content-length:[ \t]{0,9}(\d{1,18})[ \t]{0,9}\r?$")
_TYPE = re.compile(rb"(?im)^warc-type:[ \t]{0,9}(\w+)")
_CONTENT = re.compile(rb"(?im)^content-type:[ \t]{0,9}([^;,:\s]+)")
# What stands in a header: names, colons and values without control characters, line by line.
_HEADER = re.compile(rb"[\w/.]+[^\x00-\x08\x0a-\x1f]*\r?\n(?:(?:[!-9;-~]+:|[ \t])[^\x00-\x08\x0a-\x1f]*\r?\n)*\r?\n")
_PAGES = (b"text/html", b"application/xhtml+xml", b"text/plain")
_MEDIA_TYPE = re.compile(rb"[\w.+-]+/[\w.+-]+")
_FAMILIES = frozenset(b"application audio binary font haptics image message model multipart text video".split())
_TYPES = frozenset(b"warcinfo response resource request metadata revisit conversion continuation".split())
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+([1-5])\d\d\b")
# A header that is longer is none; the longest URLs stay far below.
_LONGEST_HEADER = 64 * 1024


def read_warc(blocks: Iterable[bytes | Gap], limit: int) -> Iterator[Event]:
    """The pages of a WARC or WET stream: whole records, header and body, as items.

    Pages are successful responses, and resources, of HTML or plain text (or of no stated type),
    and conversions, which is what WET holds. All records are numbered; those that are no pages are
    passed over, unless damage may be why. ``limit`` bounds the bytes of one record.
    """
    reader = _Warc(blocks, limit)
    while True:
        if reader.fill(1):
            yield from reader.record()
        elif reader.gap:
            yield reader.gap
            reader.gap = None
        else:
            return


class _Header(NamedTuple):
    raw: bytes
    length: int


class _Warc:
    def __init__(self, blocks: Iterable[bytes | Gap], limit: int) -> None:
        self._blocks = iter(blocks)
        self._limit = limit
        self._data = bytearray()
        self._offset = 0
        self._number = 0
        self.gap: Gap | None = None

    def fill(self, least: int) -> bool:
        """Reads until ``least`` bytes are there, or a gap or the end is reached; are they?"""
        while len(self._data) < least and self.gap is None:
            block = next(self._blocks, None)
            if block is None:
                break
            if isinstance(block, Gap):
                self.gap = block
            else:
                self._data += block
        return len(self._data) >= least

    def record(self) -> Iterator[Event]:
        """What comes next: a record, or something that is none."""
        if blank := _LINE_ENDS.match(self._data):
            self._take(blank.end())
        if not self.fill(1):
            return
        header = self._header()
        if header is None:
            yield from self._junk()
            return
        self._number += 1
        if header.length > self._limit:
            yield from self._oversize(header)
        else:
            yield from self._whole(header)

    def _header(self) -> _Header | None:
        self.fill(8)
        if not _VERSION.match(self._data):
            return None
        end = _BLANK_LINE.search(self._data)
        while end is None and len(self._data) < _LONGEST_HEADER and self.fill(len(self._data) + 1):
            end = _BLANK_LINE.search(self._data)
        raw = bytes(self._data[: end.end()]) if end else b""
        length = _LENGTH.search(raw)
        return _Header(raw, int(length[1])) if length else None

    def _whole(self, header: _Header) -> Iterator[Event]:
        size = len(header.raw) + header.length
        is_complete = self.fill(size)
        self.fill(size + 4)
        after = bytes(self._data[size : size + 4])
        if is_complete and (not after or after.startswith((b"\r", b"\n", b"WARC"))):
            yield from self._item(header, size)
            # Two line ends close a record. Where the input ends before them more may be missing.
            if not _BLANK_LINE.match(after) and len(after) < 4 and self.gap is None:
                yield Gap(self._offset + len(after), "the input ends inside a record")
            return
        # The length is wrong, or the input is cut: where the next record begins is the truth.
        following = _NEXT.search(self._data, len(header.raw))
        if following or is_complete:
            yield from self._item(header, following.start() if following else size, "its Content-Length is wrong")
            return
        found = len(self._data)
        yield from self._item(header, found, f"cut off: {found} of {size} bytes are there")
        if self.gap is None:
            yield Gap(self._offset, "the input ends inside a record")

    def _item(self, header: _Header, size: int, problem: str = "") -> Iterator[Item]:
        offset = self._offset
        data = self._take(size)
        is_page, damage = _judge(header.raw, data)
        if is_page:
            yield Item(self._number, data, offset, problem or damage)

    def _oversize(self, header: _Header) -> Iterator[Event]:
        """Passes over a record that is too large to hold, up to its end or the next record's start."""
        oversize, offset = Oversize(), self._offset
        left = len(header.raw) + header.length
        while left:
            self.fill(min(left, _LONGEST_HEADER))
            if not self._data:
                break
            following = _NEXT.search(self._data, 0, min(left, len(self._data)))
            # The start of the next record may straddle what is here and what is still to come.
            here = left if left <= len(self._data) else max(1, len(self._data) - 16)
            piece = self._take(following.start() if following else here)
            oversize.add(piece)
            left = 0 if following else left - len(piece)
        if _judge(header.raw, oversize.head)[0]:
            yield oversize.item(self._number, offset, self._limit)
        if left and self.gap is None:
            yield Gap(self._offset, "the input ends inside a record")

    def _junk(self) -> Iterator[Gap]:
        """Goes on to the next record."""
        start, found = self._offset, None
        while found is None and self.fill(1):
            found = _RESTART.search(self._data, 1)
            if found is None and not self.fill(len(self._data) + 1):
                break
            self._take(found.start() if found else max(0, len(self._data) - 16))
        if found is None:
            self._take(len(self._data))
        yield Gap(start, f"{self._offset - start} bytes that are no WARC record")

    def _take(self, size: int) -> bytes:
        taken = bytes(self._data[:size])
        del self._data[:size]
        self._offset += len(taken)
        return taken


def _judge(header: bytes, record: bytes) -> tuple[bool, str]:
    """Is a record a page, or may it be one? And what is wrong with what says so, if anything."""
    kind = _TYPE.search(header)
    name = kind[1].lower() if kind else b""
    if name not in _TYPES:
        return True, "its header is damaged: no known WARC-Type"
    if not _is_header(header):
        return True, "its header is damaged"
    stated = _media_type(header)
    if name == b"response" and stated in (b"", b"application/http"):
        return _judge_http(record, len(header))
    return _judge_type(stated) if name in (b"response", b"resource") else (name == b"conversion", "")


def _judge_http(record: bytes, start: int) -> tuple[bool, str]:
    status = _STATUS.match(record, start)
    end = _BLANK_LINE.search(record, start, start + _LONGEST_HEADER)
    if status is None or end is None:
        return True, "no HTTP response"
    header = record[start : end.end()]
    is_page, problem = _judge_type(_media_type(header)) if status[1] == b"2" else (False, "")
    # Servers send odd headers; only if it would be passed over damage may be why.
    return (is_page, problem) if is_page or _is_header(header) else (True, "its HTTP header is damaged")


def _is_header(header: bytes) -> bool:
    return bool(_HEADER.fullmatch(header))


def _media_type(header: bytes) -> bytes:
    content = _CONTENT.search(header)
    return content[1].lower() if content else b""


def _judge_type(stated: bytes) -> tuple[bool, str]:
    if not stated or stated in _PAGES:
        return True, ""
    is_known = stated.startswith(b"x-") or stated.partition(b"/")[0] in _FAMILIES
    is_known = is_known and bool(_MEDIA_TYPE.fullmatch(stated))
    if is_known and not any(_differs_once(stated, other) for other in (*_PAGES, b"application/http")):
        return False, ""
    return True, f"its header is damaged: no known type {stated.decode('ascii', 'backslashreplace')}"


def _differs_once(one: bytes, other: bytes) -> bool:
    """Is one made from the other by a byte that is changed, missing or too many?"""
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    ends = one[start + 1 :], other[start + 1 :], one[start:], other[start:]
    return ends[0] in (ends[1], ends[3]) or ends[2] == ends[1]
