"""The second look: budgets, orphaned headings, gaps."""

import pytest

from cleantext import Document, Pipeline, Removal
from cleantext.revise import close_gaps, enforce_budget, take_orphaned_headings
from samples import PROSE


def line_removals(document: Document, *numbers: int, name: str = "test") -> list[Removal]:
    return [Removal(document.lines[n].start, document.lines[n].end, name, "rule", "seen") for n in numbers]


def cut_lines(text: str, *numbers: int) -> str:
    """``text`` without some of its lines, after the gaps are closed."""
    document = Document(text)
    return Pipeline([lambda d: line_removals(d, *numbers) if d is document else []], (close_gaps,))(document).text


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        ("a\nX\nb", 1, "a\nb"),
        ("a\n\nX\n\nb", 2, "a\n\nb"),
        ("a\nX\n\nb", 1, "a\n\nb"),
        ("a\n\nX\nb", 2, "a\n\nb"),
        ("a\n\n\nX\n\nb", 3, "a\n\n\nb"),
        ("X\n\nb\n", 0, "b\n"),
        ("a\n\nX", 2, "a\n"),
        ("a\n\nX\n\n\n", 2, "a\n"),
        ("a\r\n\r\nX\r\n\r\nb", 2, "a\r\n\r\nb"),
        ("X", 0, ""),
    ],
)
def test_gap_of_a_removed_line_closes(text: str, number: int, expected: str) -> None:
    """Paragraphs stay as far apart as they were; the ends of a text have no gap."""
    assert cut_lines(text, number) == expected


def test_gap_elsewhere_stays() -> None:
    """Blank lines that touch nothing removed are the author's."""
    assert cut_lines("a\n\n\n\nb\nX\nc\n\n", 5) == "a\n\n\n\nb\nc\n\n"


def test_filter_over_its_budget_is_not_heard() -> None:
    """A filter that asks for most of a document gets none of it, and the result says so."""
    text = "\n".join(PROSE * 3)

    def greedy(document: Document) -> list[Removal]:
        return line_removals(document, *range(len(document.lines) - 1), name="greedy")

    def modest(document: Document) -> list[Removal]:
        return line_removals(document, 2, name="modest") if len(document.lines) > 8 else []

    result = Pipeline([greedy, modest])(text)
    assert result.text == "\n".join([*PROSE[:2], *PROSE, *PROSE])
    assert {removal.filter for removal in result.withheld} == {"greedy"}


def test_budget_counts_no_labels() -> None:
    """A text that is nothing but a button may become empty."""
    document = Document("Advertisement")
    removals = line_removals(document, 0)
    assert enforce_budget(document, removals) == removals


def test_heading_of_what_went_goes() -> None:
    """A last heading with nothing left below it is taken along."""
    text = "\n\n".join([*PROSE, "Our sponsors", "one", "two"])
    document = Document(text)
    revised = take_orphaned_headings(document, line_removals(document, 8, 10))
    assert [document.text[r.start : r.end] for r in revised if r.rule == "orphaned-heading"] == ["Our sponsors"]


def test_last_line_of_a_poem_is_no_heading() -> None:
    """Verse has no full stops; without paragraphs around, a short last line stays."""
    document = Document("The sea is calm\nThe tide is full\n\nand nobody is here\n\none\ntwo")
    removals = line_removals(document, 5, 6)
    assert take_orphaned_headings(document, removals) == removals
