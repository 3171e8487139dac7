"""Filters in, clean text out: the pipeline, the profiles and the three functions most people need."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from cleantext.document import Document
from cleantext.filters import BUILT_IN, CustomRules, Leftovers, residue_filters
from cleantext.guard import ProseGuard
from cleantext.removal import Removal, Result
from cleantext.repair import repair as repair_text
from cleantext.revise import REVISERS, Reviser, close_gaps

if TYPE_CHECKING:
    from cleantext.html import Extractor

Filter = Callable[[Document], Iterable[Removal]]
"""Anything that looks at a whole document and proposes removals. Functions and pipelines qualify."""

PROFILES = ("residue", "main")

# Cutting makes new neighbours, which can show one more piece of furniture. Reading again until
# nothing more goes makes cleaning idempotent; ordinary pages settle after the second reading.
MOST_PASSES = 20


class _Kept:
    """What is still there of a text: maps offsets in the reduced text back to the original."""

    def __init__(self, segments: Sequence[tuple[int, int]]) -> None:
        self._segments = segments  # (start, end) in the original, in order
        self._starts: list[int] = []  # where each begins in the reduced text
        length = 0
        for start, end in segments:
            self._starts.append(length)
            length += end - start

    def _at(self, offset: int) -> int:
        index = bisect_right(self._starts, offset) - 1
        return self._segments[index][0] + offset - self._starts[index]

    def original(self, removal: Removal) -> Removal:
        """``removal`` with its offsets in the original text."""
        start = self._at(removal.start)
        end = self._at(removal.end - 1) + 1 if removal.end > removal.start else start
        return replace(removal, start=start, end=end)

    def without(self, spans: Iterable[tuple[int, int]]) -> _Kept:
        """What is there after ``spans`` of the reduced text are cut too."""
        edges = [0, *(edge for span in spans for edge in span), self._length()]
        segments = []
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            at = start
            while at < end:
                index = bisect_right(self._starts, at) - 1
                first, last = self._segments[index]
                offset = at - self._starts[index]
                taken = min(end - at, last - first - offset)
                segments.append((first + offset, first + offset + taken))
                at += taken
        return _Kept(segments)

    def _length(self) -> int:
        return sum(end - start for start, end in self._segments)


@dataclass(frozen=True)
class Pipeline:
    r"""Runs filters over a document, takes a second look, and cuts.

    Every filter sees the same document, so their order does not matter. Since a
    :class:`~cleantext.Result` can be iterated over, a pipeline is itself a filter.

    >>> from cleantext.filters import ShareButtons
    >>> Pipeline([ShareButtons()])("The first paragraph ends here.\nShare on Facebook").text
    'The first paragraph ends here.\n'
    """

    filters: Sequence[Filter]
    revisers: Sequence[Reviser] = REVISERS
    passes: int = MOST_PASSES

    def __call__(self, source: Document | str) -> Result:
        """The result of cleaning ``source``; never raises for any text."""
        document = source if isinstance(source, Document) else Document(source)
        removals: list[Removal] = []
        withheld: list[Removal] = []
        kept = _Kept([(0, len(document.text))])
        current = document
        for _ in range(self.passes):
            proposed = [removal for propose in self.filters for removal in propose(current)]
            standing: Sequence[Removal] = sorted(set(proposed))
            for reviser in self.revisers:
                standing = reviser(current, standing)
            accepted = set(standing)
            withheld = [kept.original(removal) for removal in proposed if removal not in accepted]
            removals += [kept.original(removal) for removal in standing]
            step = Result(current, tuple(standing))
            if not step.spans:
                break
            kept = kept.without(step.spans)
            current = current.cut_down(step.text)
        return Result(document, tuple(sorted(set(removals))), tuple(sorted(set(withheld))))


def profile_pipeline(profile: str = "residue") -> Pipeline:
    """The pipeline of a named profile. Raises :class:`ValueError` for a name that is none.

    ``"residue"`` removes what is recognisably furniture and never touches prose. ``"main"``
    keeps only the main content of a whole page. What the model keeps of a page is not a page any
    more, so it is asked once: cleaning again may cut again.
    """
    if profile == "residue":
        return Pipeline(residue_filters(), revisers=(ProseGuard(), *REVISERS))
    if profile == "main":
        from cleantext.model import MainContent

        return Pipeline((MainContent(),), revisers=(close_gaps,), passes=1)
    raise ValueError(f"no profile {profile!r}; there are {', '.join(PROFILES)}")


def read_html(
    html: str | bytes, pipeline: Pipeline, url: str | None = None, extractor: Extractor = "model"
) -> tuple[str, Pipeline]:
    """The text of an HTML page and the pipeline to clean it with: the one place where both meet.

    The text is that of :func:`~cleantext.html.html_to_text`, the pipeline the one given. But if
    that asks the line model (profile ``"main"``) and the extractor is the model too, the text is
    all that the page shows, and the model's filter gives way to its verdict, which saw the markup.
    """
    from cleantext.html import decode, has_markup, html_to_text

    text = decode(html) if isinstance(html, bytes) else html
    if extractor == "model" and has_markup(text):
        from cleantext.model import MainContent, judged_html

        asked = next((f for f in pipeline.filters if isinstance(f, MainContent)), None)
        if asked:
            text, judged = judged_html(text, asked.threshold)
            return text, replace(pipeline, filters=tuple(judged if f is asked else f for f in pipeline.filters))
    return html_to_text(text, url, extractor), pipeline


def select_filters(pipeline: Pipeline, only: Collection[str] = (), skip: Collection[str] = ()) -> Pipeline:
    """``pipeline`` with the built-in filters of some names: ``only`` those, or all but ``skip``.

    Without ``leftovers`` the network has no say in what the others take either: rules alone decide.
    Raises :class:`ValueError` for a name that no built-in filter has.
    """
    makers = {built_in.name: built_in.make for built_in in BUILT_IN}
    for name in (*only, *skip):
        if name not in makers:
            close = get_close_matches(name, makers, n=1)
            raise ValueError(f"no filter {name!r}" + (f", did you mean {close[0]!r}?" if close else ""))
    dropped = tuple(make for name, make in makers.items() if name in skip or (only and name not in only))
    filters = tuple(f for f in pipeline.filters if type(f) not in dropped)
    revisers = tuple(r for r in pipeline.revisers if not (Leftovers in dropped and isinstance(r, ProseGuard)))
    return replace(pipeline, filters=filters, revisers=revisers)


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
