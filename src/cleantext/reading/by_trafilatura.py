"""What trafilatura reads of a page: its main text, and what it says about itself. No other module knows trafilatura."""

from __future__ import annotations

import logging
import re
from dataclasses import asdict, dataclass
from typing import Any

_LANGUAGE = re.compile(
    r"<html\b[^>]{0,1000}?\slang\s*=\s*[\"']?([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,3})\b", re.IGNORECASE
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


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


def main_text(html: str, url: str | None = None) -> str:
    """The main text of a page, one paragraph a line; all its text if it is too small to have one. Takes any ``str``."""
    import trafilatura

    _silence()
    tree = _tree(html)
    if tree is None:
        return ""
    # Deduplication is off since its cache is global: what a page gives would depend on those before it.
    found = trafilatura.extract(tree, url=url, deduplicate=False, include_comments=False)
    return found or trafilatura.html2txt(tree) or ""


def metadata_of(html: str, url: str | None = None) -> Metadata:
    """What ``html`` says about itself, by the package trafilatura. Takes any ``str``.

    >>> metadata_of('<html lang="de"><title>Eis</title><meta name="author" content="Ada Meyer"><p>Eis.').author
    'Ada Meyer'
    """
    from lxml.etree import LxmlError
    from trafilatura.metadata import extract_metadata

    _silence()
    declared = _LANGUAGE.search(html[:20_000])
    language = declared[1].lower() if declared else None
    tree = _tree(html)
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


def _silence() -> None:
    # What can not be parsed is told through the log; an empty result says the same.
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _tree(html: str) -> Any:
    """The page as a tree of lxml that trafilatura can take, ``None`` if there is nothing in it.

    A NUL or a lone surrogate makes libxml2 drop the rest of the page without a word, and so do 256
    nested elements or ten megabytes in one paragraph unless it expects a huge tree. Other control
    characters end in errors where elements are copied.
    """
    import lxml.html

    data = _CONTROLS.sub("", html).encode("utf-8", "replace")
    parser = lxml.html.HTMLParser(
        encoding="utf-8", collect_ids=False, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        tree = lxml.html.document_fromstring(data, parser=parser)
    except lxml.etree.ParserError:
        return None
    if "&#" in html:
        _drop_controls(tree)
    return tree


def _drop_controls(tree: Any) -> None:
    """Takes out the control characters that stood in the page as references, such as ``&#12;``."""
    for element in tree.iter():
        # Only what has some is written: each assignment replaces a node of the tree.
        if element.text and _CONTROLS.search(element.text):
            element.text = _CONTROLS.sub("", element.text)
        if element.tail and _CONTROLS.search(element.tail):
            element.tail = _CONTROLS.sub("", element.tail)
        for name, value in element.items():
            if _CONTROLS.search(value):
                element.set(name, _CONTROLS.sub("", value))
