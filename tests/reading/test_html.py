"""The reader: lines of pages, rows, definitions, what is not shown, and nothing lost on hostile pages."""

import pickle
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleantext.judge.lines import Lines, lines_of
from cleantext.reading.html import HtmlPage, read_html
from cleantext.reading.marks import COLUMNS, with_markup

FIRST, LAST = "<p>first words here</p>", "<p>last words here</p>"


def lines(html: str) -> list[str]:
    return read_html(html).lines


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<div>a<b>b</b><p>c<br>d</p><a>e</a><a>f</a>", ["ab", "c", "d", "e f"]),
        ("the <a href=x>bridge</a>s", ["the bridges"]),
        ("Tags:<a>Ice</a>", ["Tags: Ice"]),
        ("read<a>More</a>", ["read More"]),
        ("Sure: <button>Yes</button><button>No</button>", ["Sure: Yes No"]),
        ("(<a>see</a>)", ["(see)"]),
        ("<code>std:<a>b</a>, a<a>B</a><a>c</a></code> std::<a>b</a>", ["std:b, aBc std::b"]),
        ("John 3:<a>16</a>, 10:<a>30</a>, [5,<a>6</a>], in:<a>2020</a>", ["John 3:16, 10:30, [5,6], in: 2020"]),
        ("<a>C</a><sub>8</sub><a>H</a><sub>10</sub>", ["C8H10"]),
        ("a  \n\t b&nbsp;c", ["a b c"]),
        ("<table><tr><th><th>Mon<tr><td>Open<td>9 <p>to <b>5</b></table>x", ["Mon", "Open\t9 to 5", "x"]),
        ("<table><tr><td>a<td><td>c<tr><td>d<td>e<td>f</table>", ["a\t\tc", "d\te\tf"]),
        ("<table><tr><td><h2>Menu</h2><td><p>One.<p>Two.<tr><td>x<td>y</table>", ["Menu", "One.", "Two.", "x", "y"]),
        (
            "<table><tr><td>a<td>b<tr><td><table><tr><td>c<td>d<tr><td>e<td>f</table><td>g</table>",
            ["a", "b", "c\td", "e\tf", "g"],
        ),
        ("<dl><dt>Price<dd>12 €<dt>Long<dd><p>One.<p>Two.</dl>", ["Price\t12 €", "Long", "One.", "Two."]),
        ("a<script>x</script><style>y</style><template>z</template><iframe>i</iframe>b", ["ab"]),
        ("<select><option>Red<option selected>Blue</select>", ["Blue"]),
        ("<select multiple><option>Red<option>Blue</select>", ["Red", "Blue"]),
        ("<svg><title>t</title><text>drawn <tspan>words</tspan></text><path/></svg>", ["drawn words"]),
        ("<object data=x.swf>no</object><object>yes</object>", ["yes"]),
        ("<p>Let <math><mi>x</mi><annotation>tex</annotation></math> be", ["Let x be"]),
        ("<pre>a\n  b<br>c</pre>", ["a b c"]),
        ("<head><my-element>odd</my-element></head>", ["odd"]),
        # Elements that HTML does not know: beside text, and apart.
        ("We <g-emoji>🎉</g-emoji> it.<p><x-a>Yes</x-a>, no<p>a<x-b><p>b</x-b>", ["We 🎉 it.", "Yes, no", "a", "b"]),
        ("<x-app><x-a>Menu</x-a> <x-b>Log in</x-b><p>Text<x-c> </x-c></x-app>", ["Menu", "Log in", "Text"]),
        ("In <st1:city><st1:place>Paris</st1:place></st1:city><o:p></o:p> it", ["In Paris it"]),
        ("So <mjx-container><mjx-math></mjx-math><math><mi>a</mi></math></mjx-container>.", ["So a."]),
        (
            "<h2>Tides</h3>High at noon.<H3 id=x>Moon <i>and</i></h2 >New.<h4>Sun</h4>",
            [
                "Tides",
                "High at noon.",
                "Moon and",
                "New.",
                "Sun",
            ],
        ),
        ("Built in 1990<sup><a href='#n1'>1</a></sup>, 12<sup>3,4</sup>", ["Built in 1990¹, 12³,⁴"]),
        (
            "In 1990<a class=footnote-anchor href='#f1'>1</a>, ice<i>s</i><a role=doc-noteref href='#f2'>2</a> "
            "[<a class=noteref href='#f3'>3</a>], see <a href='#c4'>4</a><p><a class=footnote href='#r1'>1</a> x",
            ["In 1990¹, ices² [3], see 4", "1 x"],
        ),
        (
            "ice<span class=ltx_note><sup class=ltx_note_mark>1</sup><span class=ltx_note_outer><span>"
            "<sup class=ltx_note_mark>1</sup><span class='ltx_tag ltx_tag_note'>1</span>Of <i>1990</i>."
            "</span></span></span> is",
            ["ice¹ (Of 1990.) is"],
        ),
        ("2<sup>[<a>1</a>]</sup> 3<sup><a><span>[</span>1<span>]</span></a></sup>", ["2[1] 3[1]"]),
        (
            "2<sup>n</sup>, 2<sup><i>n</i></sup>, x<sup>-n+1</sup>, 2<sup>0.5</sup>, 8<sup>1/3</sup>",
            ["2ⁿ, 2ⁿ, x⁻ⁿ⁺¹, 2^(0.5), 8^(1/3)"],
        ),
        (
            "e<sup>−<i>x</i>/2</sup>, a<sup>m+n</sup>, 2<sup>1/</sup>3, x<sup>n/a b</sup>, y<sup>[1/2]</sup>",
            ["e^(−x/2), a^(m+n), 21/3, xn/a b, y[1/2]"],
        ),
        ("<sup>1/2</sup> or 2 <sup>1/2</sup> cups, <i>x</i><sup>1/2</sup>", ["1/2 or 2 1/2 cups, x^(1/2)"]),
        ("14<sup>th</sup> 5<sup>e</sup> $2<sup>.99</sup> <sup>1.</sup> X<sup>TM</sup>", ["14th 5e $2.99 1. X™"]),
        ("H<sub>2</sub>O, 1010<sub>2</sub>, log<sub>2</sub>8, 1<sup>1</sup>/<sub>2</sub>", ["H2O, 1010₂, log₂8, 1¹/₂"]),
        ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math> m", ["1/2 m"]),
        ("<math><mn>3</mn><mfrac><mn>1</mn><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow></mfrac></math>", ["3 1/(a+b)"]),
        (
            "<math><msup><mn>10</mn><mn>6</mn></msup><msup><mi>x</mi><mrow><mi>n</mi><mo>+</mo><mn>1</mn></mrow></msup>"
            "<msup><mi>f</mi><mo>′</mo></msup><msup><mi>A</mi><mi>T</mi></msup>"
            "<msup><mi>y</mi><mrow>\n<mn>2</mn>\n</mrow></msup></math>",
            ["10⁶x^(n+1)f′A^Ty²"],
        ),
        (
            "<math><munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>"
            "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup><mo>+</mo><msub><mi>y</mi><mn>1</mn></msub></math>",
            ["∑_(i=1)ⁿx_i²+y₁"],
        ),
        (
            "<p>Of <math><mmultiscripts><mi>C</mi><mprescripts/><mn>6</mn><mn>14</mn></mmultiscripts></math>, "
            "<math><mmultiscripts><mi>x</mi><none/><mn>2</mn></mmultiscripts><mphantom><mi>y</mi></mphantom></math> is",
            ["Of ¹⁴₆C, x² is"],
        ),
        ("<math><mroot><mn>8</mn><mn>3</mn></mroot><msqrt><mn>2</mn><mi>x</mi></msqrt></math>", ["³√8√(2x)"]),
        (
            "<p><span class=katex><span class=katex-mathml><math><mi>E</mi></math></span>"
            "<span class=katex-html aria-hidden=true><span>E</span></span></span> is <span aria-hidden=true>it</span>",
            ["E is it"],
        ),
        (
            "<p>So <span class=MathJax><nobr aria-hidden=true>E</nobr><span><math><mi>E</mi></math></span></span>"
            "<script type='math/tex'>E</script> <span class=MathJax_Preview></span>"
            "<script type='math/tex'>x_1</script>.",
            ["So E $x_1$."],
        ),
        (
            "<ruby>東京<rt>とうきょう</rt></ruby>に<ruby>行<rp>（</rp><rt>い</rt><rp>）</rp></ruby>く",
            ["東京(とうきょう)に行（い）く"],
        ),
        ("<ruby><rb>東</rb><rb>京</rb><rtc><rt>とう</rt></rtc></ruby>です", ["東京(とう)です"]),
        (
            "Let <math><mtable><mtr><mtd>1</mtd><mtd>2</mtd></mtr><mtr><mtd>a</mtd></mtr></mtable></math>.",
            ["Let 1 2; a."],
        ),
        (
            "Yes<img class='wp-smiley' alt=':)'> or <img class=emoji alt=🙂>, <img class=latex alt=x_1> <img alt=A>",
            ["Yes:) or 🙂, x_1"],
        ),
        (
            "Cold.<a href='#r1'>↩&#xfe0e;</a><p><b><a href='#r2'>^</a></b> Ada<p><a href='/'>↑</a>",
            ["Cold.", "Ada", "↑"],
        ),
        (
            "<ol><li>Cold <a href='#r1' data-footnote-backref>↩</a> <a href='#r1-2' data-footnote-backref>↩<sup>2</sup>"
            "</a><li><span class=mw-cite-backlink>^ <a href='#c'><sup>a</sup></a></span> Ice<li><a href='#r'>a</a>",
            ["Cold", "Ice", "a"],
        ),
        ("He said <q>no <q>no</q></q>, “<q>a</q>”, <q>“b”</q>.", ["He said “no “no””, “a”, “b”."]),
        (
            "<h2>Ice<a href='#i'>¶</a></h2><h2><a href='#j'> # </a>Sea</h2><p>See <a href='#k'>§ 3</a>, <a>C#</a>.",
            ["Ice", "Sea", "See § 3, C#."],
        ),
        (
            "It is<a epub:type=noteref href='#n1'>1</a> <img alt='$x$'> or <img alt='\\begin{a}'> <img alt='$5 off'>"
            "<img alt='$5 to $9'>",
            ["It is¹ $x$ or \\begin{a}"],
        ),
        (
            "Is<label></label><span class=sidenote>A <i>note</i>.</span> it, wa<span class=pagenum>[Pg 5]</span>ter",
            ["Is (A note.) it, water"],
        ),
        ("Ice<span class=marginnote><img></span>s <span class=sidenote><p>Sea</p></span>", ["Ices", "Sea"]),
        (
            "Now <span class=a-offscreen>$1.99</span><span aria-hidden=true><span>$</span>1<i>.</i>99</span>."
            "<p><span aria-hidden=true>Ada L.</span><span class=sr-only>Ada L.</span>"
            "<p><b>a</b><span aria-hidden=true>b</span><span aria-hidden=true>c</span>",
            ["Now $1.99.", "Ada L.", "abc"],
        ),
        (
            "<span>10<span class=sr-only> minutes</span></span> <span aria-hidden=true>mins</span>, "
            "<span>3<span class=sr-only> votes</span></span> <span aria-hidden=true>12</span>"
            "<ul><li><label><span class=sr-only>▢ </span></label>2 eggs <label><b>x</b><span>▢</span></label></ul>",
            ["10 minutes , 3 votes 12", "2 eggs x▢"],
        ),
        (
            "<span aria-hidden=true>★</span><span aria-hidden=true>★</span> <b>2</b> + <span aria-hidden=true>2</span> "
            "<b>a<span class=sr-only>b</span></b> <span aria-hidden=true>bears</span>",
            ["★★ 2 + 2 ab bears"],
        ),
        ("<blockquote><cite>bob wrote:</cite>Is it?<p><cite>Ice</cite>s", ["bob wrote: Is it?", "Ices"]),
        (
            "1.<cite>Ada</cite>, [2]<a>Ice</a>, 3.<a>A</a>, 4.<a>5</a>, Node.<a>Js</a>, f(x)<a>Sea</a>",
            ["1. Ada, [2] Ice, 3.A, 4.5, Node.Js, f(x)Sea"],
        ),
        ("<a>Fig 2</a>A), <a>Fig 3</a>B–C, <a>3</a>D ice, <a>1990</a>The", ["Fig 2A), Fig 3B–C, 3D ice, 1990 The"]),
        ("<h2>History<span class=mw-editsection>[<a href=/e>edit</a>]</span></h2>", ["History"]),
        (
            "<table><tr><td class=linenos><div><pre>8\n9</pre></div><td><div><pre>a\nb</pre></div></table>",
            ["a b"],
        ),
        ("<table><tr><td><pre>8\n9</pre><td>a</table>", ["8 9", "a"]),
        (
            "<ul><li><input type=checkbox checked disabled>Ice<li><p><input type=checkbox disabled> Sea</p>"
            "<li><input type=checkbox checked> Agree</ul><p><input type=checkbox disabled>",
            ["☑ Ice", "☐ Sea", "Agree"],
        ),
        (
            "<ul class=task-list><li><label><input type=checkbox checked>Ice</label><li><input type=checkbox>Sea</ul>"
            "<ul><li><div class='checkbox checkbox-on'></div> Sun<li><div class='checkbox checkbox-off'></div>Fog</ul>",
            ["☑ Ice", "☐ Sea", "☑ Sun", "☐ Fog"],
        ),
        (
            "<pre><code><span class=line><span class=ln>1</span>a</span>\n<span class=linenos>2 </span>b"
            "<span class='c linenumber'>3</span><b>c</b> <span class=mi>4</span> <span class=lineno>d</span>"
            "</code><button>Copy</button></pre><span class=ln>5</span><div class=line-numbers-wrapper>"
            "<span class=line-number>6</span><br></div>",
            ["a bc 4 d", "5"],
        ),
        # A line of characters without width shows nothing.
        ("a<p><b>\u200b</b></p><p>\u200b b\u200bc<p>&shy;&#xfeff;", ["a", "\u200b b\u200bc"]),
        (
            "<p>\u200b<p>&#847;&zwnj; &nbsp;&zwj;<p>\u0645\u06cc\u200c\u0631\u0648\u0645",
            ["\u0645\u06cc\u200c\u0631\u0648\u0645"],
        ),
        ("", []),
        ("<p> &nbsp;", []),
        ("x", ["x"]),
    ],
)
def test_lines(html: str, expected: list[str]) -> None:
    assert lines(html) == expected


