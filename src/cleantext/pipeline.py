"""Filters in, clean text out: the pipeline, the profiles and the three functions most people need."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from cleantext.document import Document
from cleantext.filters import BUILT_IN, CustomRules, Leftovers, residue_filters
from cleantext.guard import ProseGuard
from cleantext.removal import Removal, Result
from cleantext.revise import REVISERS, Reviser, close_gaps

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
