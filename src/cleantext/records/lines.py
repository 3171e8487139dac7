r"""JSON Lines, read as bytes: only ``\n`` ends a line, and no line can fill the memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cleantext import byteorder
from cleantext.records.item import Event, Gap, Item, Oversize


def read_lines(blocks: Iterable[bytes | Gap], limit: int) -> Iterator[Event]:
    r"""The lines of a stream as items, without their ``\n``; blank lines are no records.

    A line above ``limit`` bytes and one that a gap cuts become items with a problem.
    """
    reader = _Lines(limit)
    for block in blocks:
        if isinstance(block, bytes):
            yield from reader.add(block)
        else:
            yield from reader.cut(block)
    yield from reader.end()


class _Lines:
    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._number = 0
        self._offset = 0
        self._parts: list[bytes] = []
        self._size = 0
        self._oversize: Oversize | None = None

    def add(self, block: bytes) -> Iterator[Item]:
        *complete, rest = block.split(b"\n")
        for part in complete:
            self._take(part)
            yield from self.end()
            self._offset += 1
        if rest:
            self._take(rest)

    def cut(self, gap: Gap) -> Iterator[Event]:
        yield from self.end(f"cut off by a gap in the input at byte {gap.offset}: {gap.reason}")
        yield gap

    def end(self, problem: str = "") -> Iterator[Item]:
        """Ends the current line."""
        self._number += 1
        offset = self._offset
        self._offset += self._size
        line = b"".join(self._parts)
        if self._oversize:
            yield self._oversize.item(self._number, offset, self._limit)
        elif line.strip():
            data = line.removeprefix(byteorder.UTF_8) if self._number == 1 else line
            # A stream may break off exactly at the end of a record: then nothing is cut.
            yield Item(self._number, data, offset, problem if not data.rstrip().endswith(b"}") else "")
        self._parts, self._size, self._oversize = [], 0, None

    def _take(self, part: bytes) -> None:
        self._size += len(part)
        if self._oversize:
            self._oversize.add(part)
        elif self._size > self._limit:
            self._oversize = Oversize()
            for piece in (*self._parts, part):
                self._oversize.add(piece)
            self._parts = []
        else:
            self._parts.append(part)
