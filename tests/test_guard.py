"""The guard: what the network is sure an author wrote stays, whatever a rule says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleantext import Document, Pipeline, Removal
from cleantext.filters import BUILT_IN
from cleantext.guard import GUARDED, ProseGuard
from cleantext.pipeline import profile_pipeline, select_filters
from samples import LONG_PROSE

PARAGRAPHS = LONG_PROSE[:4]
BUTTON = "Click to share on Facebook (Opens in new window)"
ARTICLE = Document("\n".join([*PARAGRAPHS[:3], BUTTON, PARAGRAPHS[3]]))


def whole(number: int, name: str, document: Document = ARTICLE) -> Removal:
    line = document.lines[number]
    return Removal(line.start, line.end, name, "en/a-rule", "its words", 1.0)


@pytest.mark.parametrize("number", [0, 1, 2, 4])
def test_a_paragraph_of_the_author_stays(number: int) -> None:
    assert ProseGuard()(ARTICLE, [whole(number, "cta")]) == []


def test_furniture_goes() -> None:
    removals = [whole(3, "cta")]
    assert ProseGuard()(ARTICLE, removals) == removals


@pytest.mark.parametrize("name", ["consent", "captions", "leftovers", "house-rules", "revise"])
def test_some_filters_and_the_rules_of_the_user_are_not_questioned(name: str) -> None:
    removals = [whole(0, name)]
    assert ProseGuard()(ARTICLE, removals) == removals


def test_guarded_filters_exist() -> None:
    assert {built_in.name for built_in in BUILT_IN} > GUARDED


def test_a_part_of_a_line_is_not_questioned() -> None:
    line = ARTICLE.lines[0]
    removals = [Removal(line.start, line.start + 20, "bylines", "en/a-rule", "its words", 1.0)]
    assert ProseGuard()(ARTICLE, removals) == removals


def test_indentation_does_not_hide_a_line() -> None:
    indented = Document(ARTICLE.text.replace(PARAGRAPHS[1], "  " + PARAGRAPHS[1]))
    removal = whole(1, "cta", indented)
    assert ProseGuard()(indented, [replace(removal, start=removal.start + 2)]) == []


def test_what_was_spared_is_spared_when_the_rest_is_gone() -> None:
    """The second reading sees a shorter text."""
    document = Document("\n".join([PARAGRAPHS[0], *[BUTTON] * 3, PARAGRAPHS[1]]))
    for text in (document, Document(PARAGRAPHS[0] + "\n" + PARAGRAPHS[1])):
        assert ProseGuard()(text, [whole(0, "cta", text)]) == []


@pytest.mark.parametrize("certainty", [0.4, 1, 2])
def test_certainty_lies_between_one_half_and_one(certainty: float) -> None:
    with pytest.raises(ValueError, match="certainty"):
        ProseGuard(certainty)


def test_what_it_spares_is_shown_as_withheld() -> None:
    def everything(document: Document) -> list[Removal]:
        return [Removal(line.start, line.end, "cta", "en/a-rule", "its words", 1.0) for line in document.lines]

    result = Pipeline([everything], revisers=[ProseGuard()])(ARTICLE)
    assert BUTTON not in result.text
    spared = [ARTICLE.text[removal.start : removal.end].strip() for removal in result.withheld]
    assert spared == list(PARAGRAPHS)


def test_without_the_network_there_is_no_guard() -> None:
    rules = select_filters(profile_pipeline(), skip=["leftovers"])
    assert not any(isinstance(reviser, ProseGuard) for reviser in rules.revisers)
    others = select_filters(profile_pipeline(), skip=["cta"])
    assert any(isinstance(reviser, ProseGuard) for reviser in others.revisers)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([*PARAGRAPHS, BUTTON, "", "漢字", "\ud800", "\x00"]), max_size=12), st.data())
def test_it_only_ever_spares(lines: list[str], draw: st.DataObject) -> None:
    document = Document("\n".join(lines))
    numbers = draw.draw(st.lists(st.integers(0, max(0, len(document.lines) - 1)), max_size=5))
    removals = [whole(number, "cta", document) for number in numbers if document.lines]
    assert set(ProseGuard()(document, removals)) <= set(removals)
