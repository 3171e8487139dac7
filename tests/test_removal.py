"""Removals, their union and the cut."""

import copy
import html
import json
import pickle
import re
import time
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext import Document, Removal, Result
from cleantext.removal import outside, removed_lines, united


def test_overlapping_removals_are_united_and_all_kept_as_evidence() -> None:
    """Two filters may ask for the same words; both are heard, the words go once."""
    removals = (Removal(0, 4, "ads", "label"), Removal(2, 6, "share", "row"))
    result = Result(Document("abcdefgh"), removals)
    assert result.text == "gh"
    assert result.spans == ((0, 6),)
    assert result.by_filter() == {"ads": removals[:1], "share": removals[1:]}


def test_removals_that_touch_are_one_span() -> None:
    """What goes in one piece is shown in one piece."""
    assert Result(Document("abcdefgh"), (Removal(2, 4, "ads", "a"), Removal(4, 6, "ads", "b"))).spans == ((2, 6),)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_impossible_span_is_refused(start: int, end: int) -> None:
    """A removal that is no span is a mistake of the filter and says so at once."""
    with pytest.raises(ValueError, match="not a span"):
        Removal(start, end, "ads", "label")


RESULT = Result(
    Document("Kept.\r\n\r\nADVERTISEMENT\r\nKept too.\n", "en", "https://example.org/"),
    (Removal(9, 22, "ads", "en/label", "“ADVERTISEMENT”"), Removal(22, 24, "gaps", "gap")),
    (Removal(24, 33, "bios", "en/bio", "looks like one; kept since alone", 0.4),),
)


def test_removal_behind_the_text_is_refused() -> None:
    """A filter's mistake is named where it shows, not as a riddle elsewhere."""
    with pytest.raises(ValueError, match="ads label: 9 is behind the text of 8 characters"):
        Result(Document("abcdefgh"), (Removal(0, 9, "ads", "label"),))
    assert Result(Document("abcdefgh"), (Removal(0, 8, "ads", "label"),)).text == ""


def test_a_result_is_a_value_whatever_holds_its_removals() -> None:
    removals = [Removal(0, 4, "ads", "label")]
    one, other = Result(Document("abcdefgh"), removals), Result(Document("abcdefgh"), tuple(removals))  # type: ignore[arg-type]
    assert one == other
    assert hash(one) == hash(other)
    with pytest.raises(TypeError, match=r"is said by a Removal, not by \(0, 4\)"):
        Result(Document("abcdefgh"), ((0, 4),))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="a result is that of a Document, not of 'abcd'"):
        Result("abcd", ())  # type: ignore[arg-type]


def test_result_is_computed_once() -> None:
    """Asking for the text again costs nothing, and neither is it carried along."""
    assert RESULT.text is RESULT.text
    assert RESULT.spans is RESULT.spans
    again = pickle.loads(pickle.dumps(RESULT))
    assert again == RESULT
    assert "text" not in vars(again)


@dataclass(frozen=True, repr=False)
class Dated(Result):
    """What somebody adds to a result of theirs."""

    date: str = ""


def test_a_result_of_a_class_of_your_own_stays_one() -> None:
    """Copied or in another process it has what it had."""
    result = Dated(RESULT.document, RESULT.removals, date="today")
    for again in (pickle.loads(pickle.dumps(result)), copy.copy(result), copy.deepcopy(result)):
        assert type(again) is Dated
        assert again == result


def test_a_result_whose_reasons_nobody_asked_for_pickles() -> None:
    """They are found then: what finds them stays behind."""
    result = Result.later(RESULT.document, RESULT.spans, lambda: RESULT.removals, lambda: RESULT.withheld)
    assert pickle.loads(pickle.dumps(result)) == RESULT


