"""How benchmarks count: words, the F1 of two texts, and which lines are still there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

# Scripts without spaces: each character counts as a word, as the data's own score has it.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")


def sequence(text: str) -> list[str]:
    """The words of a text, lower-cased, in their order.

    >>> sequence("Ice, ice, 北京")
    ['ice', 'ice', '北', '京']
    """
    return _WORD.findall(text.lower())


def words(text: str) -> Counter[str]:
    """The words of a text, lower-cased, with their number.

    >>> words("Ice, ice, 北京") == {"ice": 2, "北": 1, "京": 1}
    True
    """
    return Counter(sequence(text))


def f1(found: Counter[str], gold: Counter[str]) -> float:
    """The harmonic mean of precision and recall of two multisets of words."""
    common = (found & gold).total()
    return 2 * common / (found.total() + gold.total()) if common else 0.0


def text_lines(text: str) -> list[str]:
    """The lines that are not blank, stripped: what labels count."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def standing(before: Sequence[str], after: Sequence[str]) -> list[bool]:
    """For each item of ``before`` whether a longest common subsequence finds it in ``after``.

    >>> standing("a b c b".split(), "a b".split())
    [True, True, False, False]
    """
    from rapidfuzz.distance import LCSseq

    found = [False] * len(before)
    for block in LCSseq.opcodes(before, after):
        if block.tag == "equal":
            found[block.src_start : block.src_end] = [True] * (block.src_end - block.src_start)
    return found


def what_is_left(before: str, after: str) -> list[str]:
    r"""For each line of ``before`` what of it stands in ``after``: all, parts of it, or nothing.

    >>> what_is_left("One.\nBy A. B. Two.\nShare\nThree.", "One.\nTwo.\nThree.")
    ['One.', 'Two.', '', 'Three.']
    """
    from rapidfuzz.distance import LCSseq

    lines, kept = text_lines(before), text_lines(after)
    left = [""] * len(lines)
    at = matched = 0
    for block in [*LCSseq.opcodes(lines, kept), None]:
        if block is None or block.tag == "equal":
            start, end = (block.src_start, block.dest_start) if block else (len(lines), len(kept))
            _match_parts(lines, left, range(at, start), kept[matched:end])
            if block:
                left[block.src_start : block.src_end] = lines[block.src_start : block.src_end]
                at, matched = block.src_end, block.dest_end
    return left


def changed_lines(before: str, after: str) -> list[tuple[int, str]]:
    """The lines of ``before`` that ``after`` has not, or not whole, each with its number."""
    if before == after:
        return []
    pairs = zip(text_lines(before), what_is_left(before, after), strict=True)
    return [(number, line) for number, (line, left) in enumerate(pairs) if left != line]


def _match_parts(lines: Sequence[str], left: list[str], among: range, kept: Sequence[str]) -> None:
    """Enters each of ``kept`` at the first line ``among`` those given that it can be a part of, in order."""
    at = among.start
    for part in kept:
        found = next((number for number in range(at, among.stop) if _is_part(part, lines[number])), None)
        if found is not None:
            left[found] = part
            at = found + 1


def _is_part(part: str, line: str) -> bool:
    # Cleaning only deletes, so the characters of what is left are those of the line, in order.
    characters = iter(line)
    return part in line or all(character in characters for character in part)
