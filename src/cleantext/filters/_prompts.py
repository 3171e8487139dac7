"""How the filters for prompts read their rules: newsletter forms, share rows, paywalls, offers.

Such prompts are runs of short lines (heading, promise, field, button), of which one gives the
rest away. A line that is condemned takes its run along; a run without one goes only if it holds
a button or a heading of a prompt (``anchor``) and stands where the page put it, not where an
author would.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cleantext.document import Document
from cleantext.filters._rules import ENOUGH, has_role, hits_of, quote, removal_of_line
from cleantext.matching import Hit
from cleantext.removal import Removal
from cleantext.shape import ends_sentence, is_label, is_prose, word_count

HEADING_WORDS = 9
BUTTON_WORDS = 4
CATALOGUE = 4
# Anchors of this weight need no sentence above them, and of that weight may stand above a paragraph.
CLEAR = 1.25
UNMISTAKABLE = 1.5
# A heading with two fields below it is a form.
MEMBER = 0.5
# The counter of a share button, a separator between buttons.
_COUNTER = re.compile(r"\s*(?:\d[\d.,]{0,5}\s?[KkM]?|[|•·×✕])\s*")
# Listings are full of lines such as "print" and "post".
_CODE = re.compile(r"[_={}\\]|\(\)|^\s*['/$.,#]|^[\x00-\x7f]*;\s*$")
# A number before it makes a line the heading of a section.
_NUMBERED = re.compile(r"\s*\d{1,3}[.)] ")
_WORTH = ("alone", "hint", "anchor")
# What stands in quotation marks belongs to whoever quotes it.
_QUOTES = '“”"«„「『'
_BULLETS = "-•*·–—▪◦‣"

Hits = Mapping[int, tuple[Hit, ...]]


@dataclass(frozen=True)
class Manner:
    """How the prompts of one kind lie in a text.

    In the first ``head`` lines, and where at most ``tail`` paragraphs follow, a button may stand
    anywhere; elsewhere what stands right above a paragraph would be its heading. ``bridge`` lines of at most
    ``bridge_words`` words between two prompts belong to them, and so does a promise of at most
    ``promise_words`` beside one. With ``headings`` a heading goes when all that it heads is a
    prompt; with ``catalogue`` a button that stands under every entry of a catalogue stays.
    """

    head: int = 0
    tail: int = 0
    bridge: int = 0
    bridge_words: int = 30
    promise_words: int = 32
    headings: bool = False
    catalogue: bool = False


def prompt_removals(document: Document, name: str, manner: Manner) -> Iterator[Removal]:
    """The removals of every prompt that the rules of filter ``name`` find."""
    hits = hits_of(document, name)
    if not hits:
        return
    scores = {number: score(document, found) for number, found in hits.items()}
    taken: set[int] = set()
    order = document.content
    for run in _runs(document, hits, scores, manner):
        if _goes(document, hits, scores, run, manner):
            taken.update(order[place] for place in run)
    taken |= _between(document, taken, manner)
    if manner.headings:
        taken |= _headings(document, taken)
    for number in sorted(taken):
        found = [hit for hit in hits.get(number, ()) if hit.rule.role != "against"]
        if found:
            yield removal_of_line(document, number, name, max(found, key=_strength))
        else:
            line = document.lines[number]
            yield Removal(line.start, line.end, name, "any/inside", f"stands inside a block: {quote(line.text)}", 0.8)


def score(document: Document, found: tuple[Hit, ...]) -> float:
    """What the hits in a line are worth: ``ENOUGH`` condemns it.

    Phrases of one rule say the same thing in other words and count once, unless they are
    buttons in a row ("Facebook Twitter LinkedIn"); words inside what another rule saw do not count.
    """
    weights: dict[tuple[str, str], float] = {}
    seen: list[Hit] = []
    for hit in sorted(found, key=_strength, reverse=True):
        rule = hit.rule
        if rule.role == "against":
            weights[rule.name, ""] = -rule.weight
        elif rule.role in _WORTH and not any(o.start <= hit.start and hit.end <= o.end for o in seen):
            words = document.text[hit.start : hit.end].casefold() if rule.match == "line" else ""
            weights[rule.name, words] = ENOUGH + 1 if rule.role == "alone" else rule.weight
            seen.append(hit)
    return sum(weights.values())


def _strength(hit: Hit) -> tuple[bool, float, int]:
    return hit.rule.role == "alone", hit.rule.weight, hit.end - hit.start


def _runs(document: Document, hits: Hits, scores: Mapping[int, float], manner: Manner) -> Iterator[range]:
    """Maximal runs of lines that speak of the prompt, as ranges of places in ``document.content``."""
    start = None
    for place, number in enumerate(document.content):
        found = hits.get(number, ())
        may_belong = found or _COUNTER.fullmatch(document.lines[number].text)  # few lines may
        if may_belong and _belongs(document, number, found, scores.get(number, 0.0), manner):
            start = place if start is None else start
        elif start is not None:
            yield range(start, place)
            start = None
    if start is not None:
        yield range(start, len(document.content))


def _belongs(document: Document, number: int, found: tuple[Hit, ...], points: float, manner: Manner) -> bool:
    text = document.lines[number].text
    if text.lstrip()[:1] in _QUOTES or _CODE.search(text) or _NUMBERED.match(text):
        return False
    if has_role(found, "anchor", "member") or points >= ENOUGH:
        return points >= 0
    if points >= 1.0:
        return word_count(text) <= manner.promise_words
    return points >= 0 and not found


def _goes(document: Document, hits: Hits, scores: Mapping[int, float], run: range, manner: Manner) -> bool:
    order = document.content
    numbers = [order[place] for place in run]
    is_short = all(word_count(document.lines[n].text) <= BUTTON_WORDS for n in numbers)
    if manner.catalogue and is_short and any(document.view(_texts)[_text(document, n)] >= CATALOGUE for n in numbers):
        return False
    if any(scores.get(n, 0.0) >= ENOUGH for n in numbers):
        return True
    is_button = any(has_role(hits.get(n, ()), "anchor") for n in numbers)
    if not is_button and not is_short:
        return False
    points = sum(max(scores.get(n, 0.0), MEMBER * has_role(hits.get(n, ()), "member")) for n in numbers)
    return points >= ENOUGH if not is_button else points >= ENOUGH or _stands_apart(document, hits, run, manner)


def _texts(document: Document) -> Counter[str]:
    return Counter(_text(document, number) for number in document.content)


def _text(document: Document, number: int) -> str:
    return document.lines[number].text.strip().casefold()


def _stands_apart(document: Document, hits: Hits, run: range, manner: Manner) -> bool:
    """Does the run stand where a page puts its buttons, and not in a list of the author's?"""
    lines, order = document.lines, document.content
    above = lines[order[run.start - 1]].text if run.start else ""
    below = lines[order[run.stop]].text if run.stop < len(order) else ""
    first, last = lines[order[run.start]].text, lines[order[run.stop - 1]].text
    if _same_list(above, first) or _same_list(last, below):
        return False
    weight = max(hit.rule.weight for n in run for hit in hits.get(order[n], ()) if hit.rule.role == "anchor")
    if first.lstrip()[:1].islower() and weight < CLEAR:
        return False
    if weight >= UNMISTAKABLE:
        return not (_is_tiny(above) and _is_tiny(below))
    prose = document.view(_paragraphs_below)
    if prose[0] >= 2 and (run.stop <= manner.head or (manner.tail and prose[run.stop - 1] < manner.tail)):
        return True
    return not is_prose(below) and (weight >= CLEAR or not above or ends_sentence(above))


