"""HTML pages as lines that carry what their markup says of them.

One pass inside libxslt, then arrays: no call into Python for a tag.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from cleantext.reading.flat import END, OPEN, character, flat, without_marks
from cleantext.reading.headline import headline_of
from cleantext.reading.page import Layout, Signals, layout_of
from cleantext.reading.shown import shown_lines
from cleantext.reading.tags import HINTS
from cleantext.reading.tree import Tree, tree_of

_HINT = re.compile(f"{OPEN}([{''.join(map(character, HINTS))}])([^{END}]*){END}")
_MOST_DATA = 200_000


class Structure(NamedTuple):
    """Where the lines of a page come from."""

    flat: str
    tree: Tree
    layout: Layout


@dataclass(frozen=True, eq=False)
class HtmlPage:
    """The lines of a page that show something, and what it says about itself out of sight.

    ``text`` is all that it shows, a line for each block, each row of a data table and each piece of
    preformatted text; ``signals`` has an entry for each line of it, and is ``None`` where there is none.
    ``structure`` stays behind when a page is pickled, and with it what :attr:`shown` needs.
    """

    text: str
    signals: Signals | None
    title: str = ""
    summary: str = ""  # descriptions for search engines and shared links
    data: str = ""  # linked data (JSON-LD), as it stands
    names: tuple[str, ...] = ()  # the titles for shared links
    structure: Structure | None = field(default=None, repr=False)

    @cached_property
    def lines(self) -> list[str]:
        """The text of each line in one: what there is to judge."""
        return self.text.split("\n") if self.text else []

    @cached_property
    def shown(self) -> list[str]:
        """Each line as a browser shows it: list items with their numbers or bullets, preformatted text in
        several lines.
        """
        if self.structure is None:
            return self.lines
        return shown_lines(self.structure.tree, self.structure.layout, self.lines)

    @cached_property
    def headline(self) -> int | None:
        """The number of the line that is the headline of the page, if one is."""
        if self.signals is None:
            return None
        return headline_of(self.lines, self.signals, (*self.names, self.title))

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "structure": None}


def structure_of(html: str, detailed: bool = False) -> tuple[str, Structure | None]:
    """A page as a flat string, and its lines if it shows any."""
    written = flat(html, detailed)
    tree = tree_of(written) if written else None
    if written and tree is None:
        written = flat(without_marks(html), detailed)
        tree = tree_of(written)
    layout = layout_of(tree, written) if tree is not None else None
    return written, Structure(written, tree, layout) if tree is not None and layout is not None else None


def read_html(html: str) -> HtmlPage:
    """The lines of a page as a browser shows them. Takes any ``str``.

    >>> read_html("<p>One <a href=x>two</a>.</p><li>Three").lines
    ['One two.', 'Three']
    """
    written, structure = structure_of(html)
    hints: dict[str, list[str]] = {}
    for char, said in _HINT.findall(written):
        hints.setdefault(char, []).append(said)
    title, summary, data, names = (hints.get(character(hint), []) for hint in HINTS)
    about = (title[0] if title else "", " ".join(summary), "".join(data)[:_MOST_DATA], tuple(names))
    if structure is None:
        return HtmlPage("", None, *about)
    return HtmlPage(structure.layout.text, structure.layout.signals, *about, structure)
