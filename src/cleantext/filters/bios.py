"""Author biographies and contributor lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import regex

from cleantext.document import Document
from cleantext.filters._rules import has_role, hits_of, quote, removal_of_line
from cleantext.matching import Hit
from cleantext.removal import Removal
from cleantext.shape import is_label, is_prose, word_count

NAME = "bios"

# Biographies stand at the ends of an article: within so many lines of the first, or where no
# more than so many paragraphs follow. Elsewhere more evidence is needed.
HEAD_LINES = 6
PARAGRAPHS_AFTER = 4
ENOUGH_AT_END = 2.0
ENOUGH_INSIDE = 3.0
BIO_WORDS = 130
# What follows "About the author" until the next heading, at most.
UNDER_HEADING = 6

_NAME = regex.compile(
    r"(?:(?:Dr|Prof|Mr|Mrs|Ms)\.? )?\p{Lu}[\w.'’-]*"
    r"(?: (?:\p{Lu}[\w.'’-]*|de|van|von|der|la|le|bin|al|da|di)){1,4}(?:,? .{0,40})?"
)


@dataclass(frozen=True)
class AuthorBios:
    """Removes biographies of authors, with the heading, name and title that belong to them.

    A biography is a paragraph with several marks of one (what somebody is and where, where she
    lives, how to follow her) at the start or the end of a text, or below "About the author".
    The same marks in the middle of an article need to be more, and an obituary has none: it
    says "was".
    """

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals of every biography in ``document``."""
        hits = hits_of(document, NAME)
        if not hits:
            return
        order = document.content
        after = _paragraphs_after(document)
        taken: dict[int, tuple[Hit, str]] = {}
        for place, number in enumerate(order):
            found = hits.get(number, ())
            alone = next((h for h in found if h.rule.role == "alone"), None)
            score = _score(found)
            is_at_end = place < HEAD_LINES or after[place] <= PARAGRAPHS_AFTER
            if alone:
                taken[number] = (alone, "")
            elif (
                score >= (ENOUGH_AT_END if is_at_end else ENOUGH_INSIDE)
                and word_count(document.lines[number].text) <= BIO_WORDS
            ):
                taken[number] = (max(found, key=lambda h: h.rule.weight), "")
            anchor = next((h for h in found if h.rule.role == "anchor"), None)
            if anchor and is_at_end:
                below = _under_heading(document, hits, place)
                if below or place + 1 == len(order):
                    taken.setdefault(number, (anchor, ""))
                for other in below:
                    taken.setdefault(other, (anchor, "stands under the heading"))
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
    for number in reversed(document.content):
        counts.append(seen)
        seen += is_prose(document.lines[number].text)
    return counts[::-1]


def _score(found: Iterable[Hit]) -> float:
    weights: dict[str, float] = {}
    for hit in found:
        if hit.rule.role == "hint":
            # Several phrases of one rule say the same thing in other words.
            weights[hit.rule.name] = max(weights.get(hit.rule.name, 0.0), hit.rule.weight)
        elif hit.rule.role == "against":
            weights[hit.rule.name] = -hit.rule.weight
    return sum(weights.values())


def _under_heading(document: Document, hits: Mapping[int, tuple[Hit, ...]], place: int) -> list[int]:
    order = document.content
    below: list[int] = []
    for number in order[place + 1 : place + 1 + UNDER_HEADING]:
        text = document.lines[number].text
        if (
            _score(hits.get(number, ())) > 0
            or has_role(hits.get(number, ()), "member")
            or (not below and is_label(text, 6) and _NAME.fullmatch(text.strip()[:80]))
        ):
            below.append(number)
        else:
            break
    only_name = len(below) == 1 and not hits.get(below[0])
    return [] if only_name and order[-1] != below[0] else below


def _take_names(document: Document, hits: Mapping[int, tuple[Hit, ...]], taken: dict[int, tuple[Hit, str]]) -> None:
    """Adds the name or title that stands as a line of its own beside a biography."""
    order = document.content
    for place, number in enumerate(order):
        if number not in taken or has_role(hits.get(number, ()), "member"):
            continue
        for other in (place - 1, place - 2, place + 1):
            if not 0 <= other < len(order) or order[other] in taken:
                continue
            found = hits.get(order[other], ())
            if has_role(found, "member") or has_role(found, "anchor"):
                taken[order[other]] = (next(h for h in found if h.rule.role in ("member", "anchor")), "")
            elif other == place - 1 and _is_name_of(document, order[other], number):
                taken[order[other]] = (taken[number][0], "is the name above")


def _is_name_of(document: Document, name: int, bio: int) -> bool:
    text = document.lines[name].text.strip()
    first = text.split(" ", 1)[0]
    return (
        is_label(text, 6) and len(first) > 1 and first in document.lines[bio].text and bool(_NAME.fullmatch(text[:80]))
    )
