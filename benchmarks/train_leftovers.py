"""Trains the network of the ``leftovers`` filter, measures it, and writes the shipped weights.

    python benchmarks/train_leftovers.py [--measure-only] [--out FILE]

First it learns from the sites that are tuned on, and is measured on those held back; then it
learns from all, and those weights are written. Needs torch and rapidfuzz. Seeded; less than half
an hour on two cores, a third of it for reading the pages.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import torch

import data
from cleantext import Document
from cleantext.filters.leftovers import leftovers
from cleantext.model.furniture import Furniture, furniture
from cleantext.removal import cut, union
from leftovers.examples import Example, examples
from leftovers.export import arrays, with_kinds
from leftovers.kinds import train_kinds
from leftovers.training import Plan, train
from residue import NOT_COUNTED, outputs
from score import surviving_lines, words

SHIPPED = Path(__file__).parents[1] / "src" / "cleantext" / "model" / "furniture.npz"
THRESHOLDS = (0.8, 0.9, 0.95, 0.97, 0.99)
OVER = 0.05  # no gold text should lose a larger share of its words


def cleaned(network: Furniture, threshold: float, text: str) -> str:
    """``text`` without what the network alone takes."""
    return cut(text, union(leftovers(Document(text), threshold, network)))


def measure(network: Furniture, threshold: float, part: str) -> str:
    """A row: labelled lines removed, gold words lost, and the same of gold texts fed alone."""
    lines = removed = gold = lost = 0
    for page, extractor, text in outputs(part):
        after = cleaned(network, threshold, text)
        kept = surviving_lines(text, after)
        counted = [n for n, code in data.labels()[page, extractor].items() if code not in NOT_COUNTED]
        lines += len(counted)
        removed += sum(n not in kept for n in counted)
        wanted = words(data.pages()[page].gold)
        found = (words(text) & wanted).total()
        gold += found
        lost += found - (words(after) & wanted).total()
    alone = gone = over = 0
    for whole in data.pages().values():
        if part == "all" or data.is_held_back(whole.site) == (part == "held back"):
            before = words(whole.gold).total()
            less = before - words(cleaned(network, threshold, whole.gold)).total()
            alone, gone, over = alone + before, gone + less, over + (less > OVER * before)
    return f"| {threshold} | {removed / lines:.3f} | {lost / gold:.3%} | {gone / alone:.3%} | {over} |"


def report(network: Furniture, part: str) -> None:
    """Prints what the network does without any rules, by threshold."""
    print(f"| threshold | labelled lines removed ({part} sites) | gold words lost | lost of gold alone | over 5 % |")
    print("|---|---|---|---|---|")
    for threshold in THRESHOLDS:
        print(measure(network, threshold, part), flush=True)


def trained(texts: list[Example]) -> dict[str, Any]:
    """The arrays of a network that learned from ``texts``."""
    print(f"learning from {len(texts)} texts", flush=True)
    found = arrays(train(texts, Plan()))
    return with_kinds(found, train_kinds(furniture(found), texts))


def main() -> None:
    """Reads the arguments, trains, prints, writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measure-only", action="store_true", help="write nothing")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    texts = examples()
    report(furniture(trained([one for one in texts if not one.is_held_back])), "held back")
    if not arguments.measure_only:
        np.savez_compressed(arguments.out, **trained(texts))


if __name__ == "__main__":
    main()
