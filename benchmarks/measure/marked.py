"""Texts whose lines were marked by hand: what stands between the paragraphs goes, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import data
from measure.base import NUMBER, PERCENT, SHARE, Cleaners, Report, Row, chosen, share
from score import text_lines, what_is_left, words

FILES = {"old": "raw-news-dev.jsonl", "new": "raw-news-2-dev.jsonl"}


class MarkedText(NamedTuple):
    """A text, its leftover lines by number, and the numbers of lines that are both."""

    key: str
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


def texts(name: str, sample: int | None = None) -> list[MarkedText]:
    """Raw news (``old`` or ``new``), or texts written for this project (``marked``, ``held-out``, ``whole``)."""
    found = {text.key: text for text in (_raw_news(FILES[name]) if name in FILES else _written(f"{name}-pages"))}
    return [found[key] for key in chosen(found, sample)]


def _raw_news(file: str) -> Iterator[MarkedText]:
    for record in data.records(file):
        leftovers = {int(number): code for number, code in record["leftovers"].items()}
        yield MarkedText(f"raw-news/{record['id']}", record["text"], leftovers, frozenset(record["mixed"]))


def _written(folder: str) -> Iterator[MarkedText]:
    for page in data.marked_pages(folder):
        leftovers = {number: code for number, code in enumerate(page.shown) if code != "content"}
        yield MarkedText(f"{folder}/{page.id}", "\n".join(page.lines), leftovers, frozenset())


def measure(cleaners: Cleaners, name: str = "new", sample: int | None = None) -> dict[str, Score]:
    """The scores on texts of one name. A text is right if all leftovers go and the article stays, in lines.

    What becomes of a line that is both does not count.
    """
    scores = {cleaner: Score() for cleaner in cleaners}
    for text in texts(name, sample):
        for cleaner, clean in cleaners.items():
            _count(scores[cleaner], text, clean(text.text, text.key))
    return scores


def _count(score: Score, marked: MarkedText, cleaned: str) -> None:
    left, lines = what_is_left(marked.text, cleaned), text_lines(marked.text)
    is_right = True
    for number, line in enumerate(lines):
        where = f"{marked.key} {number}/{len(lines)} | {line[:200]}"
        if number in marked.leftovers:
            score.lines[marked.leftovers[number]] += 1
            score.removed[marked.leftovers[number]] += not left[number]
            if left[number]:
                is_right = False
                score.wrong.append(f"missed {marked.leftovers[number]} {where}")
        elif number not in marked.mixed:
            score.words += words(line).total()
            score.lost += words(line).total() - words(left[number]).total()
            if left[number] != line:
                is_right = False
                score.wrong.append(f"lost {where}")
    kind = "dirty" if marked.leftovers else "clean"
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
    title = f"raw news, {name} file" if name in FILES else f"texts written for this project, {name}"
    return Report(title, rows, first.wrong)
