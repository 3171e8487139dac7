"""Scores of kept lines, by linearization, by kind of page, by language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

import data
from cleantext.judge.decision import weighed
from cleantext.judge.network import STATE, Answers
from cleantext.kinds import KINDS
from training.examples import Example
from training.labels import f1, words
from training.sources import OUTPUT
from training.thresholds import Answered


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


LOSSES = (0.001, 0.002, 0.005)
"""Shares of the words of content lost at which furniture is counted."""


@dataclass
class Curve:
    """How much of the furniture goes at which loss of content, by group of texts, whatever the threshold."""

    lines: dict[str, list[Answered]] = field(default_factory=lambda: defaultdict(list))

    def add(self, group: str, one: Example, answers: Answers) -> None:
        """A text: what the network makes of its lines, of which those count that have a label."""
        sure = (one.kinds >= 0) | (one.matched > 0.8 * one.sizes) if one.variant.startswith(OUTPUT) else one.costs > 0
        margins = weighed(answers.furniture, one.sizes.astype(np.int64)) / STATE
        kinds = answers.kinds[:, : len(KINDS)].argmax(1)
        sizes, wanted = one.sizes.astype(np.float64), one.wanted.astype(np.float64)
        self.lines[group].append(Answered(margins[sure], sizes[sure], wanted[sure], kinds[sure]))

    def together(self, group: str | None = None) -> Answered:
        """The lines of a group, or of all."""
        parts = [part for name, parts in self.lines.items() if group in (None, name) for part in parts]
        return Answered(*(np.concatenate(column) for column in zip(*parts, strict=True)))

    def __str__(self) -> str:
        rows = ["| texts | lines | " + " | ".join(f"{loss:.1%} lost" for loss in LOSSES) + " |", "|---" * 5 + "|"]
        for group in sorted(self.lines):
            margin, sizes, wanted, _ = self.together(group)
            order = np.argsort(-margin)
            gone = np.cumsum(wanted[order]) / max(1, wanted.sum())
            content = sizes * (1 - wanted)
            lost = np.cumsum(content[order]) / max(1, content.sum())
            places = np.searchsorted(lost, LOSSES, "right") - 1
            at = 1 / (1 + np.exp(-margin[order[places]]))
            cells = " | ".join(
                f"{gone[place]:.3f} (at {chance:.2f})" if place >= 0 else "0"
                for place, chance in zip(places, at, strict=True)
            )
            rows.append(f"| {group} | {int(wanted.sum())} | {cells} |")
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
