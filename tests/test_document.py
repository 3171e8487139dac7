"""Documents, their lines and views."""

import copy
import pickle
from dataclasses import asdict, dataclass, replace

import pytest

from cleantext import Document, Pipeline
from cleantext.filters import ShareButtons


def test_lines_end_at_three_line_ends_only() -> None:
    """Form feeds, U+2028 and their kin are characters of a line."""
    text = "a\x0bb\x0cc\x1cd\x85e\u2028f\u2029g\nh\ri\r\nj"
    assert [line.text for line in Document(text).lines] == ["a\x0bb\x0cc\x1cd\x85e\u2028f\u2029g", "h", "i", "j"]


def test_empty_text_has_no_lines() -> None:
    """An empty text has no line, a line end alone makes one empty line."""
    assert Document("").lines == ()
    assert [line.text for line in Document("\n").lines] == [""]
    assert [line.text for line in Document("\n\n").lines] == ["", ""]


def test_content_leaves_out_blank_lines() -> None:
    """Lines of white space are blank."""
    document = Document("a\nb\n \t\n\nc\n")
    assert document.content == (0, 1, 4)


def test_view_is_computed_once() -> None:
    """All filters share one scan of the document."""
    calls = []

    def scan(document: Document) -> int:
        calls.append(document)
        return len(document.text)

    document = Document("abc")
    assert document.view(scan) == document.view(scan) == 3
    assert len(calls) == 1


def test_document_pickles_without_its_views() -> None:
    """A document goes to another process, its caches do not."""
    document = Document("abc", lang="de", url="https://example.org/")
    document.view(lambda d: d.text)
    again = pickle.loads(pickle.dumps(document))
    assert again == document
    assert "_views" not in vars(again)


@dataclass(frozen=True)
class Numbered(Document):
    """What somebody adds to a text of theirs."""

    number: int = 0


def test_a_document_of_a_class_of_your_own_stays_one() -> None:
    """Copied, replaced or in another process it has what it had."""
    document = Numbered("abc", number=7)
    document.view(lambda d: d.text)
    for again in (pickle.loads(pickle.dumps(document)), copy.copy(document), copy.deepcopy(document)):
        assert type(again) is Numbered
        assert again == document
    assert replace(document, text="other").number == 7


@pytest.mark.parametrize("url", [float("nan"), b"https://example.org/", 5])
def test_the_address_of_a_document_is_a_str(url: object) -> None:
    """A column with holes has NaN: who counts by site would fail in a riddle."""
    with pytest.raises(TypeError, match="the address of a document is a str, not"):
        Document("abc", url=url)  # type: ignore[arg-type]


def test_views_are_no_fields() -> None:
    """What is computed of a document shows neither in its copies nor in its plain values."""
    document = Document("abc", lang="de")
    result = Pipeline([ShareButtons()])(document)
    assert asdict(result)["document"] == asdict(document) == {"text": "abc", "lang": "de", "url": None}
    assert replace(document, text="other").lines[0].text == "other"


@pytest.mark.parametrize("value", [b"bytes", None, 3, ["a"]])
def test_only_text_makes_a_document(value: object) -> None:
    """Else the first filter that reads it would fail in a riddle."""
    with pytest.raises(TypeError, match="the text of a document is a str, not"):
        Document(value)  # type: ignore[arg-type]
