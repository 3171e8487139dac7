"""Lists of the sections below: lines that all come again as headings, in the same order."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cleantext.document import Document
from cleantext.matching import Hit
from cleantext.shape import is_label, is_prose

# Fewer entries could be chance, unless a label says what they are; one line in the list may
# have lost its heading.
LEAST = 6
LEAST_LABELLED = 2
MOST_MISSING = 1
MOST_ENTRIES = 200
ENTRY_WORDS = 16
# Such a list stands above the text, not somewhere in it.
TOP = 25

# Numbers and bullets stand in the list or in the heading, seldom in both.
_MARKS = re.compile(r"^[\W\d_]+|[\W_]+$")


def contents_list(document: Document, hits: Mapping[int, tuple[Hit, ...]]) -> list[int]:
    """The line numbers of the list of contents with the line that heads it."""
    order = document.content
    keys = [_key(document.lines[n].text) for n in order]
    places: dict[str, list[int]] = {}
    for i, key in enumerate(keys):
        if key:
            places.setdefault(key, []).append(i)
    for i in range(min(TOP, len(order))):
        labelled = i > 0 and any(hit.rule.id.startswith("toc-") for hit in hits.get(order[i - 1], ()))
        entries = _list_at(keys, places, i)
        headings = [places[keys[j]][1] for j in entries]
        if len(entries) >= (LEAST_LABELLED if labelled else LEAST) and _head_prose(document, headings):
            return [order[j] for j in range(i - labelled, entries[-1] + 1)]
    return []


def _key(text: str) -> str:
    return _MARKS.sub("", text).casefold() if is_label(text, ENTRY_WORDS) or text.rstrip().endswith("?") else ""


def _list_at(keys: list[str], places: dict[str, list[int]], start: int) -> list[int]:
    """The entries of the list that begins at ``start``: lines that stand twice, in the same order."""
    entries: list[int] = []
    heading = start
    for i in range(start, min(len(keys), start + MOST_ENTRIES)):
        twice = places.get(keys[i], [])
        if len(twice) == 2 and twice[0] == i and twice[1] > heading:
            entries.append(i)
            heading = twice[1]
        elif not entries or i - entries[-1] > MOST_MISSING or not keys[i]:
            break
    # A list ends above the first heading that it names.
    first = places[keys[entries[0]]][1] if entries else 0
    return [i for i in entries if i < first]


def _head_prose(document: Document, headings: list[int]) -> bool:
    """Do most of ``headings`` head text? The lines of a refrain come again one after another."""
    order = document.content
    heading = sum(
        any(is_prose(document.lines[order[j]].text) for j in range(place + 1, min(stop, place + 6)))
        for place, stop in zip(headings, [*headings[1:], len(order)], strict=True)
    )
    return heading * 2 > len(headings)
