"""Finding what rules say, and how fast."""

from __future__ import annotations

import sys
import time
import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from cleantext import Document
from cleantext.folding import fold
from cleantext.matching import Matcher, built_in_matcher, parts
from cleantext.patterns import Pattern
from cleantext.rulebook import Rule, RuleError


def rule(name: str = "r", **fields) -> Rule:
    kind = fields.pop("role", "alone"), fields.pop("match", "line")
    return Rule(name, "test", "en", *kind, "why", **fields)


def matched(rules: list[Rule], text: str) -> dict[int, list[str]]:
    """Line number to the words found."""
    found: dict[int, list[str]] = {}
    lines = Document(text).lines
    for hit in Matcher(rules)(Document(text)):
        found.setdefault(hit.unit, []).append(lines[hit.unit].text[hit.start : hit.end])
    return found


@given(st.text(st.characters(codec=None), max_size=50))
def test_folding_keeps_every_offset(text: str) -> None:
    """Offsets in the folded text are offsets in the text."""
    assert len(fold(text)) == len(text)


def test_buttons_end_a_text_that_has_no_sentence() -> None:
    """Without line breaks and full stops, what rules know is still found."""
    wall = "the ferry left the harbour at noon and nobody saw it again " * 20
    found = parts(Document(f"{wall}Accept All Cookies Share on Facebook"))
    assert [text.strip() for text in found.texts] == [wall.strip(), "Accept All Cookies", "Share on Facebook"]


def test_every_space_is_one() -> None:
    """Typesetters' spaces, and those of East Asian texts: a phrase is the same with any of them."""
    spaces = [c for c in map(chr, range(sys.maxunicode)) if unicodedata.category(c) == "Zs"]
    assert {fold(f"Accept{space}all") for space in spaces} == {"accept all"}


def test_letters_that_fold_to_two_take_no_longer() -> None:
    """Sets would try both readings of each: twice as long for one letter more."""
    began = time.process_time()
    text = "Donate online " + "ß" * 18 + " Saften av en citron"
    assert not matched([rule(patterns=[r"(?i)donate(?: \w{1,20}){0,5}? today"], literals=["donate"])], text)
    assert time.process_time() - began < 2


def test_last_letter_is_read_once() -> None:
    """Where no line end follows, too: else texts alone are read differently from texts together."""
    rules = [rule(phrases=["oo"])]
    assert matched(rules, "oo") == {0: ["oo"]}
    assert matched(rules, "o") == matched(rules, "o\n") == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Save Settings", True),
        ("  • SAVE SETTINGS »", True),
        ("Save settingsReject all", True),
        ("Reject all | Save settings 12", True),
        ("Save settings now", False),
        ("Please save settings", False),
        ("Save  settings", False),
    ],
)
def test_phrases_cover_the_line(text: str, found: bool) -> None:
    """Glued buttons are one line of phrases; any other word speaks against."""
    assert bool(matched([rule(phrases=("Save settings", "Reject all"))], text)) is found


@pytest.mark.parametrize(
    ("match", "text", "found"),
    [
        ("within", "we use cookies here", True),
        ("within", "we use cookiesheets", False),
        ("start", "– We use cookies, he said", True),
        ("start", "and we use cookies", False),
        ("end", "as you know, we use cookies.", True),
        ("end", "we use cookies often", False),
        ("within", "We\u00a0use cookies", True),
    ],
)
def test_phrase_stands_where_it_must(match: str, text: str, found: bool) -> None:
    """Place and word boundaries are checked, case and kind of space are not."""
    assert bool(matched([rule(match=match, phrases=("we use cookies",))], text)) is found


def test_scripts_without_spaces_have_no_word_boundaries() -> None:
    """A Chinese phrase is found inside a sentence."""
    assert matched([rule(match="within", phrases=("使用cookie",))], "本网站使用Cookie来改善体验") == {0: ["使用Cookie"]}


def test_pattern_sees_only_its_window() -> None:
    """A pattern anchored at the end reads the end of a long line."""
    rules = [rule(match="end", patterns=(r"\(AP\)",), literals=("(ap)",))]
    assert matched(rules, "x " * 5000 + "(AP)") == {0: ["(AP)"]}
    assert matched(rules, "(AP)" + " x" * 5000) == {}


def test_literal_far_before_the_end_hides_none_near_it() -> None:
    """A pattern about the end of a line is tried wherever one of its literals stands near that end."""
    signed = rule(match="end", patterns=(r"photo by \w+$",), literals=("photo by",))
    text = "A photo by chance, " + "and more of it, " * 40 + "photo by Ann" + " " * 400
    assert matched([signed], text) == {0: ["photo by Ann"]}
    assert matched([signed], "photo by Ann " + "and more of it, " * 40) == {}


def test_what_a_pattern_looks_back_at_is_seen() -> None:
    """A match at the end is looked for no further back than it may reach; what must stand before it counts."""
    assert matched([rule(match="end", patterns=(r"(?<=\. )\(AP\)",))], "It was over. (AP)") == {0: ["(AP)"]}
    assert matched([rule(match="end", patterns=(r"(?<=\. )\(AP\)",))], "It was over (AP)") == {}


