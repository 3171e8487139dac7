"""What there is to learn from: every page, text and line of furniture, source by source.

Each task says in which fold it is: pages of one registered domain and texts of one language are never
split between training and test. What is in the fold ``EVERY`` all networks have learned from.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import data

FOLDS = 5
EVERY = -1
"""The fold of what no test is about: all networks may learn from it."""
OUTPUT = "out of "
"""What the variants begin with that an extractor made of a page."""

MORE = (
    "docs", "fundus", "fundus-evaluation", "harvest-forum", "ldjson", "magic-html-article", "magic-html-forum",
    "mercury", "misinformation-crawler", "recipes-partial", "webmainbench",
)  # fmt: skip
_SILVER = ("trafilatura", "readability", "boilerpipe", "dragnet", "boilernet", "extractnet", "news_please")

KIND_OF = {
    "consent": "consent", "caption": "captions", "recommend": "recommendations", "bio": "bios",
    "newsletter": "newsletter", "share": "share", "paywall": "paywall", "ad": "ads", "nav": "navigation",
    "meta": "bylines", "footer": "footer", "comments": "comments", "forum": "forum", "cta": "cta", "audio": "audio",
    "embed": "embeds", "app": "cta", "wire-credit": "bylines", "other": "",
}  # fmt: skip
"""The kind of furniture behind each code of the labelled lines; of "other" no kind is known."""
CONTENT_CODES = frozenset(("content", "title", "code", "keep"))


@dataclass(frozen=True)
class Task:
    """A page before its lines are labelled. ``golds`` holds one text, or several silver ones.

    ``codes`` are what people said of single lines, by their text with single spaces; of a
    ``partial`` gold text only what it holds is known, not what it lacks.
    """

    source: str
    page: str
    kind: str
    fold: int
    golds: tuple[str, ...]
    html: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    codes: dict[str, str] = field(default_factory=dict)
    partial: bool = False
    language: str = ""


def fold(name: str) -> int:
    """The fold of a registered domain, a language or a reason."""
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) % FOLDS


def fold_of_language(language: str) -> int:
    """The fold of all that is written in ``language``; Britain's English is English."""
    return fold("language " + language.partition("-")[0])


@lru_cache(maxsize=1 << 14)
def domain(url: str | None) -> str:
    """The registered domain of an address."""
    from courlan import extract_domain

    return extract_domain(url or "") or url or ""


def fold_of_page(url: str | None) -> int:
    """The fold of a page, by its registered domain."""
    return fold(domain(url))


def tasks() -> Iterator[Task]:
    """Every page to train on, source by source."""
    yield from _wcxb()
    yield from _more()
    yield from _older()
    yield from _multilingual()
    yield from _chinese()
    yield from _negatives()


@lru_cache(maxsize=1)
def codes() -> dict[str, dict[str, str]]:
    """What people said of the lines of each page: page to the line's text to its code."""
    found: dict[str, dict[str, str]] = {}
    for name in ("residue-dev.tsv", "residue-2-dev.tsv"):
        for page, _, _, code, text in data.table(name):
            found.setdefault(page, {})[" ".join(text.split())] = code
    return found


def _outputs(name: str) -> dict[str, dict[str, str]]:
    outputs: dict[str, dict[str, str]] = {}
    for record in data.records(name):
        outputs.setdefault(record["id"], {})[OUTPUT + record["extractor"]] = record["text"]
    return outputs


def _wcxb() -> Iterator[Task]:
    outputs = _outputs("extracted-dev.jsonl.xz")
    for record in data.records("wcxb-dev.jsonl.xz"):
        page, gold = record["id"], record["main_content"]
        texts = {"gold": gold, **outputs.get(page, {})}
        where, said = fold_of_page(record["url"]), codes().get(page, {})
        yield Task("wcxb", page, record["page_type"], where, (gold,), record["html"], texts, codes=said)


