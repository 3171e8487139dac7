"""Footers and legal notices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cleantext.document import Document
from cleantext.filters._rules import rule_removals
from cleantext.removal import Removal

NAME = "footer"


@dataclass(frozen=True)
class FooterNotices:
    """Removes copyright lines, addresses, policy links and the other furniture of page footers."""

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals that the rules of this kind propose for ``document``."""
        return rule_removals(document, NAME)
