"""Markdown renders as the page read."""

import re
from html import escape, unescape
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cleantext.reading.html import read_html
from cleantext.reading.markdown import Markdown
from cleantext.reading.tags import AROUND, NUMBER

NESTED = np.uint64(sum(1 << AROUND.index(NUMBER[tag]) for tag in ("ul", "ol", "blockquote", "pre", "h3")))
RENDER = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render


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
        ("<dl><dt><b>See:</b><dd>12<dt><a href=//b.c>By?</a><dd>x</dl>", "**See:** 12\n\n[By?](https://b.c) x"),
        ("<p><b>Note:</b> thin <i>Dr.</i> ice<b>(s)</b>x", "**Note:** thin *Dr.* ice(s)x"),
        ("<p>__init__ a__b ~~c~~ ~5~", "\\_\\_init\\_\\_ a\\_\\_b \\~\\~c\\~\\~ \\~5\\~"),
        (
            "<table><tr><th rowspan=2>N<td>1<tr><td>2<tr><td colspan=2>3</table>",
            "| N | 1 |\n| --- | --- |\n|  | 2 |\n| 3 |  |",
        ),
        ("<ul><li>a<li><blockquote>b<p>c</blockquote><li>d</ul>", "- a\n- > b\n  >\n  > c\n- d"),
        ("<blockquote><ul><li>a<li>b</ul></blockquote>", "> - a\n> - b"),
        ("<p><a href='https://e.org/a\nb'>x</a> <a href='&#1;VBScript:y'>z</a>", "[x](https://e.org/ab) z"),
        ("<p>10<sup>6</sup> m<sup>-2</sup>, 14<sup>th</sup>", "10⁶ m⁻², 14th"),
        ("<p><b>&lt;</b><b>a></b> &amp;<i></i>#1<i></i>; ~<i></i>~a", "**\\<a>** \\&#1; \\~~a"),
        # What a line break cuts opens anew behind it.
        ("<p><code>*.o<br>__b__ <a href=x>c</a><br><b>d</b></code>", "`*.o`\\\n`__b__ c`\\\n`d`"),
        ("<p><b><i>b</i> <a href=//c.d>e<br>f</a></b> g", "*b* [e](https://c.d)\\\n**[f](https://c.d)** g"),
        ("<a href=//e.org><h3>a</h3><p>b</a> c", "### [a](https://e.org)\n\n[b](https://e.org)\n\nc"),
        ("<h2>One<br>#Two<br>#</h2><p>t", "## One #Two \\#\n\nt"),
        ("<h2><ul><li>a<li>b</ul></h2>", "- ## a\n\n- ## b"),
        # Emphasis where code is at its end, and where a mark shares the edge.
        ("<p><b><code>a</code></b>s <b><code>b</code></b> <i>c</i>\u200b<b>(d)</b>", "`a`s **`b`** *c*\u200b(d)"),
        ("<p><del>a</del> <s><b>b</b> c</s> <b><strike>d</strike></b> ~<s>e</s>", "~~a~~ ~~b c~~ ~~d~~ \\~e"),
        # Lists: in each other, alone in an item, numbered from another number than one.
        ("<ol><li>a<ol start=4><li>b<li>c</ol><li>d</ol>", "1. a\n\n   4. b\n   5. c\n2. d"),
        ("<ol start=95><li>a<ol start=146><li><p>b<p>c</ol></ol>", "95. a\n\n    146. b\n\n         c"),
        ("<ol><li>a<li><ul><li>b<li>c</ul><li>d</ol>", "1. a\n2. - b\n   - c\n3. d"),
        ("<ul><li>a</li><ul><li>b</ul><li>c</ul>", "- a\n  - b\n- c"),
        ("<ul><ul><li>a<li>b</ul></ul>", "- a\n- b"),
        ("<ol><li>a</ol><ol><li>b<li>c</ol><ol start=3><li>d</ol>", "1. a\n\n1) b\n2) c\n\n3) d"),
        ("<ol reversed><li>a<li>b</ol>", "2. a\n1) b"),
        ("<ol type=a><li>a<p>b<li><h3>c</h3><li><pre>d</pre></ol>", "- a. a\n\n  b\n- ### b. c\n\n- ```\n  d\n  ```"),
        ("<ol start=999999999><li>a<li>b</ol>", "999999999. a\n- 1000000000. b"),
        ("<ol><li style='list-style: none'>a<li>b<li>c</ol>", "- a\n\n2. b\n3. c"),
        ("<ol><div><li>a<div><ul><div><li>b</div></ul></div><li>c</div></ol>", "1. a\n   - b\n2. c"),
        # Quotes stay whole around code, and two of them are two.
        (
            "<blockquote><p>a<pre>b\n\nc</pre><ol start=126><li>d<p>e</ol></blockquote><blockquote>f</blockquote>",
            "> a\n>\n> ```\n> b\n>\n> c\n> ```\n>\n> 126. d\n>\n>      e\n\n> f",
        ),
        ("<pre class=wp-block-verse>a\n *<i>b</i>\n\nc</pre>", "a\\\n\\**b*\n\nc"),
        (
            "<ol><li><b>1.</b> a<li>[2] b<li>5.5 c<li><h3>4) d</h3></ol><ul><li>1. e</ul>",
            "1. a\n2. b\n3. 5.5 c\n4. ### d\n\n- 1\\. e",
        ),
        (
            "<ol><li><a href=//b.c>1.</a> a<li><a href=//b.c>2</a> b<li><a href=//b.c>3) c</a></ol>",
            "1. [1.](https://b.c) a\n2. [2](https://b.c) b\n3. [3) c](https://b.c)",
        ),
        # Tables: the first row is as wide as the widest, and a column in which no cell begins is none.
        ("<table><tr><th>a<tr><td>b<td>c</table>", "| a |  |\n| --- | --- |\n| b | c |"),
        ("<table><tr><th>a<th>b<tr><td colspan=99>c<tr>d</table>", "| a | b |\n| --- | --- |\n| c |  |\n| d |"),
        ("<table><thead><tr><th rowspan=2>a<th>b<tbody><tr><td>c<td>d</table>", "| a | b |\n| --- | --- |\n| c | d |"),
        # In a cell what stands below each other does so behind line breaks, items behind their markers.
        (
            "<table><tr><th><ol start=3><li>a<li><p>b<p><b>c</b></ol><th>d<br>e"
            "<tr><td><dl><dt>f<dd>g<dt>h<dd>i</table>",
            "| 3. a<br>4. b<br>**c** | d<br>e |\n| --- | --- |\n| f: g<br>h: i |",
        ),
        (
            "<table><tr><td><b>a<br>b</b> <code>c<br>d</code><td><br>e<div>f</div><p>"
            "<tr><td>x<ul><li><ul><li>g</ul><li></ul><td>y",
            "| **a b** `c d` | e<br>f |\n| --- | --- |\n| x<br>- g | y |",
        ),
        ("<pre><ol><li>a<li>b</ol></pre>", "```\na\nb\n```"),
        ("<pre><code><table><tr><td><td>a:<tr><td><td>  b</table></code></pre>", "```\na:\n  b\n```"),
        # Rules.
        ("<p>a<hr>b<ul><li>c<hr>d<li>e</ul><hr>", "a\n\n---\n\nb\n\n- c\n\n  ---\n\n  d\n- e"),
        ("<p>a \ufdd5b\ufdd6 \ufdd7\ufdd8 &#xd804;&#xd805; <s>c", "a \ufdd5b\ufdd6 \ufdd7\ufdd8 \ufffd\ufffd ~~c~~"),
        ("<p>a<ul><li><hr><li>b</ul><h2>c<hr>d</h2>", "a\n\n- b\n\n## c d"),
        (
            "<p>9<sup><a href=/n>1</a></sup> <q><b>no</b></q>, <math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>",
            "9[¹](https://example.org/n) “**no**”, 1/2",
        ),
        ("<h2>Ice<a href='#i'>¶</a></h2>", "## Ice"),
        ("<p>a<p>\u200b<p>b", "a\n\nb"),
        # Links and buttons that touch in the markup.
        ("<a href=//b.c>b</a><a href=//d.e>d</a> std:<a>f</a>", "[b](https://b.c) [d](https://d.e) std: f"),
        (
            "<i>Tags:<a href=//b.c>ice</a></i> <button>Yes</button><button>No</button>",
            "*Tags: [ice](https://b.c)* Yes No",
        ),
        ("<p>John 3:<a href=//b.c>16</a>, <code>a<a href=//b.c>B</a></code>", "John 3:[16](https://b.c), `aB`"),
    ],
)
def test_elements(html: str, expected: str) -> None:
    assert written(html, "https://example.org/") == expected


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ("<pre class='brush: js; gutter: false'>x</pre>", "js"),
        ("<pre class=syntaxhighlighter-pre data-syntaxhighlighter-params='brush: bash; theme: x'>x</pre>", "bash"),
        ("<pre class='lang:sh decode:true'>x</pre>", "sh"),
        ("<pre class='src src-c++'>x</pre>", "c++"),
        ("<pre class='sourceCode haskell'><code class='sourceCode haskell'>x</code></pre>", "haskell"),
        ("<pre><code class='hljs language-ts'>x</code></pre><pre>y</pre>", "ts"),
        ("<pre class=astro-code data-language=rust><code><span>x</span></code></pre>", "rust"),
        ("<div class='highlight highlight-source-shell notranslate'><pre><b>x</b> y</pre></div>", "shell"),
        (
            "<div class='language-ruby highlighter-rouge'><div class=highlight><pre class=highlight>x</pre></div>",
            "ruby",
        ),
        ("<figure class='highlight go'><table><tr><td><pre>1</pre><td><pre>x</pre></table></figure>", "go"),
        # What is no language, and classes of what holds more than the code.
        ("<pre class='highlight chroma code'>x</pre>", ""),
        ("<div class='highlight-default notranslate'><pre class=highlighted>x</pre></div>", ""),
        ("<div class=language-js><span>js</span><pre>let x</pre></div>", "js"),
        ("<pre><code class=lang-auto>x</code></pre>", ""),
        ("<div class=language-en><p>y y</p><pre>x</pre></div>", ""),
        ("<pre data-lang='```\n'>x</pre>", ""),
    ],
)
def test_code_has_its_language(html: str, language: str) -> None:
    assert re.findall("^```(.+)$", written(html), re.MULTILINE) == [language][: len(language)]


