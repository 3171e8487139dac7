"""Every rule proves itself: what it must remove goes, what it must keep stays."""

from __future__ import annotations

import json

import pytest

from cleantext import Pipeline
from cleantext.filters import BUILT_IN
from cleantext.rulebook import Rule, check_pattern, compact, read_built_in_rules

# Examples stand below an article: furniture is furniture of something.
ARTICLE = """\
The harbour froze in the second week of January, and the ferries stopped for the first time in forty years.

People walked out on the ice with sledges and thermos flasks, and somebody opened a stall that sold soup to them all.

When the thaw came in March, the stall was gone within a night, and the ferries blew their horns until it was noon.

"""
FILTERS = {built_in.name: built_in.make for built_in in BUILT_IN}
RULES = read_built_in_rules()
# A rule that speaks against a removal removes nothing: only its counter-examples say what it is for.
REMOVES = [
    pytest.param(r, e, id=f"{r.language}-{r.filter}-{r.id}-{i}")
    for r in RULES
    if r.role != "against"
    for i, e in enumerate(r.removes)
]
KEEPS = [pytest.param(r, e, id=f"{r.language}-{r.filter}-{r.id}-{i}") for r in RULES for i, e in enumerate(r.keeps)]


@pytest.mark.parametrize("rule", [pytest.param(r, id=f"{r.language}-{r.filter}-{r.id}") for r in RULES])
def test_rule_has_examples(rule: Rule) -> None:
    """No rule without something that it removes and something like it that stays, and with a known filter."""
    assert rule.removes or rule.role == "against"
    assert rule.keeps
    assert rule.filter in FILTERS


def test_patterns_compile_and_are_linear() -> None:
    """What users' files are checked for when they are loaded holds for the built-in rules."""
    for rule in RULES:
        for pattern in rule.patterns:
            check_pattern(pattern, rule.name)


def test_compact_copy_says_the_same() -> None:
    """What an installed package reads are the same rules, without their examples."""
    tables = json.loads(compact(RULES))
    assert len(tables) == len(RULES)
    for rule, table in zip(RULES, tables, strict=True):
        assert table["id"] == rule.id
        assert tuple(table.get("phrases", ())) == rule.phrases
        assert not {"why", "removes", "keeps", "source"} & set(table)


@pytest.mark.parametrize(("rule", "example"), REMOVES)
def test_example_is_removed(rule: Rule, example: str) -> None:
    """Every line of a ``removes`` example goes, and nothing else."""
    pipeline = Pipeline([FILTERS[rule.filter]()])
    assert pipeline(ARTICLE + example + "\n").text == ARTICLE.rstrip("\n") + "\n"


@pytest.mark.parametrize(("rule", "example"), KEEPS)
def test_counter_example_stays(rule: Rule, example: str) -> None:
    """A ``keeps`` example stays to the byte, below an article and above one."""
    pipeline = Pipeline([FILTERS[rule.filter]()])
    for text in (ARTICLE + example + "\n", example + "\n\n" + ARTICLE):
        assert pipeline(text).text == text
