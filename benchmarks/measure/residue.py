"""Labelled lines that extractors left: how many go by kind, and the gold words that go with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

import data
from measure.base import PERCENT, Cleaners, Report, Row, chosen, share
from score import sequence, text_lines, what_is_left, words

FILES = {"old": "residue-dev.tsv", "new": "residue-2-dev.tsv"}
NOT_FURNITURE = (*data.NOT_FURNITURE, "code")
LOSSES = (0.001, 0.002, 0.003, 0.005)
"""Shares of gold words lost at which thresholds are compared."""


@dataclass
class Score:
    """What one cleaner did, by code of line (removed, all) and by source of page (gold words lost, all)."""

    removed: Counter[tuple[str, str]] = field(default_factory=Counter)
    lines: Counter[tuple[str, str]] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def count(self, codes: Iterable[str] | None = None, source: str | None = None) -> tuple[int, int]:
        """Lines removed and all lines of ``codes`` (all furniture) on pages from ``source`` (all)."""
        wanted = [
            key
            for key in self.lines
            if (key[1] in codes if codes is not None else key[1] not in NOT_FURNITURE) and source in (None, key[0])
        ]
        return sum(self.removed[key] for key in wanted), sum(self.lines[key] for key in wanted)

    def removed_share(self, codes: Iterable[str] | None = None, source: str | None = None) -> float:
        """The share of lines removed."""
        return share(*self.count(codes, source))

    def lost_share(self, source: str | None = None) -> float:
        """The share of gold words lost."""
        if source is not None:
            return share(self.lost[source], self.words[source])
        return share(self.lost.total(), self.words.total())


def measure(cleaners: Cleaners, name: str = "new", sample: int | None = None) -> dict[str, Score]:
    """The scores on the labelled outputs of one file (``old`` or ``new``), or of ``sample`` of its pages.

    A line that has no code is gold or unknown, and does not count when it goes; gold words are
    counted as a multiset, in what the page's output had of them.
    """
    labels = data.labels(FILES[name])
    wanted = set(chosen((page for page, _ in labels), sample))
    scores = {cleaner: Score() for cleaner in cleaners}
    for (page, extractor), codes in labels.items():
        if page in wanted:
            text, about = data.all_extracted()[page, extractor], data.all_pages()[page]
            for cleaner, clean in cleaners.items():
                _count(scores[cleaner], about, f"{page}/{extractor}", codes, (text, clean(text, about.url)))
    return scores


def _count(score: Score, page: data.Page, where: str, codes: Mapping[int, str], texts: tuple[str, str]) -> None:
    source = page.source if page.source == "wcxb" else "more"
    before, after = texts
    left, lines = what_is_left(before, after), text_lines(before)
    for number, code in codes.items():
        score.lines[source, code] += 1
        score.removed[source, code] += not left[number]
        if left[number] and code not in NOT_FURNITURE:
            score.wrong.append(f"missed {code} {where} {number}/{len(lines)} | {lines[number][:200]}")
    gold = words(page.gold)
    had, has = (words(before) & gold).total(), (words(after) & gold).total()
    score.words[source] += had
    score.lost[source] += had - has
    if had - has > 0:
        joined = " ".join(sequence(page.gold))
        for number, line in enumerate(lines):
            if codes.get(number, "content") in NOT_FURNITURE and left[number] != line:
                bare = " ".join(sequence(line))
                if bare and bare in joined:
                    score.wrong.append(f"lost {codes.get(number, 'gold')} {where} {number}/{len(lines)} | {line[:200]}")


def at_loss(scores: Sequence[Score], loss: float, figure: Callable[[Score], float]) -> float:
    """``figure`` where ``loss`` of the gold words go, between the two thresholds around it (nan outside)."""
    points = sorted((score.lost_share(), figure(score)) for score in scores)
    if not points or loss > points[-1][0]:
        return float("nan")
    losses, figures = zip((0.0, 0.0), *points, strict=True)
    return float(np.interp(loss, losses, np.maximum.accumulate(figures)))


def report(cleaners: Cleaners, sample: int | None = None, name: str = "new") -> Report:
    """Lines removed by kind and source, gold words lost."""
    scores = measure(cleaners, name, sample)
    first = next(iter(scores.values()))
    kinds = sorted({code for _, code in first.lines})

    def row(label: str, codes: Sequence[str] | None, source: str | None = None) -> Row:
        return Row(label, first.count(codes, source)[1], {n: s.removed_share(codes, source) for n, s in scores.items()})

    rows = [row("**furniture**", None)]
    rows += [row(f"furniture, {source} pages", None, source) for source in sorted(first.words)]
    rows += [row(kind, [kind]) for kind in kinds if kind not in NOT_FURNITURE]
    rows += [row(f"({kind})", [kind]) for kind in kinds if kind in NOT_FURNITURE]
    rows.append(
        Row("**gold words lost**", first.words.total(), {n: s.lost_share() for n, s in scores.items()}, PERCENT)
    )
    rows += [
        Row(
            f"gold words lost, {source} pages",
            first.words[source],
            {n: s.lost_share(source) for n, s in scores.items()},
            PERCENT,
        )
        for source in sorted(first.words)
    ]
    return Report(f"residue, {name} file", rows, first.wrong)


def curve(cleaners: Cleaners, sample: int | None = None, name: str = "new") -> Report:
    """Lines removed by kind where each of ``LOSSES`` is lost, between ``cleaners`` that differ in their threshold."""
    scores = list(measure(cleaners, name, sample).values())
    kinds = sorted({code for _, code in scores[0].lines} - set(NOT_FURNITURE))
    rows = []
    for label, codes in [("**furniture**", None), *((kind, [kind]) for kind in kinds)]:
        values = {
            f"at {loss:.1%}": at_loss(scores, loss, lambda score, codes=codes: score.removed_share(codes))
            for loss in LOSSES
        }
        rows.append(Row(label, scores[0].count(codes)[1], values))
    return Report(f"removed where so many gold words are lost, {name} file", rows)
