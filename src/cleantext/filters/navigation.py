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
from cleantext.shape import ends_sentence, is_prose, word_count

NAME = "navigation"

# What a menu must be worth: each distinct entry counts 1, a part of the frame as much as a menu.
ENOUGH = 3
# Entries that no rule knows may stand between those that one knows, if they are as short as this
# and the known ones are this share of the menu.
ENTRY_WORDS = 4
KNOWN_SHARE = 0.35
EDGE_SHARE = 0.15  # of a menu that begins or ends the text
# A breadcrumb stands among the first lines; the headline that it leads to a few lines below.
TRAIL_TOP = 8
TRAIL_REACH = 3
TRAIL_WORDS = 30
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
        yield from (_removal(document, n, hits) for n, found in hits.items() if _is_pager(document, found))
        for zone in (head(document), tail(document)):
            for run in _menus(document, zone, hits):
                yield from (_removal(document, number, hits) for number in run)
        yield from _trails(document, hits)
        yield from (_removal(document, number, hits, "any/contents") for number in contents_list(document, hits))


def _is_pager(document: Document, found: tuple[Hit, ...]) -> bool:
    steps = {document.text[hit.start : hit.end].casefold() for hit in found if hit.rule.id == "pager-word"}
    return len(steps) > 1


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
    leads = any(word_count(b) > 1 and text.casefold().endswith(b.casefold()) and text != b for b in below)
    from_home = any(hit.rule.id == "home" for hit in found)
    if len(parts) < 2:
        return leads and from_home
    return not ends_sentence(text) and (from_home or leads)


def _removal(document: Document, number: int, hits: Hits, rule: str = "any/menu-entry") -> Removal:
    found = hits.get(number, ())
    if found:
        return removal_of_line(document, number, NAME, max(found, key=lambda hit: hit.end - hit.start))
    line = document.lines[number]
    return Removal(line.start, line.end, NAME, rule, quote(line.text), 0.8)
