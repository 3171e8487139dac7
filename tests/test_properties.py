"""What must hold for every text there is."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

import cleantext
from cleantext import Document
from cleantext.pipeline import profile_pipeline
from samples import PROSE, pages, wild

RESIDUE = profile_pipeline("residue")


@given(pages)
def test_cleaning_only_deletes(text: str) -> None:
    """The clean text is the text minus the spans, and the spans are sorted, disjoint and inside it."""
    result = RESIDUE(text)
    pieces, position = [], 0
    for start, end in result.spans:
        assert position <= start < end <= len(text)
        pieces.append(text[position:start])
        position = end
    assert result.text == "".join(pieces) + text[position:]


@settings(max_examples=50)
@given(pages, st.randoms(use_true_random=False))
def test_order_of_filters_does_not_matter(text: str, order: random.Random) -> None:
    """Filters in any order give the same removals."""
    filters = list(RESIDUE.filters)
    order.shuffle(filters)
    assert replace(RESIDUE, filters=filters)(text) == RESIDUE(text)


@given(wild | pages)
def test_any_text_is_taken(text: str) -> None:
    """No text makes the public functions raise, repair and the look for HTML included."""
    assert isinstance(cleantext.clean(text), str)
    assert isinstance(cleantext.clean_html(text), str)


@settings(max_examples=50)  # there are not many more
@given(st.lists(st.sampled_from(PROSE), min_size=1, max_size=6), st.sampled_from(["\n", "\n\n", "\r\n", "\r\n\r\n"]))
def test_prose_comes_back_byte_for_byte(paragraphs: list[str], end: str) -> None:
    """Text that needs no cutting is not touched, whatever its line ends and however often it repeats."""
    text = end.join(dict.fromkeys(paragraphs)) + end
    assert cleantext.clean(text) == text


@given(pages)
def test_removals_say_who_and_why(text: str) -> None:
    """Every removal names its filter, its rule and its evidence."""
    for removal in RESIDUE(text):
        assert removal.filter
        assert removal.rule
        assert removal.evidence
        assert 0 < removal.score <= 1


@given(pages)
def test_lines_cover_the_text(text: str) -> None:
    """Lines and their ends make up the text; a line holds no line end."""
    document = Document(text)
    position = 0
    for line in document.lines:
        assert text[position : line.start] in ("", "\n", "\r\n", "\r")
        assert text[line.start : line.end] == line.text
        assert "\n" not in line.text
        assert "\r" not in line.text
        position = line.end
    assert text[position:] in ("", "\n", "\r\n", "\r")
