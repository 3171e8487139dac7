"""Markdown renders as the page read."""

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cleantext.reading.html import read_html
from cleantext.reading.markdown import Markdown

RENDER = MarkdownIt("commonmark").enable("table").render


def written(html: str, url: str | None = None) -> str:
    return Markdown(html, url).write([True] * len(read_html(html).lines))


def words(text: str) -> list[str]:
    return text.split()


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h1>Ice</h1><p>One <b>two</b> <i>three</i>.", "# Ice\n\nOne **two** *three*."),
        ("<p>See <a href='/more (x)'>more</a>", "See [more](https://example.org/more%20%28x%29)"),
        ("<base href='/docs/ '><p>See <a href=more>more</a>", "See [more](https://example.org/docs/more)"),
        ("<base href=//b.org/><base href=/c/><p>See <a href=d>d</a>", "See [d](https://b.org/d)"),
        ("<p><a href='javascript:x()'>more</a> <a href='#top'>up</a>", "more up"),
        ("<p>*a* _b_ `c` [d](e) &lt;i&gt; &amp;amp;", "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\<i> \\&amp;"),
        ("<p>1. x<p># y<p>- z<p>> q<p>===", "1\\. x\n\n\\# y\n\n\\- z\n\n\\> q\n\n\\==="),
        ("<p><code>a `b`</code>", "`` a `b` ``"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n  - b\n- c"),
        ("<ol start=3><li>a<li>b<p>c</ol>", "3. a\n4. b\n\n   c"),
        ("<blockquote><p>a<p>b</blockquote>", "> a\n>\n> b"),
        ("<pre><code class=language-python>x\n  ```\ny</code></pre>", "````python\nx\n  ```\ny\n````"),
        ("<table><tr><th>a<th>b|c<tr><td><b>1</b><td></table>", "| a | b\\|c |\n| --- | --- |\n| **1** |  |"),
        ("<p>a<br>b<p>c", "a\\\nb\n\nc"),
        ("<dl><dt>Price<dd>12</dl>", "Price: 12"),
        ("<p><b>Note:</b> thin <i>Dr.</i> ice<b>(s)</b>x", "**Note:** thin *Dr.* ice(s)x"),
        ("<p>__init__ a__b ~~c~~ ~5~", "\\_\\_init\\_\\_ a\\_\\_b \\~\\~c\\~\\~ \\~5~"),
        (
            "<table><tr><th rowspan=2>N<td>1<tr><td>2<tr><td colspan=2>3</table>",
            "| N | 1 |\n| --- | --- |\n|  | 2 |\n| 3 |  |",
        ),
        ("<ul><li>a<li><blockquote>b<p>c</blockquote><li>d</ul>", "- a\n- > b\n  >\n  > c\n- d"),
        ("<blockquote><ul><li>a<li>b</ul></blockquote>", "> - a\n> - b"),
        ("<p><a href='https://e.org/a\nb'>x</a> <a href='&#1;VBScript:y'>z</a>", "[x](https://e.org/ab) z"),
        ("<p>10<sup>6</sup> m<sup>-2</sup>, 14<sup>th</sup>", "10⁶ m⁻², 14th"),
        (
            "<p>9<sup><a href=/n>1</a></sup> <q><b>no</b></q>, <math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>",
            "9[¹](https://example.org/n) “**no**”, 1/2",
        ),
        ("<h2>Ice<a href='#i'>¶</a></h2>", "## Ice"),
    ],
)
def test_elements(html: str, expected: str) -> None:
    assert written(html, "https://example.org/") == expected


def test_lines_that_were_cut() -> None:
    html = "<h2>One</h2><p>Two <b>three</b>.<ul><li>four<li>five</ul>"
    assert Markdown(html).write([True, "Two.", "", "*five*"]) == "## One\n\nTwo.\n\n- \\*five\\*"


def rendered(text: str) -> list[str]:
    return words(unescape(re.sub(r"<[^<>]*>", " ", re.sub(r"</?(?:strong|em|code|a)\b[^<>]*>", "", RENDER(text)))))


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parents[2] / "fixtures" / "pages").glob("*.html")), ids=lambda p: p.stem
)
def test_fixtures_render_as_they_read(path: Path) -> None:
    html = path.read_text("utf-8")
    ours = "".join(rendered(written(html)))
    assert ours.replace(":", "") == "".join(words(read_html(html).text)).replace(":", "")


TEXTS = st.text(st.sampled_from("ab *_`[]()<>#+-.=~|\\&;!1 \n:"), max_size=20)


@given(
    st.lists(
        st.tuples(st.sampled_from(["p", "h2", "blockquote", "b", "i", "li", "a href=x", "code"]), TEXTS), max_size=6
    )
)
@settings(max_examples=300, deadline=None)
def test_any_text_renders_as_it_read(pieces: list[tuple[str, str]]) -> None:
    html = "".join(
        f"<{tag}>{text.replace('&', '&amp;').replace('<', '&lt;')}</{tag.split()[0]}>" for tag, text in pieces
    )
    page = read_html(html)
    assert "".join(rendered(written(html))) == "".join(words(page.text))
