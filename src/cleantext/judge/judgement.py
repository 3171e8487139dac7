"""What the judge makes of a text: for each visible unit the odds that it is furniture, and of which kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleantext.document import Document
from cleantext.hits import Hits
from cleantext.judge.decision import WHOLE, probabilities, weighed
from cleantext.judge.lines import lines_of
from cleantext.judge.network import Answers, Ensemble
from cleantext.judge.page import Page
from cleantext.judge.weights import shipped
from cleantext.kinds import KINDS
from cleantext.matching import built_in_hits, hits_in, parts
from cleantext.units import Units


class Judgement(NamedTuple):
    """The visible units of a text, in their order."""

    units: Units
    page: Page  # numbers[n] is the n-th visible unit's number among all units
    odds: NDArray[np.int64]  # the log odds that it is furniture, in units of ``1 / STATE``
    weighed: NDArray[np.int64]  # the same, as if each unit had ten words
    content: NDArray[np.int64]  # the log odds that it is main content, if this is a whole page
    kinds: NDArray[np.int64]  # the place in ``KINDS`` of the kind that it resembles most
    hits: Hits  # what the rules saw, by unit

    def chance(self, index: int) -> float:
        """The probability that a visible unit is furniture."""
        return int(probabilities(self.odds[index : index + 1])[0]) / WHOLE


@dataclass(frozen=True)
class Judge:
    """Judges documents by ``network``, by default the one that ships.

    A view (:meth:`~cleantext.Document.view`): all filters of a pipeline share one judgement.
    """

    network: Ensemble | None = field(default=None, repr=False)

    def __call__(self, document: Document) -> Judgement | None:
        """The judgement of ``document``; ``None`` if nothing in it is visible."""
        self.judge([document])
        return document.view(self)

    def judge(self, documents: Sequence[Document]) -> None:
        """Judges ``documents`` at one go, the same as one by one, and has each remember its judgement."""
        hits_in(documents)
        seen = [lines_of(document.view(parts).texts, document.view(built_in_hits)) for document in documents]
        network = self.network or shipped()
        lines = [found[1] for found in seen if found is not None]
        answers = iter(network.many(lines) if len(lines) > 1 else map(network, lines))
        for document, found in zip(documents, seen, strict=True):
            judgement = None if found is None else _judgement(document, found[0], next(answers))
            document.remember(self, judgement)


def _judgement(document: Document, page: Page, answers: Answers) -> Judgement:
    kinds = answers.kinds[:, : len(KINDS)].argmax(1)
    odds = weighed(answers.furniture, page.words.number)
    found, hits = document.view(parts), document.view(built_in_hits)
    return Judgement(found, page, answers.furniture, odds, answers.content, kinds, hits)
