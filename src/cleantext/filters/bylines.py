"""By-lines, dates, reading times and the labels around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cleantext.document import Document
from cleantext.filters._places import head, tail
from cleantext.filters._rules import has_role, hits_of, quote, removal_of_line, rule_removals
from cleantext.matching import Hit
from cleantext.removal import Removal
from cleantext.shape import ends_sentence, is_prose, word_count

NAME = "bylines"

# Below the headline there may be one standfirst that is as long as a paragraph: furniture of
# this kind stands this many lines below the first paragraph at most.
BELOW_STANDFIRST = 6
# A text with more dates of its own than this is a timeline, a thread or a list of posts.
MOST_DATES = 3
NAME_WORDS = 5
# Names of people: capitalised words, initials and the particles between them, no other mark.
_NAME = re.compile(r"(?:(?:\w[\w’'-]*\.?|de|van|von|der|la|bin|al|da|di) ?){2,5}")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?<!\d)(?:19[89]|20[0-4])\d(?!\d)")
# What a by-line may say after its words "by": one or more names, then anything that a mark, a
# figure, a capital or a small word sets off.
_NAMES = re.compile(
    r"[\W_]*(?:(?:[Dd]r|[Pp]rof|M[rs]s?)\.? )?[^\W\d_a-z][\w’'.-]*"
    r"(?: ?[,&]? (?:[^\W\d_a-z][\w’'.-]*|de|van|von|der|la|bin|al|da|di|and|et|und|y|e|en))+"
    r"(?P<rest>.*)"
)
_REST = re.compile(r"\s*(?:[|•·,–—/(<@-]|\d|(?:on|for|in|at|with|of)\b|[Uu]pdated|[Pp]ublished|[Pp]osted).{0,80}|\s*")
# Nothing but figures and signs between the parts of a by-line ("|", "·", "13:47").
_MARKS = re.compile(r"[\W\d_]{1,12}")

Hits = Mapping[int, tuple[Hit, ...]]


@dataclass(frozen=True)
class Bylines:
    """Removes by-lines, datelines of pages, reading times and the labels that go with them.

    They are known by their words (rules ``month`` and ``weekday`` name the parts of a date, an
    ``anchor`` is a label or a by-line, a ``member`` goes with either) and by their place: above
    the first paragraph, just below a standfirst, or under the last paragraph. Where dates
    recur they structure the text, and stay.
    """

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals of every by-line, date and reading time in ``document``."""
        hits = {n: kept for n, found in hits_of(document, NAME).items() if (kept := _checked(document, n, found))}
        if not hits:
            return
        yield from rule_removals(document, NAME, {n: found for n, found in hits.items() if has_role(found, "alone", "hint")})
        dates = {n for n, found in hits.items() if is_date(document, n, found)}
        many = len(dates) > MOST_DATES
        for zone in (_top(document), tail(document)):
            for run in _runs(document, zone, hits, set() if many else dates):
                for number in run:
                    yield _removal(document, number, hits.get(number, ()))


def is_date(document: Document, number: int, found: Iterable[Hit]) -> bool:
    """Is the whole line a date with a day and a year, labels aside?"""
    text = document.lines[number].text
    ids = {hit.rule.id for hit in found}
    if "date" in ids:
        return True
    return "month" in ids and bool(_YEAR.search(text)) and len(_DIGIT.findall(text)) > 4


def _checked(document: Document, number: int, found: Iterable[Hit]) -> tuple[Hit, ...]:
    """``found`` without the words before a name that no name follows."""
    line = document.lines[number]
    return tuple(h for h in found if h.rule.id != "by-name" or _names_follow(line.text[h.end - line.start :]))


def _names_follow(text: str) -> bool:
    match = _NAMES.fullmatch(text.rstrip())
    return bool(match) and not ends_sentence(text) and bool(_REST.fullmatch(match["rest"]))


def _top(document: Document) -> tuple[int, ...]:
    """The head, and what stands between a standfirst below it and the next paragraph."""
    zone = head(document)
    order = document.content
    below: list[int] = []
    for number in order[len(zone) + 1 : len(zone) + 1 + BELOW_STANDFIRST]:
        if is_prose(document.lines[number].text):
            return (*zone, *below)
        below.append(number)
    return zone


def _runs(document: Document, zone: tuple[int, ...], hits: Hits, dates: set[int]) -> Iterator[list[int]]:
    """Runs of lines of ``zone`` that belong to by-lines and hold what proves one."""
    known = {n for n in zone if n in dates or has_role(hits.get(n, ()), "anchor", "member")}
    belongs = known | {n for i, n in enumerate(zone) if n not in known and _is_part(document, zone, i, hits, known)}
    run: list[int] = []
    for number in (*zone, -1):
        if number in belongs:
            run.append(number)
            continue
        if any(n in dates or has_role(hits.get(n, ()), "anchor") for n in run):
            yield run
        run = []


def _is_part(document: Document, zone: tuple[int, ...], i: int, hits: Hits, known: set[int]) -> bool:
    """Is line ``i`` of ``zone`` a name or a mark that neighbours show to be part of a by-line?"""
    text = document.lines[zone[i]].text.strip()
    above = zone[i - 1] if i else -1
    below = zone[i + 1] if i + 1 < len(zone) else -1
    if _MARKS.fullmatch(text):
        return above in known and below in known
    if not _is_name(text):
        return False
    if any(hit.rule.id == "by" for hit in hits.get(above, ())):
        return True
    # The headline looks like a name too, so it must have been there already.
    headed = any(n not in known and word_count(document.lines[n].text) > NAME_WORDS for n in zone[:i])
    return headed and below in known


def _is_name(text: str) -> bool:
    """Could this be the name of a person: two to five capitalised words and nothing else?"""
    text = text.strip()
    if len(text) > 50 or word_count(text) > NAME_WORDS or not _NAME.fullmatch(text):
        return False
    words = [word for word in text.split() if not word.islower()]
    return len(words) >= 2 and all(word[0].isupper() and not word.isupper() or len(word) <= 3 for word in words)


def _removal(document: Document, number: int, found: tuple[Hit, ...]) -> Removal:
    if found:
        return removal_of_line(document, number, NAME, max(found, key=lambda hit: hit.end - hit.start))
    line = document.lines[number]
    return Removal(line.start, line.end, NAME, "any/part", f"{quote(line.text)} beside a by-line", 0.8)
