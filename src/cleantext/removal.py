"""What is taken out and why: removals, their union, and the cut.

The clean text is computed from the removals, so the two can not disagree.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from operator import index, itemgetter
from typing import TYPE_CHECKING, Any, Self

from cleantext.document import Document

GAPS = "gaps"
"""The filter of the line ends and blank lines that go with removed lines."""


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
        if not (type(self.start) is type(self.end) is int):
            # The whole numbers of NumPy become those of Python, which JSON knows, too.
            for name in ("start", "end"):
                object.__setattr__(self, name, index(getattr(self, name)))
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: start {self.start}, end {self.end}")


def union(removals: Iterable[Removal]) -> tuple[tuple[int, int], ...]:
    """Sorted, disjoint, non-touching spans that cover exactly what ``removals`` cover.

    >>> union([Removal(5, 9, "ads", "label"), Removal(0, 2, "ads", "label"), Removal(2, 6, "nav", "skip")])
    ((0, 9),)
    """
    return united((removal.start, removal.end) for removal in removals)


def united(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """:func:`union` of bare spans, of which empty ones count for nothing.

    >>> united([(5, 9), (0, 2), (2, 6), (12, 12)])
    ((0, 9),)
    """
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if start == end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def outside(spans: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of ``start``..``end`` that none of ``spans`` (sorted and disjoint) covers.

    >>> list(outside([(0, 2), (5, 9)], 1, 12))
    [(2, 5), (9, 12)]
    """
    number = max(0, bisect_right(spans, (start, start)) - 1)
    while start < end and number < len(spans) and spans[number][0] < end:
        first, last = spans[number]
        if start < first:
            yield start, first
        start = max(start, last)
        number += 1
    if start < end:
        yield start, end


def removed_lines(document: Document, spans: Sequence[tuple[int, int]]) -> set[int]:
    """The numbers of the lines of which nothing but white space would be left.

    ``spans`` are sorted and disjoint, as :func:`union` returns them.
    """
    gone: set[int] = set()
    lines = document.lines
    for first, (start, end) in enumerate(spans):
        number = max(0, bisect_right(lines, start, key=itemgetter(0)) - 1)
        while number < len(lines) and lines[number].start < end:
            line = lines[number]
            if line.text and not line.text.isspace() and start < line.end:
                before = first > 0 and line.start < spans[first - 1][1]  # was looked at with the span before
                is_within = start <= line.start and line.end <= end
                if is_within or (not before and not left_of(document.text, line.start, line.end, spans).strip()):
                    gone.add(number)
            number += 1
    return gone


