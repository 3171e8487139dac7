"""Kinds of characters as lookup tables over all code points.

The tables are shipped as data (see ``benchmarks/training/characters.py``) instead of being asked from
``unicodedata``: its answers change with the version of Python, and the model must not.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Codes: TypeAlias = NDArray[np.uint32]

CODE_POINTS = 0x110000

SPACE, NEWLINE, OTHER, LOWER, UPPER, UNCASED, UNSPACED, MARK, DIGIT = range(9)
STOP, COMMA, COLON, QUOTE, DASH, OPEN, CLOSE, BAR, SLASH, CURRENCY, LEGAL, AT, SYMBOL, PUNCT = range(9, 23)
KINDS = 23
"""How many kinds there are. ``UNSPACED`` letters belong to scripts that put no spaces between
words (Han, Kana, Thai, Khmer, …); ``BAR`` holds the marks menus are made of; what is neither
letter, mark nor digit of a line with something visible ranks above ``NEWLINE``."""

LETTERS = (LOWER, UPPER, UNCASED, UNSPACED, MARK)


@dataclass(frozen=True, eq=False)
class Characters:
    """``kinds[c]`` is the kind of code point ``c``; ``folded[c]`` its lower case, digits as ``0``."""

    kinds: NDArray[np.uint8]
    folded: Codes


@cache
def characters() -> Characters:
    """The tables, from the package's data. About 6 MB, built once in a few milliseconds."""
    with Path(__file__).with_name("characters.npz").open("rb") as file, np.load(file, allow_pickle=False) as data:
        starts, kinds = data["starts"], data["kinds"]
        lengths = np.diff(np.append(starts, CODE_POINTS))
        folded = np.arange(CODE_POINTS, dtype=np.uint32)
        folded[data["unfolded"]] = data["folded"]
        return Characters(np.repeat(kinds, lengths), folded)
