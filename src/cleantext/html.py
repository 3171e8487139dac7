"""Is it HTML? And is it a whole page, or a piece of one?"""

from __future__ import annotations

import re

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
_PAGE_STARTS = ("<!doctype html", "<html", "<head", "<body", "<?xml", "<rss", "<feed xmlns", "<rdf:rdf")
SNIFFED = 20_000
"""The characters of a text that are looked at."""


def looks_like_html(text: str) -> bool:
    """Does ``text`` begin as a page or a piece of one does? Talk about markup does not count.

    >>> looks_like_html("<p>One.</p><p>Two.</p>"), looks_like_html("In HTML, <p>One.</p> is a paragraph.")
    (True, False)
    """
    head = text[:SNIFFED].lstrip("\ufeff \t\r\n\x00")
    if not head.startswith("<"):
        return False
    return head[:20].lower().startswith(_PAGE_STARTS) or (
        bool(_MARKUP.match(head)) and sum(1 for _ in _MARKUP.finditer(head)) > 1
    )


def has_markup(text: str) -> bool:
    """Is there markup anywhere in ``text``, so that it must be HTML if it was given as such?"""
    return bool(_MARKUP.search(text) or _ELEMENT.search(text))


def is_whole(html: str) -> bool:
    """Is ``html`` a whole page, whose main content must be told from what surrounds it?"""
    return bool(_WHOLE.search(html))