def test_lists_show_numbers_and_bullets_and_code_its_lines() -> None:
    page = read_html(
        "<ol start=3><li>a<li value=9>b<ul><li><p>c<p>d</ul><li>e</ol><ol reversed type=I><li>f<li>g</ol>"
        "<pre>\n\n  def f():\n    return 1<br>x<div>y</div>\n</pre>"
    )
    assert page.shown[:8] == ["3. a", "9. b", "- c", "d", "10. e", "II. f", "I. g", "  def f():\n    return 1\nx\ny"]
    assert page.lines[:3] == ["a", "b", "c"]


def test_code_breaks_where_browsers_break_it() -> None:
    """A line break at the end of a block ends no line more."""
    page = read_html("<pre><div>a<br></div><div>b</div><div><br></div><p>c</p><br>d</pre>")
    assert page.shown == ["a\nb\n\nc\n\nd"]


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p style='white-space: pre-line'>a\n b <b>c\nd</b>\ne</p>f\ng", ["a", "b c", "d", "e", "f g"]),
        (
            "<div style='color:red;white-space:pre-wrap'>\na\r\n\n  <i>b</i>\n<span>c</span><pre>d\ne</pre>"
            "<p style='white-space:normal'>f\ng</div>",
            ["a", "b", "c", "d\ne", "f g"],
        ),
        ("<table><tr><td style='white-space:pre-line'>a\nb<td>c<tr><td>d<td>e</table>", ["a b\tc", "d\te"]),
        # Code.
        ("<div style='white-space:pre'><div>a:</div><div>  b\nc</div></div>", ["a:\n  b\nc"]),
        (
            "<p>x <code style='white-space:pre'>a b</code><p><code style='white-space:pre-wrap'>a\n b",
            ["x a b", "a\n b"],
        ),
        ("<div style='font-family:monospace; white-space:pre-wrap'>a\n  b</div>", ["a\n  b"]),
        ("<div style='white-space:pre'><h2>a\nb</h2>c\nd</div>", ["a", "b", "c", "d"]),
        # Other values, and what has no line break.
        ("<p style='white-space:nowrap'>a\nb<p style='white-space: preface'>a\nb", ["a b", "a b"]),
        ("<p>a<span style='white-space:pre'>\t</span>b", ["a b"]),
    ],
)
def test_line_breaks_that_a_style_keeps(html: str, shown: list[str]) -> None:
    assert read_html(html).shown == shown


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<pre class=wp-block-verse>\n a\n  b<br>c\n\n<i>d</i></pre>e\nf", ["a", "b", "c", "d", "e f"]),
        ("<pre class='x poem'>a\nb</pre><div class=verseblock><pre>c\nd</pre></div>", ["a", "b", "c", "d"]),
        ("<pre class=universe>a\n b</pre><p class=verse>c\nd</p><pre>verse\n e</pre>", ["a\n b", "c d", "verse\n e"]),
    ],
)
def test_verse_is_no_code(html: str, shown: list[str]) -> None:
    assert read_html(html).shown == shown


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<table><tr><td>a<td>b<tr><td>c<td>d<caption>e <b>f</b></caption></table>g", ["e f", "a\tb", "c\td", "g"]),
        (
            "<table><tr><td>a</td><td>b</td></tr><caption>e</caption><tr><td>c</td><td>d</td></tr></table>",
            ["e", "a\tb", "c\td"],
        ),
        ("<table><tr><td>a<caption>b</caption>c</table><caption>d</caption>", ["b", "a", "c", "d"]),
        (
            "<table><tr><td>x<td><table><caption>a</caption><tr><td>b</table><tr><td>c</table>",
            ["x", "a", "b", "c"],
        ),
    ],
)
def test_captions_stand_above_their_tables(html: str, expected: list[str]) -> None:
    assert lines(html) == expected


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<div><a class=footnote-number>1</a><div> <p>a <b>b</b></p><p>c</div></div>", ["1 a b", "c"]),
        ("<div><sup><a class=footnum>2</a></sup> <div><p>a</div></div>", ["² a"]),
        ("<aside><span>[<a role=doc-backlink>3</a>]</span><p>a</p></aside>", ["[3] a"]),
        (
            "<ul><li style='list-style:none'> <span class='ltx_tag ltx_tag_item'>(i)</span> <div><p>a</p></div>"
            "<li><span class='ltx_tag ltx_tag_item'>•</span> <div><p>b</p></div></ul>",
            ["- (i) a", "- b"],
        ),
        # What is no label, and what stands in a line already.
        ("<div>x <a role=doc-backlink>1</a><p>a</div>", ["x 1", "a"]),
        ("<div><p>x</p><a role=doc-backlink>1</a><p>a</div>", ["x", "1", "a"]),
        ("<div><a role=doc-backlink>1</a> x<p>a</div><p><a role=doc-backlink>2</a> b", ["1 x", "a", "2 b"]),
        ("<div><a>1</a><p>a</div><div><a role=doc-backlink>2</a><h2>b</h2></div>", ["1", "a", "2", "b"]),
    ],
)
def test_labels_stand_in_the_line_that_they_label(html: str, shown: list[str]) -> None:
    assert read_html(html).shown == shown


