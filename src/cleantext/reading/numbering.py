"""The numbers and bullets of lists as browsers write them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from cleantext.reading.attributes import fields, integer
from cleantext.reading.flat import END
from cleantext.reading.tags import NUMBER, among
from cleantext.reading.tree import Ints, Tree

BULLET = "- "
LISTS = among("ul ol menu")
_OL, _LI = NUMBER["ol"], NUMBER["li"]


# A number that an item says itself, perhaps bold and in brackets, before more text: "1. ", "[1] ", not "1.5", "1.–3.".
_OWN_NUMBER = re.compile(
    r"(\*{0,2})(?:([0-9]{1,9})\\?[.)]|\\?\[([0-9]{1,9})\\?\]|\(([0-9]{1,9})\))\1(?![0-9.,:;()\]%/–-])\s*(?=\S)"
)


def without_own_number(text: str, marker: str) -> str:
    """The text of an item, without a number that stands in its marker already; be it Markdown.

    >>> without_own_number("[2] Ice", "2. "), without_own_number("3. Ice", "2. ")
    ('Ice', '3. Ice')
    """
    found = _OWN_NUMBER.match(text)
    return text[found.end() :] if found and marker == f"{found[found.lastindex or 0]}. " else text


def lists_of(tree: Tree) -> Ints:
    """For each item the list around it, in whose other elements it may stand; 0 for what is none."""
    tags = tree.element_tags
    found: Ints = np.where(tags == _LI, tree.nearest(LISTS[tags]), 0)
    return found


def item_markers(tree: Tree) -> dict[int, str]:
    """The number or bullet of each item of a list."""
    tags, lists = tree.element_tags, lists_of(tree)
    bullets = np.flatnonzero((lists > 0) & (tags[lists] != _OL))
    numbers = dict(_numbered(tree, lists)) if (tags == _OL).any() else {}
    return dict.fromkeys(bullets.tolist(), BULLET) | numbers


def _numbered(tree: Tree, lists_of_all: Ints) -> Iterator[tuple[int, str]]:
    """The items of ordered lists with their numbers."""
    items = np.flatnonzero(tree.element_tags[lists_of_all] == _OL).tolist()
    lists = lists_of_all[items].tolist()
    sizes = Counter(lists)
    following: dict[int, int] = {}
    about = {one: fields(tree, one) for one in sizes}
    kinds = {one: _kind(said.get("y", ""), said.get("t", "1")) for one, said in about.items()}
    for item, one in zip(items, lists, strict=True):
        said = about[one]
        own = fields(tree, item) if tree.codes[_after(tree, item)] != ord(END) else {}
        down = "r" in said
        given = integer(own.get("v", ""))
        if given is None:
            given = following.get(one)
        if given is None:
            given = integer(said.get("s", ""))
        if given is None:
            given = sizes[one] if down else 1
        following[one] = given + (-1 if down else 1)
        yield item, _written(given, _kind(own.get("y", ""), kinds[one]))


def _after(tree: Tree, element: int) -> int:
    return int(tree.places[tree.first_events[element]]) + 2


_NAMES = {"a": "lower-alpha lower-latin", "A": "upper-alpha upper-latin", "i": "lower-roman", "I": "upper-roman"}
_NAMES |= {"1": "decimal", "": "none disc circle square"}
_KINDS = {name: kind for kind, names in _NAMES.items() for name in names.split()}
_STYLE = re.compile(rf"list-style(?:-type)?\s{{0,9}}:[^;]{{0,99}}?\b({'|'.join(_KINDS)})\b", re.IGNORECASE)


def _kind(style: str, otherwise: str) -> str:
    """What a list numbers by (1, a, A, i, I), ``""`` for nothing, if its style says so."""
    found = _STYLE.search(style)
    return _KINDS[found[1].lower()] if found else otherwise


_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


@lru_cache(maxsize=1024)
def _written(number: int, kind: str) -> str:
    """A number as lists of a ``kind`` write it, or a bullet.

    >>> _written(28, "a"), _written(14, "I"), _written(0, "a")
    ('ab. ', 'XIV. ', '0. ')
    """
    if not kind:
        return BULLET
    text = ""
    rest = number
    if kind in ("a", "A") and number > 0:
        while rest:
            rest, letter = divmod(rest - 1, 26)
            text = chr(ord("a") + letter) + text
    elif kind in ("i", "I") and 0 < number < 4000:
        for value, letters in _ROMAN:
            text += letters * (rest // value)
            rest %= value
    return f"{(text.upper() if kind in ('A', 'I') else text) or number}. "
