"""Whole pages of many kinds: their content stays, what surrounds it goes."""

from pathlib import Path

PAGES = sorted((Path(__file__).parents[1] / "fixtures" / "pages").glob("*.html"))
FAILS = frozenset(
    (
        "changelog",
        "faq",
        "gallery",
        "notice-bare",
        "privacy",
        "privacy-bare",
        "product",
        "questions",
        "recipe",
        "report-ru",
    )
)


def test_content_stays(path: Path) -> None:
    """Every line of it, on pages of many kinds."""
    lost, _ = difference(path)
    assert not lost


def test_of_all_pages_little_is_lost_or_left() -> None:
    both = [difference(path) for path in PAGES]
    lost, left = ([line for one in part for line in one] for part in zip(*both, strict=True))
    assert len(lost) <= MOST_LOST_OF_ALL, lost
    assert len(left) <= MOST_LEFT_OF_ALL, left
