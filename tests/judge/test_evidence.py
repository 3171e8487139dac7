"""What rules saw, as numbers."""

from __future__ import annotations

import numpy as np
import pytest

from cleantext.hits import RULE_BITS, Hit, rule_row
from cleantext.judge.evidence import NAMES, SIDES, evidence
from cleantext.judge.page import read_page
from cleantext.judge.shape import LIMIT
from cleantext.judge.tokens import Tokens
from cleantext.kinds import KINDS
from cleantext.rulebook import Rule


def hit(unit: int, end: int = 10, kind: str = "ads", start: int = 0, **fields) -> Hit:
    fields = {"id": "r", "language": "en", "role": "alone", "match": "line", **fields}
    return Hit(unit, start, end, Rule(filter=kind, **fields))


def seen(*hits: Hit, size: int = 3) -> tuple[list[dict[str, int]], Tokens]:
    """For each of ``size`` lines of ten characters, at the even numbers, the columns that are not zero."""
    page = read_page("\n\n".join(["ten signs."] * size))
    assert page is not None
    columns, tokens = evidence(hits, page, np.full(size, 10))
    assert columns.shape == (size, len(NAMES))
    return [{name: int(n) for name, n in zip(NAMES, line, strict=True) if n} for line in columns], tokens


def test_names_are_of_kinds_and_sides() -> None:
    assert len(NAMES) == len(KINDS) * (len(SIDES) + 1) + 3
    assert len(set(NAMES)) == len(NAMES)


def test_nothing_seen_is_nothing() -> None:
    lines, tokens = seen()
    assert lines == [{}, {}, {}]
    assert tokens.counts.tolist() == [0, 0, 0]


def test_a_line_that_a_rule_covers() -> None:
    """Whole and half covered; the whole text is told how many lines there are of the kind."""
    (first, second, third), _ = seen(hit(0), hit(2, 5))
    assert first["rule_ads_alone"] == first["rule_covered"] == LIMIT
    assert second["rule_ads_alone"] == round(64 + (LIMIT - 64) / 2)
    assert second["rule_covered"] == round(LIMIT / 2)
    assert first["ruled_ads"] == third["ruled_ads"] == 24
    assert third["ruled_lines"] == round(LIMIT * 2 / 3)
    assert set(third) == {"ruled_ads", "ruled_lines"}


@pytest.mark.parametrize(
    ("role", "column", "least"), [("alone", "alone", 64), ("anchor", "part", 72), ("member", "part", 40)]
)
def test_roles_differ_in_strength(role: str, column: str, least: int) -> None:
    (line, _, _), _ = seen(hit(0, 0, role=role))
    assert line[f"rule_ads_{column}"] == least
    assert ("ruled_ads" in line) is (role == "alone")


def test_hints_add_up_by_their_weight() -> None:
    (line, _, _), _ = seen(hit(0, 1, role="hint", weight=0.5), hit(0, 1, role="hint", id="s"))
    assert line["rule_ads_hint"] == 60
    assert "rule_ads_alone" not in line
    (line, _, _), _ = seen(hit(0, 1, role="hint", weight=10))
    assert line["rule_ads_hint"] == LIMIT


def test_the_stronger_of_two_counts() -> None:
    (line, _, _), _ = seen(hit(0, 5), hit(0, 10, id="s"), hit(0, 1, id="t"))
    assert line["rule_ads_alone"] == LIMIT


def test_a_rule_against_is_evidence_of_no_kind() -> None:
    (line, _, _), tokens = seen(hit(0, role="against"))
    assert line == {"rule_against": LIMIT, "rule_covered": LIMIT}
    assert tokens.counts.tolist() == [1, 0, 0]


def test_lines_that_are_not_visible_and_kinds_of_the_user_are_passed_over() -> None:
    assert seen(hit(1), hit(0, kind="house"))[0] == [{}, {}, {}]


def test_rules_are_told_line_by_line() -> None:
    _, tokens = seen(hit(4, id="z"), hit(0, id="a"), hit(4, id="y"))
    assert tokens.counts.tolist() == [1, 0, 2]
    assert tokens.rows.tolist() == [rule_row("en/a", "ads"), rule_row("en/z", "ads"), rule_row("en/y", "ads")]


def test_a_rule_is_the_same_in_every_language_and_another_of_every_kind() -> None:
    assert rule_row("en/label", "ads") == rule_row("de/label", "ads") != rule_row("en/label", "share")
    assert 0 <= rule_row("en/label", "ads") < 1 << RULE_BITS
