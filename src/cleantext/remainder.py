"""Cleaning what another step has left, as one account of one document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

import numpy as np

from cleantext.document import Document
from cleantext.filters import JudgedHtml, KindFilter
from cleantext.judge.judgement import Judgement
from cleantext.pipeline import Pipeline
from cleantext.removal import Removal, Result, outside, united


@dataclass(frozen=True)
class Remainder:
    """What a result left, as a document, and where its characters stand in the document of the result."""

    of: Result

    @cached_property
    def document(self) -> Document:
        """What is left."""
        return Document(self.of.text, self.of.document.lang, self.of.document.url)

    @cached_property
    def _kept(self) -> list[tuple[int, int]]:
        return list(outside(self.of.spans, 0, len(self.of.document.text)))

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((end - start for start, end in self._kept), initial=0))

    def origin(self, offset: int) -> int:
        """Where the character at ``offset`` of what is left stands."""
        kept = bisect_right(self._starts, offset) - 1
        return self._kept[kept][0] + offset - self._starts[kept]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """From the first to the last of some characters of what is left; an empty span stands at the beginning."""
        return (self.origin(start), self.origin(end - 1) + 1) if start < end else (0, 0)

    def with_own(self, own: Iterable[Removal], later: Iterable[Removal]) -> tuple[Removal, ...]:
        """Removals of the result's document and ``later`` ones of what is left, in order."""
        spans = ((removal, *self.span(removal.start, removal.end)) for removal in later)
        return tuple(sorted({*own, *(replace(removal, start=start, end=end) for removal, start, end in spans)}))


def then(first: Result, pipeline: Pipeline, judged: JudgedHtml | None = None) -> Result:
    r"""What ``pipeline`` leaves of the text that ``first`` left, as one result of the document of ``first``.

    The more a line is main content by what was ``judged`` of the page, the surer its filters must be.

    >>> first = Result(Document("Menu\nIt rained.\nShare on Facebook"), (Removal(0, 5, "main", "not-main-content"),))
    >>> then(first, Pipeline([lambda document: [Removal(11, 28, "share", "my-rule")]])).text
    'It rained.\n'
    """
    left = Remainder(first)
    if judged is not None:
        _inform(pipeline, left, judged)
    second = pipeline(left.document)
    return Result.later(
        first.document,
        united((*first.spans, *(left.span(*span) for span in second.spans))),
        lambda: left.with_own(first.removals, second.removals),
        lambda: left.with_own(first.withheld, second.withheld),
    )


def _inform(pipeline: Pipeline, left: Remainder, judged: JudgedHtml) -> None:
    """Lets the judges of ``pipeline`` see what is ``left`` as who knows the odds that each line is main content, and
    which lines are of one table or one piece of preformatted text.
    """
    lines = left.of.document.lines
    if len(lines) != judged.firsts[-1]:
        return
    places = [start for start, _ in left.of.document.view(judged.places)]
    begins = [lines[first].start for first in judged.firsts[:-1]]
    for judge in {one.judge for one in pipeline.filters if isinstance(one, KindFilter)}:
        judgement = left.document.view(judge)
        if judgement is None:
            continue
        starts = [left.origin(judgement.units.starts[number]) for number in judgement.numbers.tolist()]
        informed = judgement
        if places:
            informed = judgement.given(judged.raised[np.searchsorted(places, starts, "right") - 1])
        pooled: Judgement | None = informed.pooled(judged.groups[np.searchsorted(begins, starts, "right") - 1])
        left.document.remember(judge, pooled)
