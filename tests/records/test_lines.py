"""JSON Lines as bytes."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.records.item import Gap, Item
from cleantext.records.lines import read_lines

GAP = Gap(7, "damage")


def read(*blocks):
    return list(read_lines(blocks, 1000))


def test_lines_and_places():
    """Lines know their number and their byte; blank lines count but are no records."""
    assert read(b"one\n\n  \ntw", b"o\nthree") == [Item(1, b"one", 0), Item(4, b"two", 8), Item(5, b"three", 12)]


@given(st.lists(st.sampled_from([b"{}", b"", b"\xe2\x80\xa8", b"\r", b"long" * 10, b"\x85"])), st.data())
def test_blocks_do_not_matter(lines, data):
    r"""However the stream is cut into blocks, the lines are the same; only \n ends one."""
    stream = b"\n".join(lines)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)))))
    blocks = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    assert [item.data for item in read(*blocks)] == [line for line in stream.split(b"\n") if line.strip()]


def test_byte_order_mark():
    """A byte-order mark before the first record is not part of it."""
    assert read(b"\xef\xbb\xbf{}\n") == [Item(1, b"{}", 0)]


def test_gap_cuts_the_line():
    """The line in which a gap falls is a problem; the one after it starts afresh."""
    before, gap, after = read(b'{"a": 1', GAP, b'{"b": 2}\n')
    assert (before.data, gap, after.data, after.problem) == (b'{"a": 1', GAP, b'{"b": 2}', "")
    assert "byte 7: damage" in before.problem


def test_gap_between_records_cuts_nothing():
    """A stream that breaks off at the end of a record leaves the record whole."""
    assert read(b'{"a": 1}\n{"b": 2}', GAP)[1].problem == ""


@pytest.mark.parametrize("blocks", [[b"x" * 600, b"x" * 100_000], [b"x" * 503] * 200])
def test_too_large_line(blocks):
    """A line above the limit is not held: its head, size and digest are, and the next line follows."""
    large, small = read(*blocks, b"\nsmall\n")
    assert large.data == b"x" * 65536
    assert (large.size, large.digest) == (100_600, hashlib.sha256(b"x" * 100_600).hexdigest())
    assert "limit of 1000 bytes" in large.problem
    assert small == Item(2, b"small", 100_601)
