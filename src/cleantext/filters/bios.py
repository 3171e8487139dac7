"""Author biographies and contributor lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import regex

from cleantext.document import Document
from cleantext.filters._rules import has_role, hits_of, quote, removal_of_line
from cleantext.matching import Hit
from cleantext.removal import Removal
from cleantext.shape import is_label, paragraphs

NAME = "bios"

# Biographies stand at the ends of an article: within so many lines of the first, with no
# paragraph above, or where no more than so many follow. Between them an article introduces
# the people whom it is about in the same words.
HEAD_LINES = 6
PARAGRAPHS_AFTER = 4
ENOUGH = 2.0
# What follows "About the author" until the next heading, at most.
UNDER_HEADING = 6
# Names and titles beside a biography, on either side, at most.
BESIDE = 3
NAME_WORDS = 7

_NAME = regex.compile(
    r"(?:(?:Dr|Prof|Mr|Mrs|Ms)\.? )?\p{Lu}[\w.'’-]*"
    r"(?: (?:\p{Lu}[\w.'’-]*|de|van|von|der|la|le|bin|al|da|di)){1,4}(?:,? .{0,40})?"
)


@dataclass(frozen=True)
class AuthorBios:
    """Removes biographies of authors, with the heading, name and title that belong to them.

    A biography is a paragraph with several marks of one (what somebody is and where, where she
    lives, how to follow her) at the start or the end of a text, or below "About the author".
    In the middle of an article the same marks introduce the people it is about, and an
    obituary has none: it says "was".
    """

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals of every biography in ``document``."""
        hits = hits_of(document, NAME)
        if not hits:
            return
        order = document.content
        after = _paragraphs_after(document)
        # The paragraph that opens a text may be a biography itself; what stands below it is inside.
        head = document.view(paragraphs).index(True) if after[0] else len(order)
        taken: dict[int, tuple[Hit, str]] = {}
        for place, number in enumerate(order):
            found = hits.get(number, ())
            alone = next((h for h in found if h.rule.role == "alone"), None)
            is_at_end = place <= min(head, HEAD_LINES - 1) or after[place] <= PARAGRAPHS_AFTER
            if alone:
                taken[number] = (alone, "")
            elif is_at_end and _is_biography(found, ENOUGH):
                taken[number] = (max(found, key=lambda h: h.rule.weight), "")
            anchor = next((h for h in found if h.rule.role == "anchor"), None)
            if anchor and is_at_end:
                below = _under_heading(document, hits, place, anchor)
                if below or place + 1 == len(order):
                    taken.setdefault(number, (anchor, ""))
                for other in below:
                    taken.setdefault(other, (anchor, "stands under the heading"))
        _take_cards(document, hits, taken)
        _take_names(document, hits, taken)
        for number, (hit, why) in sorted(taken.items()):
            if why:
                line = document.lines[number]
                yield Removal(
                    line.start, line.end, NAME, hit.rule.name, f"{why} {quote(document.text[hit.start : hit.end])}", 0.8
                )
            else:
                yield removal_of_line(document, number, NAME, hit)


def _paragraphs_after(document: Document) -> list[int]:
    """For each content line, how many paragraphs of prose come after it."""
    counts: list[int] = []
    seen = 0
    for is_paragraph in reversed(document.view(paragraphs)):
        counts.append(seen)
        seen += is_paragraph
    return counts[::-1]


def _score(found: Iterable[Hit]) -> float:
    """How much a line says of a person; below "About the author", any of it counts."""
    weights: dict[str, float] = {}
    for hit in found:
        if hit.rule.role in ("hint", "against"):
            # Several phrases of one rule say the same thing in other words.
            sign = 1 if hit.rule.role == "hint" else -1
            weights[hit.rule.name] = sign * max(abs(weights.get(hit.rule.name, 0.0)), hit.rule.weight)
    return sum(weights.values())


def _is_about_somebody(found: Iterable[Hit]) -> bool:
    """Does the line tell of a life? Where to follow them, companies say too."""
    return any(hit.rule.role == "hint" and hit.rule.id != "follow" for hit in found)


def _is_biography(found: Iterable[Hit], enough: float) -> bool:
    """A biography begins with whom it is about (the hints that stand at a line's start)."""
    has_subject = any(hit.rule.role == "hint" and hit.rule.match == "start" for hit in found)
    return has_subject and _score(found) >= enough


def _under_heading(document: Document, hits: Mapping[int, tuple[Hit, ...]], place: int, heading: Hit) -> list[int]:
    """The lines below a biography's heading: names and titles, then what tells of a person."""
    is_named = heading.rule.id == "about-name"  # it says the name itself, of a person or of a thing
    below: list[int] = []
    certain = 0  # how many of them are known to belong
    for number in document.content[place + 1 : place + 1 + UNDER_HEADING]:
        text = document.lines[number].text.strip()
        found = hits.get(number, ())
        if (_score(found) > 0 and (below or not is_named or _is_about_somebody(found))) or has_role(found, "member"):
            certain = len(below) + 1
        elif not below and not is_named and _is_name(text):
            certain = 1
        elif not is_label(text, NAME_WORDS):
            break
        below.append(number)
    return below[:certain]


def _is_name(text: str) -> bool:
    return is_label(text, NAME_WORDS) and bool(_NAME.fullmatch(text[:80]))


def _take_names(document: Document, hits: Mapping[int, tuple[Hit, ...]], taken: dict[int, tuple[Hit, str]]) -> None:
    """Adds the names, titles and links that stand as lines of their own beside a biography."""
    order = document.content
    for place, number in [(p, n) for p, n in enumerate(order) if n in taken]:
        hit, why = taken[number]
        if why or has_role(hits.get(number, ()), "member"):
            continue
        for step in (-1, 1):
            for at in range(place + step, place + step * (BESIDE + 1), step):
                if not 0 <= at < len(order) or order[at] in taken:
                    break
                found = hits.get(order[at], ())
                belonging = next((h for h in found if h.rule.role in ("member", "anchor")), None)
                if belonging:
                    taken[order[at]] = (belonging, "")
                elif step < 0 and _is_name_of(document, order[at], number):
                    taken[order[at]] = (hit, "is the name above")
                else:
                    break


def _take_cards(document: Document, hits: Mapping[int, tuple[Hit, ...]], taken: dict[int, tuple[Hit, str]]) -> None:
    """Adds a name with a title below it at the head of a text: the card of its author."""
    order = document.content[: HEAD_LINES + 1]
    for number, below in pairwise(order):
        title = next((h for h in hits.get(below, ()) if h.rule.id in ("title-line", "title-pattern")), None)
        if title and _is_name(document.lines[number].text.strip()):
            taken.setdefault(below, (title, ""))
            taken.setdefault(number, (title, "is the name above"))


def _is_name_of(document: Document, name: int, bio: int) -> bool:
    text = document.lines[name].text.strip()
    first = text.split(" ", 1)[0].strip(",")
    return len(first) > 1 and first in document.lines[bio].text and _is_name(text)
