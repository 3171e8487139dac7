"""HTML in, against the real extractors."""

import json
from pathlib import Path

import pytest

import cleantext
from calling import call
from cleantext.choices import Extractor
from cleantext.cleaner import Cleaner
from cleantext.html import looks_like_html
from cleantext.job.recipe import Recipe
from cleantext.pipeline import Pipeline, profile_pipeline
from cleantext.reading.decode import decode
from samples import PROSE

PAGE = f"""<!DOCTYPE html><html><head><meta charset="{{}}"><title>Ice</title></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Ice</h1>{"".join(f"<p>{p}</p>" for p in PROSE)}
<p>Nobody had ever walked "Über den Fluß", as the old song has it, and nobody has since, said the ferryman.</p>
<p>Photo: J. Doe/Getty Images</p></article></body></html>"""


def text_of(html: str, extractor: Extractor = "model") -> str:
    """The text of a page before any filter: of a whole page its main content."""
    return Cleaner(source="html", extractor=extractor, repair=False, pipeline=Pipeline(()))(html).text


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


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bare text, and a < b.",
        "One line\nand another, I <3 it.",
        "Dear <name>, i < u and u > 3",
        "<codec> & <preset>",
    ],
)
def test_bare_text_at_the_html_door_comes_back(text: str) -> None:
    """An extractor would return nothing for it."""
    assert text_of(text) == text


@pytest.mark.parametrize("name", ["blockquote", "pre", "dl", "tr", "code", "figure", "aside", "details", "sup", "ins"])
def test_any_element_makes_text_given_as_html_a_page(name: str) -> None:
    """Tags and references do not come back as text, whichever element is the only one."""
    piece = f"<{name}>Salt &amp; ice</{name}>"
    assert text_of(piece) == "Salt & ice"
    assert "<" not in text_of(piece, extractor="trafilatura")
    assert text_of(f"{PROSE[0]}<{name.upper()} class='a'>{PROSE[1]} R&amp;B").count("<") == 0
    assert not looks_like_html(piece)


def test_a_rule_alone_is_markup() -> None:
    """Elements without an end count as well."""
    assert text_of("Salt &amp; ice<hr>Snow<wbr/>fall") == "Salt & ice\nSnowfall"


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


def test_piece_of_a_page_keeps_all_its_text() -> None:
    """Without surroundings there is nothing to tell main content from."""
    lines = ["Notes", *PROSE, "A last word"]
    assert text_of("".join(f"<p>{line}</p>" for line in lines)) == "\n".join(lines)


def test_code_and_verse_keep_their_lines() -> None:
    """What a browser shows line by line stays so; elsewhere line breaks are white space."""
    code = "def f():\n    return 1\n\n\nprint(f())"
    piece = f"<p>This\nworks:</p><pre><code>\n  \r\n{code}\n</code></pre><p>And so on.</p>"
    assert text_of(piece) == f"This works:\n{code}\nAnd so on."
    page = PAGE.replace("<p>When", f"<p>The program that drew the timetable was short:</p><pre>{code}</pre><p>When")
    for profile in ("residue", "main"):
        assert code in cleantext.clean_html(page, profile=profile)


def test_cut_code_goes_as_a_whole() -> None:
    """A block of several lines that is not main content is one removal."""
    menu = "<nav><pre>Home\n  News\n  Sport</pre></nav>"
    result = cleantext.explain(PAGE.replace("<nav>", f"{menu}<nav>"), "main")
    assert "Home\n  News\n  Sport" in [result.document.text[r.start : r.end] for r in result.by_filter()["main"]]
    assert PROSE[0] in result.text


def test_extractor_can_be_chosen() -> None:
    """trafilatura's extraction is there for those who want it; a name that is none is refused."""
    text = cleantext.clean_html(PAGE, extractor="trafilatura")
    assert all(paragraph in text for paragraph in PROSE)
    assert "Home" not in text
    with pytest.raises(ValueError, match="model, trafilatura"):
        Cleaner(extractor="boilerpipe")  # type: ignore[arg-type]


@pytest.mark.parametrize("profile", ["residue", "main"])
@pytest.mark.parametrize("extractor", ["model", "trafilatura"])
def test_every_door_reads_html_alike(tmp_path: Path, profile: str, extractor: str) -> None:
    """Library, command, job and adapters give the same text for the same page."""
    pipeline = profile_pipeline(profile)
    expected = cleantext.clean_html(PAGE, profile=profile, extractor=extractor)
    assert Cleaner(profile=profile, source="html", extractor=extractor)(PAGE).text == expected
    recipe = Recipe(pipeline, field="html", is_html=True, extractor=extractor)
    (record,) = recipe.work()("jsonl", [json.dumps({"html": PAGE}).encode()], "pages.jsonl")
    assert json.loads(record.data)["html"] == expected
    page = tmp_path / "page.html"
    page.write_text(PAGE.format("utf-8"))
    options = ["--profile", profile, "--extractor", extractor]
    assert call(page, *options).stdout.decode().rstrip("\n") == expected.rstrip("\n")


@pytest.mark.parametrize("reference", ["&#11;", "&#12;", "&#x0B;", "&#xc;", "&#00012;", "&#12", "&#27;", "&#xfffe;"])
@pytest.mark.parametrize("extractor", ["model", "trafilatura"])
def test_references_to_control_characters_are_no_error(reference: str, extractor: str) -> None:
    """A parser makes them the characters again, which no tree may hold."""
    piece = f"<p>One{reference}</p>"
    assert cleantext.clean_html(piece, extractor=extractor).strip("\x0b\x0c\x1b\ufffe") == "One"
    odd = f'<p title="{reference}">{reference} <b>{reference}</b>{reference}<a href="{reference}">ice</a></p>'
    assert PROSE[2] in cleantext.clean_html(PAGE.replace("<p>When", f"{odd}<p>When"), extractor=extractor)


@pytest.mark.parametrize(
    "odd",
    ["\x00", "\x01\x0b\x1b", "\ud800", "\ufffe", "&#1;", "<div>" * 5000, "<p " + "a=1 " * 999 + ">"],
    ids=["NUL", "controls", "surrogate", "noncharacter", "reference", "deep", "attributes"],
)
@pytest.mark.parametrize("frame", ["{}", "<html><body>{}</body></html>"], ids=["piece", "page"])
def test_nothing_in_a_page_swallows_what_follows(odd: str, frame: str) -> None:
    """Whatever a parser trips over, the text behind it is read."""
    html = frame.format(f"<p>{PROSE[0]}</p><p>{odd}</p><p>{PROSE[2]}</p>")
    assert PROSE[2] in text_of(html)
    if len(odd) < 10_000:  # libxml2's trees have a depth that no option lifts
        assert PROSE[2] in text_of(html, extractor="trafilatura")
