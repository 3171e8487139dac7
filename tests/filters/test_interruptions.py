"""What stands between the paragraphs of one article: other headlines, video titles, pictures."""

import pytest

from cleantext import Pipeline
from cleantext.filters import EmbedChrome, ImageAltTexts, OtherHeadlines
from samples import PROSE

SPEECH = (
    "“We waited for the ice for two weeks,” said the woman at the stall, “and then it came in a single night.”",
    "“Nobody here had seen the like,” said the harbour master, who had kept the same log for thirty-one years.",
)


def between(filter, *lines: str, paragraphs=PROSE) -> list[str]:
    """What is left of ``lines`` between two paragraphs."""
    text = "\n".join((*paragraphs[:-1], *lines, paragraphs[-1]))
    return Pipeline([filter])(text).text.split("\n")[len(paragraphs) - 1 : -1]


@pytest.mark.parametrize(
    "lines",
    [
        ("Mayor vows to rebuild the old bridge in response to protests",),
        ("Board denies that the harbour will close in winter", "Small boats can expect new rules under the plan"),
        ("[Why the ferries stopped for the first time in forty years]",),
        ("Can the Old Bridge Keep Us Safe? SEPT. 24, 2016",),
    ],
)
def test_other_headline_goes(lines: tuple[str, ...]) -> None:
    """Headlines in the present tense, in brackets or with a date interrupt the article."""
    assert not between(OtherHeadlines(), *lines)


def test_only_long_line_of_a_report_goes_if_it_capitalises_every_word() -> None:
    """A report that quotes people and has no headings does not have one heading like a headline."""
    headline = "Long Lines At Grocery Stores Before Second Winter Storm Arrives"
    assert not between(OtherHeadlines(), headline, paragraphs=(*PROSE, *SPEECH, PROSE[0]))
    assert between(OtherHeadlines(), headline) == [headline]


@pytest.mark.parametrize(
    "line",
    ["What the Ice Left Behind", "The harbour in spring", "Q: Did the mayor deny it?", "They had three reasons:"],
)
def test_heading_stays(line: str) -> None:
    """Subheadings, questions and introductions of lists are the author's."""
    assert between(OtherHeadlines(), line) == [line]


def test_headings_of_an_article_stay_even_if_one_reads_like_a_headline() -> None:
    """An article with headings keeps them all."""
    headings = ("Soup and snow", "Mayor vows to rebuild the bridge", "After the thaw", "Ice again")
    pairs = zip((*PROSE, PROSE[0]), headings, strict=True)
    text = "\n".join(line for pair in pairs for line in pair) + "\n" + PROSE[1]
    assert Pipeline([OtherHeadlines()])(text).text == text


def test_title_of_a_video_goes() -> None:
    """A line that ends in a length, alone between paragraphs; a list of tracks stays."""
    assert not between(EmbedChrome(), "Der Hafen friert zum ersten Mal zu 2:37")
    tracks = ["The ice comes in 2:37", "The stall on the ice 3:05", "The thaw and after 4:11"]
    assert between(EmbedChrome(), *tracks) == tracks


@pytest.mark.parametrize(
    "line", ["frozen harbour with ferry at dusk", "the-stall-on-the-ice-in-january", "Avatar photo"]
)
def test_alternative_text_goes(line: str) -> None:
    """Lower case, the name of a file and words of templates give pictures away."""
    assert not between(ImageAltTexts(), line)


def test_verse_in_lower_case_stays() -> None:
    """Lines in lower case that follow each other are verse or code."""
    verse = ["the ice is here", "the ice is gone", "and nobody has seen the sun"]
    assert between(ImageAltTexts(), *verse) == verse
