"""Texts without line breaks: the two raw documents and raw news, their lines joined by spaces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from measure import marked
from measure.base import PERCENT, Cleaners, Report, Row, chosen, share
from score import sequence, standing, text_lines, what_is_left

LEFTOVER, ARTICLE, UNKNOWN = "leftover", "article", "unknown"
_DOCUMENTS = Path(__file__).parents[2] / "fixtures" / "golden"


class Flat(NamedTuple):
    """A text in one line, and for each of its words what it is."""

    name: str
    source: str
    text: str
    words: tuple[str, ...]
    kinds: tuple[str, ...]


def _flat(name: str, source: str, lines: list[str], kinds: list[list[str]]) -> Flat:
    every = tuple(word for line in lines for word in sequence(line))
    return Flat(name, source, " ".join(lines), every, tuple(kind for line in kinds for kind in line))


def texts() -> Iterator[Flat]:
    """The two documents, then the news of both files."""
    for path in sorted(_DOCUMENTS.glob("*.raw.txt")):
        name = path.name.removesuffix(".raw.txt")
        raw, expected = path.read_text("utf-8"), (_DOCUMENTS / f"{name}.expected.txt").read_text("utf-8")
        lines, kinds = text_lines(raw), []
        for line, rest in zip(lines, what_is_left(raw, expected), strict=True):
            kinds.append([ARTICLE if stays else LEFTOVER for stays in standing(sequence(line), sequence(rest))])
        yield _flat(f"seeds/{name}", "documents", lines, kinds)
    for file in marked.FILES:
        for news in marked.texts(file):
            lines = text_lines(news.text)
            what = [
                LEFTOVER if n in news.leftovers else UNKNOWN if n in news.mixed else ARTICLE for n in range(len(lines))
            ]
            kinds = [[kind] * len(sequence(line)) for line, kind in zip(lines, what, strict=True)]
            yield _flat(news.key, "raw news", lines, kinds)


@dataclass
class Score:
    """Words by (source, ``LEFTOVER`` or ``ARTICLE``): gone, all."""

    gone: Counter[tuple[str, str]] = field(default_factory=Counter)
    words: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def measure(cleaners: Cleaners, sample: int | None = None) -> dict[str, Score]:
    """The scores; which words are gone says a longest common subsequence of both texts' words."""
    flats = {flat.name: flat for flat in texts()}
    scores = {cleaner: Score() for cleaner in cleaners}
    for name in chosen(flats, sample):
        flat = flats[name]
        for cleaner, clean in cleaners.items():
            stays = standing(flat.words, sequence(clean(flat.text, name)))
            score = scores[cleaner]
            for kind, is_there in zip(flat.kinds, stays, strict=True):
                score.words[flat.source, kind] += 1
                score.gone[flat.source, kind] += not is_there
            wrong = zip(flat.words, flat.kinds, stays, strict=True)
            lost = [word for word, kind, is_there in wrong if kind == ARTICLE and not is_there]
            if lost:
                score.wrong.append(f"lost {name} | {' '.join(lost)[:300]}")
    return scores


def report(cleaners: Cleaners, sample: int | None = None) -> Report:
    """Leftover words removed and article words lost, all and by source."""
    scores = measure(cleaners, sample)
    first = next(iter(scores.values()))
    rows = []
    for source in (None, *sorted({source for source, _ in first.words})):
        for kind, label in ((LEFTOVER, "leftover words removed"), (ARTICLE, "article words lost")):
            keys = [key for key in first.words if key[1] == kind and source in (None, key[0])]
            number = sum(first.words[key] for key in keys)
            values = {n: share(sum(s.gone[key] for key in keys), number) for n, s in scores.items()}
            rows.append(Row(f"{label}, {source}" if source else f"**{label}**", number, values, PERCENT))
    return Report("flattened texts", rows, first.wrong)
