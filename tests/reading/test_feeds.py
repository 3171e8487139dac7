"""Feeds are read as their items."""

import pytest

from cleantext import clean, clean_html
from cleantext.reading.feeds import is_feed, items_of
from cleantext.reading.html import read_html

RSS = """<?xml version="1.0" encoding="iso-8859-1"?>
<!-- made by hand --><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Valley Post</title><link>https://example.org/</link><description>News</description>
<item><title>Ice &amp; snow</title><link>https://example.org/ice</link><guid>1</guid>
<description>&lt;p&gt;It froze &amp;amp; thawed.&lt;/p&gt;&lt;form&gt;Nothing.&lt;/form&gt;</description></item>
<item><description>Short.</description>
<content:encoded><![CDATA[<p>The <b>ferries</b> lie.</p>]]></content:encoded></item>
<item><title>Use &lt;b&gt;</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title><updated>2003-12-13</updated><entry><id>urn:1</id>
<title type="html">&lt;i&gt;Ice&lt;/i&gt;</title><summary>Short.</summary><content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml">It <em>froze</em>.</div></content></entry>
<entry><title>Sea</title><summary>a &lt; b</summary></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel><title>Post</title></channel><item><title>Ice</title><description>It froze.</description></item></rdf:RDF>"""


@pytest.mark.parametrize(
    ("feed", "lines"),
    [
        (RSS, ["Ice & snow", "It froze & thawed.", "Nothing.", "The ferries lie.", "Use <b>"]),
        (ATOM, ["Ice", "It froze.", "Sea", "a < b"]),
        (RDF, ["Ice", "It froze."]),
        ("<rss><channel><title>Post</title></channel></rss>", []),
        ("<rss><item><title>Cut&nbsp;o", ["Cut o"]),
    ],
)
def test_items_are_what_is_read(feed: str, lines: list[str]) -> None:
    assert is_feed(feed)
    assert read_html(items_of(feed)).lines == lines


def test_a_feed_is_cleaned_as_pages_are() -> None:
    """All of it, forms in an item or not; whoever asks for text or Markdown, and with or without saying what it is."""
    feed = RSS.replace("Use &lt;b&gt;", "Sea")
    lines = ["Ice & snow", "It froze & thawed.", "Nothing.", "The ferries lie.", "Sea"]
    assert clean(feed).splitlines() == clean_html(feed.encode("latin-1")).splitlines() == lines
    assert "\n\nThe **ferries** lie.\n\n## Sea" in clean_html(feed, format="markdown")


@pytest.mark.parametrize(
    "text",
    ["<?xml version='1.0'?><urlset><title>a</title></urlset>", "<p>About <rss> and <item>", "<rssx>", "", "<!--"],
)
def test_other_markup_is_no_feed(text: str) -> None:
    assert not is_feed(text)


@pytest.mark.parametrize(
    "feed",
    [
        "<rss>" + "<item>" * 50_000,
        "<rss><item><title>" + "<b>" * 5000 + "x",
        "<rss>\ud800\0\x01<item>",
        "<!DOCTYPE rss><rss><item><title>&a;&lt;",
        "<feed ",
    ],
)
def test_any_feed_is_read(feed: str) -> None:
    assert is_feed(feed)
    assert len(items_of(feed)) < 10 * len(feed) + 100
    clean_html(feed)


def test_what_only_begins_like_a_feed_is_seen_at_once() -> None:
    assert not is_feed("<!-- -->" * 10_000 + "<!--" * 10_000)
