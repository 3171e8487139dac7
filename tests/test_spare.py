"""What the second look gives back: lists, rows, guesses and asides."""

from cleantext import Document, Pipeline
from cleantext.filters import AdLabels, CallsToAction, ImageAltTexts, PhotoCaptions, RecommendationWidgets
from samples import PROSE

OFFER = "If you want to learn more about the ferries, contact us for a free consultation."
LONG = (*PROSE, *PROSE)


def clean(filter: object, *lines: str) -> list[str]:
    return Pipeline([filter])("\n".join(lines)).text.rstrip("\n").split("\n")  # type: ignore[list-item]


def test_credits_of_a_list_stay() -> None:
    """One at each entry, credits are what the list says; in an article they go."""
    entries = [line for n in range(8) for line in (f"Report number {n} from the harbour", "Photo: J. Doe/Getty Images")]
    assert clean(PhotoCaptions(), *entries) == entries
    assert clean(PhotoCaptions(), *PROSE, "Photo: J. Doe/Getty Images") == list(PROSE)


def test_widget_that_ends_a_list_goes() -> None:
    """A few lines under a sure heading at the very end; many are one more part of the list."""
    entries = [f"Report number {n} from the harbour and what it says of ice and ferries" for n in range(30)]
    widget = ["Related Articles", "The Quay Is Rebuilt", "A New Lamp"]
    assert clean(RecommendationWidgets(), *entries, *widget) == entries
    many = ["Related Articles", *(f"The Quay Is Rebuilt, Part {n}" for n in range(30))]
    assert clean(RecommendationWidgets(), *entries, *many) == [*entries, *many]


def test_row_of_a_list_stays() -> None:
    """A property named "Photo" is no credit beside other properties."""
    rows = ("Weight: two kilograms", "Photo: J. Doe/Getty Images", "Length: nine inches")
    assert clean(PhotoCaptions(), *LONG, *rows, *PROSE) == [*LONG, *rows, *PROSE]


def test_offer_alone_in_a_long_text_stays() -> None:
    """One sentence proves little between paragraphs, and enough at the end or beside another."""
    assert clean(CallsToAction(), *LONG, OFFER, *PROSE) == [*LONG, OFFER, *PROSE]
    assert clean(CallsToAction(), *LONG, OFFER) == list(LONG)
    assert clean(CallsToAction(), *LONG, OFFER, "Book a demo", *PROSE[::-1]) == [*LONG, *PROSE[::-1]]


def test_guess_alone_in_a_long_text_stays() -> None:
    """A line in lower case may be a heading; three are descriptions of pictures."""
    lines = ("frozen harbour with ferry at dusk", "people on the ice with sledges", "an empty stall in the snow")
    assert clean(ImageAltTexts(), *LONG, lines[0], *PROSE) == [*LONG, lines[0], *PROSE]
    three = [line for pair in zip(PROSE, lines, strict=True) for line in pair]
    assert clean(ImageAltTexts(), *LONG, *three, PROSE[0]) == [*LONG, *PROSE, PROSE[0]]


def test_what_is_spared_is_withheld() -> None:
    """The result says what was not cut."""
    result = Pipeline([CallsToAction(), AdLabels(), RecommendationWidgets()])(
        Document("\n".join((*LONG, OFFER, *PROSE)))
    )
    assert {removal.filter for removal in result.withheld} == {"cta"}
