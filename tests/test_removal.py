"""Removals, their union and the cut."""

import pytest

from cleantext import Document, Removal, Result


def test_overlapping_removals_are_united_and_all_kept_as_evidence() -> None:
    """Two filters may ask for the same words; both are heard, the words go once."""
    removals = (Removal(0, 4, "ads", "label"), Removal(2, 6, "share", "row"))
    result = Result(Document("abcdefgh"), removals)
    assert result.text == "gh"
    assert result.spans == ((0, 6),)
    assert result.by_filter() == {"ads": removals[:1], "share": removals[1:]}


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_impossible_span_is_refused(start: int, end: int) -> None:
    """A removal that is no span is a mistake of the filter and says so at once."""
    with pytest.raises(ValueError, match="not a span"):
        Removal(start, end, "ads", "label")


def test_spans_that_touch_are_one() -> None:
    result = Result(Document("abcdefgh"), (Removal(4, 6, "ads", "label"), Removal(1, 4, "share", "row")))
    assert result.spans == ((1, 6),)
