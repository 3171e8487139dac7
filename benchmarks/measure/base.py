"""What all parts share: the cleaner, the seeded sample, and the rows of a table."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import isnan
from typing import NamedTuple

Cleaner = Callable[[str, str], str]
"""Cleans a text, without repair. The second argument says whose network must not judge it:

the address of a page (``https://…``), or a set and what of it: ``canon/de``;
``phrases/de``; ``raw-news/ID``; ``lines/ID``; ``negatives/NUMBER``;
``older/ID``; ``seeds/NAME``; ``subjects/de/NUMBER``;
``marked-pages/de/NUMBER``, and so ``held-out-pages`` and ``whole-pages``.
"""
Cleaners = Mapping[str, Cleaner]

SHARE, PERCENT, NUMBER, F1, DIFFERENCE, FACTOR = "{:.3f}", "{:.3%}", "{:.0f}", "{:.4f}", "{:+.4f}", "{:.2f}"


class Row(NamedTuple):
    """A line of a table: what, out of how many, the figure of each cleaner, how to print it."""

    label: str
    of: int
    values: Mapping[str, float]
    form: str = SHARE


class Report(NamedTuple):
    """The table of a part, and what the first cleaner got wrong, each as one line."""

    title: str
    rows: Sequence[Row]
    wrong: Sequence[str] = ()

    def show(self) -> str:
        """The table in Markdown."""
        names = list(self.rows[0].values) if self.rows else []
        lines = [f"| {self.title} | of |" + "".join(f" {name} |" for name in names), "|---|---|" + "---|" * len(names)]
        for row in self.rows:
            cells = "".join(f" {'–' if isnan(v) else row.form.format(v)} |" for v in row.values.values())
            lines.append(f"| {row.label} | {row.of:,} |{cells}")
        return "\n".join(lines)

    def some_wrong(self, most: int) -> list[str]:
        """At most so many of what went wrong, drawn by a fixed seed."""
        return random.Random(0).sample(self.wrong, min(most, len(self.wrong)))


def chosen(keys: Iterable[str], sample: int | None) -> list[str]:
    """All of ``keys``, or the ``sample`` of them that a hash puts first; in their order, each once.

    A larger sample holds a smaller one, and files that share pages are sampled alike.

    >>> chosen("abcdef", 2), chosen("fedcba", 2), chosen("aab", None)
    (['d', 'f'], ['f', 'd'], ['a', 'b'])
    """
    every = list(dict.fromkeys(keys))
    if sample is None or sample >= len(every):
        return every
    first = set(sorted(every, key=lambda key: hashlib.sha256(key.encode()).digest())[:sample])
    return [key for key in every if key in first]


def share(part: float, whole: float) -> float:
    """``part`` of ``whole``; 0 of nothing is 0."""
    return part / whole if whole else 0.0
