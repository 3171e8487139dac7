"""The quality gate: is the ``residue`` profile as good as it was, kind by kind and language by language?

    python benchmarks/gate.py [--write] [--show N]
    python benchmarks/gate.py --collect

Reads only what lies in ``fixtures``: furniture, look-alikes and articles written for this project, its hard negatives,
small pages, pages whose lines are marked, and pages about what furniture says elsewhere. Each block of furniture
stands in an article, each look-alike among paragraphs; single and double line breaks alternate. Prints a
table, then what is worse than ``fixtures/gate/floors.toml`` allows, and ends with 1 if anything is.
``--write`` writes the floors: what was measured less a margin. ``--show`` lists some lines that went wrong.

This is no measurement of quality: the network has learned from these very lines. It holds on to
what it once knew. What it knows of pages that it has not seen, ``judge.py --folds`` measures.

``--collect`` draws the lines from the development data anew.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import data
from cleantext import Document
from cleantext.document import Line
from cleantext.pipeline import Pipeline, profile_pipeline
from cleantext.removal import removed_lines

FIXTURES = Path(__file__).parents[1] / "fixtures"
LINES = FIXTURES / "gate" / "lines.tsv"
PAGES = FIXTURES / "gate" / "pages.toml"
FLOORS = FIXTURES / "gate" / "floors.toml"

ARTICLE, KEEP, NEGATIVE, SUBJECT = "article", "keep", "negative", "subject"
_STAYS = (ARTICLE, KEEP, NEGATIVE, SUBJECT)
_KINDS = {
    "nav": "navigation", "meta": "bylines", "recommend": "recommendations", "bio": "bios", "ad": "ads",
    "caption": "captions", "embed": "embeds",
}  # fmt: skip
FURNITURE_SIGN = "- "
"""In ``pages.toml`` what opens a line of furniture; other lines open with two spaces."""

MARGIN = 0.05
"""How far a share may fall below what was measured; lines and words lost may rise by the allowances."""
LOST_WORDS, LOST_LINES = 0.0005, 1
_LONGEST_BLOCK = 8
_LOOK_ALIKES = 12


class Part(NamedTuple):
    """Lines that stand together; ``kind`` is a kind of furniture, or one of ``_STAYS``."""

    kind: str
    lines: tuple[str, ...]


class Page(NamedTuple):
    """A text, and what each of its lines that is not blank is."""

    language: str
    text: str
    kinds: tuple[str, ...]


@dataclass
class Count:
    """What was removed of furniture and lost of the rest, by ``(language, kind)``."""

    lines: Counter[tuple[str, str]] = field(default_factory=Counter)
    removed: Counter[tuple[str, str]] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)  # look-alikes, negatives and subjects, by what they are
    lost: Counter[str] = field(default_factory=Counter)
    words: int = 0
    words_lost: int = 0
    wrong: list[str] = field(default_factory=list)

    def share(self, position: int, name: str) -> float:
        """The share of lines removed of a language (0) or a kind (1)."""
        keys = [key for key in self.lines if key[position] == name]
        return sum(self.removed[key] for key in keys) / sum(self.lines[key] for key in keys)

    def names(self, position: int) -> list[str]:
        """The languages (0) or the kinds (1) that have furniture."""
        return sorted({key[position] for key in self.lines})


def written() -> dict[str, list[Part]]:
    """The parts of each language, articles first."""
    with LINES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    found: dict[str, list[Part]] = defaultdict(list)
    for (language, kind, _), group in groupby(rows, key=lambda row: tuple(row[:3])):
        found[language].append(Part(kind, tuple(row[3] for row in group)))
    return dict(found)


def composed() -> Iterator[Page]:
    """Each block in the article of its language, and look-alikes in it three at a time."""
    for language, parts in written().items():
        (article,) = (part.lines for part in parts if part.kind == ARTICLE)
        blocks = [part for part in parts if part.kind not in (ARTICLE, KEEP)]
        keep = [part for part in parts if part.kind == KEEP]
        for number, block in enumerate(blocks):
            yield set_together(language, article, [block], ("\n", "\n\n")[number % 2])
        for first in range(0, len(keep), 3):
            yield set_together(language, article, keep[first : first + 3], ("\n", "\n\n")[first // 3 % 2])


def set_together(language: str, article: Sequence[str], parts: Sequence[Part], end: str) -> Page:
    """A page; look-alikes each below a paragraph of their own; furniture where its kind has it."""
    lines = [(line, ARTICLE) for line in article]
    for number, part in enumerate(parts):
        at = {"navigation": 0, "bylines": 1, KEEP: 2 + 2 * number, "captions": 3, "ads": 3}.get(part.kind, len(lines))
        lines[at:at] = [(line, part.kind) for line in part.lines]
    return Page(language, end.join(line for line, _ in lines) + "\n", tuple(kind for _, kind in lines))


def small_pages() -> Iterator[Page]:
    """The pages written for this gate, in which lines of furniture are marked."""
    for page in tomllib.loads(PAGES.read_text("utf-8"))["page"]:
        lines = [line for line in page["text"].split("\n") if line.strip()]
        kinds = [page["name"] if line.startswith(FURNITURE_SIGN) else ARTICLE for line in lines]
        text = "\n".join(line[len(FURNITURE_SIGN) :] for line in page["text"].split("\n"))
        yield Page(page["language"], text, tuple(kinds))


def marked_pages() -> Iterator[Page]:
    """Texts as scrapers leave them."""
    for page in data.marked_pages():
        kinds = tuple(ARTICLE if code == "content" else _KINDS.get(code, code) for code in page.shown)
        yield Page(page.language, "\n".join(page.lines), kinds)


def negatives() -> Iterator[Page]:
    """Texts that must stay whole."""
    for entry in tomllib.loads((FIXTURES / "hard-negatives.toml").read_text("utf-8"))["text"]:
        lines = [line for line in Document(entry["text"]).lines if line.text.strip()]
        yield Page(entry["language"], entry["text"], (NEGATIVE,) * len(lines))


def subject_pages() -> Iterator[Page]:
    """Pages about what furniture says elsewhere, which must stay whole, too."""
    for page in data.subject_pages():
        yield Page(page.language, page.text, (SUBJECT,) * len(page.text.split("\n")))


def measure(pipeline: Pipeline, pages: Iterable[Page]) -> Count:
    """What ``pipeline`` does to ``pages``."""
    count = Count()
    pages = list(pages)
    for page, result in zip(pages, pipeline.many([Document(page.text) for page in pages]), strict=True):
        document = result.document
        gone = removed_lines(document, result.spans)
        for number, kind in zip(document.content, page.kinds, strict=True):
            line = document.lines[number]
            lost = sum(len(line.text[a:b].split()) for a, b in _inside(result.spans, line))
            if kind == ARTICLE:
                count.words += len(line.text.split())
                count.words_lost += lost
            elif kind in _STAYS:
                count.kept[kind] += 1
                count.lost[kind] += lost > 0
            else:
                count.lines[page.language, kind] += 1
                count.removed[page.language, kind] += number in gone
            if (number not in gone) if kind not in _STAYS else lost:
                count.wrong.append(f"{page.language} {kind} | {line.text[:160]}")
    return count


def _inside(spans: Iterable[tuple[int, int]], line: Line) -> Iterator[tuple[int, int]]:
    for start, end in spans:
        if start < line.end and line.start < end:
            yield max(start, line.start) - line.start, min(end, line.end) - line.start


def figures(count: Count) -> dict[str, dict[str, float]]:
    """What floors and ceilings are about."""
    return {
        "kinds": {name: count.share(1, name) for name in count.names(1)},
        "languages": {name: count.share(0, name) for name in count.names(0)},
        "lost": {
            "article_words": count.words_lost / count.words,
            "look_alikes": count.lost[KEEP],
            "hard_negatives": count.lost[NEGATIVE],
            "subject_pages": count.lost[SUBJECT],
        },
    }


def floors(found: Mapping[str, Mapping[str, float]]) -> str:
    """The floors that ``found`` gives, as TOML."""
    lost = found["lost"]
    most = {
        "article_words": round(lost["article_words"] + LOST_WORDS, 5),
        **{name: lost[name] + LOST_LINES for name in ("look_alikes", "hard_negatives", "subject_pages")},
    }
    lines = [
        "# Written by benchmarks/gate.py --write: the least share of lines removed, and the most that may be lost."
    ]
    for table in ("kinds", "languages"):
        lines += ["", f"[{table}]", *(f"{n} = {max(v - MARGIN, 0):.3f}" for n, v in found[table].items())]
    lines += ["", "[lost]", *(f"{name} = {value}" for name, value in most.items())]
    return "\n".join(lines) + "\n"


def worse(found: Mapping[str, Mapping[str, float]], allowed: Mapping[str, Mapping[str, float]]) -> list[str]:
    """What is worse than allowed, and what nothing is said about, each as one line."""
    complaints = []
    for table in ("kinds", "languages", "lost"):
        for name in sorted({*found[table], *allowed[table]}):
            have, limit = found[table].get(name), allowed[table].get(name)
            if have is None or limit is None:
                complaints.append(f"{table} {name}: {'not measured' if have is None else 'has no floor'}")
            elif (have > limit) if table == "lost" else (have < limit):
                complaints.append(f"{table} {name}: {have:.5g}, allowed {limit:.5g}")
    return complaints


def collect() -> None:
    """Draws ``lines.tsv`` from the development data: the first article, a block of each kind, look-alikes."""
    from measure import canon

    rows = []
    for name, language in canon.languages().items():
        rows += [(name, ARTICLE, 0, line) for line in language.articles[0]]
        kinds = sorted({block.kind for block in language.blocks})
        for kind in kinds:
            fitting = [block for block in language.blocks if block.kind == kind and len(block.lines) <= _LONGEST_BLOCK]
            for number, block in enumerate(fitting[:2]):
                rows += [(name, _KINDS.get(kind, kind), number, line) for line in block.lines]
        rows += [(name, KEEP, number, keep.lines[0]) for number, keep in enumerate(language.keep[:_LOOK_ALIKES])]
    with LINES.open("w", encoding="utf-8") as file:
        file.writelines("\t".join(map(str, row)) + "\n" for row in rows)


def main() -> int:
    """Reads the arguments; prints the table and what is worse than allowed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the floors from what is measured")
    parser.add_argument("--collect", action="store_true", help="draw the lines from the development data")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="list so many lines that went wrong")
    options = parser.parse_args()
    if options.collect:
        collect()
        return 0
    count = measure(profile_pipeline(), [*composed(), *small_pages(), *marked_pages(), *negatives(), *subject_pages()])
    found = figures(count)
    for table, values in found.items():
        print(f"| {table} | |\n|---|---|")
        print("".join(f"| {name} | {value:.5g} |\n" for name, value in values.items()))
    step = max(len(count.wrong) // options.show, 1) if options.show else 1
    print("".join(f"{line}\n" for line in count.wrong[::step][: options.show]), end="")
    if options.write:
        FLOORS.write_text(floors(found), "utf-8")
        return 0
    complaints = worse(found, tomllib.loads(FLOORS.read_text("utf-8")))
    print("\n".join(complaints) or "the gate is passed")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
