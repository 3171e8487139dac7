"""A headline that stands twice."""

from __future__ import annotations

from collections import Counter
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
# A line that stands more often is a refrain or a table cell.
MOST_COPIES = 3


@dataclass(frozen=True)
class RepeatedHeadline:
    """Removes the second copy of the page's own headline near the top of the text."""

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals of copies of the first headline-like line."""
        if len(document.content) <= TOP:
            return
        copies = Counter(document.lines[n].text.strip() for n in document.content)
        seen: set[str] = set()
        for line in (document.lines[n] for n in document.content[:TOP]):
            text = line.text.strip()
            if text in seen and copies[text] <= MOST_COPIES and is_label(text, HEADLINE_WORDS):
                yield Removal(line.start, line.end, NAME, "any/again", f"the headline {quote(text)} again")
            seen.add(text)
