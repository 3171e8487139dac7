"""What removed lines would leave behind goes too: line ends and blank lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext import Document, Pipeline, Removal
from cleantext.gaps import close_gaps


def line_removals(document: Document, *numbers: int) -> list[Removal]:
    return [Removal(document.lines[n].start, document.lines[n].end, "test", "rule", "seen") for n in numbers]


def cut_lines(text: str, *numbers: int) -> str:
    """``text`` without some of its lines, after the gaps are closed."""
    return Pipeline([lambda document: line_removals(document, *numbers)])(text).text


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        ("a\nX\nb", 1, "a\nb"),
        ("a\n\nX\n\nb", 2, "a\n\nb"),
        ("a\nX\n\nb", 1, "a\n\nb"),
        ("a\n\nX\nb", 2, "a\n\nb"),
        ("a\n\n\nX\n\nb", 3, "a\n\n\nb"),
        ("a\n\nX\n\n\nb", 2, "a\n\n\nb"),
        ("X\n\nb\n", 0, "b\n"),
        ("a\n\nX", 2, "a\n"),
        ("a\n\nX\n\n\n", 2, "a\n"),
        ("a\r\n\r\nX\r\n\r\nb", 2, "a\r\n\r\nb"),
        ("a\n \t\nX\n\nb", 2, "a\n \t\nb"),
        ("X", 0, ""),
    ],
)
def test_gap_of_a_removed_line_closes(text: str, number: int, expected: str) -> None:
    """Paragraphs stay as far apart as they were; the ends of a text have no gap."""
    assert cut_lines(text, number) == expected


def test_gap_elsewhere_stays() -> None:
    """Blank lines that touch nothing removed are the author's."""
    assert cut_lines("a\n\n\n\nb\nX\nc\n\n", 5) == "a\n\n\n\nb\nc\n\n"


def test_gaps_of_several_blocks() -> None:
    assert cut_lines("a\n\nX\n\nX\n\nb\nX\nc\n\nX", 2, 4, 7, 10) == "a\n\nb\nc\n"


def test_a_line_of_which_something_is_left_has_no_gap() -> None:
    document = Document("a\n\nlong X\n\nb")
    part = [Removal(8, 9, "test", "rule", "seen")]
    assert close_gaps(document, part) == part


def test_gaps_say_what_they_are() -> None:
    result = Pipeline([lambda document: line_removals(document, 1)])("a\nX\nb")
    assert [(r.rule, r.evidence) for r in result.by_filter()["gaps"]] == [
        ("gap", "line ends and blank lines around what was removed")
    ]


@given(st.lists(st.sampled_from(["X", "", " ", "a", "b"]), max_size=12), st.sampled_from(["\n", "\r\n", "\r"]))
def test_all_that_shows_stays_and_paragraphs_stay_apart(lines: list[str], end: str) -> None:
    text = end.join(lines)
    document = Document(text)
    gone = [number for number, line in enumerate(document.lines) if line.text == "X"]
    left = cut_lines(text, *gone)
    assert left.split() == [line for line in lines if line.strip() and line != "X"]
    if not gone:
        assert left == text
