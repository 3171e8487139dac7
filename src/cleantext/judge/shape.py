"""What a line looks like, in itself and among the lines of its text, as small integers.

Everything is counted in characters and kinds of characters, so that it means the same in every
language. Only operations that every processor rounds alike are used (``+ - * /``, square roots,
``frexp``): no logarithms, no exponentials. So the same text gives the same numbers everywhere.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cleantext.judge import characters as c
from cleantext.judge.page import Page, Words, ordered_sums

Floats: TypeAlias = NDArray[np.float64]
Features: TypeAlias = dict[str, NDArray[np.generic]]

LIMIT = 127
LONG = 100
"""Lines of this width and more are long: they show which words the text is about."""
_NEAR = 3  # lines
_WIDTH_BITS = 40  # more than any line is wide


def whole_numbers(columns: Collection[NDArray[np.generic]], size: int) -> NDArray[np.int8]:
    """Columns of numbers of ``size`` lines as whole numbers between -127 and 127, ``(size, columns)``."""
    table = np.empty((len(columns), size))
    for number, column in enumerate(columns):
        table[number] = column
    return np.clip(np.rint(table), -LIMIT, LIMIT).astype(np.int8).T


def features(page: Page) -> Features:
    """The features by name, unrounded; a name's prefix tells its group."""
    return {
        **_size(page),
        **_kinds(page),
        **_sentences(page),
        **_edges(page),
        **_place(page),
        **_repetition(page),
        **_opening(page),
        **_page(page),
    }


def log2(values: ArrayLike) -> Floats:
    """The logarithm of ``values`` + 1, straight between powers of two: exact on every machine.

    >>> log2([0, 1, 2, 3, 7]).tolist()
    [0.0, 1.0, 1.5, 2.0, 3.0]
    """
    fraction, exponent = np.frexp(np.asarray(values, np.float64) + 1)
    result: Floats = exponent - 2 + 2 * fraction
    return result


def share(part: ArrayLike, whole: ArrayLike) -> Floats:
    """``part / whole``, and ``part`` where the whole is nothing."""
    return np.asarray(part, np.float64) / np.maximum(np.asarray(whole, np.float64), 1)


def _per_line(page: Page, words: Words, chosen: NDArray[np.bool_]) -> c.Ints:
    return np.bincount(words.lines[chosen], minlength=page.size)


def _size(page: Page) -> Features:
    words, number, letters = page.words, page.words.number, page.letters
    figures = _per_line(page, words, words.first_kinds == c.DIGIT)
    capital = words.first_kinds == c.UPPER
    return {
        "size_width": log2(page.widths) * 8,
        "word_number": log2(number) * 8,
        "size_letters": log2(letters) * 8,
        "word_length": share(letters, number) * 6,
        "case_upper": share(page.counts[:, c.UPPER], letters) * 64,
        "case_capitals": share(_per_line(page, words, capital), number) * 64,
        "word_long": share(_per_line(page, words, words.lengths >= 7), number) * 64,
        "word_short": share(_per_line(page, words, (words.lengths <= 3) & (words.first_kinds != c.DIGIT)), number) * 64,
        "digit_words": np.minimum(figures, 8) * 8,
        "digit_share": share(figures, number) * 64,
    }


_SHARES = {
    "digit": c.DIGIT,
    "unspaced": c.UNSPACED,
    "uncased": c.UNCASED,
    "mark": c.MARK,
    "symbol": c.SYMBOL,
    "other": c.OTHER,
}
_COUNTED = {
    "stop": c.STOP, "comma": c.COMMA, "colon": c.COLON, "quote": c.QUOTE, "dash": c.DASH, "open": c.OPEN, "bar": c.BAR,
    "slash": c.SLASH, "currency": c.CURRENCY, "legal": c.LEGAL, "at": c.AT, "symbol": c.SYMBOL, "punct": c.PUNCT,
}  # fmt: skip


def _kinds(page: Page) -> Features:
    counts = page.counts
    ink = counts.sum(1)
    shares = {f"kind_{name}": share(counts[:, kind], ink) * LIMIT for name, kind in _SHARES.items()}
    counted = {f"count_{name}": np.minimum(counts[:, kind], 6) * 16 for name, kind in _COUNTED.items()}
    roots = {
        f"root_{name}": np.sqrt(share(counts[:, kind], ink)) * LIMIT
        for name, kind in (("stop", c.STOP), ("comma", c.COMMA), ("bar", c.BAR))
    }
    return shares | counted | roots