def _more() -> Iterator[Task]:
    outputs = _outputs("extracted-more.jsonl.xz")
    for name in MORE:
        for record in data.records(f"more/{name}.jsonl.xz"):
            page, gold = record["id"], record["main_content"]
            is_partial = name == "recipes-partial"
            texts = outputs.get(page, {}) if is_partial else {"gold": gold, **outputs.get(page, {})}
            where, said = fold_of_page(record["url"]), codes().get(page, {})
            yield Task(
                name, page, record["page_type"], where, (gold,), record["html"], texts,
                codes=said, partial=is_partial, language=record["language"] or "",
            )  # fmt: skip


def _older() -> Iterator[Task]:
    dice = random.Random(1)
    for record in data.records("wceb-extracted.jsonl.xz"):
        found = record["extracted"]
        golds = [text for text in (record["ensemble"] or {}).values() if text]
        golds = golds or [found[name] for name in _SILVER if found.get(name)]
        names = sorted(name for name, text in found.items() if text and text.strip())
        outputs = {OUTPUT + name: found[name] for name in dice.sample(names, min(2, len(names)))}
        whole = {name: text for name, text in record["whole"].items() if name in ("html_text", "bs4")}
        if golds:
            page = f"{record['dataset']}/{record['id']}"
            yield Task("wceb", page, record["dataset"], EVERY, tuple(golds), "", {**whole, **outputs})


def _multilingual() -> Iterator[Task]:
    import trafilatura

    marked = {record["url"]: record for record in data.records("multilingual-dev.jsonl")}
    for record in data.records("trafilatura-dev.jsonl.xz"):
        where, snippets = fold_of_page(record["url"]), (tuple(record["required"]), tuple(record["forbidden"]))
        by_hand = marked.get(record["url"])
        if by_hand:
            ranges = [by_hand["lines"][first : last + 1] for first, last in by_hand["main"]]
            gold = "\n".join(line for part in ranges for line in part)
            yield Task("multilingual", record["id"], "by hand", where, (gold,), record["html"], {"gold": gold})
        else:
            gold = trafilatura.extract(record["html"], deduplicate=False) or ""
            yield Task("trafilatura", record["id"], "weak", where, (gold,), record["html"], {}, *snippets)


def _chinese() -> Iterator[Task]:
    for record in data.records("chinese-dev.jsonl.xz"):
        gold, whole = record["main_content"], record["whole"]
        if len(set(gold) & set(whole)) > 0.6 * len(set(gold)):  # some were read in a wrong encoding
            texts = {"html_text": whole, "gold": gold}
            yield Task("chinese", record["id"], "chinese", fold(record["id"]), (gold,), record["html"], texts)


def _negatives() -> Iterator[Task]:
    """Passages that talk about furniture, the given ones and our own: all of it is content."""
    for number, text in enumerate((*data.hard_negatives(), *data.own_negatives())):
        yield Task("negatives", str(number), "negative", EVERY, (text,), "", {"gold": text})


class Marked(NamedTuple):
    """A text whose lines were marked by hand: the code of each, ``content`` for what stays."""

    source: str
    page: str
    fold: int
    lines: list[str]  # blank ones too
    codes: list[str]
    profile: str = "residue"


def raw_news() -> Iterator[Marked]:
    """Raw news texts; lines that glue article and leftover have the code ``mixed``."""
    for name in ("raw-news-dev.jsonl", "raw-news-2-dev.jsonl"):
        for record in data.records(name):
            lines = record["text"].split("\n")
            shown = [number for number, line in enumerate(lines) if line.strip()]
            marks = ["content"] * len(lines)
            for number, code in record["leftovers"].items():
                marks[shown[int(number)]] = code
            for number in record["mixed"]:
                marks[shown[number]] = "mixed"
            yield Marked("news", f"{name}/{record['id']}", fold(record["id"]), lines, marks)


