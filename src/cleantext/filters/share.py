"""Share and follow buttons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cleantext.document import Document
from cleantext.filters._prompts import Manner, prompt_removals
from cleantext.removal import Removal

NAME = "share"
MANNER = Manner(head=8, tail=3)


@dataclass(frozen=True)
class ShareButtons:
    """Removes rows of share buttons, their counters, and prompts to follow an account."""

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals that the rules of this kind propose for ``document``."""
        return prompt_removals(document, NAME, MANNER)
