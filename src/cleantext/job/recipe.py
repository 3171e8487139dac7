"""What a job does to each record: read it, clean it, write it."""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple

from cleantext.cleaner import Cleaner
from cleantext.corpus import pack, page_keys
from cleantext.document import Document
from cleantext.extras import require
from cleantext.html import Extractor, decode
from cleantext.pipeline import Pipeline
from cleantext.records.jsonobject import BadObjectError, JsonObject, parse_object, to_bytes, write_json
from cleantext.removal import Result

DEFAULT_LIMIT = 64 * 1024 * 1024


class Status(Enum):
    """What became of a record."""

    WRITTEN = "written"
    EMPTIED = "emptied"
    QUARANTINED = "quarantined"


class Outcome(NamedTuple):
    """What became of a record: ``data`` is what to write, ``reason`` why it is quarantined."""

    status: Status
    data: bytes = b""
    reason: str = ""


class BadRecordError(Exception):
    """The record can not be cleaned; the message says why."""


class Page(NamedTuple):
    """A record after reading: its text or HTML and what is known of it. ``object`` is set for JSON."""

    text: str
    is_html: bool = False
    url: str | None = None
    lang: str | None = None
    date: str | None = None
    object: JsonObject | None = None
    id: str | None = None


@dataclass(frozen=True)
class Recipe:
    """How each record is read, cleaned and written; pickles, so workers get a copy.

    ``source`` and ``target`` are names of formats. ``field`` is the key or column of the text
    (of HTML with ``is_html``), ``extractor`` finds the main text of HTML, ``fields`` names filters
    whose removed texts are output as fields, ``limit`` bounds the bytes of one record.
    """

    pipeline: Pipeline
    target: str = "jsonl"
    field: str = "text"
    lang: str | None = None
    repair: bool = True
    is_html: bool = False
    extractor: Extractor = "model"
    keep_empty: bool = False
    with_removals: bool = False
    fields: tuple[str, ...] = ()
    limit: int = DEFAULT_LIMIT

    def work(self) -> Callable[[str, bytes], Outcome]:
        """The function that turns one record of a format into its outcome. Called in the worker."""
        # Loads the rules: if they or a filter are broken, that is no record's fault.
        self.pipeline(Document("A text without furniture."))
        return self._outcome

    def _outcome(self, source: str, data: bytes) -> Outcome:
        try:
            return self._cleaned(read_page(source, data, self))
        except (BadRecordError, BadObjectError) as error:
            return Outcome(Status.QUARANTINED, reason=str(error))
        except MemoryError:
            return Outcome(Status.QUARANTINED, reason="needed more memory than there is for a record")
        except Exception as error:  # noqa: BLE001 - one record's error is that record's only
            return Outcome(Status.QUARANTINED, reason=f"{type(error).__name__}: {error}")

    def _cleaned(self, page: Page) -> Outcome:
        result = self._result(page)
        if not result.text.strip() and not self.keep_empty and self.target != "dolma":
            return Outcome(Status.EMPTIED)
        return Outcome(Status.WRITTEN, _WRITERS[self.target](page, result, self))

    def _result(self, page: Page) -> Result:
        cleaner = Cleaner(
            pipeline=self.pipeline,
            source="html" if page.is_html else "text",
            extractor=self.extractor,
            # Attributes point into the text as it stands in the source, so that is what is cleaned.
            repair=self.repair and self.target != "dolma",
        )
        return cleaner(Document(page.text, page.lang or self.lang, page.url))


def read_page(source: str, data: bytes, recipe: Recipe) -> Page:
    """The page in a record of format ``source``. Raises :class:`BadRecordError`."""
    if source == "html":
        return Page(decode(data), is_html=True)
    if source in ("warc", "wet"):
        return _warc_page(data, recipe.limit)
    text = _utf8(data)
    if source == "text":
        return Page(text)
    record = parse_object(text)
    if recipe.field not in record.strings:
        spelling = record.spelling(recipe.field)
        kind = "missing" if recipe.field not in record.spans else "null" if spelling is None else "no string"
        raise BadRecordError(f"the field {recipe.field!r} is {kind}")
    names = {name: record.strings.get(name) for name in ("url", "lang", "date", "id")}
    page = Page(record.strings[recipe.field], recipe.is_html, object=record, **names)
    if names["id"] is None and record.spelling("id"):
        page = page._replace(id=record.spelling("id"))
    return page


def _utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRecordError(f"not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}") from None


