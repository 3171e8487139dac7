"""No text takes long: in proportion to its size, whatever it is made of."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

import cleantext
from cleantext import Document
from cleantext.units import units

UNITS = tomllib.loads(Path(__file__).parents[1].joinpath("fixtures", "slow-texts.toml").read_text("utf-8"))["units"]
SIZE = 10_000  # characters
# Twice as much takes twice as long; what reads a text again for each of its lines takes four times as long. Between
# them a busy machine and its caches have room.
MOST_TIMES, NOISE = 3.0, 0.1
# Of processor time, on a slow and busy machine. The judge looks at each line, and be it one letter.
SECONDS_A_MB, SECONDS_A_LINE = 2.0, 1e-4


def clean(text: str) -> object:
    return cleantext.clean(text)


def main(text: str) -> object:
    return cleantext.clean(text, "main")


def page(text: str) -> object:
    return cleantext.clean_html(f"<article><h1>Ice</h1>{text}</article>")


def seconds(work: Callable[[str], object], text: str) -> float:
    """Of processor time, the best of two."""
    taken = []
    for _ in range(2):
        began = time.process_time()
        work(text)
        taken.append(time.process_time() - began)
    return min(taken)


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    for work in (clean, main, page):
        work("One line.\nShare on Facebook\n")


def test_there_are_many() -> None:
    """At least a hundred, each once."""
    assert len(set(UNITS)) == len(UNITS) >= 100


@pytest.mark.slow
@pytest.mark.parametrize(
    ("unit", "work"),
    [(unit, work) for unit in UNITS for work in (clean, main, *([page] if set("<&") & set(unit) else []))],
)
def test_twice_as_much_takes_twice_as_long(unit: str, work: Callable[[str], object]) -> None:
    text = unit * (2 * SIZE // len(unit))
    once, twice = seconds(work, unit * (SIZE // len(unit))), seconds(work, text)
    assert twice <= MOST_TIMES * once + NOISE
    lines = len(Document(text).view(units).texts) + text.count("<")  # elements may be lines
    assert twice <= SECONDS_A_MB * len(text.encode()) / 1e6 + SECONDS_A_LINE * lines + NOISE
