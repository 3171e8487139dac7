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


CODE = 'MENU = [\n    "Share on Facebook",\n    "Print",\n]'
TABLE = "<table><tr><th>Name</th><th>Email</th></tr><tr><td>Ann</td><td>a@b.org</td></tr></table>"
PAGE = "<!doctype html><html><body><article><h1>Ice</h1>{}</article></body></html>"


@pytest.mark.parametrize("around", ["{}", PAGE], ids=["piece", "page"])
def test_code_and_tables_of_html_stay_whole(around: str) -> None:
    html = around.format(f"<p>{BEFORE}</p><pre><code>{CODE}</code></pre>{TABLE}<p>{BEHIND}</p>")
    assert f"{CODE}\nName\tEmail\nAnn\ta@b.org\n" in clean_html(html)
    assert "| Name | Email |\n| --- | --- |\n| Ann | a@b.org |" in clean_html(html, format="markdown")


_LINES = st.sampled_from(["```", "~~~~", "``` py", "| a |", "|---|", "a | b", "-|-", "", "text", "---", "   ```  "])


@given(st.lists(_LINES), st.sampled_from(["\n", "\r\n"]))
def test_wholes_are_apart_and_made_of_lines(lines: list[str], end: str) -> None:
    document = Document(end.join(lines))
    spans = wholes(document)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert {start for start, _ in spans} <= {line.start for line in document.lines}
    assert {stop for _, stop in spans} <= {line.end for line in document.lines}


@pytest.mark.parametrize("text", ["```\nnever closed", "a | b\nc | d", "---|---", "a\n---\nb"])
def test_what_is_none_is_none(text: str) -> None:
    assert wholes(Document(text)) == ()