def _warc_page(data: bytes, limit: int) -> Page:
    iterator = require("warcio.archiveiterator", "jobs").ArchiveIterator(io.BytesIO(data))
    try:
        record = next(iterator)
        body = record.content_stream().read(limit + 1)
    except Exception as error:
        raise BadRecordError(f"unreadable WARC record: {error}") from error
    if len(body) > limit:
        raise BadRecordError(f"unfolds to more than the limit of {limit} bytes")
    header = record.rec_headers.get_header
    http = record.http_headers
    kind = (http.get_header("content-type") if http else header("content-type")) or "text/html"
    page = Page(decode(body), url=header("WARC-Target-URI"), date=header("WARC-Date"), id=header("WARC-Record-ID"))
    if kind.partition(";")[0].strip().lower() == "text/plain":
        languages = header("WARC-Identified-Content-Language") or ""
        return page._replace(lang=languages.partition(",")[0] or None)
    return page._replace(is_html=True)


def _extras(result: Result, recipe: Recipe) -> dict[str, Any]:
    """What ``--with-removals`` and ``--fields`` add to a record."""
    extras: dict[str, Any] = {}
    text = result.document.text
    if recipe.with_removals:
        extras["removals"] = [
            {name: getattr(removal, name) for name in ("start", "end", "filter", "rule", "evidence", "score")}
            | {"text": text[removal.start : removal.end]}
            for removal in result.removals
        ]
    by_filter = result.by_filter()
    for name in recipe.fields:
        # Two rules may ask for the same words.
        spans = dict.fromkeys((removal.start, removal.end) for removal in by_filter.get(name, ()))
        extras[name] = [text[start:end] for start, end in spans]
    return extras


def _json_line(page: Page, result: Result, recipe: Recipe) -> bytes:
    extras = _extras(result, recipe)
    if page.object is None:
        known = {"text": result.text, "url": page.url, "lang": page.lang, "date": page.date}
        record: dict[str, Any] = {name: value for name, value in known.items() if value is not None}
        return to_bytes(write_json(record | ({"cleantext": extras} if extras else {}))) + b"\n"
    line = page.object.source.rstrip("\r")
    if result.text != page.object.strings[recipe.field]:
        line = page.object.replaced(recipe.field, result.text)
    if extras:
        line = parse_object(line).replaced("cleantext", extras)
    return to_bytes(line.rstrip("\r")) + b"\n"


def _plain_text(page: Page, result: Result, recipe: Recipe) -> bytes:  # noqa: ARG001 - a writer
    text = result.text
    return (text + "\n" if text and not text.endswith(("\n", "\r")) else text).encode("utf-8", "replace")


def _wet_record(page: Page, result: Result, recipe: Recipe) -> bytes:  # noqa: ARG001 - a writer
    body = result.text.encode("utf-8", "replace")
    # Derived, not drawn: running a job again gives the same bytes.
    own_id = uuid.uuid5(uuid.NAMESPACE_URL, f"{page.id} {page.url} {page.date}")
    headers = {
        "WARC-Type": "conversion",
        "WARC-Target-URI": page.url,
        "WARC-Date": page.date or "1970-01-01T00:00:00Z",
        "WARC-Record-ID": f"<urn:uuid:{own_id}>",
        "WARC-Refers-To": page.id,
        "WARC-Identified-Content-Language": page.lang,
        "Content-Type": "text/plain",
        "Content-Length": str(len(body)),
    }
    lines = [f"{name}: {' '.join(value.split())}\r\n" for name, value in headers.items() if value]
    return b"WARC/1.0\r\n" + "".join(lines).encode("utf-8", "replace") + b"\r\n" + body + b"\r\n\r\n"


def _attributes(page: Page, result: Result, recipe: Recipe) -> bytes:  # noqa: ARG001 - a writer
    if page.object is None or page.id is None:
        raise BadRecordError("attributes need a record with an 'id'")
    attributes: dict[str, list[list[float]]] = {}
    for name, removals in result.by_filter().items():
        attributes[f"cleantext__residue__{name}"] = [[r.start, r.end, r.score] for r in removals]
    spelled = page.object.spelling("id")
    return to_bytes(f'{{"id": {spelled}, "attributes": {json.dumps(attributes)}}}\n')


def _keys(page: Page, result: Result, recipe: Recipe) -> bytes:  # noqa: ARG001 - a writer
    return pack(page_keys(result.document))


_WRITERS: dict[str, Callable[[Page, Result, Recipe], bytes]] = {
    "text": _plain_text,
    "jsonl": _json_line,
    "parquet": _json_line,
    "wet": _wet_record,
    "dolma": _attributes,
    "counts": _keys,
}
