"""Widgets that recommend other pages: trending, related, sponsored, most read, further reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from cleantext.document import Document
from cleantext.filters._rules import has_role, hits_of, quote, removal_of_line, verdict
from cleantext.matching import Hit
from cleantext.removal import Removal
from cleantext.shape import is_prose, paragraphs, word_count

NAME = "recommendations"

# A headline or a list entry is not longer than this, a teaser below a headline not than that.
HEADLINE_WORDS = 24
TEASER_WORDS = 45
# A widget between two paragraphs is short; one that closes the page may be long.
INSIDE_LINES = 8
# A weak heading ("More from …", "Featured products") may be the author's; its rule weighs less than 1.
# Above it stands an article, most of it paragraphs, and it heads a small part of the text: a few
# entries, or all cards down to the end. The less it weighs, the more it needs: below the closing
# weight the cards are headlines, and below the inside weight there are no entries but at the end.
ARTICLE_PARAGRAPHS = 2
ARTICLE_SHARE = 0.6
WEAK_ENTRIES = 2
WEAK_SHARE = 0.15
CARDS_SHARE = 0.3
MOST_CARDS = 80
CLOSING_WEIGHT = 0.7
INSIDE_WEIGHT = 0.5
# So many entries of so many words are headlines.
HEADLINES = 3
HEADLINE_FROM = 4
# A closing widget begins in the last part of the text and holds little running prose.
CLOSING_SHARE = 0.6
_BULLETS = "-•*·–—»›▶►→▸‣◦"
# Rows of a table have cells, those of a list of properties a name and a colon; headlines seldom.
_CELLS = re.compile(r"\t|\|.*\|")
_NAMED = re.compile(r"\W{0,3}[^\W\d_][\w’'/-]{0,20}(?: [\w’'/-]{1,20})?: ")
MOST_NAMED = 0.4


@dataclass(frozen=True)
class RecommendationWidgets:
    """Removes recommendation blocks: their heading, headlines, teasers, advertisers and buttons.

    A heading or an attribution ("Sponsored Links by Taboola") anchors the block, which grows
    from there over the short lines that belong to it: below a heading, on both sides of an
    attribution. Single lines such as "Read more: …" go alone.
    """

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals of every recommendation block in ``document``."""
        hits = hits_of(document, NAME)
        taken = {number: hit for number, found in hits.items() if (hit := verdict(found))}
        anchors = {
            place: anchor for place, number in enumerate(document.content) if (anchor := _anchor(hits.get(number, ())))
        }
        closing = _closing_place(document, [place for place, hit in anchors.items() if hit.rule.weight >= 1])
        end = len(document.content) if closing < 0 else closing
        for place in reversed([place for place in anchors if place <= end]):
            anchor = anchors[place]
            if place == closing:
                extent: Sequence[int] = document.content[place + 1 :]
            elif anchor.rule.weight >= 1:
                extent = _below(document, hits, place)
            else:
                extent = _below_weak(document, hits, range(place, end), anchor.rule.weight)
            if extent or _heads_nothing(document, place, anchor.rule.weight):
                for number in (document.content[place], *extent):
                    taken.setdefault(number, anchor)
                if place + 1 + len(extent) == end:
                    end = place  # the next widget above may end here
        _take_members(document, hits, taken)
        for number, hit in sorted(taken.items()):
            if hit in hits.get(number, ()):
                yield removal_of_line(document, number, NAME, hit)
            else:
                line = document.lines[number]
                yield Removal(
                    line.start, line.end, NAME, hit.rule.name, f"belongs to {quote(_words(document, hit))}", 0.8
                )


def _anchor(found: Iterable[Hit]) -> Hit | None:
    """The hit that says most surely that the line is the heading of a widget."""
    return max((hit for hit in found if hit.rule.role == "anchor"), key=lambda hit: hit.rule.weight, default=None)


def _heads_nothing(document: Document, place: int, weight: float) -> bool:
    """Is the heading at ``place`` the last line, or late and above something that is no paragraph?"""
    if place + 1 == len(document.content):
        return weight >= INSIDE_WEIGHT
    line, below = (document.lines[n] for n in document.content[place : place + 2])
    is_late = weight >= 1 and line.start >= CLOSING_SHARE * len(document.text)
    return is_late and word_count(line.text) > 1 and not is_prose(below.text)


def _below_weak(document: Document, hits: Mapping[int, tuple[Hit, ...]], places: range, weight: float) -> Sequence[int]:
    """The lines that a weak heading at the first of ``places`` heads; after the last other furniture
    begins, or there is no more text.
    """
    place = places.start
    if not _is_article(document, place):
        return ()
    cards = document.content[place + 1 : places.stop] if len(places) <= MOST_CARDS else ()
    may_close = weight >= CLOSING_WEIGHT or _are_headlines(document, cards)
    if may_close and _are_cards(document, cards) and _share(document, cards) <= CARDS_SHARE:
        return cards
    if weight < INSIDE_WEIGHT:
        return ()
    extent = _below(document, hits, place)
    return extent if len(extent) >= WEAK_ENTRIES and _share(document, extent) <= WEAK_SHARE else ()


def _are_cards(document: Document, numbers: Sequence[int]) -> bool:
    """Are these lines headlines, at least half of them, and teasers, none right below another?"""
    entries, named, was_prose = 0, 0, True
    for number in numbers:
        text = document.lines[number].text
        prose = is_prose(text)
        introduces = text.rstrip().endswith((":", ","))
        if introduces or word_count(text) > TEASER_WORDS or (prose and was_prose) or _CELLS.search(text):
            return False
        was_prose = prose
        entries += _is_entry(text)
        named += _NAMED.match(text) is not None
    return 0 < entries >= len(numbers) / 2 and named <= MOST_NAMED * entries


