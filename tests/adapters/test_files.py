"""Whole files as units of work."""

import gzip

import pytest

from cleantext.adapters.files import clean_file
from cleantext.job.recipe import Recipe
from cleantext.pipeline import profile_pipeline

PAGE = b"<html><body><p>" + b"The rain fell for three days. " * 5 + b"</p></body></html>"
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE


def warc(number):
    """A WARC record, compressed."""
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:%d>\r\nWARC-Target-URI: http://x.org/%d\r\n"
    head += b"WARC-Date: 2026-01-01T00:00:00Z\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n"
    return gzip.compress(head % (number, number, len(HTTP)) + HTTP + b"\r\n\r\n")


def test_warc(tmp_path):
    """Pages become dicts of text, URL and date; what is lost is a dict with a reason."""
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(map(warc, range(3)))[:-60])
    first, second, cut, lost = clean_file(str(path))
    assert first["text"].strip() == ("The rain fell for three days. " * 5).strip()
    assert (first["url"], first["date"]) == ("http://x.org/0", "2026-01-01T00:00:00Z")
    assert second["url"] == "http://x.org/1"
    assert "cut off" in cut["reason"]
    assert lost == {"file": str(path), "record": None, "reason": lost["reason"]}


def test_json_lines(tmp_path):
    """Other fields come along; a bad record is a dict that says which it was."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"id": 7, "text": "Fine."}\nbad\n')
    good, bad = clean_file(str(path))
    assert good == {"id": 7, "text": "Fine."}
    assert (bad["file"], bad["record"]) == (str(path), 2)


def test_what_could_not_be_cleaned_is_told_by_having_no_text(tmp_path):
    """Records may have fields of any name."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"reason": "spam", "file": 1, "record": "x", "text": "Fine."}\nbad\n{"reason": "", "id": 2}\n')
    rows = list(clean_file(str(path)))
    assert [row["reason"] for row in rows if row.get("text") is not None] == ["spam"]
    assert [row["record"] for row in rows if row.get("text") is None] == [2, 3]


def test_a_number_that_python_does_not_read(tmp_path):
    """It costs its record, and no other."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "One."}\n{"text": "Two.", "n": ' + b"7" * 5000 + b'}\n{"text": "Three."}\n')
    one, two, three = clean_file(str(path))
    assert (one["text"], two["record"], three["text"]) == ("One.", 2, "Three.")


def test_a_path(tmp_path):
    """Names come as paths, too, and go out as text."""
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "Fine."}\nbad\n')
    good, bad = clean_file(tmp_path / "a.jsonl")
    assert (good, bad["file"]) == ({"text": "Fine."}, str(tmp_path / "a.jsonl"))


@pytest.mark.parametrize(
    ("fields", "error", "says"),
    [
        ({"fields": "bios"}, TypeError, "fields is a list of names, not 'bios'"),
        ({"field": 5}, TypeError, "field is the name of a field, not 5"),
        ({"limit": "1"}, TypeError, "limit is a number of bytes, not '1'"),
        ({"is_html": None}, TypeError, "is_html is True or False, not None"),
        ({"repair": "no"}, TypeError, "repair is True or False, not 'no'"),
        ({"pipeline": None}, TypeError, "pipeline is a Pipeline of filters, not None"),
        ({"target": "json"}, ValueError, "no format 'json', did you mean jsonl"),
        ({"extractor": "modle"}, ValueError, "no extractor 'modle', did you mean model"),
    ],
)
def test_what_is_no_recipe(fields, error, says):
    """It is refused where it is made, rather than with every record."""
    with pytest.raises(error, match=says):
        Recipe(**{"pipeline": profile_pipeline(), **fields})


def test_unknown_format():
    """A name that tells no format is refused, and so is a recipe that writes no dicts."""
    with pytest.raises(ValueError, match="the recipe writes text"):
        next(clean_file("x.jsonl", Recipe(profile_pipeline(), "text")))
    with pytest.raises(ValueError, match="does not tell the format"):
        next(clean_file("x.bin"))
