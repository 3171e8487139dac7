"""The value that says how a text is cleaned, and the functions that call it."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleantext
from cleantext import Cleaner, Document, Pipeline
from cleantext.reading.decode import NotText
from cleantext.values import is_missing
from samples import PROSE, pages

CREDIT = "Photo: J. Doe/Getty Images"
DIRTY = f"{PROSE[0]}\n{CREDIT}\n"
PAGE = f"<!doctype html><html><body><article><p>{PROSE[0]}</p><p>Über {PROSE[1]}</p></article></body></html>"


class NAType:
    """pandas' NA: no answer to any question."""

    def __eq__(self, other: object) -> NAType:  # type: ignore[override]
        return self

    __ne__ = __eq__  # type: ignore[assignment]
    __hash__ = object.__hash__

    def __bool__(self) -> bool:
        raise TypeError("boolean value of NA is ambiguous")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"profile": "residu"}, "no profile 'residu', did you mean residue? there are residue, main"),
        ({"source": "htlm"}, "no source 'htlm', did you mean html? there are auto, text, html"),
        ({"extractor": "boilerpipe"}, "no extractor 'boilerpipe'; there are model, trafilatura"),
        ({"format": "markdwon"}, "no format 'markdwon', did you mean markdown? there are text, markdown"),
        ({"profile": None}, "no profile None; there are residue, main"),
        ({"profile": ["main"]}, r"no profile ['main']; there are residue, main"),
        (
            {"format": "markdown", "extractor": "trafilatura"},
            "format 'markdown' needs the markup, of which extractor 'trafilatura' keeps nothing",
        ),
    ],
)
def test_impossible_choice_is_named(options: dict, says: str) -> None:
    """At once, with what there is."""
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the words are compared below
        Cleaner(**options)
    assert str(error.value) == says


def test_url_is_no_profile() -> None:
    """Who gives the address where the profile stands hears of it."""
    with pytest.raises(ValueError, match=r"no profile 'https://example.org/'"):
        cleantext.clean_html(PAGE, "https://example.org/")


@pytest.mark.parametrize("call", [cleantext.clean, cleantext.explain, cleantext.clean_html, Cleaner()])
@pytest.mark.parametrize("value", [None, float("nan"), NAType()], ids=["None", "NaN", "NA"])
def test_missing_value_says_where_to_go(call: Callable, value: object) -> None:
    """One clear error, the same everywhere."""
    with pytest.raises(TypeError, match="is no text; clean_many takes columns in which values are missing"):
        call(value)


def test_an_address_is_a_str() -> None:
    with pytest.raises(TypeError, match="url is the address of a page, a str, not 5"):
        cleantext.clean_html("<p>One.</p>", url=5)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["no", 0, None])
def test_switches_are_true_or_false(value: object) -> None:
    """A "no" of some file of settings would mean yes."""
    for name in ("repair", "headline"):
        with pytest.raises(TypeError, match=f"{name} is True or False, not {value!r}"):
            Cleaner(**{name: value})


@pytest.mark.parametrize("call", [cleantext.clean, cleantext.explain, cleantext.clean_html])
def test_columns_and_documents_say_where_to_go(call: Callable) -> None:
    with pytest.raises(TypeError, match="a text is a str, not a list; clean_many takes a column of them"):
        call(["One.", "Two."])
    with pytest.raises(TypeError, match="a document is no text: a Cleaner takes it"):
        call(Document("One."))


def test_bytes_say_where_to_go() -> None:
    """Text doors take text; the HTML doors decode."""
    for call in (cleantext.clean, cleantext.explain):
        with pytest.raises(TypeError, match="clean_html takes the bytes of a page"):
            call(PAGE.encode())
    with pytest.raises(TypeError, match=r"value 1: bytes are no text yet"):
        cleantext.clean_many(["One.", b"Two."])
    assert cleantext.explain(PAGE.encode(), source="html").text == cleantext.clean_html(PAGE)
    with pytest.raises(TypeError, match="a text is a str, not a int"):
        cleantext.clean(5)


def test_columns_keep_their_holes() -> None:
    """A batch comes out in its order, with its missing values where they were."""
    nan, missing = float("nan"), NAType()
    column = [DIRTY, None, nan, "Fine.", missing, *[DIRTY] * 200]
    cleaned = cleantext.clean_many(column)
    assert cleaned[0] == PROSE[0] + "\n"
    assert cleaned[1] is None
    assert cleaned[2] is nan
    assert cleaned[4] is missing
    assert cleaned[3] == "Fine."
    assert cleaned[5:] == [PROSE[0] + "\n"] * 200
    assert cleantext.clean_many(iter([])) == []


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ("One.", "a list or a column, not one text; clean takes one"),
        (b"One.", "a list or a column, not one text; clean takes one"),
        ({"text": ["One."]}, r'one column, such as table\["text"\], not a table'),
        ([*["One."] * 99, 7], "value 99: a text is a str, not a int"),
        (["One.", ["Two."]], "value 1: a text is a str, not a list"),
        ([Path("a.txt")], "value 0: a path is no text yet"),
        (None, "a list of texts or a column, not None"),
        (5, "a list of texts or a column, not 5"),
    ],
)
def test_what_is_no_column_is_refused(texts: object, says: str) -> None:
    """A text is not taken for its letters, a table not for its names."""
    with pytest.raises(TypeError, match=says):
        cleantext.clean_many(texts)


