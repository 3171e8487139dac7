"""The training pages: every linearization and output, every line with its labels.

A page's gold text says which words belong to it; how much of a line is content is the share of its
words that a longest common subsequence of page and gold text matches. Silver pages have several
texts by published extractors instead, and their lines the mean of what those say. What people said
of a line, by its text, goes before what the alignment says.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleantext.document import Document
from cleantext.kinds import NUMBERS
from cleantext.reading.html import HtmlPage, read_html
from cleantext.reading.names import row_of
from cleantext.reading.tags import AROUND
from cleantext.reading.tags import NUMBER as TAG_NUMBER
from cleantext.units import units
from training.labels import matched, words
from training.linearize import LINEARIZERS, glued, linearize
from training.sources import CONTENT_CODES, KIND_OF, OUTPUT, Task
from training.variants import in_other_script, transplanted

MOST_LINES = 3000
WHOLE = ("html_text", "inscriptis", "resiliparse", "beautiful_soup", "markdown", "bs4")
"""The variants that hold all text of a page, each as one tool gives it."""
TOOLS = 3
"""How many linearizations of a page there are: an epoch takes one, and it is the mixture that matters."""
UNKNOWN = -1
_LISTINGS = ("product", "collection", "listing")

_NAMES = {
    "captions": "caption figcaption photocredit imagecredit",
    "newsletter": "newsletter newsletters",
    "consent": "cookie cookies consent gdpr",
    "bios": "bio authorbio",
    "recommendations": "related recommended recommendation recommendations trending mostread readmore taboola outbrain",
    "share": "share sharing sharebar social socials",
    "navigation": "breadcrumb breadcrumbs navbar",
    "footer": "copyright",
    "paywall": "paywall",
}
"""Words of the names of elements that tell a kind; others are used for too many things."""
_TOLD = {row_of(word): NUMBERS[kind] for kind, words in _NAMES.items() for word in words.split()}
_FIGCAPTION = AROUND.index(TAG_NUMBER["figcaption"])
_NEAREST = 16

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Labelled:
    """A text whose lines are labelled.

    ``sizes`` and ``matched`` count words of each line, ``gold`` of the page's gold text; ``known``
    is 0 for a line of which nobody knows whether it is content of the page. ``wanted`` is 1 for
    furniture behind an extractor, ``costs`` what a mistake about that costs, ``kinds`` the place in
    the table of kinds (-1: not known). ``origin`` holds the lines whose evidence counts, if others;
    ``language`` is what the page says of itself, in two letters.
    """

    source: str
    page: str
    kind: str
    fold: int
    variant: str
    lines: Sequence[str]
    sizes: Floats
    matched: Floats
    gold: float
    known: Floats
    wanted: Floats
    costs: Floats
    kinds: NDArray[np.int64]
    origin: Sequence[str] | None = None
    html: HtmlPage | None = None
    language: str = ""


def labelled(task: Task) -> list[Labelled]:
    """The page in every linearization and variant, its lines labelled."""
    dice = random.Random(f"{task.source} {task.page}")
    tools = dice.sample(sorted(LINEARIZERS), TOOLS) if task.html else []
    texts = {name: linearize(name, task.html) for name in tools}
    texts |= {name: text for name, text in task.texts.items() if name not in texts or task.source == "chinese"}
    whole = [name for name, text in texts.items() if name in WHOLE and text.strip()]
    if whole and dice.random() < 0.5:
        texts["glued"] = glued(texts[dice.choice(whole)], task.page)
    found = [_label(task, name, units(Document(text)).texts) for name, text in texts.items() if text.strip()]
    base = [one for one in found if one.variant in whole]
    for number, one in enumerate(dice.sample(base, min(len(base), 1))):
        text = in_other_script("\n".join(one.lines), f"{task.page}/{number}")
        found.append(replace(one, variant="script", lines=text.split("\n"), origin=one.lines))
    html = read_html(task.html)
    if html.lines:
        found.append(with_told_kinds(replace(_label(task, "html", html.lines), html=html)))
    return [one for one in found if len(one.lines) <= MOST_LINES * 2]


def _label(task: Task, variant: str, lines: Sequence[str]) -> Labelled:
    hit = np.mean([matched(lines, gold) for gold in task.golds], axis=0)
    sizes = sizes_of(lines)
    for number, line in enumerate(lines):
        if any(snippet in line for snippet in task.required):
            hit[number] = sizes[number]
        if any(snippet in line for snippet in task.forbidden):
            hit[number] = 0
    gold = float(np.mean([len(words(gold)) for gold in task.golds]))
    share = hit / np.maximum(sizes, 1)
    said = [
        task.codes.get(" ".join(line.split()), "") if part < 0.5 else ""
        for line, part in zip(lines, share, strict=True)
    ]
    known = np.ones(len(lines))
    if task.partial:
        known = np.array([bool(code) and code not in CONTENT_CODES for code in said]) + (share > 0.5)
    return with_targets(
        Labelled(
            task.source, task.page, task.kind, task.fold, variant, lines, sizes, hit, gold, known.astype(float),
            *targets(sizes, share if variant != "gold" else np.ones(len(lines)), said, known),
            language=language_of(task),
        ),
        task,
    )  # fmt: skip


_LANGUAGE = re.compile(r"""<html[^>]{0,2000}?\blang\s{0,9}=\s{0,9}["']?([a-zA-Z]{2})\b""", re.IGNORECASE)


