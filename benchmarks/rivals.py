"""Other ways to clean lines of bare text, re-implemented from their descriptions in a few lines each."""

from __future__ import annotations

import re
from collections.abc import Callable

# C4 (Raffel et al. 2020, section 2.2): lines must end in a terminal mark and have five words,
# and must not name JavaScript or these policies. Document-level rules are left out.
_C4_PHRASES = (
    "javascript",
    "terms of use",
    "privacy policy",
    "cookie policy",
    "uses cookies",
    "use of cookies",
    "use cookies",
)
_C4_ENDS = (".", "!", "?", '"', "”")

# jusText (Pomikalek 2011, section 2.3): its defaults, for lines without link density.
_SHORT, _LONG = 70, 200
_STOPWORDS_LOW, _STOPWORDS_HIGH = 0.30, 0.32
_NEAR = 200


def _lines(text: str, keep: Callable[[str], bool]) -> str:
    return "\n".join(line for line in text.split("\n") if not line.strip() or keep(line.strip()))


def c4_phrases(text: str) -> str:
    """The phrase list of C4 alone: what a careful user takes from it."""
    return _lines(text, lambda line: not any(phrase in line.lower() for phrase in _C4_PHRASES))


def c4_lines(text: str) -> str:
    """C4's line rules in full: terminal punctuation, five words, and the phrases."""
    return _lines(
        c4_phrases(text), lambda line: line.endswith(_C4_ENDS) and not line.endswith("...") and len(line.split()) >= 5
    )


def justext_lines(text: str) -> str:
    """jusText's classes and its context-sensitive revision, each line a paragraph without links."""
    from justext import get_stoplist

    stoplist = get_stoplist("English")
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    kinds = [_kind(line, stoplist) for line in lines]
    kept = [i for i, kind in enumerate(_revised(kinds)) if kind == "good"]
    return "\n".join(lines[i] for i in kept)


def _kind(line: str, stoplist: frozenset[str]) -> str:
    words = re.findall(r"\w+", line.lower())
    density = sum(word in stoplist for word in words) / max(1, len(words))
    if "\xa9" in line:
        return "bad"
    if len(line) < _SHORT:
        return "short"
    if density >= _STOPWORDS_HIGH:
        return "good" if len(line) > _LONG else "neargood"
    return "neargood" if density >= _STOPWORDS_LOW else "bad"


def _revised(kinds: list[str]) -> list[str]:
    def neighbour(i: int, step: int, skip: tuple[str, ...]) -> str:
        i += step
        while 0 <= i < len(kinds) and kinds[i] in skip:
            i += step
        return kinds[i] if 0 <= i < len(kinds) else "bad"

    revised = list(kinds)
    for i, kind in enumerate(kinds):
        if kind == "short":
            around = {neighbour(i, -1, ("short",)), neighbour(i, 1, ("short",))}
            near = {neighbour(i, -1, ("short", "neargood")), neighbour(i, 1, ("short", "neargood"))}
            revised[i] = (
                "good" if around == {"good"} or (around == {"good", "neargood"} and near == {"good"}) else "bad"
            )
        elif kind == "neargood":
            near = {neighbour(i, -1, ("short", "neargood")), neighbour(i, 1, ("short", "neargood"))}
            revised[i] = "bad" if near == {"bad"} else "good"
    return revised


CLEANERS: dict[str, Callable[[str, str], str]] = {
    "C4 phrases": lambda text, _: c4_phrases(text),
    "C4 line rules": lambda text, _: c4_lines(text),
    "jusText classes": lambda text, _: justext_lines(text),
}
"""As ``measure`` takes cleaners: (text, key) to clean text."""
