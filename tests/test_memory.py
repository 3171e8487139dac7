"""What was cleaned is gone when nobody holds it: memory stays flat, however large the documents are."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

import cleantext
from cleantext.choices import Profile
from samples import FURNITURE, PROSE

TEXT = "\n".join((*PROSE, *FURNITURE))
PAGE = f"<html><body><nav><a href=x>Home</a></nav><h1>Ice</h1><p>{'</p><p>'.join(PROSE)}</p></body></html>"


@pytest.fixture
def uncollected() -> Iterator[None]:
    """Objects that hold each other in a circle stay: they are found after so many objects, not so many bytes."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("uncollected")
@pytest.mark.parametrize("profile", ["residue", "main"])
@pytest.mark.parametrize(
    "source", [TEXT, "A sentence of a text in one line. " * 60, PAGE, PAGE.replace("html>", "div>")]
)
def test_nothing_is_left_of_a_document(source: str, profile: Profile) -> None:
    """Whoever asked for reasons, too."""
    result = cleantext.explain(source, profile)
    assert result.text
    assert isinstance(result.removals, tuple)
    document = weakref.ref(result.document)
    del result
    assert document() is None


@pytest.mark.usefixtures("uncollected")
def test_nothing_is_left_of_many() -> None:
    """Of texts that are judged together."""
    results = cleantext.Cleaner().many([TEXT, PROSE[0], TEXT])
    documents = [weakref.ref(result.document) for result in results]
    del results
    assert [document() for document in documents] == [None] * 3
