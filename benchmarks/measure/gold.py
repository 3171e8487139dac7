"""Gold texts fed alone: they hold no furniture, so every word that goes is a loss."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

import data
from measure.base import NUMBER, PERCENT, Cleaners, Report, Row, chosen, share
from score import changed_lines, words

OVER = 0.05
"""No page may lose a larger share of its words."""


@dataclass
class Score:
    """By (``wcxb`` or ``more``, page type): words lost, words, pages, and those that lose more than ``OVER``."""

    lost: Counter[tuple[str, str]] = field(default_factory=Counter)
    words: Counter[tuple[str, str]] = field(default_factory=Counter)
    pages: Counter[tuple[str, str]] = field(default_factory=Counter)
    over: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)


def measure(cleaners: Cleaners, sample: int | None = None) -> dict[str, Score]:
    """The scores on the gold texts of WCXB and ``more/``; those that are partial are left out."""
    pages = {page.id: page for page in data.all_pages().values() if page.source not in data.PARTIAL}
    scores = {cleaner: Score() for cleaner in cleaners}
    for name in chosen(pages, sample):
        page = pages[name]
        key, total = ("wcxb" if page.source == "wcxb" else "more", page.kind), words(page.gold).total()
        for cleaner, clean in cleaners.items():
            cleaned, score = clean(page.gold, page.url), scores[cleaner]
            lost = total - words(cleaned).total() if cleaned != page.gold else 0
            score.pages[key] += 1
            score.words[key] += total
            score.lost[key] += lost
            if lost > OVER * total:
                score.over[key].append(name)
            if cleaned != page.gold:
                score.wrong += [
                    f"lost {name} {page.kind} {number} | {line[:200]}"
                    for number, line in changed_lines(page.gold, cleaned)
                ]
    return scores


def report(cleaners: Cleaners, sample: int | None = None) -> Report:
    """Words lost and pages that lose too much, by source and page type."""
    scores = measure(cleaners, sample)
    first = next(iter(scores.values()))

    def lost(label: str, keys: list[tuple[str, str]]) -> Row:
        total = sum(first.words[key] for key in keys)
        return Row(label, total, {n: share(sum(s.lost[k] for k in keys), total) for n, s in scores.items()}, PERCENT)

    def over(label: str, keys: list[tuple[str, str]]) -> Row:
        number = sum(first.pages[k] for k in keys)
        return Row(label, number, {n: sum(len(s.over[k]) for k in keys) for n, s in scores.items()}, NUMBER)

    keys = sorted(first.words)
    rows = [lost("**words lost**", keys), over(f"**pages that lose over {OVER:.0%}**", keys)]
    for source in sorted({key[0] for key in keys}):
        some = [key for key in keys if key[0] == source]
        rows += [lost(f"words lost, {source}", some), over(f"pages that lose over {OVER:.0%}, {source}", some)]
    rows += [lost(f"words lost, {' '.join(key)}", [key]) for key in keys]
    return Report("gold alone", rows, first.wrong)
