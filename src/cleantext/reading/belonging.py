"""What belongs to lines that stay, by the markup alone: headings to their section, rows to their table."""

from __future__ import annotations

import numpy as np

from cleantext.judge.page import Page
from cleantext.reading.html import HtmlPage
from cleantext.reading.tags import AROUND, NUMBER
from cleantext.reading.tree import Bools, Ints

_HEADINGS = np.uint64(sum(1 << AROUND.index(NUMBER[tag]) for tag in ("h2", "h3", "h4", "h5", "h6")))


def belonging(read: HtmlPage, page: Page, odds: Ints, stays: Bools) -> tuple[Ints, Bools]:
    """``odds`` that lines are main content, and which lines stay, by what they belong to, whatever they look like by
    themselves: headings of a section by its first line; rows of a table between lines that stay by these, and those
    of one most of whose text stays by the surest of them.
    """
    assert read.signals is not None
    around, tables = read.signals.around[page.numbers], read.signals.tables[page.numbers]
    heading = (around & _HEADINGS) > 0
    text = np.append(np.flatnonzero(~heading), page.size)
    following = text[np.searchsorted(text, np.arange(page.size))]  # the nearest line that is no heading
    sections = np.flatnonzero(heading & np.append(stays, False)[following])
    # Runs of lines of one table, and of no table.
    firsts = np.flatnonzero(np.diff(tables, prepend=-1))
    lasts = np.append(firsts[1:], page.size) - 1
    framed, around_it = np.pad(stays, 1), np.pad(odds, 1)
    between = framed[firsts] & framed[lasts + 2]
    most = 2 * np.add.reduceat(page.widths * stays, firsts) >= np.add.reduceat(page.widths, firsts)
    rows = (tables > 0) & np.repeat(between | most, lasts - firsts + 1)
    surest = np.maximum.reduceat(odds, firsts)
    surest = np.where(between, np.maximum(surest, np.minimum(around_it[firsts], around_it[lasts + 2])), surest)
    raised, more = np.where(rows, np.repeat(surest, lasts - firsts + 1), odds), stays | rows
    raised[sections] = np.maximum(odds[sections], odds[following[sections]])
    more[sections] = True
    return raised, more
