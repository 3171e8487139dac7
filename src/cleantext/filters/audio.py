"""Lines of audio and video players."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cleantext.document import Document
from cleantext.filters._rules import rule_removals
from cleantext.removal import Removal

NAME = "audio"


@dataclass(frozen=True)
class AudioPlayers:
    """Removes what audio and video players leave: durations, controls, transcripts' buttons."""

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals that the rules of this kind propose for ``document``."""
        return rule_removals(document, NAME)
