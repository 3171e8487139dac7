"""What the network tells of the furniture in a text: how sure it is of each line, and which kind.

The same pass that finds the main content of a page gives a second answer, learned from what
extractors leave behind; see ``docs/model-card.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleantext.document import Document
from cleantext.model.judge import lines_of
from cleantext.model.network import SIGNAL, STATE, Floats, Lines, Network
from cleantext.model.page import read_page
from cleantext.model.tokens import ROW_BITS, Tokens
from cleantext.model.weights import shipped

KINDS = (
    "consent", "caption", "recommend", "bio", "newsletter", "share", "paywall", "ad", "cta", "nav", "meta", "footer",
    "comments", "forum",
)  # fmt: skip
"""The kinds of furniture that the network tells apart, in the order of its answers."""

KIND_BITS = 13
"""The table of kinds has ``2 ** KIND_BITS`` rows, shared by words and pairs of words."""


class Sight(NamedTuple):
    """What the network makes of the visible lines of a text, in their order."""

    numbers: NDArray[np.int64]  # of each among all lines
    words: NDArray[np.int64]  # in each
    odds: NDArray[np.int64]  # the log odds that it is furniture, in units of ``1 / STATE``
    kinds: NDArray[np.int64]  # the place in ``KINDS`` of the kind that it resembles most


@dataclass(frozen=True)
class Look:
    """How ``network`` (by default the shipped one) sees a document; ``None`` if nothing in it is visible.

    A view (:meth:`~cleantext.Document.view`), so that the filter and the guard share one look.
    """

    network: Network | None = None

    def __call__(self, document: Document) -> Sight | None:
        """The sight of ``document``."""
        page = read_page(document.text)
        if page is None:
            return None
        network = self.network or shipped()
        lines = lines_of(page)
        signal = network.signal(lines)
        _, furniture = network.answers(signal)
        return Sight(page.numbers, page.words.number, furniture, kinds_of(network, signal, lines))


def kinds_of(network: Network, signal: Floats, lines: Lines) -> NDArray[np.int64]:
    """The kind of furniture that each line resembles most."""
    kinds = network.kinds(signal)
    for tokens in (lines.words, lines.pairs):
        kinds += network.kind_words(kind_tokens(tokens)) * (STATE / SIGNAL)
    found: NDArray[np.int64] = kinds.argmax(1)
    return found


def kind_tokens(tokens: Tokens) -> Tokens:
    """The rows of the table of kinds that ``tokens`` look up."""
    return Tokens(tokens.rows >> np.uint16(ROW_BITS - KIND_BITS), tokens.counts)
