"""Texts set together: articles with furniture in them, as extractors and crawlers leave it.

Real outputs hold few leftovers of few sites. Here the lines that people read and named come again
in other articles, one alone or a block of them, and blocks and look-alikes written by hand in many
languages stand as pages set them.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np

from cleantext.document import Document
from cleantext.kinds import NUMBERS
from cleantext.units import WHOLE_TEXT, units
from measure.canon import BETWEEN, END, TOP
from training.pages import Labelled, sizes_of, targets, told_kinds
from training.sources import (
    CONTENT_CODES,
    KIND_OF,
    OUTPUT,
    Canon,
    Marked,
    canon,
    cases,
    codes,
    fold,
    golden,
    raw_news,
    strings,
    written,
)  # fmt: skip

Piece = tuple[str, str]
"""A line and its code; ``content`` for what an author wrote."""

_SIGNS = " .,;:!?…。，、！？«»“”„\"'()"
_HOW_MANY = (0, 1, 1, 1, 1, 2, 3, 3, 5, 8)
MOST_LINES = 600
_CODES = {NUMBERS[kind]: code for code, kind in reversed(KIND_OF.items()) if kind}


def marked(text: Marked) -> Labelled:
    """A text whose lines were marked by hand."""
    return _text(text.source, text.page, text.fold, "marked", list(zip(text.lines, text.codes, strict=True)))


def by_hand() -> Iterator[Labelled]:
    """Every text whose lines were marked by hand; what ``main`` must do with them is another variant."""
    for text in (*raw_news(), *cases(), *golden()):
        made = marked(text)
        yield replace(made, variant="main") if text.profile == "main" else made


def written_by_hand() -> Iterator[Labelled]:
    """Texts that were written, and marked, for this project."""
    for text in written():
        yield replace(marked(text), language=text.page.partition("/")[0])


def _text(source: str, page: str, fold: int, variant: str, pieces: Sequence[Piece]) -> Labelled:
    """Lines and their codes as a labelled text."""
    shown = units(Document("\n".join(line for line, _ in pieces))).texts
    if len(shown) != len(pieces):  # a line that is a whole text
        shown = tuple(line for line, _ in pieces)
    said = [code for _, code in pieces]
    sizes = sizes_of(shown)
    is_content = np.array([code in CONTENT_CODES for code in said], float)
    known = np.array([code != "mixed" for code in said], float)
    return Labelled(
        source, page, "composed", fold, variant, shown, sizes, sizes * is_content,
        float((sizes * is_content).sum()), known, *targets(sizes, is_content, said, known),
    )  # fmt: skip


def in_languages(seed: int, each: int) -> Iterator[Labelled]:
    """Articles of every language with furniture and look-alikes written for it, ``each`` times."""
    for one in canon():
        for number in range(each):
            dice = random.Random(f"{seed} {one.language} {number}")
            pieces = _page_of(one, dice)
            yield _text("canon", f"{one.language}/{number}", one.fold, "composed", pieces)


def _page_of(one: Canon, dice: random.Random) -> list[Piece]:
    # Look-alikes run parallel across languages: most of a reason are left to the networks of other folds.
    article: list[Piece] = [(line, "content") for line in dice.choice(one.articles)]
    size = dice.random()
    if size < 0.25:
        article = article[: dice.randint(1, max(1, len(article) - 1))]
    elif size < 0.45:  # a sentence or two, as people try things out
        article = [(_sentence(dice.choice(article)[0]), "content") for _ in range(dice.randint(1, 2))]
    article = _with_interludes(article, dice.choice(one.articles), dice)
    keep = [text for why, text in one.keep if fold(why) == one.fold or dice.random() < 0.3]
    for text in dice.sample(keep, min(len(keep), dice.choice((0, 0, 1, 2, 4)))):
        article.insert(dice.randint(0, len(article)), (text, "content"))
    own = [(code, [text]) for code, text in strings().get(one.language.split("-")[0], [])]
    blocks = []
    for _ in range(dice.choice(_HOW_MANY)):
        kind, block = dice.choice(own) if own and dice.random() < 0.25 else dice.choice(one.blocks)
        block = block if dice.random() < 0.6 else _part(block, dice)
        blocks.append([(line, kind) for line in block])
    return _set(article, blocks, dice)


def _with_interludes(article: list[Piece], other: Sequence[str], dice: random.Random) -> list[Piece]:
    """``article`` with what authors write besides paragraphs: headings, lists, rows, short sentences, signs.

    Their words are those of an ``other`` article: what says the article's own again is seldom its author's.
    """
    result = list(article)
    for _ in range(dice.choice((0, 0, 1, 2, 4))):
        text = _sentence(dice.choice(other)).strip()
        words = text.split() if " " in text else list(text)
        gap = " " if " " in text else ""
        parts = [gap.join(words[n : n + dice.randint(1, 4)]).strip(_SIGNS) for n in range(0, len(words), 4)]
        parts = [part for part in parts if part] or [text]
        mark = dice.choice(("- ", "• ", "* ", "{}. ", "", ""))
        lines = dice.choice(
            (
                [gap.join(words[: dice.randint(2, 6)]).strip(_SIGNS) or text],
                [text],
                [mark.format(number) + part for number, part in enumerate(parts[:5], 1)],
                [dice.choice(("\t", " | ")).join(_row(parts, dice)) for _ in range(dice.randint(2, 5))],
                [dice.choice(("* * *", "***", "I", "2.", "§ 3", "—", "…"))],
                [f"{parts[0]}:", *parts[1:4]],
                [f"{parts[0]}: {text}"],
            )
        )
        at = dice.randint(min(1, len(result)), len(result))
        result[at:at] = [(line, "content") for line in lines]
    return result


def _row(parts: Sequence[str], dice: random.Random) -> list[str]:
    """Cells of a table: a word or two, a time, some figures."""
    figures = (
        f"{dice.randint(0, 23):02}:{dice.randint(0, 59):02}",
        f"{dice.uniform(0, 99):.1f}",
        str(dice.randint(1, 900)),
    )
    return [dice.choice(parts), *dice.sample(figures, dice.randint(1, 3))]


def _sentence(paragraph: str) -> str:
    """The first sentence of a paragraph."""
    found = units(Document(paragraph.ljust(WHOLE_TEXT)))
    return found.texts[0].strip() or paragraph


def _part(block: list[str], dice: random.Random) -> list[str]:
    """One line of a block, or some of its lines in a row."""
    length = 1 if dice.random() < 0.6 else dice.randint(1, len(block))
    start = dice.randrange(len(block) - length + 1)
    return block[start : start + length]


def _set(article: list[Piece], blocks: Sequence[list[Piece]], dice: random.Random) -> list[Piece]:
    """An article with blocks above, between and below its lines, with single or double line breaks."""
    places: list[list[list[Piece]]] = [[] for _ in range(len(article) + 1)]
    for given in blocks:
        code = given[0][1]
        block = _pictured(given, dice) if code == "caption" else given
        spots = (
            [0] * (code in TOP or (code == "caption" and dice.random() < 0.2))
            + [-1] * (code in END) * 2
            + [1] * (code in BETWEEN) * 2
        )
        where = dice.choice(spots or [1]) if dice.random() < 0.85 else 1
        last = len(article)
        at = 0 if where == 0 else last if where == -1 else dice.randint(min(1, last), max(last - 1, min(1, last)))
        places[at].append(block)
        if code in BETWEEN and last > 1 and dice.random() < 0.15:  # the same below each picture, after each paragraph
            for other in dice.sample(range(1, last), min(last - 1, dice.choice((1, 2, 4)))):
                places[other].append(given[:1])
    style = dice.random()  # all close, all apart, or blocks close and paragraphs apart
    pieces: list[Piece] = []
    blank = ("", "content")
    for number, standing in enumerate(places):
        for block in standing:
            for row, piece in enumerate(block):
                pieces += [piece, *([blank] if 0.35 < style < 0.7 or (style >= 0.7 and row == len(block) - 1) else [])]
        if number < len(article):
            pieces += [article[number], *([blank] if style > 0.35 else [])]
    return pieces


def _pictured(block: list[Piece], dice: random.Random) -> list[Piece]:
    """A caption, or the same standing twice: as alternative text, without its last words, and below the picture."""
    if dice.random() < 0.6:
        return block
    text, code = block[0]
    words = text.split(" ")
    short = " ".join(words[: dice.randint(max(1, len(words) - 4), len(words))])
    return dice.choice(([(short, code), *block], [(text, code), *block], [*block, (text, code)]))


def inserted(pages: Sequence[Labelled], seed: int, number: int) -> Iterator[Labelled]:
    """Articles with lines in them that stand on other ``pages`` of the same fold and language.

    The articles are gold texts, and what authors wrote of texts that were marked. Of the blocks, half are lines that
    people read and named, half what the markup names, where both are known.
    """
    dice = random.Random(seed)
    articles, runs = _articles(pages), _runs(pages)
    where = sorted(set(articles) & set(runs))
    weights = [math.sqrt(len(articles[one]) * min(len(articles[one]), 400)) for one in where]
    asides = [(one, fold_of) for fold_of, text in _asides() for one in text]
    for count in range(number):
        fold, language = place = dice.choices(where, weights)[0]
        article = [(line, "content") for line in dice.choice(articles[place]) if line.strip()]
        start = dice.randrange(max(1, len(article) - 3))
        article = article[start : start + dice.choice((1, 2, 3, 5, 8, 15, 40))]
        if dice.random() < 0.25:
            article = _with_interludes(article, [one for one in dice.choice(articles[place]) if one.strip()], dice)
        if dice.random() < 0.25 and language in ("en", "de", "fr", "es"):
            text, of = dice.choice(asides)
            if of == fold:
                article.insert(dice.randint(0, len(article)), (text, "content"))
        blocks = []
        for _ in range(dice.choice(_HOW_MANY)):
            known = runs[place][dice.choice(sorted(runs[place]))]
            run = dice.choice(known[dice.choice(sorted(known))])
            length = min(len(run), dice.choice((1, 1, 1, 2, 4, 8)))
            start = dice.randrange(len(run) - length + 1)
            blocks.append(list(run[start : start + length]))
        pieces = _set(article, blocks, dice)
        if len(pieces) <= MOST_LINES:
            yield _text("inserted", f"{seed}/{count}", fold, "composed", pieces)


def _asides() -> Iterator[tuple[int | None, list[str]]]:
    """Look-alikes, each with the fold whose networks may see them; ``None`` where their reason is another's."""
    for one in canon():
        if one.language in ("en", "en-gb", "de", "fr", "es"):
            for why, text in one.keep:
                yield (one.fold if fold(why) == one.fold else None), [text]


