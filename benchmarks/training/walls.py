"""Pages among whose furniture stands prose of others: teasers of other stories, comments of readers.

On foreign news pages nothing misleads more than good sentences that are no part of the article. Few
of the training pages have as many of them, so these get some, made of the sentences of other pages.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.labels import words
from training.pages import WHOLE, Labelled
from training.variants import in_other_script

WALLED = "walled"
_DONORS = ("html_text", "bs4")  # one variant of a page is enough
_OF_TEASERS = ("listing", "product", "collection")  # here they are the main content
_MOST_LINES = 1500
_LEAST_WORDS = 80  # of main content, for what stands around it to be furniture

_MORE = ("More", "Read more", "Continue reading", "Details", "mehr", "więcej", "Подробнее", "»", "…", "...")
_CUT = ("...", "…", " [...]")
_REPLY = ("Reply", "Like", "Report", "+1", "0", "^", "Antworten", "Odpowiedz", "zgłoś", "Ответить", "Цитировать")
_READERS = (
    "anna", "Piotr K.", "guest", "~ola", "Ivan", "Alexei_77", "maria", "John D.", "Dr. No", "kasia", "user2311",
    "Сергей", "Олег В.", "Νίκος", "Müller", "jens", "T. Smith", "Гость", "anonymous", "xx", "Marek", "Pat",
)  # fmt: skip
_DATES = ("{0}.{1:02}.2011", "{0:02}/{1:02}/2012", "{1:02}:{0:02}", "2013-{1:02}-{0:02}")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Donor:
    """What a page lends to others: its first paragraphs, and titles or what may stand for them."""

    paragraphs: list[str]
    titles: list[str]


def walled(pages: Sequence[Labelled], seed: int) -> Iterator[Labelled]:
    """Every other whole page that has main content, with teasers or comments above or below it."""
    dice = random.Random(seed)
    donors: dict[tuple[bool, int], list[Donor]] = {}
    for page in pages:
        if page.variant in _DONORS and page.source != "negatives":
            donor = _donor(page)
            if len(donor.paragraphs) > 1:
                donors.setdefault(_shelf(page), []).append(donor)
    for number, page in enumerate(pages):
        lent = donors.get(_shelf(page))
        if page.variant not in WHOLE or page.kind in _OF_TEASERS or not lent or not page.known.all():
            continue
        if dice.random() < 0.5 and _has_core(page):
            made = _with_walls(page, lent, dice)
            foreign = page.source != "chinese" and dice.random() < 0.35
            yield _in_other_script(made, f"wall {number}") if foreign else made


def _shelf(page: Labelled) -> tuple[bool, int]:
    """Pages lend within their fold, so that no fold sees another's text; Chinese ones among themselves."""
    return page.source == "chinese", page.fold


def _donor(page: Labelled) -> Donor:
    full = page.matched > 0.8 * page.sizes
    shown = [(line.strip(), size, is_main) for line, size, is_main in zip(page.lines, page.sizes, full, strict=True)]
    paragraphs = [line for line, size, is_main in shown if is_main and 12 <= size <= 70]
    headings = [line for line, size, is_main in shown if is_main and 4 <= size <= 14 and line[-1:] not in ".:,;"]
    first = next(((line, size) for line, size, _ in shown if line), ("", 0))
    titles = [first[0]] if 3 <= first[1] <= 20 else []
    return Donor(paragraphs[:4], [*titles, *headings[:2]])


def _has_core(page: Labelled) -> bool:
    core = (page.matched > 0.8 * page.sizes) & (page.sizes > 8)
    return core.sum() >= 3 and page.matched.sum() >= _LEAST_WORDS and len(page.lines) <= _MOST_LINES


