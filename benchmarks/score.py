"""How benchmarks count: words, the F1 of two texts, and which lines are still there."""

from __future__ import annotations

import re
from collections import Counter

# Scripts without spaces: each character counts as a word, as the data's own score has it.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")


def words(text: str) -> Counter[str]:
    """The words of a text, lower-cased, with their number.

    >>> words("Ice, ice, 北京") == {"ice": 2, "北": 1, "京": 1}
    True
    """
    return Counter(_WORD.findall(text.lower()))


def f1(found: Counter[str], gold: Counter[str]) -> float:
    """The harmonic mean of precision and recall of two multisets of words."""
    common = (found & gold).total()
    return 2 * common / (found.total() + gold.total()) if common else 0.0


def text_lines(text: str) -> list[str]:
    """The lines that are not blank, stripped: what labels count."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def what_is_left(before: str, after: str) -> list[str]:
    """For each line of ``before`` what of it stands in ``after``: all, its beginning, or nothing."""
    kept = text_lines(after)
    left, position = [], 0
    for line in text_lines(before):
        if position < len(kept) and line.startswith(kept[position]):
            left.append(kept[position])
            position += 1
        else:
            left.append("")
    return left


def surviving_lines(before: str, after: str) -> set[int]:
    """The numbers of the lines of ``before`` of which something stands in ``after``."""
    return {number for number, line in enumerate(what_is_left(before, after)) if line}
