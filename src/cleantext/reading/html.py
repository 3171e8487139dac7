"""HTML pages as lines that carry what their markup says of them.

One pass inside libxslt, then arrays: no call into Python for a tag.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cleantext.reading.flat import END, OPEN, character, flat, without_marks
from cleantext.reading.page import Layout, Signals, layout_of
from cleantext.reading.tags import HINTS
from cleantext.reading.tree import Tree, tree_of

_HINT = re.compile(f"{OPEN}([{''.join(map(character, HINTS))}])([^{END}]*){END}")
_MOST_DATA = 200_000


@dataclass(frozen=True, eq=False)
class HtmlPage:
    """The lines of a page that show something, and what it says about itself out of sight.

    ``text`` is all that it shows, a line for each block, each row of a data table and each piece of
    preformatted text; ``signals`` has an entry for each line of it, and is ``None`` where there is none.
    """

    text: str
    signals: Signals | None
    title: str = ""
    summary: str = ""  # descriptions for search engines and shared links
    data: str = ""  # linked data (JSON-LD), as it stands

    @cached_property
    def lines(self) -> list[str]:
        """The text of each line."""
        return self.text.split("\n") if self.text else []


def read_html(html: str) -> HtmlPage:
    """The lines of a page as a browser shows them. Takes any ``str``.

    >>> read_html("<p>One <a href=x>two</a>.</p><li>Three").lines
    ['One two.', 'Three']
    """
    written = flat(html)
    tree = tree_of(written) if written else None
    if written and tree is None:
        written = flat(without_marks(html))
        tree = tree_of(written)
    hints: dict[str, list[str]] = {}
    for char, said in _HINT.findall(written):
        hints.setdefault(char, []).append(said)
    title, summary, data = (hints.get(character(hint), []) for hint in HINTS)
    layout = layout_of(tree, written) if tree is not None else None
    about = (title[0] if title else "", " ".join(summary), "".join(data)[:_MOST_DATA])
    if layout is None:
        return HtmlPage("", None, *about)
    return HtmlPage(layout.text, layout.signals, *about)
