"""Passages that talk about cookies, newsletters, authors: words lost."""

from __future__ import annotations

import data
from measure.base import NUMBER, Cleaners, Report, Row, chosen
from score import words


def measure(cleaners: Cleaners, sample: int | None = None) -> dict[str, dict[str, int]]:
    """The words lost of each passage, by its number."""
    texts = {f"negatives/{number}": text for number, text in enumerate(data.hard_negatives())}
    found: dict[str, dict[str, int]] = {cleaner: {} for cleaner in cleaners}
    for name in chosen(texts, sample):
        for cleaner, clean in cleaners.items():
            found[cleaner][name] = (words(texts[name]) - words(clean(texts[name], name))).total()
    return found


def report(cleaners: Cleaners, sample: int | None = None) -> Report:
    """Words lost in all, and passages that lose any."""
    found = measure(cleaners, sample)
    passages = next(iter(found.values()))
    number = sum(words(text).total() for text in data.hard_negatives())
    rows = [
        Row("**words lost**", number, {n: sum(lost.values()) for n, lost in found.items()}, NUMBER),
        Row(
            "passages that lose words", len(passages), {n: sum(map(bool, f.values())) for n, f in found.items()}, NUMBER
        ),
    ]
    return Report("hard negatives", rows, [f"lost {lost} {name}" for name, lost in passages.items() if lost])