def _is_tiny(text: str) -> bool:
    return bool(text) and is_label(text, 2)


def _same_list(text: str, other: str) -> bool:
    mark = text.lstrip()[:1]
    return bool(mark) and mark in _BULLETS and other.lstrip()[:1] == mark


def _paragraphs_below(document: Document) -> tuple[int, ...]:
    """For each content line, how many paragraphs of prose begin at it or below it; then a zero."""
    counts = [0]
    for number in reversed(document.content):
        counts.append(counts[-1] + is_prose(document.lines[number].text))
    return tuple(reversed(counts))


def _between(document: Document, taken: set[int], manner: Manner) -> set[int]:
    """The few short lines that stand between two prompts."""
    inside: set[int] = set()
    gap: list[int] = []
    open_block = False
    for number in document.content if manner.bridge and taken else ():
        if number in taken:
            if open_block and len(gap) <= manner.bridge:
                inside.update(gap)
            open_block, gap = True, []
        elif word_count(document.lines[number].text) <= manner.bridge_words:
            gap.append(number)
        else:
            open_block, gap = False, []
    return inside


def _headings(document: Document, taken: set[int]) -> set[int]:
    """The headings of which nothing is left: above a promise that goes, with a heading or nothing below it."""
    lines, order = document.lines, document.content
    found: set[int] = set()
    for place, number in enumerate(order[:-1]):
        if number in taken or order[place + 1] not in taken or not is_label(lines[number].text, HEADING_WORDS):
            continue
        stop = place + 1
        while stop < len(order) and order[stop] in taken:
            stop += 1
        promised = any(word_count(lines[n].text) > HEADING_WORDS for n in order[place + 1 : stop])
        if place and promised and (stop == len(order) or is_label(lines[order[stop]].text)):
            found.add(number)
    return found
