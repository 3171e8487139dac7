"""Consent dialogs in many languages: real interface strings as a block below an article.

The strings of a language stand in blocks of about ``BLOCK`` lines below an article in English,
in an order drawn by a hash, those of one vendor together; counted are the lines that go. Strings
marked generic in the data (one or two words that prove nothing alone) count apart.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import data
from measure.base import NUMBER, Cleaners, Report, Row, chosen, share
from score import text_lines, what_is_left

BLOCK = 20
LEAST = 10
"""Strings that a language needs to be measured."""
TARGET = 0.9
# Codes of the data that name one language here.
_ALIASES = {"nb": "no", "nn": "no", "sh": "sr"}

_ARTICLE = """\
The harbour froze in the second week of January, and the ferries stopped for the first time in forty years.

People walked out on the ice with sledges and thermos flasks, and somebody opened a stall that sold soup to them all.

When the thaw came in March, the stall was gone within a night, and the ferries blew their horns until it was noon.

Nobody has found out since who had owned it, although the newspaper of the town asked its readers twice in the summer.

"""


class Line(NamedTuple):
    """A string of a consent dialog."""

    text: str
    is_generic: bool


def _draw(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16)


@lru_cache(maxsize=1)
def dialogs() -> dict[str, tuple[str, list[Line]]]:
    """Blocks by name: language and lines."""
    vendors: dict[str, dict[str, dict[str, Line]]] = defaultdict(lambda: defaultdict(dict))
    for code, _, vendor, _, _, generic, text in data.table("phrases/cookie_consent.tsv"):
        language = code.split("-")[0].lower()
        # Strings that several vendors share are those of the last one named.
        vendors[_ALIASES.get(language, language)][vendor.rsplit(";", 1)[-1]][text] = Line(text.strip(), generic == "1")
    return {
        f"{language}/{number}": (language, block)
        for language, groups in sorted(vendors.items())
        if sum(map(len, groups.values())) >= LEAST
        for number, block in enumerate(_blocks(list(groups.values())))
    }


def _blocks(groups: list[dict[str, Line]]) -> Iterator[list[Line]]:
    """Whole dialogs cut to size; what few strings a vendor has stand with the next one's."""
    pending: list[Line] = []
    for group in groups:
        pending += group.values()
        if len(pending) >= BLOCK // 2:
            yield from _cut(sorted(pending, key=lambda line: _draw("order" + line.text)))
            pending = []
    if pending:
        yield pending


def _cut(lines: list[Line]) -> Iterator[list[Line]]:
    number = max(1, round(len(lines) / BLOCK))
    for i in range(number):
        yield lines[i * len(lines) // number : (i + 1) * len(lines) // number]


@dataclass
class Score:
    """Lines by (language, generic or not): removed, all."""

    removed: Counter[tuple[str, bool]] = field(default_factory=Counter)
    lines: Counter[tuple[str, bool]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def share(self, language: str | None = None, is_generic: bool | None = None) -> float:
        """The share of lines removed."""
        keys = [key for key in self.lines if language in (None, key[0]) and is_generic in (None, key[1])]
        return share(sum(self.removed[key] for key in keys), sum(self.lines[key] for key in keys))


def measure(cleaners: Cleaners, sample: int | None = None) -> dict[str, Score]:
    """The scores on all blocks, or ``sample`` of them."""
    scores = {cleaner: Score() for cleaner in cleaners}
    for name in chosen(dialogs(), sample):
        language, block = dialogs()[name]
        text = _ARTICLE * 3 + "\n".join(line.text for line in block) + "\n"
        above = len(text_lines(_ARTICLE)) * 3
        for cleaner, clean in cleaners.items():
            left, score = what_is_left(text, clean(text, f"phrases/{language}"))[above:], scores[cleaner]
            for line, rest in zip(block, left, strict=True):
                score.lines[language, line.is_generic] += 1
                score.removed[language, line.is_generic] += not rest
                if rest:
                    score.wrong.append(f"missed {name} | {line.text[:200]}")
    return scores


def report(cleaners: Cleaners, sample: int | None = None) -> Report:
    """Lines removed, languages that reach ``TARGET``; then the languages in which the first cleaner does not."""
    scores = measure(cleaners, sample)
    first = next(iter(scores.values()))
    languages = sorted({key[0] for key in first.lines})

    def number(language: str | None = None, is_generic: bool | None = None) -> int:
        return sum(first.lines[k] for k in first.lines if language in (None, k[0]) and is_generic in (None, k[1]))

    reached = {n: sum(s.share(language) >= TARGET for language in languages) for n, s in scores.items()}
    rows = [
        Row("**lines removed**", number(), {n: s.share() for n, s in scores.items()}),
        Row(f"**languages that reach {TARGET}**", len(languages), reached, NUMBER),
        Row("telling", number(None, False), {n: s.share(None, False) for n, s in scores.items()}),
        Row("generic", number(None, True), {n: s.share(None, True) for n, s in scores.items()}),
    ]
    rows += [
        Row(language, number(language), {n: s.share(language) for n, s in scores.items()})
        for language in languages
        if first.share(language) < TARGET
    ]
    return Report("consent strings as a block", rows, first.wrong)
