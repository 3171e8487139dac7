"""What a page says about itself, as trafilatura reads it."""

from __future__ import annotations

import logging
import re
from dataclasses import asdict, dataclass

_LANGUAGE = re.compile(
    r"<html\b[^>]{0,1000}?\slang\s*=\s*[\"']?([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,3})\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Metadata:
    """What a page says about itself; ``None`` where it says nothing. ``date`` is ``YYYY-MM-DD``."""

    title: str | None = None
    author: str | None = None
    date: str | None = None
    site: str | None = None
    url: str | None = None
    language: str | None = None
    description: str | None = None

    def to_dict(self) -> dict[str, str | None]:
        """The fields by name, for JSON."""
        return asdict(self)


def metadata_of(html: str, url: str | None = None) -> Metadata:
    """What ``html`` says about itself, by the package trafilatura. Takes any ``str``.

    >>> metadata_of('<html lang="de"><title>Eis</title><meta name="author" content="Ada Meyer"><p>Eis.').author
    'Ada Meyer'
    """
    from lxml.etree import LxmlError
    from trafilatura.metadata import extract_metadata

    from cleantext.reading.trees import tree_for_trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    declared = _LANGUAGE.search(html[:20_000])
    language = declared[1].lower() if declared else None
    tree = tree_for_trafilatura(html)
    if tree is None:
        return Metadata(url=url, language=language)
    try:
        found = extract_metadata(tree, default_url=url)
    except (LxmlError, ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError):
        return Metadata(url=url, language=language)  # pages can be odder than its authors thought

    def said(name: str) -> str | None:
        value = getattr(found, name, None)
        return " ".join(value.split()) or None if isinstance(value, str) else None

    return Metadata(
        said("title"),
        said("author"),
        said("date"),
        said("sitename"),
        said("url") or url,
        language or said("language"),
        said("description"),
    )
