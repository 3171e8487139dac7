"""Which line of a page is its headline."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from cleantext.reading.page import Signals
from cleantext.reading.tags import AROUND, NUMBER

_WORD = re.compile(r"\w+")
# Titles end in the name of the site, or begin with it.
_JOINT = re.compile(r"\s+[|\-–—·•»:/]+\s+|[|»]")
_FIRST, _SECOND = (np.uint64(1 << AROUND.index(NUMBER[tag])) for tag in ("h1", "h2"))
_HIDDEN = np.uint64(1 << len(AROUND))
_LONGEST = 300  # characters


def folded(text: str) -> str:
    """The words of ``text``, so that spelling, spaces and punctuation make no difference."""
    return " ".join(_WORD.findall(text.casefold()))


def copies(words: str, lines: Sequence[str]) -> list[int]:
    """The numbers of the ``lines`` that are ``words`` when they are :func:`folded`.

    >>> copies("it rained", ["It rained!", "It", "Rained? It rained"])
    [0]
    """
    first = words.partition(" ")[0]  # to look for it takes a tenth of the time
    return [n for n, line in enumerate(lines) if first in line.casefold() and folded(line) == words]


def headline_of(lines: Sequence[str], signals: Signals, titles: Sequence[str]) -> int | None:
    """The number of the headline's line: a heading that the page's ``titles`` repeat, or the only ``<h1>``.

    Headings are preferred to lines that merely read like the title, and what is not displayed counts
    for nothing.
    """
    seen = (signals.around & _HIDDEN) == 0
    first = np.flatnonzero(seen & ((signals.around & _FIRST) > 0)).tolist()
    second = np.flatnonzero(seen & ((signals.around & _SECOND) > 0)).tolist()
    wholes = list(filter(None, map(folded, titles)))
    parts = {folded(part) for title in titles for part in _JOINT.split(title)} | set(wholes)
    for group in (first, second):
        told = [(_share(folded(lines[n]), wholes), -n) for n in group if folded(lines[n]) in parts]
        if told and max(told)[0] > 0:
            best = -max(told)[1]
            if max(told)[0] >= 0.5 or group is first:
                return best
    for n in first:  # longer or shorter than the title, but most of it
        line = folded(lines[n])
        if line and any(_alike(line, whole) for whole in wholes):
            return n
    if len(first) == 1 and folded(lines[first[0]]) and len(lines[first[0]]) <= _LONGEST:
        return int(first[0])
    exact = [n for whole in wholes for n in copies(whole, lines) if seen[n] and len(lines[n]) <= _LONGEST]
    return min(exact, default=None)


def _share(line: str, wholes: Sequence[str]) -> float:
    """How much of the title that the line is part of it covers."""
    return max((len(line) / len(whole) for whole in wholes if whole and line in whole), default=0.0)


def _alike(line: str, whole: str) -> bool:
    mine, theirs = set(line.split()), set(whole.split())
    return len(mine & theirs) >= 0.7 * max(len(mine), 1) and len(mine) >= 3
