"""Newsletter prompts and sign-up forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cleantext.document import Document
from cleantext.filters._prompts import Manner, prompt_removals
from cleantext.removal import Removal

NAME = "newsletter"
MANNER = Manner(bridge=1, headings=True)


@dataclass(frozen=True)
class NewsletterPrompts:
    """Removes prompts to sign up for newsletters, with their form fields and promises."""

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals that the rules of this kind propose for ``document``."""
        return prompt_removals(document, NAME, MANNER)
