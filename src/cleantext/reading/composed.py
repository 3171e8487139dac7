"""Trees as browsers lay them out where elements alone do not say it: shadow trees, and line breaks that styles keep.

What costs calls into Python is done only on pages that have such.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from cleantext.reading.tags import SKIPPED

_STYLED = etree.XPath("//*[contains(@style, 'white-space')]")
_VALUE = re.compile(
    r"white-space(?:-collapse)?\s{0,9}:\s{0,9}(pre(?:-line|-wrap|serve(?:-breaks)?)?|break-spaces)(?![\w-])"
)
# In an attribute, as far as can be told without its tag: a quote comes before any brace.
_MAY_KEEP = re.compile(rb"""white-space[\w-]{0,9}\s{0,9}:\s{0,9}(?:pre|break)[^<>{}"']{0,2000}["'>]""")
_LINE_END = re.compile(r"\r\n?|\n")
_CODE = frozenset(("code", "samp", "tt", "kbd"))
_WHOLE = frozenset(("pre", "listing", "xmp", "plaintext", "textarea", "select", *SKIPPED))
_PROSE = ("h1", "h2", "h3", "h4", "p", "pre", "table", "ul", "ol", "blockquote")


def compose(tree: Any, data: bytes) -> None:
    """Changes the tree of a page (``data`` is its source) into what browsers lay out."""
    if b"shadowrootmode" in data:
        for template, slots in _shadows(tree):
            _attach(template, slots)
    if b"white-space" in data and _MAY_KEEP.search(data):
        for element in _STYLED(tree):
            found = _VALUE.search(element.get("style"))
            if found and _is_code(element, found[1]):
                element.tag = "pre"
            elif found:
                _keep_breaks(element)


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


def _following(tag: str, text: str) -> Any:
    """An empty element and the text behind it."""
    found = etree.Element(tag)
    found.tail = text
    return found