def test_lines_that_were_cut() -> None:
    html = "<h2>One</h2><p>Two <b>three</b>.<ul><li>four<li>five</ul>"
    assert Markdown(html).write([True, "Two.", "", "*five*"]) == "## One\n\nTwo.\n\n- \\*five\\*"
    assert Markdown("<p>a<hr><p>b<hr><p>c").write([True, "", True]) == "a\n\nc"


def test_lines_that_were_cut_keep_their_marker_once_and_their_row() -> None:
    html = "<ol><li>a<p>b<li>c x<li>d</ol><table><tr><th>e<th>f x<tr><td>g|x<td>h</table>"
    lines = ["", True, "2. c", "3.", "e\tf", "g|\th"]
    assert Markdown(html).write(lines) == "1. b\n2. c\n\n| e | f |\n| --- | --- |\n| g\\| | h |"


@pytest.mark.parametrize(
    "html",
    [
        "<table>" + "<tr><td rowspan=100 colspan=100>x<td>y" * 500 + "</table>",
        "<table>" + ("<tr>" + "<td rowspan=100>x" * 300 + "<tr><td>y" * 99) * 5 + "</table>",
        "<table><tr>" + "<td>x" * 3000 + "<tr><td>y" * 3000 + "</table>",
        "<table><tr><td colspan=" + "9" * 5000 + ">x<td>y<tr><td>x<td>y</table>",
        "<blockquote>" * 1500 + "<p>x" * 3000,
        "<ol><li>x" * 1500 + "<p>x" * 3000,
    ],
)
def test_markdown_grows_with_the_page(html: str) -> None:
    assert len(written(html)) < 10 * len(html)


