"""What the judge makes of a text: for each visible unit the odds that it is furniture, and of which kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleantext.document import Document
from cleantext.hits import Hits
from cleantext.judge.decision import WHOLE, probabilities, weighed
from cleantext.judge.lines import Lines, lines_of
from cleantext.judge.network import Ensemble
from cleantext.judge.page import Page
from cleantext.judge.weights import shipped
from cleantext.kinds import KINDS
from cleantext.matching import built_in_matcher, parts
from cleantext.units import Units


class Judgement(NamedTuple):
    """The visible units of a text, in their order."""

    units: Units
    page: Page  # numbers[n] is the n-th visible unit's number among all units
    odds: NDArray[np.int64]  # the log odds that it is furniture, in units of ``1 / STATE``
    weighed: NDArray[np.int64]  # the same, as if each unit had ten words
    content: NDArray[np.int64]  # the log odds that it is main content, if this is a whole page
    kinds: NDArray[np.int64]  # the place in ``KINDS`` of the kind that it resembles most
    present: frozenset[int]  # of some unit at least
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
        texts = [document.view(parts).texts for document in documents]
        hits = built_in_matcher().read([line for text in texts for line in text])
        found = lines_of(texts, hits)
        judgements = {} if found is None else dict(self._judgements(documents, hits, *found))
        for number, document in enumerate(documents):
            document.remember(self, judgements.get(number))

    def _judgements(
        self, documents: Sequence[Document], hits: Hits, page: Page, lines: Lines
    ) -> Iterator[tuple[int, Judgement]]:
        answers = (self.network or shipped())(lines)
        odds = weighed(answers.furniture, page.words.number)
        kinds = answers.kinds[:, : len(KINDS)].argmax(1)
        for owner, number in enumerate(page.texts.tolist()):
            units = documents[number].view(parts)
            begin, part = int(page.begins[owner]), slice(page.starts[owner], page.starts[owner] + page.sizes[owner])
            own = hits.chosen(slice(*np.searchsorted(hits.units, (begin, begin + len(units.texts)))))
            own = replace(own, units=own.units - begin)
            judged = answers.furniture[part], odds[part], answers.content[part], kinds[part]
            present = frozenset(kinds[part].tolist())
            yield number, Judgement(units, page.alone(owner), *judged, present, own)
