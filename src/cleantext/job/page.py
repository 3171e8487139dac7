"""A record of a job between reading and writing: a page, and what it becomes in each format."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from cleantext.cleaner import Cleaner
from cleantext.corpus import pack, page_keys
from cleantext.files import ended
from cleantext.records.jsonobject import JsonObject, parse_object, to_bytes, to_utf8, write_json
from cleantext.removal import Result

Extras = Mapping[str, Any]
"""What is added to a record, by name."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class BadRecordError(Exception):
    """The record can not be cleaned; the message says why."""


class NoFieldError(BadRecordError):
    """The record has no field of the name that is asked for."""


class Page(NamedTuple):
    """A record after reading: its text or HTML and what is known of it. ``object`` is set for JSON, with the key
    of the text in it.
    """

    text: str
    is_html: bool = False
    url: str | None = None
    lang: str | None = None
    date: str | None = None
    object: JsonObject | None = None
    field: str = ""
    id: str | None = None
    file: str | None = None
    truncated: str | None = None


def _json_line(page: Page, result: Result, extras: Extras) -> bytes:
    if page.object is None:
        names = ("url", "lang", "date", "file", "truncated")
        known = {name: value for name in names if (value := getattr(page, name)) is not None}
        record: dict[str, Any] = {"text": result.text, **known}
        return to_bytes(write_json(record | ({"cleantext": extras} if extras else {}))) + b"\n"
    line = page.object.source.rstrip("\r")
    if result.text != page.text:
        line = page.object.replaced(page.field, result.text)
    if extras:
        line = parse_object(line).replaced("cleantext", extras)
    return to_bytes(line.rstrip("\r")) + b"\n"


def _markdown(page: Page, result: Result, extras: Extras) -> bytes:  # noqa: ARG001 - a writer
    return to_utf8(ended(Cleaner(format="markdown").written(result)))


def _plain_text(page: Page, result: Result, extras: Extras) -> bytes:  # noqa: ARG001 - a writer
    return to_utf8(ended(result.text))


def _wet_record(page: Page, result: Result, extras: Extras) -> bytes:  # noqa: ARG001 - a writer
    body = to_utf8(result.text)
    # Derived, not drawn: running a job again gives the same bytes.
    own_id = uuid.uuid5(uuid.NAMESPACE_URL, f"{page.id} {page.url} {page.date}")
    headers = {
        "WARC-Type": "conversion",
        "WARC-Target-URI": page.url,
        "WARC-Date": _header_value(page.date) or "1970-01-01T00:00:00Z",
        "WARC-Record-ID": f"<urn:uuid:{own_id}>",
        "WARC-Refers-To": page.id,
        "WARC-Identified-Content-Language": page.lang,
        "Content-Type": "text/plain",
        "Content-Length": str(len(body)),
    }
    lines = [f"{name}: {value}\r\n" for name, given in headers.items() if (value := _header_value(given))]
    return b"WARC/1.0\r\n" + "".join(lines).encode("utf-8", "replace") + b"\r\n" + body + b"\r\n\r\n"


def _header_value(value: str | None) -> str:
    """``value`` in one line; nothing of one with control characters, which would make the header a damaged one."""
    line = " ".join((value or "").split())
    return "" if _CONTROL.search(line) else line


def _attributes(page: Page, result: Result, extras: Extras) -> bytes:  # noqa: ARG001 - a writer
    if page.object is None or page.id is None:
        raise BadRecordError("attributes need a record with an 'id'")
    attributes: dict[str, list[list[float]]] = {}
    for name, removals in result.by_filter().items():
        attributes[f"cleantext__residue__{name}"] = [[r.start, r.end, r.score] for r in removals]
    spelled = page.object.spelling("id")
    return to_bytes(f'{{"id": {spelled}, "attributes": {json.dumps(attributes)}}}\n')


def _keys(page: Page, result: Result, extras: Extras) -> bytes:  # noqa: ARG001 - a writer
    return pack(page_keys(result.document))


WRITERS: dict[str, Callable[[Page, Result, Extras], bytes]] = {
    "text": _plain_text,
    "markdown": _markdown,
    "jsonl": _json_line,
    "parquet": _json_line,
    "wet": _wet_record,
    "dolma": _attributes,
    "counts": _keys,
}
"""What is written of a page, by the name of the format."""