def rendered(text: str) -> list[str]:
    return words(unescape(re.sub(r"<[^<>]*>", " ", re.sub(r"</?(?:strong|em|code|a|s)\b[^<>]*>", "", RENDER(text)))))


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parents[2] / "fixtures" / "pages").glob("*.html")), ids=lambda p: p.stem
)
def test_fixtures_render_as_they_read(path: Path) -> None:
    html = path.read_text("utf-8")
    ours = "".join(rendered(written(html)))
    assert ours.replace(":", "") == "".join(words(read_html(html).text)).replace(":", "")


TEXTS = st.text(st.sampled_from("ab *_`[]()<>#+-.=~|\\&;!1 \n:"), max_size=20)
MARKUP = ["p", "h2", "blockquote", "ol start=7><li", "b", "i", "s", "li", "a href=x", "code", "b><code", "del><i", "td"]
MARKUP += ["button", "i><a href=x"]


@given(st.lists(st.tuples(st.sampled_from(MARKUP), TEXTS), max_size=6))
@settings(max_examples=300, deadline=None)
def test_any_text_renders_as_it_read(pieces: list[tuple[str, str]]) -> None:
    html = "".join(f"<{around}>{escape(text).replace(chr(10), '<br>')}{closed(around)}" for around, text in pieces)
    page = read_html(html)
    assert rendered(written(html)) == words(page.text)


def closed(around: str) -> str:
    return "".join(f"</{tag.split()[0]}>" for tag in reversed(around.split("><")))


LEAVES = st.sampled_from(
    [
        "<p>one</p>",
        "<p>a <b>b<br>c</b></p>",
        "<p><code>a<br>b</code></p>",
        "<pre>a\n\n  b</pre>",
        "<h3>a b</h3>",
        "<hr>",
    ]
)
ITEMS = st.sampled_from(["one", "a <i>b</i> c", "a<br>b", ""])


def blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    item = st.builds("<li>{}{}</li>".format, ITEMS, st.just("") | inner)
    items = st.lists(item, min_size=1, max_size=3).map("".join)
    lists = st.builds(
        "<{0}>{2}</{1}>".format, st.sampled_from(["ol", "ol start=4", "ol start=99"]), st.just("ol"), items
    )
    quotes = st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"<blockquote>{''.join(parts)}</blockquote>")
    return lists | st.builds("<ul>{}</ul>".format, items) | quotes


@given(st.lists(st.recursive(LEAVES, blocks, max_leaves=8), min_size=1, max_size=4).map("".join))
@settings(max_examples=200, deadline=None)
def test_lists_quotes_and_code_render_as_they_nest(html: str) -> None:
    """What is rendered shows the same lines, with the same numbers, in the same quotes and lists."""
    page, again = read_html(html), read_html(RENDER(written(html)))
    assert again.shown == page.shown
    if page.signals is not None and again.signals is not None:
        assert np.array_equal(again.signals.around & NESTED, page.signals.around & NESTED)