Place = tuple[int, str]
"""A fold and a language."""


def _articles(pages: Sequence[Labelled]) -> dict[Place, list[list[str]]]:
    """What authors wrote, by fold and language, where it is running text."""
    found: dict[Place, list[list[str]]] = {}
    for page in pages:
        if page.variant == "marked" and page.gold > 80:
            article = [line for line, is_furniture in zip(page.lines, page.wanted, strict=True) if not is_furniture]
            found.setdefault((page.fold, page.language or "en"), []).append(article)
        if page.variant == "gold" and page.kind in ("article", "documentation", "by hand", "blog") and page.gold > 80:
            found.setdefault((page.fold, page.language or "en"), []).append(list(page.lines))
    for one in canon():
        found.setdefault((one.fold, one.language.split("-")[0]), []).extend(one.articles * 3)
    return found


def _runs(pages: Sequence[Labelled]) -> dict[Place, dict[str, dict[str, list[list[Piece]]]]]:
    """Neighbouring lines of furniture by place, by who says so, and by the kind of the first."""
    found: dict[Place, dict[str, dict[str, list[list[Piece]]]]] = {}
    for page in pages:
        if page.variant == "html":
            source, named = "markup", [_CODES.get(kind, "") for kind in told_kinds(page).tolist()]
        elif page.variant == "marked":
            source, named = "people", [_CODES.get(kind, "content") for kind in page.kinds.tolist()]
        elif page.variant.startswith(OUTPUT) and (said := codes().get(page.page)):
            source, named = "people", [said.get(" ".join(line.split()), "content") for line in page.lines]
        else:
            continue
        shown = [(line, code) for line, code in zip(page.lines, named, strict=True) if line.strip()]
        kinds = found.setdefault((page.fold, page.language or "en"), {}).setdefault(source, {})
        for is_furniture, run in groupby(shown, lambda piece: piece[1] in KIND_OF and piece[1] != "other"):
            if is_furniture:
                pieces = list(run)
                kinds.setdefault(pieces[0][1], []).append(pieces)
    return {place: {s: kinds for s, kinds in sources.items() if kinds} for place, sources in found.items()
            if any(sources.values())}  # fmt: skip
