"""The line model as a filter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from cleantext.document import Document
from cleantext.model import characters as c
from cleantext.model.decide import WHOLE
from cleantext.model.judge import Verdict, judge, judge_html
from cleantext.model.page import Page, read_page
from cleantext.removal import Removal

NAME = "main"


@dataclass(frozen=True)
class MainContent:
    """Proposes every line that does not belong to the main content of a whole page.

    ``threshold`` is the probability (0 to 1) from which on a line stays. By default it is chosen
    for each page so that the expected F1 of what stays is highest: near 0.5 where the model is
    sure, lower on pages that puzzle it. Whatever it is, the likeliest line stays.

    The same text gives the same lines on every machine. Never raises for any text.
    """

    threshold: float | None = None

    def __post_init__(self) -> None:
        if self.threshold is not None and not 0 <= self.threshold <= 1:
            raise ValueError(f"threshold must be between 0 and 1, not {self.threshold}")

    def __call__(self, document: Document) -> Iterable[Removal]:
        """A removal for each such line; its score is the probability that the line goes."""
        page = read_page(document.text)
        return _removals(document, judge(page, self.threshold)) if page is not None else ()


@dataclass(frozen=True, eq=False)
class Judged:
    """A verdict passed already, as a filter for a document of the same lines.

    ``firsts`` says at which line of the document each line of the verdict begins, and last where
    the document ends. To any other document the verdict does not apply.
    """

    verdict: Verdict | None
    firsts: tuple[int, ...]

    def __call__(self, document: Document) -> Iterable[Removal]:
        """A removal for each line that does not belong to the main content."""
        if self.verdict is None or len(document.lines) != self.firsts[-1]:
            return ()
        return _removals(document, self.verdict, self.firsts)


def judged_html(html: str, threshold: float | None = None) -> tuple[str, Judged]:
    """All text of an HTML page, and the filter that takes out what is not main content.

    The markup is seen only here; the text may be repaired before the filter is asked, as long
    as its lines stay what they are.
    """
    lines, verdict = judge_html(html, threshold)
    firsts = accumulate((line.count("\n") + 1 for line in lines), initial=0)
    return "\n".join(lines), Judged(verdict, tuple(firsts))


def _removals(document: Document, verdict: Verdict, firsts: Sequence[int] | None = None) -> Iterator[Removal]:
    gone = np.flatnonzero(~verdict.stays)
    traits = _traits(verdict.page)
    for index, chance, number in zip(
        gone.tolist(), verdict.chances[gone].tolist(), verdict.page.numbers[gone].tolist(), strict=True
    ):
        first, last = (firsts[number], firsts[number + 1] - 1) if firsts else (number, number)
        start, end = document.lines[first].start, document.lines[last].end
        score = chance / WHOLE
        seen = ", ".join(name for name, lines in traits if lines[index])
        evidence = f"{seen or 'its place among its neighbours'}; main content with probability {score:.2f}"
        yield Removal(start, end, NAME, "not-main-content", evidence, round(1 - score, 4))


_SHORT = 40
_MENU = 2


def _traits(page: Page) -> list[tuple[str, list[bool]]]:
    """What a reader can see of a line that speaks against it, as text and for which lines."""
    counts = page.counts
    hashes = np.bincount(page.words.lines, weights=page.words.hashes.astype(np.float64), minlength=page.size)
    _, line, copies = np.unique(hashes, return_inverse=True, return_counts=True)
    return [
        ("short", (page.widths < _SHORT).tolist()),
        ("no full stop", (counts[:, c.STOP] == 0).tolist()),
        ("menu marks", (counts[:, c.BAR] >= _MENU).tolist()),
        ("copyright mark", (counts[:, c.LEGAL] > 0).tolist()),
        ("repeated on the page", ((copies[line] > 1) & (hashes > 0)).tolist()),
        ("no words", (hashes == 0).tolist()),
    ]
