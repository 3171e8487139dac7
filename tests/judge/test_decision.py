"""From odds to what goes."""

from __future__ import annotations

import numpy as np
import pytest

from cleantext.judge.decision import WHOLE, best_threshold, least_odds, probabilities, weighed
from cleantext.judge.network import STATE


def test_best_threshold_keeps_more_where_the_judge_knows_less() -> None:
    widths = np.full(4, 50)
    sure = np.array([60_000, 60_000, 20_000, 2_000])
    unsure = np.array([25_000, 24_000, 22_000, 21_000])
    assert best_threshold(sure, widths, 2.0) == 60_000
    assert best_threshold(unsure, widths, 2.0) == 21_000


def test_wide_lines_count_for_more() -> None:
    chances = np.array([60_000, 20_000])
    assert best_threshold(chances, np.array([10, 1000]), 2.0) == 20_000
    assert best_threshold(chances, np.array([1000, 10]), 2.0) == 60_000
    assert best_threshold(np.array([6_554, 65_000]), np.array([300, 100]), 2.0) == 65_000


def test_probabilities_rise_with_the_odds() -> None:
    chances = probabilities(np.arange(-6000, 6000, 7))
    assert (np.diff(chances) >= 0).all()
    assert chances[0] >= 0
    assert chances[-1] <= WHOLE
    assert probabilities(np.array([0, round(STATE * np.log(3))])).tolist() == [
        WHOLE // 2,
        pytest.approx(0.75 * WHOLE, abs=60),
    ]


@pytest.mark.parametrize("threshold", [0.1, 0.5, 0.9])
def test_a_line_of_ten_words_goes_from_the_threshold_on(threshold: float) -> None:
    assert weighed(np.array([7]), np.array([10])).tolist() == [7]
    assert least_odds(threshold) == round(STATE * np.log(threshold / (1 - threshold)))


def test_the_odds_are_in_proportion_to_the_words() -> None:
    """Counted are words and one more, so that a line without words has a place; no line counts for fewer than four."""
    one, two, four = -weighed(np.zeros(3, np.int64), np.array([10, 21, 43]))
    assert [two - one, four - two] == pytest.approx([STATE * np.log(2)] * 2, abs=1)
    assert (np.diff(-weighed(np.zeros(1000, np.int64), np.arange(1000))) >= 0).all()
    assert len(set(weighed(np.zeros(5, np.int64), np.arange(5)).tolist())) == 1
