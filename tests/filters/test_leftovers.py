"""The network behind ``leftovers``: what it takes, what it never touches, and why."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleantext import Document
from cleantext.filters import Leftovers
from cleantext.model.furniture import KINDS, Look
from samples import LONG_PROSE

FURNITURE = ["Share this article", "Sign up for our newsletter", "View all posts"]


def article(*between: str) -> Document:
    head, *rest = LONG_PROSE
    return Document("\n".join([head, *between, *rest]))


def taken(document: Document, **options: float) -> list[str]:
    return [document.text[r.start : r.end] for r in Leftovers(**options)(document)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n"])
def test_furniture_among_paragraphs_goes(end: str) -> None:
    assert taken(Document(article(*FURNITURE).text.replace("\n", end)), threshold=0.5) == FURNITURE


def test_prose_alone_stays() -> None:
    assert taken(article(), threshold=0.5) == []


@pytest.mark.parametrize("line", ["* * *", "—", "•••", "***"])
def test_a_line_without_words_stays(line: str) -> None:
    assert line not in taken(article(line), threshold=0.01)


def test_long_paragraphs_stay_whatever_they_say() -> None:
    pitch = "Subscribe to our newsletter now and follow us on Facebook for more. " * 9
    assert taken(article(pitch), threshold=0.01).count(pitch) == 0


def test_a_heading_that_names_what_follows_stays() -> None:
    told = "The article had been written in a single night, and nobody at the paper could say who had ordered it."
    assert "Share this article" in taken(article("Share this article"), threshold=0.5)
    assert taken(article("Share this article", told), threshold=0.5) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Sign up for our newsletter",
        "\n".join(FURNITURE * 5),
        "\n".join(["Roses are red", "violets are blue", "Share this post", "with somebody new"] * 6),
        LONG_PROSE[0] + "\nRead more",
    ],
)
def test_a_text_that_is_not_of_paragraphs_is_left_alone(text: str) -> None:
    assert taken(Document(text), threshold=0.01) == []


def test_removals_say_what_the_line_looks_like() -> None:
    _, removal, _ = Leftovers(threshold=0.5)(article(*FURNITURE))
    assert removal.filter == "leftovers"
    assert removal.rule == "any/looks-like-newsletter"
    expected = "looks like a newsletter prompt: 5 words, no full stop, among short lines"
    assert removal.evidence == f"{expected} ({removal.score:.2f})"
    assert 0.7 < removal.score < 1


def test_a_higher_threshold_takes_no_more() -> None:
    document = article(*FURNITURE)
    found = [set(taken(document, threshold=t)) for t in (0.3, 0.6, 0.9, 0.99, 0.9999)]
    assert all(more >= less for more, less in pairwise(found))


@pytest.mark.parametrize("threshold", [0, 1, -1, 2])
def test_thresholds_are_between_0_and_1(threshold: float) -> None:
    with pytest.raises(ValueError, match="threshold"):
        Leftovers(threshold=threshold)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([*LONG_PROSE, *FURNITURE, "", "漢字", "\ud800", "a\u2028b", "\x00"]), max_size=12))
def test_any_text_will_do(lines: list[str]) -> None:
    document = Document("\n".join(lines))
    spans = {(line.start, line.end) for line in document.lines}
    assert {(r.start, r.end) for r in Leftovers(threshold=0.3)(document)} <= spans


def test_the_shipped_weights_give_what_was_recorded() -> None:
    sight = Look()(article(*FURNITURE))
    assert sight is not None
    assert sight.odds.tolist() == RECORDED
    assert [KINDS[kind] for kind in sight.kinds[1:3]] == ["share", "newsletter"]


def test_importing_the_package_does_not_load_numpy() -> None:
    code = "import sys, cleantext, cleantext.filters; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


RECORDED = [-1064, 662, 693, 509, -840, -1439, -1816, -1585]
