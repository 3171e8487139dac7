"""The network's arithmetic is exact: it agrees with whole numbers, whatever the order of additions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from cleantext.hits import RULE_BITS
from cleantext.judge.evidence import NAMES as EVIDENCE
from cleantext.judge.lines import Facts, Lines, lines_of, names
from cleantext.judge.network import (
    CEILING,
    EXACT,
    SIGNAL,
    STATE,
    Block,
    Ensemble,
    Floats,
    Layer,
    Network,
    Table,
    overviews_of,
    to_signal,
)
from cleantext.judge.shape import LIMIT
from cleantext.judge.tokens import ROW_BITS, Tokens
from cleantext.judge.weights import Judged, shipped
from cleantext.reading.marks import COLUMNS
from cleantext.reading.names import NAME_BITS


def some_lines(texts: tuple[str, ...] = ("One two.", "Three", "Four five six.")) -> Lines:
    found = lines_of([texts], ())
    assert found is not None
    return found[1]


def halves(total: np.ndarray, exponent: int) -> np.ndarray:
    """``total / 2 ** exponent`` rounded to the nearest, halves to the even, in whole numbers."""
    unit = 1 << exponent
    quotient, rest = np.divmod(total, unit)
    return quotient + ((2 * rest > unit) | ((2 * rest == unit) & (quotient % 2 == 1)))


@settings(max_examples=60)
@given(rows=st.integers(1, 70), inputs=st.integers(1, 300), outputs=st.integers(2, 90), seed=st.integers(0, 99))
def test_a_layer_agrees_with_whole_numbers(rows: int, inputs: int, outputs: int, seed: int) -> None:
    dice = np.random.default_rng(seed)
    most = EXACT // (CEILING * inputs * 2)
    weights = dice.integers(-min(most, 127), min(most, 127) + 1, (inputs, outputs))
    bias, signal = dice.integers(-(1 << 20), 1 << 20, outputs), dice.integers(0, CEILING + 1, (rows, inputs))
    exponent = int(dice.integers(0, 12))
    layer = Layer(*(np.ldexp(numbers.astype(np.float32), -exponent) for numbers in (weights, bias)))
    found = layer(signal.astype(np.float32))
    assert found.dtype == np.float32
    assert (found.astype(np.int64) == halves(signal @ weights + bias, exponent)).all()


@settings(max_examples=60)
@given(lines=st.integers(1, 90), distance=st.integers(1, 40), width=st.integers(2, 24), seed=st.integers(0, 99))
def test_a_block_sees_the_lines_at_its_distance(lines: int, distance: int, width: int, seed: int) -> None:
    dice = np.random.default_rng(seed)
    inner, taps = dice.integers(-9, 10, (width, width)), dice.integers(-99, 100, (3, width))
    bias, behind = dice.integers(-999, 999, width), dice.integers(-999, 999, width)
    signal = dice.integers(0, CEILING + 1, (lines, width))
    layer = Layer(*(np.ldexp(numbers.astype(np.float32), -5) for numbers in (inner, bias)))
    block = Block(layer, *(np.ldexp(numbers.astype(np.float32), -3) for numbers in (taps, behind)), distance)
    state = halves(signal @ inner + bias, 5)
    own = np.clip(halves(state * SIGNAL, int(np.log2(STATE))), 0, CEILING)
    nothing = np.zeros((distance, width), np.int64)
    around = np.concatenate((nothing, own, nothing))
    total = around[:lines] * taps[0] + own * taps[1] + around[2 * distance :] * taps[2] + behind
    assert (block(signal.astype(np.float32), np.zeros(lines, np.int64)).astype(np.int64) == halves(total, 3)).all()


@given(st.lists(st.lists(st.integers(0, 65535), max_size=9), min_size=1, max_size=9), st.integers(0, 99))
def test_a_table_adds_the_rows_of_each_line(rows: list[list[int]], seed: int) -> None:
    table = np.random.default_rng(seed).integers(-127, 128, (16, 5)).astype(np.int8)
    tokens = Tokens(np.array([r for line in rows for r in line], np.uint16), np.array([len(line) for line in rows]))
    found = Table(table, 32)(tokens)
    for line, values in zip(rows, found, strict=True):
        total = table[np.array(line) % 16].astype(int).sum(0) if line else np.zeros(5)
        assert values.tolist() == np.clip(np.rint(total * 2 / np.sqrt(max(len(line), 1))), -CEILING, CEILING).tolist()


def test_signals_are_whole_numbers_from_nothing_to_the_ceiling() -> None:
    state = np.array([[-900, 0, 2, 6, 4 * CEILING, 5 * CEILING]], np.float32)
    assert to_signal(state).tolist() == [[0, 0, 0, 2, CEILING, CEILING]]


def test_the_overview_is_the_mean_of_lines_and_of_text() -> None:
    signal = np.array([[10, 0], [20, 4], [7, 8]], np.float32)
    overviews = overviews_of(signal, np.array([30, 10, 5]), np.array([0, 0, 1]))
    assert overviews.tolist() == [[15, 2, 12, 1], [7, 8, 7, 8]]


MEMBERS = [(judged, n) for judged in get_args(Judged) for n in range(len(shipped(judged).members))]


@pytest.fixture(params=MEMBERS, ids=str)
def network(request: pytest.FixtureRequest) -> Network:
    """Each of the networks that ship."""
    judged, number = request.param
    return shipped(judged).members[number]


def test_sums_of_shipped_layers_are_exact(network: Network) -> None:
    """Every sum that the weights can lead to is a whole number of steps that single precision holds."""
    for layer in (*network.pools.values(), network.exit):
        assert _most_steps(layer.weights, layer.bias, CEILING) < EXACT
    for block in network.blocks:
        assert _most_steps(block.inner.weights, block.inner.bias, CEILING) < EXACT
        assert _most_steps(block.taps, block.bias, CEILING) < EXACT
    readers = [reader for reader in (network.evidence, network.markup) if reader is not None]
    entries = [(reader.layer, len(reader.layer.weights) - _width(reader.names)) for reader in readers]
    for layer, small in ((network.entry, len(names())), *entries):
        bounds = np.full((len(layer.weights), 1), CEILING)
        bounds[:small] = LIMIT
        assert _most_steps(layer.weights, layer.bias, bounds) < EXACT


def _width(table: Table) -> int:
    return table.rows.shape[1]


def _most_steps(weights: Floats, bias: Floats, bounds: int | NDArray[np.int64]) -> int:
    """The largest sum that signals up to ``bounds`` can lead to, in the steps of its column: the largest power of two
    of which all of the column's numbers are multiples.
    """
    numbers = np.ldexp(np.vstack((weights, bias)).astype(np.float64), 24)
    assert (numbers == np.rint(numbers)).all()
    whole = numbers.astype(np.int64)
    steps = np.bitwise_or.reduce(whole, axis=0)
    sums = (bounds * abs(whole[:-1])).sum(0) + abs(whole[-1])
    return int((sums // (steps & -steps)).max())


def test_shipped_tables_fit_what_lines_are(network: Network) -> None:
    lines = some_lines()
    width = _width(network.words) + _width(network.pairs)
    for table in (network.words, network.pairs):
        assert len(table.rows) in [1 << bits for bits in range(ROW_BITS + 1)]
    assert lines.shape.shape[1] == len(names())
    assert len(network.entry.weights) == len(names()) + width
    for reader, bits, columns in ((network.evidence, RULE_BITS, len(EVIDENCE)), (network.markup, NAME_BITS, COLUMNS)):
        if reader is not None:
            assert len(reader.names.rows) == 1 << bits
            assert len(reader.layer.weights) == columns + _width(reader.names)


def test_order_of_addition_does_not_matter(network: Network) -> None:
    dice = np.random.default_rng(1)
    layer = network.exit
    signal = dice.integers(0, CEILING, (50, len(layer.weights))).astype(np.float32)
    order = dice.permutation(len(layer.weights))
    shuffled = Layer(layer.weights[order], layer.bias)
    assert (layer(signal) == shuffled(signal[:, order])).all()


def test_the_mean_of_an_ensemble_counts() -> None:
    lines, members = some_lines(), shipped("text").members
    for together, apart in zip(
        Ensemble(members)(lines), zip(*(one(lines) for one in members), strict=True), strict=True
    ):
        assert (together == np.floor(np.mean(apart, axis=0))).all()


@pytest.mark.parametrize("size", [1, 2, 17, 200])
def test_every_line_gets_an_answer(size: int) -> None:
    answers = shipped("text")(some_lines(tuple(f"Line {n} of some." for n in range(size))))
    assert answers.content.shape == answers.furniture.shape == (size,)
    assert len(answers.kinds) == size


@given(
    st.lists(
        st.lists(st.sampled_from(["One two.", "Share", "A longer line, with a comma.", "7"]), min_size=1, max_size=40),
        max_size=5,
    )
)
@settings(max_examples=20)
def test_texts_that_are_judged_together_do_not_see_each_other(texts: list[list[str]]) -> None:
    network = shipped("text")
    found = lines_of(texts, ())
    if found is None:
        return
    together = network(found[1])
    alone = [network(some_lines(tuple(text))) for text in texts]
    for column, parts in zip(together, zip(*alone, strict=True), strict=True):
        assert np.array_equal(column, np.concatenate(parts))


def test_facts_are_seen_where_they_are_known() -> None:
    """What rules say by networks for texts, the markup by those for HTML; neither is needed."""
    lines = some_lines(("It rained.", "Share", "It rained again."))
    evidence = Facts(np.full((3, len(EVIDENCE)), 64, np.int8), Tokens(np.zeros(0, np.uint16), np.zeros(3, np.int64)))
    markup = Facts(np.full((3, COLUMNS), 64, np.int8), evidence.names)
    for ensemble, sees in ((shipped("text"), "evidence"), (shipped("html"), "markup")):
        bare = replace(lines, evidence=None, markup=None)
        for name, facts in (("evidence", evidence), ("markup", markup)):
            known: dict[str, Any] = {name: facts}
            told = ensemble(replace(bare, **known)).content.tolist()
            assert (told != ensemble(bare).content.tolist()) is (name == sees)
