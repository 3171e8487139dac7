"""The development data that benchmarks measure on; none of it belongs to the package.

It lies in ``../shared/data`` beside the checkout, or where ``CLEANTEXT_DATA`` says.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import os
import sys
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from cleantext.extras import MissingExtraError, install_line

PARTIAL = ("recipes-partial",)
"""Sources whose gold is exact but leaves content out."""
NOT_FURNITURE = ("title", "content", "other", "code")
"""Codes of lines that people read and that no cleaner has to take."""

_GONE = "the development data (docs/model-card.md: whose) is not here: expected {}; set CLEANTEXT_DATA to its folder"


class MarkedPage(NamedTuple):
    """A text as scrapers leave it, written for the package, and the code of each line: ``content`` for what stays."""

    id: str
    language: str
    lines: tuple[str, ...]  # blank ones too
    codes: tuple[str, ...]

    @property
    def shown(self) -> list[str]:
        """The codes of the lines that are not blank."""
        return [code for line, code in zip(self.lines, self.codes, strict=True) if line.strip()]


class SubjectPage(NamedTuple):
    """A page about what furniture says elsewhere: a policy, a profile, how to cancel a subscription."""

    id: str
    language: str
    about: str  # the line that says it in its file: ``# privacy``
    text: str


class Page(NamedTuple):
    """A page with its gold text: ``kind`` is the page type, ``site`` what it is held back by.

    ``source`` is ``wcxb`` or the name of a file of ``more/``; the gold of those in ``PARTIAL`` is not all of it.
    """

    id: str
    url: str
    site: str
    kind: str
    gold: str
    source: str = "wcxb"


def run(main: Callable[[], None]) -> None:
    """Runs ``main``. Ends the program with one clear line if a package that it needs is not installed."""
    try:
        main()
    except MissingExtraError as error:
        sys.exit(str(error))
    except ModuleNotFoundError as error:
        sys.exit(missing(error))


def missing(error: ModuleNotFoundError) -> str:
    """The line that says what to install."""
    return f"{error.name} is missing; install it with: {install_line('train')}"


def folder() -> Path:
    """Where the data lies. Ends the program with one clear line if it does not."""
    path = Path(os.environ.get("CLEANTEXT_DATA", Path(__file__).parents[2] / "shared" / "data"))
    if not path.is_dir():
        sys.exit(_GONE.format(path))
    return path


def file(name: str) -> Path:
    """Where a file of the data lies. Ends the program with one clear line if it does not."""
    path = folder() / name
    if not path.exists():
        sys.exit(_GONE.format(path))
    return path


def records(name: str) -> Iterator[dict[str, Any]]:
    """The records of a JSON Lines file, compressed or not."""
    path = file(name)
    with lzma.open(path, "rt", encoding="utf-8") if name.endswith(".xz") else path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def table(name: str) -> Iterator[list[str]]:
    """The rows of a tab-separated file without its header."""
    with file(name).open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        yield from rows


def site(url: str) -> str:
    """The host without ``www.``: pages of one site are never split."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


@lru_cache(maxsize=1)
def pages() -> dict[str, Page]:
    """The WCXB development pages by id."""
    return {
        r["id"]: Page(r["id"], r["url"], site(r["url"]), r["page_type"], r["main_content"])
        for r in records("wcxb-dev.jsonl.xz")
    }


@lru_cache(maxsize=1)
def more_pages() -> dict[str, Page]:
    """The pages of ``more/`` by id."""
    return {
        r["id"]: Page(r["id"], r["url"] or "", site(r["url"] or ""), r["page_type"], r["main_content"], source)
        for source in sorted(path.name.removesuffix(".jsonl.xz") for path in file("more").glob("*.jsonl.xz"))
        for r in records(f"more/{source}.jsonl.xz")
    }


@lru_cache(maxsize=1)
def all_pages() -> dict[str, Page]:
    """Both, by id."""
    return pages() | more_pages()


@lru_cache
def extracted(name: str = "extracted-dev.jsonl.xz") -> dict[tuple[str, str], str]:
    """What the extractors made of the pages: (page id, extractor) to text."""
    return {(r["id"], r["extractor"]): r["text"] for r in records(name)}


@lru_cache(maxsize=1)
def all_extracted() -> dict[tuple[str, str], str]:
    """The same for WCXB and ``more/``."""
    return extracted() | extracted("extracted-more.jsonl.xz")


@lru_cache
def labels(name: str = "residue-dev.tsv") -> dict[tuple[str, str], dict[int, str]]:
    """The labelled left-over lines: (page id, extractor) to line number to code."""
    found: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for page, extractor, line, code, _ in table(name):
        found[page, extractor][int(line)] = code
    return dict(found)


def add_folds(parser: argparse.ArgumentParser) -> None:
    """Adds ``--folds``: where ``train.py`` left the networks that have not seen the sites of a fold."""
    parser.add_argument("--folds", type=Path, help="the weights of each fold, from train.py --folds")


def hard_negatives() -> list[str]:
    r"""Passages that must survive; ``\n`` in the table stands for a line break."""
    return [row[3].replace("\\n", "\n") for row in table("hard-negatives.tsv")]


def own_negatives() -> list[str]:
    """The passages in the package's own fixtures that must survive."""
    path = Path(__file__).parents[1] / "fixtures" / "hard-negatives.toml"
    return [entry["text"] for entry in tomllib.loads(path.read_text("utf-8"))["text"]]


def subject_pages() -> Iterator[SubjectPage]:
    """Those of the package's own fixtures: they must stay whole."""
    for path in sorted((Path(__file__).parents[1] / "fixtures" / "subject-pages").glob("*.txt")):
        for number, page in enumerate(path.read_text("utf-8").rstrip("\n").split("\n=====\n")):
            about, _, text = page.partition("\n")
            yield SubjectPage(f"{path.stem}/{number}", path.stem, about, text)


def marked_pages(folder: str = "marked-pages") -> Iterator[MarkedPage]:
    """Those of the package's own fixtures, by language: to be learned from, or ``held-out-pages`` and ``whole-pages``,
    which never are.
    """
    for path in sorted((Path(__file__).parents[1] / "fixtures" / folder).glob("*.tsv")):
        for number, page in enumerate(path.read_text("utf-8").split("#### ")[1:]):
            rows = [line.partition("\t") for line in page.rstrip("\n").split("\n")[1:]]
            lines, codes = tuple(line for _, _, line in rows), tuple(code or "content" for code, _, _ in rows)
            yield MarkedPage(f"{path.stem}/{number}", path.stem, lines, codes)
