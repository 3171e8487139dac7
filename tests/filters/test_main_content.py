"""The main content as a filter: what it promises for any text."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleantext import Document
from cleantext.filters import MainContent
from cleantext.removal import Result

LINE_ENDS = st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\u2028", " ", "\t"])
PIECES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["Home", "|", "© 2024 Someone", "It rained for three days, and then it stopped.", "漢字。", "\ud800", "\u200b"]
    ),
)
TEXTS = st.lists(st.one_of(PIECES, LINE_ENDS), max_size=60).map("".join)


def cleaned(text: str, threshold: float | None = None) -> Result:
    document = Document(text)
    return Result(document, tuple(MainContent(threshold)(document)))


@settings(max_examples=100)
@given(TEXTS)
def test_never_raises_and_proposes_whole_lines(text: str) -> None:
    document = Document(text)
    spans = {(line.start, line.end) for line in document.lines}
    for removal in MainContent()(document):
        assert (removal.start, removal.end) in spans
        assert 0 <= removal.score <= 1
        assert removal.evidence


@settings(max_examples=60)
@given(TEXTS, st.floats(0, 1))
def test_something_visible_always_stays(text: str, threshold: float) -> None:
    visible = [line for line in Document(text).lines if any(char.isalnum() for char in line.text)]
    if visible:
        assert cleaned(text).text.strip()
        assert cleaned(text, threshold).text.strip()


@pytest.mark.parametrize("text", ["", "\n", "\r\n\r", " \t\u200b\n", "\ufeff"])
def test_nothing_visible_nothing_removed(text: str) -> None:
    assert cleaned(text).removals == ()


def test_a_single_line_stays() -> None:
    assert cleaned("Home | About | Contact").removals == ()


def test_extreme_input_is_no_trouble() -> None:
    for text in ("a" * 1_000_000, "\n" * 100_000, "a\n" * 20_000, "́" * 100_000, "|\n" * 1000, "a b " * 200_000):
        assert isinstance(cleaned(text).text, str)


def test_threshold_is_a_probability() -> None:
    for threshold in (1.5, float("nan"), "0.5"):
        with pytest.raises(ValueError, match="between 0 and 1"):
            MainContent(threshold=threshold)  # type: ignore[arg-type]


def test_a_higher_threshold_keeps_no_more() -> None:
    text = "Home\nNews\nIt rained for three days, and on the fourth day the bridge was gone.\nShare\n© 2024"
    kept = [len(cleaned(text, threshold).text) for threshold in (0.0, 0.3, 0.6, 0.9, 1.0)]
    assert kept == sorted(kept, reverse=True)
    assert cleaned(text, 0.0).removals == ()


def test_it_is_a_value() -> None:
    assert pickle.loads(pickle.dumps(MainContent(0.4))) == MainContent(0.4)
    assert repr(MainContent()) == "MainContent(threshold=None)"