def test_offsets_are_whole_numbers() -> None:
    """Those of NumPy become those of Python, so that JSON knows them."""
    removal = Removal(np.int64(0), np.int64(4), "ads", "label")  # type: ignore[arg-type]
    assert removal == Removal(0, 4, "ads", "label")
    assert json.dumps(Result(Document("abcd"), (removal,)).to_dict())
    for start in ("0", 0.0, None):
        with pytest.raises(TypeError, match="be interpreted as an integer"):
            Removal(start, 4, "ads", "label")  # type: ignore[arg-type]


def test_result_prints_in_one_line() -> None:
    """However long the text is; a document too."""
    assert repr(RESULT) == "<Result: 15 of 34 characters removed (ads)>"
    assert repr(Result(Document("x" * 9999), ())) == "<Result: 9,999 characters, nothing removed>"
    assert len(repr(Document("line\n\x1b" * 9999, "de"))) < 200
    assert repr(Document("a\n", "de")) == r"<Document: 2 characters, 'a\n', lang='de'>"


def test_result_becomes_plain_values() -> None:
    """Everything is there, and JSON gives it back."""
    plain = RESULT.to_dict()
    assert json.loads(json.dumps(plain)) == plain
    assert (plain["text"], plain["lang"], plain["url"]) == (RESULT.text, "en", "https://example.org/")
    assert [Removal(*(entry[name] for name in Removal.__slots__)) for entry in plain["removals"]] == [*RESULT.removals]
    assert [entry["line"] for entry in plain["removals"]] == [3, 3]
    assert (plain["withheld"][0]["text"], plain["withheld"][0]["line"]) == ("Kept too.", 4)


@pytest.mark.parametrize(
    ("text", "lines"), [("", [1]), ("a", [1, 1]), ("\na\n", [1, 2, 2, 2]), ("a\r\nb", [1, 1, 1, 2, 2])]
)
def test_lines_are_counted_from_one(text: str, lines: list[int]) -> None:
    """An offset is in the line that began last; what is behind the last line end belongs to it."""
    assert [Result(Document(text), ()).line_of(offset) for offset in range(len(text) + 1)] == lines


def test_a_notebook_shows_the_report() -> None:
    """In a frame of its own, which nothing in the text can leave."""
    evil = '"></iframe><script>alert(1)</script>'
    shown = Result(Document(f"{evil}\ngone"), (Removal(len(evil) + 1, len(evil) + 5, "ads", "en/label"),))._repr_html_()
    (frame,) = re.findall(r'^<iframe sandbox="" style="[^"]*" srcdoc="([^"]*)"></iframe>$', shown, re.DOTALL)
    page = html.unescape(frame)
    assert '<del class="k0">gone</del>' in page
    assert "<script>alert" not in page


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8).map(
    lambda pairs: united((min(pair), max(pair)) for pair in pairs)
)


@given(SPANS, st.integers(0, 30), st.integers(0, 30))
def test_outside_is_what_no_span_covers(spans: tuple[tuple[int, int], ...], start: int, end: int) -> None:
    found = list(outside(spans, start, end))
    covered = {place for first, last in spans for place in range(first, last)}
    assert {place for first, last in found for place in range(first, last)} == {*range(start, end)} - covered
    assert all(start <= first < last <= end for first, last in found)


def test_one_place_among_many_spans_is_found_without_reading_them_all() -> None:
    class Counted(list[tuple[int, int]]):
        reads = 0

        def __getitem__(self, index: Any) -> Any:
            self.reads += len(range(*index.indices(len(self)))) if isinstance(index, slice) else 1
            return super().__getitem__(index)

    spans = Counted((10 * n, 10 * n + 5) for n in range(100_000))
    assert list(outside(spans, 2000, 2010)) == [(2005, 2010)]
    assert spans.reads < 50


def test_many_removals_in_a_long_line_take_little_time() -> None:
    """A line that begins with a space is not copied for each of them."""
    text = " " + "Share. It rained all day. " * 40_000
    spans = [(1 + 26 * n, 7 + 26 * n) for n in range(40_000)]
    began = time.process_time()
    assert removed_lines(Document(text), spans) == set()
    assert time.process_time() - began < 2
