"""By-lines, dates, reading times and the labels around them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cleantext.document import Document
from cleantext.filters._places import tail
from cleantext.filters._rules import has_role, hits_of, quote, removal_of_line, rule_removals
from cleantext.matching import Hit
from cleantext.removal import Removal
from cleantext.shape import ends_sentence, is_label, is_prose, paragraphs, word_count

NAME = "bylines"

# By-lines stand among the first lines, between headline, standfirst and other furniture.
TOP = 20
TOP_PARAGRAPHS = 3
BARE_TOP = 8
# A text with more dates of its own than this is a timeline, a thread or a list of posts.
MOST_DATES = 3
# Where a page says such things in more places than this, it says them of each entry of a list.
MOST_RUNS = 3
# With more authors than this it is a list of books, films or posts.
MOST_NAMES = 3
HEADLINES = 5  # lines that hold headline, standfirst and by-line
NAME_WORDS = 5
HANDLE_WORDS = 2
HEADLINE_WORDS = 25
# Names of people: capitalised words, initials and the particles between them, no other mark.
_NAME = re.compile(r"(?:(?:\w[\w’'-]*\.?|de|van|von|der|la|bin|al|da|di) ?){2,5}")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?<!\d)(?:19[89]|20[0-4])\d(?!\d)")
# What a by-line may say after its words "by": one or more names, then anything that a mark, a
# figure, a capital or a small word sets off.
_NAMES = re.compile(
    r"[\W_]*(?:(?:[Dd]r|[Pp]rof|M[rs]s?)\.? )?[^\W\d_a-z][\w’'.-]*"
    r"(?:(?:\s{0,4}[,&])?\s{1,4}(?:[^\W\d_a-z][\w’'.-]*|de|van|von|der|la|bin|al|da|di|and|et|und|y|e|en)"
    r"|(?= ?[|•·@<(]| on ))+"
    r"(?P<rest>.*)"
)
_REST = re.compile(
    r"\s*(?:[|•·,–—/(<@-]|\d|(?:on|for|in|at|with|of|to|from|is)\b|[Uu]pdated|[Pp]ublished|[Pp]osted).{0,80}|\s*"
)
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
        hits = _checked(document, hits_of(document, NAME))
        if not hits:
            return
        yield from rule_removals(
            document, NAME, {n: found for n, found in hits.items() if has_role(found, "alone", "hint")}
        )
        dates = {n for n, found in hits.items() if is_date(document, n, found)}
        top = _top(document)
        if _is_thread(document, dates):
            dates = set()
        elif len(dates) > MOST_DATES:
            dates = _own(document, dates)
        # In a text without prose every line may be such an entry; what is cut above uncovers the next.
        whole = _runs(document, document.content[: 3 * TOP], hits, dates) if not any(document.view(paragraphs)) else ()
        most = 0 if len(list(whole)) > MOST_RUNS else MOST_RUNS
        for zone in (top, tail(document)):
            runs = list(_runs(document, zone, hits, dates))
            for run in runs if len(runs) <= most else ():
                for number in run:
                    yield _removal(document, number, hits.get(number, ()))


def is_date(document: Document, number: int, found: Iterable[Hit]) -> bool:
    """Is the whole line a date with a day and a year, labels aside?"""
    text = document.lines[number].text
    ids = {hit.rule.id for hit in found}
    if "date" in ids:
        return True
    return "month" in ids and bool(_YEAR.search(text)) and len(_DIGIT.findall(text)) > 4


def _checked(document: Document, hits: Hits) -> Hits:
    """``hits`` without words before a name that no name follows, and without a list's authors."""
    named = {
        n for n, found in hits.items() for hit in found if _is_by_name(hit) and _names_follow(_after(document, n, hit))
    }
    authors = named if len(named) <= MOST_NAMES else _own(document, named)
    kept = {n: tuple(h for h in found if not _is_by_name(h) or n in authors) for n, found in hits.items()}
    return {n: found for n, found in kept.items() if found}


def _own(document: Document, numbers: set[int]) -> set[int]:
    """The one of many lines that stands among the headlines, far above the others: it is the page's own."""
    first, *others = sorted(numbers)
    order = document.content
    place = bisect_left(order, first)
    is_apart = place < HEADLINES and bisect_left(order, others[0]) > place + HEADLINES
    return {first} if is_apart else set()


def _is_by_name(hit: Hit) -> bool:
    return hit.rule.id == "by-name"


