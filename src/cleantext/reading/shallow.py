"""Pages that libxml2 or libxslt would not read, made harmless: nested too deep, or with too many attributes.

A tree may be 2,048 elements deep, and each attribute of an element is compared with all others of it. Templates may
be 3,000 deep, of which an element takes one, two where something depends on a test, and up to six in formulas.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

import numpy as np
from lxml import etree

from cleantext.reading.tags import BLOCK, NUMBER, SKIPPED

_DEEPEST = 400
_MOST_ATTRIBUTES = 100
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_RAW = frozenset(("script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext"))
_MANY_ATTRIBUTES = 1000
# An attribute, in whose value anything may stand; and a tag with many of them, or with all that it has.
_ATTRIBUTE = rb"(?>[\s/]+[^\s>/=]+(?>\s*=\s*(?>\"[^\"]*\"|'[^']*'|[^\s>\"'][^\s>]*))?)"
_TAG = re.compile(rb"<[a-zA-Z][^\s>/]*(?:(?P<many>%b{%d})|%b*)" % (_ATTRIBUTE, _MANY_ATTRIBUTES, _ATTRIBUTE))


class _Writer:
    """Writes a page from the parser's events: a target for :class:`lxml.etree.HTMLParser`."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._ends: list[str] = []
        self._raw = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if len(self._ends) > _DEEPEST and tag not in SKIPPED:
            self._parts.append("<br>" if BLOCK[NUMBER.get(tag, 0)] else "")
            self._ends.append(self._parts[-1])
            return
        few = [name for _, name in zip(range(_MOST_ATTRIBUTES), attributes, strict=False)]
        said = "".join([f' {name}="{escape(attributes[name])}"' for name in few if name.isprintable()])
        self._parts.append(f"<{tag}{said}>")
        self._ends.append("" if tag in _VOID else f"</{tag}>")
        self._raw += tag in _RAW

    def end(self, tag: str) -> None:
        if self._ends:
            self._parts.append(self._ends.pop())
            self._raw = max(0, self._raw - (tag in _RAW))

    def data(self, text: str) -> None:
        self._parts.append(text if self._raw else escape(text, quote=False))

    def close(self) -> str:
        return "".join(self._parts)


def has_long_tags(data: bytes) -> bool:
    """Is there a tag with so many attributes that a tree of them would take long?"""
    end = 0
    for start in _may_be_long(data):
        if start < end:  # in a value of the tag before
            continue
        tag = _TAG.match(data, start)
        if tag is not None and tag["many"] is not None:
            return True
        end = tag.end() if tag else start
    return False


def _may_be_long(data: bytes) -> list[int]:
    """Where tags start that are long, or may be longer than to the next ``>``, since that may stand in a value."""
    found = np.frombuffer(data, np.uint8)
    starts, ends, double, single = (np.flatnonzero(found == ord(sign)) for sign in "<>\"'")
    nearest = np.append(ends, len(data))[np.searchsorted(ends, starts)]
    in_double, in_single = (np.searchsorted(q, nearest) - np.searchsorted(q, starts) for q in (double, single))
    closed = ((in_double | in_single) & 1 == 0) & ((in_double == 0) | (in_single == 0))
    long = nearest - starts > 2 * _MANY_ATTRIBUTES
    places: list[int] = starts[long | ~closed].tolist()
    return places


def shallow(data: bytes) -> bytes:
    """The page (UTF-8) with all its text, the elements that are not too deep, and their first attributes."""
    parser = etree.HTMLParser(target=_Writer(), encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        written: str = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return b""
    return written.encode("utf-8", "replace")
