"""What embedded posts and videos leave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cleantext.document import Document
from cleantext.filters._rules import rule_removals
from cleantext.removal import Removal

NAME = "embeds"


@dataclass(frozen=True)
class EmbedChrome:
    """Removes the chrome of embedded tweets, videos and galleries: handles, times, counters."""

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals that the rules of this kind propose for ``document``."""
        return rule_removals(document, NAME)