SHADOW = "<template shadowrootmode=open>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            f"<x-a>b <b>c</b>{SHADOW}<style>s</style><h2><slot name=t>no</slot></h2><p>a <slot></slot>.</template>"
            "<i slot=t>T</i> d</x-a>e",
            ["T", "a b c d.", "e"],
        ),
        (f"<div>{SHADOW}<p>a<slot name=t> b</slot></template></div>", ["a b"]),
        (f"<div>{SHADOW}<p>a</template>out of sight</div>", ["a"]),
        (f"<x-a>{SHADOW}<x-b>{SHADOW}<p>(<slot></slot>)</template><slot>no</slot></x-b></template>a</x-a>", ["(a)"]),
        (f"<div>{SHADOW}<p>a</template>{SHADOW}<p>b</template></div>", ["a"]),
        ("<div><template shadowrootmode=no><p>a</template>b<template>c</template></div>", ["b"]),
    ],
)
def test_shadow_trees_stand_in_their_hosts(html: str, expected: list[str]) -> None:
    assert lines(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        # SyntaxHighlighter, and its second version.
        "<table><tr><td class=gutter><div class='line number1'>1</div><div class=line>2</div><td class=code>"
        "<div class=container><div class=line><code>a</code></div><div class=line><code>&nbsp;</code>b</div></div>"
        "</table>",
        "<div class=dp-highlighter><ol start=1 class=dp-j><li class=alt><span>a</span><li><span> b</span></ol></div>",
        # Crayon.
        "<div class=crayon-plain-wrap><textarea class=crayon-plain>a\n b</textarea></div>"
        "<div class=crayon-main><table><tr>"
        "<td class='crayon-nums '><div class=crayon-num>1</div><div class=crayon-num>2</div><td class=crayon-code>"
        "<div class=crayon-pre><div class=crayon-line>a</div><div class=crayon-line> b</div></div></table></div>",
        # GeSHi.
        "<div style='font-family:monospace'><ol><li><div style='font: 1em monospace'>a</div>"
        "<li><div style='font: 1em monospace'><b>&nbsp;b</b></div></ol></div>",
        "<div class=php><ol><li class=li1><div class=de1>a</div><li class=li2><div class=de2> b</div></ol></div>",
        "<table><tr><td class=ln><pre>1\n2</pre><td class=de1><pre>a\n b</pre></table>",
        "<pre><span class=linenr>1: </span>a\n<span class=linenr>2: </span> b</pre>",
        # GitHub and phpBB.
        "<dl class=codebox><dt></dt><dd><code>a<br>&nbsp;b</code></dd></dl>",
        "<table class=highlight><tbody><tr><td class=blob-num><td class='blob-code js'>a"
        "<tr><td class=blob-num><td class='blob-code js'> b</table>",
    ],
)
def test_lines_of_highlighters_are_one_block_of_code(html: str) -> None:
    assert read_html(f"<p>x</p>{html}<p>y</p>").shown == ["x", "a\n b", "y"]


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("list-style-type:lower-alpha", ["a. x", "b. y"]),
        ("margin: 0; LIST-STYLE: Upper-Roman inside", ["I. x", "II. y"]),
        ("list-style: none", ["- x", "- y"]),
        ("list-style-type: decimal", ["1. x", "2. y"]),
        ("list-style-image: none; display: block", ["1. x", "2. y"]),
    ],
)
def test_lists_number_by_their_style(style: str, shown: list[str]) -> None:
    assert read_html(f"<ol style='{style}'><li>x<li>y</ol>").shown == shown


