"""From bytes to text, nearly as browsers do it: compression undone, then the encoding found."""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

import webencodings

from cleantext import byteorder
from cleantext.reading.unpacking import SLICE, Brotli, unpacked_parts, zstd_decoder

_BINARY = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"ID3", "an MP3 file"),
    (b"OggS", "an Ogg file"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x7fELF", "a program"),
    (b"\x00asm", "a WebAssembly module"),
)
_RIFF = re.compile(rb"RIFF....(WEBP|WAVE|AVI )", re.DOTALL)
_MP4 = re.compile(rb"....ftyp", re.DOTALL)
_GZIP, _ZSTD = b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd"
_HEAD = 1024  # bytes in which browsers look for what a page declares
_FURTHER = 100_000  # and in which we do, if the first ones do not say
_XML = re.compile(rb"<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']\s*([\w:.-]{1,40})")
_COMMENT_OR_META = re.compile(rb"<!--.*?(?:-->|\Z)|<meta[\s/]([^>]{0,2000})", re.DOTALL | re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"([^\s=/\"'>]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+)))?")
_CHARSET = re.compile(rb"charset\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s;\"']+))", re.IGNORECASE)
_CHARSET_OF_TYPE = re.compile(r"charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
_SINGLE_BYTE = ("iso-8859-", "windows-125")
_FEW = 3  # letters beyond ASCII
_MOST = 1 << 30  # bytes that a compressed page may become


class NotText(ValueError):  # noqa: N818 - it says what the bytes are
    """The bytes are no text; the message says in one line what they are."""


def decode(data: bytes, declared: str | None = None) -> str:
    """The text in ``data``, the bytes of a page, an HTTP body or a file.

    gzip, zlib, and where their libraries are installed Brotli and Zstandard are undone. Then the
    encoding is that of the byte-order mark, else the one that was ``declared`` (a label, or a whole
    Content-Type), else the one that the page declares in ``<meta>`` or ``<?xml …?>``, else UTF-8 if
    it is, else Windows-1252. Labels mean what they mean to browsers (WHATWG Encoding Standard):
    ``iso-8859-1`` is Windows-1252. What says that it is in such a set of single bytes and is UTF-8 is
    read as UTF-8, which browsers do not. What can not be decoded becomes U+FFFD.

    Raises :class:`NotText` for images, archives and the like, and for broken or oversized compression.

    >>> decode("<meta charset=latin1>Fluß €".encode("cp1252"))
    '<meta charset=latin1>Fluß €'
    """
    data = unpacked(data)
    for mark, encoding in ((byteorder.UTF_8, "utf-8"), *byteorder.WIDE):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    for label in (_label(declared), _unmarked_utf16(data)):
        if label and (found := _decoded(data, label)) is not None:
            return found
    _refuse_binary(data)
    if (label := _declared_in(data)) and (found := _decoded(data, label)) is not None:
        return found
    with suppress(UnicodeDecodeError):
        return data.decode("utf-8")
    return _windows_1252(data)


def _windows_1252(data: bytes) -> str:
    text: str = webencodings.decode(data, "windows-1252", "replace")[0]
    return text


def unpacked(data: bytes) -> bytes:
    """``data`` as it was before it was sent compressed, once or twice."""
    for _ in range(2):
        if data.startswith(_GZIP):
            data = _inflated(data, 16 + zlib.MAX_WBITS, "gzip")
        elif data.startswith(_ZSTD):
            data = _zstd(data)
        elif len(data) > 2 and data[0] == 0x78 and (data[0] << 8 | data[1]) % 31 == 0 and _is_noise(data, 512):
            data = _inflated(data, zlib.MAX_WBITS, "zlib")
        elif (found := _brotli(data)) is not None:
            data = found
        else:
            break
    return data


def _inflated(data: bytes, bits: int, name: str) -> bytes:
    parts: list[bytes] = []
    size = 0
    while data:
        stream = zlib.decompressobj(bits)
        try:
            parts.append(stream.decompress(data, _MOST - size))
        except zlib.error as error:
            if parts:  # what stands behind the last member is none
                break
            raise NotText(f"not text: damaged {name} data ({error})") from error
        size += len(parts[-1])
        if size >= _MOST:
            raise NotText(f"not text that can be held: {name} data of more than {_MOST >> 20} MiB")
        if not stream.eof:
            raise NotText(f"not text: damaged {name} data (it ends too soon)")
        data = stream.unused_data if bits > zlib.MAX_WBITS else b""
    return b"".join(parts)


def _zstd(data: bytes) -> bytes:
    try:
        import zstandard
    except ImportError:
        raise NotText('not text: Zstandard data; it takes the package "zstandard" to read it') from None
    try:
        return _bounded(_of_frames(zstandard, data), "Zstandard")
    except zstandard.ZstdError as error:
        raise NotText(f"not text: damaged Zstandard data ({error})") from error


def _of_frames(zstandard: Any, data: bytes) -> Iterator[bytes]:
    while data.startswith(_ZSTD):
        decoder, at = zstd_decoder(zstandard), 0
        for part in unpacked_parts(decoder, data):  # a part for each slice
            at += SLICE
            yield part
        if not decoder.eof:
            raise NotText("not text: damaged Zstandard data (it ends too soon)")
        data = decoder.unused_data + data[at:]


def _brotli(data: bytes) -> bytes | None:
    """What ``data`` holds if it is Brotli, which has no mark: only what can not be text is tried."""
    if not _is_noise(data, 512) or binary_kind(data):
        return None
    try:
        import brotli
    except ImportError:
        return None
    decoder = Brotli(brotli.Decompressor())
    try:
        found = _bounded(unpacked_parts(decoder, data), "Brotli")
    except brotli.error:
        return None
    return found if decoder.eof else None


def _bounded(parts: Iterable[bytes], name: str) -> bytes:
    """The ``parts`` in one. Raises :class:`NotText` for more than can be held, before it is."""
    kept: list[bytes] = []
    size = 0
    for part in parts:
        kept.append(part)
        size += len(part)
        if size >= _MOST:
            raise NotText(f"not text that can be held: {name} data of more than {_MOST >> 20} MiB")
    return b"".join(kept)


def _is_noise(data: bytes, size: int) -> bool:
    """Is the beginning of ``data`` neither UTF-8 nor anything else that a person wrote? Controls tell."""
    head = data[:size]
    with suppress(UnicodeDecodeError):
        codecs.getincrementaldecoder("utf-8")().decode(head, final=len(data) <= size)
        return False
    controls = _controls(head)
    return controls * 50 > len(head)


def _controls(data: bytes) -> int:
    return sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in data)


