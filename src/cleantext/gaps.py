"""Closing what removed lines would leave behind: their line ends and the blank lines around them."""

from __future__ import annotations

from collections.abc import Sequence

from cleantext.document import Document
from cleantext.removal import GAPS, Removal, outside, removed_lines, union

_GAP = "line ends and blank lines around what was removed"


def close_gaps(document: Document, removals: Sequence[Removal]) -> Sequence[Removal]:
    """``removals``, and one for each of the :func:`gaps` that they would leave."""
    return [*removals, *(Removal(*span, GAPS, "gap", _GAP) for span in gaps(document, union(removals)))]


def gaps(document: Document, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The line ends and blank lines that removed lines would leave behind.

    ``spans`` are sorted and disjoint. Of the blank lines above and below a removed block the larger
    number stays, so paragraphs stay as far apart as they were; at either end of the text none stay.
    """
    gone = removed_lines(document, spans)
    found: list[tuple[int, int]] = []
    for run in _runs(document, gone):
        removed = [n for n in run if n in gone]
        above, below = removed[0] - run.start, run.stop - 1 - removed[-1]
        first, stop = run.start, run.stop
        if run.start > 0 and run.stop < len(document.lines):
            if above >= below:
                first = removed[0]
            else:
                stop = removed[-1] + 1
        found += outside(spans, document.lines[first].start, _start_of(document, stop))
    return found


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