def test_items_have_their_own_numbers_and_bullets() -> None:
    page = read_html(
        "<ol type=a><li style='display:none'>x<li style='list-style: none'><span>(b)</span> y<li>z</ol>"
        "<ul><li><span> •</span> x<li>5 <span>•</span> y<li><span>-</span></ul>"
    )
    assert page.shown == ["a. x", "- (b) y", "c. z", "- x", "- 5 • y", "- -"]


def test_items_say_their_number_once() -> None:
    page = read_html(
        "<ol><li><span>1.</span><b>A</b> x<li>[2] b<li>(3) <p>c</p><li>5. d<li>5.5 e<li>6.<li>7 f</ol>"
        "<ul><li>1. g</ul><ol start=1990><li>1990) h</ol><ol><li>1.–3. May<li>(2. i) j<li>3.) k<li>[4]: l</ol>"
    )
    shown = ["1. A x", "2. b", "3. (3)", "c", "4. 5. d", "5. 5.5 e", "6. 6.", "7. 7 f", "- 1. g", "1990. h"]
    shown += ["1. 1.–3. May", "2. (2. i) j", "3. 3.) k", "4. [4]: l"]
    assert page.shown == shown
    assert page.lines[:2] == ["1.A x", "[2] b"]


def test_old_lists_have_bullets() -> None:
    assert read_html("<dir><li>a</dir><menu><li>b</menu>").shown == ["- a", "- b"]


