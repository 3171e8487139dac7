"""Pages in sixteen scripts, most of them never seen in training: what must stay, stays."""

from __future__ import annotations

import json

import pytest

from cleantext import Document
from cleantext.filters import MainContent
from cleantext.filters.main import judge_page
from cleantext.reading.html import read_html
from cleantext.removal import Result
from samples import FIXTURES

PAGES = json.loads((FIXTURES / "scripts" / "scripts.json").read_text("utf-8"))
RECORDED = json.loads((FIXTURES / "scripts" / "recorded.json").read_text("utf-8"))


def lines_of(page: dict) -> list[str]:
    return [*page["menu"], page["title"], *page["paragraphs"], *page["footer"]]


def kept(text: str) -> str:
    document = Document(text)
    return Result(document, tuple(MainContent()(document))).text


@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n"])
@pytest.mark.parametrize("name", PAGES)
def test_prose_in_any_script_stays(name: str, between: str) -> None:
    page = PAGES[name]
    text = kept(between.join(lines_of(page)))
    stayed = sum(len(paragraph) for paragraph in page["paragraphs"] if paragraph in text)
    assert stayed >= 0.9 * sum(map(len, page["paragraphs"]))


@pytest.mark.parametrize("name", PAGES)
def test_prose_alone_stays_whole(name: str) -> None:
    text = "\n\n".join(PAGES[name]["paragraphs"])
    assert kept(text) == text


@pytest.mark.parametrize("name", PAGES)
def test_prose_in_html_stays(name: str) -> None:
    page = PAGES[name]
    menu = "".join(f"<li><a href='/{n}'>{item}</a>" for n, item in enumerate(page["menu"]))
    body = f"<h1>{page['title']}</h1>" + "".join(f"<p>{paragraph}</p>" for paragraph in page["paragraphs"])
    footer = "".join(f"<span>{item}</span> " for item in page["footer"])
    html = f"<html><body><nav><ul>{menu}</ul></nav><main>{body}</main><footer>{footer}</footer></body></html>"
    found = judge_page(read_html(html)).main
    assert set(page["paragraphs"]) <= set(found)
    assert not set(page["menu"]) & set(found)


def test_the_shipped_weights_do_what_was_recorded() -> None:
    found = {name: kept("\n".join(lines_of(page))).split("\n") for name, page in PAGES.items()}
    assert {name: [line for line in lines if line] for name, lines in found.items()} == RECORDED
