"""What is taken out and why: removals, their union, and the cut.

The clean text is computed from the removals, so the two can not disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cleantext.document import Document, Line


@dataclass(frozen=True, order=True, slots=True)
class Removal:
    """A span to cut, and the reason.

    ``start`` and ``end`` are code points of the document's text, ``end`` exclusive. ``filter``
    and ``rule`` name who asked; ``evidence`` says in words what was seen; ``score`` is between
    0 and 1, 1 meaning that a rule matched outright.
    """

    start: int
    end: int
    filter: str
    rule: str
    evidence: str = ""
    score: float = 1.0

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: start {self.start}, end {self.end}")


def union(removals: Iterable[Removal]) -> tuple[tuple[int, int], ...]:
    """Sorted, disjoint, non-touching spans that cover exactly what ``removals`` cover.

    >>> union([Removal(5, 9, "ads", "label"), Removal(0, 2, "ads", "label"), Removal(2, 6, "nav", "skip")])
    ((0, 9),)
    """
    spans: list[tuple[int, int]] = []
    for start, end in sorted((r.start, r.end) for r in removals if r.start < r.end):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return tuple(spans)


def cut(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """``text`` without ``spans`` (sorted and disjoint, as :func:`union` returns them).

    >>> cut("Read on. ADVERTISEMENT The end.", [(9, 23)])
    'Read on. The end.'
    """
    kept: list[str] = []
    position = 0
    for start, end in spans:
        kept.append(text[position:start])
        position = end
    kept.append(text[position:])
    return "".join(kept)


def removed_lines(document: Document, removals: Sequence[Removal]) -> set[int]:
    """The numbers of the lines of which nothing but white space would be left."""
    gone: set[int] = set()
    spans = union(removals)
    first = 0
    for number in document.content:
        line = document.lines[number]
        while first < len(spans) and spans[first][1] <= line.start:
            first += 1
        if first == len(spans):
            break
        if spans[first][0] < line.end and not _left_of(line, spans, first).strip():
            gone.add(number)
    return gone


def _left_of(line: Line, spans: Sequence[tuple[int, int]], first: int) -> str:
    inside = []
    while first < len(spans) and spans[first][0] < line.end:
        start, end = spans[first]
        inside.append((max(start, line.start) - line.start, min(end, line.end) - line.start))
        first += 1
    return cut(line.text, inside)


@dataclass(frozen=True)
class Result:
    """A document, what was removed from it, and therefore what is left.

    ``withheld`` holds the proposals that the second look turned down, because a filter asked
    for more of the document than its budget allows or because what it saw proves too little
    where it stands: they explain what was *not* cut.
    """

    document: Document
    removals: tuple[Removal, ...]
    withheld: tuple[Removal, ...] = ()

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The united spans: sorted, disjoint, in code points of ``document.text``."""
        return union(self.removals)

    @property
    def text(self) -> str:
        """The clean text: ``document.text`` minus :attr:`spans`, exactly."""
        return cut(self.document.text, self.spans)

    def by_filter(self) -> dict[str, tuple[Removal, ...]]:
        """The removals of each filter that made one, in document order."""
        grouped: dict[str, list[Removal]] = {}
        for removal in self.removals:
            grouped.setdefault(removal.filter, []).append(removal)
        return {name: tuple(group) for name, group in grouped.items()}

    def __iter__(self) -> Iterator[Removal]:
        # A pipeline's result can stand wherever a filter's removals can.
        return iter(self.removals)
