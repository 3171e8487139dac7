"""Records out of a file of any format."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from cleantext.records.formats import HTML, JSONL, PARQUET, TEXT, Format
from cleantext.records.item import Columns, Event
from cleantext.records.lines import read_lines
from cleantext.records.streams import read_blocks
from cleantext.records.warc import read_warc
from cleantext.records.whole import read_whole


def read_events(
    stream: BinaryIO, name: str, format: Format, limit: int, columns: Columns | None = None
) -> Iterator[Event]:
    """The records and gaps of ``stream``, in order; records above ``limit`` bytes have a problem.

    ``name`` tells the compression; ``columns`` are those of Parquet to read.
    """
    if format is PARQUET:
        from cleantext.records.parquet import read_parquet

        return read_parquet(stream, columns or Columns(), limit)
    blocks = read_blocks(stream, name)
    if format is JSONL:
        return read_lines(blocks, limit)
    return read_whole(blocks, limit) if format in (TEXT, HTML) else read_warc(blocks, limit)
