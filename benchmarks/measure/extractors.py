"""The F1 of four extractors before and after cleaning: multisets of words, macro-averaged over pages."""

from __future__ import annotations

from collections import defaultdict

import data
from measure.base import DIFFERENCE, F1, NUMBER, Cleaners, Report, Row, chosen
from score import f1, words

Pairs = dict[str, list[tuple[float, float]]]
"""F1 before and after of each page, by source (``wcxb`` or ``more``) and extractor."""


def measure(cleaners: Cleaners, sample: int | None = None) -> tuple[dict[str, Pairs], list[str]]:
    """The pairs of each cleaner on all extractors' outputs, and the pages that got worse with the first one."""
    wanted = set(chosen((page for page, _ in data.all_extracted()), sample))
    pairs: dict[str, Pairs] = {cleaner: defaultdict(list) for cleaner in cleaners}
    golds = {page: words(data.all_pages()[page].gold) for page in wanted}
    worse = []
    for (name, extractor), text in data.all_extracted().items():
        if name in wanted:
            page, before = data.all_pages()[name], f1(words(text), golds[name])
            for number, (cleaner, clean) in enumerate(cleaners.items()):
                cleaned = clean(text, page.url)
                after = before if cleaned == text else f1(words(cleaned), golds[name])
                source = "wcxb" if page.source == "wcxb" else "more"
                pairs[cleaner][f"{source} {extractor}"].append((before, after))
                if number == 0 and after < before:
                    worse.append(f"worse {after - before:+.4f} {name}/{extractor}")
    return pairs, worse


def report(cleaners: Cleaners, sample: int | None = None) -> Report:
    """The difference by source and extractor, the F1 before, the pages better and worse."""
    pairs, worse = measure(cleaners, sample)
    return _show("extractors' F1", pairs)._replace(wrong=worse)


def _show(title: str, pairs: dict[str, Pairs]) -> Report:
    rows = []
    for key, first in sorted(next(iter(pairs.values())).items(), reverse=True):
        pages = len(first)
        means = {n: [sum(column) / pages for column in zip(*found[key], strict=True)] for n, found in pairs.items()}
        better = {n: sum(b > a for a, b in found[key]) for n, found in pairs.items()}
        lower = {n: sum(b < a for a, b in found[key]) for n, found in pairs.items()}
        gain = {n: after - before for n, (before, after) in means.items()}
        rows += [
            Row(f"**{key}, difference**", pages, gain, DIFFERENCE),
            Row(f"{key}, before", pages, {n: before for n, (before, _) in means.items()}, F1),
            Row(f"{key}, pages better", pages, better, NUMBER),
            Row(f"{key}, pages worse", pages, lower, NUMBER),
        ]
    return Report(title, rows)


def older(cleaners: Cleaners, sample: int | None = None) -> Report:
    """The same for fourteen extractors on older pages, whose gold is what an ensemble of them agrees on."""
    records = {f"{r['dataset']}/{r['id']}": r for r in data.records("wceb-extracted.jsonl.xz")}
    pairs: dict[str, Pairs] = {cleaner: defaultdict(list) for cleaner in cleaners}
    for name in chosen(records, sample):
        ensemble = records[name]["ensemble"] or {}
        gold = words(ensemble.get("majority") or ensemble.get("weighted") or "")
        for extractor, text in records[name]["extracted"].items():
            if gold and text:
                for cleaner, clean in cleaners.items():
                    pair = f1(words(text), gold), f1(words(clean(text, f"older/{name}")), gold)
                    pairs[cleaner][extractor].append(pair)
    return _show("extractors' F1, older pages", pairs)
