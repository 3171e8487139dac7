"""Raw news: what stands between the paragraphs goes, and nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

import data
from measure.base import NUMBER, PERCENT, SHARE, Cleaners, Report, Row, chosen, share
from score import text_lines, what_is_left, words

FILES = {"old": "raw-news-dev.jsonl", "new": "raw-news-2-dev.jsonl"}


class News(NamedTuple):
    """A text, its leftover lines by number, and the numbers of lines that are both."""

    id: str
    text: str
    leftovers: dict[int, str]
    mixed: frozenset[int]


@dataclass
class Score:
    """What one cleaner did: lines by code (removed, all), article words, clean and dirty texts (right, all)."""

    removed: Counter[str] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    words: int = 0
    right: Counter[str] = field(default_factory=Counter)
    texts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def texts(file: str, sample: int | None = None) -> list[News]:
    """The texts of one file (``old`` or ``new``)."""
    found = {
        record["id"]: News(
            record["id"],
            record["text"],
            {int(number): code for number, code in record["leftovers"].items()},
            frozenset(record["mixed"]),
        )
        for record in data.records(FILES[file])
    }
    return [found[name] for name in chosen(found, sample)]


def measure(cleaners: Cleaners, name: str = "new", sample: int | None = None) -> dict[str, Score]:
    """The scores on one file. A text is right if all leftovers go and the article stays, in lines.

    What becomes of a line that is both does not count.
    """
    scores = {cleaner: Score() for cleaner in cleaners}
    for news in texts(name, sample):
        for cleaner, clean in cleaners.items():
            _count(scores[cleaner], news, clean(news.text, f"raw-news/{news.id}"))
    return scores


def _count(score: Score, news: News, cleaned: str) -> None:
    left, lines = what_is_left(news.text, cleaned), text_lines(news.text)
    is_right = True
    for number, line in enumerate(lines):
        where = f"{news.id} {number}/{len(lines)} | {line[:200]}"
        if number in news.leftovers:
            score.lines[news.leftovers[number]] += 1
            score.removed[news.leftovers[number]] += not left[number]
            if left[number]:
                is_right = False
                score.wrong.append(f"missed {news.leftovers[number]} {where}")
        elif number not in news.mixed:
            score.words += words(line).total()
            score.lost += words(line).total() - words(left[number]).total()
            if left[number] != line:
                is_right = False
                score.wrong.append(f"lost {where}")
    kind = "dirty" if news.leftovers else "clean"
    score.texts[kind] += 1
    score.right[kind] += is_right


def report(cleaners: Cleaners, sample: int | None = None, name: str = "new") -> Report:
    """Removed, lost, clean texts untouched, dirty ones exactly right; then lines by kind."""
    scores = measure(cleaners, name, sample)
    first = next(iter(scores.values()))
    rows = [
        Row(
            "**leftover lines removed**",
            first.lines.total(),
            {n: share(s.removed.total(), s.lines.total()) for n, s in scores.items()},
        ),
        Row("**article words lost**", first.words, {n: share(s.lost, s.words) for n, s in scores.items()}, PERCENT),
        Row("clean texts untouched", first.texts["clean"], {n: s.right["clean"] for n, s in scores.items()}, NUMBER),
        Row(
            "dirty texts exactly right",
            first.texts["dirty"],
            {n: share(s.right["dirty"], s.texts["dirty"]) for n, s in scores.items()},
            SHARE,
        ),
    ]
    rows += [
        Row(code, number, {n: share(s.removed[code], number) for n, s in scores.items()})
        for code, number in first.lines.most_common()
    ]
    return Report(f"raw news, {name} file", rows, first.wrong)
