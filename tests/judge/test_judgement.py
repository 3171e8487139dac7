"""Texts judged at one go, and long ones piece by piece."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleantext import Document
from cleantext.hits import Hits
from cleantext.judge import judgement, lines
from cleantext.judge.judgement import AROUND, PIECE, Judge
from cleantext.judge.lines import Lines
from cleantext.judge.page import Page
from cleantext.judge.weights import shipped

LINES = [
    "",
    "Share on Facebook",
    "Photo: J. Doe/AFP",
    "It rained for three days, and then it rained again.",
    "Menu",
    "q",
]
TEXTS = st.lists(st.sampled_from(LINES), max_size=30).map("\n".join)


@pytest.fixture
def short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of five units, read with two on either side."""
    monkeypatch.setattr(judgement, "PIECE", 5)
    monkeypatch.setattr(judgement, "AROUND", 2)


@given(texts=st.lists(TEXTS, max_size=4))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.usefixtures("short_pieces")
def test_every_visible_unit_of_every_piece_is_judged_once(texts: list[str]) -> None:
    judge = Judge()
    documents = list(map(Document, texts))
    judge.judge(documents)
    for document in documents:
        found = document.view(judge)
        visible = [number for number, line in enumerate(document.lines) if line.text.strip()]
        assert (found is None) is (not visible)
        if found is None:
            continue
        assert found.numbers.tolist() == visible
        assert len(found.odds) == len(found.content) == len(found.kinds) == len(found.widths) == len(visible)
        assert found.present == set(found.kinds.tolist())
        assert all(LINES.index(document.lines[unit].text) in (1, 2, 4) for unit in found.hits.units.tolist())
        shared = [number for number in visible if document.lines[number].text == LINES[1]]
        assert set(shared) <= set(found.hits.units.tolist())
        assert (np.diff(found.hits.units) >= 0).all()


def test_a_piece_is_read_with_all_that_the_network_sees_from_it() -> None:
    """So that no line is judged without its neighbours because it stands where pieces meet."""
    for network in (*shipped("text").members, *shipped("html").members):
        assert sum(block.distance for block in network.blocks) <= AROUND


@pytest.mark.usefixtures("short_pieces")
def test_a_piece_is_read_with_the_units_around_it(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def lines_of(texts: list[list[str]], hits: Hits) -> tuple[Page, Lines] | None:
        read.extend("".join(text) for text in texts)
        return lines.lines_of(texts, hits)

    monkeypatch.setattr(judgement, "lines_of", lines_of)
    Judge()(Document("\n".join("abcdefghijkl")))
    assert read == ["abcdefg", "defghijkl", "ijkl"]


def test_furniture_goes_wherever_it_stands_in_a_long_text() -> None:
    paragraph = "It rained for three days in the valley, and on the fourth the river left its bed near the old mill."
    places = (10, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE + 100)
    text = [paragraph] * (2 * PIECE + 200)
    for place in places:
        text[place] = "Share on Facebook"
    found = Judge()(Document("\n".join(text)))
    assert found is not None
    assert set(places) <= set(found.numbers[found.weighed > 0].tolist())


def test_of_an_endless_line_its_beginning_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LONGEST", 60)
    line = "It rained for three days in the valley, and on the fourth it"
    short, endless = (
        Judge()(Document(f"Menu\n{line}")),
        Judge()(Document(f"Menu\n{line} went on and on.{' Share' * 99}")),
    )
    assert short is not None
    assert endless is not None
    assert short.odds.tolist() == endless.odds.tolist()


def test_what_is_surely_content_is_less_surely_furniture() -> None:
    found = Judge()(Document("Share\nIt rained.\nMenu"))
    assert found is not None
    given = found.given(np.array([300, 0, -300]))
    assert (found.odds - given.odds).tolist() == (found.weighed - given.weighed).tolist() == [300, 0, 0]
