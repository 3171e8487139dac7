"""Mending encoding damage, and nothing else."""

import re
import sys
import time

import pytest
from ftfy.badness import BADNESS_RE, MOJIBAKE_CATEGORIES
from hypothesis import given
from hypothesis import strategies as st

from cleantext.repair import _DAMAGE, repair


@pytest.mark.parametrize(
    ("damaged", "mended"),
    [("cafÃ©", "café"), ("L&amp;M", "L&M"), ("donâ€™t", "don’t"), ("\ud83d\ude00", "😀")],
)
def test_damage_is_mended(damaged: str, mended: str) -> None:
    """Mojibake, entities and split surrogate pairs are put right."""
    assert repair(damaged) == mended


@pytest.mark.parametrize(
    "text", ["“quotes” ‘kept’", "Ｗｉｄｅ", "ﬁne", "a\r\nb\rc\u2028d\x0ce", "\ufeffmark", "e\u0301"]
)
def test_what_is_not_damage_stays(text: str) -> None:
    """Quotes, widths, ligatures, line ends and the form of accents are the author's."""
    assert repair(text) == text


def test_one_line_does_not_change_how_another_is_mended() -> None:
    """A tag in one line must not stop entities from being mended in the next."""
    assert repair("a <b>\nL&amp;M") == "a <b>\nL&M"


FENCED = "```html\nFish &amp; chips &copy; 1994\ncafÃ©\n```"


def test_code_stays_as_it_stands() -> None:
    """In fences and between backticks an entity is what is written about; one backtick begins nothing."""
    assert repair(f"L&amp;M\n{FENCED}\ncafÃ©\n") == f"L&M\n{FENCED}\ncafé\n"
    assert repair("Write `&amp;` for it.") == "Write `&amp;` for it."
    assert repair("``a &lt;`` and `b`") == "``a &lt;`` and `b`"
    assert repair("`a` &amp; `b`, or ` &amp;") == "`a` & `b`, or ` &"
    assert repair("```\nL&amp;M") == "```\nL&M"


def test_no_markup_is_made() -> None:
    """Entities that stand for a tag stay; a sign of its own becomes one."""
    assert repair("Write &lt;script&gt;, cafÃ©") == "Write &lt;script&gt;, café"
    assert repair("5 &lt; 6 &amp; 7") == "5 < 6 & 7"


def test_what_a_parser_has_read_is_not_read_again() -> None:
    assert repair("Write &amp; in cafÃ©s", entities=False) == "Write &amp; in cafés"


@given(st.text(st.characters(codec=None), max_size=60))
def test_lines_stay_in_their_places(text: str) -> None:
    """The number of lines never changes, whatever an entity stands for."""
    assert [repair(text).count(end) for end in ("\n", "\r")] == [text.count("\n"), text.count("\r")]


def test_stacked_marks_take_no_time() -> None:
    """A hundred thousand alternating marks would take normalisation minutes."""
    start = time.process_time()
    text = "e" + "\u0301\u0323\u0302\u0331" * 250_000 + " cafÃ©"
    assert repair(text) == text
    assert time.process_time() - start < 10


# Every character beyond ASCII that a pattern of ftfy's names, and those of which nothing is said: letters, others.
NAMED = sorted(
    char
    for char in map(chr, range(0x80, sys.maxunicode + 1))
    if re.match(f"[{''.join(MOJIBAKE_CATEGORIES.values())}]", char)
)
NAMED = sorted({*NAMED, *(char for char in BADNESS_RE.pattern if not char.isascii())})


def overlooked(text: str) -> bool:
    """Would ftfy look at ``text`` although nothing in it passes for damage here?"""
    return BADNESS_RE.search(text) is not None and _DAMAGE.search(text) is None


def test_no_pattern_of_mojibake_is_overlooked() -> None:
    """Each character alone, and all pairs of those that ftfy's patterns name, between letters and spaces."""
    assert not [c for c in map(chr, range(sys.maxunicode + 1)) if overlooked(c) or overlooked(f"a{c} ")]
    for first in NAMED:
        quiet = [pair for second in NAMED if not _DAMAGE.search(pair := first + second)]
        for left, right in (("", ""), ("a", "a"), ("A", " "), (". ", "1"), (" ", "é")):
            assert not overlooked("\n".join(left + pair + right for pair in quiet)), first


@given(st.text(st.sampled_from([*NAMED, *"aZ .1&;<\n"]), max_size=12) | st.text(st.characters(codec=None), max_size=12))
def test_what_is_not_looked_at_would_not_change(text: str) -> None:
    """The gate before ftfy lets nothing pass that ftfy would mend, line by line."""
    from ftfy import fix_text_segment

    from cleantext.repair import _config

    for line in re.split(r"[\r\n]", text):
        assert _DAMAGE.search(line) or fix_text_segment(line, _config(entities=True)) == line


@given(st.text(st.sampled_from("éèüñçàАбвгдαβγ“”‘’–—… aZ&;"), max_size=30))
def test_damage_done_to_a_text_is_seen(text: str) -> None:
    """What encoding a text and decoding it wrongly makes of it."""
    for encoding in ("latin-1", "windows-1252", "windows-1251", "macroman"):
        damaged = text.encode().decode(encoding, "ignore")
        assert not overlooked(damaged)
