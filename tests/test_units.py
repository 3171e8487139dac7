"""Units: the words that people read, and where they stand."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext import Document
from cleantext.units import WHOLE_TEXT, Units, units, visible
from samples import LONG_PROSE, pages

MARKDOWN = st.lists(
    st.sampled_from([
        "[", "![", "]", "](https://x.example/a_b)", '](u(v) "t")', "**", "*", "_", "__", "~~", "\\", "# ", "> ", "|",
        "Share", "on X.", " ", "a", "漢字。", "\n", "\r\n", "\ud800", "\u2028",
    ]),
    max_size=40,
).map("".join)  # fmt: skip
LONG = " ".join(LONG_PROSE)


def read(text: str) -> Units:
    return units(Document(text))


def sources(found: Units) -> list[str]:
    return [found.text[start:end] for start, end in zip(found.starts, found.ends, strict=True)]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("[Share on Facebook](https://facebook.example/sharer?u=a_b_c)", "Share on Facebook"),
        ("**Advertisement**", "Advertisement"),
        ("***Advertisement***", "Advertisement"),
        ("![A ferry in _fog_](a.jpg)", "A ferry in fog"),
        ("[![A ferry](a.jpg)](https://x.example/)", "A ferry"),
        ('[a [b] c](https://x.example/w_(x) "A title") d', "a [b] c d"),
        ("> > quoted", "quoted"),
        ("## Related ##", "Related"),
        ("# C#", "C#"),
        ("| Home | News |", "Home | News "),
        (r"\[not a link\]\(really\)", "[not a link](really)"),
        (r"1\. first", "1. first"),
        ("~~gone~~", "gone"),
        ("![](a.jpg)", ""),
    ],
)
def test_markdown_is_read_by_its_words(source: str, shown: str) -> None:
    assert visible(source) == shown
    assert read(source).texts == (shown,)


@pytest.mark.parametrize(
    "text",
    [
        "3 * 4 * 5", "_gid", "snake_case_name", "5* hotel", "*****", "____", "* item", "[sic]", "a](b", "[a](b", "#tag",
        "f(*args, *more)", "2 ** 3", "C:\\dir", "— nothing — here",
    ],
)  # fmt: skip
def test_other_signs_stay(text: str) -> None:
    assert visible(text) == text


@given(pages | MARKDOWN)
def test_units_are_apart_and_in_order(text: str) -> None:
    """Every character is in one unit at most; only line ends are in none."""
    found, position = read(text), 0
    for start, end in zip(found.starts, found.ends, strict=True):
        assert position <= start <= end
        assert not text[position:start].strip("\r\n")
        position = end
    assert not text[position:].strip("\r\n")


@given(pages | MARKDOWN)
def test_texts_have_no_line_breaks_and_only_what_stands_there(text: str) -> None:
    found = read(text)
    for shown, source in zip(found.texts, sources(found), strict=True):
        assert not {"\n", "\r"} & set(shown)
        characters = iter(source)
        assert all(character in characters for character in shown)


@given(pages | MARKDOWN)
def test_numbers_are_those_of_the_lines_unless_one_is_the_whole_text(text: str) -> None:
    document = Document(text)
    if all(len(line.text) < WHOLE_TEXT for line in document.lines):
        found = units(document)
        assert list(zip(found.starts, found.ends, strict=True)) == [(start, end) for start, end, _ in document.lines]


@given(MARKDOWN, st.data())
def test_a_span_holds_its_words_and_no_others(text: str, draw: st.DataObject) -> None:
    """What is cut for some words of a unit shows these words and leaves the others."""
    found = read(text)
    number = draw.draw(st.integers(0, max(len(found.texts) - 1, 0)))
    shown = found.texts[number] if found.texts else ""
    if not shown:
        return
    start = draw.draw(st.integers(0, len(shown) - 1))
    end = draw.draw(st.integers(start + 1, len(shown)))
    first, last = found.span(number, start, end)
    assert found.starts[number] <= first < last <= found.ends[number]
    before, behind = iter(text[found.starts[number] : first]), iter(text[last : found.ends[number]])
    assert all(character in before for character in shown[:start])
    assert all(character in behind for character in shown[end:])


@pytest.mark.parametrize(
    ("source", "words", "left"),
    [
        ("It ended. [AP](https://ap.example/)", "AP", "It ended. "),
        ("It ended. **(Jane Roe/[AP](https://ap.example/))**", "(Jane Roe/AP)", "It ended. "),
        ("It ended. (Jane Roe/[AP](https://ap.example/)", "(Jane Roe/AP", "It ended. "),
        ("It ended. [Photo](a): AP", "Photo: AP", "It ended. "),
        ("[It](a)[AP](b)", "AP", "[It](a)"),
        ("[It ended. AP](b)", "AP", "[It ended. ](b)"),
        ("**It** ended. AP", "AP", "**It** ended. "),
        (r"It ended. \*AP", "*AP", "It ended. "),
        ("> It ended. _AP_", "AP", "> It ended. "),
    ],
)
def test_a_link_goes_whole_with_its_words(source: str, words: str, left: str) -> None:
    found = read(source)
    at = found.texts[0].index(words)
    start, end = found.span(0, at, at + len(words))
    assert source[:start] + source[end:] == left


def test_a_text_without_line_breaks_is_read_by_sentences() -> None:
    found = read(LONG)
    assert len(found.texts) == 8
    assert "".join(found.texts) == LONG
    assert all(text.rstrip()[-1] in ".?!" for text in found.texts)
    assert read("\n".join(LONG_PROSE)).texts == LONG_PROSE


def test_a_long_paragraph_among_others_is_one_unit() -> None:
    assert read("\n".join([LONG, LONG])).texts == (LONG, LONG)
    assert len(read(LONG[: WHOLE_TEXT - 1]).texts) == 1
    assert len(read(LONG + "\nThe end.").texts) == 9
    assert read(LONG + "\nThe end.").texts[-1] == "The end."


@pytest.mark.parametrize("pause", [". . . ", ".  …  . ", "?! ", "。 。", '." . . '])
def test_stops_after_each_other_end_one_sentence(pause: str) -> None:
    first, second = "The ferry waited until noon" + pause, "Then it left." + " Nobody waved." * 60
    assert units(Document(first + second)).texts[:2] == (first, "Then it left. ")


@pytest.mark.parametrize("stop", ["。", "！", "।", "؟", ".”", "…", "။", "។"])
def test_sentences_end_in_every_script(stop: str) -> None:
    text = f"北京的天气很好{stop} " * 200
    assert len(read(text).texts) == 200


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("[Read. On. ![Now. A picture](a.jpg) Or not.](https://x.example/)", "Read. On. Now. A picture Or not."),
        ('[Read. On!](https://x.example/ "One. Two.")', "Read. On!"),
        ("**[Read. On?](https://x.example/)**", "Read. On?"),
        ("**Read on.**", "Read on."),
    ],
)
def test_a_sentence_ends_with_its_link_and_never_inside(link: str, shown: str) -> None:
    found = read(f"{LONG} {link} {LONG}")
    assert found.texts[8] == shown + " "
    assert sources(found)[8] == link + " "


@pytest.mark.parametrize(
    "unit", ["[", "](", "**a", "[a](b) ", "\\*", "*a ", "](a", "[![a](b)](c) ", "_", '](a "', "a. ", "> ", ".", "# "]
)
def test_reading_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit)) + ". z"
        start = time.process_time()
        found = read(text)
        found.span(len(found.texts) - 1, 0, 1)
        return time.process_time() - start

    small, large = (min(seconds(size) for _ in range(2)) for size in (10_000, 80_000))
    assert large < 0.1 or large / small < 8 * 3
