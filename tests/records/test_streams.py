"""Compressed streams and their damage."""

import bz2
import gzip
import io
import lzma
import os
import random
import time
import zlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleantext.records.formats import COMPRESSED
from cleantext.records.item import Gap
from cleantext.records.streams import CODECS, read_blocks
from samples import wide_frame

zstandard = pytest.importorskip("zstandard")

NOISE = random.Random(5).randbytes(40_000)
TEXT = b"".join(b"%d a line of text\n" % n for n in range(4000))


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


def xz(data: bytes) -> bytes:
    return lzma.compress(data, preset=0)


COMPRESS = {".gz": gzip.compress, ".zst": zstd, ".bz2": bz2.compress, ".xz": xz}


def read(data: bytes, name: str = "") -> tuple[bytes, list[Gap]]:
    events = list(read_blocks(io.BytesIO(data), name))
    return b"".join(e for e in events if isinstance(e, bytes)), [e for e in events if isinstance(e, Gap)]


@pytest.mark.parametrize("compress", [bytes, *COMPRESS.values()])
@pytest.mark.parametrize("data", [b"", b"a", NOISE, TEXT, NOISE + TEXT])
def test_whole_stream(compress, data):
    """An undamaged stream comes out whole; its compression is seen from its first bytes."""
    assert read(compress(data)) == (data, [])


def test_every_compression_that_names_tell_is_made_and_read():
    """By the ending of a name, and by what the table of names knows."""
    assert CODECS.keys() == COMPRESS.keys() == set(COMPRESSED)
    for ending, codec in CODECS.items():
        compressor = codec.compressor()
        assert read(compressor.compress(TEXT) + compressor.flush(), f"x{ending}") == (TEXT, [])


@pytest.mark.parametrize("log", [27, 28, 31])
def test_windows_as_large_as_the_command_makes_them(log):
    """``zstd --long=31`` looks so far back."""
    assert read(wide_frame(b"rain\n", log)) == (b"rain\n", [])


@pytest.mark.parametrize("compress", COMPRESS.values())
def test_many_members(compress):
    """Members and frames that follow one another are one stream, padding with NULs aside."""
    assert read(compress(TEXT) + b"\0" * 512 + compress(b"") + compress(NOISE)) == (TEXT + NOISE, [])


@pytest.mark.parametrize("suffix", COMPRESS)
def test_every_cut_is_named(suffix):
    """A stream cut anywhere gives what is before the cut, and says that it was cut."""
    whole = COMPRESS[suffix](TEXT[:3000] + NOISE[:3000])
    for cut in random.Random(1).sample(range(len(whole)), 200):
        data, gaps = read(whole[:cut], "x" + suffix)
        assert (TEXT[:3000] + NOISE[:3000]).startswith(data)
        assert len(gaps) == 1
        assert 0 <= gaps[0].offset <= cut


def test_cut_gzip_keeps_what_can_be_decoded():
    """What gzip itself can recover of a cut stream is recovered."""
    cut = gzip.compress(NOISE)[:20_000]
    assert read(cut)[0] == zlib.decompressobj(31).decompress(cut)


@pytest.mark.parametrize("suffix", COMPRESS)
@pytest.mark.parametrize("junk", [b"junk", b"junk" * 200_000])
def test_junk_between_members(suffix, junk):
    """Bytes that are no stream are passed over, and named with their place."""
    compress = COMPRESS[suffix]
    data, gaps = read(compress(TEXT) + junk + compress(NOISE), "x" + suffix)
    assert data == TEXT + NOISE
    assert [gap.offset for gap in gaps] == [len(compress(TEXT))]


def test_wrong_checksum_keeps_the_data():
    """A member whose checksum is wrong comes out whole, with a warning, and so does the next."""
    member = bytearray(gzip.compress(TEXT))
    member[-6] ^= 1
    data, gaps = read(bytes(member) + gzip.compress(NOISE))
    assert data == TEXT + NOISE
    assert len(gaps) == 1


