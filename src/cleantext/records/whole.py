"""Files that are one record: a text, a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cleantext.records.item import Event, Gap, Item, Oversize


def read_whole(blocks: Iterable[bytes | Gap], limit: int) -> Iterator[Event]:
    """The whole stream as one item; with a problem if a part is missing or it is above ``limit`` bytes."""
    parts: list[bytes] = []
    size = 0
    gaps: list[Gap] = []
    oversize: Oversize | None = None
    for block in blocks:
        if isinstance(block, Gap):
            gaps.append(block)
            continue
        size += len(block)
        if oversize is None and size > limit:
            oversize = Oversize()
            for part in parts:
                oversize.add(part)
            parts = []
        if oversize is None:
            parts.append(block)
        else:
            oversize.add(block)
    if oversize:
        yield oversize.item(1, 0, limit)
    elif parts or not gaps:
        problem = f"a part of it is missing: {gaps[0].reason}" if gaps else ""
        yield Item(1, b"".join(parts), 0, problem)
    yield from gaps
