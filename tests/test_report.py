"""The diff says exactly what was cut, and no text makes it slow."""

from __future__ import annotations

import re
import time

from hypothesis import given
from hypothesis import strategies as st

from cleantext import Document, Removal, Result
from cleantext.report import unified_diff

LINES = st.lists(st.sampled_from(["a\n", "b\n", "\n", "a b\r\n", "\r", "c"]), max_size=12).map("".join)
HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@.*\n")


def patched(text: str, diff: str) -> str:
    """What ``patch`` makes of ``text``; every line that stays or goes must be there."""
    old, made, at = re.findall(r"[^\n]*\n|[^\n]+", text), [], 0
    for line in re.findall(r"[^\n]*\n", diff.replace("\n\\ No newline at end of file\n", "\0\n"))[2:]:
        sign, words = line[0], line[1:].replace("\0\n", "")
        if head := HUNK.fullmatch(line):
            start = int(head[1]) - (head[2] != "0")
            made += old[at:start]
            at = start
            continue
        if sign in " -":
            assert old[at] == words
            at += 1
        if sign in " +":
            made.append(words)
    return "".join(made + old[at:])


@given(LINES, st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6)), max_size=5), st.sampled_from("abc-"))
def test_diff_makes_the_clean_text(text: str, cuts: list[tuple[int, int]], damaged: str) -> None:
    """Of the text, whatever was cut or mended; and there is none if nothing was."""
    spans = [(min(at, len(text)), min(at + size, len(text))) for at, size in cuts]
    result = Result(Document(text), tuple(Removal(start, end, "test", "rule") for start, end in spans))
    before = text.replace(damaged, damaged * 2)
    for source in (text, before):
        diff = unified_diff(result, "a.txt", source)
        assert patched(source, diff) == result.text
        assert bool(diff) == (result.text != source)


def test_diff_of_lines_that_are_all_the_same_is_quick() -> None:
    """What goes is known: nothing is looked for."""
    size, text = len("One.\nShare\n"), "One.\nShare\n" * 20_000
    cuts = tuple(Removal(at + 5, at + size, "share", "rule") for at in range(0, len(text), size))
    began = time.process_time()
    assert unified_diff(Result(Document(text), cuts), "a.txt").count("-Share\n") == 20_000
    assert time.process_time() - began < 5
