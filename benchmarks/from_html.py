"""HTML to main text beside trafilatura, resiliparse and readability in the same run: quality and time.

    python benchmarks/from_html.py [--folds DIR] [--limit N] [--sets wcxb,more,fixtures,snippets,speed]

Prints the mean F1 of words on ``wcxb-dev``, on ``more/`` and on the fixtures, with and without the
headline; the lines of the fixtures that are lost; how many rows of tables and items of lists are
kept whole; trafilatura's snippets; and the processor time of each step and of each tool by size of
page. Give the folder of ``train.py --folds`` to have each page judged by a network that has not
seen its site.
"""

from __future__ import annotations

import argparse
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import islice, pairwise
from pathlib import Path
from typing import NamedTuple

import data
from cleantext import Document
from cleantext.filters.main import judge_page
from cleantext.judge.lines import lines_of
from cleantext.pipeline import profile_pipeline
from cleantext.reading.flat import flat
from cleantext.reading.html import read_html
from cleantext.reading.marks import with_markup
from cleantext.webpage import clean_page
from competitors import readability, resiliparse, trafilatura
from judges import judge_of
from measure.speed import seconds
from score import f1, sequence, words

FIXTURES = Path(__file__).parents[1] / "fixtures" / "pages"
SIZES = (10_000, 100_000, 1_000_000)  # bytes


class Page(NamedTuple):
    """A page with its gold text; ``key`` says which network has not seen it."""

    key: str
    kind: str
    html: str
    gold: str


Tool = Callable[[Page], str]


def tools(folds: Path | None) -> dict[str, Tool]:
    """Everyone, by name."""

    def ours(page: Page, profile: str, headline: bool) -> str:
        return clean_page(
            Document(page.html), profile_pipeline(profile, judge_of(page.key, folds)), headline=headline
        ).text

    return {
        "cleantext": lambda page: ours(page, "residue", True),
        "cleantext, no headline": lambda page: ours(page, "residue", False),
        "cleantext, main": lambda page: ours(page, "main", True),
        "cleantext, main, no headline": lambda page: ours(page, "main", False),
        "trafilatura": lambda page: trafilatura(page.html),
        "resiliparse": lambda page: resiliparse(page.html),
        "readability": lambda page: readability(page.html),
    }


def wcxb() -> Iterator[Page]:
    """The development pages of WCXB."""
    for record in data.records("wcxb-dev.jsonl.xz"):
        yield Page(record["url"], record["page_type"], record["html"], record["main_content"])


def more() -> Iterator[Page]:
    """The pages of ``more/`` whose gold text is whole."""
    for path in sorted((data.folder() / "more").glob("*.jsonl.xz")):
        if path.name.split(".")[0] not in data.PARTIAL:
            for record in data.records(f"more/{path.name}"):
                yield Page(record["url"], record["source"], record["html"], record["main_content"])


def fixtures() -> Iterator[Page]:
    """Our own pages."""
    for path in sorted(FIXTURES.glob("*.html")):
        yield Page(path.stem, path.stem, path.read_text("utf-8"), path.with_suffix(".txt").read_text("utf-8"))


def quality(name: str, pages: Iterable[Page], everyone: dict[str, Tool]) -> None:
    """The mean F1 of everyone, and by kind of page."""
    scores: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for page in pages:
        for tool, work in everyone.items():
            scores[tool][page.kind].append(f1(words(work(page)), words(page.gold)))
    print(f"\nF1, {name}")
    for tool, kinds in scores.items():
        every = [score for some in kinds.values() for score in some]
        parts = "  ".join(f"{kind} {mean(some):.3f}" for kind, some in sorted(kinds.items())) if len(kinds) < 15 else ""
        print(f"{tool:30} {mean(every):.3f} of {len(every)}  {parts}")


def mean(numbers: list[float]) -> float:
    """Their mean; 0 of none."""
    return sum(numbers) / max(len(numbers), 1)


