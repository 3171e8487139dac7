"""HTML in, against the real extractor."""

import pytest

import cleantext
from cleantext.html import decode, html_to_text, looks_like_html
from samples import PROSE

PAGE = f"""<!DOCTYPE html><html><head><meta charset="{{}}"><title>Ice</title></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Ice</h1>{"".join(f"<p>{p}</p>" for p in PROSE)}<p>Über den Fluß</p>
<p>Photo: J. Doe/Getty Images</p></article></body></html>"""


def test_page_becomes_clean_text() -> None:
    """The main text is extracted, then cleaned of what the extractor left."""
    text = cleantext.clean_html(PAGE)
    assert all(paragraph in text for paragraph in PROSE)
    assert "Getty" not in text
    assert "Home" not in text


def test_result_does_not_depend_on_history() -> None:
    """The same page gives the same text however often it was seen before."""
    assert len({cleantext.clean_html(PAGE) for _ in range(6)}) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252", "utf-16"])
def test_bytes_are_decoded_as_declared(encoding: str) -> None:
    """A page's bytes are read as its mark or its head says."""
    assert "Über den Fluß" in cleantext.clean_html(PAGE.format(encoding).encode(encoding))


def test_unknown_charset_falls_back() -> None:
    """A charset that nobody knows is read as browsers would."""
    assert decode("<meta charset=klingon>Fluß".encode("cp1252")).endswith("Fluß")


@pytest.mark.parametrize("text", ["", "Bare text, and a < b.", "One line\nand another, I <3 it."])
def test_bare_text_at_the_html_door_comes_back(text: str) -> None:
    """An extractor would return nothing for it."""
    assert html_to_text(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!DOCTYPE html><p>x", True),
        ("\ufeff <html lang=de>", True),
        ("<div class='a'><p>x</p></div>", True),
        ("<p> starts a paragraph.", False),
        ("Write <p>, then </p>, then <br>.", False),
        ("<3 you all", False),
        ("<script kiddies> are a nuisance", False),
        ("", False),
    ],
)
def test_html_is_told_from_text(text: str, expected: bool) -> None:
    """Markup that is there counts, talk about markup does not."""
    assert looks_like_html(text) is expected


def test_lone_surrogate_does_not_swallow_the_page() -> None:
    """A parser would drop everything after it without a word."""
    assert PROSE[2] in cleantext.clean_html(PAGE.replace(PROSE[0], PROSE[0] + "\ud800"))
