"""The chrome of forum posts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cleantext.document import Document
from cleantext.filters._rules import rule_removals
from cleantext.removal import Removal

NAME = "forum"


@dataclass(frozen=True)
class ForumChrome:
    """Removes the frames of forum posts: member data, post numbers, quote and reply buttons."""

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals that the rules of this kind propose for ``document``."""
        return rule_removals(document, NAME)