def test_items_stand_in_other_elements_of_their_list() -> None:
    page = read_html("<ol><div><li>a<div><ul><x-y><li>b</x-y></ul></div></div><a><li>c</a></ol><li>d")
    assert page.shown == ["1. a", "- b", "2. c", "d"]


def test_rows_stand_in_their_columns() -> None:
    """Empty cells in front of a row are shown, and not judged."""
    page = read_html(
        "<table><tr><th><th>Mon<th>Tue<tr><td>9h<td><td>Maths<tr><td><td><td>Art<tr><td><td><ul><li>b</ul></table>a"
    )
    assert page.shown == ["\tMon\tTue", "9h\t\tMaths", "\t\tArt", "\t- b", "a"]
    assert page.lines[:3] == ["Mon\tTue", "9h\t\tMaths", "Art"]
    assert read_html("<table><tr><td><td>a<td><p>b<p>c</table><dl><dt>a<dd>b</dl>").shown == ["a", "b", "c", "a\tb"]


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<tr><th rowspan=2>a<td>b<td>c<tr><td>d<td>e<tr><td>f<td>g<td>h", ["a\tb\tc", "\td\te", "f\tg\th"]),
        ("<tr><th>a<th colspan=2>b<th>c<tr><td>d<td>e<td>f<td>g", ["a\tb\t\tc", "d\te\tf\tg"]),
        (
            "<tr><td rowspan=2 colspan=2>a<td>b<td>c<tr><td><td>d<tr><td>e<td>f<td>g",
            ["a\t\tb\tc", "\t\t\td", "e\tf\tg"],
        ),
        ("<tr><td>a<td>b<tr><td colspan=2>c<tr><td>d<td>e", ["a\tb", "c", "d\te"]),
        ("<tr><td rowspan=1>a<td colspan=1>b<tr><td colspan=x>c<td rowspan=-2>d", ["a\tb", "c\td"]),
        ("<tr><td rowspan=0>a<td colspan=0>b<tr><td>c<tbody><tr><td>d<td>e", ["a\tb", "\tc", "d\te"]),
        # Cells do not reach out of the head of a table.
        ("<thead><tr><th rowspan=2>a<th>b<tbody><tr><td>c<td>d", ["a\tb", "c\td"]),
        # Items in cells, and those around tables, stand behind their markers.
        (
            "<tr><td><ul><li>a<li><b>b</b></ul><td>c<ol start=4><li><p>d<p>e</ol><tr><td>f<td>g",
            ["- a - b\tc 4. d e", "f\tg"],
        ),
        ("<tr><td>a<td><ul><li><ul><li>b</ul><li></ul><tr><td>c<td>d", ["a\t- b", "c\td"]),
        ("<tr><td><dl><dt>a<dd>b</dl><td>c<tr><td>d<td>e", ["a b\tc", "d\te"]),
    ],
)
def test_cells_reach_over_columns_and_rows_and_hold_lists(html: str, shown: list[str]) -> None:
    page = read_html(f"<table>{html}</table>")
    assert page.shown == shown
    assert len(page.lines) == len(shown)
    assert read_html(f"<ol><li>x<table>{html}</table></ol>").shown == ["1. x", *shown]