def _are_headlines(document: Document, numbers: Sequence[int]) -> bool:
    """Are there enough entries as long as headlines, and no list with bullets, as authors write?"""
    texts = [document.lines[n].text.strip() for n in numbers]
    headlines = sum(_is_entry(text) and word_count(text) >= HEADLINE_FROM for text in texts)
    return headlines >= HEADLINES and not any(text[0] in _BULLETS for text in texts)


def _share(document: Document, numbers: Sequence[int]) -> float:
    """How much of the text these lines are."""
    return sum(len(document.lines[n].text) for n in numbers) / len(document.text)


def _is_article(document: Document, place: int) -> bool:
    """Are the lines above ``place`` paragraphs, for the most part?"""
    number, prose, all_of_it = document.view(_prose_above)[place]
    return number >= ARTICLE_PARAGRAPHS and prose >= ARTICLE_SHARE * all_of_it


def _prose_above(document: Document) -> list[tuple[int, int, int]]:
    """Above each content line: the number of paragraphs, their characters, and all characters."""
    sizes = [len(document.lines[number].text) for number in document.content]
    are_prose = document.view(paragraphs)
    return list(
        zip(
            accumulate(are_prose, initial=0),
            accumulate((size * prose for size, prose in zip(sizes, are_prose, strict=True)), initial=0),
            accumulate(sizes, initial=0),
            strict=True,
        )
    )


def _words(document: Document, hit: Hit) -> str:
    return document.text[hit.start : hit.end]


def _below(document: Document, hits: Mapping[int, tuple[Hit, ...]], place: int) -> list[int]:
    """The lines below the heading at ``place`` (an index of ``document.content``) that it heads."""
    following = document.content[place + 1 : place + 2 + INSIDE_LINES]
    extent: list[int] = []
    for number in following[:INSIDE_LINES]:
        if extent and _anchor(hits.get(number, ())):
            return [] if _are_properties(document, extent) else extent  # the next widget
        if not _is_entry(document.lines[number].text) and not hits.get(number):
            break
        extent.append(number)
    else:
        return extent if len(following) <= INSIDE_LINES and not _are_properties(document, extent) else []
    if _are_properties(document, extent):
        return []
    # What stands right above a paragraph is that paragraph's heading, unless it is an entry of
    # the list like those above it.
    if extent and len(extent) < len(following) and not _is_like_others(document, extent) and not hits.get(extent[-1]):
        extent.pop()
    return extent


def _closing_place(document: Document, anchors: list[int]) -> int:
    """The first of ``anchors`` below which all is headlines and teasers to the end, or -1."""
    late = [p for p in anchors if document.lines[document.content[p]].start >= CLOSING_SHARE * len(document.text)]
    if not late:
        return -1
    closing, entries, others, named, wanted = -1, 0, 0, 0, set(late)
    was_prose = False
    for place in range(len(document.content) - 1, late[0] - 1, -1):
        if place in wanted and entries and others <= entries and named <= MOST_NAMED * entries:
            closing = place
        text = document.lines[document.content[place]].text
        prose = is_prose(text)
        # Teasers stand below headlines; two paragraphs in a row are a text.
        if word_count(text) > TEASER_WORDS or (prose and was_prose) or _CELLS.search(text):
            break
        was_prose = prose
        entries += _is_entry(text)
        named += _NAMED.match(text) is not None
        others += not _is_entry(text)
    return closing


def _is_entry(text: str) -> bool:
    bare = text.strip(_BULLETS + " \t\xa0\"'“‘«")
    if text.strip()[0] in _BULLETS:
        return word_count(text) <= TEASER_WORDS  # an entry and what it is about
    # A line that begins in the middle of a sentence is one of hard-wrapped text.
    is_wrapped = bare[:1].islower()
    is_sentence = bare.endswith((".", ":", ",", "。", "।"))
    return not is_wrapped and not is_sentence and word_count(text) <= HEADLINE_WORDS


def _are_properties(document: Document, extent: list[int]) -> bool:
    """Are many of the lines a name and a value?"""
    named = sum(_NAMED.match(document.lines[n].text) is not None for n in extent)
    return named > max(1, MOST_NAMED * len(extent))


def _is_like_others(document: Document, extent: list[int]) -> bool:
    texts = [document.lines[n].text.strip() for n in extent]
    if len(texts) < 2:
        return False
    if texts[-1][:1] in _BULLETS:
        return texts[-1][:1] == texts[0][:1]
    # Without bullets: blank lines set the block apart from the paragraph below it.
    after = extent[-1] + 1
    gap = after < len(document.lines) and not document.lines[after].text.strip()
    return gap and extent[-1] - extent[0] == len(extent) - 1


def _take_members(document: Document, hits: Mapping[int, tuple[Hit, ...]], taken: dict[int, Hit]) -> None:
    """Adds buttons and advertisers next to what is taken already, in both directions."""
    order = document.content
    for places in (range(len(order)), range(len(order) - 1, -1, -1)):
        before: int | None = None
        for place in places:
            number = order[place]
            if number not in taken and before in taken and has_role(hits.get(number, ()), "member"):
                taken[number] = next(h for h in hits[number] if h.rule.role == "member")
            before = number
