"""Parquet: rows out of row groups, and row groups of cleaned rows."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from cleantext.extras import require
from cleantext.records.item import Event, Gap, Item
from cleantext.records.jsonobject import parse_object, to_bytes, write_json

# Rows decoded at a time: a row may be a whole page.
_ROWS = 64
# A row group is held until it is complete, but never more of it than this.
_GROUP_BYTES = 64 * 1024 * 1024


class Row(NamedTuple):
    """Where a row stands: in a batch of a row group of the input."""

    group: int
    batch: Any
    place: int


def read_parquet(stream: BinaryIO, columns: Sequence[str] | None, limit: int) -> Iterator[Event]:
    """The rows of a Parquet file as items that hold a JSON object; ``row`` keeps the row itself.

    ``columns`` are the ones to put into the object (those that exist); ``None`` puts all. A row
    group that can not be read is a gap; a file without a readable footer is one gap.
    """
    arrow, parquet = require("pyarrow", "jobs"), require("pyarrow.parquet", "jobs")
    try:
        file = parquet.ParquetFile(stream)
    except (arrow.ArrowException, OSError) as error:
        yield Gap(0, f"no readable Parquet file: {_first_line(error)}")
        return
    names = [name for name in file.schema_arrow.names if columns is None or name in columns]
    number = 0
    for group in range(file.num_row_groups):
        rows = file.metadata.row_group(group).num_rows
        done = 0
        try:
            for batch in file.iter_batches(_ROWS, row_groups=[group]):
                for index, fields in enumerate(batch.select(names).to_pylist()):
                    done += 1
                    yield _item(number + done, fields, Row(group, batch, index), limit)
        except (arrow.ArrowException, OSError) as error:
            yield Gap(0, f"rows {number + done + 1} to {number + rows} can not be read: {_first_line(error)}")
        number += rows


def _item(number: int, fields: dict[str, Any], row: Row, limit: int) -> Item:
    try:
        line = write_json(fields)
    except (TypeError, ValueError):
        line = write_json(_plain(fields))
    data = to_bytes(line)
    problem = f"larger than the limit of {limit} bytes" if len(data) > limit else ""
    return Item(number, data, problem=problem, row=row)


def _plain(value: Any) -> Any:
    """``value`` in types that JSON has: dates as text, bytes as text, no number as null."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, str | int) else str(value)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


class ParquetSink:
    """Writes a Parquet file. From Parquet, every other column stays as it is and rows stay in
    the groups they came in; from other formats the columns are ``text``, ``url``, ``lang``,
    ``date``, ``cleantext`` and, as one JSON object, all other ``fields``.

    A Parquet file is not readable before its end is written, so a job resumes at its start.
    """

    def __init__(self, path: Path, field: str) -> None:
        self._path = path
        self._field = field
        self._writer: Any = None
        self._rows: list[tuple[Row | None, bytes]] = []
        self._size = 0

    def write(self, data: bytes, row: Row | None) -> None:
        """Takes the row whose cleaned record is the JSON object in ``data``."""
        new_group = self._rows and _group(self._rows[-1][0]) != _group(row)
        if new_group or self._size > _GROUP_BYTES:
            self._flush()
        self._rows.append((row, data))
        self._size += len(data)

    def boundary(self) -> None:
        """There is none before the end."""

    def close(self) -> None:
        """Writes the end of the file."""
        self._flush()
        if self._writer is None:  # no row was left; an empty file of the usual columns
            self._write(self._fresh_table([]))
        self._writer.close()

    def abort(self) -> None:
        """Leaves the file as it is."""
        if self._writer is not None:
            self._writer.close()

    def _flush(self) -> None:
        if not self._rows:
            return
        is_parquet = self._rows[0][0] is not None
        self._write(self._same_table() if is_parquet else self._fresh_table([line for _, line in self._rows]))
        self._rows, self._size = [], 0

    def _write(self, table: Any) -> None:
        parquet = require("pyarrow.parquet", "jobs")
        if self._writer is None:
            self._writer = parquet.ParquetWriter(self._path, table.schema, compression="zstd")
        self._writer.write_table(table, row_group_size=max(1, table.num_rows))

    def _same_table(self) -> Any:
        arrow = require("pyarrow", "jobs")
        pieces: list[Any] = []
        start = 0
        for end in range(1, len(self._rows) + 1):
            batch = self._rows[start][0].batch  # type: ignore[union-attr]
            if end == len(self._rows) or self._rows[end][0].batch is not batch:  # type: ignore[union-attr]
                indices = [row.place for row, _ in self._rows[start:end] if row]
                pieces.append(batch.take(arrow.array(indices, arrow.int64())))
                start = end
        table = arrow.Table.from_batches(pieces)
        records = [json.loads(line) for _, line in self._rows]
        changed = {self._field: table.schema.field(self._field).type}
        if any("cleantext" in record for record in records):
            changed["cleantext"] = arrow.string()
        for name, type_ in changed.items():
            values = arrow.array([_cell(record.get(name)) for record in records], type_)
            at = table.schema.get_field_index(name)
            if at < 0:
                table = table.append_column(name, values)
            else:
                table = table.set_column(at, table.schema.field(at), values)
        return table

    def _fresh_table(self, lines: list[bytes]) -> Any:
        arrow = require("pyarrow", "jobs")
        known = dict.fromkeys((self._field, "url", "lang", "date", "cleantext"))
        columns: dict[str, list[str | None]] = {name: [] for name in (*known, "fields")}
        for line in lines:
            record = parse_object(line.decode())
            for name in known:
                columns[name].append(record.strings.get(name, record.spelling(name)))
            others = [f"{write_json(name)}: {record.spelling(name)}" for name in record.spans if name not in known]
            columns["fields"].append("{" + ", ".join(others) + "}" if others else None)
        schema = arrow.schema([(name, arrow.string()) for name in columns])
        return arrow.table(columns, schema=schema)


def _group(row: Row | None) -> int | None:
    return row.group if row else None


def _cell(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else write_json(value)
