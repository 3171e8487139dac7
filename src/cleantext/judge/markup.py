"""The lines of an HTML page, and what its markup says about each of them.

One pass over the parser's events: no tree is built. A line ends where a block-level element
starts or ends, so nothing here decides what matters; the network does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from cleantext.judge.page import Page, read_page
from cleantext.judge.shape import LIMIT
from cleantext.judge.tokens import ROW_BITS, Tokens, words_and_pairs

NAME_BITS = 14
"""Class names and identifiers share a table of ``2 ** NAME_BITS`` rows."""

_NOT_SHOWN = "script style template svg iframe head object canvas math select datalist video audio map"
_WITHIN_LINES = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q rp rt ruby s samp"
    " small span strike strong sub sup time tt u var wbr button input noscript"
)
_AS_SURROUNDINGS = (
    "nav footer header aside main article form table ul ol li section figure dialog button a blockquote pre dl details"
    " noscript tr td p h1 h2 h3 h4 h5 h6 label center font dd"
)
_AS_ITSELF = (
    "p div li h1 h2 h3 h4 h5 h6 a span td th pre code blockquote dt dd figcaption button label strong b em time br"
    " section article small summary cite"
)
_SKIPPED = frozenset(_NOT_SHOWN.split())
_INLINE = frozenset(_WITHIN_LINES.split())
_AROUND = {tag: number for number, tag in enumerate(_AS_SURROUNDINGS.split())}
_HIDDEN = len(_AROUND)
_PREFORMATTED = 1 << _AROUND["pre"]
_DIRECT = {tag: number for number, tag in enumerate(_AS_ITSELF.split())}
_NAMING = ("class", "id", "role", "itemprop")
_UNSEEN = re.compile(r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden", re.IGNORECASE)
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_MOST_NAMES = 40  # of an element and all around it, the nearest first


class Place(NamedTuple):
    """Where an element stands: bits for what is around it, how deep it is, the names around it."""

    around: int
    depth: int
    names: tuple[int, ...]


class MarkedLine(NamedTuple):
    """A line of text and its place in the page."""

    text: str
    place: Place
    tag: str
    parent: str
    serial: int  # elements before it
    linked: int  # characters inside links
    links: int
    strong: bool
    shown: str  # the text as a browser shows it: code and verse keep their line breaks


@lru_cache(maxsize=1 << 16)
def _names(attribute: str) -> tuple[int, ...]:
    """Row numbers of the words of a class name, identifier or role."""
    return tuple([_row(part) for part in _PART.findall(attribute[:500])[:12] if len(part) > 1])


@lru_cache(maxsize=1 << 16)
def _row(part: str) -> int:
    return crc32(part.lower().encode()) & ((1 << NAME_BITS) - 1)


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or ("style" in attributes and bool(_UNSEEN.search(attributes["style"])))
    )


_BLANK_LINES = re.compile(r"(?:[^\S\n]*\n)*")


def _as_it_stands(raw: str) -> str:
    """``raw`` without blank lines at its ends: the indentation of its first line stays."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n").rstrip()
    return _BLANK_LINES.sub("", text, count=1)


class Marked(NamedTuple):
    """A page: its lines, and what it says about itself out of sight."""

    lines: list[MarkedLine]
    title: str = ""
    summary: str = ""  # descriptions for search engines and shared links
    data: str = ""  # linked data (JSON-LD), as it stands


_SUMMARIES = frozenset(("description", "og:description", "twitter:description"))
_MOST_DATA = 200_000


