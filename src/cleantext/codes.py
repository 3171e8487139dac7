"""Text as arrays of code points, and what each code point is: letter, part of a word, of a dense script."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from cleantext.rulebook import DENSE_RANGES

# Beyond it there are no letters: variation selectors, private use.
_LETTERS_END = 0x40000
_ALL = 0x110000


def code_points(text: str) -> NDArray[np.uint32]:
    """The code points of ``text``, lone surrogates too.

    >>> code_points("añ").tolist()
    [97, 241]
    """
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def text_of(codes: NDArray[np.uint32]) -> str:
    """The text that :func:`code_points` took apart."""
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def _characters() -> NDArray[np.str_]:
    return np.arange(_LETTERS_END, dtype="<u4").view("<U1")


def _table(those: NDArray[np.bool_]) -> NDArray[np.bool_]:
    table = np.zeros(_ALL, bool)
    table[: len(those)] = those
    return table


@cache
def alphanumeric() -> NDArray[np.bool_]:
    """Which code points are letters or digits, as ``str.isalnum`` has it."""
    return _table(np.char.isalnum(_characters()))


@cache
def alphabetic() -> NDArray[np.bool_]:
    """Which code points are letters, as ``str.isalpha`` has it."""
    return _table(np.char.isalpha(_characters()))


@cache
def spaces() -> NDArray[np.bool_]:
    """Which code points are white space, as ``str.isspace`` has it."""
    return _table(np.char.isspace(_characters()))


@cache
def dense() -> NDArray[np.bool_]:
    """Which code points belong to scripts without spaces between words."""
    table = np.zeros(_ALL, bool)
    for first, last in DENSE_RANGES:
        table[first : last + 1] = True
    return table


def word_counts(codes: NDArray[np.uint32], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    r"""For each span of a text its number of words, as :func:`cleantext.shape.word_count` has it.

    Before each span but the first, and nowhere inside, stands a line break.

    >>> word_counts(code_points("one two\n\n国际新闻 x"), np.array([0, 8, 9]), np.array([7, 8, 15])).tolist()
    [2, 0, 3]
    """
    member = alphanumeric()[codes] | (codes == ord("_"))
    twos = np.zeros(len(codes) + 1, np.int32)  # characters of dense scripts before each place
    if len(codes) and codes.max() >= 0x0E00:
        is_dense = dense()[codes]
        member &= ~is_dense
        np.cumsum(is_dense, out=twos[1:])
    opens = member.copy()
    opens[1:] &= ~member[:-1]
    words = np.zeros(len(codes) + 1, np.int32)
    np.cumsum(opens, out=words[1:])
    result: NDArray[np.int64] = words[ends] - words[starts] + (twos[ends] - twos[starts]) // 2
    return result.astype(np.int64)
