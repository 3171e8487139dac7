"""HTML pages as lines that carry what their markup says of them.

One pass inside libxslt, then arrays: no call into Python for a tag.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from cleantext.reading.flat import END, STOP, flat, without_marks
from cleantext.reading.headline import headline_of
from cleantext.reading.page import Layout, Signals, layout_of
from cleantext.reading.shown import preformatted, shown_lines
from cleantext.reading.tags import HINTS, NUMBER
from cleantext.reading.tree import Tree, tree_of

_SUMMARIES = frozenset(("description", "og:description", "twitter:description"))
_HEADLINES = frozenset(("og:title", "twitter:title"))
_MOST_DATA = 200_000


class Structure(NamedTuple):
    """Where the lines of a page come from."""

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
        return shown_lines(*self.structure, self.lines, self.code)

    @cached_property
    def code(self) -> frozenset[int]:
        """The numbers of the lines that are preformatted text."""
        return frozenset(preformatted(*self.structure)) if self.structure is not None else frozenset()

    @cached_property
    def headline(self) -> range | None:
        """The numbers of the lines that are the headline of the page, if any are."""
        if self.signals is None:
            return None
        return headline_of(self.lines, self.signals, (*self.names, self.title))

    @property
    def headline_text(self) -> str:
        """The headline, ``""`` if there is none."""
        return " ".join(self.lines[self.headline.start : self.headline.stop]) if self.headline else ""

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "structure": None}


def structure_of(html: str, detailed: bool = False) -> tuple[Structure | None, dict[str, list[str]]]:
    """The lines of a page if it shows any, and what it says about itself out of sight."""
    written = flat(html, detailed)
    tree = tree_of(written) if written else None
    if written and tree is None:
        written = flat(without_marks(html), detailed)
        tree = tree_of(written)
    if tree is None:
        return None, {hint: [] for hint in HINTS}
    layout = layout_of(tree, written)
    return Structure(tree, layout) if layout is not None else None, {hint: _said(tree, written, hint) for hint in HINTS}


def _said(tree: Tree, written: str, hint: str) -> list[str]:
    places = tree.places[(tree.tags == NUMBER[hint]) & tree.starts].tolist()
    return [written[place + 2 : written.index(END, place)] for place in places]


def read_html(html: str) -> HtmlPage:
    """The lines of a page as a browser shows them. Takes any ``str``.

    >>> read_html("<p>One <a href=x>two</a>.</p><li>Three").lines
    ['One two.', 'Three']
    """
    structure, hints = structure_of(html)
    about = [(name.lower(), value) for name, _, value in (said.partition(STOP) for said in hints["#about"])]
    summary = " ".join([value for name, value in about if name in _SUMMARIES])
    names = tuple([value for name, value in about if name in _HEADLINES])
    told = ("".join(hints["#title"][:1]), summary, "".join(hints["#data"])[:_MOST_DATA], names)
    if structure is None:
        return HtmlPage("", None, *told)
    return HtmlPage(structure.layout.text, structure.layout.signals, *told, structure)