class _Reader:
    """Collects lines from the parser's events: a target for :class:`lxml.etree.HTMLParser`."""

    def __init__(self) -> None:
        self.lines: list[MarkedLine] = []
        self._title: list[str] = []
        self._summary: list[str] = []
        self._data: list[str] = []
        self._unseen: list[str] | None = None  # where text out of sight goes
        self._places: list[tuple[int, int, tuple[int, ...]]] = [(0, 0, ())]
        self._tags = ["", ""]
        self._skipped = 0
        self._elements = 0
        self._inside_links = 0
        self._begin()

    def _begin(self) -> None:
        self._text: list[str] = []
        self._linked = self._links = 0
        self._strong = False
        self._opened: tuple[tuple[int, int, tuple[int, ...]], str, str, int] | None = None

    def _flush(self) -> None:
        if not self._text and not self._strong:
            return
        if self._opened is not None:
            raw = "".join(self._text)
            text = " ".join(raw.split())
            place, tag, parent, serial = self._opened
            shown = _as_it_stands(raw) if place[0] & _PREFORMATTED else text
            self.lines.append(
                MarkedLine(text, Place(*place), tag, parent, serial, self._linked, self._links, self._strong, shown)
            )
        self._begin()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._skipped or tag in _SKIPPED:
            self._skipped += 1
            self._overhear(tag, attributes)
            return
        around, depth, names = self._places[-1]
        number = _AROUND.get(tag)
        if number is not None:
            around |= 1 << number
        if tag not in _INLINE:
            self._flush()
        if attributes:
            own: tuple[int, ...] = ()
            for attribute in _NAMING:
                if attribute in attributes:
                    own += _names(attributes[attribute])
            names = (own + names)[:_MOST_NAMES] if own else names
            if _is_hidden(attributes):
                around |= 1 << _HIDDEN
        if tag == "a":
            self._inside_links += 1
            self._links += 1
            self._text.append(" ")  # neighbouring links are drawn apart
        elif tag in ("b", "strong"):
            self._strong = True
        self._elements += 1
        self._places.append((around, depth + 1, names))
        self._tags.append(tag)

    def _overhear(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "title":
            self._unseen = self._title
        elif tag == "meta" and attributes.get("name", attributes.get("property", "")).lower() in _SUMMARIES:
            self._summary.append(attributes.get("content", ""))
        elif tag == "script" and attributes.get("type", "").lower() == "application/ld+json":
            self._unseen = self._data

    def end(self, tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
            self._unseen = None
        elif len(self._places) > 1:
            self._places.pop()
            tag = self._tags.pop()
            if tag == "a":
                self._inside_links -= 1
            if tag not in _INLINE:
                self._flush()

    def data(self, text: str) -> None:
        if self._skipped:
            if self._unseen is not None:
                self._unseen.append(text)
            return
        self._text.append(text)
        if self._opened is None:
            if text.isspace():
                return
            self._opened = self._places[-1], self._tags[-1], self._tags[-2], self._elements
        if self._inside_links:
            self._linked += len(text)

    def close(self) -> Marked:
        self._flush()
        data = "".join(self._data)[:_MOST_DATA]
        return Marked(self.lines, "".join(self._title), " ".join(self._summary), data)


def read_markup(html: str) -> Marked:
    """The lines of a page, without scripts and the like. Takes any ``str``.

    >>> [(line.text, line.tag, line.links) for line in read_markup("<p>One <a href=x>two</a>.</p><li>Three").lines]
    [('One two.', 'p', 1), ('Three', 'li', 0)]
    """
    data = html.encode("utf-8", "replace")
    if not data.strip(b"\0\t\n\r\f "):
        return Marked([])
    parser = etree.HTMLParser(target=_Reader(), encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        marked: Marked = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:  # nothing at all that the parser takes for a page
        return Marked([])
    return marked


def markup(marked: Marked, page: Page) -> tuple[NDArray[np.int8], Tokens]:
    """What the markup says about each line: numbers between -127 and 127, and names around it.

    ``page`` is made of the text of the lines of ``marked``, one a line.
    """
    lines = [marked.lines[number] for number in page.numbers.tolist()]
    pairs = words_and_pairs(page)[1]
    places = [line.place for line in lines]
    around = np.array([place.around for place in places], np.uint64)
    bits = (around[:, None] >> np.arange(_HIDDEN + 1, dtype=np.uint64)) & np.uint64(1)
    depth = np.array([place.depth for place in places], np.float64)
    width = np.array([len(line.text) for line in lines], np.float64)
    linked = np.minimum(np.array([line.linked for line in lines]), width)
    links = np.array([line.links for line in lines], np.float64)
    step = np.minimum(np.diff(np.array([line.serial for line in lines]), prepend=0), 40)
    usual = np.median(np.repeat(depth, np.minimum(width, 400).astype(int))) if width.any() else 0.0
    columns = (
        bits * np.uint64(64),
        _one_hot([line.tag for line in lines]),
        _one_hot([line.parent for line in lines]),
        linked / np.maximum(width, 1) * LIMIT,
        np.minimum(links, 8) * 12,
        np.array([line.strong for line in lines]) * 64,
        step * 3,
        np.append(step[1:], 0) * 3,
        (depth - usual) * 8,
        np.diff(depth, prepend=0) * 12,
        np.diff(depth, append=0) * 12,
        np.full(len(lines), linked.sum() / max(width.sum(), 1) * LIMIT),
        depth * 4,
        *(column for hint in (marked.title, marked.summary, marked.data) for column in _echo(pairs, hint)),
    )
    numbers = np.clip(np.rint(np.column_stack(columns).astype(np.float64)), -LIMIT, LIMIT).astype(np.int8)
    rows = np.array([name for place in places for name in place.names], np.uint16)
    return numbers, Tokens(rows, np.array([len(place.names) for place in places], np.int64))


def _echo(pairs: Tokens, hint: str) -> Iterator[NDArray[np.float64]]:
    """How much of each line the page says about itself elsewhere, how much of that is in the line."""
    size = len(pairs.counts)
    told = read_page(hint)
    rows = words_and_pairs(told)[1].rows if told is not None else np.zeros(0, np.uint16)
    said = np.zeros(1 << ROW_BITS, bool)
    said[rows] = True
    hits = np.bincount(np.repeat(np.arange(size), pairs.counts)[said[pairs.rows]], minlength=size)
    yield hits / np.maximum(pairs.counts, 1) * LIMIT
    yield np.sqrt(np.minimum(hits / max(len(rows), 1), 1)) * LIMIT
    yield np.full(size, min(len(rows), LIMIT), np.float64)


def _one_hot(tags: list[str]) -> NDArray[np.int64]:
    numbers = np.array([_DIRECT.get(tag, len(_DIRECT)) for tag in tags])
    hot: NDArray[np.int64] = (numbers[:, None] == np.arange(len(_DIRECT) + 1)) * 64
    return hot
