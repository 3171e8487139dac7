"""A second step works on what the first has left, and says so in the terms of the whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleantext import Document, Pipeline, Removal, Result
from cleantext.remainder import Remainder, then
from cleantext.removal import left_of

TEXTS = st.text("ab \n\r", max_size=40)
SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6)


def removals(spans: list[tuple[int, int]], size: int) -> tuple[Removal, ...]:
    """Those of ``spans`` that lie within ``size`` characters."""
    return tuple(Removal(a, b, "test", "rule", "seen") for a, b in spans if a <= b <= size)


@given(TEXTS, SPANS, SPANS)
def test_two_steps_leave_what_the_second_leaves(
    text: str, first: list[tuple[int, int]], second: list[tuple[int, int]]
) -> None:
    one = Result(Document(text, "en", "https://example.org/"), removals(first, len(text)))
    pipeline = Pipeline([lambda document: removals(second, len(document.text))])
    both = then(one, pipeline)
    assert both.text == pipeline(one.text).text
    assert both.document is one.document
    assert Result(both.document, both.removals).text == both.text
    assert set(one.removals) <= set(both.removals)


@given(TEXTS, SPANS)
def test_what_is_left_is_found_where_it_stood(text: str, spans: list[tuple[int, int]]) -> None:
    left = Remainder(Result(Document(text), removals(spans, len(text))))
    for start, character in enumerate(left.document.text):
        assert text[left.origin(start)] == character
    size = len(left.document.text)
    first, last = left.span(0, size)
    inside = [(max(a, first), min(b, last)) for a, b in left.of.spans if a < last and b > first]
    assert left_of(text, first, last, inside) == left.document.text
    assert left.span(size, size) == (0, 0)
