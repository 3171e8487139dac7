"""Paywall, log-in and donation notices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cleantext.document import Document
from cleantext.filters._prompts import Manner, prompt_removals
from cleantext.removal import Removal

NAME = "paywall"
MANNER = Manner(bridge=1)


@dataclass(frozen=True)
class PaywallNotices:
    """Removes notices that ask to subscribe, log in or donate before or after reading on."""

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals that the rules of this kind propose for ``document``."""
        return prompt_removals(document, NAME, MANNER)
