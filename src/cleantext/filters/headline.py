"""A headline that stands twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cleantext.document import Document
from cleantext.filters._rules import quote
from cleantext.removal import Removal
from cleantext.shape import is_label, is_prose, word_count

NAME = "headline"

# Where headlines stand: among the first lines that are not blank, above the first paragraph.
TOP = 8
# A shorter line may well stand twice: a label, a name, a figure.
LEAST_WORDS = 4
HEADLINE_WORDS = 25


@dataclass(frozen=True)
class RepeatedHeadline:
    """Removes further copies of the page's own headline above the text."""

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals of copies of the first line that could be the headline."""
        top = [document.lines[n] for n in document.content[:TOP]]
        prose = next((i for i, line in enumerate(top) if is_prose(line.text)), None)
        if prose is None:
            return
        headline = ""
        for line in top[:prose]:
            key = " ".join(line.text.split()).casefold()
            if headline and key == headline:
                yield Removal(line.start, line.end, NAME, "any/again", f"the headline {quote(line.text)} again")
            elif not headline and word_count(line.text) >= LEAST_WORDS and is_label(line.text, HEADLINE_WORDS):
                headline = key
