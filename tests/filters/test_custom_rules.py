"""Rules of one's own act by themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleantext import Document, Pipeline
from cleantext.filters import CustomRules
from cleantext.filters.rules import REACH, verdict
from cleantext.hits import Hit
from cleantext.pipeline import profile_pipeline, select_filters, with_rules
from cleantext.rulebook import Rule, RuleError
from samples import PROSE
from stub import told


def rule(name: str, *phrases: str, role: str = "alone", match: str = "line", **fields) -> Rule:
    return Rule(name, fields.pop("filter", "house"), "any", role, match, "why", phrases, **fields)


MOTTO = rule("motto", "Read. Think.")
ROW = rule("row", "Boats", "Nets", role="member")
FRAME = rule("frame", "Harbour Goods", role="anchor")
OFFER = rule("offer", "in the shop", role="hint", match="within")
PRICE = rule("price", "for a song", role="hint", match="within")


def left(*lines: str, rules: tuple[Rule, ...] = (MOTTO, ROW, FRAME, OFFER, PRICE)) -> list[str]:
    return Pipeline([CustomRules(rules)])("\n".join(lines)).text.split("\n")


def test_a_rule_made_by_hand_knows_where_its_patterns_are_worth_trying() -> None:
    """As one that was read from a file does."""
    whole = rule("number", patterns=(r"Nr\.? ?\d+",))
    within = rule("offer", patterns=(r"only \d+ left", r"\d{2}"), literals=("€",), match="within")
    assert within.required == (("only ",), ("€",))
    assert left("Nr. 5", PROSE[0], "Boats, only 3 left, at 70 €", rules=(whole, within)) == [PROSE[0], ""]


def test_a_line_that_a_rule_condemns_goes() -> None:
    """No judge is asked, and what is removed bears the names of the file."""
    document = Document(f"{PROSE[0]}\nRead. Think.\n{PROSE[1]}")
    (removal,) = CustomRules((MOTTO,))(document)
    assert (removal.filter, removal.rule, removal.evidence) == ("house", "any/motto", "“Read. Think”")
    assert document.text[removal.start : removal.end] == "Read. Think."
    assert removal.score == 1


def test_one_hint_is_not_enough_and_two_are() -> None:
    assert left("Soup in the shop", "Soup in the shop for a song", PROSE[0]) == ["Soup in the shop", PROSE[0]]
    assert left("Soup", rules=(rule("soup", "Soup", role="hint", match="within", weight=2.0),)) == [""]


def test_a_hint_within_another_is_the_same_evidence() -> None:
    longer = rule("longer", "now in the shop", role="hint", match="within")
    assert left("Soup now in the shop", rules=(OFFER, longer)) == ["Soup now in the shop"]


def test_the_verdict_names_the_heaviest_hint() -> None:
    light, heavy = rule("light", "x", role="hint", weight=0.9), rule("heavy", "y", role="hint", weight=1.5)
    hits = [Hit(0, 0, 9, light), Hit(0, 10, 12, heavy)]
    assert verdict(hits) == hits[1]
    assert verdict(hits[:1]) is None
    assert verdict([Hit(0, 0, 9, rule("not", "x", role="against"))]) is None


def test_members_go_with_what_goes_and_stay_alone() -> None:
    assert left("Boats", PROSE[0], "Nets", "Read. Think.", "", "Harbour Goods", "Boats", PROSE[1], "Boats") == [
        "Boats", PROSE[0], PROSE[1], "Boats",
    ]  # fmt: skip


def test_members_reach_so_far() -> None:
    assert left("Read. Think.", *["Boats"] * (REACH + 3)) == ["Boats"] * 3


def test_rules_of_two_names_do_not_help_each_other() -> None:
    other = rule("row", "Boats", role="member", filter="shed")
    assert left("Read. Think.", "Boats", rules=(MOTTO, other)) == ["Boats"]


@pytest.mark.parametrize("pattern", ["(?:Photo|Photograph)", r"Photo\w+?"])
def test_an_end_is_found_whatever_else_would_match(pattern: str) -> None:
    """What a pattern finds first may end too early: another reading ends with the line."""
    how = {"patterns": (pattern,), "literals": ("photo",), "required": (("photo",),)}
    at_the_end = rule("credit", match="end", **how)
    assert not Pipeline([CustomRules([at_the_end])])("It sank. Photograph").text


def test_markdown_goes_with_its_marks() -> None:
    assert left(PROSE[0], "> [**Read. Think.**](https://x.example/)", PROSE[1]) == [PROSE[0], PROSE[1]]


def test_a_file_is_added_to_a_pipeline(tmp_path: Path) -> None:
    """Beside the filters of kinds, which may all be switched off."""
    file = tmp_path / "house.toml"
    file.write_text('[[rule]]\nid = "motto"\nwhy = "why"\nphrases = ["Read. Think."]\n', "utf-8")
    pipeline = with_rules(profile_pipeline(judge=told({1: 0.9})), [file])
    text = f"{PROSE[0]}\nQq one\nRead. Think."
    assert pipeline(text).text == f"{PROSE[0]}\n"
    assert set(pipeline(text).by_filter()) == {"custom", "share", "gaps"}
    assert select_filters(pipeline, skip=["share"])(text).text == f"{PROSE[0]}\nQq one\n"


@pytest.mark.parametrize("text", ["", "\n", "\ud800", "Read. Think.", "\r\n\r\n"])
def test_any_text_will_do(text: str) -> None:
    assert Pipeline([CustomRules((MOTTO, ROW))])(text).text in (text, "")


def test_a_pattern_that_takes_too_long_names_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user has many; which one it was, and where it stands, is what they need to know."""
    slow = Rule(
        "slow", "house", "any", "alone", "within", "takes for ever", patterns=("(?:a|a)+x",), required=(("x",),)
    )

    def run_out(*_: object) -> None:
        raise TimeoutError

    monkeypatch.setattr("cleantext.patterns.Pattern.search", run_out)
    with pytest.raises(RuleError, match=r"house\.toml: rule 'slow': pattern '.*' took longer than 2 seconds"):
        list(CustomRules((slow,), "house.toml")(Document("aaaa ax x")))


def test_what_is_no_rule() -> None:
    """The name of a file would be taken for many rules."""
    with pytest.raises(TypeError, match="rules are Rule values, not 'h'; from_file reads a file of them"):
        CustomRules("house.toml")  # type: ignore[arg-type]
