"""Every figure of the ``residue`` profile on the development data, in one command.

    python benchmarks/judge.py [--only residue,canon,…] [--sample N] [--folds DIR] [--rivals]
                               [--thresholds .4,.5,.6] [--show N] [--json FILE]

The network has learned from these very pages: give the folder of ``train.py --folds`` to have
every page judged by one that has not seen its site. ``--sample`` takes so many pages of each part,
always the same ones. ``--show`` lists some of what went wrong, too. ``--thresholds`` compares
thresholds instead, each a column, and prints what goes where .1, .2, .3 and .5 % of the gold words are lost.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from math import isnan
from pathlib import Path
from typing import NamedTuple

import cleantext
import data
import rivals
from judges import cleaner
from measure import canon, consent, extractors, flattened, gold, lines, marked, negatives, residue, speed, subjects
from measure.base import Cleaner, Cleaners, Report


class Part(NamedTuple):
    """What prints one table: takes the cleaners of its profile and the size of the sample."""

    report: Callable[[Cleaners, int | None], Report]
    profile: str = "residue"
    is_asked_for: bool = False
    """Left out unless it is named."""


PARTS: dict[str, Part] = {
    "residue-old": Part(partial(residue.report, name="old")),
    "residue-new": Part(partial(residue.report, name="new")),
    "raw-news-old": Part(partial(marked.report, name="old")),
    "raw-news-new": Part(partial(marked.report, name="new")),
    "marked": Part(partial(marked.report, name="marked")),
    "held-out": Part(partial(marked.report, name="held-out")),
    "whole": Part(partial(marked.report, name="whole"), "main"),
    "canon": Part(canon.report),
    "lines-residue": Part(lines.report),
    "lines-main": Part(partial(lines.report, profile="main"), "main"),
    "gold": Part(gold.report),
    "consent": Part(consent.report),
    "extractors": Part(extractors.report),
    "older": Part(extractors.older, is_asked_for=True),
    "flattened": Part(flattened.report),
    "negatives": Part(negatives.report),
    "subjects-residue": Part(subjects.report),
    "subjects-main": Part(subjects.report, "main"),
    "speed": Part(lambda _, sample: speed.report(cleantext.clean, sample)),
}


class Timed:
    """A cleaner that is asked once for each text, and how many seconds of processor time it took."""

    def __init__(self, clean: Cleaner) -> None:
        self.seconds = 0.0
        self._clean = clean
        self.ask: Cleaner = lru_cache(maxsize=None)(self._timed)

    def _timed(self, text: str, key: str) -> str:
        began = time.process_time()
        cleaned = self._clean(text, key)
        self.seconds += time.process_time() - began
        return cleaned


def contestants(profile: str, folds: Path | None, thresholds: Iterable[float], with_rivals: bool) -> dict[str, Timed]:
    """What is compared, by the name of its column."""
    ours = {f"at {t:g}": cleaner(profile, folds, t) for t in thresholds} or {"cleantext": cleaner(profile, folds)}
    theirs = rivals.CLEANERS if with_rivals else {}
    return {name: Timed(clean) for name, clean in [*ours.items(), *theirs.items()]}


def main() -> None:
    """Reads the arguments and prints what they ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--only", default="", help="parts, or what their names begin with, with commas between: " + ", ".join(PARTS)
    )
    parser.add_argument("--sample", type=int, metavar="N", help="so many pages of each part")
    parser.add_argument("--rivals", action="store_true", help="C4's and jusText's rules in the same tables")
    parser.add_argument("--thresholds", default="", help="thresholds to compare, with commas between")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="list so much of what went wrong in each part")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there, too")
    data.add_folds(parser)
    options = parser.parse_args()
    asked = tuple(options.only.split(",")) if options.only else ()
    names = [name for name, part in PARTS.items() if (name.startswith(asked) if asked else not part.is_asked_for)]
    if not names:
        parser.error(f"no part {options.only}; there are {', '.join(PARTS)}")
    data.folder()
    thresholds = [float(number) for number in options.thresholds.split(",") if number]
    profiles = {PARTS[name].profile for name in names}
    compared = {p: contestants(p, options.folds, thresholds, options.rivals) for p in profiles}
    figures = {}
    for name in names:
        timed = compared[PARTS[name].profile]
        before = {column: one.seconds for column, one in timed.items()}
        cleaners = {column: one.ask for column, one in timed.items()}
        reports = [PARTS[name].report(cleaners, options.sample)]
        if thresholds and name.startswith("residue"):
            ours = {column: clean for column, clean in cleaners.items() if column not in rivals.CLEANERS}
            reports.append(residue.curve(ours, options.sample, "old" if name.endswith("old") else "new"))
        for report in reports:
            print(report.show(), flush=True)
            print("".join(f"{line}\n" for line in report.some_wrong(options.show)))
            figures[report.title] = [
                {"label": r.label, "of": r.of, "values": {n: None if isnan(v) else v for n, v in r.values.items()}}
                for r in report.rows
            ]
        spent = ", ".join(f"{column} {one.seconds - before[column]:.1f}" for column, one in timed.items())
        print(f"{name}: seconds of processor time: {spent}", file=sys.stderr, flush=True)
    print(f"all: {time.process_time():.1f} seconds of processor time, with reading and counting", file=sys.stderr)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1), "utf-8")


if __name__ == "__main__":
    data.run(main)
