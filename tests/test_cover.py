"""Lines that phrases cover from end to end."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.cover import is_short_word
from cleantext.matching import Matcher
from cleantext.rulebook import Rule

LONG = ("save", "share", "all cookies", "accept")
WORDS = ("ok", "am", "x", "12h")
MATCHER = Matcher([Rule("r", "test", "en", "alone", "line", phrases=(*LONG, *WORDS))])


def cover(text: str) -> list[str]:
    """The phrases that cover ``text``, if any do."""
    return [text[hit.start : hit.end] for hit in MATCHER.read([text])]


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
    """The looks at letters that no phrase covers never turn down a line that can be covered."""
    spans = [(at, at + len(phrase)) for phrase in LONG for at in range(len(text)) if text.startswith(phrase, at)]
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
