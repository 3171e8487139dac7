"""Pages set together from furniture and articles written by hand in 29 language files.

Every block of a language stands once alone in an article, once with two others and once with
seven, at a place that its kind has on real pages, with single or double line breaks; every
look-alike stands once among the paragraphs of an article and once in one that has three blocks
too. All is drawn by fixed seeds.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

import data
from measure.base import NUMBER, PERCENT, Cleaners, Report, Row, chosen, share
from score import text_lines, what_is_left, words

SIZES = (1, 3, 8)
ABOVE = ("nav", "consent")
"""Of the kinds at the top, those that stand above the headline; the others may stand below it."""
TOP = ("audio", "meta", "nav", "share", "consent")
BETWEEN = ("caption", "recommend", "newsletter", "ad", "cta", "embed", "paywall")
END = ("bio", "newsletter", "recommend", "share", "comments", "footer", "cta", "consent", "paywall", "nav", "forum")
ARTICLE, KEEP = "article", "keep"


class Block(NamedTuple):
    """Lines that stand together; ``kind`` is a kind of furniture, ``KEEP`` for a look-alike."""

    kind: str
    lines: tuple[str, ...]
    why: str = ""


class Page(NamedTuple):
    """A page: its text, and for each line that is not blank its block (``None`` for the article).

    ``size`` is the number of blocks of furniture, of eight sometimes seven, as they come out even.
    """

    id: str
    language: str
    text: str
    owners: tuple[Block | None, ...]
    size: int

    @property
    def key(self) -> str:
        """What a cleaner is told of the page."""
        return f"canon/{self.language}"


class Language(NamedTuple):
    """What was written for a language."""

    blocks: tuple[Block, ...]
    keep: tuple[Block, ...]
    articles: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=1)
def languages() -> dict[str, Language]:
    """All languages by the name of their files."""
    folder = data.file("canon")
    found = {}
    for path in sorted(folder.glob("*.blocks.tsv")):
        name = path.name.split(".")[0]
        rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line.strip()]
        keep = [line.split("\t") for line in (folder / f"{name}.keep.tsv").read_text("utf-8").splitlines() if line]
        articles = (folder / f"{name}.articles.txt").read_text("utf-8").split("=====")
        found[name] = Language(
            tuple(
                Block(kind, tuple(text.strip() for _, _, text in lines))
                for (kind, _), lines in groupby(rows, key=lambda row: (row[0], row[1]))
            ),
            tuple(Block(KEEP, (text.strip(),), why) for why, text in keep),
            tuple(tuple(text_lines(article)) for article in articles if article.strip()),
        )
    return found


def compose(name: str, language: str, article: Sequence[str], blocks: Sequence[Block]) -> Page:
    """The article with the blocks where pages have them; the draw depends on ``name`` alone."""
    dice = random.Random(name)
    slots: dict[int, list[Block]] = defaultdict(list)  # by the number of article lines above
    for block in blocks:
        slots[_place(block.kind, len(article), dice)].append(block)
    lines: list[tuple[str, Block | None]] = []
    for number in range(len(article) + 1):
        lines += [(line, block) for block in slots[number] for line in block.lines]
        lines += [(line, None) for line in article[number : number + 1]]
    text = dice.choice(("\n", "\n\n")).join(line for line, _ in lines) + "\n"
    size = sum(block.kind != KEEP for block in blocks)
    return Page(name, language, text, tuple(block for _, block in lines), size)


def _place(kind: str, size: int, dice: random.Random) -> int:
    ways = []
    if kind in TOP:
        ways.append(0 if kind in ABOVE else dice.randrange(2))
    if kind in BETWEEN or kind == KEEP:
        ways.append(dice.randrange(2, size))  # at the earliest below the first paragraph
    if kind in END:
        ways.append(size)
    return dice.choice(ways)


def _all_pages() -> Iterator[Page]:
    for language, written in languages().items():
        for size in SIZES:
            dice = random.Random(f"{language}/{size}")
            blocks = dice.sample(written.blocks, len(written.blocks))
            number = -(-len(blocks) // size)
            for i in range(number):
                some = blocks[i * len(blocks) // number : (i + 1) * len(blocks) // number]
                yield compose(f"{language}/{size}/{i}", language, dice.choice(written.articles), some)._replace(
                    size=size
                )
        for size in (0, 3):
            dice = random.Random(f"{language}/keep/{size}")
            for i, keep in enumerate(written.keep):
                some = [keep, *dice.sample(written.blocks, size)]
                yield compose(f"{language}/keep/{size}/{i}", language, dice.choice(written.articles), some)


@lru_cache(maxsize=1)
def _by_id() -> dict[str, Page]:
    return {page.id: page for page in _all_pages()}


def pages(sample: int | None = None) -> list[Page]:
    """The pages in the order of their languages, or ``sample`` of them."""
    return [_by_id()[name] for name in chosen(_by_id(), sample)]


@dataclass
class Score:
    """What one cleaner did, each as (gone, all)."""

    removed: Counter[tuple[str, str, int]] = field(default_factory=Counter)  # lines: language, kind, blocks on the page
    lines: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    gone: Counter[str] = field(default_factory=Counter)  # blocks alone, by kind
    alone: Counter[str] = field(default_factory=Counter)
    keep_lost: Counter[int] = field(default_factory=Counter)  # look-alikes, by blocks on the page
    keep: Counter[int] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)  # article words, by language
    words: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def measure(cleaners: Cleaners, sample: int | None = None) -> dict[str, Score]:
    """The scores on the composed pages, or on ``sample`` of them."""
    scores = {cleaner: Score() for cleaner in cleaners}
    for page in pages(sample):
        for cleaner, clean in cleaners.items():
            _count(scores[cleaner], page, clean(page.text, page.key))
    return scores


def _count(score: Score, page: Page, cleaned: str) -> None:
    lines, left = text_lines(page.text), what_is_left(page.text, cleaned)
    for line, rest, block in zip(lines, left, page.owners, strict=True):
        if block is None:
            score.words[page.language] += words(line).total()
            score.lost[page.language] += words(line).total() - words(rest).total()
        elif block.kind == KEEP:
            score.keep[page.size] += 1
            score.keep_lost[page.size] += rest != line
        else:
            score.lines[page.language, block.kind, page.size] += 1
            score.removed[page.language, block.kind, page.size] += not rest
        is_furniture = block is not None and block.kind != KEEP
        if bool(rest) if is_furniture else rest != line:
            what = f"missed {block.kind}" if is_furniture and block else f"lost {block.why if block else ARTICLE}"
            score.wrong.append(f"{what} {page.id} | {line[:200]}")
    if page.size == 1:
        kind = next(block.kind for block in page.owners if block)
        score.alone[kind] += 1
        score.gone[kind] += not any(rest for rest, block in zip(left, page.owners, strict=True) if block)


def report(cleaners: Cleaners, sample: int | None = None) -> Report:
    """Lines removed, blocks alone, what was lost; then lines by blocks on a page, by kind and by language."""
    scores = measure(cleaners, sample)
    first = next(iter(scores.values()))

    def row(label: str, position: int | None = None, value: str | int = "") -> Row:
        keys = [key for key in first.lines if position is None or key[position] == value]
        number = sum(first.lines[key] for key in keys)
        return Row(label, number, {n: share(sum(s.removed[k] for k in keys), number) for n, s in scores.items()})

    def lost(label: str, company: int) -> Row:
        return Row(label, first.keep[company], {n: s.keep_lost[company] for n, s in scores.items()}, NUMBER)

    whole = {n: share(s.gone.total(), s.alone.total()) for n, s in scores.items()}
    gone = {n: share(s.lost.total(), s.words.total()) for n, s in scores.items()}
    by_language = [row(f"language {name}", 0, name) for name in sorted({key[0] for key in first.lines})]
    lowest = {n: min(row.values[n] for row in by_language) for n in scores}
    rows = [
        row("**lines removed**"),
        Row("**block alone, removed whole**", first.alone.total(), whole),
        Row("**article words lost**", first.words.total(), gone, PERCENT),
        lost("**look-alikes lost**", 0),
        lost("look-alikes lost beside three blocks", 3),
        Row("lines removed, lowest language", len(by_language), lowest),
        *(row(f"lines removed, {size} on a page", 2, size) for size in SIZES),
        *(row(name, 1, name) for name in sorted({key[1] for key in first.lines})),
        *by_language,
    ]
    return Report("canon", rows, first.wrong)
