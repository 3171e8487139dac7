"""HTML pages cleaned: one account of all that a page shows, what was cut of it and by whom."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

from cleantext.choices import Extractor
from cleantext.document import Document
from cleantext.filters import KindFilter, MainContent
from cleantext.filters.main import JudgedHtml, firsts_of, judge_page, unjudged
from cleantext.gaps import close_gaps
from cleantext.html import has_markup, is_whole
from cleantext.judge.judgement import Judge
from cleantext.pipeline import Filter, Pipeline
from cleantext.reading.by_trafilatura import Metadata, main_text, metadata_of
from cleantext.reading.feeds import is_feed, items_of
from cleantext.reading.headline import copies, folded
from cleantext.reading.html import HtmlPage, read_html
from cleantext.remainder import then
from cleantext.removal import GAPS, Result, left_of, outside
from cleantext.repair import repair as repair_text

_HEADLINE = "kept: the headline of the page"


@dataclass(frozen=True, repr=False)
class PageResult(Result):
    """The result of cleaning an HTML page. Its document is all the text that the page shows.

    By ``extractor="trafilatura"`` the document is what that found, and Markdown is not to be had.
    """

    html: str = ""
    lines: tuple[str, ...] | None = None  # as in ``html``, before repair

    @cached_property
    def metadata(self) -> Metadata:
        """Title, author, date and so on, as the page states them; looked for when first asked."""
        return metadata_of(self.html, self.document.url)

    @cached_property
    def markdown(self) -> str:
        """The clean text as Markdown; plain text where it did not come from markup that is known."""
        from cleantext.reading.markdown import Markdown

        if self.lines is None:
            return self.text
        firsts = firsts_of(self.lines)
        found = self.document.lines
        if len(found) != firsts[-1]:
            return self.text
        left: list[str | bool] = []  # of a line all of it, or a text
        mends = {}
        for number, (first, last) in enumerate(pairwise(firsts)):
            start, end = found[first].start, found[last - 1].end
            rest = left_of(self.document.text, start, end, self.spans)
            left.append(start < end if len(rest) == end - start else rest.rstrip().lstrip(" \n"))
            if self.document.text[start:end] != self.lines[number]:
                mends[number] = _mend
        return Markdown(self.html, self.document.url).write(left, mends)

    def to_dict(self) -> dict[str, Any]:
        """As that of any result, and with the page's ``metadata``."""
        return super().to_dict() | {"metadata": self.metadata.to_dict()}


def clean_page(
    source: Document,
    pipeline: Pipeline,
    *,
    repair: bool = True,
    extractor: Extractor = "model",
    headline: bool = True,
) -> PageResult:
    """What is left of a page and what went, first because it is no main content and then by ``pipeline``.

    The text of ``source`` is HTML. Of a piece of a page, and of the items of a feed, all text is main content; bare
    text is taken as it is. With ``headline`` the page's headline stays, once; without it goes. A pipeline that asks for
    the main content itself, as that of the profile ``main`` does, sees the whole page. Never raises for any text.
    """
    html = source.text
    fed = is_feed(html)
    if fed:
        html = items_of(html)
    if not has_markup(html):
        return _page_result(pipeline(replace(source, text=repair_text(html) if repair else html)), html, None)
    mend = _mend if repair else str
    if extractor != "model":
        text = mend(main_text(html, source.url))
        title = mend(read_html(html).headline_text) if headline else ""
        if title and folded(title) not in {folded(line) for line in text.split("\n", 12)[:12]}:
            text = f"{title}\n{text}"
        result = pipeline(replace(source, text=text))
        first = next((n for n, line in enumerate(result.document.lines) if folded(line.text) == folded(title)), None)
        if title and first is not None:
            result = _with_headline(result, first, first)
        return _page_result(result, html, None)
    page = read_html(html)
    asked = next((one for one in pipeline.filters if isinstance(one, MainContent)), None)
    is_page = asked or (not fed and is_whole(html))
    judged, kept = _judged(page, pipeline, asked, headline) if is_page else (unjudged(page), None)
    document = replace(source, text=_mended(page, judged.lines, mend))
    if asked:
        steps = [judged if one is asked else one for one in pipeline.filters]
        result = replace(pipeline, filters=steps)(document)
    else:
        result = then(replace(pipeline, filters=(judged,))(document), pipeline, judged)
    if kept is not None:
        result = _with_headline(result, judged.firsts[kept.start], judged.firsts[kept.stop] - 1)
    return _page_result(result, html, judged.lines)


def _page_result(result: Result, html: str, lines: tuple[str, ...] | None) -> PageResult:
    page = PageResult.later(result.document, result.spans, lambda: result.removals, lambda: result.withheld)
    vars(page).update(html=html, lines=lines)
    return page


def _mend(text: str) -> str:
    """Mends what was read from markup: the parser has read its entities, and soft hyphens are hints for browsers."""
    return repair_text(text, entities=False).replace("\xad", "")


def _mended(page: HtmlPage, lines: Sequence[str], mend: Callable[[str], str]) -> str:
    """The text of a page's lines, in which code stands as it is."""
    return "\n".join([line if number in page.code else mend(line) for number, line in enumerate(lines)])


def _judge_of(filters: Sequence[Filter]) -> Judge | None:
    """The judge that the filters of a pipeline share, so that the main content is judged by no other."""
    return next((one.judge for one in filters if isinstance(one, KindFilter | MainContent)), None)


def _judged(
    page: HtmlPage, pipeline: Pipeline, asked: MainContent | None, headline: bool
) -> tuple[JudgedHtml, range | None]:
    """The verdict on the page with its headline in, or out; and the numbers of its lines."""
    judged = judge_page(page, asked.threshold if asked else None, _judge_of([asked] if asked else pipeline.filters))
    if judged.page is None or page.headline is None:
        return judged, None
    numbers = judged.page.numbers.tolist()
    own = range(*(bisect_left(numbers, edge) for edge in (page.headline.start, page.headline.stop)))
    same = {own, *copies(folded(page.headline_text), [page.lines[line] for line in numbers])} - {range(0)}
    stays = judged.stays.copy()
    # A page that shows its headline above and inside its content shows it once.
    already = [run for run in same if (stays[run] & (judged.odds[run] >= 0)).all()]
    keeper = min(already, key=lambda run: run.start, default=own) if headline else range(0)
    for run in same:
        stays[run] = False
    stays[keeper] = True
    kept = range(numbers[keeper.start], numbers[keeper.stop - 1] + 1) if keeper else None
    return replace(judged, stays=stays), kept


def _with_headline(result: Result, first: int, last: int) -> Result:
    """``result`` with the lines from ``first`` to ``last`` in it, whoever wanted to cut them."""
    document = result.document
    lines = document.lines
    if last >= len(lines):
        return result
    span = (lines[first].start, lines[last].end)
    if list(outside(result.spans, *span)) == [span]:
        return result
    removals, withheld = set(), set()
    for removal in result.removals:
        if removal.filter == GAPS:
            continue
        rest = list(outside([span], removal.start, removal.end))
        if removal.start == removal.end or rest == [(removal.start, removal.end)]:
            removals.add(removal)
        else:  # what else it would have taken goes all the same
            removals.update(replace(removal, start=start, end=end) for start, end in rest)
            withheld.add(replace(removal, evidence="; ".join(filter(None, (removal.evidence, _HEADLINE)))))
    if not withheld:
        return result
    closed = close_gaps(document, sorted(removals))
    return Result(document, tuple(sorted(closed)), tuple(sorted({*result.withheld, *withheld})))
