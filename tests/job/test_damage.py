"""Damaged files of every format: whatever is lost is named, whatever is not damaged comes out.

``CLEANTEXT_DAMAGED`` is the number of damaged files of each format.
"""

import gzip
import io
import itertools
import json
import operator
import os
import random
from collections import Counter
from pathlib import Path

import pytest

import poison
from cleantext.job.job import Job
from cleantext.job.plan import make_plan
from cleantext.job.recipe import Recipe
from cleantext.job.run import run

zstandard = pytest.importorskip("zstandard")
arrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")
pytest.importorskip("warcio")

FILES = int(os.environ.get("CLEANTEXT_DAMAGED", "20"))
RECORDS = 12


def text(number):
    """A text unlike all others."""
    return f"Record {number} tells of the rain that fell for {number + 3} days on the roofs of the town."


def json_lines():
    return [json.dumps({"id": n, "text": text(n)}).encode() + b"\n" for n in range(RECORDS)]


def warc_records(kind):
    records = []
    for n in range(RECORDS):
        body = text(n).encode()
        if kind == "response":
            body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><p>%s</p></html>" % body
        content = "application/http; msgtype=response" if kind == "response" else "text/plain"
        head = (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{n}>\r\nWARC-Target-URI: http://x.org/{n}\r\n"
        )
        head += f"WARC-Date: 2026-01-01T00:00:00Z\r\nContent-Type: {content}\r\nContent-Length: {len(body)}\r\n\r\n"
        records.append(head.encode() + body + b"\r\n\r\n")
    return records


def table():
    file = io.BytesIO()
    rows = {"id": list(range(RECORDS)), "text": [text(n) for n in range(RECORDS)]}
    parquet.write_table(arrow.table(rows), file, row_group_size=4, compression="none", use_dictionary=False)
    return file.getvalue()


PIECES = {
    "jsonl": json_lines(),
    "jsonl.gz": [gzip.compress(b"".join(json_lines()[n : n + 4]), mtime=0) for n in (0, 4, 8)],
    "jsonl.zst": [
        zstandard.ZstdCompressor(write_checksum=True).compress(b"".join(json_lines()[n : n + 4])) for n in (0, 4, 8)
    ],
    "warc": warc_records("response"),
    "warc.gz": [gzip.compress(record, mtime=0) for record in warc_records("response")],
    "wet.gz": [gzip.compress(record, mtime=0) for record in warc_records("conversion")],
    "parquet": [table()],
}

# In a file that is not packed: what ends or begins a record, and what it must hold to be one of a page.
SIGNS = {"jsonl": (b"\n", b""), "warc": (b"WARC/1.0\r\n", b"Content-Type: text/html;")}


def left(data, suffix):
    """How many records are in a damaged file. Bytes may be missing so that what is left of two is one."""
    if suffix not in SIGNS:
        return RECORDS
    sign, held = SIGNS[suffix]
    return min(RECORDS, sum(bool(part.strip()) and held in part for part in data.split(sign)))


def damaged(pieces, chance):
    """A file of ``pieces`` with one thing done to it that happens to files, but none that leaves whole pieces or
    begins where they meet: there nothing shows.
    """
    data = b"".join(pieces)
    seams = {0, *itertools.accumulate(map(len, pieces))}
    while True:
        made = harmed(data, chance)
        rest = made
        for piece in pieces:
            rest = rest.removeprefix(piece)
        if rest and sum(itertools.takewhile(operator.truth, map(operator.eq, made, data))) not in seams:
            return made


def harmed(data, chance):
    """``data`` with one thing done to it."""
    at, size = chance.randrange(1, len(data)), chance.choice([1, 1, 1, 2, 8, 60, 400])
    kind = chance.randrange(6)
    if kind == 0:
        return data[:at]
    if kind == 1:
        return data[:at] + data[at + size :]
    if kind == 2:
        return data[:at] + chance.randbytes(size) + data[at:]
    middle = [bytes([data[at] ^ 1 << chance.randrange(8)]), bytes(size), chance.randbytes(size)][kind - 3]
    return data[:at] + middle + data[at + len(middle) :]


@pytest.mark.parametrize("target", ["jsonl", pytest.param("parquet", marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    "suffix", [pytest.param(suffix, marks=[pytest.mark.slow] * ("warc" in suffix)) for suffix in PIECES]
)
def test_damaged_files(tmp_path, suffix, target):
    """No file ends the job; no record is missing in a file that is not named."""
    chance = random.Random(f"{suffix} {target} {os.environ.get('CLEANTEXT_SEED', '')}")
    (tmp_path / "in").mkdir()
    for number in range(FILES):
        (tmp_path / "in" / f"{number}.{suffix}").write_bytes(damaged(PIECES[suffix], chance))
    plan = make_plan([str(tmp_path / "in")], f"{tmp_path}/out/", target=target)
    tally = run(Job(plan, Recipe(poison.PIPELINE, target), 2))
    quarantine = tmp_path / "out" / "quarantine.jsonl"
    entries = [json.loads(line) for line in quarantine.read_bytes().splitlines()] if quarantine.exists() else []
    assert len(entries) == tally.quarantined + tally.gaps
    silent = 0
    named = Counter(entry["file"] for entry in entries)
    written = 0
    for source in plan.inputs:
        ids = list(texts(source.output, target))
        written += len(ids)
        there = left(Path(source.name).read_bytes(), suffix)
        silent += max(0, there - len(ids)) if not named[source.name] else 0
        # One damage touches a few neighbours. A member whose checksum is wrong comes out, and is named.
        assert named[source.name] or sum(text(n) in ids for n in range(RECORDS)) >= len(ids) - 2
    assert written == tally.written
    assert silent <= tally.emptied


def texts(path, target):
    """The texts of an output."""
    if target == "parquet":
        yield from parquet.read_table(path)["text"].to_pylist()
    else:
        data = path.read_bytes()
        if path.suffix == ".gz":
            data = gzip.decompress(data)
        elif path.suffix == ".zst":
            data = zstandard.ZstdDecompressor().stream_reader(data, read_across_frames=True).read()
        yield from (json.loads(line)["text"].strip() for line in data.splitlines())
