"""Which lines of a page belong to its main content, by the network and the decision on top."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cleantext.model.decide import WHOLE, best_threshold, probabilities
from cleantext.model.markup import markup, read_markup
from cleantext.model.network import Lines, Network
from cleantext.model.page import Page, read_page
from cleantext.model.shape import shape
from cleantext.model.tokens import words_and_pairs
from cleantext.model.weights import shipped


@dataclass(frozen=True, eq=False)
class Verdict:
    """What the model thinks of a page: for each visible line, the probability that it is main
    content (in units of ``1 / WHOLE``) and whether it stays.
    """

    page: Page
    chances: NDArray[np.int64]
    stays: NDArray[np.bool_]


def lines_of(page: Page) -> Lines:
    """What the network sees of a page of bare text."""
    return Lines(shape(page), *words_and_pairs(page), page.widths)


def judge(page: Page, threshold: float | None = None, network: Network | None = None) -> Verdict:
    """The verdict on a page of bare text; see :class:`~cleantext.model.MainContent` for ``threshold``."""
    return _verdict(page, lines_of(page), threshold, network)


def _verdict(page: Page, lines: Lines, threshold: float | None, network: Network | None) -> Verdict:
    content, _ = (network or shipped())(lines)
    chances = probabilities(content)
    if threshold is None:
        least = best_threshold(chances, page.widths)
    else:
        # Something always stays: the likeliest line if no other.
        least = min(round(threshold * WHOLE), int(chances.max()))
    return Verdict(page, chances, chances >= least)


def judge_html(
    html: str, threshold: float | None = None, network: Network | None = None
) -> tuple[list[str], Verdict | None]:
    """The lines of an HTML page and the verdict on them, by text and markup together.

    The verdict's lines are numbered as in the list; there is none on a page without visible text.
    Preformatted text, such as code, is one of these "lines" and keeps its line breaks.
    """
    marked = read_markup(html)
    lines = [line.shown for line in marked.lines]
    page = read_page("\n".join(line.text for line in marked.lines))
    if page is None:
        return lines, None
    marks, names = markup(marked, page)
    return lines, _verdict(page, replace(lines_of(page), markup=marks, names=names), threshold, network)


def all_lines(html: str) -> list[str]:
    """All text of HTML that a browser would show, a string for each block. Takes any ``str``.

    >>> all_lines("<p>One.<p>Two<br>lines.")
    ['One.', 'Two', 'lines.']
    """
    return [line.shown for line in read_markup(html).lines]


def main_lines(html: str, threshold: float | None = None, network: Network | None = None) -> list[str]:
    """The main content of an HTML page, a string for each block.

    Takes any ``str``; a page without visible text gives ``[]``. Metadata is not looked for.

    >>> main_lines("<p>It rained for three days, and on the fourth day the bridge was gone.</p>")
    ['It rained for three days, and on the fourth day the bridge was gone.']
    """
    lines, verdict = judge_html(html, threshold, network)
    return [lines[number] for number in verdict.page.numbers[verdict.stays]] if verdict is not None else []
