"""Filters in, clean text out: the pipeline and the profiles."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import get_args

from cleantext.choices import Profile, no_such
from cleantext.document import Document
from cleantext.filters import BUILT_IN, CustomRules, JudgedHtml, KindFilter, MainContent, residue_filters
from cleantext.gaps import close_gaps, gaps
from cleantext.judge.judgement import Judge
from cleantext.removal import Removal, Result, outside, united
from cleantext.values import column

# Our own filters say quickly what they would take, and later, to who asks, why. Most of them ask a judge.
_Judging = KindFilter | MainContent
_Quick = _Judging | JudgedHtml

Filter = Callable[[Document], Iterable[Removal]]
"""Anything that looks at a whole document and proposes removals. Functions and pipelines qualify."""


@dataclass(frozen=True)
class Pipeline:
    r"""Runs filters over a document and cuts.

    Every filter sees the same document, so their order does not matter. A pipeline is itself a filter:
    among others it stands for its own.

    >>> from cleantext.filters import ShareButtons
    >>> Pipeline([ShareButtons()])("The first paragraph ends here.\nShare on Facebook").text
    'The first paragraph ends here.\n'
    """

    filters: Sequence[Filter]

    def __post_init__(self) -> None:
        if not isinstance(self.filters, Iterable):
            raise TypeError(f"a pipeline takes a list of filters, not {self.filters!r:.60}")
        parts = [one.filters if type(one) is Pipeline else (one,) for one in self.filters]
        object.__setattr__(self, "filters", tuple(chain.from_iterable(parts)))
        for one in self.filters:
            if isinstance(one, type) or not callable(one):
                raise TypeError(f"a filter takes a document, as PhotoCaptions() does; {one!r} is none")

    def __call__(self, source: Document | str) -> Result:
        """The result of cleaning ``source``; of built-in filters none raises for any text.

        Raises :class:`TypeError` for a filter that returns anything else than removals, :class:`ValueError` for
        a removal that ends behind the text.
        """
        return self._result(_document(source))

    def many(self, sources: Iterable[Document | str]) -> list[Result]:
        """The result of cleaning each of ``sources``, the same as one by one; short ones are judged together."""
        documents = list(map(_document, column(sources)))
        for judge in {one.judge for one in self.filters if isinstance(one, _Judging)}:
            judge.judge(documents)
        return list(map(self._result, documents))

    def _result(self, document: Document) -> Result:
        ours = [one for one in self.filters if isinstance(one, _Quick)]
        told = {removal for one in self.filters if not isinstance(one, _Quick) for removal in _told(one, document)}
        proposed = [span for one in ours for span in one.spans(document)]
        proposed += [(removal.start, removal.end) for removal in told]
        taken = united(proposed)

        def removals() -> tuple[Removal, ...]:
            every = {*told, *(removal for one in ours for removal in one(document))}
            return tuple(sorted(close_gaps(document, sorted(every))))

        def withheld() -> tuple[Removal, ...]:
            kept = {kept for one in ours if isinstance(one, KindFilter) for kept in one.withheld(document)}
            return tuple(sorted(one for one in kept if any(outside(taken, one.start, one.end))))

        return Result.later(document, united((*taken, *gaps(document, taken))), removals, withheld)


def _document(source: Document | str) -> Document:
    return source if isinstance(source, Document) else Document(source)


def _told(one: Filter, document: Document) -> tuple[Removal, ...]:
    """What a filter that is none of ours proposes."""
    found = one(document)
    if not isinstance(found, Iterable):
        raise TypeError(f"a filter returns removals; {one!r} returned {found!r:.60}")
    return Result(document, tuple(found)).removals  # which says what is wrong with them


def profile_pipeline(profile: str = "residue", judge: Judge | None = None) -> Pipeline:
    """The pipeline of a named profile. Raises :class:`ValueError` for a name that is none.

    ``"residue"`` removes what is recognisably furniture, ``"main"`` keeps only the main content of a whole page.
    """
    if profile == "residue":
        return Pipeline(residue_filters(judge))
    if profile == "main":
        return Pipeline((MainContent(judge=judge or Judge()),))
    raise ValueError(no_such("profile", profile, get_args(Profile)))


def select_filters(pipeline: Pipeline, only: Collection[str] = (), skip: Collection[str] = ()) -> Pipeline:
    """``pipeline`` with the built-in filters of some names: ``only`` those, or all but ``skip``.

    Raises :class:`ValueError` for a name that no built-in filter has, and for a pipeline in which none of them is.
    """
    only, skip = ((one,) if isinstance(one, str) else tuple(one) for one in (only, skip))
    names = [built_in.name for built_in in BUILT_IN]
    for name in (*only, *skip):
        if name not in names:
            raise ValueError(no_such("filter", name, names))
    if (only or skip) and not any(isinstance(one, KindFilter) for one in pipeline.filters):
        raise ValueError("names choose among the filters of profile 'residue', of which this pipeline has none")
    dropped = {name for name in names if name in skip or (only and name not in only)}
    kept = [one for one in pipeline.filters if not (isinstance(one, KindFilter) and one.name in dropped)]
    return replace(pipeline, filters=tuple(kept))


def with_rules(pipeline: Pipeline, paths: str | Path | Iterable[str | Path]) -> Pipeline:
    """``pipeline`` and the rules of the files ``paths``. Raises :class:`~cleantext.RuleError` for a bad file."""
    files = (paths,) if isinstance(paths, str | Path) else paths
    return replace(pipeline, filters=(*pipeline.filters, *map(CustomRules.from_file, files)))
