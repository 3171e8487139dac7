"""Words, the score, and which lines of a page belong to a gold text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

_ALONE = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_ALONE}]|(?:(?![{_ALONE}])\w)+")
_LINE_END = re.compile(r"\r\n|\n|\r")


def words(text: str) -> list[str]:
    r"""The lower-cased ``\w+`` words; each Chinese or Japanese character alone.

    >>> words("Die GEMA dreht 漢字")
    ['die', 'gema', 'dreht', '漢', '字']
    """
    return _WORD.findall(text.lower())


def lines(text: str) -> list[str]:
    r"""The lines of ``text``, blank ones too, as :class:`cleantext.Document` counts them."""
    return _LINE_END.split(text)


def f1(found: Iterable[str], gold: Iterable[str]) -> float:
    """F1 of two multisets of words."""
    one, other = Counter(found), Counter(gold)
    return 2 * (one & other).total() / max(one.total() + other.total(), 1)


def matched(page: Sequence[str], gold: str) -> NDArray[np.float64]:
    """How many words of each line a longest common subsequence of page and gold text matches."""
    from rapidfuzz.distance import LCSseq

    counts = np.array([len(words(line)) for line in page])
    numbers: dict[str, int] = {}
    here = [numbers.setdefault(word, len(numbers)) for line in page for word in words(line)]
    there = [numbers.setdefault(word, len(numbers)) for word in words(gold)]
    hit = np.zeros(len(here) + 1)
    for block in LCSseq.opcodes(here, there):
        if block.tag == "equal":
            hit[block.src_start : block.src_end] = 1
    total = np.concatenate(([0.0], np.cumsum(hit)))
    ends = np.cumsum(counts)
    result: NDArray[np.float64] = total[ends] - total[ends - counts]
    return result
