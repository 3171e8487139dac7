"""The small version of ``benchmarks/fuzz.py``, which is run by hand for an hour."""

from __future__ import annotations

import pytest

import fuzz
from cleantext import Document, Removal, Result


@pytest.fixture(scope="module")
def maker() -> fuzz.Maker:
    return fuzz.Maker()


@pytest.mark.slow
@pytest.mark.parametrize("number", range(24))
def test_no_promise_is_broken(maker: fuzz.Maker, number: int) -> None:
    """By a batch of random documents; all kinds are among them."""
    count = fuzz.Count()
    count.clean(maker.batch(number))
    assert count.broken == []
    assert count.documents.total() >= 16


@pytest.mark.slow
def test_a_number_is_always_the_same_batch(maker: fuzz.Maker) -> None:
    """So that what broke a promise is found again."""
    assert {maker.batch(number).kind for number in range(24)} == {"text", "main", "html", "bytes"}
    assert maker.batch(7) == maker.batch(7)


def test_broken_promises_are_noticed() -> None:
    """Each kind that there is."""

    def broken(text: str, *removals: Removal, spans: tuple[tuple[int, int], ...]) -> list[str]:
        result = Result.later(Document("abcd"), spans, lambda: removals, tuple)
        return list(fuzz.broken_promises(text, result, is_repaired=False))

    cut = Removal(1, 2, "share", "rule")
    assert broken("abcd", cut, spans=((1, 2),)) == []
    assert broken("abc", cut, spans=((1, 2),)) == ["the text is what came in"]
    assert broken("abcd", cut, spans=((1, 3),)) == ["removals explain all that went"]
    assert "spans are sorted, disjoint and inside the text" in broken("abcd", cut, spans=((1, 9),))
    assert broken("abcd", Removal(1, 2, "share", ""), spans=((1, 2),)) == ["removals say who and why"]
    assert broken("abcd", Removal(1, 2, "shares", "rule"), spans=((1, 2),)) == ["filters are known"]
