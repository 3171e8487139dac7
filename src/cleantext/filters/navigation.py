"""What is left of navigation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cleantext.document import Document
from cleantext.filters._rules import rule_removals
from cleantext.removal import Removal

NAME = "navigation"


@dataclass(frozen=True)
class NavigationResidue:
    """Removes skip links, breadcrumbs, tables of contents, pagination, language pickers and menus."""

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals that the rules of this kind propose for ``document``."""
        return rule_removals(document, NAME)
