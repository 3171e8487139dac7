"""Code and tables of Markdown and of pages stand or go as wholes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext import Document, clean, clean_html
from cleantext.wholes import wholes

BEFORE = "The harbour froze in January, and the ferries stopped for the first time in forty years."
BEHIND = "People walked out with sledges, and somebody opened a stall that sold soup to all."
WHOLES = {
    "header that is a form": "| Name | Email | Phone |\n| --- | --- | --- |\n| Ann | a@b.org | 123 |",
    "rows that are buttons": "| Option | Meaning |\n|---|---|\n| Share | whether results are shared |\n| Print | no |",
    "table without outer bars": "Home | Away\n:--- | ---:\n2 | 1",
    "code": "```python\nbutton = 1\nprint('Subscribe')\n```",
    "heading with a line of signs below": "The great ice\n=============",
    "code in waves": "~~~\nMENU = [\n    'Share on Facebook',\n]\n~~~",
}


@pytest.mark.parametrize("whole", WHOLES.values(), ids=WHOLES)
def test_markdown_stays_markdown(whole: str) -> None:
    """A line alone would read like a menu, a form or a button."""
    text = f"{BEFORE}\n\n{whole}\n\n{BEHIND}\n"
    assert clean(text, source="text") == text


def test_furniture_goes_as_a_whole() -> None:
    table = "| Share on Facebook | Share on X |\n|---|---|\n| Subscribe to our newsletter | Sign up |"
    assert clean(f"{BEFORE}\n\n{table}\n\n{BEHIND}\n", source="text") == f"{BEFORE}\n\n{BEHIND}\n"


FRONT = """---
layout: post
title: "Why we stayed"
tags: [ice, news]
author:
  name: Jane Roe
comments: true
---
"""


@pytest.mark.parametrize("front", [FRONT, '+++\ntitle = "Ice"\nauthor = "Jane Roe"\n[share]\ntwitter = true\n+++\n'])
def test_front_matter_stays(front: str) -> None:
    text = f"{front}\n{BEFORE}\n\n{BEHIND}\n"
    assert clean(text, source="text") == text


@pytest.mark.parametrize("heading", ["Related articles", "Share this", "Newsletter", "Photo: Jane Roe", "1963", "Next"])
@pytest.mark.parametrize("below", ["----------", "======"])
def test_a_heading_is_not_torn_from_the_line_below_it(heading: str, below: str) -> None:
    left = clean(f"{BEFORE}\n\n{heading}\n{below}\n\n{BEHIND}\n", source="text")
    assert left in (f"{BEFORE}\n\n{middle}{BEHIND}\n" for middle in ("", f"{heading}\n{below}\n\n"))


CODE = 'MENU = [\n    "Share on Facebook",\n    "Print",\n]'
TABLE = "<table><tr><th>Name</th><th>Email</th></tr><tr><td>Ann</td><td>a@b.org</td></tr></table>"
PAGE = "<!doctype html><html><body><article><h1>Ice</h1>{}</article></body></html>"


@pytest.mark.parametrize("around", ["{}", PAGE], ids=["piece", "page"])
def test_code_and_tables_of_html_stay_whole(around: str) -> None:
    html = around.format(f"<p>{BEFORE}</p><pre><code>{CODE}</code></pre>{TABLE}<p>{BEHIND}</p>")
    assert f"{CODE}\nName\tEmail\nAnn\ta@b.org\n" in clean_html(html)
    assert "| Name | Email |\n| --- | --- |\n| Ann | a@b.org |" in clean_html(html, format="markdown")


_LINES = st.sampled_from(
    ["```", "~~~~", "``` py", "| a |", "|---|", "a | b", "-|-", "", "text", "---", "===", "a: b", "+++", "   ```  "]
)


@given(st.lists(_LINES), st.sampled_from(["\n", "\r\n"]))
def test_wholes_are_apart_and_made_of_lines(lines: list[str], end: str) -> None:
    document = Document(end.join(lines))
    spans = wholes(document)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert {start for start, _ in spans} <= {line.start for line in document.lines}
    assert {stop for _, stop in spans} <= {line.end for line in document.lines}


@pytest.mark.parametrize(
    "text", ["```\nnever closed", "a | b\nc | d", "---|---", "a\n\n---\nb", "---\nNo name\n\n---", "a\n-\nb"]
)
def test_what_is_none_is_none(text: str) -> None:
    assert wholes(Document(text)) == ()
