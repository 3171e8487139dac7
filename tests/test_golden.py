"""Whole documents: what comes out, to the byte, and every removal that led to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cleantext
from cleantext.report import removal_records
from samples import FIXTURES

CASES = sorted(FIXTURES.glob("golden/*.raw.txt"))


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def summary(text: str) -> list[list[object]]:
    """Filter and line of each removal; the gaps between them follow from these.

    Which rule is named, and how sure the judge is, changes with rules and weights.
    """
    records = removal_records(cleantext.explain(text))
    return [[r["filter"], r["line"]] for r in records if r["filter"] != "revise"]


@pytest.mark.parametrize("raw", CASES, ids=lambda path: path.name.split(".")[0])
def test_document_comes_out_as_expected(raw: Path) -> None:
    """The clean text equals the expected text to the byte."""
    assert cleantext.clean(read(raw)) == read(raw.with_name(raw.name.replace(".raw.", ".expected.")))


@pytest.mark.parametrize("raw", CASES, ids=lambda path: path.name.split(".")[0])
def test_document_loses_what_is_expected(raw: Path) -> None:
    """Each line goes for the reason that is written down."""
    expected = json.loads(read(raw.with_name(raw.name.replace(".raw.txt", ".removals.json"))))
    assert summary(read(raw)) == expected


def test_there_are_golden_documents() -> None:
    """An empty folder would make the tests above pass."""
    assert {path.name.split(".")[0] for path in CASES} >= {"foreign-policy", "the-atlantic"}
