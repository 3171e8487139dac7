"""A headline that stands twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cleantext.document import Document
from cleantext.filters._rules import quote
from cleantext.removal import Removal
from cleantext.shape import is_label

NAME = "headline"

# Where headlines stand: among the first lines that are not blank.
TOP = 12
HEADLINE_WORDS = 25


@dataclass(frozen=True)
class RepeatedHeadline:
    """Removes the second copy of the page's own headline near the top of the text."""

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals of copies of the first headline-like line."""
        top = [document.lines[n] for n in document.content[:TOP]]
        if len(document.content) <= TOP:
            return
        seen: set[str] = set()
        for line in top:
            key = line.text.strip().casefold()
            if key in seen and is_label(line.text, HEADLINE_WORDS):
                yield Removal(line.start, line.end, NAME, "any/again", f"the headline {quote(line.text)} again")
            seen.add(key)
