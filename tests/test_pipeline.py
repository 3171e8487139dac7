"""Pipelines and the three functions."""

from typing import Any

import pytest

import cleantext
from cleantext import Cleaner, Document, Pipeline, Removal
from cleantext.filters import BUILT_IN, AuthorBios, PhotoCaptions, ShareButtons
from cleantext.pipeline import profile_pipeline, select_filters
from samples import PROSE
from stub import told

CREDIT = "Photo: J. Doe/Getty Images"


def shout(document: Document) -> list[Removal]:
    """A filter of one's own: any callable that proposes removals."""
    return [
        Removal(line.start, line.end, "shout", "capitals", line.text) for line in document.lines if line.text.isupper()
    ]


def test_any_callable_is_a_filter() -> None:
    """A function works beside the built-in filters."""
    captions = PhotoCaptions(judge=told({2: 0.9}, "captions"))
    result = Pipeline([shout, captions])("\n".join([PROSE[0], "BUY NOW", CREDIT]))
    assert result.text == PROSE[0] + "\n"
    assert set(result.by_filter()) == {"shout", "captions", "gaps"}


def test_pipelines_compose() -> None:
    """A pipeline can stand wherever a filter can."""
    text = "\n".join([PROSE[0], "BUY NOW", CREDIT])
    captions = PhotoCaptions(judge=told({2: 0.9}, "captions"))
    assert Pipeline([Pipeline([shout]), captions])(text).text == PROSE[0] + "\n"


def test_a_pipeline_among_filters_stands_for_its_own() -> None:
    """What it withheld, the choice of its kinds and its question for the main content are not lost."""
    text = "\n".join([PROSE[0], "Share on Facebook", "BUY NOW"])
    residue = profile_pipeline(judge=told({}))
    nested = Pipeline([residue, shout])
    assert nested == Pipeline([*residue.filters, shout])
    assert {removal.filter for removal in nested(text).withheld} == {"share"}
    assert not select_filters(nested, skip=["share"])(text).withheld
    page = f"<html><body><nav>Menu</nav><p>{PROSE[0]}</p><p>{PROSE[1]}</p></body></html>"
    main = profile_pipeline("main")
    assert Cleaner(pipeline=Pipeline([main]))(page) == Cleaner(pipeline=main)(page)


def test_texts_and_documents_are_cleaned_alike_one_by_one_and_together() -> None:
    pipeline = Pipeline([shout])
    assert pipeline.many(["BUY\nit", Document("IT\nis")]) == [pipeline("BUY\nit"), pipeline(Document("IT\nis"))]


@pytest.mark.parametrize(
    ("found", "error", "says"),
    [
        (None, TypeError, "a filter returns removals; <.*> returned None"),
        ([(0, 1)], TypeError, r"is said by a Removal, not by \(0, 1\)"),
        ([Removal(0, 4, "a", "b")], ValueError, "a b: 4 is behind the text of 3 characters"),
        ([Removal(4, 4, "a", "b")], ValueError, "a b: 4 is behind the text of 3 characters"),
    ],
)
def test_what_is_no_removal_of_the_text_is_refused(found: object, error: type[Exception], says: str) -> None:
    """Whose mistake it is, is said, and at once."""
    with pytest.raises(error, match=says):
        Pipeline([ShareButtons(), lambda _: found])("abc")  # type: ignore[list-item, return-value]


def test_offsets_are_of_the_document_given() -> None:
    """A removal stands where its words do in the text, wherever blank lines are."""
    text = "\n\n".join([PROSE[0], CREDIT, PROSE[1], CREDIT])
    result = cleantext.explain(text)
    assert {text[r.start : r.end] for r in result.by_filter()["captions"]} == {CREDIT}


def test_unknown_profile_is_refused() -> None:
    """A typo in the profile is an error, not a default."""
    with pytest.raises(ValueError, match="no profile 'residu'"):
        cleantext.clean("text", profile="residu")


def test_filters_are_selected_by_name() -> None:
    """``only`` keeps some, ``skip`` drops some, a typo is named with a suggestion."""
    pipeline = profile_pipeline()
    assert select_filters(pipeline, only=["bios"]).filters == (AuthorBios(),)
    assert len(select_filters(pipeline, skip=["bios", "consent"]).filters) == len(BUILT_IN) - 2
    assert select_filters(pipeline, only="bios").filters == (AuthorBios(),)
    with pytest.raises(ValueError, match="did you mean bios"):
        select_filters(pipeline, only=["bois"])


@pytest.mark.parametrize("chosen", [{"only": ["bios"]}, {"skip": "bios"}])
def test_names_for_a_pipeline_that_has_none_of_them_are_refused(chosen: dict[str, Any]) -> None:
    """``main`` has but one question; to ignore the names would be to take what was to stay."""
    with pytest.raises(ValueError, match="of which this pipeline has none"):
        select_filters(profile_pipeline("main"), **chosen)
    assert select_filters(profile_pipeline("main")) == profile_pipeline("main")


def test_many_texts_are_not_the_letters_of_one() -> None:
    with pytest.raises(TypeError, match="many texts are a list or a column, not one text"):
        profile_pipeline().many("It was over.")


def test_repair_can_be_switched_off() -> None:
    """Encoding damage is mended by default, and left alone on request."""
    broken = PROSE[0].replace("harbour", "harbour L&amp;M cafÃ©")
    assert cleantext.clean(broken) == PROSE[0].replace("harbour", "harbour L&M café")
    assert cleantext.clean(broken, repair=False) == broken


def test_html_at_the_text_door_is_noticed() -> None:
    """A page given as text is extracted first; ``source`` forces either reading."""
    html = f"<html><body><article><p>{PROSE[0]}</p><p>{PROSE[1]}</p></article></body></html>"
    assert cleantext.clean(html) == f"{PROSE[0]}\n{PROSE[1]}"
    assert cleantext.clean(html, source="text") == html
    assert cleantext.clean(f"<b>{PROSE[0]}", source="html") == PROSE[0]


def test_language_hint_is_a_hint() -> None:
    """The seeds' furniture goes with the right hint, and an unknown language is no error."""
    assert cleantext.clean(f"{PROSE[0]}\n{CREDIT}", lang="en-GB") == PROSE[0] + "\n"
    assert cleantext.clean(PROSE[0], lang="tlh") == PROSE[0]


@pytest.mark.parametrize("filters", [["captions"], [None], [AuthorBios(), 5]])
def test_what_is_no_filter_is_refused_at_once(filters: list[object]) -> None:
    with pytest.raises(TypeError, match="a filter takes a document"):
        Pipeline(filters)  # type: ignore[arg-type]


@pytest.mark.parametrize("filters", [AuthorBios(), shout, None])
def test_one_filter_is_no_list_of_them(filters: object) -> None:
    with pytest.raises(TypeError, match="a pipeline takes a list of filters, not"):
        Pipeline(filters)  # type: ignore[arg-type]
