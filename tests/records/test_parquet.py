"""Parquet in and out."""

import io
import json
from datetime import date
from decimal import Decimal

import pytest

from cleantext.records.item import Columns, Gap, Item
from cleantext.records.parquet import ParquetSink, read_parquet
from cleantext.records.sinks import part_of

arrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

TABLE = arrow.table(
    {
        "id": arrow.array(range(300), arrow.uint64()),
        "text": [f"text {n}" for n in range(300)],
        "price": arrow.array([Decimal("1.10")] * 300, arrow.decimal128(9, 2)),
        "when": [date(2026, 1, 1)] * 300,
        "tags": [["a", None], []] * 150,
        "huge": arrow.array([2**63 + 1] * 300, arrow.uint64()),
        "score": arrow.array([float("nan"), 1.5] * 150),
        "raw": [b"\xff", None] * 150,
    }
)


def stored(**options):
    file = io.BytesIO()
    parquet.write_table(TABLE, file, row_group_size=120, **options)
    return file


def test_other_columns_and_row_groups_stay(tmp_path):
    """Cleaning changes one column; all others, their types and the row groups stay."""
    sink = ParquetSink(tmp_path / "out", "text")
    for item in read_parquet(stored(), Columns("text", ()), 1000):
        if item.number % 50:
            sink.write(item.data.replace(b"text ", b"clean "), item.row)
    sink.close()
    expected = TABLE.filter(arrow.array([bool((n + 1) % 50) for n in range(300)]))
    expected = expected.set_column(1, "text", [[t.as_py().replace("text", "clean") for t in expected["text"]]])
    written = parquet.ParquetFile(part_of(tmp_path / "out"))
    assert written.schema_arrow.equals(TABLE.schema)
    assert str(written.read().to_pydict()) == str(expected.to_pydict())
    assert [written.metadata.row_group(n).num_rows for n in range(3)] == [118, 118, 58]


def test_rows_as_objects():
    """For other formats a row is a JSON object: exact integers, dates as text, NaN as null."""
    first = next(read_parquet(stored(), Columns(), 1000))
    assert first.data.decode() == (
        '{"id": 0, "text": "text 0", "price": "1.10", "when": "2026-01-01", "tags": ["a", null], '
        '"huge": 9223372036854775809, "score": null, "raw": "\\xff"}'.replace("\\xff", "\\\\xff")
    )


def test_truncated_file_is_a_gap():
    """A Parquet file without its end can not be read at all, which is said."""
    (gap,) = read_parquet(io.BytesIO(stored().getvalue()[:-20]), Columns(), 1000)
    assert isinstance(gap, Gap)
    assert "no readable Parquet file" in gap.reason


def test_damaged_row_group_costs_itself():
    """A row group that can not be read is named; the others are read."""
    data = bytearray(stored(compression="gzip", use_dictionary=False).getvalue())
    column = parquet.ParquetFile(io.BytesIO(bytes(data))).metadata.row_group(1).column(1)
    start = column.data_page_offset
    data[start + 20 : start + column.total_compressed_size] = b"\xff" * (column.total_compressed_size - 20)
    events = list(read_parquet(io.BytesIO(bytes(data)), Columns(), 1000))
    assert [event.number for event in events if isinstance(event, Item)] == [*range(1, 121), *range(241, 301)]
    assert "rows 121 to 240" in next(event.reason for event in events if isinstance(event, Gap))


def test_from_other_formats(tmp_path):
    """Records of other formats become the usual columns, with all other fields in one, exactly."""
    sink = ParquetSink(tmp_path / "out", "text")
    sink.write(b'{"n": 12345678901234567890123, "text": "a", "url": "http://x", "x": 1e400}', None)
    sink.write(b'{"text": "b", "url": null}', None)
    sink.close()
    first, second = parquet.read_table(part_of(tmp_path / "out")).to_pylist()
    assert first["fields"] == '{"n": 12345678901234567890123, "x": 1e400}'
    assert (first["text"], first["url"], second["text"], second["url"], second["fields"]) == (
        "a",
        "http://x",
        "b",
        None,
        None,
    )


