"""Trains the scorer of alternative texts and writes its table.

    python benchmarks/train_alt_texts.py [FILE]

It learns to tell the ``alt`` attributes of pictures that do not stand in the gold text (at most
40 a site) from the lines of the gold text (at most 120 a site), on the tuning sites of the
development pages only (WCXB, CC BY 4.0): logistic regression by AdaGrad. Features of fewer than
four sites are left out, so that no site is learnt by heart, and so are small weights.
"""

from __future__ import annotations

import math
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from lxml import html

import data
from cleantext.filters._alt_texts import BIAS, features

ALTS, LINES = 40, 120  # of one site, at most
MOST_WORDS = 60
SITES = 4
EPOCHS, RATE, DECAY = 8, 0.12, 3e-5
SMALLEST = 0.25
_WORD = re.compile(r"\w+")

HEADER = """\
# Weights, in hundredths, of the scorer in _alt_texts.py; made by benchmarks/train_alt_texts.py.
# Learnt from alternative texts and article lines of the WCXB development pages
# (Murrough Foley 2026, CC BY 4.0), tuning sites only; nearly all of them are in English.
"""


def material() -> Iterator[tuple[str, str, bool]]:
    """(site, text, is it an alternative text) of the tuning sites."""
    alts: dict[str, set[str]] = defaultdict(set)
    lines: dict[str, set[str]] = defaultdict(set)
    for record in data.records("wcxb-dev.jsonl.xz"):
        site = data.site(record["url"])
        if data.is_held_back(site):
            continue
        gold = " " + " ".join(_WORD.findall(record["main_content"].lower())) + " "
        tree = html.fromstring(record["html"].encode(), parser=html.HTMLParser(encoding="utf-8"))
        for image in tree.iter("img"):
            text = " ".join((image.get("alt") or "").split())
            if text and f" {' '.join(_WORD.findall(text.lower()))} " not in gold:
                alts[site].add(text)
        lines[site].update(line.strip() for line in record["main_content"].split("\n") if line.strip())
    chance = random.Random(1)
    for texts, most, is_alt in ((alts, ALTS, True), (lines, LINES, False)):
        for site, found in sorted(texts.items()):
            short = sorted(text for text in found if len(text.split()) <= MOST_WORDS)
            for text in chance.sample(short, min(most, len(short))):
                yield site, text, is_alt


def train(rows: list[tuple[str, str, bool]]) -> dict[str, float]:
    """The weights by feature."""
    sites: dict[str, set[str]] = defaultdict(set)
    examples = [(sorted(features(text)), is_alt) for _, text, is_alt in rows]
    for (found, _), (site, _, _) in zip(examples, rows, strict=True):
        for feature in found:
            sites[feature].add(site)
    weights = {feature: 0.0 for feature, where in sorted(sites.items()) if len(where) >= SITES}
    squares = dict.fromkeys(weights, 1e-4)
    known = [([feature for feature in found if feature in weights], is_alt) for found, is_alt in examples]
    decay = DECAY * len(known) / 20
    chance = random.Random(0)
    for _ in range(EPOCHS):
        chance.shuffle(known)
        for found, is_alt in known:
            total = sum(weights[feature] for feature in found)
            error = 1 / (1 + math.exp(-max(-30.0, min(30.0, total)))) - is_alt
            for feature in found:
                gradient = error + (decay * weights[feature] if feature != BIAS else 0.0)
                squares[feature] += gradient * gradient
                weights[feature] -= RATE * gradient / math.sqrt(squares[feature])
    return weights


def main() -> None:
    """Trains and writes the table."""
    target = Path(__file__).parents[1] / "src" / "cleantext" / "filters" / "alt_texts.tsv"
    weights = train(list(material()))
    kept = {feature: weight for feature, weight in weights.items() if abs(weight) >= SMALLEST or feature == BIAS}
    rows = [f"{feature}\t{round(100 * weight)}\n" for feature, weight in sorted(kept.items())]
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else target
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    print(f"{path}: {len(rows)} features")


if __name__ == "__main__":
    main()
