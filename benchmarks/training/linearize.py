"""A page's text without its markup, by the tools people use for that."""

from __future__ import annotations

import random
import warnings
from collections.abc import Callable

from training.labels import lines


def html_text(html: str) -> str:
    """The text by html_text, paragraphs apart."""
    import html_text as tool

    return str(tool.extract_text(html))


def inscriptis(html: str) -> str:
    """The text by inscriptis, laid out as on a screen."""
    import inscriptis as tool

    return str(tool.get_text(html))


def resiliparse(html: str) -> str:
    """All text by Resiliparse, which leaves out what is inside ``noscript``."""
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(html, main_content=False))


def beautiful_soup(html: str) -> str:
    """Every string of the page on a line of its own."""
    import bs4

    warnings.simplefilter("ignore", bs4.XMLParsedAsHTMLWarning)
    return str(bs4.BeautifulSoup(html, "lxml").get_text("\n"))


def markdown(html: str) -> str:
    """The text as Markdown by html2text, as crawlers for language models deliver it."""
    import html2text as tool

    writer = tool.HTML2Text(bodywidth=0)
    writer.unicode_snob = True
    return str(writer.handle(html))


def glued(text: str, seed: str) -> str:
    """``text`` with some lines run together and some blank lines lost."""
    dice = random.Random(seed)
    result: list[str] = []
    for line in lines(text):
        if line.strip() and result and result[-1].strip() and dice.random() < 0.15:
            result[-1] += " " + line.strip()
        elif line.strip() or dice.random() < 0.5:
            result.append(line)
    return "\n".join(result)


LINEARIZERS: dict[str, Callable[[str], str]] = {
    "html_text": html_text,
    "inscriptis": inscriptis,
    "resiliparse": resiliparse,
    "beautiful_soup": beautiful_soup,
    "markdown": markdown,
}


def linearize(name: str, html: str) -> str:
    """The whole text of a page by the tool of that name; nothing where the tool gives up."""
    try:
        return LINEARIZERS[name](html).replace("\x00", "")
    except (ValueError, TypeError, AssertionError, RecursionError):  # what the tools raise for a page they can not read
        return ""