@pytest.mark.parametrize("has_extras", [True, False])
def test_nothing_left(tmp_path, has_extras):
    """A file of which no row is left is a readable file without rows, with the columns of the file it was made from."""
    parquet.write_table(TABLE, tmp_path / "in")
    (tmp_path / "damaged").write_bytes(b"PAR1")
    for name, schema in (("in", TABLE.schema), ("damaged", None), ("", None)):
        ParquetSink(tmp_path / "out", "text", has_extras, str(tmp_path / name) if name else "").close()
        written = parquet.read_table(part_of(tmp_path / "out"))
        assert written.num_rows == 0
        extra = [arrow.field("cleantext", arrow.string())] if has_extras else []
        assert schema is None or written.schema.equals(arrow.schema([*schema, *extra]))
        assert schema or written.schema.names == ["text", "url", "lang", "date", "file", "cleantext", "fields"]


def view(values, kind=None):
    """A column of views, which is what polars and DuckDB write."""
    return arrow.array(values, kind or arrow.string_view())


def test_columns_of_which_no_single_rows_can_be_taken(tmp_path):
    """Views are copied as slices, whichever rows go."""
    kinds = {"deep": arrow.list_(arrow.string_view()), "raw": arrow.binary_view()}
    columns = {"text": view([f"text {n}" for n in range(9)]), "deep": view([["a", None]] * 9, kinds["deep"])}
    table = arrow.table(columns | {"raw": view([b"\xff", None, b""] * 3, kinds["raw"])})
    file = io.BytesIO()
    parquet.write_table(table, file)
    sink = ParquetSink(tmp_path / "out", "text")
    for item in read_parquet(file, Columns("text", ()), 1000):
        if item.number not in (1, 4, 5, 9):
            sink.write(item.data.replace(b"text ", b"clean "), item.row)
    sink.close()
    written = parquet.read_table(part_of(tmp_path / "out"))
    assert written.schema.equals(table.schema)
    kept = [1, 2, 5, 6, 7]
    assert written["text"].to_pylist() == [f"clean {n}" for n in kept]
    for name in kinds:
        assert written[name].to_pylist() == [table[name].to_pylist()[n] for n in kept]


def test_what_python_has_no_value_for_is_text():
    """Nanoseconds, years past 9999 and zones that nobody knows cost no row, however deep they are."""
    nano = arrow.timestamp("ns")
    table = arrow.table(
        {
            "text": ["a"],
            "when": arrow.array([1], nano),
            "time": arrow.array([1], arrow.time64("ns")),
            "took": arrow.array([1], arrow.duration("ns")),
            "far": arrow.array([10**7], arrow.date32()),
            "zone": arrow.array([1], arrow.timestamp("us", "Mars/Base")),
            "list": arrow.array([[1, None]], arrow.list_(nano)),
            "both": arrow.array([{"n": 1, "m": [1]}], arrow.struct([("n", nano), ("m", arrow.list_(nano))])),
        }
    )
    file = io.BytesIO()
    parquet.write_table(table, file)
    (item,) = read_parquet(file, Columns(), 1000)
    moment = "1970-01-01 00:00:00.000000001"
    assert json.loads(item.data) == {
        "text": "a",
        "when": moment,
        "time": "00:00:00.000000001",
        "took": "1",
        "far": "29349-01-26",
        "zone": "1970-01-01 00:00:00.000001Z",
        "list": [moment, None],
        "both": {"n": moment, "m": [moment]},
    }


def test_a_group_that_ends_early_is_named(monkeypatch):
    """Damage may end a column without an error: the rows that its group should have had are missing."""
    monkeypatch.setattr(parquet.ParquetFile, "iter_batches", lambda *_, **__: iter(TABLE.slice(0, 100).to_batches()))
    events = list(read_parquet(stored(), Columns(), 1000))
    assert sum(isinstance(event, Item) for event in events) == 300
    assert [event.reason for event in events if isinstance(event, Gap)] == [
        "rows 101 to 120 can not be read: there are none",
        "rows 221 to 240 can not be read: there are none",
    ]


def test_rows_that_no_group_has_are_named():
    """The footer counts all rows, and those of each group."""
    data = stored().getvalue()
    rows = b"\x16\xd8\x04"  # 300, as Thrift writes it
    assert data.count(rows) == 1
    events = list(read_parquet(io.BytesIO(data.replace(rows, b"\x16\xda\x04")), Columns(), 1000))
    assert isinstance(events[-1], Gap)
    assert events[-1].reason == "1 rows are in no row group"
