"""Footers: copyright lines, legal notices and links, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cleantext.document import Document
from cleantext.filters._places import tail
from cleantext.filters._rules import hits_of, quote, removal_of_line, rule_removals, without
from cleantext.matching import Hit
from cleantext.removal import Removal
from cleantext.shape import ends_sentence, is_prose, word_count

NAME = "footer"

# A contact line: little but a telephone number, a mail address, or an address with its code.
CONTACT_WORDS = 16
# Only a text of so many paragraphs is an article, of which contact lines are no part.
ARTICLE_PARAGRAPHS = 5
_CONTACT = (
    re.compile(
        r"(?:\w{1,9}[.:]{0,2} ?)?[+(]{0,2}\d{1,4}[)]?(?:[ .()–/-]{0,2}\d{2,5}){2,5}(?: ?(?:ext|x)\.? ?\d{1,5})?"
    ),
    re.compile(r"(?:E?-?[Mm]ail:? ?)?[\w.+-]{2,40}@[\w-]{2,40}(?:\.[a-z]{2,10}){1,3}"),
    re.compile(r"(?=.*\d).{5,90}\b[A-Z]{2},? \d{5}(?:-\d{4})?(?:,? (?:USA|US|United States))?\.?"),
)

Hits = Mapping[int, tuple[Hit, ...]]


@dataclass(frozen=True)
class FooterNotices:
    """Removes copyright lines, disclaimers, links to legal pages, and contact lines at the end.

    A line of two such links goes anywhere, a single one only after the last paragraph, as do
    addresses, telephone numbers and mail addresses.
    """

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals of the footer's lines in ``document``."""
        hits = hits_of(document, NAME)
        yield from rule_removals(document, NAME, without(hits, "anchor"))
        last = set(tail(document))
        for number, found in hits.items():
            links = {document.text[hit.start : hit.end].casefold() for hit in found if hit.rule.role == "anchor"}
            if len(links) > 1 or (links and number in last):
                yield removal_of_line(document, number, NAME, found[0])
        if sum(is_prose(document.lines[n].text) for n in document.content) < ARTICLE_PARAGRAPHS:
            return  # perhaps a page about a business, whose address is what the reader came for
        for number in last:
            line = document.lines[number]
            if _is_contact(line.text.strip()):
                yield Removal(line.start, line.end, NAME, "any/contact", quote(line.text), 0.8)


def _is_contact(text: str) -> bool:
    if len(text) > 120 or word_count(text) > CONTACT_WORDS or (ends_sentence(text) and "@" not in text):
        return False
    return any(pattern.fullmatch(text) for pattern in _CONTACT)
