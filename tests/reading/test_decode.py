"""Bytes as browsers read them, and bytes that are no text."""

import gzip
import tracemalloc
import zlib
from contextlib import suppress

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from cleantext.reading.decode import NotText, decode
from samples import wide_frame

PAGE = "<p>Über den Fluß, 5 €, „so“"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_marks_and_unmarked_utf16(encoding: str) -> None:
    assert decode(PAGE.encode(encoding)) == PAGE


@pytest.mark.parametrize("order", ["little", "big"])
@pytest.mark.parametrize("width", [2, 4])
def test_marks_of_either_order(order: str, width: int) -> None:
    encoding = f"utf-{width * 8}-{'le' if order == 'little' else 'be'}"
    assert decode("\ufeff".encode(encoding) + PAGE.encode(encoding)) == PAGE


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("<meta charset=iso-8859-1>", "cp1252"),  # as browsers take it
        ("<meta charset='latin1'>", "cp1252"),
        ("<meta charset=us-ascii>", "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1250">', "cp1250"),
        ("<META CONTENT='text/html;charset=iso-8859-15' HTTP-EQUIV=content-type>", "iso-8859-15"),
        ("<!-- <meta charset=koi8-r> --><meta charset=iso-8859-15>", "iso-8859-15"),
        ("<meta name=x content='charset=koi8-r'><meta charset=iso-8859-15>", "iso-8859-15"),
        ('<?xml version="1.0" encoding="iso-8859-15"?>', "iso-8859-15"),
        ("<meta charset=utf-16>", "utf-8"),  # it was read, so it is not
        ("<meta charset=klingon>", "cp1252"),
        ("", "cp1252"),
        ("", "utf-8"),
        ("<meta charset=utf-8>", "cp1252"),  # says so and is not
        ("<meta charset=iso-8859-1>", "utf-8"),  # is and does not say so
        ("<meta charset=windows-1251>", "utf-8"),
    ],
)
def test_what_a_page_declares(head: str, encoding: str) -> None:
    page = head + PAGE
    if encoding in ("iso-8859-15", "cp1250"):
        page = page.replace("„so“", "so")
    assert decode(page.encode(encoding)) == page


def test_one_wrong_byte_is_one_wrong_letter_however_much_comes_first() -> None:
    page = b"<meta charset=utf-8><script>" + b"x" * 1_100_000 + b"</script>" + "слово ".encode() * 9 + b"\xff"
    assert decode(page).endswith("слово \ufffd")


@pytest.mark.parametrize("text", ["ID3 tags hold a title.", "BZh is how it begins.", "GIF89a is a version.", "wOFF\n"])
def test_letters_that_files_begin_with_are_text(text: str) -> None:
    assert decode(text.encode()) == text


def test_other_scripts() -> None:
    assert decode("<meta charset=shift_jis>日本語".encode("shift_jis")).endswith("日本語")
    assert decode("<meta charset=gb2312>东西镕".encode("gb18030")).endswith("东西镕")
    assert decode("<meta charset=koi8-r>слово".encode("koi8-r")).endswith("слово")


def test_what_is_declared_outside_goes_first() -> None:
    data = "<meta charset=koi8-r>слово".encode("cp1251")
    assert decode(data, "windows-1251").endswith("слово")
    assert decode(data, "text/html; charset=windows-1251").endswith("слово")
    assert decode("слово".encode(), "text/html") == "слово"
    assert decode("\ufeffслово".encode(), "windows-1251") == "слово"


def test_a_single_byte_set_that_is_declared_is_not_doubted_for_a_letter_or_two() -> None:
    """Signs that happen to be UTF-8 once or twice, such as a capital before a closing quote."""
    page = "<meta charset=iso-8859-1>CAFÉ» ET CAFÉ»"
    assert decode(page.encode("latin-1")) == page
    assert decode("слово, ещё слово".encode("cp1251"), "windows-1251") == "слово, ещё слово"
    assert decode("Über, für, süß".encode(), "text/html; charset=ISO-8859-1") == "Über, für, süß"


def test_compressed_bodies_are_noticed() -> None:
    plain = (PAGE * 30).encode()
    packed = {
        "gzip": gzip.compress(plain),
        "two members": gzip.compress(plain[:100]) + gzip.compress(plain[100:]),
        "zlib": zlib.compress(plain),
        "brotli": brotli.compress(plain),
        "zstd": zstandard.compress(plain),
        "zstd with a large window": wide_frame(plain),
        "twice": gzip.compress(gzip.compress(plain)),
    }
    assert {name: decode(data) for name, data in packed.items()} == dict.fromkeys(packed, PAGE * 30)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04\x14\0", "ZIP"),
        (b"GIF89a\x01\0", "GIF"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
        (b"\0\0\0\x18ftypmp42", "film"),
        (gzip.compress(b"text")[:-12], "gzip"),
        (gzip.compress(b"text" * 99)[:10] + b"\xff" * 20, "gzip"),
        (b"\x28\xb5\x2f\xfd\xff\xff\xff", "Zstandard"),
        (bytes(range(256)) * 20, "binary"),
        (b"abc\0\0\0\0\0\0" * 50, "binary"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(data: bytes, name: str) -> None:
    with pytest.raises(NotText, match=name) as caught:
        decode(data)
    assert "\n" not in str(caught.value)


@given(st.text())
def test_utf8_comes_back(text: str) -> None:
    data = text.encode("utf-8", "ignore")
    if data.count(0) * 20 <= len(data) and not data.startswith((b"BZh", b"ID3", b"GIF8", b"PK", b"%PDF")):
        wanted = data.decode()
        assert decode(data).removeprefix("\ufeff") in (wanted, wanted.removeprefix("\ufeff"))


@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(NotText):
        assert isinstance(decode(data), str)


@pytest.mark.parametrize(
    "packed",
    [
        pytest.param(gzip.compress(bytes(40_000_000)), id="gzip"),
        pytest.param(brotli.compress(b"\x01" + bytes(40_000_000), quality=5), id="brotli"),
        pytest.param(zstandard.compress(bytes(40_000_000)) * 2, id="zstd"),
    ],
)
def test_what_unfolds_to_more_than_can_be_held_is_refused_before_it_is(
    packed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cleantext.reading.decode._MOST", 1 << 20)
    tracemalloc.start()
    try:
        with pytest.raises(NotText, match="of more than 1 MiB"):
            decode(packed)
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()
