"""Feeds (RSS and Atom) as pieces of pages: the title and the text of each item."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

_FEED = re.compile(
    r"(?i)[\ufeff\s]*+(?>(?:<\?[^>]*+>|<!--(?>.*?-->)|<!doctype[^>]*+>)\s*+)*+<(?:rss|feed|rdf:rdf)[\s>]", re.DOTALL
)
_SNIFFED = 20_000
_ATOM = "{http://www.w3.org/2005/Atom}"
_TEXTS = ("encoded", "content", "description", "summary")  # the longest first
_SAID = ("title", *_TEXTS)


def is_feed(text: str) -> bool:
    """Does ``text`` begin as a feed does?

    >>> is_feed("<?xml version='1.0'?><rss version='2.0'>"), is_feed("<html><p>RSS: <rss>")
    (True, False)
    """
    return _FEED.match(text[:_SNIFFED]) is not None


def items_of(feed: str) -> str:
    r"""The items of a feed as HTML, each behind its title; ``""`` if there are none.

    >>> items_of("<rss><item><title>Ice</title><description>&lt;p>It froze.</description></item></rss>")
    '<h2>Ice</h2>\n<div>\n<p>It froze.\n</div>'
    """
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, huge_tree=True, resolve_entities=False, no_network=True, remove_comments=True
    )
    try:
        root = etree.fromstring(feed.replace("\0", "").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return ""
    return "\n".join(map(_item, root.iter("{*}item", "{*}entry"))) if root is not None else ""


def _item(item: Any) -> str:
    said: dict[str, str] = {}
    for child in item.iterchildren(etree.Element):
        name = child.tag.rpartition("}")[2]
        if name in _SAID:
            said.setdefault(name, _markup(child, is_html=name != "title" and not child.tag.startswith(_ATOM)))
    text = next(filter(str.strip, (said.get(name, "") for name in _TEXTS)), "")
    return f"<h2>{said.get('title', '')}</h2>\n<div>\n{text}\n</div>"


def _markup(element: Any, is_html: bool) -> str:
    """What stands in an element: as elements, as markup that was written as text, or as text."""
    if any(isinstance(child.tag, str) for child in element):
        return (element.text or "") + "".join(
            etree.tostring(child, encoding="unicode", method="html") for child in element
        )
    text = "".join(element.itertext())
    # Entities are escaped once more than they should be as often as not.
    return text if is_html or element.get("type") == "html" else text.replace("<", "&lt;")
