"""Scores of kept lines, by linearization, by kind of page, by language."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

import data
from cleantext.judge.network import STATE, Network
from training.examples import Example
from training.labels import f1, words
from training.leftovers import CONTENT, codes_of


@dataclass
class Table:
    """Means of figures by row and column, printed as they come."""

    cells: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, row: str, column: str, figure: float) -> None:
        """One figure more in a cell."""
        self.cells[row, column].append(figure)

    def mean(self, row: str, column: str) -> float:
        """The mean of a cell; not a number where it is empty."""
        figures = self.cells.get((row, column))
        return float(np.mean(figures)) if figures else float("nan")

    @property
    def rows(self) -> list[str]:
        """The names of the rows, in the order in which they came."""
        return list(dict.fromkeys(row for row, _ in self.cells))

    def show(self, title: str) -> str:
        """The table as text: means to three places, and how many figures the first column has."""
        columns = list(dict.fromkeys(column for _, column in self.cells))
        wide = max(len(row) for row in [*self.rows, title])
        lines = [f"{title:{wide}}  " + "  ".join(f"{column:>7}" for column in columns)]
        for row in self.rows:
            means = "  ".join(f"{self.mean(row, column):{max(7, len(column))}.3f}" for column in columns)
            lines.append(f"{row:{wide}}  {means}")
        return "\n".join(lines)


@dataclass
class Snippets:
    """How many snippets that must stay did, and how many that must go did not."""

    kept: list[bool] = field(default_factory=list)
    leaked: list[bool] = field(default_factory=list)

    def add(self, text: str, required: Sequence[str], forbidden: Sequence[str]) -> None:
        """The snippets of one page."""
        self.kept += [snippet in text for snippet in required]
        self.leaked += [snippet in text for snippet in forbidden]

    @property
    def keep(self) -> float:
        """The share of required snippets that stayed."""
        return float(np.mean(self.kept)) if self.kept else float("nan")

    @property
    def leak(self) -> float:
        """The share of forbidden snippets that stayed."""
        return float(np.mean(self.leaked)) if self.leaked else float("nan")

    @property
    def harmonic(self) -> float:
        """The harmonic mean of keep and 1 - leak."""
        return 2 * self.keep * (1 - self.leak) / (self.keep + 1 - self.leak)

    def __str__(self) -> str:
        return f"keep {self.keep:.3f}, leak {self.leak:.3f}, harmonic mean {self.harmonic:.3f}"


THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass
class Leaks:
    """What the network takes for furniture in outputs of extractors and in gold texts, by threshold.

    The bare network, without what the ``leftovers`` filter asks for besides: by words the lines of
    content lost, by lines the furniture found that people labelled.
    """

    furniture: Counter[float] = field(default_factory=Counter)
    lines: int = 0
    lost: Counter[tuple[str, float]] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)

    def add(self, one: Example, network: Network) -> None:
        """One text: what people read in an output, all of a gold text."""
        codes = codes_of(one)
        labelled = (codes >= 0) & (codes < CONTENT)
        content = one.matched > 0.8 * one.sizes if one.variant != "gold" else np.ones(len(codes), bool)
        sort = "gold" if one.variant == "gold" else "outputs"
        _, odds = network(one.lines)
        self.lines += int(labelled.sum())
        self.words[sort] += int(one.sizes[content & ~labelled].sum())
        for threshold in THRESHOLDS:
            found = odds > STATE * np.log(threshold / (1 - threshold))
            self.furniture[threshold] += int((found & labelled).sum())
            self.lost[sort, threshold] += int(one.sizes[found & content & ~labelled].sum())

    def __str__(self) -> str:
        rows = ["| threshold | labelled lines found | words lost of outputs | of gold texts |", "|---|---|---|---|"]
        for threshold in THRESHOLDS:
            lost = (f"{self.lost[sort, threshold] / max(1, self.words[sort]):.2%}" for sort in ("outputs", "gold"))
            found = self.furniture[threshold] / max(1, self.lines)
            rows.append(f"| {threshold} | {found:.2f} | {' | '.join(lost)} |")
        return "\n".join(rows)


@dataclass(frozen=True)
class Gold:
    """A page's kind and the words of its main content."""

    kind: str
    words: list[str]


def golds() -> dict[str, Gold]:
    """The WCXB development pages by id."""
    return {r["id"]: Gold(r["page_type"], words(r["main_content"])) for r in data.records("wcxb-dev.jsonl.xz")}


def score(row: str, text: str, gold: Gold, table: Table) -> None:
    """Add the F1 of one page's text to ``table``: over all pages, and by kind."""
    figure = f1(words(text), gold.words)
    table.add(row, "all", figure)
    table.add(row, gold.kind, figure)


def news(clean: Callable[[str], str], row: str, table: Table) -> None:
    """Add the F1 of ``clean`` on the news pages by language. They are never trained on."""
    for record in data.records("news-five-languages-dev.jsonl.xz"):
        gold = words(record["main_content"])
        table.add(row, record["language"], f1(words(clean(record["whole"])), gold))
        table.add("trafilatura with the HTML", record["language"], f1(words(record["trafilatura"]), gold))
