"""Lines that phrases cover from end to end."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.cover import covered, is_short_word

LONG = ("save", "share", "all cookies", "accept")
WORDS = {"ok": 1, "am": 2, "x": 3, "12h": 4}


def found(text: str) -> dict[tuple[int, int], int]:
    return {
        (at, at + len(phrase)): number
        for number, phrase in enumerate(LONG)
        for at in range(len(text))
        if text.startswith(phrase, at)
    }


def cover(text: str) -> list[str]:
    return [text[start:end] for (start, end), _ in covered(text, found(text), WORDS)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("save", ["save"]),
        ("saveshare 12", ["save", "share"]),
        ("ok", ["ok"]),
        ("» ok | save «", ["ok", "save"]),
        ("x ok am", ["x", "ok", "am"]),
        ("save 12h", ["save", "12h"]),
        ("okam", []),
        ("oksave", []),
        ("save the", []),
        ("the save", []),
        ("12", []),
        ("", []),
    ],
)
def test_line_of_phrases(text: str, parts: list[str]) -> None:
    """Glued or apart, with digits and signs between; short words only apart."""
    assert cover(text) == parts


@given(st.lists(st.sampled_from([*LONG, *WORDS, " ", "|", "a", "7"]), max_size=6).map("".join))
def test_nothing_is_overlooked(text: str) -> None:
    """The checks of the first and the last letter never turn down a line that can be covered."""
    spans = list(found(text))
    for word in WORDS:
        for at in range(len(text)):
            end = at + len(word)
            if text.startswith(word, at) and not (text[at - 1 : at].isalpha() or text[end : end + 1].isalpha()):
                spans.append((at, end))

    def covers(chosen: tuple[tuple[int, int], ...]) -> bool:
        edges = [0, *(edge for span in sorted(chosen) for edge in span), len(text)]
        gaps = zip(edges[::2], edges[1::2], strict=True)
        return all(start <= end and not any(c.isalpha() for c in text[start:end]) for start, end in gaps)

    possible = any(covers(chosen) for size in range(1, 7) for chosen in combinations(spans[:9], size))
    if len(spans) <= 9 and any(c.isalpha() for c in text):
        assert bool(cover(text)) is possible


def test_scripts_without_spaces_have_no_short_words() -> None:
    """Two Chinese characters are a word like any other."""
    assert is_short_word("ok")
    assert not is_short_word("分享")
