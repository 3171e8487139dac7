"""Prompts to install an app or to switch something on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cleantext.document import Document
from cleantext.filters._prompts import Manner, prompt_removals
from cleantext.removal import Removal

NAME = "apps"
MANNER = Manner(bridge=1)


@dataclass(frozen=True)
class AppPrompts:
    """Removes prompts to install an app, allow notifications or enable JavaScript."""

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals that the rules of this kind propose for ``document``."""
        return prompt_removals(document, NAME, MANNER)