def test_damage_is_named_where_it_is():
    """The place of a gap is the byte that can not be decoded, not the block that it is in."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    first = packer.compress(NOISE[:20_000]) + packer.flush(zlib.Z_FULL_FLUSH)
    member = bytearray(first + packer.compress(NOISE[20_000:]) + packer.flush())
    member[len(first)] = 0b110  # there is no such kind of block
    data, gaps = read(bytes(member) + gzip.compress(TEXT))
    assert data == NOISE[:20_000] + TEXT
    assert [gap.offset for gap in gaps] == [len(first)]
    assert f"invalid block type); read on at byte {len(member)}" in gaps[0].reason


def test_headers_that_swallow_each_other_take_no_longer():
    """Each says that 64 KB of its own follow, and they stand close together."""
    header = b"\x1f\x8b\x08\x04" + bytes(6) + b"\xff\xff"
    took = []
    for size in (20_000, 80_000):
        began = time.process_time()
        data, gaps = read(header * size, "x.gz")
        took.append(time.process_time() - began)
        assert data == b""
        assert gaps
    assert took[1] < 10 * took[0] + 0.5


@example(compress=gzip.compress, position=3, bit=2)  # the header says that a field of its own follows
@given(compress=st.sampled_from(list(COMPRESS.values())), position=st.integers(0, 10**9), bit=st.integers(0, 7))
def test_flipped_bit_costs_one_member(compress, position, bit):
    """Whatever bit flips in a member, the members before and after it come out whole."""
    damaged = bytearray(compress(TEXT[:2000]))
    noise = NOISE[:2000]
    position %= len(damaged)
    damaged[position] ^= 1 << bit
    data, gaps = read(compress(b"BEFORE" + noise) + bytes(damaged) + compress(b"AFTER" + noise))
    assert data.startswith(b"BEFORE" + noise)
    assert data.endswith(b"AFTER" + noise)
    # Bits of the header that say nothing about the data may flip unseen.
    assert gaps or data == b"BEFORE" + noise + TEXT[:2000] + b"AFTER" + noise


def test_empty_file_called_gz_is_a_gap():
    """An empty file is no gzip stream: somebody's data is missing."""
    assert read(b"", "x.gz") == (b"", [Gap(0, "empty, and no gzip stream")])


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, xz])
def test_bomb_unfolds_in_pieces(compress):
    """A bomb never unfolds to more than a little at a time."""
    bomb = compress(bytes(20_000_000))
    assert max(len(block) for block in read_blocks(io.BytesIO(bomb))) < 2_000_000


class Failing(io.BytesIO):
    """A disk that can not be read on."""

    def read(self, size=-1):
        """Some, then no more."""
        if self.tell():
            raise OSError(5, "Input/output error")
        return super().read(size)


@pytest.mark.parametrize("compress", [bytes, gzip.compress])
def test_what_can_not_be_read_on(compress):
    """An error of the disk is a gap with its place; all before it comes out."""
    data = compress(random.Random(1).randbytes(600_000))
    events = list(read_blocks(Failing(data), ""))
    gaps = [event for event in events if isinstance(event, Gap)]
    assert gaps == [Gap(256 * 1024, "can not be read on: input/output error")]
    assert sum(len(event) for event in events if isinstance(event, bytes)) > 250_000


def test_an_input_that_shrinks_while_it_is_read(tmp_path):
    """What was there at the start and is not any more is missed; what is added meanwhile is read."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(TEXT * 20)
    with path.open("rb", buffering=0) as file:
        events = read_blocks(file, path.name)
        first = next(events)
        os.truncate(path, 0)
        rest = list(events)
    assert rest == [Gap(len(first), f"can not be read on: became shorter than its {len(TEXT) * 20} bytes")]
    packed = tmp_path / "a.jsonl.gz"
    packed.write_bytes(gzip.compress(random.Random(1).randbytes(600_000)))
    size = packed.stat().st_size
    with packed.open("rb", buffering=0) as file:
        events = read_blocks(file, packed.name)
        next(events)
        os.truncate(packed, 0)
        (gap,) = (event for event in events if isinstance(event, Gap))
    assert gap.reason == f"can not be read on: became shorter than its {size} bytes"
    path.write_bytes(TEXT * 20)
    with path.open("rb", buffering=0) as file, path.open("ab") as more:
        events = read_blocks(file, path.name)
        first = next(events)
        more.write(b"more\n")
        more.flush()
        assert b"".join([first, *events]) == TEXT * 20 + b"more\n"
