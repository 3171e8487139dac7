"""The main content of whole pages, as a filter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from numbers import Real
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from cleantext.document import Document
from cleantext.judge.decision import CAUTION, WHOLE, best_threshold, probabilities
from cleantext.judge.judgement import Judge, Judgement
from cleantext.judge.lines import clipped, lines_of
from cleantext.judge.page import Page
from cleantext.judge.traits import Traits, said, traits
from cleantext.judge.weights import Judged, shipped
from cleantext.removal import Removal

if TYPE_CHECKING:  # text needs nothing of what reads pages
    from cleantext.reading.html import HtmlPage

NAME = "main"


@dataclass(frozen=True)
class MainContent:
    """Proposes every line that does not belong to the main content of a whole page.

    ``threshold`` is the probability (0 to 1) from which on a line stays. By default it is chosen
    for each page so that the expected F1 of what stays is highest: near 0.5 where the judge is
    sure, lower on pages that puzzle it. Whatever it is, the likeliest line stays.

    The same text gives the same lines on every machine. Never raises for any text.
    """

    threshold: float | None = None
    judge: Judge = field(default=Judge(), repr=False)
    name: ClassVar[str] = NAME

    def __post_init__(self) -> None:
        if self.threshold is not None and not (isinstance(self.threshold, Real) and 0 <= self.threshold <= 1):
            raise ValueError(f"threshold must be between 0 and 1, not {self.threshold!r}")

    def __call__(self, document: Document) -> Iterable[Removal]:
        """A removal for each such line; its score is the probability that the line goes."""
        judgement = document.view(self.judge)
        if judgement is None:
            return ()
        stays = _decided(judgement.content, judgement.widths, self.threshold, "text")
        return _removals(judgement.traits, _spans(judgement), judgement.content, stays)

    def spans(self, document: Document) -> Iterable[tuple[int, int]]:
        """Where the removals of :meth:`__call__` are, without a word of why."""
        judgement = document.view(self.judge)
        if judgement is None:
            return ()
        stays = _decided(judgement.content, judgement.widths, self.threshold, "text")
        return [span for span, kept in zip(_spans(judgement), stays.tolist(), strict=True) if not kept]


def _spans(judgement: Judgement) -> list[tuple[int, int]]:
    """Where the visible lines stand."""
    starts, ends = judgement.units.starts, judgement.units.ends
    return [(starts[number], ends[number]) for number in judgement.numbers.tolist()]


def _decided(
    odds: NDArray[np.int64], widths: NDArray[np.int64], threshold: float | None, judged: Judged
) -> NDArray[np.bool_]:
    """Which of the visible lines stay, by the log odds (in units of ``1 / STATE``) that they are main content."""
    chances = probabilities(odds)
    least = best_threshold(chances, widths, CAUTION[judged]) if threshold is None else round(threshold * WHOLE)
    # Something always stays: the likeliest line if no other.
    result: NDArray[np.bool_] = chances >= min(least, int(chances.max()))
    return result


def _removals(
    seen: Traits, spans: Sequence[tuple[int, int]], odds: NDArray[np.int64], stays: NDArray[np.bool_]
) -> Iterator[Removal]:
    gone = np.flatnonzero(~stays)
    for index, chance in zip(gone.tolist(), (probabilities(odds[gone]) / WHOLE).tolist(), strict=True):
        yield Removal(*spans[index], NAME, "not-main-content", said(seen, index), round(1 - chance, 4))


def firsts_of(lines: Sequence[str]) -> list[int]:
    r"""Where each of ``lines``, some of which hold several, begins, and the last ends, in lines of their text.

    >>> firsts_of(["One.", "a = 1\nb = 2", "Two."])
    [0, 1, 3, 4]
    """
    return list(accumulate((line.count("\n") + 1 for line in lines), initial=0))


@dataclass(frozen=True, eq=False)
class JudgedHtml:
    """An HTML page that was judged with its markup: all its lines, and a filter for a document made of them.

    To any other document the verdict does not apply. Of its visible lines ``odds`` are those, in units of
    ``1 / STATE``, that they are main content by themselves, ``raised`` those by what they belong to, and
    ``stays`` is what follows from them. ``groups`` numbers all lines, those of one table alike.
    """

    lines: tuple[str, ...]
    groups: NDArray[np.int64]
    page: Page | None
    odds: NDArray[np.int64]
    raised: NDArray[np.int64]
    stays: NDArray[np.bool_]

    @cached_property
    def firsts(self) -> list[int]:
        """Where each line begins, and the last ends, in lines of the document: preformatted text has several."""
        return firsts_of(self.lines)

    def __call__(self, document: Document) -> Iterable[Removal]:
        """A removal for each line that does not belong to the main content."""
        spans = document.view(self.places)
        return _removals(traits(self.page), spans, self.odds, self.stays) if self.page is not None and spans else ()

    def spans(self, document: Document) -> Iterable[tuple[int, int]]:
        """Where the removals of :meth:`__call__` are, without a word of why."""
        spans = document.view(self.places)
        return [span for span, kept in zip(spans, self.stays.tolist(), strict=True) if not kept] if spans else ()

    def places(self, document: Document) -> list[tuple[int, int]]:
        """Where the visible lines stand; nowhere in another document. A view."""
        if self.page is None or len(document.lines) != self.firsts[-1]:
            return []
        firsts, lines, numbers = self.firsts, document.lines, self.page.numbers.tolist()
        return [(lines[firsts[number]].start, lines[firsts[number + 1] - 1].end) for number in numbers]

    @property
    def text(self) -> str:
        """All text of the page."""
        return "\n".join(self.lines)

    @property
    def main(self) -> list[str]:
        """The main content, a string for each block."""
        return [self.lines[number] for number in self.page.numbers[self.stays]] if self.page is not None else []


def unjudged(read: HtmlPage) -> JudgedHtml:
    """A page all of which stays."""
    return JudgedHtml(tuple(read.shown), _groups(read), None, *(np.zeros(0, np.int64),) * 2, np.zeros(0, bool))


def _groups(read: HtmlPage) -> NDArray[np.int64]:
    tables = np.zeros(len(read.lines), np.int64) if read.signals is None else read.signals.tables
    return np.where(tables > 0, -tables, np.arange(len(tables)))


def judge_page(read: HtmlPage, threshold: float | None = None, judge: Judge | None = None) -> JudgedHtml:
    """The verdict on the lines of a page that has been read, whose lines are as they are shown.

    Preformatted text, such as code, is one of these "lines" and keeps its line breaks; items of
    lists have their numbers and bullets, which are not judged.
    """
    from cleantext.reading.belonging import belonging
    from cleantext.reading.marks import with_markup

    found = lines_of(clipped([read.lines]))
    if found is None:
        return unjudged(read)
    page, lines = found
    network = judge.networks.html if judge and judge.networks else shipped("html")
    odds = network(with_markup(read, page, lines)).content
    stays = _decided(odds, page.widths, threshold, "html")
    return JudgedHtml(tuple(read.shown), _groups(read), page, odds, *belonging(read, page, odds, stays))