def _with_walls(page: Labelled, donors: Sequence[Donor], dice: random.Random) -> Labelled:
    within = np.flatnonzero((page.matched >= 0.3 * page.sizes) & (page.sizes > 3))
    first, stop, end = int(within[0]), int(within[-1]) + 1, len(page.lines)
    places = [] if dice.random() < 0.45 else [stop if dice.random() < 0.6 else dice.randint(stop, end)]
    if not places or dice.random() < 0.55:
        places.append(first if dice.random() < 0.3 else dice.randint(0, first))
    apart = np.mean([not line.strip() for line in page.lines]) > 0.3
    for place in places:  # the lower one first, so that the upper one keeps its number
        talk = place >= stop and page.kind != "forum" and dice.random() < 0.4
        number = max(2, min(30, int(dice.expovariate(1 / 9)) + 2))
        items = _comments(donors, number, dice) if talk else _teasers(donors, number, dice)
        page = _inserted(page, place, _set(items, bool(apart), dice))
    return replace(page, variant=WALLED)


def _set(items: Sequence[Sequence[str]], apart: bool, dice: random.Random) -> list[str]:
    """The lines of a wall; ``apart`` puts blank lines between its items and sometimes within them."""
    loose = apart and dice.random() < 0.5
    wall: list[str] = []
    for item in items:
        for number, line in enumerate(item):
            wall += ["", line] if loose or (apart and number == 0) else [line]
    return wall


def _inserted(page: Labelled, place: int, wall: list[str]) -> Labelled:
    def put(into: NDArray[Any], values: Any) -> NDArray[Any]:
        return np.concatenate((into[:place], values, into[place:]))

    nothing = np.zeros(len(wall))
    return replace(
        page,
        lines=[*page.lines[:place], *wall, *page.lines[place:]],
        sizes=put(page.sizes, [len(words(line)) for line in wall]),
        matched=put(page.matched, nothing),
        known=put(page.known, nothing + 1),
        wanted=put(page.wanted, nothing),
        costs=put(page.costs, nothing),
        kinds=put(page.kinds, nothing - 1).astype(np.int64),
    )


def _teasers(donors: Sequence[Donor], number: int, dice: random.Random) -> list[list[str]]:
    """Items of a list of other stories, all of one make."""
    titled = dice.random() < 0.85
    told = not titled or dice.random() < 0.7
    dated, more, shortened = dice.random() < 0.35, dice.random() < 0.25, dice.random() < 0.4
    most = dice.choice((15, 25, 40, 70))
    items = []
    for _ in range(number):
        donor = dice.choice(donors)
        paragraph = dice.choice(donor.paragraphs) if dice.random() < 0.4 else donor.paragraphs[0]
        parts = paragraph.split()
        item = [dice.choice(donor.titles) if donor.titles else " ".join(parts[:7])] if titled else []
        if told:
            text = " ".join(parts[:most])
            if shortened or len(parts) > most:
                text = text[: max(60, int(len(text) * dice.uniform(0.5, 1)))].rstrip() + dice.choice(_CUT)
            item.append(text)
        if dated:
            item.insert(dice.randint(0, 1), _date(dice))
        items.append([*item, dice.choice(_MORE)] if more else item)
    return items


def _comments(donors: Sequence[Donor], number: int, dice: random.Random) -> list[list[str]]:
    """What readers might have written, each under a name."""
    dated, beside, reply = dice.random() < 0.7, dice.random() < 0.3, dice.random() < 0.5
    button = dice.choice(_REPLY)
    items = []
    for _ in range(number):
        sentences = _SENTENCE_END.split(dice.choice(dice.choice(donors).paragraphs))
        start = dice.randrange(len(sentences))
        said = " ".join(sentences[start : start + dice.randint(1, 3)])
        head = [dice.choice(_READERS), *([_date(dice)] if dated else [])]
        if beside:
            head = [" ".join(head)]
        text = said.lower().rstrip(".") if dice.random() < 0.3 else said
        items.append([*head, text, *([button] if reply else [])])
    return items


def _date(dice: random.Random) -> str:
    return dice.choice(_DATES).format(dice.randint(1, 28), dice.randint(1, 12))


def _in_other_script(page: Labelled, seed: str) -> Labelled:
    return replace(page, lines=in_other_script("\n".join(page.lines), seed).split("\n"), origin=page.lines)
