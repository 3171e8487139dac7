"""Trees for trafilatura, which must not be given what libxml2 stumbles over."""

from __future__ import annotations

import re
from typing import Any

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def tree_for_trafilatura(html: str) -> Any:
    """The page as a tree of lxml, ``None`` if there is nothing in it.

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
