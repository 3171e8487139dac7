"""Every rule proves itself: it sees what it must remove, and its counter-examples look like it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache

import pytest

from cleantext import Document
from cleantext.compiled import Compiled, built_in
from cleantext.folding import fold
from cleantext.hits import Hit
from cleantext.kinds import NUMBERS
from cleantext.linear import find_nonlinear
from cleantext.matching import built_in_matcher
from cleantext.patterns import Pattern
from cleantext.rulebook import MAX_PATTERN, Rule, compact, read_built_in_rules, rule_files
from cleantext.units import units

of_each_kind = pytest.mark.parametrize("kind", NUMBERS)


@cache
def rules_of(kind: str) -> tuple[Rule, ...]:
    """The rules of one kind in all languages, with their examples."""
    return read_built_in_rules(file for file in rule_files() if file[1] == kind)


def read(examples: Sequence[str]) -> list[list[tuple[Hit, str]]]:
    """For each example what rules see in it: hits, and the texts of their units. All are read at once."""
    texts, owners = [], []
    for number, example in enumerate(examples):
        shown = Document(example).view(units).texts
        texts += shown
        owners += [number] * len(shown)
    found: list[list[tuple[Hit, str]]] = [[] for _ in examples]
    for hit in built_in_matcher().read(texts):
        found[owners[hit.unit]].append((hit, texts[hit.unit]))
    return found


def named(rule: Rule) -> str:
    return f"{rule.language}/{rule.filter}.toml {rule.id}"


def test_rule_files_are_named_after_kinds() -> None:
    assert {name for _, name, _ in rule_files()} == set(NUMBERS)


@of_each_kind
def test_rules_have_examples(kind: str) -> None:
    """No rule without something that it removes and something like it that stays."""
    rules = rules_of(kind)
    assert not [named(rule) for rule in rules if not rule.keeps]
    assert not [named(rule) for rule in rules if not rule.removes and rule.role != "against"]


def test_patterns_are_linear() -> None:
    """What users' files are checked for when they are loaded holds for the built-in rules, which are kept compiled."""
    known = Compiled(built_in()[1])
    for number, source in enumerate(known.sources):
        assert len(source) <= MAX_PATTERN
        assert not find_nonlinear(source), source
        assert Pattern(source, "line", None, known.ready(number)).compiled.match("") is None, source


@of_each_kind
def test_compact_copy_says_the_same(kind: str) -> None:
    """What an installed package reads are the same rules, without their examples."""
    rules = rules_of(kind)
    tables = json.loads(compact(rules))
    assert len(tables) == len(rules)
    for rule, table in zip(rules, tables, strict=True):
        assert table["id"] == rule.id
        assert tuple(table.get("phrases", ())) == rule.phrases
        assert not {"why", "removes", "keeps", "source"} & set(table)


@of_each_kind
def test_examples_are_seen_by_rules_of_their_kind(kind: str) -> None:
    """A line that is to go shows evidence of its kind."""
    examples = [(rule, example) for rule in rules_of(kind) if rule.role != "against" for example in rule.removes]
    found = read([example for _, example in examples])
    unseen = [
        f"{named(rule)}: {example!r}"
        for (rule, example), hits in zip(examples, found, strict=True)
        if not any(hit.rule.filter == rule.filter and hit.rule.role != "against" for hit, _ in hits)
    ]
    assert not unseen


@of_each_kind
def test_counter_examples_look_like_their_rule_and_are_not_condemned_by_it(kind: str) -> None:
    """They hold what the rule looks for, and no rule that condemns alone takes the whole line."""
    examples = [(rule, example) for rule in rules_of(kind) for example in rule.keeps]
    found = read([example for _, example in examples])
    unlike, condemned = [], []
    for (rule, example), hits in zip(examples, found, strict=True):
        own = [(hit, text) for hit, text in hits if (hit.rule.name, hit.rule.filter) == (rule.name, kind)]
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
