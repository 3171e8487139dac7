"""What others keep of a page. They see the HTML."""

from __future__ import annotations

import logging
from collections.abc import Callable


def trafilatura(html: str) -> str:
    """Trafilatura's extraction, without its global cache."""
    import trafilatura as tool

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return tool.extract(html, deduplicate=False) or ""


def justext(html: str) -> str:
    """JusText with its English stop words."""
    import justext as tool

    try:
        found = tool.justext(html.encode("utf-8", "replace"), tool.get_stoplist("English"), encoding="utf-8")
    except ValueError:  # lxml's ParserError, for a page that is empty to it
        return ""
    return "\n".join(paragraph.text for paragraph in found if not paragraph.is_boilerplate)


def readability(html: str) -> str:
    """Readability-lxml, its HTML as text by html_text."""
    import html_text
    from readability import Document
    from readability.readability import Unparseable

    logging.getLogger("readability").setLevel(logging.CRITICAL)
    try:
        return str(html_text.extract_text(Document(html).summary()))
    except (Unparseable, ValueError):
        return ""


def resiliparse(html: str) -> str:
    """Resiliparse's main content."""
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(html, main_content=True))


COMPETITORS: dict[str, Callable[[str], str]] = {
    "trafilatura": trafilatura,
    "jusText": justext,
    "readability": readability,
    "resiliparse": resiliparse,
}
