"""What cleaning costs: gold articles fed alone, and the F1 of four extractors before and after.

    python benchmarks/gold_alone.py [--held-back | --tuning] [--folds DIR] [--lost]

A gold article holds no furniture, so every word that goes is a loss. The F1 is that of the
multisets of words, macro-averaged over pages. ``--lost`` lists what goes instead.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import data
from cleantext import Result
from residue import pipeline_of
from score import f1, words

OVER = 0.05  # no article may lose a larger share of its words


def pages(part: str) -> Iterator[data.Page]:
    """The pages of one part of the sites."""
    for page in data.pages().values():
        if part == "all" or data.is_held_back(page.site) == (part == "held back"):
            yield page


def report_gold(part: str, folds: Path | None) -> None:
    """Prints the words lost by page kind, and names the articles that lose too much."""
    number: Counter[str] = Counter()
    total: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    over: dict[str, list[str]] = defaultdict(list)
    for page in pages(part):
        before = words(page.gold)
        gone = before.total() - words(pipeline_of(page.site, folds)(page.gold).text).total()
        number[page.kind] += 1
        total[page.kind] += before.total()
        lost[page.kind] += gone
        if gone > OVER * before.total():
            over[page.kind].append(page.id)
    print(
        f"| gold alone ({part} sites) | pages | words | lost | pages that lose over {OVER:.0%} |\n|---|---|---|---|---|"
    )
    for kind in sorted(number):
        share = lost[kind] / max(1, total[kind])
        print(f"| {kind} | {number[kind]} | {total[kind]} | {share:.3%} | {' '.join(over[kind]) or 0} |")
    share = lost.total() / max(1, total.total())
    print(f"| **all** | {number.total()} | {total.total()} | {share:.3%} | {sum(map(len, over.values()))} |")


def report_extractors(part: str, folds: Path | None) -> None:
    """Prints the F1 of each extractor's output before and after cleaning."""
    before: dict[str, list[float]] = defaultdict(list)
    after: dict[str, list[float]] = defaultdict(list)
    chosen = {page.id: words(page.gold) for page in pages(part)}
    for (page, extractor), text in data.extracted().items():
        if page in chosen:
            before[extractor].append(f1(words(text), chosen[page]))
            cleaned = pipeline_of(data.pages()[page].site, folds)(text).text
            after[extractor].append(f1(words(cleaned), chosen[page]))
    print(
        f"\n| F1 ({part} sites) | pages | before | after | difference | better | worse |\n|---|---|---|---|---|---|---|"
    )
    for extractor, unclean in before.items():
        pairs = list(zip(unclean, after[extractor], strict=True))
        old, new = (sum(values) / len(pairs) for values in zip(*pairs, strict=True))
        better, worse = sum(b > a for a, b in pairs), sum(b < a for a, b in pairs)
        print(f"| {extractor} | {len(pairs)} | {old:.4f} | {new:.4f} | {new - old:+.4f} | {better} | {worse} |")


def lost(part: str, folds: Path | None, most: int = 80) -> None:
    """Lists what goes of gold articles, the longest first, and counts words by rule."""
    by_rule: Counter[str] = Counter()
    found: list[tuple[int, str]] = []
    for page in pages(part):
        result: Result = pipeline_of(page.site, folds)(page.gold)
        for removal in result.removals:
            text = page.gold[removal.start : removal.end].strip()
            if text and removal.filter != "revise":
                by_rule[f"{removal.filter}:{removal.rule}"] += words(text).total()
                found.append(
                    (words(text).total(), f"{page.id} {page.kind} {removal.filter}:{removal.rule} | {text[:160]!r}")
                )
    print(by_rule.most_common(40))
    print("\n".join(f"{n:4} {line}" for n, line in sorted(found, reverse=True)[:most]))


def main() -> None:
    """Reads the arguments and prints what they ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    data.add_parts(parser)
    data.add_folds(parser)
    parser.add_argument("--lost", action="store_true")
    parser.add_argument("--gold-only", action="store_true", help="leave the extractors out")
    arguments = parser.parse_args()
    if arguments.lost:
        lost(arguments.part, arguments.folds)
        return
    report_gold(arguments.part, arguments.folds)
    if not arguments.gold_only:
        report_extractors(arguments.part, arguments.folds)


if __name__ == "__main__":
    main()
