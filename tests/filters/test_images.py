"""Alternative texts between paragraphs."""

import pytest

from cleantext.filters._alt_texts import score


@pytest.mark.parametrize(
    "text", ["Depression charity raises spirits after clinching award", "The Logo Design and Vector"]
)
def test_score_is_exact(text: str) -> None:
    """Hundredths add up to hundredths, in whatever order: a line at the threshold stays on its side."""
    assert score(text) == round(score(text), 2)
