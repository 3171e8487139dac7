"""How a text is cleaned, said once: the value that does it, and the functions that most people need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Any, TypeVar, get_args

from cleantext.choices import Extractor, Format, Profile, Source, no_such
from cleantext.document import Document
from cleantext.encoding import decode_text
from cleantext.files import InputError
from cleantext.html import SNIFFED, looks_like_html
from cleantext.language import known_language, language_code
from cleantext.pipeline import Pipeline, profile_pipeline
from cleantext.reading.decode import NotText, decode, unpacked
from cleantext.removal import Result
from cleantext.repair import repair as repair_text
from cleantext.values import check_type, checked, column, is_missing, no_text, plain, text_of

Text = TypeVar("Text", str, str | None)

_CHOICES = {
    "profile": get_args(Profile),
    "source": get_args(Source),
    "extractor": get_args(Extractor),
    "format": get_args(Format),
}
_KINDS: dict[str, tuple[Any, str]] = {
    "url": (str | None, "the address of a page, a str"),
    "pipeline": (Pipeline | None, "a Pipeline of filters"),
    "repair": (bool, "True or False"),
    "headline": (bool, "True or False"),
}
_SOURCES = (str, bytes, Document)
# As many results are held at a time when only their texts are asked for.
_BATCH = 64


@dataclass(frozen=True, kw_only=True)
class Cleaner:
    r"""Reads text or HTML and cleans it; one value for the library, the command, jobs and adapters.

    ``profile`` says what goes (``residue``, ``main``), ``source`` what the input is (``auto``,
    ``text``, ``html``), ``extractor`` who finds the main text of HTML (``model``,
    ``trafilatura``). With ``repair`` encoding damage is mended, line by line. ``lang`` (any form
    that :func:`~cleantext.language.language_code` reads) and ``url`` are hints. ``headline`` and
    ``format`` (``text``, ``markdown``) are for HTML: whether its headline comes first, and how
    the clean text is written. ``pipeline`` takes the place of the profile's.

    Pickles, compares by value. Raises :class:`ValueError` for a choice that there is not and for Markdown of
    what trafilatura found, :class:`TypeError` for a value of another type.

    >>> cleaner = Cleaner(lang="en")
    >>> cleaner("It was over.\n\nPhoto: J. Doe/Getty Images").text
    'It was over.\n'
    >>> [result.text for result in cleaner.many(["One.", b"Two.", Document("Three.", url="https://example.org/")])]
    ['One.', 'Two.', 'Three.']
    """

    profile: Profile = "residue"
    source: Source = "auto"
    extractor: Extractor = "model"
    repair: bool = True
    lang: str | None = None
    url: str | None = None
    headline: bool = True
    format: Format = "text"
    pipeline: Pipeline | None = None

    def __post_init__(self) -> None:
        for name, choices in _CHOICES.items():
            if getattr(self, name) not in choices:
                raise ValueError(no_such(name, getattr(self, name), choices))
        if self.format == "markdown" and self.extractor == "trafilatura":
            raise ValueError("format 'markdown' needs the markup, of which extractor 'trafilatura' keeps nothing")
        for name, (kind, meaning) in _KINDS.items():
            check_type(name, getattr(self, name), kind, meaning)
        object.__setattr__(self, "lang", known_language(self.lang))

    def __getstate__(self) -> dict[str, Any]:
        # Steps are made again: what was cleaned before must not show in what caches take for the name of a cleaner.
        return {name: value for name, value in vars(self).items() if name != "_steps"}

    @cached_property
    def _steps(self) -> Pipeline:
        return self.pipeline or profile_pipeline(self.profile)

    def __call__(self, source: str | bytes | Document) -> Result:
        """What is left of ``source``, and what went and why.

        Offsets are those of ``result.document.text``: the text after reading and repair. A
        document is read like its text, with its own ``lang`` and ``url``. Bytes are decoded as
        what they turn out to be: HTML as it declares, text by its byte-order mark or as UTF-8.

        For a ``str`` built-in filters never raise. Raises :class:`TypeError` for what is none of the three, and
        :class:`~cleantext.reading.decode.NotText` (a ``ValueError``) for bytes that hold no text.
        """
        found = self._read(source)
        return found if isinstance(found, Result) else self._steps(found)

    def many(self, sources: Iterable[str | bytes | Document]) -> list[Result]:
        """The result for each of ``sources``, in their order; the same as one by one, texts sooner."""
        found = [self._read(source) for source in column(sources)]
        results = iter(self._steps.many([one for one in found if isinstance(one, Document)]))
        return [next(results) if isinstance(one, Document) else one for one in found]

    def _read(self, source: str | bytes | Document) -> Document | Result:
        """The document to be cleaned; of HTML the result, since reading it is half of cleaning it."""
        if not isinstance(source, _SOURCES):
            raise TypeError(no_text(source))
        lang, url = self.lang, self.url
        if isinstance(source, Document):
            lang, url = language_code(source.lang) or lang, source.url or url
            source = source.text
        document = Document(self.decoded(source), lang, url)
        if self.takes_for_html(document.text):
            from cleantext.webpage import clean_page  # text needs nothing of what reads pages

            return clean_page(
                document, self._steps, repair=self.repair, extractor=self.extractor, headline=self.headline
            )
        return replace(document, text=repair_text(document.text)) if self.repair else document

    def texts(self, sources: Iterable[Any]) -> Iterator[Any]:
        """The clean text of each of ``sources``; missing values (``None``, NaN, NA) stay where they are.

        Raises :class:`TypeError` with the position of anything else, when it is reached.
        """
        remaining = checked(column(sources), _SOURCES)
        while batch := list(islice(remaining, _BATCH)):
            results = iter(self.many([value for value in batch if not is_missing(value)]))
            yield from (value if is_missing(value) else self.written(next(results)) for value in batch)

    def decoded(self, source: str | bytes) -> str:
        """The text in ``source``, whose markup is still there; gzip, Brotli and the like are undone, as servers
        send them unasked. Raises :class:`~cleantext.reading.decode.NotText`.
        """
        if isinstance(source, str):
            return source
        data = unpacked(source)
        if self.takes_for_html(data):
            return decode(data)
        try:
            return decode_text(data)
        except InputError as error:
            raise NotText(str(error)) from None

    def written(self, result: Result) -> str:
        """The clean text in the ``format`` asked for; what was no HTML is text in either."""
        if self.format == "text":
            return result.text
        from cleantext.webpage import PageResult

        return result.markdown if isinstance(result, PageResult) else result.text

    def takes_for_html(self, source: str | bytes) -> bool:
        """Is ``source`` read as HTML, because it is said to be or looks like it?"""
        if self.source != "auto":
            return self.source == "html"
        # Markup is ASCII in every encoding that has no mark.
        return looks_like_html(source if isinstance(source, str) else source[:SNIFFED].decode("latin-1"))


def explain(
    text: str | bytes,
    profile: Profile = "residue",
    *,
    lang: str | None = None,
    url: str | None = None,
    repair: bool = True,
    source: Source = "auto",
) -> Result:
    r"""Clean ``text`` and say what was removed and why.

    With ``repair`` (the default) encoding damage is mended first, line by line, and HTML is
    noticed and read as by :func:`clean_html` unless ``source`` is ``"text"``; offsets are those
    of ``result.document.text``, the text after both. Bytes are taken with ``source="html"``.

    Raises :class:`ValueError` for an unknown profile or source, :class:`TypeError` for what is no
    text; never for any text. For other options see :class:`Cleaner`.

    >>> result = explain("The last word of the article.\nPhoto: J. Doe/Getty Images")
    >>> [(r.filter, r.rule) for r in result.by_filter()["captions"]]
    [('captions', 'en/photo-credit-line')]
    """
    cleaner = Cleaner(profile=profile, source=source, repair=repair, lang=lang, url=url)
    return cleaner(text if source == "html" and isinstance(text, bytes) else text_of(text))


def clean(
    text: str,
    profile: Profile = "residue",
    *,
    lang: str | None = None,
    url: str | None = None,
    repair: bool = True,
    source: Source = "auto",
) -> str:
    r"""``text`` without its furniture: :func:`explain`'s text. Takes any ``str``.

    Text that needs no cutting (and no repair) comes back as it is, byte for byte.

    >>> clean("It was over.\n\nTrending Now Sponsored Links by Taboola\n")
    'It was over.\n'
    >>> clean(None)
    Traceback (most recent call last):
    TypeError: None is no text; clean_many takes columns in which values are missing
    """
    return explain(text_of(text), profile, lang=lang, url=url, repair=repair, source=source).text


def clean_many(
    texts: Iterable[Text],
    profile: Profile = "residue",
    *,
    lang: str | None = None,
    repair: bool = True,
    source: Source = "auto",
) -> list[Text]:
    r"""The clean text of each of ``texts``: a list, or a column of pandas, polars or Arrow values.

    The door for batches: the same texts as :func:`clean` gives one by one, sooner. Missing values
    (``None``, NaN, NA) stay where they are. Raises :class:`TypeError` for anything else that is no
    ``str``, with its position.

    >>> clean_many(["It was over.\nPhoto: J. Doe/Getty Images", None])
    ['It was over.\n', None]
    """
    cleaner = Cleaner(profile=profile, source=source, repair=repair, lang=lang)
    return list(cleaner.texts(checked(map(plain, column(texts)), (str,))))


def clean_html(  # noqa: PLR0913 - what a Cleaner says of pages, as keywords
    html: str | bytes,
    profile: Profile = "residue",
    *,
    url: str | None = None,
    lang: str | None = None,
    repair: bool = True,
    extractor: Extractor = "model",
    headline: bool = True,
    format: Format = "text",
) -> str:
    r"""The clean text of an HTML page: its main text, then cleaned of what the extractor left.

    The main text is found by the line model that comes with this package, or by trafilatura
    (``extractor="trafilatura"``). With ``profile="main"`` the model's main text is all; what
    trafilatura found, the model reads again. The headline comes first, once, unless ``headline``
    is false. ``format="markdown"`` keeps headings, lists, tables, links and code as Markdown.

    Of a piece of a page all text counts. Bare text is noticed and cleaned as text. A page without
    extractable text gives ``""``. ``bytes`` are decoded by their byte-order mark, as the page
    declares, or as UTF-8. For what was removed and why use :func:`explain` with ``source="html"``.

    Raises :class:`ValueError` for an unknown profile or extractor, or Markdown by trafilatura, its subclass
    :class:`~cleantext.reading.decode.NotText` for bytes that hold no text, :class:`TypeError` for what is neither
    ``str`` nor ``bytes``.

    >>> clean_html("<p>It rained for three days.</p><p>Share on Facebook</p>")
    'It rained for three days.\n'
    """
    if not isinstance(html, str | bytes):
        raise TypeError(no_text(html))
    cleaner = Cleaner(
        profile=profile,
        source="html",
        extractor=extractor,
        repair=repair,
        lang=lang,
        url=url,
        headline=headline,
        format=format,
    )
    return cleaner.written(cleaner(html))