def test_what_a_page_says_about_itself() -> None:
    page = read_html(
        "<title>Ice - Site</title><title>other</title><meta name=Description content='about ice'>"
        "<meta property=og:title content=Ice><script type='application/ld+json'>{}</script>"
        "<svg><title>no</title></svg><h1>Ice</h1>"
    )
    assert (page.title, page.summary, page.names, page.data) == ("Ice - Site", "about ice", ("Ice",), "{}")
    assert page.headline == range(1)


@pytest.mark.parametrize(
    ("html", "headline"),
    [
        ("<title>How to bake - News</title><h1>News</h1><h1>How to bake</h1><p>Text", "How to bake"),
        ("<title>News</title><h1>News</h1><p>Text", "News"),
        ("<title>Dampfschiffe</title><h1>Post</h1><h2>Dampf&shy;schiffe</h2>", "Dampf\xadschiffe"),
        ("<h1>Only one</h1><p>Text", "Only one"),
        ("<h1>One</h1><h1>Two</h1><p>Text", None),
        (
            "<title>The great ice of 1963 | Post</title><h1>The great ice<br>of 1963</h1><p>of 1963",
            "The great ice of 1963",
        ),
        (
            "<title>The great ice</title><h1><div>The great ice</div><div>The sea stood still</div></h1>",
            "The great ice The sea stood still",
        ),
        ("<h1>One<br>of two</h1><h1>Two</h1><p>Text", None),
        ("<title>One of two</title><h2>One<br>of two</h2><p>Text", "One of two"),
        ("<title>One of two</title><p>One<p>of two<p>Text", "One of two"),
        (f"<title>Ice</title><h1>Ice<p>{'Long text. ' * 40}</h1>", "Ice"),
        ("<title>The great ice | Post</title><h1><a>Post</a></h1><h2>More</h2><h2>The great ice</h2>", "The great ice"),
        ("<title>Ice ages | Post</title><meta property=og:title content=Ice><h1>Post</h1><h2>Ice</h2>", "Ice"),
        ("<title>Ice | The Valley Post</title><h1>Ice</h1><h2>More</h2>", "Ice"),
        ("<title>The great ice | Post</title><h1>Post</h1><p>Text", "Post"),
        ("<title>How to bake</title><h2>How to bake</h2>", "How to bake"),
        ("<title>How to bake | News</title><p>Text<p>How to bake", None),
        ("<h1 hidden>Out of sight</h1><p>Text", None),
        ("<title>-</title><p>Text<p>* * *<p>More", None),
        ("<h1>★★★</h1><p>Text", None),
        ("<p>Text", None),
        ("", None),
    ],
)
def test_headline(html: str, headline: str | None) -> None:
    page = read_html(html)
    assert (page.headline_text or None) == headline


