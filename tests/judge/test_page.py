"""Lines, words and shapes as numbers."""

from __future__ import annotations

from operator import attrgetter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cleantext import Document
from cleantext.codes import code_points
from cleantext.judge.lines import lines_of
from cleantext.judge.page import line_starts, read_page
from cleantext.judge.shape import LIMIT, features, whole_numbers
from cleantext.judge.tokens import Tokens, words_and_pairs
from cleantext.judge.traits import said, traits
from cleantext.matching import built_in_matcher

ALPHABET = st.sampled_from("ab \t\r\n|.漢ก้é\ud800\u2028\u200b1")


@settings(max_examples=300)
@given(st.text(ALPHABET, max_size=80))
def test_lines_are_those_of_the_document(text: str) -> None:
    lines = Document(text).lines
    starts = line_starts(code_points(text)).tolist()
    assert [line.start for line in lines] == starts[: len(lines)]
    page = read_page(text)
    if page is not None:
        assert all(lines[number].text.strip() for number in page.numbers)


@given(st.text(ALPHABET, min_size=1, max_size=80))
def test_everything_is_small_whole_numbers(text: str) -> None:
    page = read_page(text)
    if page is None:
        return
    table = whole_numbers(features(page).values(), page.size)
    assert table.dtype == np.int8
    assert abs(table.astype(int)).max() <= LIMIT
    words, pairs = words_and_pairs(page)
    assert len(words.rows) == words.counts.sum()
    assert len(pairs.rows) == pairs.counts.sum()


LINES = st.lists(
    st.sampled_from(["", " ", "q", "X", "Share", "Photo: AP", "It rained, and it rained.", "A long line. " * 9])
    | st.text(st.sampled_from("ab |.漢ก้é\ud800\u200b1"), max_size=30),
    max_size=7,
)


@given(st.lists(LINES, max_size=5))
@settings(max_examples=60)
def test_texts_that_are_read_together_are_what_they_are_alone(texts: list[list[str]]) -> None:
    matcher = built_in_matcher()
    found = lines_of(texts, matcher.read([line for text in texts for line in text]))
    alone = {number: one for number, text in enumerate(texts) if (one := lines_of([text], matcher.read(text)))}
    assert (found is not None) is bool(alone)
    if found is None:
        return
    page, lines = found
    assert page.texts.tolist() == list(alone)
    for name in ("shape", "widths"):
        assert np.array_equal(getattr(lines, name), np.concatenate([getattr(one, name) for _, one in alone.values()]))
    assert lines.evidence is not None
    assert np.array_equal(
        lines.evidence.numbers, np.concatenate([one.evidence.numbers for _, one in alone.values() if one.evidence])
    )
    for name in ("words", "pairs", "evidence.names"):
        together: Tokens = attrgetter(name)(lines)
        apart = [attrgetter(name)(one) for _, one in alone.values()]
        assert np.array_equal(together.rows, np.concatenate([one.rows for one in apart]))
        assert np.array_equal(together.counts, np.concatenate([one.counts for one in apart]))


def test_blank_lines_are_seen_from_the_first_line_on() -> None:
    page = read_page("\n\nOne.\nTwo.\n\nThree.\n\n\n\n\nFour.", [0, 6])
    assert page is not None
    assert page.texts.tolist() == [0, 1]
    assert features(page)["gap_before"].tolist() == [64, 0, 32, 96]
    assert features(page)["gap_after"].tolist() == [0, 32, 0, 0]


def test_words_ignore_case_and_what_digit() -> None:
    page = read_page("Read More 12\nread more 90\nread mores 12")
    assert page is not None
    first, second, third = np.split(page.words.hashes, 3)
    assert (first == second).all()
    assert (first != third).any()


def test_letters_of_unspaced_scripts_are_words() -> None:
    page = read_page("漢字かな\nสวัสดี\nहिन्दी में")
    assert page is not None
    assert page.words.number.tolist() == [4, 4, 2]


def test_what_stands_again_close_by_is_seen() -> None:
    caption = "A crane lifts the bridge on Monday."
    lines = (
        "One.",
        caption,
        "Two.",
        f"{caption} Photo: J. Doe",
        "Three.",
        "Four.",
        "Five.",
        "Six.",
        *["It snowed."] * 2,
    )
    page = read_page("\n".join(lines), [0, 9])
    assert page is not None
    shape = features(page)
    assert shape["copy_part"].round().tolist() == [0, 0, 0, 41, 0, 0, 0, 0, 0, 0]
    assert shape["copy_ahead"].round().tolist() == [0, 56, 0, 0, 0, 0, 0, 0, 0, 0]
    assert said(traits(page), 1) == "short, much of it again close by"


def test_traits_are_what_a_reader_sees() -> None:
    page = read_page("Home | News | Sport\n© 2024 Somebody\nHome | News | Sport\n***\n" + "A long line. " * 9)
    assert page is not None
    seen = [said(traits(page), index) for index in range(page.size)]
    assert seen == [
        "short, no full stop, menu marks, repeated on the page",
        "short, no full stop, copyright mark",
        "short, no full stop, menu marks, repeated on the page",
        "short, no full stop, no words",
        "its place among its neighbours",
    ]
