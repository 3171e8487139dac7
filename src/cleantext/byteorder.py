"""Byte-order marks, and the encodings that they stand for."""

from __future__ import annotations

UTF_8 = b"\xef\xbb\xbf"
WIDE = (  # the longer first: the mark of UTF-32 begins like that of UTF-16
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
