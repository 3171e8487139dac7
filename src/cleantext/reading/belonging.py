"""What belongs to lines that stay, by the markup alone: headings to their section, rows to their table."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleantext.judge.page import Page
from cleantext.reading.html import HtmlPage
from cleantext.reading.tags import AROUND, NUMBER

_HEADINGS = np.uint64(sum(1 << AROUND.index(NUMBER[tag]) for tag in ("h2", "h3", "h4", "h5", "h6")))


def belonging(read: HtmlPage, page: Page, stays: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which lines the markup makes a part of what ``stays``, whatever they look like by themselves: headings of
    a section whose first line stays, and rows of a table between lines that stay, or most of whose text does.
    """
    assert read.signals is not None
    around, tables = read.signals.around[page.numbers], read.signals.tables[page.numbers]
    heading = (around & _HEADINGS) > 0
    text = np.append(np.flatnonzero(~heading), page.size)
    following = text[np.searchsorted(text, np.arange(page.size))]  # the nearest line that is no heading
    sections = heading & np.append(stays, False)[following]
    # Runs of lines of one table, and of no table.
    firsts = np.flatnonzero(np.diff(tables, prepend=-1))
    lasts = np.append(firsts[1:], page.size) - 1
    framed = np.concatenate(([False], stays, [False]))
    between = framed[firsts] & framed[lasts + 2]
    most = 2 * np.add.reduceat(page.widths * stays, firsts) >= np.add.reduceat(page.widths, firsts)
    rows: NDArray[np.bool_] = (tables > 0) & np.repeat(between | most, lasts - firsts + 1)
    result: NDArray[np.bool_] = sections | rows
    return result