def _sentences(page: Page) -> Features:
    left, right, lines = page.kinds[:-1], page.kinds[1:], page.lines[1:]
    touching = page.ink[1:] == page.ink[:-1] + 1

    def number(chosen: NDArray[np.bool_]) -> c.Ints:
        return np.bincount(lines[chosen], minlength=page.size)

    words = page.words.number
    last = np.append(page.firsts[1:], len(page.kinds)) - 1
    ends = number((left == c.STOP) & ~touching & (page.lines[:-1] == lines)) + (page.kinds[last] == c.STOP)
    unspaced = page.counts[:, c.UNSPACED] * 2 > page.letters
    ends = np.where(unspaced, page.counts[:, c.STOP], ends)
    return {
        "stop_ends": np.minimum(ends, 6) * 16,
        "stop_share": np.sqrt(share(ends, words)) * 64,
        "stop_length": log2(share(words, ends)) * 12,
        "web_address": np.minimum(number(touching & (left == c.SLASH) & (right == c.SLASH)), 2) * 40,
        "web_dots": np.minimum(number(touching & (left == c.STOP) & (right == c.LOWER)), 3) * 30,
        "digit_time": np.minimum(number(touching & (left == c.COLON) & (right == c.DIGIT)), 3) * 30,
    }


_FIRSTS = (c.LOWER, c.UPPER, c.DIGIT, c.BAR, c.QUOTE, c.DASH, c.OPEN, c.SYMBOL)
_LASTS = (c.LOWER, c.UPPER, c.UNCASED, c.UNSPACED, c.DIGIT, c.STOP, c.COMMA, c.COLON, c.QUOTE, c.CLOSE, c.BAR)


def _edges(page: Page) -> Features:
    first = page.kinds[page.firsts]
    last = page.kinds[np.append(page.firsts[1:], len(page.kinds)) - 1]
    firsts = {f"first_{kind}": (first == kind) * 64 for kind in _FIRSTS}
    lasts = {f"last_{kind}": (last == kind) * 64 for kind in _LASTS}
    return firsts | lasts


def _place(page: Page) -> Features:
    starts, owners = page.starts, page.owners
    gap = np.diff(page.numbers, prepend=-1) - 1
    gap[starts] = page.numbers[starts] - page.begins
    after = np.append(gap[1:], 0)
    after[starts + page.sizes - 1] = 0
    size = page.sizes[owners]
    order = np.arange(page.size) - starts[owners]
    before = np.cumsum(page.widths) - page.widths
    before -= before[starts][owners]
    return {
        "gap_before": np.minimum(gap, 3) * 32,
        "gap_after": np.minimum(after, 3) * 32,
        "gap_share": share(page.totals(gap > 0), page.sizes)[owners] * LIMIT,
        "place_start": log2(order) * 10,
        "place_end": log2(size - 1 - order) * 10,
        "place_lines": share(order, size) * LIMIT,
        "place_text": share(before, page.totals(page.widths)[owners]) * LIMIT,
    }


def _repetition(page: Page) -> Features:
    words, number = page.words, page.words.number
    starts = np.flatnonzero(words.opens)
    same = np.bincount(page.lines, minlength=page.size).astype(np.uint32)
    same[number > 0] = ordered_sums(words.hashes, starts, number[number > 0])
    _, lead, line, copies = np.unique(
        page.apart(same, page.owners), return_index=True, return_inverse=True, return_counts=True
    )
    later = np.ones(page.size, bool)
    later[lead] = False
    form = page.apart(_forms(page), page.owners)
    _, forms, likes = np.unique(form, return_inverse=True, return_counts=True)
    _, word, uses = np.unique(page.words_apart, return_inverse=True, return_counts=True)
    long = (page.widths >= LONG)[words.lines]
    elsewhere = (np.bincount(word[long], minlength=len(uses))[word] - long) > 0
    rare = elsewhere & (uses[word] <= 3) & (words.lengths >= 4)
    above, below = near_copies(page)
    return {
        "copy_number": (np.minimum(copies[line], 6) - 1) * 20,
        "copy_later": later * 48,
        "copy_form": log2(likes[forms] - 1) * 12,
        "copy_above": np.concatenate(([False], form[1:] == form[:-1])) * 48,
        "copy_second": np.concatenate(([False] * 2, form[2:] == form[:-2]))[: page.size] * 48,
        "copy_third": np.concatenate(([False] * 3, form[3:] == form[:-3]))[: page.size] * 48,
        "topic_again": share(_per_line(page, words, uses[word] > 1), number) * 64,
        "topic_long": share(_per_line(page, words, elsewhere), number) * 64,
        "topic_rare": np.sqrt(share(_per_line(page, words, rare), number)) * 64,
        "copy_part": above * 64,
        "copy_ahead": below * 64,
    }