def binary_kind(data: bytes) -> str | None:
    """What ``data`` is if it begins as no text does, such as ``"a PDF file"``."""
    for mark, name in _BINARY:
        # A text may begin with letters that a file of another kind begins with; but in that controls soon follow.
        if data.startswith(mark) and (not mark.isalnum() or _controls(data[:32])):
            return name
    if _RIFF.match(data):
        return "an image, sound or film in RIFF"
    return "a film" if _MP4.match(data) else None


def _refuse_binary(data: bytes) -> None:
    kind = binary_kind(data)
    if kind is None and _is_noise(data, 4096) and _is_noise(data, 512):
        kind = 'binary data, or a compression that is not known here (Brotli takes the package "brotli")'
    if kind is None and data[:4096].count(0) * 20 > len(data[:4096]):
        kind = "binary data"
    if kind:
        raise NotText(f"not text: {kind}")


def _label(declared: str | None) -> str | None:
    if not declared:
        return None
    found = _CHARSET_OF_TYPE.search(declared)
    if found:
        return found[1]
    return None if "/" in declared else declared


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 whose mark is missing: in markup nearly every second byte is zero, and no other."""
    head = data[:256]
    if len(head) < 8:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if not even and 3 * odd > len(head):
        return "utf-16le"
    return "utf-16be" if not odd and 3 * even > len(head) else None


def _declared_in(data: bytes) -> str | None:
    """The label that a page gives itself, in the order in which browsers look."""
    found = _XML.match(data[:_HEAD].lstrip())
    in_xml = found[1].decode("ascii") if found else None
    for match in _COMMENT_OR_META.finditer(data[:_FURTHER]):
        label = _of_meta(match[1]) if match[1] else None
        if label and webencodings.lookup(label):
            # It could be read: so it is none of those that spread a letter over two bytes.
            return "utf-8" if label.lower().startswith(("utf-16", "utf16", "ucs-2", "unicode")) else label
    if in_xml:
        return "utf-8" if in_xml.lower().startswith(("utf-16", "utf-32", "ucs-")) else in_xml
    return None


def _of_meta(attributes: bytes) -> str | None:
    given: dict[bytes, bytes] = {}
    for match in _ATTRIBUTE.finditer(attributes):
        given.setdefault(match[1].lower(), match[2] or match[3] or match[4] or b"")
    if b"charset" in given:
        return given[b"charset"].decode("ascii", "replace").strip()
    if given.get(b"http-equiv", b"").strip().lower() == b"content-type":
        found = _CHARSET.search(given.get(b"content", b""))
        if found:
            return (found[1] or found[2] or found[3] or b"").decode("ascii", "replace").strip()
    return None


def _decoded(data: bytes, label: str) -> str | None:
    """``data`` in the encoding that browsers know by ``label``, else that Python does; ``None`` for neither."""
    encoding = webencodings.lookup(label)
    if encoding is not None:
        if encoding.name in ("replacement", "x-user-defined"):
            return None
        if encoding.name == "utf-8":
            with suppress(UnicodeDecodeError):
                return data.decode("utf-8")
            # Pages that say UTF-8 and are not: a stray byte, or wholly something else.
            text = data.decode("utf-8", "replace")
            wrong = text.count("\ufffd")
            right = len(text) - len(text.encode("ascii", "ignore")) - wrong
            return text if right >= wrong else _windows_1252(data)
        after_all = _utf_8(data) if encoding.name.startswith(_SINGLE_BYTE) else None
        found: str = after_all or encoding.codec_info.decode(data, "replace")[0]
        return found
    with suppress(LookupError, UnicodeError):
        return data.decode(label, "replace") if label.lower().startswith("utf-32") else None
    return None


def _utf_8(data: bytes) -> str | None:
    """``data`` in UTF-8 if it surely is: no other set has several letters that all look like it."""
    with suppress(UnicodeDecodeError):
        text = data.decode("utf-8")
        return text if len(text) - len(text.encode("ascii", "ignore")) >= _FEW else None
    return None
