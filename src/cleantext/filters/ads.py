"""Advertisement labels and affiliate disclosures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cleantext.document import Document
from cleantext.filters._prompts import Manner, prompt_removals
from cleantext.removal import Removal

NAME = "ads"
MANNER = Manner(head=4)


@dataclass(frozen=True)
class AdLabels:
    """Removes labels of advertisements that are gone, and disclosures of affiliate links."""

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals that the rules of this kind propose for ``document``."""
        return prompt_removals(document, NAME, MANNER)
