"""The training pages: every source, every linearization, every line with its label.

A page's gold text says which words belong to it; a line's label is the share of its words that
a longest common subsequence of page and gold text matches. Silver pages have several texts by
published extractors instead, and their lines the mean of what those say.
"""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

import data
from cleantext.model.markup import Marked, read_markup
from model.labels import lines, matched, words
from model.linearize import LINEARIZERS, glued, linearize
from model.variants import in_other_script, transplanted

FOLDS = 5
MOST_LINES = 3000
WHOLE = ("html_text", "inscriptis", "resiliparse", "beautiful_soup", "bs4", "xpath_text")
"""The variants that hold all text of a page, each as one tool gives it."""
OUTPUT = "out of "
"""What the variants begin with that an extractor made of a page."""
_SILVER = ("trafilatura", "readability", "boilerpipe", "dragnet", "boilernet", "extractnet", "news_please")


@dataclass(frozen=True)
class Task:
    """A page before its lines are labelled. ``golds`` holds one text, or several silver ones."""

    source: str
    page: str
    kind: str
    fold: int
    golds: tuple[str, ...]
    html: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Labelled:
    """A text whose lines are labelled. ``sizes`` and ``matched`` count words; ``gold`` too."""

    source: str
    page: str
    kind: str
    fold: int
    variant: str
    lines: list[str]
    sizes: NDArray[np.float64]
    matched: NDArray[np.float64]
    gold: float
    marked: Marked | None = None


def fold(domain: str) -> int:
    """Pages of one registered domain are never split between training and test."""
    return int(hashlib.sha256(domain.encode()).hexdigest()[:8], 16) % FOLDS


def domain(url: str | None) -> str:
    """The registered domain of an address."""
    from courlan import extract_domain

    return extract_domain(url or "") or url or ""


def tasks() -> Iterator[Task]:
    """Every page to train on, source by source."""
    yield from _wcxb()
    yield from _older()
    yield from _multilingual()
    yield from _chinese()
    yield from _negatives()


def _wcxb() -> Iterator[Task]:
    outputs: dict[str, dict[str, str]] = {}
    for record in data.records("extracted-dev.jsonl.xz"):
        outputs.setdefault(record["id"], {})[OUTPUT + record["extractor"]] = record["text"]
    for record in data.records("wcxb-dev.jsonl.xz"):
        gold = record["main_content"]
        texts = {"gold": gold, **outputs.get(record["id"], {})}
        where = fold(domain(record["url"]))
        yield Task("wcxb", record["id"], record["page_type"], where, (gold,), record["html"], texts)


def _older() -> Iterator[Task]:
    dice = random.Random(1)
    for record in data.records("wceb-extracted.jsonl.xz"):
        found = record["extracted"]
        golds = [text for text in (record["ensemble"] or {}).values() if text]
        golds = golds or [found[name] for name in _SILVER if found.get(name)]
        names = sorted(name for name, text in found.items() if text and text.strip())
        outputs = {OUTPUT + name: found[name] for name in dice.sample(names, min(3, len(names)))}
        if golds:
            page = f"{record['dataset']}/{record['id']}"
            yield Task("wceb", page, record["dataset"], -1, tuple(golds), "", {**record["whole"], **outputs})


def _multilingual() -> Iterator[Task]:
    import trafilatura

    marked = {record["url"]: record for record in data.records("multilingual-dev.jsonl")}
    for record in data.records("trafilatura-dev.jsonl.xz"):
        where, snippets = fold(domain(record["url"])), (tuple(record["required"]), tuple(record["forbidden"]))
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
        yield Task("negatives", str(number), "negative", -1, (text,), "", {"gold": text})


def labelled(task: Task) -> list[Labelled]:
    """The page in every linearization and variant, its lines labelled."""
    texts = {name: linearize(name, task.html) for name in LINEARIZERS} if task.html else {}
    texts |= {name: text for name, text in task.texts.items() if name not in texts or task.source == "chinese"}
    if texts.get("html_text", "").strip():
        texts["glued"] = glued(texts["html_text"], task.page)
    found = [_label(task, name, lines(text)) for name, text in texts.items() if text.strip()]
    base = [one for one in found if one.variant in ("html_text", "resiliparse", "bs4", "beautiful_soup")]
    for number, one in enumerate(base[:2]):
        text = in_other_script("\n".join(one.lines), f"{task.page}/{number}")
        found.append(replace(one, variant="script", lines=lines(text)))
    marked = read_markup(task.html)
    if marked.lines:
        found.append(replace(_label(task, "html", [line.text for line in marked.lines]), marked=marked))
    return [one for one in found if len(one.lines) <= MOST_LINES * 2]


def _label(task: Task, variant: str, page: Sequence[str]) -> Labelled:
    hit = np.mean([matched(page, gold) for gold in task.golds], axis=0)
    sizes = np.array([len(words(line)) for line in page], np.float64)
    for number, line in enumerate(page):
        if any(snippet in line for snippet in task.required):
            hit[number] = sizes[number]
        if any(snippet in line for snippet in task.forbidden):
            hit[number] = 0
    gold = float(np.mean([len(words(gold)) for gold in task.golds]))
    return Labelled(task.source, task.page, task.kind, task.fold, variant, list(page), sizes, hit, gold)


def mixed(pages: Sequence[Labelled], seed: int) -> Iterator[Labelled]:
    """The main content of one page in the surroundings of another, for each page once."""
    dice = random.Random(seed)
    by_variant: dict[tuple[str, int], list[Labelled]] = {}
    for page in pages:
        if page.variant in ("html_text", "resiliparse", "beautiful_soup", "bs4", "script"):
            by_variant.setdefault((page.variant, page.fold), []).append(page)
    for group in by_variant.values():
        for core in dice.sample(group, len(group) // 2):
            around = dice.choice(group)
            parts = transplanted(_is_main(around), _is_main(core))
            if parts is not None:
                yield _transplant(around, core, parts)


def _is_main(page: Labelled) -> list[bool]:
    # One matched word in a menu does not make content start there.
    return list((page.matched >= 0.5 * page.sizes) & (page.sizes >= 4))


def _transplant(around: Labelled, core: Labelled, parts: tuple[range, range, range]) -> Labelled:
    above, inside, below = parts

    def joined(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.concatenate((one[above], other[inside], one[below]))

    nothing = np.zeros(len(around.lines))
    text = [*(around.lines[n] for n in above), *(core.lines[n] for n in inside), *(around.lines[n] for n in below)]
    hit = joined(nothing, core.matched)
    sizes = joined(around.sizes, core.sizes)
    return replace(core, variant="mixed", lines=text, sizes=sizes, matched=hit, gold=float(hit.sum()))


def prepare(limit: int | None = None) -> list[Labelled]:
    """All pages, read and labelled on every core; ``limit`` takes the first so many, for a trial."""
    chosen: Iterable[Task] = tasks()
    if limit is not None:
        chosen = (task for _, task in zip(range(limit), chosen, strict=False))
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        found = [page for pages in pool.map(labelled, chosen, chunksize=8) for page in pages]
    return [*found, *mixed(found, seed=1)]
