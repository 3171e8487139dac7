"""What the markup says of each line, as the small whole numbers that the network sees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cleantext.judge.lines import Facts, Lines
from cleantext.judge.page import Page, read_page
from cleantext.judge.shape import LIMIT, whole_numbers
from cleantext.judge.tokens import ROW_BITS, Tokens, words_and_pairs
from cleantext.reading.html import HtmlPage
from cleantext.reading.page import Signals
from cleantext.reading.tags import AROUND, ITSELF, TAGS
from cleantext.reading.tree import Ints

_DIRECT = np.full(len(TAGS), len(ITSELF))
_DIRECT[list(ITSELF)] = np.arange(len(ITSELF))
_BITS = len(AROUND) + 4
COLUMNS = _BITS + 2 * (len(ITSELF) + 1) + 33
"""How many numbers a line has."""


def with_markup(html: HtmlPage, page: Page, lines: Lines) -> Lines:
    """``lines``, which are those of ``page``, made of ``html.lines``, with what the markup says about each: numbers
    between -127 and 127, ``(page.size, COLUMNS)``, and names around it.
    """
    if html.signals is None:
        raise ValueError("a page without a line has no markup")
    numbers = _numbers(html, html.signals, page, lines.pairs)
    return replace(lines, markup=Facts(numbers, _names(html.signals, page.numbers)))


def _numbers(html: HtmlPage, signals: Signals, page: Page, pairs: Tokens) -> NDArray[np.int8]:
    at = page.numbers
    size = len(at)
    width = signals.widths[at].astype(np.float64)
    linked = signals.linked[at]
    depth = signals.depths[at].astype(np.float64)
    step = np.minimum(np.diff(signals.serials[at], prepend=0), 40)
    counts = np.minimum(signals.counts[at], 8)
    cells = signals.cells[at]
    usual = np.median(np.repeat(depth, np.minimum(width, 400).astype(np.int64)))
    bits = (signals.around[at][:, None] >> np.arange(_BITS, dtype=np.uint64)) & np.uint64(1)
    columns: list[NDArray[np.generic]] = [
        linked / np.maximum(width, 1) * LIMIT,
        *(counts.T * 12),
        signals.strong[at] * 64,
        step * 3,
        np.append(step[1:], 0) * 3,
        (depth - usual) * 8,
        np.diff(depth, prepend=0) * 12,
        np.diff(depth, append=0) * 12,
        np.full(size, linked.sum() / max(width.sum(), 1) * LIMIT),
        depth * 4,
        np.minimum(cells, 10) * 12,
        (cells > 0) * 64,
        (signals.markers[at] > 0) * 64,
        *(np.sqrt(signals.weights[at].T) * LIMIT),
        *(signals.densities[at].T * LIMIT),
        _same(signals.tags[at], signals.depths[at]) * 64,
        *_echo(pairs, (html.title, html.summary, html.data)),
    ]
    ones = _BITS
    table = np.zeros((size, COLUMNS), np.int8)
    table[:, :ones] = bits * np.uint64(64)
    for first, tags in ((ones, signals.tags), (ones + len(ITSELF) + 1, signals.parents)):
        table[np.arange(size), first + _DIRECT[tags[at]]] = 64
    table[:, ones + 2 * (len(ITSELF) + 1) :] = whole_numbers(columns, size)
    return table


def _names(signals: Signals, at: Ints) -> Tokens:
    """The names around the lines ``at``."""
    if len(at) == len(signals.name_counts):
        return Tokens(signals.names, signals.name_counts)
    shown = np.zeros(len(signals.name_counts), bool)
    shown[at] = True
    return Tokens(signals.names[np.repeat(shown, signals.name_counts)], signals.name_counts[at])


def _same(tags: Ints, depths: Ints) -> NDArray[np.bool_]:
    """Does the line stand in an element like that of the line above, as deep?"""
    same = np.zeros(len(tags), bool)
    same[1:] = (tags[1:] == tags[:-1]) & (depths[1:] == depths[:-1])
    return same


def _echo(pairs: Tokens, hints: Sequence[str]) -> Iterator[NDArray[np.float64]]:
    """For each of ``hints``, which the page says about itself elsewhere: how much of each line is in it, how
    much of it is in the line, and its length.
    """
    size = len(pairs.counts)
    told = read_page("\n".join(hints))
    parts = [np.zeros(0, np.uint16)] * len(hints)
    if told is not None:
        rows = words_and_pairs(told)[1]
        ends = np.cumsum([len(hint) + 1 for hint in hints])
        of = np.searchsorted(ends, told.ink[told.firsts], "right")  # the hint of each line
        sizes = np.bincount(of, rows.counts, len(hints)).astype(np.int64)
        parts = np.split(rows.rows, np.cumsum(sizes)[:-1])
    said = np.zeros(1 << ROW_BITS, np.uint8)
    for number, part in enumerate(parts):
        said[part] |= 1 << number
    found = said[pairs.rows]
    some = np.flatnonzero(found)
    found = found[some]
    line = np.repeat(np.arange(size), pairs.counts)[some]
    for number, part in enumerate(parts):
        hits = np.bincount(line[(found & (1 << number)) > 0], minlength=size)
        yield hits / np.maximum(pairs.counts, 1) * LIMIT
        yield np.sqrt(np.minimum(hits / max(len(part), 1), 1)) * LIMIT
        yield np.full(size, min(len(part), LIMIT), np.float64)
