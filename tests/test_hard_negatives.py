"""Texts about furniture, and texts shaped like it, are nobody's furniture."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from cleantext import Pipeline
from cleantext.filters import residue_filters

BEFORE = (
    "The ferry leaves at noon, and whoever has not come by then must wait until the next morning, says the captain."
)
AFTER = "In the evening the lamps along the quay were lit one after the other, and nobody knew who had lit the first."

FILE = tomllib.loads(Path(__file__).parent.joinpath("../fixtures/hard-negatives.toml").read_text(encoding="utf-8"))
TEXTS = [
    pytest.param(
        entry["text"],
        id=f"{number}-{entry['language']}-{entry['kind'].replace(' ', '-')}",
        marks=[pytest.mark.xfail(reason=entry["fails"], strict=True)] if "fails" in entry else [],
    )
    for number, entry in enumerate(FILE["text"], start=1)
]


def test_there_are_many() -> None:
    """At least 150 of our own, in at least ten languages, with their source."""
    assert len(FILE["text"]) >= 150
    assert len({entry["language"] for entry in FILE["text"]}) >= 10
    assert FILE["source"]


@pytest.mark.parametrize("text", TEXTS)
def test_stays(text: str) -> None:
    """To the byte, alone and between two paragraphs of an article."""
    clean = Pipeline(residue_filters())
    for whole in (text, f"{BEFORE}\n\n{text}\n\n{AFTER}\n"):
        assert clean(whole).text == whole