def left_of(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> str:
    """What is left of ``text[start:end]`` without ``spans`` (sorted and disjoint, as :func:`union` returns them).

    >>> left_of("Read on. ADVERTISEMENT The end.", 0, 31, [(9, 23)])
    'Read on. The end.'
    """
    return "".join(text[first:last] for first, last in outside(spans, start, end))


@dataclass(frozen=True, repr=False)
class Result:
    r"""A document, what was removed from it, and therefore what is left.

    ``withheld`` holds what rules asked for and the judge kept, with the reason, and nothing that went for
    another: it explains what was *not* cut. Raises :class:`ValueError` for a removal that ends behind the
    text, :class:`TypeError` for what is no document or no removal.

    >>> Result(Document("Read on. ADVERTISEMENT\nThe end."), (Removal(9, 22, "ads", "en/label"),))
    <Result: 13 of 31 characters removed (ads)>
    """

    document: Document
    removals: tuple[Removal, ...]
    withheld: tuple[Removal, ...] = field(default_factory=tuple)

    @classmethod
    def later(
        cls,
        document: Document,
        spans: tuple[tuple[int, int], ...],
        removals: Callable[[], tuple[Removal, ...]],
        withheld: Callable[[], tuple[Removal, ...]],
    ) -> Self:
        """A result whose ``removals``, which unite to ``spans``, are found when somebody asks for them.

        Most who clean ask for the text only. Nobody else can tell the difference.
        """
        result = cls.__new__(cls)
        vars(result).update(document=document, spans=spans, _later={"removals": removals, "withheld": withheld})
        return result

    if not TYPE_CHECKING:  # which would take every name for one that is there

        def __getattr__(self, name: str) -> Any:
            # Reached for what is not there yet.
            find = vars(self).get("_later", {}).get(name)
            if find is None:
                raise AttributeError(f"a {type(self).__name__} has no {name!r}")
            found = vars(self)[name] = find()
            return found

    def __post_init__(self) -> None:
        if not isinstance(self.document, Document):
            raise TypeError(f"a result is that of a Document, not of {self.document!r:.60}")
        size = len(self.document.text)
        for name in ("removals", "withheld"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        for removal in (*self.removals, *self.withheld):
            if not isinstance(removal, Removal):
                raise TypeError(f"what is removed is said by a Removal, not by {removal!r:.60}")
            if removal.end > size:
                raise ValueError(
                    f"{removal.filter} {removal.rule}: {removal.end} is behind the text of {size} characters"
                )

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The united spans: sorted, disjoint, in code points of ``document.text``."""
        return union(self.removals)

    @cached_property
    def text(self) -> str:
        """The clean text: ``document.text`` minus :attr:`spans`, exactly."""
        return left_of(self.document.text, 0, len(self.document.text), self.spans)

    def by_filter(self) -> dict[str, tuple[Removal, ...]]:
        """The removals of each filter that made one, in document order."""
        grouped: dict[str, list[Removal]] = {}
        for removal in self.removals:
            grouped.setdefault(removal.filter, []).append(removal)
        return {name: tuple(group) for name, group in grouped.items()}

    def __iter__(self) -> Iterator[Removal]:
        # A pipeline's result can stand wherever a filter's removals can.
        return iter(self.removals)

    def to_dict(self) -> dict[str, Any]:
        r"""All of it as plain values, for JSON: ``text``, ``lang``, ``url``, ``removals`` and ``withheld``.

        A removal is a dict of its fields and of ``line`` (from 1) and ``text``, that of the document
        between ``start`` and ``end`` (code points of ``document.text``, not of the clean text).

        >>> result = Result(Document("One.\nADVERTISEMENT\n", "en"), (Removal(5, 18, "ads", "en/label"),))
        >>> result.to_dict()["removals"][0]["line"], result.to_dict()["lang"]
        (2, 'en')
        """
        return {
            "text": self.text,
            "lang": self.document.lang,
            "url": self.document.url,
            "removals": [self.record(removal) for removal in self.removals],
            "withheld": [self.record(removal) for removal in self.withheld],
        }

    def record(self, removal: Removal) -> dict[str, Any]:
        """One of the removals as a dict, as in :meth:`to_dict`."""
        return {
            "filter": removal.filter,
            "rule": removal.rule,
            "line": self.line_of(removal.start),
            "start": removal.start,
            "end": removal.end,
            "text": self.document.text[removal.start : removal.end],
            "evidence": removal.evidence,
            "score": removal.score,
        }

    def line_of(self, offset: int) -> int:
        """The number, from 1, of the line in which the code point at ``offset`` stands."""
        return max(1, bisect_right(self.document.lines, offset, key=itemgetter(0)))

    def __repr__(self) -> str:
        size = len(self.document.text)
        gone = sum(end - start for start, end in self.spans)
        kinds = ", ".join(name for name in self.by_filter() if name != GAPS)
        what = f"{gone:,} of {size:,} characters removed" if gone else f"{size:,} characters, nothing removed"
        return f"<Result: {what}{f' ({kinds})' if kinds else ''}>"

    def _repr_html_(self) -> str:
        """What a notebook shows: the report, in a frame of its own, so that no style gets in or out."""
        from html import escape

        from cleantext.reportpage import report_page

        height = min(40, 14 + 2 * len(self.document.lines))
        page = escape(report_page({"result": self}))
        return f'<iframe sandbox="" style="width:100%;height:{height}em;border:0" srcdoc="{page}"></iframe>'

    def __getstate__(self) -> dict[str, Any]:
        # What is computed once is not carried along.
        return {one.name: getattr(self, one.name) for one in fields(self)}
