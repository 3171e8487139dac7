"""Gold texts fed alone: they hold no furniture, so every word that goes is a loss."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import data
from measure.base import NUMBER, PERCENT, Cleaners, Report, Row, chosen, share
from score import changed_lines, words

OVER = 0.05
"""No page may lose a larger share of its words."""


class Whole(NamedTuple):
    """A text that must stay whole: its page, what counts as one with it, and what a judge is chosen by."""

    page: str
    text: str
    group: str
    key: str


@dataclass
class Score:
    """By group: words lost, words, pages, and those that lose more than ``OVER``."""

    lost: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    over: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)


def fed_alone(cleaners: Cleaners, texts: Iterable[Whole]) -> dict[str, Score]:
    """What each cleaner takes of ``texts``."""
    scores = {cleaner: Score() for cleaner in cleaners}
    for page, text, group, key in texts:
        total = words(text).total()
        for cleaner, clean in cleaners.items():
            cleaned, score = clean(text, key), scores[cleaner]
            lost = total - words(cleaned).total() if cleaned != text else 0
            score.pages[group] += 1
            score.words[group] += total
            score.lost[group] += lost
            if lost > OVER * total:
                score.over[group].append(page)
            score.wrong += [f"lost {page} {group} {n} | {line[:200]}" for n, line in changed_lines(text, cleaned)]
    return scores


def rows_of(scores: dict[str, Score], label: str, groups: Iterable[str]) -> tuple[Row, Row]:
    """Of some ``groups``: the words lost, and the pages that lose too much."""
    some = list(groups)
    first = next(iter(scores.values()))
    total, number = sum(first.words[one] for one in some), sum(first.pages[one] for one in some)
    lost = {name: share(sum(score.lost[one] for one in some), total) for name, score in scores.items()}
    over = {name: sum(len(score.over[one]) for one in some) for name, score in scores.items()}
    return (
        Row(label.format("words lost"), total, lost, PERCENT),
        Row(label.format(f"pages that lose over {OVER:.0%}"), number, over, NUMBER),
    )


def measure(cleaners: Cleaners, sample: int | None = None) -> dict[str, Score]:
    """The scores on the gold texts of WCXB and ``more/``; those that are partial are left out."""
    pages = {page.id: page for page in data.all_pages().values() if page.source not in data.PARTIAL}
    some = [pages[name] for name in chosen(pages, sample)]
    source = {True: "wcxb", False: "more"}
    return fed_alone(
        cleaners, (Whole(page.id, page.gold, f"{source[page.source == 'wcxb']} {page.kind}", page.url) for page in some)
    )


def report(cleaners: Cleaners, sample: int | None = None) -> Report:
    """Words lost and pages that lose too much, by source and page type."""
    scores = measure(cleaners, sample)
    first = next(iter(scores.values()))
    groups = sorted(first.words)
    rows = [*rows_of(scores, "**{}**", groups)]
    for source in sorted({group.split()[0] for group in groups}):
        rows += rows_of(scores, f"{{}}, {source}", [group for group in groups if group.split()[0] == source])
    rows += [rows_of(scores, f"{{}}, {group}", [group])[0] for group in groups]
    return Report("gold alone", rows, first.wrong)
