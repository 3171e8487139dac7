"""What is left of navigation: skip links, menus, breadcrumbs, pagination, language pickers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cleantext.document import Document
from cleantext.filters._contents import contents_list
from cleantext.filters._places import head, tail
from cleantext.filters._rules import has_role, hits_of, quote, removal_of_line, rule_removals
from cleantext.matching import Hit
from cleantext.removal import Removal
from cleantext.shape import ends_sentence, is_label, is_prose, word_count

NAME = "navigation"

# What a menu must be worth: each distinct entry counts 1, a part of the frame as much as a menu.
ENOUGH = 3
# Entries that no rule knows may stand between those that one knows, if they are as short as this
# and the known ones are this share of the menu.
ENTRY_WORDS = 4
KNOWN_SHARE = 0.35
EDGE_SHARE = 0.15  # of a menu that begins or ends the text
# A single entry is a stray above a headline of this length, or below a text of so many lines.
STRAY_ABOVE_WORDS = 25
STRAY_LINES = 8
# A breadcrumb stands among the first lines; the headline that it leads to a few lines below.
TRAIL_TOP = 8
TRAIL_REACH = 3
TRAIL_WORDS = 30
TRAIL_PART_WORDS = 10
HEADLINE_WORDS = 4
_ARROW = re.compile(r" [>›»→] ")
_TRAIL = re.compile(r"\s*[/›»>→\\|·]{1,2}\s+|\s+[/›»>→\\|·]{1,2}\s*|\s*[›»→]\s*")

Hits = Mapping[int, tuple[Hit, ...]]


@dataclass(frozen=True)
class NavigationResidue:
    """Removes skip links, breadcrumbs, tables of contents, pagination, language pickers and menus.

    Links whose words say it all go wherever they stand. Menus are runs of known entries at the
    top or at the end; a breadcrumb leads to the headline below it; a table of contents names
    the headings that follow in the text, whatever their language.
    """

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals of all that is left of navigation in ``document``."""
        hits = hits_of(document, NAME)
        yield from rule_removals(document, NAME, {n: found for n, found in hits.items() if has_role(found, "alone")})
        yield from (_removal(document, n, hits) for n, found in hits.items() if _is_pager(document, n, found))
        for zone in (head(document), tail(document)):
            for run in _menus(document, zone, hits):
                yield from (_removal(document, number, hits) for number in run)
        yield from (_removal(document, number, hits) for number in _strays(document, hits))
        yield from _trails(document, hits)
        yield from (_removal(document, number, hits, "any/contents") for number in contents_list(document, hits))


def _is_pager(document: Document, number: int, found: tuple[Hit, ...]) -> bool:
    steps = {document.text[hit.start : hit.end].casefold() for hit in found if hit.rule.id == "pager-word"}
    return len(steps) > 1 and not ends_sentence(document.lines[number].text)


def _menus(document: Document, zone: tuple[int, ...], hits: Hits) -> Iterator[list[int]]:
    """Runs of menu entries in ``zone``, from the first known one to the last."""
    run: list[int] = []
    for number in (*zone, -1):
        if number >= 0 and (number in hits or _is_entry(document.lines[number].text)):
            run.append(number)
            continue
        known = [i for i, n in enumerate(run) if has_role(hits.get(n, ()), "alone", "anchor", "member")]
        while known and _worth(document, hits, run, known) >= ENOUGH:
            at_edge = run[0] == document.content[0] or run[-1] == document.content[-1]
            if len(known) >= (EDGE_SHARE if at_edge else KNOWN_SHARE) * (known[-1] - known[0] + 1):
                last = known[-1] + 1
                # The last label above the text is its headline, even if menus have it too.
                yield run[known[0] : last - (last > known[0] + 1 and _is_headline(document, run[last - 1], hits))]
                break
            # Too thin: the known ones at the far end may head sections of the text.
            known = known[:-1] if zone[0] == document.content[0] else known[1:]
        run = []


