"""Pages made from pages: other scripts, other surroundings.

The model must not lean on words alone, for most languages are not in its training. These
variants are what teaches it: measured on languages it never saw, they count more than its size.
"""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Sequence

_LETTERS = re.compile(r"[^\W\d_]+")
_SPACE_BETWEEN = "(?<=[{0}]) (?=[{0}])"

ALPHABETS = {
    "Latin": "abcdefghijklmnopqrstuvwxyzäöüß",
    "Cyrillic": "".join(map(chr, range(0x430, 0x450))),
    "Greek": "".join(map(chr, range(0x3B1, 0x3C9))),
    "Hebrew": "".join(map(chr, range(0x5D0, 0x5EA))),
    "Arabic": "".join(chr(c) for c in range(0x627, 0x64A) if not 0x63B <= c <= 0x640),
    "Devanagari": "".join(map(chr, range(0x915, 0x939))),
    "Tamil": "கஙசஞடணதநபமயரலவழளறன",
    "Georgian": "".join(map(chr, range(0x10D0, 0x10F0))),
    "Ethiopic": "".join(map(chr, range(0x1200, 0x1240, 2))),
    "Thai": "".join(map(chr, range(0xE01, 0xE2E))),
}
_FULL_STOPS = {"Devanagari": "।", "Ethiopic": "።"}


def in_other_script(text: str, seed: str) -> str:
    """``text``, line for line, with its letters replaced by those of a script drawn by ``seed``."""
    dice = random.Random(seed)
    script = dice.choice([*ALPHABETS, "Han", "Han", "Han"])
    if script == "Han":
        return _as_han(text, seed)
    text = _LETTERS.sub(_replacement(script, dice), text)
    if script == "Thai":
        text = re.sub(_SPACE_BETWEEN.format("ก-๛"), lambda _: "" if dice.random() < 0.8 else " ", text)
        text = re.sub(r"[.,;](?=[ \n]|$)", " ", text)
    if script in _FULL_STOPS:
        text = re.sub(r"\.(?=[ \n]|$)", _FULL_STOPS[script], text)
    if script == "Arabic":
        text = text.translate(str.maketrans(",?;", "،؟؛"))
    return text


def _replacement(script: str, dice: random.Random) -> Callable[[re.Match[str]], str]:
    alphabet = list(ALPHABETS[script])
    dice.shuffle(alphabet)

    def replace(match: re.Match[str]) -> str:
        word = match[0]
        letters = [alphabet[(ord(letter.lower()[0]) * 7 + n // 3) % len(alphabet)] for n, letter in enumerate(word)]
        other = "".join(letters)
        if word.isupper():
            return other.upper()
        return other.capitalize() if word[0].isupper() else other

    return replace


def _as_han(text: str, seed: str) -> str:
    def replace(match: re.Match[str]) -> str:
        digest = zlib.crc32((seed + match[0].lower()).encode())
        number = 1 + (len(match[0]) > 4) + (len(match[0]) > 9)
        return "".join(chr(0x4E00 + (digest >> (5 * place)) % 3000) for place in range(number))

    text = re.sub(_SPACE_BETWEEN.format("一-鿿,.;:!?"), "", _LETTERS.sub(replace, text))
    for mark, wide in zip(".,:!?", "。，：！？", strict=True):
        text = re.sub(rf"{re.escape(mark)}(?![\w/])", wide, text)
    return text


def transplanted(surroundings: Sequence[bool], core: Sequence[bool]) -> tuple[range, range, range] | None:
    """How to put the main content of one page into the surroundings of another.

    Takes for each line of both pages whether it is main content; returns the lines above the
    content of the first, the content of the second from first to last line, and the lines below
    the content of the first. ``None`` if either has no main content.
    """
    if not any(surroundings) or not any(core):
        return None
    first, last = _extent(surroundings)
    start, stop = _extent(core)
    return range(first), range(start, stop + 1), range(last + 1, len(surroundings))


def _extent(main: Sequence[bool]) -> tuple[int, int]:
    numbers = [number for number, is_main in enumerate(main) if is_main]
    return numbers[0], numbers[-1]