def test_marks_tell_links_headings_rows_and_what_is_hidden() -> None:
    page = read_html(
        "<h2 class=big>One</h2><p>Two <a href=x>three</a></p><div style='display : NONE'>Four</div>"
        "<table><tr><th>a<th>b<tr><td>c<td>d</table>"
    )
    assert page.signals is not None
    assert page.signals.counts[:, 0].tolist() == [0, 1, 0, 0, 0]
    assert page.signals.linked.tolist() == [0, 5, 0, 0, 0]
    assert page.signals.cells.tolist() == [0, 0, 0, 2, 2]
    assert len(set(page.signals.around[:4].tolist())) == 4
    markup = _marked(page).markup
    assert markup is not None
    assert markup.numbers.shape == (5, COLUMNS)
    assert len(markup.names.rows) == markup.names.counts.sum()


def _marked(page: HtmlPage) -> Lines:
    found = lines_of([page.lines])
    assert found is not None
    return with_markup(page, *found)


def test_a_page_can_be_sent_to_another_process() -> None:
    page = read_html("<p>One<ul><li>Two</ul>")
    again = pickle.loads(pickle.dumps(page))
    assert again.lines == page.lines
    assert np.array_equal(again.signals.around, page.signals.around)


HOSTILE = {
    "deep": FIRST + "<div>" * 5000 + "mid" + LAST,
    "deep, closed": FIRST + "<div>" * 5000 + "mid" + "</div>" * 5000 + LAST,
    "deep, which libxml2 reads": FIRST + "<div>" * 1800 + "mid" + "</div>" * 1800 + LAST,
    "deep formulas": FIRST
    + "<math>"
    + "<mmultiscripts><mi>a</mi>" * 900
    + "</mmultiscripts>" * 900
    + "</math>mid"
    + LAST,
    "deep within lines": FIRST + "<p><span>" * 5000 + "mid" + LAST,
    "deep tables": FIRST + "<table><tr><td>" * 3000 + "mid" + LAST,
    "long text": FIRST + "<p>" + "word " * 2_400_000 + "mid" + LAST,
    "long attribute": FIRST + '<p class="' + "x " * 6_000_000 + '">mid' + LAST,
    "attributes": FIRST + "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">mid" + LAST,
    "odd attributes": FIRST + "<p " + " ".join(f"a({n}='>'" for n in range(50_000)) + ">mid" + LAST,
    "signs in values": FIRST
    + "<p "
    + " ".join(f"a{n}" + "='<b '" * (n % 900 == 0) for n in range(90_000))
    + ">mid"
    + LAST,
    "line breaks": FIRST + "a<br>" * 200_000 + "mid" + LAST,
    "unclosed": FIRST + "<b><i>" * 1500 + "mid" + LAST,
    "NUL": FIRST + "\0mid" + LAST,
    "surrogate": FIRST + "\ud800mid" + LAST,
    "controls": FIRST + "\x01\x0b\x1b\ufffemid" + LAST,
    "references": FIRST + "&#0;&#1;&#12;&#xd800;&#x110000;&#xfdd0;mid" + LAST,
    "exponents": FIRST
    + "<sup>" * 1500
    + "1<i></i>" * 50_000
    + "<sup>"
    + "1 " * 100_000
    + "<a>1</a>" * 20_000
    + "mid"
    + LAST,
    "indices": FIRST + "1" * 200_000 + "<sub>" + "1<i></i>" * 50_000 + "mid" + LAST,
    "fractions": FIRST + "<mfrac><mi>a</mi><mrow>" * 900 + "x" * 500_000 + "</mrow></mfrac>" * 900 + "mid" + LAST,
    "quotes and readings": FIRST + "<q>a</q>" * 30_000 + "<ruby>" + "<rt>a</rt>" * 30_000 + "</ruby>mid" + LAST,
    "formulas": FIRST
    + "<span aria-hidden=true>a</span>" * 20_000
    + "<script type=math/tex>a</script>" * 20_000
    + "mid"
    + LAST,
    "line numbers": FIRST + "<table><tr>" + "<td><pre>1</pre></td>" * 20_000 + "</table>mid" + LAST,
    "bullets in bullets": FIRST
    + "<ul><li><span>" * 300
    + "• " * 300_000
    + "</span></li></ul>" * 300
    + "<pre>"
    + "<code><span class=ln>" * 400
    + "1 " * 300_000
    + "</pre>mid"
    + LAST,
    "unknown elements": FIRST + "a<x-y>b</x-y>" * 20_000 + "<x-y></x-y>" * 20_000 + "mid" + LAST,
    "shadow trees": FIRST
    + f"<x-a>{SHADOW}<slot>" * 300
    + f"<x-b><slot></slot>{SHADOW}<slot></slot></template></x-b>" * 5_000
    + "</slot></template>mid</x-a>" * 300
    + LAST,
    "line breaks of styles": FIRST
    + "<div style='white-space:pre-wrap'>" * 900
    + "<i>a\n</i>\n" * 15_000
    + "\n" * 30_000
    + "mid"
    + "</div>" * 900
    + LAST,
    "code by its style": FIRST
    + "<code style='white-space:pre'>" * 900
    + "a\n" * 200_000
    + "</code>" * 900
    + "mid"
    + LAST,
    "captions": FIRST + "<table><tr><td>" * 300 + "a<caption>b</caption>" * 20_000 + "</table>" * 300 + "mid" + LAST,
    "verse": FIRST + "<pre class=verse>" * 900 + "<i>a\n</i>\n" * 30_000 + "</pre>" * 900 + "mid" + LAST,
    "labels": FIRST
    + "<div><span>" * 450
    + "<a role=doc-backlink>1</a>" * 10_000
    + "<li><a role=doc-backlink>1</a><p></p></li>" * 10_000
    + "</span></div>" * 450
    + "<a role=doc-backlink>1</a><div>" * 900
    + "mid"
    + "</div>" * 900
    + LAST,
    "copies": FIRST
    + "<span aria-hidden=true>" * 900
    + "<b>a</b><span aria-hidden=true>b</span>" * 30_000
    + "</span>" * 900
    + "<sup>a/</sup>" * 30_000
    + "mid"
    + LAST,
    "marks": FIRST + "\ufdd0\ufdd1\ufdd2mid\ufdd2" + LAST,
    "marks without a tag": FIRST + "&#64976;\ufdd1\ufdd2mid" + LAST,
    "marks in attributes": FIRST + "<p class='\ufdd1 \ufdd2'>mid" + LAST,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_is_lost_on_hostile_pages(name: str) -> None:
    page = HOSTILE[name]
    began = time.process_time()
    text = read_html(page).text
    took = time.process_time() - began
    assert text.startswith("first words here")
    assert text.endswith("last words here")
    assert "mid" in text
    assert took < 1 + len(page) * 1e-6  # seconds; a usual page takes a fiftieth of that


_TAGS = (
    "<p> </p> <div class='a-b'hidden> </div> <a/href=x> </a> <td <tr> <table> </table> <li> <ol> <dl><dt> <dd> <pre>"
    " </pre> > text. <script> </script> <title> <svg><text> </svg> <select><option> <!-- -->"
    " &amp; &#64976; <br> <h1> <b>"
)
PARTS = st.sampled_from([*_TAGS.split(" "), " ", "\ufdd0", "\ufdd1", "\ufdd2", "\x00", "\ud800", "é", "中"])


@given(st.lists(PARTS, max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_string_is_a_page(parts: list[str]) -> None:
    page = read_html("".join(parts))
    assert len(page.lines) == len(page.shown)
    assert all(line == " ".join(line.split(" ")) for line in page.lines)
    if page.signals is not None:
        marked = _marked(page)
        assert marked.markup is not None
        assert len(marked.markup.numbers) == len(marked.widths)


def test_fixtures_show_all_their_content() -> None:
    for path in sorted((Path(__file__).parents[2] / "fixtures" / "pages").glob("*.html")):
        page = read_html(path.read_text("utf-8"))
        expected = path.with_suffix(".txt").read_text("utf-8").splitlines()
        assert page.headline_text == expected[0], path.stem
        shown = iter("\n".join(page.shown).split("\n"))
        assert all(line in shown for line in expected), path.stem  # in this order


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(lambda n: "<p>It rained for three days in the valley.</p>\n" * n, id="paragraphs"),
        pytest.param(lambda n: f"<p>{'<a href=x>one</a> two' * n}", id="links"),
        pytest.param(lambda n: f"<p>{'x<sup>2</sup> ' * n}", id="exponents"),
        pytest.param(lambda n: f"<math>{'<mfrac><mn>1</mn><mn>2</mn></mfrac>' * n}</math>", id="fractions"),
        pytest.param(lambda n: f"<p>{'<a href=x>one</a> <b><a href=x>two</a></b> ' * n}", id="links in others"),
        pytest.param(lambda n: f"<pre>{'<span class=line><span>a</span></span>, ' * n}", id="lines of code"),
        pytest.param(lambda n: f"<ul>{'<div class=a>a<div class=a><span>b</span></div></div>' * n}", id="boxes"),
        pytest.param(lambda n: f"<table>{'<tr><td>one<td>two' * n}", id="rows"),
        pytest.param(
            lambda n: f"<table>{'<tr><td rowspan=3>one<td>two<ul><li>a</ul>' * n}", id="cells of several rows"
        ),
        pytest.param(lambda n: f"<title>a{' ' * n}b</title><p>One.", id="spaces in a title"),
        pytest.param(
            lambda n: "".join(f"<meta property=og:title content='a{i}'><h1>a{i}</h1>" for i in range(n // 4)),
            id="titles",
        ),
    ],
)
def test_a_page_of_thousands_of_the_same_takes_its_time_twice(made: Callable[[int], str]) -> None:
    """What looks at all siblings of an element, or at a title for each of its spaces, shows only on large pages."""

    def seconds(html: str) -> float:
        began = time.process_time()
        page = read_html(html)
        page.headline, page.shown  # noqa: B018 - what they cost counts
        return time.process_time() - began

    seconds(made(100))
    assert seconds(made(12_000)) < 3 * seconds(made(6_000)) + 0.2
