"""Captions: what repeats, what is credited, and what only looks so."""

from collections.abc import Iterator
from itertools import chain

import pytest

from cleantext import Document, Pipeline
from cleantext.filters import PhotoCaptions, captions
from samples import PROSE

CAPTION = "Skaters cross the frozen harbour at dusk on Friday, January 12."


def clean(*lines: str, keep: str = "none") -> list[str]:
    return Pipeline([PhotoCaptions(keep=keep)])("\n".join(lines)).text.split("\n")


@pytest.mark.parametrize("second", [CAPTION, f"{CAPTION} Jane Roe/AP", f"{CAPTION} (Jane Roe / The Courier)"])
def test_caption_that_stands_twice_goes(second: str) -> None:
    """Exact copies go, and copies that differ by the credit."""
    assert clean(PROSE[0], PROSE[1], CAPTION, second, PROSE[2]) == list(PROSE)


def test_first_copy_can_be_kept() -> None:
    """``keep="first"`` leaves one copy of each caption."""
    assert clean(PROSE[0], PROSE[1], CAPTION, CAPTION, PROSE[2], keep="first") == [*PROSE[:2], CAPTION, PROSE[2]]


def test_unknown_keep_is_refused() -> None:
    """A typo in the option is an error."""
    with pytest.raises(ValueError, match="must be 'none' or 'first'"):
        PhotoCaptions(keep="last")


def test_credit_at_the_end_of_a_paragraph_goes_alone() -> None:
    """From a paragraph to which a credit was glued, only the credit goes."""
    long = " ".join(PROSE)
    assert clean(long + " (Jane Roe/AFP/Getty Images)") == [long + " "]


@pytest.mark.parametrize(
    "lines",
    [
        ("Nothing is here,", "nothing is here but the sea,", "nothing is here,", "nothing is here but the sea,"),
        ("And we went on and on and on", "And we went on and on and on", "until the road was gone"),
        ("| total | 3 | 4 | 5 | 6 |", "| total | 3 | 4 | 5 | 6 |"),
    ],
)
def test_refrain_stays(lines: tuple[str, ...]) -> None:
    """Verse and tables repeat lines on purpose."""
    assert clean(*lines) == list(lines)


def test_many_copies_do_not_count_the_paragraphs_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each pair of copies looks at the lines beside it, not at the whole text."""
    looks = 0

    class Counted(tuple[bool, ...]):
        """Counts how often somebody goes through all of it."""

        def __iter__(self) -> Iterator[bool]:
            nonlocal looks
            looks += 1
            return super().__iter__()

    monkeypatch.setattr(captions, "paragraphs", lambda document: Counted(len(line) > 90 for line in lines(document)))
    text = "\n".join(chain.from_iterable((paragraph, CAPTION, CAPTION) for paragraph in PROSE * 9))
    list(PhotoCaptions()(Document(text)))
    assert looks == 1


def lines(document: Document) -> list[str]:
    return [document.lines[number].text for number in document.content]
