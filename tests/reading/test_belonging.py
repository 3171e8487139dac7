"""Headings and rows stay, and go, with what they belong to."""

from __future__ import annotations

import numpy as np
import pytest

from cleantext.judge.page import read_page
from cleantext.reading.belonging import belonging
from cleantext.reading.html import read_html

TABLE = "<table><tr><th>Day<th>Price</tr><tr><td>Friday<td>4.50</tr></table>"


def told(html: str, odds: dict[str, int]) -> dict[str, tuple[int, bool]]:
    """For each line its odds and whether it stays, where lines have ``odds``, others -100, and those above 0 stay."""
    read = read_html(html)
    page = read_page("\n".join(read.lines))
    assert page is not None
    known = np.array([odds.get(line, -100) for line in read.lines])
    raised, stays = belonging(read, page, known, known > 0)
    return dict(zip(read.lines, zip(raised.tolist(), stays.tolist(), strict=True), strict=True))


@pytest.mark.parametrize(("of_text", "heading"), [(300, (300, True)), (-300, (-100, False))])
def test_a_heading_is_as_sure_as_the_first_line_of_its_section(of_text: int, heading: tuple[int, bool]) -> None:
    found = told("<h2>Cookies</h2><h3>Ours</h3><p>We use none.</p><p>Menu</p>", {"We use none.": of_text})
    assert found["Cookies"] == found["Ours"] == heading
    assert found["Menu"] == (-100, False)


def test_a_surer_heading_stays_as_sure() -> None:
    assert told("<h2>Cookies</h2><p>We use none.</p>", {"Cookies": 500, "We use none.": 300})["Cookies"] == (500, True)


@pytest.mark.parametrize(("above", "below"), [(200, 300), (300, 200)])
def test_a_table_between_lines_that_stay_is_as_sure_as_the_less_sure_of_them(above: int, below: int) -> None:
    found = told(f"<p>Above.</p>{TABLE}<p>Below.</p>", {"Above.": above, "Below.": below})
    assert found["Day\tPrice"] == found["Friday\t4.50"] == (200, True)


def test_a_table_most_of_which_stays_is_as_sure_as_its_surest_row() -> None:
    found = told(f"<p>Menu</p>{TABLE}<p>Share</p>", {"Friday\t4.50": 150})
    assert found["Day\tPrice"] == found["Friday\t4.50"] == (150, True)
    assert found["Menu"] == found["Share"] == (-100, False)


def test_a_table_of_what_goes_goes() -> None:
    found = told(f"<p>Above.</p>{TABLE}<p>Menu</p>", {"Above.": 200})
    assert found["Day\tPrice"] == (-100, False)
