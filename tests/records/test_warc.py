"""WARC and WET and what becomes of damaged ones."""

import gzip
import io
import random
import time

import pytest

from cleantext.records.item import Gap, Item
from cleantext.records.streams import read_blocks
from cleantext.records.warc import read_warc

LIMIT = 50_000


def record(number: int, body: bytes = b"", kind: str = "response", length: int | None = None) -> bytes:
    """A WARC record of a page that says its number."""
    body = body or b"<p>page %d</p>" % number * 20
    if kind == "response":
        body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://x.org/{number}\r\n"
    head += f"WARC-Date: 2026-01-01T00:00:00Z\r\nContent-Length: {len(body) if length is None else length}\r\n\r\n"
    return head.encode() + body + b"\r\n\r\n"


RECORDS = [record(n) for n in range(60)]
ENDS = [sum(map(len, RECORDS[: n + 1])) for n in range(60)]


def read(data: bytes, name: str = "x.warc") -> list[Item | Gap]:
    return list(read_warc(read_blocks(io.BytesIO(data), name), LIMIT))


def good(events: list[Item | Gap]) -> list[bytes]:
    return [event.data.strip() for event in events if isinstance(event, Item) and not event.problem]


def gaps(events: list[Item | Gap]) -> list[Gap]:
    return [event for event in events if isinstance(event, Gap)]


def test_records_and_places():
    """Records come out whole, with their number and the byte they start at."""
    events = read(b"".join(RECORDS))
    assert good(events) == [r.strip() for r in RECORDS]
    assert [(item.number, item.offset) for item in events[:2]] == [(1, 0), (2, ENDS[0] + 0)]
    assert not gaps(events)


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: data])
def test_member_for_each_record(pack):
    """A gzip member for each record, or one for all, makes no difference."""
    packed = b"".join(map(pack, RECORDS)) if pack is gzip.compress else gzip.compress(b"".join(RECORDS))
    assert good(read(packed, "x.warc.gz")) == [r.strip() for r in RECORDS]


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"Type: response", b"Type: respXnse"), (b"text/html", b"text/htnl"), (b"WARC-Date: ", b"WARC-D\x03te: ")],
)
def test_what_may_be_a_page_is_named(old, new):
    """A page whose header is damaged so that it would be passed over, or read as something else."""
    (item,) = read(record(1).replace(old, new))
    assert item.problem.startswith("its header is damaged")


def test_only_pages():
    """Requests, images and the like are numbered but are no pages."""
    image = record(3, b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx", "").replace(b": \r", b": response\r")
    events = read(
        record(1, kind="warcinfo") + record(2, kind="request") + image + record(4) + record(5, b"t", "conversion")
    )
    assert [item.number for item in events] == [4, 5]


@pytest.mark.parametrize("name", ["x.warc", "x.warc.gz"])
def test_every_cut_is_named(name):
    """A file cut anywhere gives all records before the cut, and is never taken for complete."""
    pieces = RECORDS if name == "x.warc" else [gzip.compress(r) for r in RECORDS]
    whole = b"".join(pieces)
    ends = [sum(map(len, pieces[: n + 1])) for n in range(60)]
    for cut in random.Random(2).sample(range(1, len(whole)), 200):
        events = read(whole[:cut], name)
        complete = sum(end <= cut for end in ends)
        assert good(events)[:complete] == [r.strip() for r in RECORDS[:complete]]
        assert gaps(events) or (cut in ends and len(good(events)) == complete)


@pytest.mark.parametrize("junk", [bytes(300), b"\r\njunk\r\n" * 9, b"WARC/x", b"x" * 200_000 + b"\n"])
def test_junk_between_records(junk):
    """What stands between records and is none is named; the records after it are found."""
    events = read(RECORDS[0] + RECORDS[1] + junk + RECORDS[2] + RECORDS[3])
    found = [b"/%d\r" % n in data for n, data in zip((0, 1, 2, 3), good(events), strict=False)]
    # The junk may cost the record it touches, never another.
    assert found in ([True] * 4, [True, True, False]) or good(events)[-1] == RECORDS[3].strip()
    assert gaps(events) or any(event.problem for event in events)


@pytest.mark.parametrize("length", [0, 1, 100, 900, 5000, 49_000, 10**12])
def test_wrong_length_costs_one_record(length):
    """A record with a wrong Content-Length is a problem of its own; the next ones are found."""
    events = read(RECORDS[0] + record(1, length=length) + b"".join(RECORDS[2:]))
    assert good(events) == [r.strip() for n, r in enumerate(RECORDS) if n != 1]
    assert len([event for event in events if isinstance(event, Item) and event.problem]) == 1


@pytest.mark.parametrize("size", [LIMIT + 1, 400_000, 65_536, 131_072])
def test_too_large_record(size):
    """A record above the limit is not held, and the next one follows."""
    events = read(RECORDS[0] + record(1, b"x" * size) + RECORDS[2])
    assert good(events) == [RECORDS[0].strip(), RECORDS[2].strip()]
    assert "limit" in events[1].problem
    assert events[1].size == len(record(1, b"x" * size)) - 4


def test_no_record_is_read_again_for_others():
    """A length that is wrong has the input read far ahead; the records there take no longer for it."""
    taken = []
    for length in (None, LIMIT * 100):
        data = record(0, length=length) + b"".join(RECORDS) * 200
        began = time.process_time()
        events = list(read_warc(read_blocks(io.BytesIO(data)), LIMIT * 200))
        taken.append(time.process_time() - began)
        assert len(events) == 1 + 12_000
    assert taken[1] < 2 * taken[0] + 0.5


def test_damaged_member_costs_itself():
    """A damaged gzip member of a WARC costs its record; reading goes on at the next member."""
    members = [bytearray(gzip.compress(r)) for r in RECORDS]
    members[7][40] ^= 0xFF
    events = read(b"".join(members), "x.warc.gz")
    assert good(events) == [r.strip() for n, r in enumerate(RECORDS) if n != 7]
    assert len(gaps(events)) == 1


def test_noise_never_raises():
    """Whatever the bytes are, reading them ends."""
    source = random.Random(3)
    for _ in range(200):
        noise = bytearray(b"".join(RECORDS[:4]))
        for _ in range(5):
            at = source.randrange(len(noise))
            noise[at : at + source.randrange(30)] = source.randbytes(source.randrange(30))
        read(bytes(noise))


@pytest.mark.parametrize("missing", [1, 2, 3, 4])
def test_cut_in_the_line_ends_that_close_a_record(missing):
    """The last record is whole, and what may have followed it is named as missing."""
    events = read(b"".join(RECORDS[:3])[:-missing])
    assert good(events) == [r.strip() for r in RECORDS[:3]]
    assert len(gaps(events)) == 1
