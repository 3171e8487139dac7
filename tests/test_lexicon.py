"""Many words at once: what is found is what plain search finds."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleantext import lexicon
from cleantext.codes import code_points
from cleantext.lexicon import Lexicon, lexicon_arrays

LETTERS = st.text("ab\U0001f600", min_size=1, max_size=50)


def plain(words: list[str], text: str) -> list[tuple[int, int, int]]:
    """Each place of each word: by end, the longest first."""
    found = [
        (at + len(word), at, number)
        for number, word in enumerate(words)
        for at in range(len(text))
        if text.startswith(word, at)
    ]
    return [(number, start, end) for end, start, number in sorted(found)]


@given(st.lists(LETTERS, unique=True, max_size=12), st.lists(LETTERS, max_size=6).map("".join))
def test_it_agrees_with_plain_search(words: list[str], text: str) -> None:
    """Words of all sizes, inside each other, at the very end; characters beyond the first plane."""
    text += "".join(words)
    found = Lexicon(lexicon_arrays(words)).find(code_points(text))
    assert list(zip(*(column.tolist() for column in found), strict=True)) == plain(words, text)


def test_a_word_may_reach_from_one_block_into_the_next() -> None:
    """A text is walked in blocks; where they meet nothing is lost and nothing is found twice."""
    text = "x" * (lexicon._BLOCK - 3) + "across" + "x" * lexicon._BLOCK
    found = Lexicon(lexicon_arrays(["across", "ss", "x" * 60])).find(code_points(text))
    assert [found.starts[found.entries == word].tolist() for word in (0, 1)] == [
        [lexicon._BLOCK - 3],
        [lexicon._BLOCK + 1],
    ]
    assert np.count_nonzero(found.entries == 2) == len(text) - 6 - 2 * 59