def near_copies(page: Page) -> tuple[Floats, Floats]:
    """How much of each line stands in the three above, and in the three below: the share of its pairs of words.

    Captions come with their credit and without it, or cut short.
    """
    rows = (page.pairs >> np.uint32(16)).astype(np.uint16)  # numbers that are sorted fast, and seldom alike by chance
    number = page.words.number + (page.words.number > 0)
    order = np.argsort(rows, kind="stable")
    rows, lines = rows[order], np.repeat(np.arange(page.size), number)[order]
    gaps = np.diff(lines)
    again = (rows[1:] == rows[:-1]) & (gaps > 0) & (gaps <= _NEAR)
    again &= page.owners[lines[1:]] == page.owners[lines[:-1]]
    above, below = (np.bincount(part[again], minlength=page.size) for part in (lines[1:], lines[:-1]))
    return share(above, number), share(below, number)


def _opening(page: Page) -> Features:
    """The first line of a text is often its title, which the heading of the content repeats."""
    words = page.words
    is_first = np.zeros(page.size, bool)
    is_first[page.starts] = True
    hashes = page.words_apart
    again = _per_line(page, words, np.isin(hashes, hashes[is_first[words.lines]]))
    opening = words.number[page.starts][page.owners]
    return {
        "topic_opening": share(again, words.number) * 64,
        "topic_title": share(np.minimum(again, opening), opening) * 64,
    }


_COARSE = np.arange(c.KINDS, dtype=np.uint32) + 3
_COARSE[[c.LOWER, c.UNCASED, c.UNSPACED, c.MARK]] = 1


def _forms(page: Page) -> c.Codes:
    """One number for each line: lines with the same runs of kinds of characters are alike."""
    kinds = _COARSE[page.kinds]
    opens = np.ones(len(kinds), bool)
    opens[1:] = (kinds[1:] != kinds[:-1]) | (page.lines[1:] != page.lines[:-1])
    runs = np.flatnonzero(opens)
    lines = page.lines[runs]
    starts = np.flatnonzero(np.diff(lines, prepend=-1))
    return ordered_sums(kinds[runs], starts, np.bincount(lines, minlength=page.size))


def _page(page: Page) -> Features:
    widths, owners, starts, sizes = page.widths, page.owners, page.starts, page.sizes
    wide = log2(widths)
    totals = page.totals(widths)
    # By text, and within a text by width: once from the narrowest line, once from the widest.
    keys = owners << _WIDTH_BITS | widths
    ordered = np.sort(keys)
    rising = ordered & ((1 << _WIDTH_BITS) - 1)
    falling = rising[(2 * starts + sizes - 1)[owners] - np.arange(page.size)]
    # Half of the text stands in lines of at least this width.
    sums = np.cumsum(falling)
    sums -= (sums[starts] - falling[starts])[owners]
    half = log2(falling[starts + page.totals(sums < ((totals + 1) // 2)[owners])])[owners]
    rank = np.searchsorted(ordered, keys, "left") + np.searchsorted(ordered, keys, "right") - 2 * starts[owners]
    counts = np.add.reduceat(page.counts, starts)
    of_text: Features = {
        "page_lines": log2(sizes) * 10,
        "page_text": log2(totals) * 6,
        "page_long": share(page.totals(np.where(widths >= LONG, widths, 0)), totals) * LIMIT,
        "page_stops": share(counts[:, c.STOP], totals) * 2000,
        "page_upper": share(counts[:, c.UPPER], counts[:, c.LETTERS].sum(1)) * LIMIT,
    }
    return {
        **{name: values[owners] for name, values in of_text.items()},
        "page_half": half * 8,
        "rank_width": rank * 0.5 / sizes[owners] * LIMIT,
        "rank_widest": (wide - np.maximum.reduceat(wide, starts)[owners]) * 8,
        "rank_median": (wide - log2(rising[starts + sizes // 2])[owners]) * 8,
        "rank_half": (wide - half) * 8,
    }
