"""Which lines of a page are its headline."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import numpy as np

from cleantext.reading.page import Signals
from cleantext.reading.tags import AROUND, NUMBER

_WORD = re.compile(r"\w+")
# Titles end in the name of the site, or begin with it.
_JOINT = re.compile(r" [|\-–—·•»:/]+ |[|»]")
_FIRST, _SECOND = (np.uint64(1 << AROUND.index(NUMBER[tag])) for tag in ("h1", "h2"))
_HIDDEN = np.uint64(1 << len(AROUND))
_LONGEST = 300  # characters
_MOST_LINES = 4  # of what repeats a headline
_MOST_TITLES = 8


def folded(text: str) -> str:
    """The words of ``text``, so that spelling, spaces, soft hyphens and punctuation make no difference."""
    return " ".join(_WORD.findall(text.casefold().replace("\xad", "")))


def copies(words: str, lines: Sequence[str]) -> list[range]:
    """The numbers of the ``lines``, or of few that follow each other, that are ``words`` when they are :func:`folded`.

    >>> copies("it rained", ["It rained!", "It", "Rained? It rained", "*It*", "rained"])
    [range(0, 1), range(3, 5)]
    """
    first = words.partition(" ")[0]  # to look for it takes a tenth of the time
    runs = (_run(words, lines, n) for n, line in enumerate(lines) if first in line.casefold())
    return [run for run in runs if run]


def _run(words: str, lines: Sequence[str], start: int) -> range:
    rest = f"{words} "
    for stop, line in enumerate(lines[start : start + _MOST_LINES], start + 1):
        said = f"{folded(line)} "
        if said == rest:
            return range(start, stop)
        if not rest.startswith(said):
            break
        rest = rest[len(said) :]
    return range(0)


def headline_of(lines: Sequence[str], signals: Signals, titles: Sequence[str]) -> range | None:
    """The numbers of the headline's lines: a heading that the page's ``titles`` repeat, or the only ``<h1>``.

    Headings are preferred to lines that merely read like the title, and what is not displayed counts
    for nothing. The site's name may be the ``<h1>``: of the title it is the smaller part.
    """
    first, second = (_headings(lines, signals, level) for level in (_FIRST, _SECOND))
    titles = list(dict.fromkeys(" ".join(title.split()) for title in titles))[:_MOST_TITLES]
    wholes = list(filter(None, map(folded, titles)))
    parts = {folded(part) for title in titles for part in _JOINT.split(title)} | set(wholes)
    (share, _, best), (other_share, _, other) = (
        max(((_share(said, wholes, parts), -run.start, run) for run, said in group), default=(0.0, 0, None))
        for group in (first, second)
    )
    if other_share >= 0.5 > share:
        return other
    if share > 0:
        return best
    for run, said in first:  # longer or shorter than the title, but most of it
        if any(_alike(line, whole) for line in said for whole in wholes):
            return run
    if len(first) == 1 and first[0][1][0]:
        return first[0][0]
    exact = [run for whole in wholes for run in copies(whole, lines) if _is_seen(signals, run)]
    short = [run for run in exact if sum(map(len, lines[run.start : run.stop])) <= _LONGEST]
    return min(short, key=lambda run: run.start, default=None)


def _is_seen(signals: Signals, run: range) -> bool:
    return not (signals.around[run.start : run.stop] & _HIDDEN).any()


def _headings(lines: Sequence[str], signals: Signals, level: np.uint64) -> list[tuple[range, list[str]]]:
    """The headings of a level that are displayed: the numbers of their lines, and their words, all of them and line by
    line. Of what is too long for a heading each line is one.
    """
    numbers = np.flatnonzero((signals.around & (level | _HIDDEN)) == level)
    apart = (np.diff(numbers) > 1) | (np.diff(signals.headings[numbers]) != 0)
    found = []
    for part in np.split(numbers, np.flatnonzero(apart) + 1) if len(numbers) else ():
        run = range(int(part[0]), int(part[-1]) + 1)
        whole = sum(len(lines[n]) for n in run) <= _LONGEST
        for one in (run,) if whole else (range(n, n + 1) for n in run if len(lines[n]) <= _LONGEST):
            said = [folded(lines[n]) for n in one]
            found.append((one, [" ".join(filter(None, said)), *said]))
    return found


def _share(said: Sequence[str], wholes: Sequence[str], parts: Collection[str]) -> float:
    """How much of the title that a heading, or a line of it, is part of it covers."""
    shares = (len(one) / len(whole) for one in said if one in parts for whole in wholes if one in whole)
    return max(shares, default=0.0)


def _alike(line: str, whole: str) -> bool:
    mine, theirs = set(line.split()), set(whole.split())
    return len(mine & theirs) >= 0.7 * max(len(mine), 1) and len(mine) >= 3