def language_of(task: Task) -> str:
    """The language of a page in two letters, as it or its source says; empty if neither does."""
    said = _LANGUAGE.search(task.html[:20_000])
    return (task.language[:2] or (said[1] if said else "")).lower()


def with_told_kinds(page: Labelled) -> Labelled:
    """``page`` with the kinds that its markup tells, of furniture that nobody has named."""
    told = told_kinds(page)
    return replace(page, kinds=np.where((page.wanted > 0) & (page.kinds < 0), told, page.kinds))


def told_kinds(page: Labelled) -> NDArray[np.int64]:
    """The kinds of lines that stand in a figure's caption, a newsletter's form and the like, by the names of
    the elements around them, the nearest first; -1 for all others and for content.
    """
    kinds = np.full(len(page.lines), UNKNOWN)
    signals = page.html.signals if page.html is not None else None
    if signals is None:
        return kinds
    starts = np.cumsum(signals.name_counts) - signals.name_counts
    for number in np.flatnonzero((page.matched <= 0.3 * page.sizes) & (page.sizes > 0)).tolist():
        around = signals.names[starts[number] : starts[number] + min(signals.name_counts[number], _NEAREST)]
        named = next((_TOLD[row] for row in around.tolist() if row in _TOLD), UNKNOWN)
        in_figure = int(signals.around[number]) >> _FIGCAPTION & 1
        kinds[number] = NUMBERS["captions"] if in_figure else named
    return kinds


def sizes_of(lines: Sequence[str]) -> Floats:
    """Words of each line."""
    return np.array([len(words(line)) for line in lines], np.float64)


def with_targets(page: Labelled, task: Task) -> Labelled:
    """``page`` with what its kind and source say about how far its labels can be trusted."""
    costs = page.costs.copy()
    unsaid = (page.wanted > 0) & (page.kinds < 0)
    costs[unsaid & may_be_headline(page)] = 0
    if task.kind in _LISTINGS:  # half of a catalogue is gold and half is not, and nobody can say why
        costs = np.where(unsaid, costs * 0.3, costs)
    if task.source == "wceb":
        costs = costs * 0.3  # silver
    elif task.codes and page.variant.startswith(OUTPUT):
        costs = np.where(unsaid, costs * 0.3, costs)  # the lines that are furniture for sure have been read
    return replace(page, costs=costs)


def may_be_headline(page: Labelled) -> NDArray[np.bool_]:
    """The lines above the content that are as long as headlines: gold texts lack them, people want them."""
    content = np.flatnonzero((page.matched > 0.5 * page.sizes) & (page.sizes > 8))
    above = np.arange(len(page.sizes)) < (content[0] if len(content) else 0)
    result: NDArray[np.bool_] = above & (page.sizes >= 3) & (page.sizes <= 25)
    return result


def targets(
    sizes: Floats, share: Floats, said: Sequence[str], known: Floats
) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Whether each line is furniture behind an extractor, what a mistake costs, and its kind."""
    loss = 0.8 + 0.1 * np.minimum(sizes, 60)  # of a line of content: more, the longer it is
    wanted = share <= 0.3
    costs = np.where(wanted, 0.4 + 0.008 * np.minimum(sizes, 60), loss)
    costs[(share > 0.3) & (share < 0.8)] = 0
    costs[known == 0] = 0
    costs[sizes == 0] = 0.02
    kinds = np.full(len(sizes), UNKNOWN)
    for number, code in enumerate(said):
        if code in CONTENT_CODES:
            wanted[number], costs[number] = False, loss[number]
        elif code in KIND_OF:
            wanted[number], costs[number] = True, 2.0
            kinds[number] = NUMBERS.get(KIND_OF[code], UNKNOWN)
        elif code:  # article and leftover in one line
            costs[number] = 0
    return wanted.astype(np.float64), costs, kinds


def mixed(pages: Sequence[Labelled], seed: int) -> Iterator[Labelled]:
    """The main content of one page in the surroundings of another, for each page once."""
    dice = random.Random(seed)
    by_variant: dict[tuple[str, int], list[Labelled]] = {}
    for page in pages:
        if page.variant in ("html_text", "resiliparse", "markdown", "bs4", "script") and page.known.all():
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
    made = joined([rows(around, above, matched=0.0), rows(core, inside), rows(around, below, matched=0.0)])
    return replace(made, source=around.source, page=around.page, kind=around.kind, variant="mixed")


def rows(page: Labelled, chosen: Sequence[int] | NDArray[np.int64], matched: float | None = None) -> Labelled:
    """``page`` with the chosen lines only."""
    index = np.array(chosen, np.int64)
    lines = [page.lines[number] for number in index]
    origin = None if page.origin is None else [page.origin[number] for number in index]
    arrays: dict[str, Any] = {
        name: getattr(page, name)[index] for name in ("sizes", "matched", "known", "wanted", "costs", "kinds")
    }
    if matched is not None:
        arrays["matched"] = np.full(len(index), matched)
    return replace(page, lines=lines, origin=origin, html=None, **arrays)


def joined(parts: Sequence[Labelled]) -> Labelled:
    """Parts of pages, one below the other, as one; all else is that of the first."""
    arrays: dict[str, Any] = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in ("sizes", "matched", "known", "wanted", "costs", "kinds")
    }
    lines = [line for part in parts for line in part.lines]
    origin = [line for part in parts for line in (part.lines if part.origin is None else part.origin)]
    is_other = any(part.origin is not None for part in parts)
    return replace(
        parts[0], lines=lines, origin=origin if is_other else None, gold=float(arrays["matched"].sum()), **arrays
    )
