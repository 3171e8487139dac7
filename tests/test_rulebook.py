"""Rule files: what is taken, and how the rest is refused."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from cleantext import Pipeline, RuleError
from cleantext.filters import CustomRules
from cleantext.linear import find_nonlinear
from cleantext.pipeline import with_rules
from cleantext.rulebook import read_rule_file

GOOD = """
filter = "house"
[[rule]]
id = "motto"
why = "Our motto stands under every page."
phrases = ["Read. Think. Repeat."]
removes = ["Read. Think. Repeat."]
keeps = ["Read and repeat."]
"""


def load(tmp_path: Path, text: str) -> str:
    """The complaint about a rule file, without the folder it lies in."""
    file = tmp_path / "house.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(RuleError) as error:
        read_rule_file(file)
    assert "\n" not in str(error.value)
    return str(error.value).removeprefix(f"{tmp_path}/")


def test_good_file_is_read(tmp_path: Path) -> None:
    """A rule gets its filter, its language and its defaults."""
    (tmp_path / "house.toml").write_text(GOOD)
    (found,) = read_rule_file(tmp_path / "house.toml")
    assert (found.filter, found.name, found.role, found.match) == ("house", "any/motto", "alone", "line")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("phrases", "phrasse"), "house.toml: rule 'motto': unknown field 'phrasse'"),
        (('why = "Our motto stands under every page."', ""), "rule 'motto': says no why"),
        (('phrases = ["Read. Think. Repeat."]', ""), "rule 'motto': has neither phrases nor patterns"),
        (('phrases = ["Read. Think. Repeat."]', "patterns = ['(a+)+$']"), "is not linear"),
        (('phrases = ["Read. Think. Repeat."]', "patterns = ['(']"), "does not compile"),
        (('phrases = ["Read. Think. Repeat."]', "patterns = ['a*']"), "matches the empty line"),
        (('phrases = ["Read. Think. Repeat."]', "match = 'end'\npatterns = ['[ab]']"), "give literals"),
        (('phrases = ["Read. Think. Repeat."]', "patterns = ['ab']\nliterals = ['a']"), "too short"),
        (('phrases = ["Read. Think. Repeat."]', f"patterns = ['{'(' * 5000}a{')' * 5000}']"), "over 1500 characters"),
        (('id = "motto"', 'id = "Our Motto"'), "needs an id"),
        (('id = "motto"', 'id = "motto"\nrole = "villain"'), "role is 'villain'"),
        (('id = "motto"', 'id = "motto"\nmatch = "nowhere"'), "match is 'nowhere'"),
        (('id = "motto"', 'id = "motto"\nweight = "heavy"'), "weight has the wrong type"),
        (('id = "motto"', 'id = "motto"\nweight = -1'), "weight must be above 0"),
        (('["Read. Think. Repeat."]\nremoves', '["..."]\nremoves'), "phrase '...' is empty"),
        (('["Read. Think. Repeat."]\nremoves', '["18+"]\nremoves'), "phrase '18+' has no letter"),
        (('filter = "house"', 'filter = "../x"'), "filter must be a short name"),
        (('filter = "house"', 'filter = "gaps"'), "the filter 'gaps' is that of the line ends"),
        (('filter = "house"', 'filter = "house"\ncode = "import os"'), "unknown key 'code'"),
        (("[[rule]]", "[[rules]]"), "no [[rule]]"),
        (("[[rule]]", "[rule]"), "no [[rule]]"),
        (('why = "', "why = "), "not a TOML file"),
        (("motto", "mot\udcff"), "not a TOML file"),
    ],
)
def test_bad_file_is_refused(tmp_path: Path, change: tuple[str, str], says: str) -> None:
    """The complaint names file, rule and reason in one line."""
    complaint = load(tmp_path, GOOD.replace(*change, 1))
    assert complaint.startswith("house.toml: ")
    assert says in complaint


def test_rule_twice_is_refused(tmp_path: Path) -> None:
    """A copied rule needs a name of its own."""
    assert "'motto' stands twice" in load(tmp_path, GOOD + GOOD.replace('filter = "house"', ""))


def test_comment_that_ends_is_allowed(tmp_path: Path) -> None:
    """A verbose pattern stands beside others and matches."""
    patterns = r"""patterns = ["(?x) [0-9]+ [ ] [A-Z]+ # note\n", "[A-Z]+ [0-9]+"]"""
    rule = GOOD.replace('phrases = ["Read. Think. Repeat."]', patterns).replace("Read. Think. Repeat.", "12 AB")
    (tmp_path / "house.toml").write_text(rule)
    pipeline = with_rules(Pipeline([]), [tmp_path / "house.toml"])
    assert pipeline("12 AB\nAB 12\nAB\n").text == "AB\n"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            ('removes = ["Read. Think. Repeat."]', 'removes = ["Read. Drink."]'),
            "does not see its own example “Read. D",
        ),
        (('keeps = ["Read and repeat."]', 'keeps = ["READ. THINK. REPEAT."]'), "takes what it says it keeps: “READ. T"),
    ],
)
def test_rules_that_contradict_their_examples_are_refused(tmp_path: Path, change: tuple[str, str], says: str) -> None:
    """Examples of one's own rules are tried when the file is read."""
    (tmp_path / "house.toml").write_text(GOOD.replace(*change))
    with pytest.raises(RuleError, match=f"rule 'motto' {says}"):
        CustomRules.from_file(tmp_path / "house.toml")


