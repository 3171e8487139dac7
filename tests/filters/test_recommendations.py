"""Widgets: how sure a heading is decides what it may take, and where."""

import pytest

from cleantext import Pipeline
from cleantext.filters import RecommendationWidgets
from samples import PROSE

ARTICLE = (*PROSE, *PROSE[::-1])
HEADLINES = ("How a Ferry Found Its Way in Fog", "The Quay Is Rebuilt Stone by Stone", "A Lighthouse Gets a New Lamp")
GOODS = ("Net Needle No. 4", "Tar Brush", "Hemp Rope")


def clean(*lines: str) -> list[str]:
    return Pipeline([RecommendationWidgets()])("\n".join(lines)).text.rstrip("\n").split("\n")


@pytest.mark.parametrize("heading", ["Related Articles", "Our latest case studies", "Newsroom", "Featured products"])
def test_headlines_that_end_an_article_go(heading: str) -> None:
    """Under a sure heading and under a weak one."""
    assert clean(*ARTICLE, heading, *HEADLINES) == list(ARTICLE)


def test_one_widget_ends_where_the_next_begins() -> None:
    """Two closing widgets go, although each is weak."""
    assert clean(*ARTICLE, "Newsroom", *HEADLINES, "Our latest case studies", *HEADLINES[:2]) == list(ARTICLE)


@pytest.mark.parametrize("heading", ["Featured products", "Newsroom"])
def test_faint_heading_heads_no_goods(heading: str) -> None:
    """What is no headline is on offer; and between paragraphs the heading is the author's."""
    assert clean(*ARTICLE, heading, *GOODS) == [*ARTICLE, heading, *GOODS]
    assert clean(*ARTICLE, heading, *HEADLINES, *PROSE) == [*ARTICLE, heading, *HEADLINES, *PROSE]


def test_list_with_bullets_is_the_authors() -> None:
    """Under the name of a section, not under a heading that only widgets have."""
    bullets = [f"- {headline}" for headline in HEADLINES]
    assert clean(*ARTICLE, "Newsroom", *bullets) == [*ARTICLE, "Newsroom", *bullets]
    assert clean(*ARTICLE, "Related Articles", *bullets) == list(ARTICLE)


def test_weak_heading_needs_an_article_above_it() -> None:
    """On a page of lists it heads one more list."""
    page = ["Sale of the week", *GOODS, "Our latest case studies", *HEADLINES]
    assert clean(*page) == page
