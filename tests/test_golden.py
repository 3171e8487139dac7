"""Whole documents: what comes out, to the byte, and every removal that led to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cleantext
import golden
from cleantext.kinds import NUMBERS
from cleantext.pipeline import profile_pipeline
from samples import FIXTURES

CASES = sorted(FIXTURES.glob("golden/*.raw.txt"))
KINDS = sorted(FIXTURES.glob("golden-kinds/*.json"))


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


@pytest.mark.parametrize("raw", CASES, ids=lambda path: path.name.split(".")[0])
def test_document_comes_out_as_expected(raw: Path) -> None:
    """The clean text equals the expected text to the byte."""
    assert cleantext.clean(read(raw)) == read(raw.with_name(raw.name.replace(".raw.", ".expected.")))


@pytest.mark.parametrize("raw", CASES, ids=lambda path: path.name.split(".")[0])
def test_document_loses_what_is_expected(raw: Path) -> None:
    """Each line goes as what is written down."""
    expected = json.loads(read(raw.with_name(raw.name.replace(".raw.txt", ".removals.json"))))
    assert golden.removed(cleantext.explain(read(raw))) == expected


@pytest.mark.parametrize("path", KINDS, ids=lambda path: path.stem)
def test_texts_of_a_kind_lose_what_is_expected(path: Path) -> None:
    """In several languages, line by line."""
    pipeline = profile_pipeline()
    for entry in json.loads(read(path)):
        assert golden.removed(pipeline(entry["text"])) == entry["removed"], entry["language"]


def test_there_are_golden_texts() -> None:
    """An empty folder would make the tests above pass."""
    assert {path.name.split(".")[0] for path in CASES} >= {"foreign-policy", "the-atlantic"}
    assert {path.stem for path in KINDS} == set(NUMBERS)
    assert all(len(json.loads(read(path))) >= 4 for path in KINDS)
