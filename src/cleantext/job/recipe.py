"""What a job does to each record: read it, clean it, have it written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import repeat
from typing import Any, NamedTuple, TypeVar

from cleantext.choices import Extractor, no_such
from cleantext.cleaner import Cleaner
from cleantext.document import Document
from cleantext.encoding import decode_text
from cleantext.files import InputError
from cleantext.filters import KindFilter, MainContent
from cleantext.job.page import WRITERS, BadRecordError, NoFieldError, Page
from cleantext.job.stats import Counts, counts_of
from cleantext.pipeline import Pipeline
from cleantext.reading.decode import NotText, decode
from cleantext.records.jsonobject import BadObjectError, parse_object
from cleantext.records.response import BadWarcError, read_record
from cleantext.removal import Result
from cleantext.values import check_type

StepT = TypeVar("StepT")

DEFAULT_LIMIT = 64 * 1024 * 1024
_TYPES: dict[str, tuple[Any, str]] = {
    "pipeline": (Pipeline, "a Pipeline of filters"),
    "field": (str, "the name of a field"),
    "fields": (tuple | list, "a list of names"),
    "lang": (str | None, "the code of a language, a str"),
    "encoding": (str | None, "the name of an encoding, a str"),
    "limit": (int, "a number of bytes"),
    **dict.fromkeys(
        ("repair", "is_html", "keep_empty", "with_removals", "with_stats", "with_results"), (bool, "True or False")
    ),
}


class Status(Enum):
    """What became of a record."""

    WRITTEN = "written"
    EMPTIED = "emptied"
    QUARANTINED = "quarantined"


class Outcome(NamedTuple):
    """What became of a record: ``data`` is what to write, ``reason`` why it is quarantined, ``counts`` what went,
    ``result`` how it went.
    """

    status: Status
    data: bytes = b""
    reason: str = ""
    is_fieldless: bool = False
    counts: Counts | None = None
    result: Result | None = None


@dataclass(frozen=True)
class Recipe:
    """How each record is read, cleaned and written; pickles, so workers get a copy.

    ``pipeline``, ``lang``, ``repair``, ``extractor`` and ``headline`` are as those of a
    :class:`~cleantext.Cleaner`, ``encoding`` is that of the input. ``target`` is the name of a format.
    ``field`` is the key or column of the text (of HTML with ``is_html``), ``fields`` names filters whose
    removed texts are output as fields, ``with_removals`` adds all that went, ``keep_empty`` writes records of
    which nothing is left, ``with_stats`` counts what went, ``with_results`` hands on each result, ``limit``
    bounds the bytes of one record.

    Raises :class:`TypeError` for a value of another type, :class:`ValueError` for a format or an extractor that
    there is not.
    """

    pipeline: Pipeline
    target: str = "jsonl"
    field: str = "text"
    lang: str | None = None
    repair: bool = True
    is_html: bool = False
    extractor: Extractor = "model"
    headline: bool = True
    keep_empty: bool = False
    with_removals: bool = False
    with_stats: bool = False
    with_results: bool = False
    fields: tuple[str, ...] = ()
    limit: int = DEFAULT_LIMIT
    encoding: str | None = None

    def __post_init__(self) -> None:
        for name, (kind, meaning) in _TYPES.items():
            check_type(name, getattr(self, name), kind, meaning)
        if self.target not in WRITERS:
            raise ValueError(no_such("format", self.target, WRITERS))
        self._cleaner(is_html=True)  # which says what is wrong with the rest

    @property
    def has_extras(self) -> bool:
        """Is something added to each record?"""
        return self.with_removals or bool(self.fields)

    def modules(self, is_html: bool) -> list[str]:
        """What to import once for all workers, if some records are HTML or none is."""
        is_judged = any(isinstance(one, KindFilter | MainContent) for one in self.pipeline.filters)
        engine = {"trafilatura": ["trafilatura"], "model": ["cleantext.reading.page"]}[self.extractor]
        rules = ["cleantext.job.warm"] if is_judged or is_html else []
        return ["cleantext.job.recipe", *rules, *(engine if is_html else [])]

    def work(self, is_html: bool = False) -> Callable[[str, Sequence[bytes], str], list[Outcome]]:
        """The function that turns records of a format, in the file of a name, into their outcomes.
        Called in the worker; ``is_html``: some records are HTML.
        """
        # Loads rules and engines: if they or a filter are broken, or slow to start, that is no record's fault.
        self.result(Page("A text without furniture."))
        if is_html:
            self.result(Page("<html><body><p>A text without furniture.</p></body></html>", is_html=True))
        return self._outcomes

    def _outcomes(self, source: str, records: Sequence[bytes], name: str) -> list[Outcome]:
        read = [self._tried(read_page, source, data, self, name) for data in records]
        results = self._judged([page for page in read if isinstance(page, Page)])
        return [self._tried(self._cleaned, page, next(results)) if isinstance(page, Page) else page for page in read]

    def _judged(self, pages: Sequence[Page]) -> Iterator[Result | None]:
        """What is left of each text; ``None`` of HTML, and of all where one fails: then each is cleaned by itself."""
        texts = (self._document(page) for page in pages if not page.is_html)
        try:
            found = iter(self._cleaner(is_html=False).many(texts))
        except Exception:  # noqa: BLE001 - whose error it is shows then
            return repeat(None)
        return (None if page.is_html else next(found) for page in pages)

    def _tried(self, step: Callable[..., StepT], *given: Any) -> StepT | Outcome:
        """What a step makes of a record, or what became of the record instead."""
        try:
            return step(*given)
        except NoFieldError as error:
            return Outcome(Status.QUARANTINED, reason=str(error), is_fieldless=True)
        except (BadRecordError, BadObjectError) as error:
            return Outcome(Status.QUARANTINED, reason=str(error))
        except MemoryError:
            return Outcome(Status.QUARANTINED, reason="needed more memory than there is for a record")
        except Exception as error:  # noqa: BLE001 - one record's error is that record's only
            return Outcome(Status.QUARANTINED, reason=f"{type(error).__name__}: {error}")

    def _cleaned(self, page: Page, judged: Result | None) -> Outcome:
        result = self.result(page) if judged is None else judged
        counts = counts_of(result) if self.with_stats else None
        kept = result if self.with_results else None
        if not result.text.strip() and not self.keep_empty and self.target != "dolma":
            return Outcome(Status.EMPTIED, counts=counts, result=kept)
        data = WRITERS[self.target](page, result, self._extras(result))
        return Outcome(Status.WRITTEN, data, counts=counts, result=kept)

    def _extras(self, result: Result) -> dict[str, Any]:
        """What ``with_removals`` and ``fields`` add to a record."""
        extras: dict[str, Any] = {}
        text = result.document.text
        if self.with_removals:
            extras["removals"] = [result.record(removal) for removal in result.removals]
        by_filter = result.by_filter() if self.fields else {}  # reasons cost as much as cleaning
        for name in self.fields:
            # Two rules may ask for the same words.
            spans = dict.fromkeys((removal.start, removal.end) for removal in by_filter.get(name, ()))
            extras[name] = [text[start:end] for start, end in spans]
        return extras

    def result(self, page: Page) -> Result:
        """What is left of a page, and what went and why."""
        return self._cleaner(page.is_html)(self._document(page))

    def _cleaner(self, is_html: bool) -> Cleaner:
        return Cleaner(
            pipeline=self.pipeline,
            source="html" if is_html else "text",
            extractor=self.extractor,
            headline=self.headline,
            # Attributes point into the text as it stands in the source, so that is what is cleaned.
            repair=self.repair and self.target != "dolma",
        )

    def _document(self, page: Page) -> Document:
        return Document(page.text, page.lang or self.lang, page.url)


def read_page(source: str, data: bytes, recipe: Recipe, name: str = "") -> Page:
    """The page in a record of format ``source``. Raises :class:`BadRecordError`."""
    if source in ("warc", "wet"):
        return _warc_page(data, recipe)._replace(file=name or None)
    if source == "html" and not recipe.encoding:
        return Page(_decoded(data, None), is_html=True, file=name or None)
    if source in ("text", "html"):
        return Page(_text(data, recipe.encoding), is_html=source == "html", file=name or None)
    record = parse_object(_text(data, recipe.encoding or "utf-8"))
    if recipe.field not in record.strings:
        if recipe.field not in record.spans:
            raise NoFieldError(f"the field {recipe.field!r} is missing; there are {_listed(record.spans)}")
        kind = "null" if record.spelling(recipe.field) is None else "no string"
        raise BadRecordError(f"the field {recipe.field!r} is {kind}")
    names = {name: record.strings.get(name) for name in ("url", "lang", "date", "id")}
    page = Page(record.strings[recipe.field], recipe.is_html, object=record, field=recipe.field, **names)
    if names["id"] is None and record.spelling("id"):
        page = page._replace(id=record.spelling("id"))
    return page


def _listed(names: Iterable[str]) -> str:
    listed = ", ".join(names) or "none"
    return listed if len(listed) <= 300 else listed[:300] + "…"


def _text(data: bytes, encoding: str | None) -> str:
    try:
        return decode_text(data, encoding)
    except InputError as error:
        raise BadRecordError(str(error)) from None


def _decoded(data: bytes, declared: str | None) -> str:
    try:
        return decode(data, declared)
    except NotText as error:
        raise BadRecordError(str(error)) from None


def _warc_page(data: bytes, recipe: Recipe) -> Page:
    try:
        record = read_record(data, recipe.limit)
    except BadWarcError as error:
        raise BadRecordError(str(error)) from None
    header = record.header
    text = _text(record.body, recipe.encoding) if recipe.encoding else _decoded(record.body, record.charset)
    url, date, own_id = (header(f"WARC-{name}") for name in ("Target-URI", "Date", "Record-ID"))
    page = Page(text, url=url, date=date, id=own_id, truncated=record.truncated)
    if record.kind == "text/plain":
        languages = header("WARC-Identified-Content-Language") or ""
        return page._replace(lang=languages.partition(",")[0] or None)
    return page._replace(is_html=True)
