"""What the judge makes of a text: for each visible unit the odds that it is furniture, and of which kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleantext.document import Document
from cleantext.hits import Hits
from cleantext.judge.decision import WHOLE, probabilities, weighed
from cleantext.judge.lines import Lines, clipped, lines_of
from cleantext.judge.page import Page, read_page
from cleantext.judge.traits import Traits, traits
from cleantext.judge.weights import Networks, shipped
from cleantext.kinds import KINDS
from cleantext.matching import built_in_matcher, parts
from cleantext.units import Units
from cleantext.wholes import RULE, wholes

# A text of more units is judged piece by piece, so that memory does not count; the network was taught with fewer.
PIECE = 2048
# Units around a piece that are read with it: as many as the network sees from a unit, through all of its blocks.
AROUND = 64
# Characters of pieces, of one text or of many, that are judged at one go; a unit counts for some more, so that what
# the network makes of them stays in the processor's cache.
_TOGETHER = 1 << 17
_UNIT = 48


@dataclass(frozen=True, eq=False)
class Judgement:
    """The visible units of a text, in their order."""

    units: Units
    numbers: NDArray[np.int64]  # among all units
    widths: NDArray[np.int64]  # in visible characters, those of unspaced scripts counted three times
    odds: NDArray[np.int64]  # the log odds that it is furniture, in units of ``1 / STATE``
    weighed: NDArray[np.int64]  # the same, as if each unit had ten words
    content: NDArray[np.int64]  # the log odds that it is main content, if this is a whole page
    kinds: NDArray[np.int64]  # the place in ``KINDS`` of the kind that it resembles most
    present: frozenset[int]  # of some unit at least
    hits: Hits  # what the rules saw, by unit

    def chance(self, index: int) -> float:
        """The probability that a visible unit is furniture."""
        return int(probabilities(self.odds[index : index + 1])[0]) / WHOLE

    def given(self, content: NDArray[np.int64]) -> Judgement:
        """The same for who knows the log odds, in units of ``1 / STATE``, that units are main ``content``: the surer,
        the less they are furniture. That a unit may be none says nothing.
        """
        known = np.maximum(content, 0)
        return replace(self, odds=self.odds - known, weighed=self.weighed - known)

    def pooled(self, groups: NDArray[np.int64]) -> Judgement:
        """The same where the visible units of each of ``groups`` stand or go together: none goes unless each would by
        itself, but for the rule of a table. They are main content by their mean odds, and of the kind that most of them
        resemble, both by width.
        """
        _, group, sizes = np.unique(groups, return_inverse=True, return_counts=True)
        several = sizes[group] > 1
        if not several.any():
            return self
        texts = [self.units.texts[number] for number in self.numbers[several].tolist()]
        speaks = np.ones(len(group), bool)
        speaks[several] = [bool(text.strip(RULE)) for text in texts]
        content = np.rint(np.bincount(group, self.content * self.widths) / np.bincount(group, self.widths))
        votes = np.zeros((len(sizes), len(KINDS)), np.int64)
        np.add.at(votes, (group, self.kinds), self.widths)
        kinds = np.where(several, votes.argmax(1)[group], self.kinds)
        return replace(
            self, odds=_least(self.odds, group, speaks), weighed=_least(self.weighed, group, speaks), kinds=kinds,
            content=np.where(several, content[group].astype(np.int64), self.content), present=frozenset(kinds.tolist()),
        )  # fmt: skip

    @cached_property
    def traits(self) -> Traits:
        """What the visible units look like, read once more, for who explains."""
        page = read_page("\n".join(clipped([self.units.texts])[0]))
        assert page is not None
        return traits(page)


def _least(column: NDArray[np.int64], group: NDArray[np.int64], speaks: NDArray[np.bool_]) -> NDArray[np.int64]:
    """For each unit the least of those of its group that speak, and its own where none does."""
    most = np.iinfo(np.int64).max
    least = np.full(int(group.max()) + 1, most)
    np.minimum.at(least, group[speaks], column[speaks])
    return np.where(least[group] < most, least[group], column)


class _Piece(NamedTuple):
    """Units ``first`` to ``last`` of a document, and those from ``start`` to ``end`` that are read with them."""

    document: int
    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True)
class Judge:
    """Judges documents by ``networks``, by default those that ship.

    A view (:meth:`~cleantext.Document.view`): all filters of a pipeline share one judgement.
    """

    networks: Networks | None = field(default=None, repr=False)

    def __call__(self, document: Document) -> Judgement | None:
        """The judgement of ``document``; ``None`` if nothing in it is visible."""
        self.judge([document])
        return document.view(self)

    def judge(self, documents: Sequence[Document]) -> None:
        """Judges ``documents``, short ones at one go, the same as one by one; each remembers its judgement."""
        documents = [document for document in documents if not document.knows(self)]
        found: dict[int, list[Judgement]] = {}
        units = [document.view(parts) for document in documents]
        for pieces in _together(units):
            for number, judgement in self._judged(units, pieces):
                found.setdefault(number, []).append(judgement)
        for number, document in enumerate(documents):
            document.remember(self, _together_in(document, _joined(found[number])) if number in found else None)

    def _judged(self, units: Sequence[Units], pieces: Sequence[_Piece]) -> Iterator[tuple[int, Judgement]]:
        """The judgement of each of some pieces of documents in which something is visible."""
        found = seen_in([units[piece.document].texts[piece.start : piece.end] for piece in pieces])
        if found is None:
            return
        page, lines, hits = found
        answers = (self.networks.text if self.networks else shipped("text"))(lines)
        odds = weighed(answers.furniture, page.words.number)
        kinds = answers.kinds[:, : len(KINDS)].argmax(1)
        columns = page.widths, answers.furniture, odds, answers.content, kinds
        for owner, which in enumerate(page.texts.tolist()):
            piece, begin = pieces[which], int(page.begins[owner])
            moved, edges = piece.start - begin, (piece.first - piece.start + begin, piece.last - piece.start + begin)
            seen, own = slice(*np.searchsorted(page.numbers, edges)), slice(*np.searchsorted(hits.units, edges))
            if seen.start < seen.stop:
                widths, furniture, weight, content, kind = (column[seen] for column in columns)
                yield piece.document, Judgement(
                    units[piece.document], page.numbers[seen] + moved, widths, furniture, weight, content, kind,
                    frozenset(kind.tolist()), hits.chosen(own).moved(moved),
                )  # fmt: skip


def seen_in(texts: Sequence[Sequence[str]]) -> tuple[Page, Lines, Hits] | None:
    """What the judge sees of some texts, each given by its lines, and what the built-in rules find in them, line
    by line through all texts; ``None`` if nothing is visible.
    """
    read = clipped(texts)
    hits = built_in_matcher().read([line for text in read for line in text])
    found = lines_of(read, hits)
    return None if found is None else (*found, hits)


def _together(units: Sequence[Units]) -> Iterator[list[_Piece]]:
    """The pieces of some documents, as many at a time as are judged at one go."""
    held: list[_Piece] = []
    size = 0
    for number, found in enumerate(units):
        count = len(found.texts)
        for first in range(0, count, PIECE):
            last = min(first + PIECE, count)
            held.append(_Piece(number, first, last, max(first - AROUND, 0), min(last + AROUND, count)))
            size += sum(map(len, found.texts[first:last])) + _UNIT * (last - first)
            if size >= _TOGETHER:
                yield held
                held, size = [], 0
    if held:
        yield held


def _together_in(document: Document, judgement: Judgement) -> Judgement:
    """``judgement`` where fenced code and tables of Markdown stand or go as wholes."""
    spans = np.array(document.view(wholes), np.int64).reshape(-1, 2)
    if not len(spans):
        return judgement
    starts = np.array(judgement.units.starts, np.int64)[judgement.numbers]
    within = np.searchsorted(spans[:, 0], starts, "right") - 1
    inside = (within >= 0) & (starts < spans[within, 1])
    return judgement.pooled(np.where(inside, -1 - within, np.arange(len(starts))))


def _joined(pieces: Sequence[Judgement]) -> Judgement:
    """The judgement of a text of those of its pieces."""
    if len(pieces) == 1:
        return pieces[0]
    names = ("numbers", "widths", "odds", "weighed", "content", "kinds")
    columns: dict[str, Any] = {name: np.concatenate([getattr(piece, name) for piece in pieces]) for name in names}
    present = frozenset().union(*(piece.present for piece in pieces))
    return replace(pieces[0], **columns, present=present, hits=Hits.joined([piece.hits for piece in pieces]))
