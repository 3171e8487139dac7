"""What a reader can see of a line that speaks for furniture, where no rule spoke."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from cleantext.judge import characters as c
from cleantext.judge.page import Page
from cleantext.judge.shape import near_copies

_SHORT = 40
_MENU = 2
_MUCH = 0.75

Traits: TypeAlias = list[tuple[str, list[bool]]]


def traits(page: Page) -> Traits:
    """Each trait in words, and for which visible lines it holds."""
    counts = page.counts
    hashes = np.bincount(page.words.lines, weights=page.words.hashes.astype(np.float64), minlength=page.size)
    _, line, copies = np.unique(hashes, return_inverse=True, return_counts=True)
    is_copy = (copies[line] > 1) & (hashes > 0)
    close = np.maximum(*near_copies(page)) >= _MUCH
    return [
        ("short", (page.widths < _SHORT).tolist()),
        ("no full stop", (counts[:, c.STOP] == 0).tolist()),
        ("menu marks", (counts[:, c.BAR] >= _MENU).tolist()),
        ("copyright mark", (counts[:, c.LEGAL] > 0).tolist()),
        ("repeated on the page", is_copy.tolist()),
        ("much of it again close by", (close & ~is_copy).tolist()),
        ("no words", (hashes == 0).tolist()),
    ]


def said(found: Traits, index: int) -> str:
    """The traits of a line, for people."""
    return ", ".join(name for name, lines in found if lines[index]) or "its place among its neighbours"