def test_missing_file_is_refused(tmp_path: Path) -> None:
    """As every other mistake: one line."""
    with pytest.raises(RuleError, match=r"none.toml: No such file"):
        read_rule_file(tmp_path / "none.toml")


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+$",
        r"(\w+\s?)*x",
        r"\s*\s*x",
        ".*.*",
        "(a|a)*b",
        "(?:ab|a.)*c",
        r"(\w{1,20} ?){1,30}x",
        r"(a)\1+",
        ".*foo.*x",
        "(?:(?:a{1,8}){1,8}){1,8}[xz]",
        "(?:(?:a|aa){8}){8}x",
        "(?:(?:ab)+){2,5}x",
        "[α-ω]+[β-ψ]+x",
        "(?:[α-ω]+[β-ψ]*)+x",
        "[^a&&b]+c+x",
        "(?i)[a-z]+[A-Z]+x",
        "(?i)ı+I+x",
        r"\p{L}+\w*x",
        r"[^\p{L}]+\d+x",
        "(?:a(?=.*x))*",
        r"(?=(?:a+)+b)x",
        "a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?x",
        "(?:(?:a|b|ab){1,4} ?){1,8}x",
    ],
)
def test_slow_pattern_is_found(pattern: str) -> None:
    """Patterns that can take more than linear time, each known from somebody's outage."""
    assert find_nonlinear(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "(?:foo){e<=3}",
        "(?:foo){i,d<2}",
        "[a[bc]]",
        "[[:alpha:]]",
        r"\L<names>",
        r"(?|a|b)",
        "(?R)",
        "(?&name)",
        r"(?<name>a)",
        r"a\K",
        r"\N{BULLET}",
        "(?b)ab",
        "(?V0)ab",
        "(*SKIP)a",
        "a{,}",
        "a**",
        "(?P<x>a)(?(x)b|c)",
        "^*a",
        "(" * 700 + "a" + ")" * 700,
        "a|*b",
        r"\p{Nonsense}",
        r"\x4",
        "[a",
        "(a",
        "a)",
        "a\\",
    ],
)
def test_what_is_not_understood_is_refused(pattern: str) -> None:
    """Whatever the engine would make of it."""
    assert find_nonlinear(pattern)


@settings(max_examples=300)
@given(st.text("ab[](){}|*+?\\^$.,-&1x=!<:i#", max_size=12))
def test_checking_any_pattern_ends(pattern: str) -> None:
    """What is let pass compiles, if anything that looks like it does, and means the same text."""
    if find_nonlinear(pattern) == "":
        with contextlib.suppress(regex.error):
            regex.compile(pattern, regex.VERSION1).search("ab" * 40, timeout=5)


ATOMS = st.sampled_from(["a", "b", "ab", "[ab]", ".", r"\w", "(?:a|ab)", "a?", "(?:a|b)", "[^b]", "b{1,3}"])
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map("".join)
        | st.tuples(inner, st.sampled_from(["*", "+", "?", "{2,5}", "{8}"])).map(lambda pair: f"(?:{pair[0]}){pair[1]}")
    ),
    max_leaves=6,
)


@settings(max_examples=300)
@given(PATTERNS, st.sampled_from(["x", "[xz]", "bx", "$"]))
def test_what_passes_is_fast(pattern: str, end: str) -> None:
    """No pattern that is let pass takes long on a line of as many characters as a pattern ever sees."""
    if find_nonlinear(pattern + end) == "":
        compiled = regex.compile(pattern + end, regex.VERSION1)
        for line in ("a" * 300, "ab" * 150, "b" * 300, "aab" * 100):
            compiled.match(line + "!", timeout=2)


@pytest.mark.parametrize(
    "pattern", ["By \\w+ \\w+", r"\d+ min read", r"(?:foo|bar)+", r"[A-Z]\w+(?: [A-Z]\w+){0,3}", r"\([^()]*\)"]
)
def test_linear_pattern_is_let_pass(pattern: str) -> None:
    """Ordinary patterns are not refused."""
    assert find_nonlinear(pattern) == ""
