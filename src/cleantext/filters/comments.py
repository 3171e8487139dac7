"""Reader comments and their forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cleantext.document import Document
from cleantext.filters import bylines
from cleantext.filters._places import tail
from cleantext.filters._rules import has_role, hits_of, quote, removal_of_line, rule_removals, verdict, without
from cleantext.matching import Hit
from cleantext.removal import Removal
from cleantext.shape import is_prose

NAME = "comments"

# A thread stands below an article: this much prose must come first, and this share of the text.
PROSE_ABOVE = 3
SHARE_ABOVE = 0.4
# Signs that comments follow: who said it, when, buttons. A count in the heading is one itself.
ENOUGH_SIGNS = 3
# Without a heading, people who "say" something must be many.
ENOUGH_SPEAKERS = 3

Hits = Mapping[int, tuple[Hit, ...]]


@dataclass(frozen=True)
class ReaderComments:
    """Removes comment forms and controls, and the comments that follow an article.

    Forms and buttons go by their words. A thread goes when a heading announces it below an
    article and names, dates or buttons follow. Where comments are the page, as in a forum,
    they stay.
    """

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals of comment sections in ``document``."""
        hits = hits_of(document, NAME)
        if not hits:
            return
        yield from rule_removals(document, NAME, without(hits, "anchor"))
        is_thread = _threads(document, hits)
        if not is_thread:
            for number in tail(document):
                if _heading(hits.get(number, ())):
                    yield removal_of_line(document, number, NAME, hits[number][0])
        for number in is_thread:
            found = hits.get(number, ())
            if found:
                yield removal_of_line(document, number, NAME, verdict(found) or found[0])
            else:
                line = document.lines[number]
                yield Removal(line.start, line.end, NAME, "any/comment", f"a comment: {quote(line.text)}", 0.8)


def _heading(found: tuple[Hit, ...]) -> bool:
    return any(hit.rule.id == "thread" for hit in found)


def _threads(document: Document, hits: Hits) -> Sequence[int]:
    """The numbers of the lines of the comment thread that ends the document, if one does."""
    order = document.content
    if any(hit.rule.role == "anchor" for found in hits_of(document, "forum").values() for hit in found):
        return ()
    headings = [i for i, n in enumerate(order) if has_role(hits.get(n, ()), "anchor")]
    for place in headings:
        if _is_below_article(document, place) and _signs(document, hits, order[place:]) >= ENOUGH_SIGNS:
            return order[place:]
    speakers = [i for i, n in enumerate(order) if any(hit.rule.id == "says" for hit in hits.get(n, ()))]
    if len(speakers) >= ENOUGH_SPEAKERS and _is_below_article(document, speakers[0]):
        return order[speakers[0] :]
    return ()


def _is_below_article(document: Document, place: int) -> bool:
    above = document.content[:place]
    if sum(is_prose(document.lines[n].text) for n in above) < PROSE_ABOVE:
        return False
    return document.lines[above[-1]].end >= SHARE_ABOVE * len(document.text)


def _signs(document: Document, hits: Hits, numbers: Sequence[int]) -> int:
    """How many names, dates and buttons of comments stand in the lines ``numbers``."""
    dates = hits_of(document, bylines.NAME)
    signs = 2 * _heading(hits.get(numbers[0], ()))
    for number in numbers[1:]:
        found = hits.get(number, ())
        if any(hit.rule.id in ("says", "control") for hit in found) or bylines.is_date(
            document, number, dates.get(number, ())
        ):
            signs += 1
    return signs
