"""How much a line reads like the alternative text of a picture: a small linear model over words.

``alt_texts.tsv`` holds what it learnt: features and their weights in hundredths of a log-odds.
``benchmarks/train_alt_texts.py`` makes that file and says from what.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from itertools import pairwise

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SLUG = re.compile(r"\w[-_]\w+[-_]\w")
BIAS = ""
"""The feature that every line has."""


def features(text: str) -> frozenset[str]:
    """What the model sees of a line: words, pairs, the first and the last word, and the shape.

    >>> sorted(features("Red fox"))
    ['', 'case:all', 'end:w', 'first:red', 'fox', 'last:fox', 'red', 'red fox', 'words:0']
    """
    words = _WORD.findall(text)
    low = [word.lower().replace("’", "'") for word in words]
    end = text[-1:]
    found = {BIAS, f"words:{min(len(low) // 3, 7)}", f"case:{_case(text, words)}", *low}
    found.add(f"end:{'w' if end.isalnum() else end if end in '.?!:,' else 'o'}")
    found.update(f"{a} {b}" for a, b in pairwise(low))
    if low:
        found.update((f"first:{low[0]}", f"last:{low[-1]}"))
    if any(character.isdigit() for character in text):
        found.add("has:digit")
    if "|" in text:
        found.add("has:pipe")
    if _SLUG.search(text):
        found.add("has:slug")
    return frozenset(found)


def _case(text: str, words: list[str]) -> str:
    long = [word for word in words if len(word) > 3]
    if text[:1].islower():
        return "lower"
    capitals = sum(word[0].isupper() for word in long)
    if capitals == len(long):
        return "all"
    if 2 * capitals > len(long):
        return "most"
    return "some" if any(word[0].isupper() for word in long[1:]) else "first"


@lru_cache(maxsize=1)
def weights() -> Mapping[str, int]:
    """The shipped weights by feature, in hundredths: sums of whole numbers do not depend on their order."""
    table = resources.files("cleantext.filters").joinpath("alt_texts.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {feature: int(weight) for feature, weight in rows}


def score(text: str) -> float:
    """The log-odds that ``text``, a line of its own, is an alternative text and not a heading."""
    known = weights()
    return sum(known.get(feature, 0) for feature in features(text)) / 100


def telling_words(text: str) -> list[str]:
    """The three words or pairs that speak most for it."""
    known = weights()
    found = (feature for feature in features(text) if feature and ":" not in feature)
    return sorted(found, key=lambda feature: (-known.get(feature, 0), feature))[:3]
