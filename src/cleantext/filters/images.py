"""Alternative texts and names of pictures between paragraphs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cleantext.document import Document
from cleantext.filters._rules import rule_removals
from cleantext.removal import Removal

NAME = "images"


@dataclass(frozen=True)
class ImageAltTexts:
    """Removes alternative texts and titles of pictures that stand alone between paragraphs."""

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals that the rules of this kind propose for ``document``."""
        return rule_removals(document, NAME)
