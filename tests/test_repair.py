"""Mending encoding damage, and nothing else."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.repair import repair


@pytest.mark.parametrize(
    ("damaged", "mended"),
    [("cafÃ©", "café"), ("L&amp;M", "L&M"), ("donâ€™t", "don’t"), ("\ud83d\ude00", "😀")],
)
def test_damage_is_mended(damaged: str, mended: str) -> None:
    """Mojibake, entities and split surrogate pairs are put right."""
    assert repair(damaged) == mended


@pytest.mark.parametrize(
    "text", ["“quotes” ‘kept’", "Ｗｉｄｅ", "ﬁne", "a\r\nb\rc\u2028d\x0ce", "\ufeffmark", "e\u0301"]
)
def test_what_is_not_damage_stays(text: str) -> None:
    """Quotes, widths, ligatures, line ends and the form of accents are the author's."""
    assert repair(text) == text


def test_one_line_does_not_change_how_another_is_mended() -> None:
    """A tag in one line must not stop entities from being mended in the next."""
    assert repair("a <b>\nL&amp;M") == "a <b>\nL&M"


@given(st.text(st.characters(codec=None), max_size=60))
def test_lines_stay_in_their_places(text: str) -> None:
    """The number of lines never changes, whatever an entity stands for."""
    assert [repair(text).count(end) for end in ("\n", "\r")] == [text.count("\n"), text.count("\r")]


def test_stacked_marks_take_no_time() -> None:
    """A hundred thousand alternating marks would take normalisation minutes."""
    start = time.process_time()
    text = "e" + "\u0301\u0323\u0302\u0331" * 250_000 + " cafÃ©"
    assert repair(text) == text
    assert time.process_time() - start < 10
