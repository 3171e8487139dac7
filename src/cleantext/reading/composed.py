"""Trees as browsers lay them out where elements alone do not say it: shadow trees, line breaks that styles keep, verse,
captions behind rows, and labels beside what they label.

What costs calls into Python is done only on pages that have such.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from cleantext.reading.notation import BULLETS
from cleantext.reading.tags import SKIPPED

_STYLED = etree.XPath("//*[contains(@style, 'white-space')]")
_VALUE = re.compile(
    r"white-space(?:-collapse)?\s{0,9}:\s{0,9}(pre(?:-line|-wrap|serve(?:-breaks)?)?|break-spaces)(?![\w-])"
)
# In an attribute, as far as can be told without its tag: a quote comes before any brace. Style sheets of half of all
# pages speak of it, too, and need no look at every element.
_MAY_KEEP = re.compile(rb"""white-space[\w-]{0,9}\s{0,9}:\s{0,9}(?:pre|break)[^<>{}"']{0,2000}["'>]""")
_LINE_END = re.compile(r"\r\n?|\n")
# Words whose lines are broken, by the names that WordPress, Asciidoctor and others give them.
_VERSE_CLASS = re.compile(r"\b(?:verse|poem|poetry)\b")
_MAY_BE_VERSE = re.compile(rb"<pre\b[^<>]{0,2000}\b(?:verse|poem|poetry)\b")
_VERSE = etree.XPath("//pre[@class or parent::div[@class='verseblock']]")
# Browsers show a caption above its table and close rows at it.
_LATE_CAPTIONS = etree.XPath("//caption[not(parent::table) or preceding-sibling::*[1]]")
# Numbers of notes (Substack, Org, Docutils) and items (LaTeXML) that are elements of their own in front of a block,
# which styles set in its first line.
_LABELS = etree.XPath(
    "//*[self::a[@class='footnote-number' or @class='footnum' or @role='doc-backlink']"
    f" or self::span[starts-with(@class, 'ltx_tag ltx_tag_item') and translate(text(), '{BULLETS}', '')]]"
)
_LABEL_NAMES = (b"footnote-number", b"footnum", b"doc-backlink", b"ltx_tag_item")
_CODE = frozenset(("code", "samp", "tt", "kbd"))
_WHOLE = frozenset(("pre", "listing", "xmp", "plaintext", "textarea", "select", *SKIPPED))
_LABEL_PARTS, _PARAGRAPHS = frozenset(("span", "sup")), frozenset(("div", "p"))
_PROSE = ("h1", "h2", "h3", "h4", "p", "pre", "table", "ul", "ol", "blockquote")


def compose(tree: Any, data: bytes) -> None:
    """Changes the tree of a page (``data`` is its source) into what browsers lay out."""
    if b"shadowrootmode" in data:
        for template, slots in _shadows(tree):
            _attach(template, slots)
    if _MAY_KEEP.search(data):
        _break_by_style(tree)
    if b"verseblock" in data or _MAY_BE_VERSE.search(data):
        _break_verse(tree)
    if b"<caption" in data:
        for caption in _LATE_CAPTIONS(tree):
            _to_front(caption, next(caption.iterancestors("table"), None))
    if any(name in data for name in _LABEL_NAMES):
        for label in _LABELS(tree):
            _to_front(*_labelled(label), " ")


def _shadows(tree: Any) -> list[tuple[Any, Mapping[str, Any]]]:
    """The templates that are shadow trees, and the slots of each by their names; those within others first."""
    found: list[tuple[Any, Mapping[str, Any]]] = []
    open_ones: list[dict[str, Any]] = []
    hosts = set()
    for event, element in etree.iterwalk(tree, events=("start", "end"), tag=("template", "slot")):
        if element.tag == "slot":
            if event == "start" and open_ones:
                open_ones[-1].setdefault(element.get("name", ""), element)
        elif element.get("shadowrootmode") in ("open", "closed"):
            if event == "start":
                open_ones.append({})
            else:
                slots, host = open_ones.pop(), element.getparent()
                if host not in hosts:  # of several the first counts
                    found.append((element, slots))
                hosts.add(host)
    return found


def _attach(template: Any, slots: Mapping[str, Any]) -> None:
    """Shows a shadow tree in place of the children of its host, and these in its slots."""
    host = template.getparent()
    lights: dict[str, list[Any]] = defaultdict(list)
    lead = (host.text or "") + (template.tail or "")
    if lead:
        lights[""].append(_following("span", lead))
    for child in host:
        if child is not template:
            name, text = child.get("slot", ""), child.tail
            lights[name].append(child)
            if name and text:
                child.tail = None
                lights[""].append(_following("span", text))
    host[:] = list(template)
    host.text = template.text
    for name, slot in slots.items():
        slot.tag = "span"
        if lights[name]:
            slot.text = None
            slot[:] = lights[name]


def _break_by_style(tree: Any) -> None:
    for element in _STYLED(tree):
        found = _VALUE.search(element.get("style"))
        if found and _is_code(element, found[1]):
            element.tag = "pre"
        elif found:
            _keep_breaks(element)


def _break_verse(tree: Any) -> None:
    for element in _VERSE(tree):
        if element.getparent().get("class") == "verseblock" or _VERSE_CLASS.search(element.get("class")):
            element.tag = "p"
            _keep_breaks(element)


def _is_code(element: Any, value: str) -> bool:
    """Is all of it preformatted text, not words whose lines are broken?"""
    style, tag = element.get("style"), element.tag
    if tag in _CODE:
        return any("\n" in text for text in element.itertext())
    is_code = value == "pre" or (value != "pre-line" and "monospace" in style)
    return is_code and tag in ("div", "p") and next(element.iterdescendants(*_PROSE), None) is None


def _keep_breaks(element: Any) -> None:
    """Makes line breaks in the text of an element, as far as no other style speaks of it, those of HTML."""
    for one in list(_of_same_style(element)):
        for child in one:
            rest = _LINE_END.split(child.tail or "")
            if len(rest) > 1:
                child.tail = None
                for part in reversed(rest[1:]):
                    child.addnext(_following("br", part))
                child.tail = rest[0]
        first, *rest = _LINE_END.split(one.text or "")
        if rest:
            one.text = first
            one[:0] = [_following("br", part) for part in rest]


def _of_same_style(element: Any) -> Iterator[Any]:
    rest = [element]
    while rest:
        one = rest.pop()
        if one.tag not in _WHOLE:
            yield one
            rest.extend(child for child in one if "white-space" not in child.get("style", ""))


def _labelled(label: Any) -> tuple[Any, Any]:
    """The element that is a label, and the block that begins behind it; ``None`` if none does or anything is before."""
    for _ in range(2):  # brackets may stand around it
        label = label.getparent() if label.getparent().tag in _LABEL_PARTS else label
    block, before = label.getnext(), label.getparent()
    is_first = label.getprevious() is None and not (before.text or "").strip() and not (label.tail or "").strip()
    if not is_first or block is None or block.tag not in _PARAGRAPHS:
        return label, None
    while not (block.text or "").strip() and len(block) and block[0].tag in _PARAGRAPHS:
        block = block[0]
    return label, block


def _to_front(element: Any, block: Any, tail: str = "") -> None:
    """Moves an element, without the text behind it, into a block, as the first thing there."""
    if block is None:
        return
    rest, element.tail = element.tail, None
    if rest and rest.strip():
        element.addnext(_following("br", rest))
    element.tail, block.text = tail + (block.text or ""), None
    block.insert(0, element)


def _following(tag: str, text: str) -> Any:
    """An empty element and the text behind it."""
    found = etree.Element(tag)
    found.tail = text
    return found
