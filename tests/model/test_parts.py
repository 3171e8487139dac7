"""The parts of the line model: lines, words, exact arithmetic, markup."""

from __future__ import annotations

import random

import numpy as np
import pytest
from cleantext.model.decide import WHOLE, best_threshold, probabilities
from cleantext.model.judge import main_lines
from cleantext.model.markup import read_markup
from cleantext.model.network import CEILING, EXACT, Convolution, Floats, Layer, Lines
from cleantext.model.page import code_points, line_starts, read_page
from cleantext.model.shape import LIMIT, shape
from cleantext.model.tokens import words_and_pairs
from cleantext.model.weights import shipped
from hypothesis import given, settings
from hypothesis import strategies as st

from cleantext import Document

ALPHABET = st.sampled_from("ab \t\r\n|.漢ก้é\ud800\u2028\u200b1")


@settings(max_examples=300, deadline=None)
@given(st.text(ALPHABET, max_size=80))
def test_lines_are_those_of_the_document(text: str) -> None:
    lines = Document(text).lines
    starts = line_starts(code_points(text)).tolist()
    assert [line.start for line in lines] == starts[: len(lines)]
    page = read_page(text)
    if page is not None:
        assert all(lines[number].text.strip() for number in page.numbers)


@settings(max_examples=100, deadline=None)
@given(st.text(ALPHABET, min_size=1, max_size=80))
def test_everything_is_small_whole_numbers(text: str) -> None:
    page = read_page(text)
    if page is None:
        return
    table = shape(page)
    assert table.dtype == np.int8
    assert abs(table.astype(int)).max() <= LIMIT
    words, pairs = words_and_pairs(page)
    assert len(words.rows) == words.counts.sum()
    assert len(pairs.rows) == pairs.counts.sum()


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


def test_sums_of_shipped_layers_are_exact() -> None:
    network = shipped()
    for layer in (*network.pools.values(), network.exit, network.kinds):
        assert _largest(layer.weights, layer.bias) < EXACT
    for block in network.blocks:
        for weights, bias in zip(block.weights, block.bias, strict=True):
            assert _largest(np.concatenate(weights), bias) < EXACT
    for layer, small in ((network.entry, len(shape(_page())[0])), (network.markup, None)):
        bounds = np.full(len(layer.weights), CEILING)
        bounds[: small if small is not None else len(bounds) - network.names.rows.shape[1]] = LIMIT
        assert (bounds @ abs(layer.weights) + abs(layer.bias)).max() < EXACT


def _largest(weights: Floats, bias: Floats) -> float:
    return float((CEILING * abs(weights.astype(np.float64)).sum(0) + abs(bias)).max())


def _page():
    page = read_page("One.\nTwo.")
    assert page is not None
    return page


def test_order_of_addition_does_not_matter() -> None:
    dice = np.random.default_rng(1)
    layer = shipped().exit
    signal = dice.integers(0, CEILING, (50, len(layer.weights))).astype(np.float32)
    order = dice.permutation(len(layer.weights))
    shuffled = Layer(layer.weights[order], layer.bias, layer.scale)
    assert (layer(signal) == shuffled(signal[:, order])).all()


@settings(max_examples=100, deadline=None)
@given(lines=st.integers(1, 90), distance=st.integers(1, 40), members=st.integers(1, 3), seed=st.integers(0, 99))
def test_a_convolution_sees_the_lines_at_its_distance(lines: int, distance: int, members: int, seed: int) -> None:
    dice = np.random.default_rng(seed)
    weights = dice.integers(-9, 9, (members, 3, 8, 8)).astype(np.float32)
    block = Convolution(weights, np.ones((members, 8), np.float32), np.ones((members, 8), np.float32), distance)
    signal = dice.integers(0, CEILING, (lines, members * 8)).astype(np.float32)
    nothing = np.zeros((distance, members * 8), np.float32)
    around = np.concatenate((nothing, signal, nothing))
    for member, (above, here, below) in enumerate(weights):
        own = slice(8 * member, 8 * member + 8)
        expected = signal[:, own] @ here + around[:lines, own] @ above + around[2 * distance :, own] @ below + 1
        assert (block(signal)[:, own] == expected).all()


def test_lines_far_below_do_not_change_the_shape_of_a_short_page_alone() -> None:
    page = _page()
    words, pairs = words_and_pairs(page)
    content, furniture = shipped()(Lines(shape(page), words, pairs, page.widths))
    assert content.shape == furniture.shape == (2,)


def test_best_threshold_keeps_more_where_the_model_knows_less() -> None:
    widths = np.full(4, 50)
    sure = np.array([60_000, 60_000, 20_000, 2_000])
    unsure = np.array([25_000, 24_000, 22_000, 21_000])
    assert best_threshold(sure, widths) == 60_000
    assert best_threshold(unsure, widths) == 21_000


def test_probabilities_rise_with_the_score() -> None:
    chances = probabilities(np.arange(-6000, 6000, 7))
    assert (np.diff(chances) >= 0).all()
    assert chances[0] >= 0
    assert chances[-1] <= WHOLE


@pytest.mark.parametrize("html", ["", " ", "\0", "<", "<p>", "<!--", "</p>", "\ud800", "<html></html>", "<script>x"])
def test_pages_without_text_have_no_lines(html: str) -> None:
    assert all(isinstance(line, str) for line in main_lines(html))


def test_random_markup_never_raises() -> None:
    dice = random.Random(1)
    parts = [
        "<p>",
        "</p>",
        "<div class='a-b' hidden>",
        "</div>",
        "<a href=x>",
        "</a>",
        "<td",
        ">",
        "text. ",
        "<script>",
    ]
    parts += ["</script>", "<title>", "<meta name=description content='x y'>", "\ud800", "&#0;", "<!--", "-->", "<li/>"]
    for _ in range(300):
        main_lines("".join(dice.choices(parts, k=40)))


def test_markup_knows_links_headings_and_what_is_hidden() -> None:
    marked = read_markup(
        "<title>A page</title><h2 class=big>One</h2><p>Two <a href=x>three</a></p><div style='display: none'>Four</div>"
    )
    assert marked.title == "A page"
    assert [line.text for line in marked.lines] == ["One", "Two three", "Four"]
    assert [line.links for line in marked.lines] == [0, 1, 0]
    assert len({line.place.around for line in marked.lines}) == 3


def test_blocks_end_lines_and_links_are_kept_apart() -> None:
    lines = [line.text for line in read_markup("<div>a<b>b</b><p>c<br>d</p><a>e</a><a>f</a>").lines]
    assert lines == ["ab", "c", "d", "e f"]
