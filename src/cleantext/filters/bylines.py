"""By-lines, dates and reading times."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cleantext.document import Document
from cleantext.filters._rules import rule_removals
from cleantext.removal import Removal

NAME = "bylines"


@dataclass(frozen=True)
class Bylines:
    """Removes lines that say who wrote the text, when, and how long it takes to read."""

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals that the rules of this kind propose for ``document``."""
        return rule_removals(document, NAME)
