"""The second look: budgets, orphaned headings, and the gaps that removed lines leave.

Each step is a ``Reviser``: it sees the document and all removals and returns those that stand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from cleantext.document import Document
from cleantext.removal import Removal, removed_lines, union
from cleantext.shape import ends_sentence, is_label, is_prose, word_count
from cleantext.spare import spare_asides, spare_guesses, spare_lists, spare_rows

Reviser = Callable[[Document, Sequence[Removal]], Sequence[Removal]]
"""Takes a document and the proposed removals, returns the removals that stand."""

NAME = "revise"

# The share of a document that one filter may take. A page of which it would take more *is* that
# kind of text (a list of staff, of headlines) and stays whole. Consent has no budget here:
# preference centres run longer than the article they cover, and the filter looks at the topic.
# What repeats across a site may be most of a page; the filter spares copies of whole articles.
BUDGET = 0.5
BUDGETS = {"consent": 1.0, "repeats": 1.0}
# Buttons and labels do not count: a line that is nothing but "Advertisement" may become empty.
BUDGET_WORDS = 6
# A snippet of fewer characters than this is no page: it may be furniture as a whole.
BUDGET_FROM = 600

HEADING_WORDS = 6

_GAP = "line ends and blank lines around what was removed"


def enforce_budget(document: Document, removals: Sequence[Removal]) -> Sequence[Removal]:
    """Without the removals of any filter that asks for more than its share of the document."""
    if not removals:
        return removals
    lines = document.lines
    weights = {n: len(lines[n].text) for n in document.content if word_count(lines[n].text) >= BUDGET_WORDS}
    total = sum(weights.values())
    if total < BUDGET_FROM:
        return removals
    asked: dict[str, set[int]] = {}
    by_start = {lines[n].start: n for n in weights}
    for removal in removals:
        number = by_start.get(removal.start)
        if number is not None and removal.end >= lines[number].end:
            asked.setdefault(removal.filter, set()).add(number)
    over = {
        name for name, numbers in asked.items() if sum(weights[n] for n in numbers) > BUDGETS.get(name, BUDGET) * total
    }
    return [removal for removal in removals if removal.filter not in over] if over else removals


def take_orphaned_headings(document: Document, removals: Sequence[Removal]) -> Sequence[Removal]:
    """With the headings added that end the text because all they headed is gone.

    Only in a text of paragraphs: the last line of a poem or of a list has no full stop either.
    """
    gone = removed_lines(document, removals)
    kept = [n for n in document.content if n not in gone]
    if not gone or not kept or document.content[-1] not in gone:
        return removals
    last = kept[-1]
    text = document.lines[last].text
    followers = [n for n in document.content if n > last]
    stands_apart = last > 0 and not document.lines[last - 1].text.strip()
    prose = sum(is_prose(document.lines[n].text) for n in kept)
    is_heading = is_label(text, HEADING_WORDS) and not text.lstrip().startswith(("-", "•", "*", "–", "—"))
    if (
        is_heading
        and stands_apart
        and len(followers) >= 2
        and prose >= 3
        and len(kept) > 1
        and (ends_sentence(document.lines[kept[-2]].text))
    ):
        line = document.lines[last]
        heading = Removal(line.start, line.end, NAME, "orphaned-heading", "all that it headed was removed", 0.8)
        return [*removals, heading]
    return removals


def close_gaps(document: Document, removals: Sequence[Removal]) -> Sequence[Removal]:
    """With the line ends and blank lines added that removed lines would leave behind.

    Of the blank lines above and below a removed block the larger number stays, so paragraphs
    stay as far apart as they were; at either end of the text none stay.
    """
    gone = removed_lines(document, removals)
    spans = union(removals)
    gaps: list[Removal] = []
    for run in _runs(document, gone):
        removed = [n for n in run if n in gone]
        above, below = removed[0] - run.start, run.stop - 1 - removed[-1]
        first, stop = run.start, run.stop
        if run.start > 0 and run.stop < len(document.lines):
            if above >= below:
                first = removed[0]
            else:
                stop = removed[-1] + 1
        start, end = document.lines[first].start, _start_of(document, stop)
        gaps += [Removal(first, last, NAME, "gap", _GAP) for first, last in _outside(spans, start, end)]
    return [*removals, *gaps]


def _outside(spans: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of ``start``..``end`` that none of ``spans`` (sorted, disjoint) covers."""
    for first, last in spans[max(0, bisect_right(spans, (start, start)) - 1) :]:
        if last <= start:
            continue
        if first >= end:
            break
        if start < first:
            yield start, first
        start = max(start, last)
    if start < end:
        yield start, end


def _runs(document: Document, gone: set[int]) -> list[range]:
    """Maximal runs of lines that are removed or blank, if any of them is removed."""
    runs: list[range] = []
    for number in sorted(gone):
        if runs and number < runs[-1].stop:
            continue
        first, stop = number, number + 1
        while first > 0 and _is_blank(document, first - 1):
            first -= 1
        while stop < len(document.lines) and (stop in gone or _is_blank(document, stop)):
            stop += 1
        runs.append(range(first, stop))
    return runs


def _start_of(document: Document, number: int) -> int:
    return document.lines[number].start if number < len(document.lines) else len(document.text)


def _is_blank(document: Document, number: int) -> bool:
    text = document.lines[number].text
    return not text or text.isspace()


REVISERS: tuple[Reviser, ...] = (
    enforce_budget,
    spare_lists,
    spare_rows,
    spare_guesses,
    spare_asides,
    take_orphaned_headings,
    close_gaps,
)
