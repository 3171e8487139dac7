"""What the second look gives back: weak evidence where the text around it is no furniture.

Each step is a ``Reviser`` of :mod:`cleantext.revise`. Filters look at lines; these look at what
stands around them, since an author writes most of what furniture says, only not in its company.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import takewhile

from cleantext.document import Document
from cleantext.removal import Removal, removed_lines
from cleantext.shape import ENOUGH, PROSE_WORDS, word_count

# What these filters know looks the same in a list of offers, films or reports, where it is the text:
# they are heard only if this share of what is left stands in lines as long as paragraphs.
PROSE_ONLY = frozenset({"ads", "captions", "cta", "recommendations"})
PROSE_SHARE = 0.6
# What this one takes at the end of a list stands below it, unless it is more than so much of the text.
CLOSES_LISTS = "recommendations"
CLOSING_SHARE = 0.15
CLOSING_LINES = 24
# Fewer lines are no list.
LIST_LINES = 6

# What a line of a list begins with: a bullet, or a name and a colon ("Video: 4K at 60 frames").
_BULLETS = frozenset("-•*·–—▪◦‣")
_NAMED = re.compile(r"[^\W\d_][\w’'/-]{0,20}(?: [\w’'/-]{1,20})?:(?:\s|\Z)")
LONGEST_ROW = 120

# Furniture comes in company. A line of so many words that one of these filters condemns is likelier
# the author's own aside ("want to try it yourself? ask for a sample") where no other removed line
# and no end of the text is next to it, and where no more than so many other filters found anything.
NEED_COMPANY = frozenset({"ads", "apps", "cta", "paywall"})
ASIDE_WORDS = 9
LITTLE_ELSE = 1
# What reads like the description of a picture is one only among others, or among other furniture.
GUESSES = frozenset({"images"})
GUESSED = 0.75  # a lower score is a guess
FEW = 2
# In a shorter text there is no room for company.
LONG = 600


def spare_lists(document: Document, removals: Sequence[Removal]) -> Sequence[Removal]:
    """Without the removals that mean something only in running text, where most of the text is none."""
    if not any(removal.filter in PROSE_ONLY for removal in removals):
        return removals
    gone = removed_lines(document, removals)
    left = [document.lines[n].text for n in document.content if n not in gone]
    prose = sum(len(text) for text in left if word_count(text[:ENOUGH]) >= PROSE_WORDS)
    if len(left) < LIST_LINES or prose >= PROSE_SHARE * sum(map(len, left)):
        return removals
    closing = _closing_block(document, gone)
    return [r for r in removals if r.filter not in PROSE_ONLY or (r.filter == CLOSES_LISTS and r.start >= closing)]


def _closing_block(document: Document, gone: set[int]) -> int:
    """Where the removed lines begin that end the text; its end if they are many or no small part of it."""
    lines = [*takewhile(gone.__contains__, reversed(document.content))]
    start = document.lines[lines[-1]].start if 0 < len(lines) <= CLOSING_LINES else len(document.text)
    return start if start >= (1 - CLOSING_SHARE) * len(document.text) else len(document.text)


def spare_rows(document: Document, removals: Sequence[Removal]) -> Sequence[Removal]:
    """Without the removals of single rows from a list whose other rows stay."""
    if not any(removal.filter in PROSE_ONLY for removal in removals):
        return removals
    gone = removed_lines(document, removals)
    rows = {document.lines[number].start for number in gone if _is_row_of_list(document, number, gone)}
    return [removal for removal in removals if not (removal.start in rows and removal.filter in PROSE_ONLY)]


def _is_row_of_list(document: Document, number: int, gone: set[int]) -> bool:
    text = document.lines[number].text
    form = _row(text)
    beside = (document.lines[n].text for n in _neighbours(document, number) if n not in gone)
    return bool(form) and any(_row(other) == form and other != text for other in beside)


def _row(text: str) -> str:
    """What makes a short line a row of a list: its bullet, or the colon after a name."""
    text = text.strip()
    if len(text) > LONGEST_ROW or not text:
        return ""
    return text[0] if text[0] in _BULLETS else ":" if _NAMED.match(text) else ""


def _neighbours(document: Document, number: int) -> Iterator[int]:
    """The content lines above and below, where there is one."""
    order = document.content
    place = bisect_left(order, number)
    if place:
        yield order[place - 1]
    if place + 1 < len(order):
        yield order[place + 1]


def spare_guesses(document: Document, removals: Sequence[Removal]) -> Sequence[Removal]:
    """Without one or two guesses where a long text holds nothing else that goes."""
    if not 0 < len(removals) <= FEW or len(document.text) < LONG:
        return removals
    if not all(removal.filter in GUESSES for removal in removals):
        return removals
    return [removal for removal in removals if removal.score >= GUESSED]


def spare_asides(document: Document, removals: Sequence[Removal]) -> Sequence[Removal]:
    """Without the lines that say in a sentence what furniture says, alone amid a long text."""
    filters = {removal.filter for removal in removals}
    if not filters & NEED_COMPANY or len(filters) > LITTLE_ELSE + 1 or len(document.text) < LONG:
        return removals
    gone = removed_lines(document, removals)
    asides = {document.lines[number].start for number in gone if _is_aside(document, number, gone)}
    return [removal for removal in removals if not (removal.start in asides and removal.filter in NEED_COMPANY)]


def _is_aside(document: Document, number: int, gone: set[int]) -> bool:
    beside = list(_neighbours(document, number))
    return len(beside) > 1 and gone.isdisjoint(beside) and word_count(document.lines[number].text) >= ASIDE_WORDS