def _strays(document: Document, hits: Hits) -> Iterator[int]:
    """Single entries that no menu is left of: above the headline, after the text, over no list."""
    order = document.content
    below = document.lines[order[1]].text if len(order) > 1 else ""
    entries = {n for n, found in hits.items() if has_role(found, "anchor", "member")}
    is_headline = is_label(below, STRAY_ABOVE_WORDS) and word_count(below) > HEADLINE_WORDS
    if is_headline and order[0] in entries and len(order) > ENOUGH:
        yield order[0]
    for i, number in enumerate(order[:TRAIL_TOP]):
        labels = any(hit.rule.id == "toc-label" for hit in hits.get(number, ()))
        if labels and i + 1 < len(order) and is_prose(document.lines[order[i + 1]].text):
            yield number
    if len(order) > STRAY_LINES and order[-1] in entries and ends_sentence(document.lines[order[-2]].text):
        yield order[-1]


def _is_headline(document: Document, number: int, hits: Hits) -> bool:
    place = bisect_left(document.content, number) + 1
    heads_prose = place < len(document.content) and is_prose(document.lines[document.content[place]].text)
    return heads_prose and not has_role(hits.get(number, ()), "alone", "anchor")


def _is_entry(text: str) -> bool:
    return word_count(text) <= ENTRY_WORDS and (not ends_sentence(text) or text.rstrip().endswith("?"))


def _worth(document: Document, hits: Hits, run: list[int], known: list[int]) -> int:
    found = [hit for i in known for hit in hits[run[i]]]
    if any(hit.rule.role == "anchor" for hit in found):
        return ENOUGH
    return len({document.text[hit.start : hit.end].casefold() for hit in found if hit.rule.role == "member"})


def _trails(document: Document, hits: Hits) -> Iterator[Removal]:
    """Lines that lead to the headline below them: "Home › News › Harbour frozen"."""
    top = document.content[: TRAIL_TOP + TRAIL_REACH]
    texts = [document.lines[n].text.strip() for n in top]
    for i, text in enumerate(texts[:TRAIL_TOP]):
        line = document.lines[top[i]]
        if word_count(text) <= TRAIL_WORDS and _is_trail(
            text, texts[i + 1 : i + 1 + TRAIL_REACH], hits.get(top[i], ())
        ):
            yield Removal(line.start, line.end, NAME, "any/breadcrumb", quote(text), 0.9)


def _is_trail(text: str, below: list[str], found: tuple[Hit, ...]) -> bool:
    parts = [part for part in _TRAIL.split(text) if part.strip()]
    from_home = any(hit.rule.id == "home" for hit in found)
    ends = [b for b in below if text != b and text.casefold().endswith(b.casefold())]
    leads = max((word_count(b) for b in ends if from_home or _is_set_off(text, b)), default=0)
    # The words of the path may be glued to each other and to the headline.
    if leads >= HEADLINE_WORDS or (leads > 1 and (from_home or len(parts) > 1)):
        return True
    if ends_sentence(text) or len(parts) < 2 or max(map(word_count, parts)) > TRAIL_PART_WORDS:
        return False
    return from_home or (len(parts) > 2 and len(_ARROW.findall(text)) > 1)


def _is_set_off(text: str, headline: str) -> bool:
    """Is ``headline``, the end of ``text``, set off by a sign, or glued to what stands before it?"""
    before = text[: len(text) - len(headline)]
    return any(c.isalnum() for c in before) and (before[-1] != " " or not before.rstrip()[-1].isalnum())


def _removal(document: Document, number: int, hits: Hits, rule: str = "any/menu-entry") -> Removal:
    found = hits.get(number, ())
    if found:
        return removal_of_line(document, number, NAME, max(found, key=lambda hit: hit.end - hit.start))
    line = document.lines[number]
    return Removal(line.start, line.end, NAME, rule, quote(line.text), 0.8)
