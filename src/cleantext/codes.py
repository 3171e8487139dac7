"""Text as arrays of code points, and what each code point is: letter, part of a word, of a dense script."""

from __future__ import annotations

import re
import sys
from functools import cache

import numpy as np
from numpy.typing import NDArray

from cleantext.rulebook import DENSE


def code_points(text: str) -> NDArray[np.uint32]:
    """The code points of ``text``, lone surrogates too.

    >>> code_points("añ").tolist()
    [97, 241]
    """
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


@cache
def alphanumeric() -> NDArray[np.bool_]:
    """Which code points are letters or digits, as ``str.isalnum`` has it."""
    return _those(re.compile(r"[^\W_]+"))


@cache
def alphabetic() -> NDArray[np.bool_]:
    """Which code points are letters, as ``str.isalpha`` has it."""
    table = alphanumeric().copy()
    members = np.flatnonzero(table)
    table[members] = np.fromiter(map(str.isalpha, map(chr, members.tolist())), bool, len(members))
    return table


@cache
def dense() -> NDArray[np.bool_]:
    """Which code points belong to scripts without spaces between words."""
    return _those(re.compile(f"{DENSE.pattern}+"))


def _those(runs: re.Pattern[str]) -> NDArray[np.bool_]:
    """The code points that ``runs`` finds in a text of all of them: sooner than asking for each."""
    everything = np.arange(sys.maxunicode + 1, dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    table = np.zeros(len(everything), bool)
    for match in runs.finditer(everything):
        table[match.start() : match.end()] = True
    return table


def word_counts(codes: NDArray[np.uint32], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    r"""For each span of a text its number of words, as :func:`cleantext.shape.word_count` has it.

    Before each span but the first, and nowhere inside, stands a line break.

    >>> word_counts(code_points("one two\n\n国际新闻 x"), np.array([0, 8, 9]), np.array([7, 8, 15])).tolist()
    [2, 0, 3]
    """
    member = alphanumeric()[codes] | (codes == ord("_"))
    twos = np.zeros(len(codes) + 1, np.int64)  # characters of dense scripts before each place
    if len(codes) and codes.max() >= 0x0E00:
        is_dense = dense()[codes]
        member &= ~is_dense
        np.cumsum(is_dense, out=twos[1:])
    opens = member.copy()
    opens[1:] &= ~member[:-1]
    words = np.zeros(len(codes) + 1, np.int64)
    np.cumsum(opens, out=words[1:])
    result: NDArray[np.int64] = words[ends] - words[starts] + (twos[ends] - twos[starts]) // 2
    return result
