"""Filters in, clean text out: the pipeline, the profiles and the three functions most people need."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from cleantext.document import Document
from cleantext.filters import BUILT_IN, CustomRules, KindFilter, MainContent, residue_filters
from cleantext.gaps import close_gaps
from cleantext.judge.judgement import Judge
from cleantext.removal import Removal, Result
from cleantext.repair import repair as repair_text

if TYPE_CHECKING:
    from cleantext.html import Extractor

Filter = Callable[[Document], Iterable[Removal]]
"""Anything that looks at a whole document and proposes removals. Functions and pipelines qualify."""

PROFILES = ("residue", "main")


@dataclass(frozen=True)
class Pipeline:
    r"""Runs filters over a document and cuts.

    Every filter sees the same document, so their order does not matter. Since a
    :class:`~cleantext.Result` can be iterated over, a pipeline is itself a filter.

    >>> from cleantext.filters import ShareButtons
    >>> Pipeline([ShareButtons()])("The first paragraph ends here.\nShare on Facebook").text
    'The first paragraph ends here.\n'
    """

    filters: Sequence[Filter]

    def __call__(self, source: Document | str) -> Result:
        """The result of cleaning ``source``; never raises for any text."""
        document = source if isinstance(source, Document) else Document(source)
        proposed = sorted({removal for propose in self.filters for removal in propose(document)})
        withheld = {kept for one in self.filters if isinstance(one, KindFilter) for kept in one.withheld(document)}
        return Result(document, tuple(sorted(close_gaps(document, proposed))), tuple(sorted(withheld)))


def profile_pipeline(profile: str = "residue", judge: Judge | None = None) -> Pipeline:
    """The pipeline of a named profile. Raises :class:`ValueError` for a name that is none.

    ``"residue"`` removes what is recognisably furniture and never touches prose. ``"main"``
    keeps only the main content of a whole page.
    """
    if profile == "residue":
        return Pipeline(residue_filters(judge))
    if profile == "main":
        return Pipeline((MainContent(judge=judge or Judge()),))
    raise ValueError(f"no profile {profile!r}; there are {', '.join(PROFILES)}")


def read_html(
    html: str | bytes, pipeline: Pipeline, url: str | None = None, extractor: Extractor = "model"
) -> tuple[str, Pipeline]:
    """The text of an HTML page and the pipeline to clean it with: the one place where both meet.

    The text is that of :func:`~cleantext.html.html_to_text`, the pipeline the one given. But if
    that asks the judge for the main content (profile ``"main"``) and the extractor is the judge too,
    the text is all that the page shows, and the filter gives way to the verdict that saw the markup.
    """
    from cleantext.filters.main import judge_html
    from cleantext.html import decode, has_markup, html_to_text

    text = decode(html) if isinstance(html, bytes) else html
    if extractor == "model" and has_markup(text):
        asked = next((f for f in pipeline.filters if isinstance(f, MainContent)), None)
        if asked:
            judged = judge_html(text, asked.threshold, asked.judge)
            return judged.text, replace(pipeline, filters=tuple(judged if f is asked else f for f in pipeline.filters))
    return html_to_text(text, url, extractor), pipeline


def select_filters(pipeline: Pipeline, only: Collection[str] = (), skip: Collection[str] = ()) -> Pipeline:
    """``pipeline`` with the built-in filters of some names: ``only`` those, or all but ``skip``.

    Raises :class:`ValueError` for a name that no built-in filter has.
    """
    names = {built_in.name for built_in in BUILT_IN}
    for name in (*only, *skip):
        if name not in names:
            close = get_close_matches(name, names, n=1)
            raise ValueError(f"no filter {name!r}" + (f", did you mean {close[0]!r}?" if close else ""))
    dropped = {name for name in names if name in skip or (only and name not in only)}
    kept = [one for one in pipeline.filters if not (isinstance(one, KindFilter) and one.name in dropped)]
    return replace(pipeline, filters=tuple(kept))


def with_rules(pipeline: Pipeline, paths: Iterable[str | Path]) -> Pipeline:
    """``pipeline`` and the rules of the files ``paths``. Raises :class:`~cleantext.RuleError` for a bad file."""
    return replace(pipeline, filters=(*pipeline.filters, *map(CustomRules.from_file, paths)))


Source = Literal["auto", "text", "html"]
"""What a string is. ``auto`` looks: text that begins as a page does is taken for HTML."""


def explain(
    text: str,
    profile: str = "residue",
    *,
    lang: str | None = None,
    url: str | None = None,
    repair: bool = True,
    source: Source = "auto",
) -> Result:
    r"""Clean ``text`` and say what was removed and why.

    With ``repair`` (the default) encoding damage is mended first, line by line, and HTML is
    noticed and read as by :func:`clean_html` unless ``source`` is ``"text"``; offsets are those
    of ``result.document.text``, the text after both. Raises :class:`ValueError` for an unknown
    profile and for nothing else.

    >>> result = explain("The last word of the article.\nPhoto: J. Doe/Getty Images")
    >>> [(r.filter, r.rule) for r in result.by_filter()["captions"]]
    [('captions', 'en/photo-credit-line')]
    """
    pipeline = profile_pipeline(profile)
    if source != "text":
        from cleantext.html import looks_like_html

        if source == "html" or looks_like_html(text):
            text, pipeline = read_html(text, pipeline, url)
    return pipeline(Document(repair_text(text) if repair else text, lang, url))


def clean(
    text: str,
    profile: str = "residue",
    *,
    lang: str | None = None,
    url: str | None = None,
    repair: bool = True,
    source: Source = "auto",
) -> str:
    r"""``text`` without its furniture: :func:`explain`'s text. Takes any ``str``.

    Text that needs no cutting (and no repair) comes back as it is, byte for byte.

    >>> clean("It was over.\n\nTrending Now Sponsored Links by Taboola\n")
    'It was over.\n'
    """
    return explain(text, profile, lang=lang, url=url, repair=repair, source=source).text


def clean_html(
    html: str | bytes,
    url: str | None = None,
    profile: str = "residue",
    *,
    lang: str | None = None,
    repair: bool = True,
    extractor: Extractor = "model",
) -> str:
    r"""The clean text of an HTML page: its main text, then cleaned of what the extractor left.

    The main text is found by the line model that comes with this package, or by trafilatura
    (``extractor="trafilatura"``). With ``profile="main"`` the model's main text is all; what
    trafilatura found, the model reads again.

    Of a piece of a page all text counts. Bare text is noticed and cleaned as text. A page without
    extractable text gives ``""``. ``bytes`` are decoded by their byte-order mark, as UTF-8, or as
    the page declares. For what was removed and why use :func:`explain` with ``source="html"``.

    >>> clean_html("<p>It rained for three days.</p><p>Share on Facebook</p>")
    'It rained for three days.\n'
    """
    text, pipeline = read_html(html, profile_pipeline(profile), url, extractor)
    return pipeline(Document(repair_text(text) if repair else text, lang, url)).text