def test_long_lines_do_not_match_short_rules() -> None:
    """``max_words`` bounds the line, whatever the match."""
    assert matched([rule(match="within", phrases=("photo by",), max_words=4)], "photo by my sister") != {}
    assert matched([rule(match="within", phrases=("photo by",), max_words=4)], "a photo by my sister") == {}
    assert matched([rule(phrases=("share this",), max_words=2)], "Share this") != {}
    assert matched([rule(phrases=("share this",), max_words=2)], "Share this Share this") == {}


@pytest.mark.parametrize(
    ("pattern", "line"),
    [(r"(?i)\w+ yazıları", "TÜM YAZILARI"), (r"(?i)isparta \w+", "ısparta haber"), (r"(?i)straße \w+", "STRASSE frei")],
)
def test_edges_of_patterns_take_all_that_regex_takes(pattern: str, line: str) -> None:
    """Whatever ``regex`` takes for the same letter where case counts for nothing."""
    found = matched([rule(patterns=[pattern])], line)
    assert bool(found) == bool(regex.fullmatch(f"(?-f){pattern}", line, regex.VERSION1))


PHRASES = ("abc", "ab", "b c", "cab", "a")


@given(st.text("abc \n", max_size=40))
def test_automaton_agrees_with_plain_search(text: str) -> None:
    """Every phrase is found in every line that has it, overlapping ones too."""
    rules = [rule(str(i), match="within", phrases=(phrase,)) for i, phrase in enumerate(PHRASES)]
    expected: dict[int, list[str]] = {}
    for number, line in enumerate(Document(text).lines):
        for phrase in PHRASES:
            for at in range(len(line.text)):
                edges = (at, at + len(phrase))
                inside = line.text[edges[0] : edges[1]] == phrase
                if inside and not any(
                    0 < e < len(line.text) and line.text[e - 1].isalnum() and line.text[e].isalnum() for e in edges
                ):
                    expected.setdefault(number, []).append(phrase)
                    break
    assert {n: sorted(f) for n, f in matched(rules, text).items()} == {n: sorted(f) for n, f in expected.items()}


def test_a_busy_machine_is_no_fault_of_a_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time that goes by while a pattern does not get the processor is none that it takes."""
    tries: list[str] = []

    def asleep(self: Pattern, *where: object) -> tuple[int, int] | None:
        tries.append(self.source)
        if len(tries) == 1:
            raise TimeoutError
        return found(self, *where)

    found = Pattern._search
    monkeypatch.setattr(Pattern, "_search", asleep)
    assert matched([rule(patterns=[r"read \d+ more"], literals=["read"])], "read 3 more") == {0: ["read 3 more"]}
    assert len(tries) > 1


def test_a_rule_that_takes_its_time_is_named() -> None:
    """The check of rules lets no such pattern pass; this is what stands behind it."""
    slow = rule("slow", patterns=["(?:a|aa|aaa)+b"])
    with pytest.raises(RuleError, match=r"rule 'slow': pattern .* took longer than 0.05 seconds on one line"):
        list(Matcher([slow], timeout=0.05)(Document("a" * 60 + "cb")))


@pytest.mark.parametrize(
    "unit", ["cookie ", "Read more ", "by ", "(", "photo ", "X\n", "Trending Now\n", "a@", "http://", "\n"]
)
def test_time_is_linear(unit: str) -> None:
    """Twice the text takes about twice the time, on what rules like best."""
    from cleantext.pipeline import profile_pipeline

    pipeline = profile_pipeline()
    pipeline(unit)

    def seconds(size: int) -> float:
        start = time.process_time()  # what a busy machine takes from us does not count
        pipeline(unit * (size // len(unit)))
        return time.process_time() - start

    small, large = (min(seconds(size) for _ in range(3)) for size in (5_000, 40_000))
    assert large < 0.2 or large / small < 8 * 3


@given(
    st.lists(
        st.sampled_from(
            ["Share on Facebook", "Photo: J. Doe/AFP", "It was over.", "", "Posted by Ann", "q", "QQ", "a 1"]
        ),
        max_size=8,
    )
)
def test_a_line_is_read_the_same_in_any_company(lines: list[str]) -> None:
    """What rules find in a line depends on nothing but the line; hits come line by line."""
    matcher = built_in_matcher()
    found = matcher.read(lines)
    assert [hit.unit for hit in found] == sorted(hit.unit for hit in found)
    for number, line in enumerate(lines):
        alone = {(hit.start, hit.end, hit.rule) for hit in matcher.read([line])}
        assert {(hit.start, hit.end, hit.rule) for hit in found if hit.unit == number} == alone


def test_rules_read_what_shows_of_markdown() -> None:
    """A phrase is found across marks; offsets are those of what shows."""
    text = "Today we **use** [cookies](https://x.example/) here"
    (hit,) = Matcher([rule(match="within", phrases=("we use cookies",))])(Document(text))
    assert (hit.start, hit.end) == (6, 20)
    assert not matched([rule(match="within", phrases=("example",))], text)


def test_a_phrase_said_twice_in_a_line_is_one_hit() -> None:
    assert matched([rule(match="within", phrases=("ice",))], "ice, ice and ice\nice") == {0: ["ice"], 1: ["ice"]}


def test_surrogates_do_not_move_offsets() -> None:
    assert matched([rule(match="within", phrases=("the ice",))], "\ud800 on the ice") == {0: ["the ice"]}


def test_whole_line_rules_read_short_lines_only() -> None:
    signs = "." * 300
    assert matched([rule(phrases=("Share",))], f"Share {signs[:20]}") != {}
    assert matched([rule(phrases=("Share",))], f"Share {signs}") == {}
