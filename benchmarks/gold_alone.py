"""What cleaning costs: gold articles fed alone, and the F1 of four extractors before and after.

    python benchmarks/gold_alone.py [--held-back | --tuning] [--folds DIR] [--lost | --older N]

A gold article holds no furniture, so every word that goes is a loss. The F1 is that of the
multisets of words, macro-averaged over pages. ``--lost`` lists what goes instead; ``--older``
judges the cleaned outputs of fourteen extractors on older pages by their ensemble.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import data
from cleantext import Result
from cleantext.pipeline import profile_pipeline, select_filters
from judges import pipeline_of
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
        gone = before.total() - words(pipeline_of(page.url, folds)(page.gold).text).total()
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
    found = Differences()
    chosen = {page.id: words(page.gold) for page in pages(part)}
    for (page, extractor), text in data.extracted().items():
        if page in chosen:
            cleaned = pipeline_of(data.pages()[page].url, folds)(text).text
            found.add(extractor, f1(words(text), chosen[page]), f1(words(cleaned), chosen[page]))
    print(found.show(f"F1 ({part} sites)"))


def report_older(every: int) -> None:
    """The same for fourteen extractors on older pages, judged against the ensemble of them all.

    By rules alone and with the network, which has learned from these ensembles. ``every`` takes
    every so many pages.
    """
    full = profile_pipeline("residue")
    ways = {"rules": select_filters(full, skip=["leftovers"]), "rules and network (trained on these pages)": full}
    found = {way: Differences() for way in ways}
    for record in islice(data.records("wceb-extracted.jsonl.xz"), 0, None, every):
        ensemble = record["ensemble"] or {}
        gold = words(ensemble.get("majority") or ensemble.get("weighted") or "")
        for extractor, text in record["extracted"].items():
            if gold and text:
                before = f1(words(text), gold)
                for way, clean in ways.items():
                    found[way].add(extractor, before, f1(words(clean(text).text), gold))
    for way, differences in found.items():
        print(differences.show(f"F1 (older pages, {way})"))


@dataclass
class Differences:
    """F1 before and after cleaning, by extractor."""

    pairs: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, extractor: str, before: float, after: float) -> None:
        """One page."""
        self.pairs[extractor].append((before, after))

    def show(self, title: str) -> str:
        """The table: means, and how many pages got better and worse."""
        rows = [
            f"\n| {title} | pages | before | after | difference | better | worse |",
            "|---|---|---|---|---|---|---|",
        ]
        for extractor, pairs in [
            *sorted(self.pairs.items()),
            ("**all**", [p for ps in self.pairs.values() for p in ps]),
        ]:
            old, new = (sum(values) / len(pairs) for values in zip(*pairs, strict=True))
            better, worse = sum(b > a for a, b in pairs), sum(b < a for a, b in pairs)
            rows.append(
                f"| {extractor} | {len(pairs)} | {old:.4f} | {new:.4f} | {new - old:+.4f} | {better} | {worse} |"
            )
        return "\n".join(rows)


def lost(part: str, folds: Path | None, most: int = 80) -> None:
    """Lists what goes of gold articles, the longest first, and counts words by rule."""
    by_rule: Counter[str] = Counter()
    found: list[tuple[int, str]] = []
    for page in pages(part):
        result: Result = pipeline_of(page.url, folds)(page.gold)
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
    parser.add_argument("--older", type=int, metavar="N", help="every Nth of the older pages instead, 14 extractors")
    arguments = parser.parse_args()
    if arguments.lost:
        lost(arguments.part, arguments.folds)
        return
    if arguments.older:
        report_older(arguments.older)
        return
    report_gold(arguments.part, arguments.folds)
    if not arguments.gold_only:
        report_extractors(arguments.part, arguments.folds)


if __name__ == "__main__":
    main()
