"""The quality gate counts right and complains when something is worse."""

from __future__ import annotations

import tomllib

import pytest

import gate
from cleantext import Document, Pipeline, Removal
from cleantext.kinds import NUMBERS

PAGES = [
    gate.Page("en", "One two.\n\nShare\nBy Ann Lee\nThree four.\n", ("article", "share", "bylines", "article")),
    gate.Page("de", "Eins zwei.\nNein.\n", ("article", "keep")),
    gate.Page("de", "Drei.\n", ("negative",)),
    gate.Page("de", "Vier.\nPrivates\n", ("subject", "subject")),
]


def without(*words: str) -> Pipeline:
    def propose(document: Document) -> list[Removal]:
        found = [(document.text.find(word), word) for word in words]
        return [Removal(at, at + len(word), "test", "rule", "seen") for at, word in found if at >= 0]

    return Pipeline([propose])


def figures(*words: str) -> dict[str, dict[str, float]]:
    return gate.figures(gate.measure(without(*words), PAGES))


def test_a_perfect_cleaner_and_others() -> None:
    assert figures("Share", "By Ann Lee") == {
        "kinds": {"bylines": 1, "share": 1},
        "languages": {"en": 1},
        "lost": {"article_words": 0, "look_alikes": 0, "hard_negatives": 0, "subject_pages": 0},
    }
    assert figures("Share")["languages"] == {"en": 0.5}
    assert figures("By Ann")["kinds"] == {"bylines": 0, "share": 0}
    lost = {"article_words": 1 / 6, "look_alikes": 1, "hard_negatives": 1, "subject_pages": 1}
    assert figures("two", "Nein", "Drei.", "Privates")["lost"] == lost


def test_floors_hold_what_was_measured_and_nothing_worse() -> None:
    found = figures("Share", "By Ann Lee")
    allowed = tomllib.loads(gate.floors(found))
    assert gate.worse(found, allowed) == []
    assert gate.worse(figures("Share"), allowed) == [
        "kinds bylines: 0, allowed 0.95",
        "languages en: 0.5, allowed 0.95",
    ]
    assert gate.worse(figures("Share", "By Ann Lee", "two"), allowed) == ["lost article_words: 0.16667, allowed 0.0005"]
    assert gate.worse({**found, "languages": {}}, allowed) == ["languages en: not measured"]
    assert gate.worse({**found, "kinds": {**found["kinds"], "ads": 1.0}}, allowed) == ["kinds ads: has no floor"]


def test_every_line_of_the_fixtures_is_told_what_it_is() -> None:
    marked = list(gate.marked_pages())
    pages = [*gate.composed(), *gate.small_pages(), *marked, *gate.negatives(), *gate.subject_pages()]
    for page in pages:
        assert len(Document(page.text).content) == len(page.kinds)
    kinds = {kind for page in pages for kind in page.kinds}
    assert kinds >= {*NUMBERS, gate.ARTICLE, gate.KEEP, gate.NEGATIVE}
    assert len({page.language for page in pages}) >= 29
    assert {kind for page in marked for kind in page.kinds} == {*NUMBERS, gate.ARTICLE}
    assert all(page.kinds.count(gate.ARTICLE) >= 2 for page in marked)


@pytest.mark.parametrize("table", ["kinds", "languages", "lost"])
def test_there_are_floors(table: str) -> None:
    assert tomllib.loads(gate.FLOORS.read_text("utf-8"))[table]
