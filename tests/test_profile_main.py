"""``profile="main"``: the line model behind the public functions."""

from __future__ import annotations

import pytest

import cleantext

PAGE = """Home
News
Sport
Contact

The bridge that came back

It rained for three days, and on the fourth morning the old bridge was gone. Nobody had heard it fall.

The teacher was the first to see it. She stood at the edge of the road and counted the children on the other side.

For two weeks the baker sent his bread across on a rope. Then the carpenters came down from the mountain.

Privacy Policy
Terms of Use
© 2024 Valley Post. All rights reserved.
"""


def test_main_keeps_the_article_and_drops_the_rest() -> None:
    text = cleantext.clean(PAGE, profile="main")
    assert "It rained for three days" in text
    assert "the baker sent his bread" in text
    assert "Contact" not in text
    assert "Terms of Use" not in text
    assert not text.startswith("\n")


def test_every_removal_says_why() -> None:
    result = cleantext.explain(PAGE, profile="main")
    cut = result.by_filter()["main"]
    assert all(removal.evidence for removal in cut)
    assert result.text == cleantext.clean(PAGE, profile="main")


@pytest.mark.parametrize("text", ["", "\n", "One line.", "\ud800", "Home\nAbout"])
def test_main_never_empties_and_never_raises(text: str) -> None:
    assert bool(cleantext.clean(text, profile="main").strip()) == bool(text.strip())


HTML = """<html><head><title>The bridge</title></head><body><nav><a href=/>Home</a> <a href=/n>News</a></nav>
<div class="article-body"><h1>The bridge that came back</h1>
<p>It rained for three days, and on the fourth morning the old bridge was gone.</p>
<p>The teacher was the first to see it, and she counted the children on the other side.</p></div>
<footer><ul><li><a href=/imprint>Imprint</a><li><a href=/privacy>Privacy Policy</a><li>&copy; 2024 Valley Post</ul>
</footer></body></html>"""


def test_main_of_html_is_the_article_and_the_rest_is_explained() -> None:
    text = cleantext.clean_html(HTML, profile="main")
    assert text == cleantext.clean_html(HTML.encode(), profile="main") == cleantext.clean(HTML, profile="main")
    assert "It rained for three days" in text
    assert "Imprint" not in text
    result = cleantext.explain(HTML, profile="main", source="html")
    assert "Imprint" in result.document.text
    assert result.text == text


@pytest.mark.parametrize("html", ["", "<", "<p>", "<!doctype html>", "<p>\ud800</p>", "a < b"])
def test_main_of_odd_html_never_raises(html: str) -> None:
    assert isinstance(cleantext.clean_html(html, profile="main"), str)
