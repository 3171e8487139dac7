"""Labelled lines that extractors left: how many go by kind, and the gold words that go with them.

Gold words lost are counted in two ways. By the **multiset**: the words that a text has in common
with the gold text, before and after. Whatever goes may then cost words that the extractor lost
elsewhere: taking the labelled furniture and nothing else "loses" .15 % (old file) and .40 % (new).
By **alignment**: a longest common subsequence of text and gold says which words of which line are
gold, and lines labelled as furniture are none, so that that costs nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, pairwise

import numpy as np

import data
from measure.base import PERCENT, Cleaners, Report, Row, chosen, share
from score import sequence, standing, text_lines, what_is_left, words

FILES = {"old": "residue-dev.tsv", "new": "residue-2-dev.tsv"}
MULTISET, ALIGNED = WAYS = ("multiset", "aligned")
LOSSES = (0.001, 0.002, 0.003, 0.005)
"""Shares of gold words lost at which thresholds are compared."""


@dataclass
class Score:
    """What one cleaner did, each as (gone, all).

    Lines are counted by source of the page (``wcxb`` or ``more``) and code, gold words by source and way (``WAYS``).
    """

    removed: Counter[tuple[str, str]] = field(default_factory=Counter)
    lines: Counter[tuple[str, str]] = field(default_factory=Counter)
    lost: Counter[tuple[str, str]] = field(default_factory=Counter)
    words: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def count(self, codes: Iterable[str] | None = None, source: str | None = None) -> tuple[int, int]:
        """Lines removed and all lines of ``codes`` (all furniture) on pages from ``source`` (all)."""
        wanted = [
            key
            for key in self.lines
            if (key[1] in codes if codes is not None else key[1] not in data.NOT_FURNITURE) and source in (None, key[0])
        ]
        return sum(self.removed[key] for key in wanted), sum(self.lines[key] for key in wanted)

    def removed_share(self, codes: Iterable[str] | None = None, source: str | None = None) -> float:
        """The share of lines removed."""
        return share(*self.count(codes, source))

    def gold(self, way: str = ALIGNED, source: str | None = None) -> tuple[int, int]:
        """Gold words lost and all, counted in one way on pages from ``source`` (all)."""
        keys = [key for key in self.words if key[1] == way and source in (None, key[0])]
        return sum(self.lost[key] for key in keys), sum(self.words[key] for key in keys)

    def lost_share(self, way: str = ALIGNED, source: str | None = None) -> float:
        """The share of gold words lost."""
        return share(*self.gold(way, source))


def measure(cleaners: Cleaners, name: str = "new", sample: int | None = None) -> dict[str, Score]:
    """The scores on the labelled outputs of one file (``old`` or ``new``), or of ``sample`` of its pages.

    A line that has no code is gold or unknown, and counts only in so far as it is gold.
    """
    labels = data.labels(FILES[name])
    wanted = set(chosen((page for page, _ in labels), sample))
    scores = {cleaner: Score() for cleaner in cleaners}
    for (page, extractor), codes in labels.items():
        if page in wanted:
            output = _Output(data.all_pages()[page], extractor, data.all_extracted()[page, extractor], codes)
            for cleaner, clean in cleaners.items():
                _count(scores[cleaner], output, clean(output.text, output.page.url))
    return scores


@dataclass
class _Output:
    """What an extractor made of a page, and what its lines are."""

    page: data.Page
    extractor: str
    text: str
    codes: Mapping[int, str]

    def __post_init__(self) -> None:
        self.lines = text_lines(self.text)
        by_line = [sequence(line) for line in self.lines]
        here, gold = [word for line in by_line for word in line], _gold_words(self.page)
        self.gold = Counter(gold)
        self.had = (Counter(here) & self.gold).total()
        found = standing(here, gold)
        ends = [0, *accumulate(map(len, by_line))]
        self.gold_words = [sum(found[start:end]) for start, end in pairwise(ends)]
        for number, code in self.codes.items():
            if code not in data.NOT_FURNITURE:
                self.gold_words[number] = 0

    def where(self, number: int) -> str:
        """For lists of what went wrong."""
        return f"{self.page.id}/{self.extractor} {number}/{len(self.lines)} | {self.lines[number][:200]}"


@lru_cache(maxsize=8)  # a page has several outputs, one after the other
def _gold_words(page: data.Page) -> list[str]:
    return sequence(page.gold)


def _count(score: Score, output: _Output, cleaned: str) -> None:
    source = output.page.source if output.page.source == "wcxb" else "more"
    left = what_is_left(output.text, cleaned)
    for number, code in output.codes.items():
        score.lines[source, code] += 1
        score.removed[source, code] += not left[number]
        if left[number] and code not in data.NOT_FURNITURE:
            score.wrong.append(f"missed {code} {output.where(number)}")
    score.words[source, MULTISET] += output.had
    if cleaned != output.text:
        score.lost[source, MULTISET] += output.had - (words(cleaned) & output.gold).total()
    for number, (line, rest, gold) in enumerate(zip(output.lines, left, output.gold_words, strict=True)):
        score.words[source, ALIGNED] += gold
        if rest != line and gold:
            lost = min(gold, len(sequence(line)) - len(sequence(rest)))
            score.lost[source, ALIGNED] += lost
            score.wrong.append(f"lost {lost} {output.where(number)}")


def at_loss(scores: Sequence[Score], loss: float, codes: Iterable[str] | None = None, way: str = ALIGNED) -> float:
    """The share of lines removed where ``loss`` of the gold words go, between the thresholds around it.

    It is nan where every one of ``scores`` lost less, or every one more.
    """
    points = sorted((score.lost_share(way), score.removed_share(codes)) for score in scores)
    if not points or not points[0][0] <= loss <= points[-1][0]:
        return float("nan")
    losses, removed = zip(*points, strict=True)
    return float(np.interp(loss, losses, np.maximum.accumulate(removed)))


def report(cleaners: Cleaners, sample: int | None = None, name: str = "new") -> Report:
    """Lines removed by kind and source, gold words lost in both ways."""
    scores = measure(cleaners, name, sample)
    first = next(iter(scores.values()))
    kinds = sorted({code for _, code in first.lines}, key=lambda code: (code in data.NOT_FURNITURE, code))
    sources = sorted({source for source, _ in first.lines})

    def row(label: str, codes: Sequence[str] | None = None, source: str | None = None) -> Row:
        return Row(label, first.count(codes, source)[1], {n: s.removed_share(codes, source) for n, s in scores.items()})

    def lost(label: str, way: str, source: str | None = None) -> Row:
        return Row(
            label, first.gold(way, source)[1], {n: s.lost_share(way, source) for n, s in scores.items()}, PERCENT
        )

    rows = [
        row("**furniture**"),
        *(lost(f"**gold words lost, {way}**", way) for way in WAYS),
        *(row(f"furniture, {source} pages", None, source) for source in sources),
        *(lost(f"gold words lost, {way}, {source} pages", way, source) for source in sources for way in WAYS),
        *(row(f"({kind})" if kind in data.NOT_FURNITURE else kind, [kind]) for kind in kinds),
    ]
    return Report(f"residue, {name} file", rows, first.wrong)


def curve(cleaners: Cleaners, sample: int | None = None, name: str = "new") -> Report:
    """Lines removed by kind where each of ``LOSSES`` is lost, between ``cleaners`` that differ in their threshold."""
    scores = list(measure(cleaners, name, sample).values())
    kinds = sorted({code for _, code in scores[0].lines} - set(data.NOT_FURNITURE))
    rows = []
    for label, codes in [("**furniture**", None), *((kind, [kind]) for kind in kinds)]:
        values = {f"{way} {loss:.1%}": at_loss(scores, loss, codes, way) for way in WAYS for loss in LOSSES}
        rows.append(Row(label, scores[0].count(codes)[1], values))
    return Report(f"removed where so many gold words are lost, {name} file", rows)
