"""Trains the judge: ``python benchmarks/train.py [--only-final] [--folds DIR]``.

Reads and labels the pages; trains networks on everything, a pair that judges texts and a pair that judges HTML, and
without the sites and languages of each fold one and a pair; prints what these make of what they have not seen, and
writes the first: the weights that the package ships, unless this is a trial with less of anything. Seeded; within 90
minutes on two cores that do nothing else.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import cleantext.judge
import data
from cleantext.judge.decision import CAUTION, best_threshold, probabilities
from cleantext.judge.weights import Judged, load, read_arrays

try:
    import torch

    from training.evaluation import Curve, Snippets, Table, golds, score
    from training.examples import Example
    from training.export import arrays_of
    from training.loop import PLANS, Plan, train
    from training.net import DESIGNS
    from training.prepare import everything
    from training.record import record
    from training.sources import EVERY, FOLDS, OUTPUT
    from training.thresholds import thresholds
except ModuleNotFoundError as error:
    sys.exit(data.missing(error))

SHIPPED = Path(cleantext.judge.__file__).with_name("weights.npz")
LOST = 0.0015
MEMBERS = 2
"""How many networks that were trained apart judge texts, and how many HTML; their mean counts."""
JUDGED = ("html_text", "inscriptis", "resiliparse", "beautiful_soup", "markdown", "glued", "html")


class Training(NamedTuple):
    """A network to be trained: without which fold, to judge what, and the seed."""

    fold: int | None
    judged: str
    seed: int

    @property
    def file(self) -> str:
        """What its file is called until all of a fold are there."""
        return f"{name_of(self.fold)}-{self.judged}-{self.seed}"


def main() -> None:
    """Everything, with the time that each step took."""
    options = _options()
    data.folder()  # before anything slow, say if the data is not here
    began = time.monotonic()
    pages = everything(os.cpu_count() or 1, options.limit)
    print(f"{len(pages)} texts of {len({(one.source, one.page) for one in pages})} pages, {_since(began)}", flush=True)
    with tempfile.TemporaryDirectory() as nowhere:
        folder = options.folds or Path(nowhere)
        folder.mkdir(parents=True, exist_ok=True)
        folds: list[int | None] = [None, *(() if options.only_final else range(FOLDS))]
        seen = some_pages(pages, options.share)
        trainings = [
            Training(fold, judged, seed)
            for judged in DESIGNS
            for fold in folds
            # One for texts tells how well a design does, in half of the time.
            for seed in range(options.seed, options.seed + (1 if fold is not None and judged == "text" else MEMBERS))
        ]
        for first in range(0, len(trainings), options.jobs):
            side_by_side(seen, options.epochs, folder, trainings[first : first + options.jobs])
        is_trial = options.limit is not None or options.share < 1 or options.epochs != Plan().epochs
        for fold in folds:
            files = [one.file for one in trainings if one.fold == fold]
            together(folder, files, SHIPPED if fold is None and not is_trial else folder / f"{name_of(fold)}.npz")
        print(f"trained, {_since(began)}")
        if not options.only_final:
            cross_validate(pages, folder)
    if not is_trial:
        record()
        print(f"{SHIPPED}: {SHIPPED.stat().st_size / 1e6:.1f} MB, {_since(began)}")


def some_pages(pages: list[Example], share: float) -> list[Example]:
    """All variants of a random ``share`` of the pages."""
    every = sorted({(one.source, one.page) for one in pages})
    chosen = set(random.Random(1).sample(every, round(share * len(every))))
    return [one for one in pages if (one.source, one.page) in chosen]


def side_by_side(pages: list[Example], epochs: int, folder: Path, trainings: list[Training]) -> None:
    """Trainings at the same time, each in a process that shares the memory of the pages."""
    fork = multiprocessing.get_context("fork")
    processes = [fork.Process(target=one_training, args=(pages, epochs, folder, one)) for one in trainings]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        raise RuntimeError(f"one of {trainings} failed; see above")


def one_training(pages: list[Example], epochs: int, folder: Path, one: Training) -> None:
    """Train a network and keep its weights."""
    torch.set_num_threads(1)
    seen = [page for page in pages if one.fold is None or page.fold != one.fold]
    plan = replace(PLANS[one.judged], seed=one.seed, epochs=epochs)
    net = train(seen, plan, DESIGNS[one.judged], one.file)
    np.savez_compressed(folder / f"{one.file}.npz", **arrays_of(net, one.judged, one.seed))


def together(folder: Path, files: Iterable[str], path: Path) -> None:
    """The networks of some ``files`` in one, at ``path``."""
    weights: dict[str, Any] = {}
    for name in sorted(files):
        with (folder / f"{name}.npz").open("rb") as file:
            weights |= read_arrays(file)
        (folder / f"{name}.npz").unlink()
    np.savez_compressed(path, **weights)


def name_of(fold: int | None) -> str:
    """Of the networks that were trained without a fold, or on everything."""
    return "everything" if fold is None else f"fold{fold}"


def cross_validate(pages: list[Example], folder: Path) -> None:
    """Judge the pages of each fold by the network that has not seen their sites, or their language."""
    table, snippets, curve = Table(), {variant: Snippets() for variant in ("html_text", "html")}, Curve()
    gold, marks = golds(), {r["id"]: r for r in data.records("trafilatura-dev.jsonl.xz")}
    for fold in range(FOLDS):
        with (folder / f"fold{fold}.npz").open("rb") as file:
            networks = load(file)
        for one in pages:
            group = _group(one)
            if one.fold != fold or not (group or one.variant in JUDGED):
                continue
            judged: Judged = "html" if one.variant == "html" else "text"
            answers = getattr(networks, judged)(one.lines)
            if group:
                curve.add(group, one, answers)
                continue
            chances = probabilities(answers.content)
            stays = chances >= best_threshold(chances, one.lines.widths, CAUTION[judged])
            text = "\n".join(line for line, stay in zip(one.texts, stays, strict=True) if stay)
            if one.source == "wcxb":
                score(one.variant, text, gold[one.page], table)
            elif one.source in ("trafilatura", "multilingual") and one.variant in snippets:
                snippets[one.variant].add(text, marks[one.page]["required"], marks[one.page]["forbidden"])
    print(table.show("F1 on sites not trained on"))
    for variant, found in snippets.items():
        print(f"trafilatura-dev, {variant}: {found}")
    print(curve)
    print(f"thresholds at which {LOST:.2%} of the words go:", dict(thresholds(curve.together(), LOST)))


def _group(one: Example) -> str:
    """Which row of the table of furniture a text belongs to, if to any."""
    if one.fold == EVERY:
        return ""
    if one.variant.startswith(OUTPUT):
        return f"outputs, {'wcxb' if one.source == 'wcxb' else 'more'}"
    if one.source == "canon" and one.variant == "composed":
        return f"canon, {one.page.split('/')[0]}"
    return {"marked": one.source, "composed": one.source, "flat": "flattened"}.get(one.variant, "")


def _since(began: float) -> str:
    return f"{(time.monotonic() - began) / 60:.1f} minutes"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only-final", action="store_true", help="no cross-validation")
    parser.add_argument("--folds", type=Path, help="where to keep the weights of each fold, for other benchmarks")
    parser.add_argument("--limit", type=int, help="the first so many pages only, to try the program out")
    parser.add_argument(
        "--share", type=float, default=1.0, help="train on a random part of the pages, for the learning curve"
    )
    parser.add_argument("--epochs", type=int, default=Plan().epochs, help="fewer, to try the program out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2, help="trainings at a time (default 2)")
    return parser.parse_args()


if __name__ == "__main__":
    data.run(main)
