"""How much of what extractors leave behind goes, and what it costs: leak and keep by kind.

    python benchmarks/residue.py [--held-back | --tuning] [--folds DIR] [--missed KIND] [--lost]

For every labelled development line: is it removed? For the same outputs: how many words of the
gold text are lost? Beside three rivals. The network has learned from these very pages: give the
folder of ``train.py --folds`` to have every page judged by one that has not seen its site.
``--tuning`` and ``--held-back`` look at one part of the sites only; ``--missed`` and ``--lost``
list lines instead (development work, not a report).
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import data
import rivals
from cleantext import Document, Pipeline, Result
from cleantext.filters import Leftovers
from cleantext.guard import ProseGuard
from cleantext.pipeline import profile_pipeline, select_filters
from judges import judge_of
from score import surviving_lines, words

Cleaner = Callable[[str, str], str]
"""Cleans a text that came from an address."""

_WORD = re.compile(r"\w+")


@dataclass
class Score:
    """What one cleaner did: lines by kind (removed, all), and gold words (lost, all)."""

    removed: Counter[str] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    words: int = 0

    def share(self, kinds: Iterable[str]) -> float:
        """The share of lines of ``kinds`` that were removed."""
        kinds = list(kinds)
        return sum(self.removed[k] for k in kinds) / max(1, sum(self.lines[k] for k in kinds))


def outputs(part: str) -> Iterator[tuple[str, str, str]]:
    """(page id, extractor, text) of the labelled outputs of one part of the sites."""
    for page, extractor in data.labels():
        held_back = data.is_held_back(data.pages()[page].site)
        if part == "all" or held_back == (part == "held back"):
            yield page, extractor, data.extracted()[page, extractor]


def measure(clean: Cleaner, part: str) -> Score:
    """The score of ``clean`` on the labelled outputs."""
    score = Score()
    for page, extractor, text in outputs(part):
        cleaned = clean(text, data.pages()[page].url)
        kept = surviving_lines(text, cleaned)
        for number, code in data.labels()[page, extractor].items():
            score.lines[code] += 1
            score.removed[code] += number not in kept
        gold = words(data.pages()[page].gold)
        before, after = (words(text) & gold).total(), (words(cleaned) & gold).total()
        score.words += before
        score.lost += before - after
    return score


def pipeline_of(url: str, folds: Path | None = None) -> Pipeline:
    """The ``residue`` profile, its network one that has not seen the site of ``url`` if there are ``folds``."""
    pipeline = profile_pipeline("residue")
    if folds is None:
        return pipeline
    network = judge_of(url, folds)
    filters = tuple(replace(f, network=network) if isinstance(f, Leftovers) else f for f in pipeline.filters)
    revisers = tuple(replace(r, network=network) if isinstance(r, ProseGuard) else r for r in pipeline.revisers)
    return replace(pipeline, filters=filters, revisers=revisers)


def cleaners(folds: Path | None) -> dict[str, Cleaner]:
    """What is compared. Text is not repaired: the data is not damaged."""
    rules = select_filters(profile_pipeline("residue"), skip=["leftovers"])
    network = "rules and network" + (" (trained on these pages)" if folds is None else "")
    return {
        "rules": lambda text, _: rules(text).text,
        network: lambda text, url: pipeline_of(url, folds)(text).text,
        "C4 phrases": lambda text, _: rivals.c4_phrases(text),
        "C4 line rules": lambda text, _: rivals.c4_lines(text),
        "jusText classes": lambda text, _: rivals.justext_lines(text),
    }


def report(part: str, folds: Path | None) -> None:
    """Prints the table."""
    compared = cleaners(folds)
    scores = {name: measure(clean, part) for name, clean in compared.items()}
    kinds = sorted(set(next(iter(scores.values())).lines) - set(data.NOT_FURNITURE))
    print(f"| kind ({part} sites) | lines |" + "".join(f" {name} |" for name in scores))
    print("|---|---|" + "---|" * len(scores))
    for label, group in [(k, [k]) for k in kinds] + [("**all of these**", kinds)]:
        number = sum(next(iter(scores.values())).lines[k] for k in group)
        print(f"| {label} | {number} |" + "".join(f" {s.share(group):.2f} |" for s in scores.values()))
    print("| gold words lost | |" + "".join(f" {s.lost / s.words:.2%} |" for s in scores.values()))
    negatives = data.hard_negatives()
    row = ""
    for clean in compared.values():
        gone = sum((words(text) - words(clean(text, "https://example.org/"))).total() for text in negatives)
        row += f" {gone} |"
    print(f"| words lost of {len(negatives)} hard negatives (every network has learned from them) | |" + row)


def missed(kind: str, part: str, folds: Path | None, most: int = 60) -> None:
    """Lists lines of ``kind`` that stay, with their neighbours."""
    found = []
    for page, extractor, text in outputs(part):
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        kept = surviving_lines(text, pipeline_of(data.pages()[page].url, folds)(text).text)
        for number, code in data.labels()[page, extractor].items():
            if code == kind and number in kept:
                around = [lines[i][:50] if 0 <= i < len(lines) else "·" for i in (number - 1, number + 1)]
                place = f"{page}/{extractor[:4]} {number}/{len(lines)}"
                found.append(f"{place} {around[0]} <<< {lines[number][:170]} >>> {around[1]}")
    random.Random(0).shuffle(found)
    print("\n".join(found[:most]))


def lost(part: str, folds: Path | None, most: int = 60) -> None:
    """Lists gold lines that go, the longest first, and what took them."""
    by_rule: Counter[str] = Counter()
    found = []
    for page, extractor, text in outputs(part):
        gold = " ".join(_WORD.findall(data.pages()[page].gold.lower()))
        codes = data.labels()[page, extractor]
        result = pipeline_of(data.pages()[page].url, folds)(text)
        for number, line, rule in removed_lines(result):
            bare = " ".join(_WORD.findall(line.lower()))
            if codes.get(number, "content") in data.NOT_FURNITURE and bare and bare in gold:
                by_rule[rule] += len(bare.split())
                found.append((len(bare.split()), f"{page}/{extractor[:4]} {rule} | {line[:160]}"))
    print(by_rule.most_common(25))
    print("\n".join(f"{n:4} {line}" for n, line in sorted(found, reverse=True)[:most]))


def removed_lines(result: Result) -> Iterator[tuple[int, str, str]]:
    """(number among the non-empty lines, text, rule) of each line that a filter removed."""
    document: Document = result.document
    rules: dict[int, str] = defaultdict(str)
    for removal in result.removals:
        rules[removal.start] = rules[removal.start] or f"{removal.filter}:{removal.rule}"
    for number, index in enumerate(document.content):
        line = document.lines[index]
        if line.start in rules:
            yield number, line.text.strip(), rules[line.start]


def main() -> None:
    """Reads the arguments and prints what they ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    data.add_parts(parser)
    data.add_folds(parser)
    parser.add_argument("--missed", metavar="KIND")
    parser.add_argument("--lost", action="store_true")
    arguments = parser.parse_args()
    if arguments.missed:
        missed(arguments.missed, arguments.part, arguments.folds)
    elif arguments.lost:
        lost(arguments.part, arguments.folds)
    else:
        report(arguments.part, arguments.folds)


if __name__ == "__main__":
    main()
