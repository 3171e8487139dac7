"""What a reader hands on: a record as it was read, or a gap where none could be."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

# What a quarantine file keeps of a record: enough to see what it is, never a bomb.
RAW_KEPT = 64 * 1024


@dataclass(frozen=True, slots=True)
class Item:
    """One record, not looked into yet.

    ``number`` counts lines, WARC records or rows from 1; ``offset`` is the byte of the
    (decompressed) stream where it starts, if the format has such a thing. A ``problem`` says
    why it can not be cleaned; ``data`` may then be its first :data:`RAW_KEPT` bytes only, with
    ``size`` and ``digest`` of the whole. ``row`` stays in the process that read it.
    """

    number: int
    data: bytes
    offset: int | None = None
    problem: str = ""
    size: int = -1
    digest: str = ""
    row: Any = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Gap:
    """Input that could not be read, and why. ``offset`` is the byte of the file as it is stored,
    or, if it is not its compression that is damaged, of what it unfolds to.
    """

    offset: int
    reason: str


Event = Item | Gap


@dataclass(frozen=True)
class Columns:
    """Of a table: the column of the text, and the others that are wanted (``None``: all)."""

    text: str = "text"
    others: tuple[str, ...] | None = None


@dataclass(slots=True)
class Oversize:
    """Takes in a record that is too large to hold: keeps its head, its size and its digest."""

    head: bytes = b""
    size: int = 0
    _digest: Any = field(default_factory=sha256)

    def add(self, data: bytes | memoryview) -> None:
        """Takes in the next bytes of the record."""
        if len(self.head) < RAW_KEPT:
            self.head += bytes(data[: RAW_KEPT - len(self.head)])
        self.size += len(data)
        self._digest.update(data)

    def item(self, number: int, offset: int, limit: int) -> Item:
        """The record as an item for the quarantine."""
        problem = f"larger than the limit of {limit} bytes"
        return Item(number, self.head, offset, problem, self.size, self._digest.hexdigest())