def _after(document: Document, number: int, hit: Hit) -> str:
    line = document.lines[number]
    return line.text[hit.end - line.start :]


def _names_follow(text: str) -> bool:
    match = _NAMES.fullmatch(text.rstrip())
    return match is not None and not ends_sentence(text) and bool(_REST.fullmatch(match["rest"]))


def _is_thread(document: Document, dates: set[int]) -> bool:
    """Does the text begin with a user's name and the date of a post?"""
    first = document.content[:2]
    return len(first) == 2 and first[1] in dates and word_count(document.lines[first[0]].text) <= HANDLE_WORDS


def _top(document: Document) -> tuple[int, ...]:
    """The lines that are no prose, from the top to the third paragraph of prose at most."""
    zone: list[int] = []
    paragraphs = 0
    for number in document.content[:TOP]:
        if is_prose(document.lines[number].text):
            paragraphs += 1
            if paragraphs == TOP_PARAGRAPHS:
                break
        else:
            zone.append(number)
    # A text without prose, such as a price list, has its own use for dates and names.
    return tuple(zone) if paragraphs else tuple(zone[:BARE_TOP])


def _runs(document: Document, zone: tuple[int, ...], hits: Hits, dates: set[int]) -> Iterator[list[int]]:
    """Runs of lines of ``zone`` that belong to by-lines and hold what proves one."""
    known = {n for n in zone if n in dates or has_role(hits.get(n, ()), "anchor", "member")}
    known |= _repeated_names(document, zone)
    belongs = known | {n for i, n in enumerate(zone) if n not in known and _is_part(document, zone, i, hits, known)}
    run: list[int] = []
    for number in (*zone, -1):
        if number in belongs:
            run.append(number)
            continue
        if any(n in dates or has_role(hits.get(n, ()), "anchor") for n in run) or _is_kicker(document, run, hits):
            yield run
        run = []


def _is_part(document: Document, zone: tuple[int, ...], i: int, hits: Hits, known: set[int]) -> bool:
    """Is line ``i`` of ``zone`` a name or a mark that neighbours show to be part of a by-line?"""
    text = document.lines[zone[i]].text.strip()
    above = zone[i - 1] if i else -1
    below = zone[i + 1] if i + 1 < len(zone) else -1
    if _MARKS.fullmatch(text):
        return above in known and below in known
    if any(hit.rule.id == "by" for hit in hits.get(above, ())) and word_count(text) <= NAME_WORDS:
        return is_label(text)
    if not _is_name(text):
        return False
    # The headline looks like a name too, so it must have been there already.
    headed = any(n not in known and word_count(document.lines[n].text) > NAME_WORDS for n in zone[:i])
    return headed and below in known


def _repeated_names(document: Document, zone: tuple[int, ...]) -> set[int]:
    """Names that stand twice in a row: the author's picture and the author."""
    texts = [document.lines[n].text.strip() for n in zone]
    pairs = (i for i in range(1, len(texts) - 1) if texts[i] == texts[i + 1] and _is_name(texts[i]))
    return {zone[i + step] for i in pairs for step in (0, 1)}


def _is_kicker(document: Document, run: list[int], hits: Hits) -> bool:
    """Is ``run`` the kind of the page ("Case study"), set at the very top above a headline?"""
    order = document.content
    if len(run) != 1 or run[0] not in order[:2] or len(order) < 4:
        return False
    below = document.lines[order[order.index(run[0]) + 1]].text
    is_kind = any(hit.rule.id == "kind" for hit in hits.get(run[0], ()))
    return is_kind and is_label(below, HEADLINE_WORDS) and word_count(below) >= NAME_WORDS


def _is_name(text: str) -> bool:
    """Could this be the name of a person: two to five capitalised words and nothing else?"""
    text = text.strip()
    if len(text) > 50 or word_count(text) > NAME_WORDS or not _NAME.fullmatch(text):
        return False
    words = [word for word in text.split() if not word.islower()]
    return len(words) >= 2 and all(len(word) <= 3 or (word[0].isupper() and not word.isupper()) for word in words)


def _removal(document: Document, number: int, found: tuple[Hit, ...]) -> Removal:
    if found:
        return removal_of_line(document, number, NAME, max(found, key=lambda hit: hit.end - hit.start))
    line = document.lines[number]
    return Removal(line.start, line.end, NAME, "any/part", f"{quote(line.text)} beside a by-line", 0.8)
