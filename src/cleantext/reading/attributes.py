"""What was noted of the attributes of elements."""

from __future__ import annotations

import re

import numpy as np

from cleantext.codes import text_of
from cleantext.reading.flat import END, FIELD, NOTED, STOP
from cleantext.reading.tree import Tree

_NUMBER = re.compile(r"\s*([+-]?[0-9]{1,9})")


def fields(tree: Tree, element: int) -> dict[str, str]:
    """What was noted of an element's attributes, by the letter of each."""
    start = int(tree.places[tree.first_events[element]]) + 2
    size = 256
    while not (found := np.flatnonzero(tree.codes[start : start + size] == ord(END))).size:
        size *= 8
    header = text_of(tree.codes[start : start + int(found[0])])
    return dict(NOTED.findall(header))


def noted(tree: Tree, letter: str) -> dict[int, str]:
    """What was noted of one attribute, for each element that has it."""
    codes = tree.codes
    marks = np.flatnonzero(codes == ord(FIELD))
    marks = marks[codes[marks + 1] == ord(letter)]
    if not len(marks):
        return {}
    stops = np.append(np.flatnonzero(codes == ord(STOP)), len(codes))
    ends = stops[np.searchsorted(stops, marks)].tolist()
    elements = tree.begun[np.searchsorted(tree.places, marks) - 1].tolist()
    return {
        element: text_of(codes[mark + 2 : end])
        for element, mark, end in zip(elements, marks.tolist(), ends, strict=True)
    }


def integer(text: str) -> int | None:
    """The number that an attribute begins with."""
    found = _NUMBER.match(text)
    return int(found[1]) if found else None
