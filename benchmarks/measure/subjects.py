"""Pages about what furniture says elsewhere, such as a privacy policy or an author's profile: they must stay whole."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import data
from measure.base import NUMBER, PERCENT, Cleaners, Report, Row, chosen, share
from measure.gold import OVER
from score import changed_lines, words


@dataclass
class Score:
    """By what pages are about: words lost, words, pages, and pages that lose more than ``OVER``."""

    lost: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    over: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def measure(cleaners: Cleaners, sample: int | None = None) -> dict[str, Score]:
    """The scores of each cleaner."""
    pages = {f"subjects/{page.id}": page for page in data.subject_pages()}
    scores = {cleaner: Score() for cleaner in cleaners}
    for key in chosen(pages, sample):
        page = pages[key]
        about, total = page.about.removeprefix("# "), words(page.text).total()
        for cleaner, clean in cleaners.items():
            cleaned, score = clean(page.text, key), scores[cleaner]
            lost = total - words(cleaned).total()
            score.pages[about] += 1
            score.words[about] += total
            score.lost[about] += lost
            score.over[about] += lost > OVER * total
            score.wrong += [f"lost {page.id} {about} | {line[:200]}" for _, line in changed_lines(page.text, cleaned)]
    return scores


def report(cleaners: Cleaners, sample: int | None = None) -> Report:
    """Words lost and pages that lose too much, by what they are about."""
    scores = measure(cleaners, sample)
    first = next(iter(scores.values()))
    rows = [
        Row(
            "**words lost**",
            first.words.total(),
            {n: share(s.lost.total(), s.words.total()) for n, s in scores.items()},
            PERCENT,
        ),
        Row(
            f"**pages that lose over {OVER:.0%}**",
            first.pages.total(),
            {n: s.over.total() for n, s in scores.items()},
            NUMBER,
        ),
    ]
    rows += [
        Row(f"words lost, {about}", number, {n: share(s.lost[about], number) for n, s in scores.items()}, PERCENT)
        for about, number in sorted(first.words.items())
    ]
    return Report("pages about what furniture says", rows, first.wrong)
