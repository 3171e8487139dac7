"""A page as one flat string: marks for its elements, and between them its text as it stands.

libxslt does the walk, so that no element costs a call into Python. An element is ``OPEN``, the
character of its tag, what its attributes say, ``END``, its content, ``CLOSE``, the character of
its tag. The marks are noncharacters of Unicode, which are taken out of the page before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from lxml import etree

from cleantext.reading.composed import compose
from cleantext.reading.notation import CASES, CODE, CONTENT, TEMPLATES
from cleantext.reading.shallow import has_long_tags, shallow
from cleantext.reading.tags import HINTS, NUMBER, SKIPPED, TAGS

OPEN, END, CLOSE, FIELD, STOP, HIDDEN, SILENT = (chr(0xFDD0 + number) for number in range(7))
"""The marks. Among the attributes, which begin with the names that an element goes by (class, id,
role …), ``FIELD`` begins one with a letter of its own and ``STOP`` ends it; ``HIDDEN`` says that the
element is not displayed, ``SILENT`` that it is kept from screen readers."""
NOTED = re.compile(f"{FIELD}(.)([^{STOP}]*){STOP}", re.DOTALL)
"""What is noted of an attribute: its letter and its value."""
FIRST_TAG = 0x100
"""The character of the first of ``TAGS``."""

_SHEET = """<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:output method="text"/>
<xsl:template match="comment()|processing-instruction()|{skipped}"/>
<xsl:template match="@*"/>
<xsl:template match="@class|@id|@role|@itemprop"><xsl:text> </xsl:text><xsl:value-of select="."/></xsl:template>
<xsl:template match="@hidden"><xsl:text>{HIDDEN}</xsl:text></xsl:template>
<xsl:template match="@aria-hidden[.='true']"><xsl:text>{SILENT}</xsl:text></xsl:template>
<xsl:template match="@style[{unseen}]|ol/@style">{style}</xsl:template>
{fields}
<xsl:template match="title">{title}</xsl:template>
<xsl:template match="meta"/>
<xsl:template match="meta[@content and (@name or @property)]" priority="3">{about}</xsl:template>
<xsl:template match="script[contains(@type, 'ld+json')]" priority="3">{data}</xsl:template>
<xsl:template match="base"/>
<xsl:template match="base[@href]" priority="3">{base}</xsl:template>
{notation}<xsl:template match="svg"><xsl:apply-templates mode="drawn"/></xsl:template>
<xsl:template match="text()" mode="drawn"/>
<xsl:template match="text|foreignobject|foreignObject" mode="drawn"><xsl:apply-templates select="."/></xsl:template>
<xsl:template match="object[@data or @classid]"/>
<xsl:template match="select[.//option and not(@multiple) and not(@size &gt; 1)]" priority="3"><xsl:choose>
<xsl:when test=".//option[@selected]"><xsl:apply-templates select=".//option[@selected][1]"/></xsl:when>
<xsl:otherwise><xsl:apply-templates select="(.//option)[1]"/></xsl:otherwise></xsl:choose></xsl:template>
{elements}
</xsl:stylesheet>"""
_ALL = "<xsl:apply-templates/>"
# Elements that HTML does not know are set as the words around them. Of those that are parts of pages only what stands
# beside text is: <g-emoji>, and not <site-menu>; Word's names for things and MathJax's formulas hold each other.
_BESIDE_TEXT = " or ".join(
    f"{side}-sibling::node()[1]/self::text()[normalize-space()]" for side in ("preceding", "following")
)
_UNKNOWN_WITHIN_LINES = f"*[contains(name(), ':') or starts-with(name(), 'mjx-') or {_BESIDE_TEXT}]"
_NO_CASES: Mapping[str, str] = {}
_FIELDS = {
    "ol/@start": "s",
    "ol/@type": "t",
    "ol/@reversed": "r",
    "li/@value": "v",
    "td/@colspan[. != 1]": "c",
    "th/@colspan[. != 1]": "c",
    "td/@rowspan[. != 1]": "w",
    "th/@rowspan[. != 1]": "w",
}
_MORE_FIELDS = {
    "a/@href": "h",
    "code/@class": "k",
    "pre/@class": "k",
    "figure/@class": "k",
    "div/@class": "k",
    "pre/@data-syntaxhighlighter-params": "b",
    "code/@data-lang|code/@data-language|pre/@data-lang|pre/@data-language": "l",
}


def character(tag: str) -> str:
    """What stands for a tag in the flat string."""
    return chr(FIRST_TAG + NUMBER.get(tag, 0))


def _field(letter: str, value: str) -> str:
    return f"<xsl:text>{FIELD}{letter}</xsl:text>{value}<xsl:text>{STOP}</xsl:text>"


def _of_code(path: str, field: str) -> str:
    """What is noted of the classes of ``<div>`` only where it may be about code."""
    said = "contains(., 'highlight') or contains(., 'language-')"
    return f'<xsl:if test="{said}">{field}</xsl:if>' if path == "div/@class" else field


def _template(path: str, tag: str, content: str = _ALL, more: str = "", cases: Mapping[str, str] = _NO_CASES) -> str:
    char = character(tag)
    written = (
        f'<xsl:text>{OPEN}{char}</xsl:text>{more}<xsl:apply-templates select="@*"/>'
        f"<xsl:text>{END}</xsl:text>{content}<xsl:text>{CLOSE}{char}</xsl:text>"
    )
    if cases:
        whens = "".join(f'<xsl:when test="{test}">{instead}</xsl:when>' for test, instead in cases.items())
        written = f"<xsl:choose>{whens}<xsl:otherwise>{written}</xsl:otherwise></xsl:choose>"
    return f'<xsl:template match="{path}">{written}</xsl:template>'


def _hint(tag: str, value: str) -> str:
    char = character(tag)
    return f"<xsl:text>{OPEN}{char}</xsl:text>{value}<xsl:text>{END}{CLOSE}{char}</xsl:text>"


@cache
def _sheet(detailed: bool) -> Any:
    """The stylesheet; with ``detailed`` it writes where links lead to and the like as well."""
    value, content = '<xsl:value-of select="."/>', '<xsl:value-of select="@content"/>'
    fields = _FIELDS | (_MORE_FIELDS if detailed else {})
    names = '<xsl:text> </xsl:text><xsl:value-of select="."/>'
    elements = [
        _template(tag or "*", tag, CONTENT.get(tag, _ALL), cases=CASES.get(tag, _NO_CASES))
        for tag in TAGS
        if tag != "dialog" and tag not in HINTS
    ]
    shut = f'<xsl:if test="not(@open)"><xsl:text>{HIDDEN}</xsl:text></xsl:if>'
    elements.append(_template(f'{_UNKNOWN_WITHIN_LINES}" priority="-0.2', "span"))
    elements.append(_template("dialog", "dialog", more=shut))
    for path, tag in (CODE, "pre"), ("dir", "ul"):
        elements.append(_template(f'{path}" priority="2', tag))
    sheet = _SHEET.format(
        skipped="|".join(sorted(SKIPPED)),
        notation=TEMPLATES,
        HIDDEN=HIDDEN,
        SILENT=SILENT,
        style=_field("y", value),
        unseen=" or ".join(f"contains(., '{word}')" for word in ("none", "hidden", "None", "Hidden", "NONE", "HIDDEN")),
        fields="".join(
            f'<xsl:template match="{path}" priority="2">'
            f"{names if path.endswith('class') else ''}{_of_code(path, _field(letter, value))}</xsl:template>"
            for path, letter in fields.items()
        ),
        title=_hint("#title", value),
        about=_hint("#about", f'<xsl:value-of select="@name|@property"/><xsl:text>{STOP}</xsl:text>{content}'),
        data=_hint("#data", value),
        base=_hint("#base", '<xsl:value-of select="@href"/>'),
        elements="".join(elements),
    )
    return etree.XSLT(etree.fromstring(sheet))


_MARK = re.compile("[\ufdd0-\ufdd6]")
_REFERENCE = re.compile(r"&#(?:0*6497[6-9]|0*6498[0-2]|[xX]0*[fF][dD][dD][0-6])(?![0-9a-fA-F]);?")


# A heading that is closed by the end tag of another: browsers take that for its end, libxml2 for none.
_CROSSED = re.compile(rb"(?i)(<h([1-6])\b[^<]*+(?:<(?!/?h[1-6]\b)[^<]*+)*+</h)(?!\2)[1-6](?=\s*>)")


def without_marks(html: str) -> str:
    """``html`` with replacement characters for what would be marks, written out or as references."""
    return _REFERENCE.sub("\ufffd", _MARK.sub("\ufffd", html))


def flat(html: str, detailed: bool = False) -> str:
    """The page as a flat string, ``""`` if there is nothing in it. Takes any ``str``.

    Marks that stand in the page itself can make it look as if elements were not closed: then take
    :func:`without_marks` of it. To look for them first would cost as much as half of the parsing.
    """
    # What libxml2 would take for the end of the page is not shown, or shown as a question mark.
    data = html.replace("\0", "").encode("utf-8", "replace")
    if not data.strip():
        return ""
    data = _CROSSED.sub(rb"\1\2", data)
    if has_long_tags(data):
        data = shallow(data)
    try:
        return _written(data, detailed)
    except etree.XSLTApplyError:  # nested too deep for libxslt
        return _written(shallow(data), detailed)


def _written(data: bytes, detailed: bool) -> str:
    tree, error = _parsed(data)
    if error is not None and error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
        tree, _ = _parsed(shallow(data))
    if tree is None:
        return ""
    compose(tree, data)
    return str(_sheet(detailed)(tree))


def _parsed(data: bytes) -> tuple[Any, Any]:
    """The tree and the last of the parser's complaints."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False
    )
    try:
        return etree.fromstring(data, parser), parser.error_log.last_error
    except etree.XMLSyntaxError:  # nothing at all that the parser takes for a page
        return None, None
