"""Formats, compressions, and how the names of files tell them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Format:
    """A file format: its name for ``--from`` and ``--to``, its file name endings, and whether
    a file of it holds many records.
    """

    name: str
    suffixes: tuple[str, ...]
    holds_many: bool


MARKDOWN = Format("markdown", (".md", ".markdown"), holds_many=False)
TEXT = Format("text", (".txt", ".text", *MARKDOWN.suffixes), holds_many=False)
HTML = Format("html", (".html", ".htm", ".xhtml"), holds_many=False)
JSONL = Format("jsonl", (".jsonl", ".ndjson"), holds_many=True)
PARQUET = Format("parquet", (".parquet", ".pq"), holds_many=True)
WARC = Format("warc", (".warc",), holds_many=True)
WET = Format("wet", (".wet",), holds_many=True)
DOLMA = Format("dolma", (), holds_many=True)
COUNTS = Format("counts", (".counts",), holds_many=True)

SOURCES = (TEXT, HTML, JSONL, PARQUET, WARC, WET)
"""What ``--from`` takes, ``auto`` aside."""
TARGETS = (TEXT, MARKDOWN, JSONL, PARQUET, WET, DOLMA)
"""What ``--to`` takes."""
COMPRESSED = (".gz", ".zst", ".bz2", ".xz")
"""Endings of names that say how a file is compressed."""
_DEFAULT_TARGET = {"text": TEXT, "html": TEXT, "parquet": PARQUET}


def format_named(name: str) -> Format:
    """The format called ``name``."""
    return next(known for known in (*SOURCES, *TARGETS, COUNTS) if known.name == name)


def format_of(name: str) -> Format | None:
    """The format that a file name tells, its compression aside.

    >>> format_of("CC-MAIN-0.warc.wet.gz").name
    'wet'
    """
    bare = uncompressed(name).lower()
    return next((known for known in SOURCES if bare.endswith(known.suffixes)), None)


def default_target(source: Format) -> Format:
    """What a format becomes unless somebody says otherwise: JSON Lines stay JSON Lines."""
    return _DEFAULT_TARGET.get(source.name, JSONL)


def output_name(name: str, target: Format) -> str:
    """The file name of what ``name`` becomes: same compression, the ending of ``target``.

    >>> output_name("b.warc.gz", JSONL), output_name("a.jsonl.zst", JSONL), output_name("c.html", TEXT)
    ('b.jsonl.gz', 'a.jsonl.zst', 'c.txt')
    >>> output_name(".html", TEXT)
    '.html.txt'
    """
    if target.name in ("dolma", getattr(format_of(name), "name", None)):
        return name  # the tools that read attributes pair files by name
    bare = uncompressed(name)
    ending = "" if target is PARQUET else name[len(bare) :]
    while format_of(bare) is not None and Path(bare).suffix:
        bare = str(Path(bare).with_suffix(""))
    return bare + target.suffixes[0] + ending


def compression_of(name: str) -> str:
    """The ending that says how the file ``name`` is compressed, ``""`` if none does.

    >>> compression_of("crawl/part-0.jsonl.GZ")
    '.gz'
    """
    return next((ending for ending in COMPRESSED if name.lower().endswith(ending)), "")


def uncompressed(name: str) -> str:
    """``name`` without that ending."""
    return name[: len(name) - len(compression_of(name))]
