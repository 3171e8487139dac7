"""The lines of a document, and which parts of each went, or stay although a rule asked for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleantext.document import Line
from cleantext.removal import GAPS, Removal, Result, outside
from cleantext.report import by_line


class Part(NamedTuple):
    """A stretch of a line. ``gone`` names the filters that took it, ``kept`` those that asked in vain."""

    text: str
    gone: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


class Row(NamedTuple):
    """One line: its parts, in order, and the removals of either sort that touch it.

    ``is_gap`` if the line is blank and goes with what is removed beside it.
    """

    parts: tuple[Part, ...]
    gone: tuple[Removal, ...] = ()
    kept: tuple[Removal, ...] = ()
    is_gap: bool = False

    @property
    def is_marked(self) -> bool:
        """Whether there is anything to say about the line."""
        return bool(self.gone or self.kept)

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing in the line."""
        return not any(part.text.strip() for part in self.parts)


def rows(result: Result) -> Iterator[Row]:
    """A row for each line of the document."""
    lines = result.document.lines
    starts = [line.start for line in lines]
    gone = by_line(starts, [removal for removal in result.removals if removal.filter != GAPS])
    kept = by_line(starts, result.withheld)
    ends = [*starts[1:], len(result.document.text)]
    for number, line in enumerate(lines):
        if number in gone or number in kept:
            here, stay = gone.get(number, []), kept.get(number, [])
            yield Row(tuple(_parts(line, here, stay)), tuple(here), tuple(stay))
        else:
            is_blank = not line.text.strip()
            yield Row((Part(line.text),), is_gap=is_blank and not any(outside(result.spans, line.start, ends[number])))


def _parts(line: Line, gone: Sequence[Removal], kept: Sequence[Removal]) -> Iterator[Part]:
    """The line cut wherever a removal begins or ends."""
    changes: dict[int, list[tuple[bool, str, int]]] = {line.end: []}
    for is_kept, removals in ((False, gone), (True, kept)):
        for removal in removals:
            start, end = max(removal.start, line.start), min(removal.end, line.end)
            if start < end:
                changes.setdefault(start, []).append((is_kept, removal.filter, 1))
                changes.setdefault(end, []).append((is_kept, removal.filter, -1))
    active: Counter[tuple[bool, str]] = Counter()
    position = line.start
    for place in sorted(changes):
        if position < place:
            text = line.text[position - line.start : place - line.start]
            takers = tuple(sorted(name for is_kept, name in +active if not is_kept))
            yield Part(text, takers, tuple(sorted(name for is_kept, name in +active if is_kept and not takers)))
            position = place
        for is_kept, name, step in changes[place]:
            active[is_kept, name] += step