@pytest.mark.parametrize("call", [Cleaner().many, lambda texts: list(Cleaner().texts(texts))])
@pytest.mark.parametrize("texts", ["One.", b"One.", {"text": ["One."]}, None])
def test_a_cleaner_refuses_what_is_no_column(call: Callable, texts: object) -> None:
    with pytest.raises(TypeError, match="many texts are"):
        call(texts)


def test_arrow_column() -> None:
    """The scalars of an Arrow column are texts, too."""
    arrow = pytest.importorskip("pyarrow")
    assert cleantext.clean_many(arrow.array([DIRTY, None])) == [PROSE[0] + "\n", None]
    with pytest.raises(TypeError, match="one column"):
        cleantext.clean_many(arrow.table({"text": [DIRTY]}))


@settings(max_examples=40)
@given(st.lists(pages, max_size=4), st.sampled_from(["residue", "main"]))
def test_many_are_the_same_as_one_by_one(texts: list[str], profile: str) -> None:
    """What stands beside a text in a batch does not matter."""
    cleaner = Cleaner(profile=profile)
    assert cleaner.many(texts) == [cleaner(text) for text in texts]
    assert cleantext.clean_many(texts, profile) == [cleantext.clean(text, profile) for text in texts]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_bytes_are_what_they_turn_out_to_be(encoding: str) -> None:
    """HTML is decoded as HTML without being told so, in encodings that text would be refused in."""
    assert Cleaner()(PAGE.encode(encoding)).text == cleantext.clean_html(PAGE)
    assert "Über" in Cleaner()(PAGE.encode(encoding)).text


def test_bytes_that_are_no_text_are_refused() -> None:
    """In words, not as a riddle."""
    with pytest.raises(NotText, match="byte 0xfc at offset 2"):
        Cleaner(source="text")("Glück".encode("latin-1"))
    with pytest.raises(NotText, match="binary"):
        Cleaner()(b"\x7fELF\x00\x01")


def test_documents_bring_their_own_hints() -> None:
    """They win over those of the cleaner; a hint that says nothing does not."""
    cleaner = Cleaner(lang="deu", url="https://a.example/")
    plain, own, empty = cleaner.many(["One.", Document("Two.", "fra", "https://b.example/"), Document("Three.", "")])
    assert (plain.document.lang, plain.document.url) == ("de", "https://a.example/")
    assert (own.document.lang, own.document.url) == ("fr", "https://b.example/")
    assert (empty.document.lang, empty.document.url) == ("de", "https://a.example/")


def test_pipeline_takes_the_place_of_the_profile() -> None:
    """For those who choose filters."""
    assert Cleaner(pipeline=Pipeline([]))(DIRTY).text == DIRTY


def test_a_cleaner_is_a_value() -> None:
    """It compares, hashes, prints and pickles, used or not."""
    cleaner = Cleaner(profile="main", lang="de")
    assert cleaner == Cleaner(profile="main", lang="deu")
    assert hash(cleaner) == hash(Cleaner(profile="main", lang="de"))
    cleaner(DIRTY)
    assert pickle.loads(pickle.dumps(cleaner)) == cleaner
    assert repr(Cleaner()).startswith("Cleaner(profile='residue', source='auto'")


def test_missing_is_told_from_empty() -> None:
    """An empty text is a text; so is an array no missing value."""
    numpy = pytest.importorskip("numpy")
    assert [is_missing(value) for value in ("", b"", 0, [], numpy.array([1.0, 2.0]), Document(""))] == [False] * 6
    assert all(map(is_missing, (None, numpy.nan, numpy.datetime64("NaT", "s"), NAType())))


TYPED = """
import cleantext
texts: list[str] = cleantext.clean_many(["One."])
holes: list[str | None] = cleantext.clean_many(["One.", None])
result: cleantext.Result = cleantext.explain("One.", "main", source="html")
"""


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", ""),
        ('cleantext.claen("One.")', 'has no attribute "claen"'),
        ('cleantext.clean("One.", "residu")', 'expected "Literal'),
        ('cleantext.explain("One.", source="htlm")', 'expected "Literal'),
        ("cleantext.clean(None)", 'expected "str"'),
    ],
)
def test_type_checkers_see_mistakes(tmp_path: Path, line: str, says: str) -> None:
    """What is right passes ``mypy --strict``; a misspelt name or choice does not."""
    pytest.importorskip("mypy")
    (tmp_path / "use.py").write_text(TYPED + line + "\n")
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", "use.py"]
    command += ["--cache-dir", str(tmp_path.parent / "mypy")]
    source = str(Path(cleantext.__file__).parents[1])
    environment = {"MYPYPATH": source, "PATH": ""}
    process = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (process.returncode == 0) is (not says), process.stdout
    assert says in process.stdout
