"""Every rule proves itself: it sees what it must remove, and its counter-examples look like it."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from cleantext import Document
from cleantext.folding import fold
from cleantext.hits import Hit
from cleantext.kinds import NUMBERS
from cleantext.matching import Matcher
from cleantext.rulebook import Rule, check_pattern, compact, read_built_in_rules, rule_files
from cleantext.units import units

RULES = read_built_in_rules()


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(RULES, timeout=None)


def read(matcher: Matcher, examples: Sequence[str]) -> list[list[tuple[Hit, str]]]:
    """For each example what rules see in it: hits, and the texts of their units. All are read at once."""
    texts, owners = [], []
    for number, example in enumerate(examples):
        shown = Document(example).view(units).texts
        texts += shown
        owners += [number] * len(shown)
    found: list[list[tuple[Hit, str]]] = [[] for _ in examples]
    for hit in matcher.read(texts):
        found[owners[hit.unit]].append((hit, texts[hit.unit]))
    return found


def named(rule: Rule) -> str:
    return f"{rule.language}/{rule.filter}.toml {rule.id}"


def test_rule_files_are_named_after_kinds() -> None:
    assert {name for _, name, _ in rule_files()} == set(NUMBERS)


def test_rules_have_examples() -> None:
    """No rule without something that it removes and something like it that stays."""
    assert not [named(rule) for rule in RULES if not rule.keeps]
    assert not [named(rule) for rule in RULES if not rule.removes and rule.role != "against"]


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


def test_examples_are_seen_by_rules_of_their_kind(matcher: Matcher) -> None:
    """A line that is to go shows evidence of its kind."""
    examples = [(rule, example) for rule in RULES if rule.role != "against" for example in rule.removes]
    found = read(matcher, [example for _, example in examples])
    unseen = [
        f"{named(rule)}: {example!r}"
        for (rule, example), hits in zip(examples, found, strict=True)
        if not any(hit.rule.filter == rule.filter and hit.rule.role != "against" for hit, _ in hits)
    ]
    assert not unseen


def test_counter_examples_look_like_their_rule_and_are_not_condemned_by_it(matcher: Matcher) -> None:
    """They hold what the rule looks for, and no rule that condemns alone takes the whole line."""
    examples = [(rule, example) for rule in RULES for example in rule.keeps]
    found = read(matcher, [example for _, example in examples])
    unlike, condemned = [], []
    for (rule, example), hits in zip(examples, found, strict=True):
        own = [(hit, text) for hit, text in hits if hit.rule == rule]
        if not own and not _holds_what_is_sought(rule, example):
            unlike.append(f"{named(rule)}: {example!r}")
        if rule.role == "alone" and any(hit.end - hit.start >= len(text.strip()) for hit, text in own):
            condemned.append(f"{named(rule)}: {example!r}")
    assert not unlike
    assert not condemned


def _holds_what_is_sought(rule: Rule, example: str) -> bool:
    """Does ``example`` hold a phrase or literal of ``rule``? A pattern without literals seeks no word."""
    if any(not required for required in rule.required) and not rule.literals:
        return True
    sought = (*rule.phrases, *rule.literals, *(literal for required in rule.required for literal in required))
    return any(fold(one).strip() in fold(example) for one in sought)
