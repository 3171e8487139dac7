"""HTML in, text out: the line model or trafilatura. The only module that knows the latter."""

from __future__ import annotations

import logging
import re
from typing import Literal

from cleantext.reading.decode import decode

__all__ = ["EXTRACTORS", "Extractor", "decode", "has_markup", "html_to_text", "is_whole", "looks_like_html"]

# Elements that pages are made of. A lone "<", "a < b" or "<3" is text.
_MARKUP = re.compile(
    r"<(?:!doctype\b|/?(?:html|head|body|p|div|span|article|section|main|nav|header|footer|table|ul|ol|li|h[1-6]|br|a|img"
    r"|meta|title|b|i|em|strong|script|style|form)(?:\s[^<>]{0,300})?/?>)",
    re.IGNORECASE,
)
# What text that was given as HTML may also be made of. Names that are none of HTML's are
# placeholders there too: "<name>".
_ELEMENT = re.compile(
    r"</?(?:abbr|acronym|address|applet|area|aside|audio|base|bdi|bdo|big|blockquote|button|canvas|caption|center|cite"
    r"|code|col|colgroup|data|datalist|dd|del|details|dfn|dialog|dir|dl|dt|embed|fieldset|figcaption|figure|font|frame"
    r"|frameset|hgroup|hr|iframe|input|ins|kbd|label|legend|link|map|mark|marquee|math|menu|meter|nobr|noframes"
    r"|noscript|object|optgroup|option|output|param|picture|pre|progress|q|rp|rt|ruby|s|samp|search|select|slot|small"
    r"|source|strike|sub|summary|sup|svg|tbody|td|template|textarea|tfoot|th|thead|time|tr|track|tt|u|var|video|wbr"
    r")(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
# What only whole pages have (or all that is in the body of one: 98 in 100 development pages show
# one of the last four there). A piece of one, such as an item of a feed, has no surroundings that
# its main content would have to be told from.
_WHOLE = re.compile(r"<(?:!doctype|html|head|body|title|nav|header|footer|form)[\s/>]", re.IGNORECASE)
_PAGE_STARTS = ("<!doctype html", "<html", "<head", "<body", "<?xml")
_SNIFF = 20_000


def looks_like_html(text: str) -> bool:
    """Does ``text`` begin as a page or a piece of one does? Talk about markup does not count.

    >>> looks_like_html("<p>One.</p><p>Two.</p>"), looks_like_html("In HTML, <p>One.</p> is a paragraph.")
    (True, False)
    """
    head = text[:_SNIFF].lstrip("\ufeff \t\r\n\x00")
    if not head.startswith("<"):
        return False
    return head[:20].lower().startswith(_PAGE_STARTS) or (
        bool(_MARKUP.match(head)) and sum(1 for _ in _MARKUP.finditer(head)) > 1
    )


Extractor = Literal["model", "trafilatura"]
"""Who finds the main text of a page: the line model that comes with this package, or trafilatura."""

EXTRACTORS: tuple[Extractor, ...] = ("model", "trafilatura")


def has_markup(text: str) -> bool:
    """Is there markup anywhere in ``text``, so that it must be HTML if it was given as such?"""
    return bool(_MARKUP.search(text) or _ELEMENT.search(text))


def is_whole(html: str) -> bool:
    """Is ``html`` a whole page, whose main content must be told from what surrounds it?"""
    return bool(_WHOLE.search(html))


def html_to_text(html: str | bytes, url: str | None = None, extractor: Extractor = "model") -> str:
    """The main text of a page, one paragraph a line; bare text comes back as it is.

    By default the line model says which lines of the page these are (``docs/model-card.md``). Of
    a piece of a page, markup without ``<html>``, ``<body>``, ``<nav>``, ``<footer>`` and the
    like, it takes all text. Raises :class:`ValueError` for an unknown extractor.
    """
    if extractor not in EXTRACTORS:
        raise ValueError(f"no extractor {extractor!r}; there are {', '.join(EXTRACTORS)}")
    text = decode(html) if isinstance(html, bytes) else html
    if not has_markup(text):
        return text
    return _by_trafilatura(text, url) if extractor == "trafilatura" else _by_model(text)


def _by_model(text: str) -> str:
    from cleantext.filters.main import judge_html
    from cleantext.reading.html import read_html

    lines = judge_html(text).main if is_whole(text) else read_html(text).shown
    return "\n".join(lines)


def _by_trafilatura(text: str, url: str | None) -> str:
    import trafilatura

    from cleantext.reading.trees import tree_for_trafilatura

    # It reports what it can not parse through the log; an empty result says the same.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    tree = tree_for_trafilatura(text)
    if tree is None:
        return ""
    # Deduplication is off since its cache is global: what a page gives would depend on those before it.
    found = trafilatura.extract(tree, url=url, deduplicate=False, include_comments=False)
    # A piece of a page can be too small to have main content: then all its text counts.
    return found or trafilatura.html2txt(tree) or ""
