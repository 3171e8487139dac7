"""What a match of a pattern must contain, and how long it may be."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleantext.literals import fold_character, required_literals
from cleantext.rulebook import RuleLines, built_in_text
from cleantext.syntax import UNBOUNDED
from cleantext.widths import width

PATTERNS = sorted({p for rule in RuleLines(built_in_text) for p in rule.patterns if r"\p" not in p})


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("(?i)read (?:more|next)", {"read more", "read next"}),
        ("comments?", {"comment", "comments"}),
        ("(?:foo|b.r)", {"foo", "b"}),
        ("(?:ab){2,}c", {"ab"}),
        ("(?:ab)*", set()),
        (r"\d+", set()),
        ("Straße", {"straße"}),
        ("(?=ab)c", {"c"}),
    ],
)
def test_required_literals_of_small_patterns(pattern: str, expected: set[str]) -> None:
    """Worked out by hand."""
    assert required_literals(pattern) == expected


@st.composite
def matches(draw: st.DrawFn) -> tuple[str, str]:
    """A built-in pattern, and a string made from it."""
    pattern = draw(st.sampled_from(PATTERNS))
    return pattern, draw(st.from_regex(re.compile(pattern), fullmatch=True))


@settings(max_examples=200)
@given(matches())
def test_every_match_contains_a_required_literal(match: tuple[str, str]) -> None:
    pattern, text = match
    required = required_literals(pattern)
    folded = "".join(map(fold_character, text))
    assert not required or any(literal in folded for literal in required)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("abc?", (2, 3)),
        ("(?:ab|c){2,3}", (2, 6)),
        (r"a\d*", (1, UNBOUNDED)),
        ("(?:a+){2}", (2, UNBOUNDED)),
        (r"^(?!.*no)\bab$", (2, 2)),
        (r"(?<=\. )ab", (2, 4)),
        ("", (0, 0)),
    ],
)
def test_width_of_small_patterns(pattern: str, expected: tuple[int, int]) -> None:
    """Worked out by hand."""
    assert width(pattern) == expected


@settings(max_examples=200)
@given(matches())
def test_every_match_is_as_wide_as_it_may_be(match: tuple[str, str]) -> None:
    pattern, text = match
    least, most = width(pattern)
    assert least <= len(text) <= most
