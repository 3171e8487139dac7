"""A site's own marketing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cleantext.document import Document
from cleantext.filters._prompts import Manner, prompt_removals
from cleantext.removal import Removal

NAME = "cta"
MANNER = Manner(bridge=1, bridge_words=12, promise_words=20, headings=True, catalogue=True)


@dataclass(frozen=True)
class CallsToAction:
    """Removes a site's calls to action: book a call, get a quote, shop now."""

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals that the rules of this kind propose for ``document``."""
        return prompt_removals(document, NAME, MANNER)
