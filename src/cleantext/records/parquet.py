"""Parquet: rows out of row groups, and row groups of cleaned rows."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from cleantext.extras import require
from cleantext.files import mode_of
from cleantext.reading.decode import NotText, decode
from cleantext.records.item import RAW_KEPT, Columns, Event, Gap, Item
from cleantext.records.jsonobject import parse_object, to_bytes, to_utf8, write_json
from cleantext.records.sinks import SinkError, open_alone, part_of

# Rows decoded at a time: a row may be a whole page.
_ROWS = 64
# A row group is held until it is complete, but never more of it than this.
_GROUP_BYTES = 64 * 1024 * 1024


class Row(NamedTuple):
    """Where a row stands: in a batch of a row group of the input. ``group`` is one object for one group."""

    group: object
    batch: Any
    place: int


def read_parquet(stream: BinaryIO, columns: Columns, limit: int) -> Iterator[Event]:
    """The rows of a Parquet file as items that hold a JSON object; ``row`` keeps the row itself.

    If there is no column of the text all are put into the object. A row that can not be
    read has a problem, the rest of a row group is a gap; a file without a readable footer, or with two
    columns of one name, is one gap.
    """
    require("pyarrow", "jobs")
    parquet = require("pyarrow.parquet", "jobs")
    try:
        file = parquet.ParquetFile(stream)
        names = list(file.schema_arrow.names)
        groups = [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)]
        missing = file.metadata.num_rows - sum(groups)
    except Exception as error:  # noqa: BLE001 - damage comes as errors of every kind
        yield Gap(0, f"no readable Parquet file: {_first_line(error)}")
        return
    if columns.others is not None and columns.text in names:
        names = [name for name in names if name in (columns.text, *columns.others)]
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twice:
        yield Gap(0, f"the column {twice[0]!r} stands twice")
        return
    number = 0
    for group, rows in enumerate(groups):
        done = 0
        place = object()
        try:
            for batch in file.iter_batches(_ROWS, row_groups=[group]):
                for index, fields in enumerate(_rows(batch.select(names))):
                    done += 1
                    yield _item(number + done, fields, Row(place, batch, index), columns.text, limit)
            why = "there are none"  # damage may end a column early without an error
        except Exception as error:  # noqa: BLE001
            why = _first_line(error)
        if done < rows:
            yield Gap(0, f"rows {number + done + 1} to {number + rows} can not be read: {why}")
        number += rows
    if missing > 0:
        yield Gap(0, f"{missing} rows are in no row group")


def _rows(batch: Any) -> list[dict[str, Any] | str]:
    """The rows of a batch, or why one can not be read: a cell of bytes that are no UTF-8 costs its row."""
    try:
        return list(batch.to_pylist())
    except Exception:  # noqa: BLE001
        return [_row(batch.slice(index, 1)) for index in range(batch.num_rows)]


def _row(batch: Any) -> dict[str, Any] | str:
    cells: dict[str, Any] = {}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        try:
            cells[name] = _value(column[0])
        except Exception as error:  # noqa: BLE001
            return f"the column {name!r} can not be read: {_first_line(error)}"
    return cells


def _value(cell: Any) -> Any:
    """The value of a cell; as text if Python has none: nanoseconds, years past 9999, zones that nobody knows."""
    arrow = require("pyarrow", "jobs")
    try:
        return cell.as_py()
    except Exception:  # noqa: BLE001
        if isinstance(cell, arrow.StructScalar):
            return {name: _value(inner) for name, inner in cell.items()}
        if isinstance(cell, arrow.ListScalar):
            return [_value(inner) for inner in cell.values]
        if arrow.types.is_timestamp(cell.type) and cell.type.tz:
            cell = cell.cast(arrow.timestamp(cell.type.unit, "UTC"))
        return cell.cast(arrow.string()).as_py()


def _item(number: int, fields: dict[str, Any] | str, row: Row, text: str, limit: int) -> Item:
    if isinstance(fields, str):
        return Item(number, b"", problem=fields)
    if isinstance(fields.get(text), bytes):
        try:
            fields[text] = decode(fields[text])
        except NotText as error:
            return Item(number, fields[text][:RAW_KEPT], problem=str(error))
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
    return str(error).partition("\n")[0] or type(error).__name__


class ParquetSink:
    """Writes a Parquet file. From Parquet, every other column stays as it is and rows stay in
    the groups they came in; from other formats the columns are ``text``, ``url``, ``lang``,
    ``date``, ``file``, ``cleantext`` and, as one JSON object, all other ``fields``.

    A Parquet file is not readable before its end is written, so a job resumes at its start. Where no row
    is left the columns are those of the Parquet file ``source``, if there is one.
    """

    def __init__(self, path: Path, field: str, has_extras: bool = False, source: str = "") -> None:
        self._field = field
        self._source = source
        self._has_extras = has_extras
        self._file = open_alone(part_of(path), mode_of(path))
        self._file.truncate(0)
        self._writer: Any = None
        self._rows: list[tuple[Row | None, bytes]] = []
        self._size = 0

    def write(self, data: bytes, row: Row | None) -> None:
        """Takes the row whose cleaned record is the JSON object in ``data``."""
        new_group = self._rows and _group(self._rows[-1][0]) is not _group(row)
        if new_group or self._size > _GROUP_BYTES:
            self._flush()
        self._rows.append((row, data))
        self._size += len(data)

    def boundary(self) -> None:
        """There is none before the end."""

    def close(self) -> None:
        """Writes the end of the file."""
        self._flush()
        if self._writer is None:  # no row was left
            self._write(self._empty_table())
        self._writer.close()
        self._file.close()

    def abort(self) -> None:
        """Leaves the file as it is."""
        if self._writer is not None and not self._file.closed:
            with contextlib.suppress(Exception):  # a disk that is full is no news here
                self._writer.close()
        self._file.close()

    def _flush(self) -> None:
        if not self._rows:
            return
        arrow = require("pyarrow", "jobs")
        is_parquet = self._rows[0][0] is not None
        try:
            self._write(self._same_table() if is_parquet else self._fresh_table([line for _, line in self._rows]))
        except (arrow.ArrowException, ValueError, TypeError, KeyError) as error:
            raise SinkError(f"the records do not fit into one Parquet file: {_first_line(error)}") from None
        self._rows, self._size = [], 0

    def _write(self, table: Any) -> None:
        parquet = require("pyarrow.parquet", "jobs")
        if self._writer is None:
            self._writer = parquet.ParquetWriter(self._file, table.schema, compression="zstd")
        if not table.schema.equals(self._writer.schema):
            raise ValueError("the inputs have different columns")
        self._writer.write_table(table, row_group_size=max(1, table.num_rows))

    def _same_table(self) -> Any:
        arrow = require("pyarrow", "jobs")
        table = arrow.Table.from_batches(_slices([row for row, _ in self._rows if row])).combine_chunks()
        records = [parse_object(line.decode()) for _, line in self._rows]
        table = _with_column(table, table.schema.field(self._field), [r.strings.get(self._field) for r in records])
        if self._has_extras:
            extras = [record.spelling("cleantext") for record in records]
            table = _with_column(table, arrow.field("cleantext", arrow.string()), extras)
        return table

    def _empty_table(self) -> Any:
        arrow = require("pyarrow", "jobs")
        try:
            table = require("pyarrow.parquet", "jobs").read_schema(self._source).empty_table()
        except Exception:  # noqa: BLE001 - none of Parquet, or a damaged one
            return self._fresh_table([])
        return _with_column(table, arrow.field("cleantext", arrow.string()), []) if self._has_extras else table

    def _fresh_table(self, lines: list[bytes]) -> Any:
        arrow = require("pyarrow", "jobs")
        known = dict.fromkeys((self._field, "url", "lang", "date", "file", "cleantext"))
        rest = next(name for name in ("fields", "other_fields") if name not in known)
        columns: dict[str, list[str | None]] = {name: [] for name in (*known, rest)}
        for line in lines:
            record = parse_object(line.decode())
            for name in known:
                columns[name].append(record.strings.get(name, record.spelling(name)))
            others = [f"{write_json(name)}: {record.spelling(name)}" for name in record.spans if name not in known]
            columns[rest].append("{" + ", ".join(others) + "}" if others else None)
        schema = arrow.schema([(name, arrow.string()) for name in columns])
        return arrow.table({name: list(map(_whole, values)) for name, values in columns.items()}, schema=schema)


def _slices(rows: list[Row]) -> Iterator[Any]:
    """The rows as slices of their batches: not of every type can single rows be taken."""
    start = 0
    for end in range(1, len(rows) + 1):
        batch, place = rows[start].batch, rows[start].place
        if end == len(rows) or rows[end].batch is not batch or rows[end].place != place + end - start:
            yield batch.slice(place, end - start)
            start = end


def _with_column(table: Any, column: Any, values: list[str | None]) -> Any:
    """``table`` with ``values`` in the column of that name, which is added at the end if it is new."""
    at = table.schema.get_field_index(column.name)
    array = require("pyarrow", "jobs").array(list(map(_whole, values)), column.type)
    return table.append_column(column, array) if at < 0 else table.set_column(at, column, array)


def _whole(value: str | None) -> str | None:
    """``value`` without lone surrogates, which no column can hold."""
    return value if value is None or value.isascii() else to_utf8(value).decode()


def _group(row: Row | None) -> object:
    return row.group if row else None
