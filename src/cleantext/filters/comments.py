"""Reader comments and their forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cleantext.document import Document
from cleantext.filters._rules import rule_removals
from cleantext.removal import Removal

NAME = "comments"


@dataclass(frozen=True)
class ReaderComments:
    """Removes comment forms, the controls of comment threads, and the threads themselves."""

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals that the rules of this kind propose for ``document``."""
        return rule_removals(document, NAME)