def kept_lines(everyone: dict[str, Tool]) -> None:
    """The lines of the fixtures that are lost or left, and the rows and items among them that are kept whole."""
    print("\nfixtures: lines lost, lines left, rows of tables and definitions kept, items of lists kept")
    for tool, work in everyone.items():
        lost = left = 0
        kept, of = [0, 0], [0, 0]
        for page in fixtures():
            found = [_bare(line) for line in work(page).splitlines() if line.strip()]
            wanted = page.gold.splitlines()
            lost += sum(_bare(line) not in found for line in wanted)
            left += len(set(found) - {_bare(line) for line in wanted})
            rows = [line for line in wanted if "\t" in line]
            for number, units in enumerate((rows, [line for line in wanted if _ITEM.match(line)])):
                of[number] += len(units)
                kept[number] += sum(_bare(line) in found for line in units)
        print(f"{tool:30} {lost:5} {left:5}   {kept[0]} of {of[0]}   {kept[1]} of {of[1]}")


_ITEM = re.compile(r"(?:- |[*•] |\d+\. )")


def _bare(line: str) -> str:
    """The words of a line: how cells are parted and items marked is a matter of taste."""
    return " ".join(sequence(_ITEM.sub("", line.strip(), count=1)))


def snippets(everyone: dict[str, Tool], limit: int | None) -> None:
    """Which of trafilatura's snippets are kept and which left out, and the mean of both."""
    print("\ntrafilatura-dev: required kept, forbidden left out, accuracy")
    right = {tool: [0, 0] for tool in everyone}
    of = [0, 0]
    for record in islice(data.records("trafilatura-dev.jsonl.xz"), limit):
        page = Page(record["url"], "", record["html"], "")
        of = [of[0] + len(record["required"]), of[1] + len(record["forbidden"])]
        for tool, work in everyone.items():
            text = work(page)
            right[tool][0] += sum(snippet in text for snippet in record["required"])
            right[tool][1] += sum(snippet not in text for snippet in record["forbidden"])
    for tool, (kept, out) in right.items():
        print(f"{tool:30} {kept / of[0]:.3f} {out / of[1]:.3f} {(kept + out) / sum(of):.3f}")


def grown(html: str, size: int) -> str:
    """The page with as much of its body, over and over, as makes ``size`` bytes of it."""
    start = max(html.lower().find("<body"), 0)
    head, body = html[:start], html[start:]
    return head + (body * (size // max(len(body), 1) + 1))[: max(size - len(head), 0)]


def speed() -> None:
    """Milliseconds of processor time by size of page, ratios to trafilatura, and how they grow."""
    bodies = [page.html for page in islice(wcxb(), 200) if len(page.html) < SIZES[0] * 6][:4]
    print("\nms a page (processor time, the median of three rounds), growth from size to size")
    steps: dict[str, Callable[[str], object]] = {
        "parse and walk": flat,
        "read": read_html,
        "read and mark": _marked,
        "judge": lambda html: judge_page(read_html(html)),
        "cleantext": lambda html: clean_page(Document(html), profile_pipeline()).text,
        "cleantext, main": lambda html: clean_page(Document(html), profile_pipeline("main")).text,
        "trafilatura": trafilatura,
        "resiliparse": resiliparse,
        "readability": readability,
    }
    table = {
        name: [seconds(work, [grown(html, size) for html in bodies]) / len(bodies) for size in SIZES]
        for name, work in steps.items()
    }
    for name, costs in table.items():
        growth = " ".join(f"{math.log10(b / a):.2f}" for a, b in pairwise(costs))
        ratios = " ".join(f"{theirs / cost:.1f}x" for theirs, cost in zip(table["trafilatura"], costs, strict=True))
        print(f"{name:20} {' '.join(f'{cost * 1000:9.2f}' for cost in costs)}   {growth}   {ratios}")


def _marked(html: str) -> None:
    page = read_html(html)
    if found := lines_of([page.lines]):
        with_markup(page, *found)


def main() -> None:
    """Print what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    data.add_folds(parser)
    parser.add_argument("--limit", type=int, help="the first so many pages of each set only")
    parser.add_argument("--sets", default="fixtures,wcxb,more,snippets,speed", help="which parts, by name")
    options = parser.parse_args()
    sets = options.sets.split(",")
    everyone = tools(options.folds)
    if "fixtures" in sets:
        # None of them was in any training: the shipped network judges them.
        kept_lines(tools(None))
        quality("fixtures", fixtures(), tools(None))
    if "wcxb" in sets:
        quality("wcxb-dev", islice(wcxb(), options.limit), everyone)
    if "more" in sets:
        quality("more", islice(more(), options.limit), everyone)
    if "snippets" in sets:
        snippets(everyone, options.limit)
    if "speed" in sets:
        speed()


if __name__ == "__main__":
    data.run(main)