def cases() -> Iterator[Marked]:
    """Single cases: furniture alone in an article, blocks, look-alikes. Furniture that no code fits has ``other``."""
    for record in data.records("lines-dev.jsonl"):
        lines, expected = record["input"].split("\n"), record["expected"].split("\n")
        code = record["kind"] if record["kind"] in KIND_OF else "other"
        marks = ["content" if stays else code for stays in _stay(lines, expected)]
        yield Marked("cases", record["id"], fold(record["id"].rstrip("m")), lines, marks, record["profile"])


def golden() -> Iterator[Marked]:
    """The documents that the package must clean to the byte."""
    folder = Path(__file__).parents[2] / "fixtures" / "golden"
    for path in sorted(folder.glob("*.raw.txt")):
        lines = path.read_text("utf-8").split("\n")
        expected = path.with_name(path.name.replace(".raw.", ".expected.")).read_text("utf-8").split("\n")
        marks = ["content" if stays else "other" for stays in _stay(lines, expected)]
        yield Marked("golden", path.name, EVERY, lines, marks)


def written() -> Iterator[Marked]:
    """Texts as scrapers leave them, written for this project."""
    for page in data.marked_pages():
        yield Marked("written", page.id, fold_of_written(page.id), list(page.lines), list(page.codes))


def fold_of_written(page: str) -> int:
    """The fold of a written text: that of its language. English texts are in all folds."""
    language = page.partition("/")[0]
    return fold(page) if language == "en" else fold_of_language(language)


def _stay(lines: Sequence[str], expected: Sequence[str]) -> Iterator[bool]:
    """Whether each of ``lines`` stands among those that are left, in their order; blank ones stay."""
    at = 0
    for line in lines:
        stays = not line.strip() or line in expected[at:]
        if stays and line.strip():
            at = expected.index(line, at) + 1
        yield stays


class Canon(NamedTuple):
    """What was written for one language: blocks of furniture with their kind, look-alikes, articles."""

    language: str
    fold: int
    blocks: list[tuple[str, list[str]]]
    keep: list[tuple[str, str]]
    articles: list[list[str]]


@lru_cache(maxsize=1)
def canon() -> tuple[Canon, ...]:
    """The hand-written furniture and articles of every language."""
    found = []
    for path in sorted((data.folder() / "canon").glob("*.blocks.tsv")):
        language = path.name.split(".")[0]
        rows = [row for row in _rows(f"canon/{language}.blocks.tsv") if len(row) == 3]
        blocks = [(kind, [row[2] for row in group]) for (kind, _), group in groupby(rows, lambda row: (row[0], row[1]))]
        keep = [(row[0], row[1]) for row in _rows(f"canon/{language}.keep.tsv") if len(row) == 2]
        text = (data.folder() / f"canon/{language}.articles.txt").read_text("utf-8")
        articles = [[line for line in part.split("\n") if line.strip()] for part in text.split("=====")]
        found.append(Canon(language, fold_of_language(language), blocks, keep, [one for one in articles if one]))
    return tuple(found)


def _rows(name: str) -> Iterator[list[str]]:
    for line in (data.folder() / name).read_text("utf-8").split("\n"):
        if line.strip():
            yield line.split("\t")


_CATEGORIES = {
    "author_bio": "bio", "comments": "comments", "cookie_consent": "consent", "copyright": "footer",
    "navigation": "nav", "newsletter": "newsletter", "paywall": "paywall", "recommendation_widget": "recommend",
    "share": "share",
}  # fmt: skip


@lru_cache(maxsize=1)
def strings() -> dict[str, list[tuple[str, str]]]:
    """Strings of interfaces that prove something alone, by language: code and text."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path in sorted((data.folder() / "phrases").glob("*.tsv")):
        for row in data.table(f"phrases/{path.name}"):
            text = row[6].replace("\\n", " ").strip() if len(row) >= 7 else ""
            if text and row[5] == "0" and len(text) < 300:
                found.setdefault(row[0].split("-")[0], []).append((_CATEGORIES[row[1]], text))
    return found
