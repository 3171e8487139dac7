"""Raw news: what stands between the paragraphs goes, and nothing else.

    python benchmarks/raw_news.py [--held-back | --tuning] [--missed] [--lost]

For 74 news texts with leftovers marked by hand: the share of leftover lines removed by kind,
the article words lost, and how many of the texts without leftovers come back as they were.
``--missed`` and ``--lost`` list lines instead.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import data
import rivals
from cleantext.pipeline import profile_pipeline
from score import text_lines, what_is_left, words


class News(NamedTuple):
    """A text, its leftover lines by number, and the numbers of lines that are both."""

    id: str
    text: str
    leftovers: dict[int, str]
    mixed: frozenset[int]


@dataclass
class Score:
    """What one cleaner did to the texts of one part."""

    removed: Counter[str] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    words: int = 0
    clean: int = 0
    untouched: int = 0


def texts(part: str) -> Iterator[News]:
    """The texts of one part; which are held back is decided by a hash of the id."""
    for record in data.records("raw-news-dev.jsonl"):
        if part == "all" or data.is_held_back(record["id"]) == (part == "held back"):
            leftovers = {int(number): code for number, code in record["leftovers"].items()}
            yield News(record["id"], record["text"], leftovers, frozenset(record["mixed"]))


def clean_residue(text: str) -> str:
    """This package's ``residue`` profile, without repair: the data is not damaged."""
    return profile_pipeline("residue")(text).text


def measure(clean: rivals.Cleaner, part: str) -> Score:
    """The score of ``clean`` on the texts of ``part``."""
    score = Score()
    for news in texts(part):
        cleaned = clean(news.text)
        left = what_is_left(news.text, cleaned)
        for number, line in enumerate(text_lines(news.text)):
            if number in news.leftovers:
                score.lines[news.leftovers[number]] += 1
                score.removed[news.leftovers[number]] += not left[number]
            elif number not in news.mixed:
                score.words += words(line).total()
                score.lost += words(line).total() - words(left[number]).total()
        if not news.leftovers and not news.mixed:
            score.clean += 1
            score.untouched += text_lines(cleaned) == text_lines(news.text)
    return score


CLEANERS: dict[str, rivals.Cleaner] = {
    "cleantext": clean_residue,
    "C4 phrases": rivals.c4_phrases,
    "jusText classes": rivals.justext_lines,
}


def report(part: str) -> None:
    """Prints the table."""
    scores = {name: measure(clean, part) for name, clean in CLEANERS.items()}
    lines = next(iter(scores.values())).lines
    print(f"| raw news ({part} texts) | lines |" + "".join(f" {name} |" for name in scores))
    print("|---|---|" + "---|" * len(scores))
    for code, number in lines.most_common():
        print(f"| {code} | {number} |" + "".join(f" {s.removed[code] / number:.2f} |" for s in scores.values()))
    total = lines.total()
    print(f"| **all** | {total} |" + "".join(f" {s.removed.total() / total:.2f} |" for s in scores.values()))
    print("| article words lost | |" + "".join(f" {s.lost / s.words:.2%} |" for s in scores.values()))
    print("| clean texts untouched | |" + "".join(f" {s.untouched} of {s.clean} |" for s in scores.values()))


def listing(part: str, is_missed: bool) -> None:
    """Lists leftover lines that stay, or article lines that go and the rule that took them."""
    for news in texts(part):
        result = profile_pipeline("residue")(news.text)
        left = what_is_left(news.text, result.text)
        lines = text_lines(news.text)
        for number, line in enumerate(lines):
            if is_missed and number in news.leftovers and left[number]:
                print(f"{news.id} {number}/{len(lines)} {news.leftovers[number]} | {line[:200]}")
            elif not is_missed and number not in {*news.leftovers, *news.mixed} and left[number] != line:
                at = news.text.find(line)
                rules = {f"{r.filter}:{r.rule}" for r in result.removals if r.start < at + len(line) and r.end > at}
                print(f"{news.id} {number}/{len(lines)} {sorted(rules)} | {line[:200]}")


def main() -> None:
    """Reads the arguments and prints what they ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    data.add_parts(parser)
    parser.add_argument("--missed", action="store_true")
    parser.add_argument("--lost", action="store_true")
    arguments = parser.parse_args()
    if arguments.missed or arguments.lost:
        listing(arguments.part, arguments.missed)
    else:
        report(arguments.part)


if __name__ == "__main__":
    main()
