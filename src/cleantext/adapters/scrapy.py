"""Scrapy: an item pipeline that cleans a field of every item.

In the settings of a project::

    ITEM_PIPELINES = {"cleantext.adapters.scrapy.CleanTextPipeline": 300}
    CLEANTEXT_FIELDS = ["text"]     # this is the default
    CLEANTEXT_HTML = True           # the fields hold HTML, not text
    CLEANTEXT_PROFILE = "residue"   # this is the default
    CLEANTEXT_EXTRACTOR = "model"   # what finds the main text of HTML; this is the default
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from cleantext.adapters.rows import with_hints
from cleantext.choices import no_such
from cleantext.cleaner import Cleaner
from cleantext.extras import require
from cleantext.values import check_type

_PREFIX = "CLEANTEXT_"
_SETTINGS = tuple(f"{_PREFIX}{name}" for name in ("FIELDS", "HTML", "PROFILE", "EXTRACTOR"))


@dataclass(frozen=True)
class CleanTextPipeline:
    """Cleans ``fields`` of items of any kind that Scrapy knows; the fields ``url`` and ``lang`` are hints."""

    fields: Sequence[str] = ("text",)
    cleaner: Cleaner = field(default_factory=partial(Cleaner, source="text"))

    def __post_init__(self) -> None:
        check_type("cleaner", self.cleaner, Cleaner, "a Cleaner")
        if isinstance(self.fields, str) or not isinstance(self.fields, Sequence):
            raise TypeError(f"fields are a list of names, not {self.fields!r:.60}")

    @classmethod
    def from_crawler(cls, crawler: Any) -> CleanTextPipeline:
        """The pipeline that the settings ask for. Raises :exc:`ValueError` for a setting that there is not."""
        settings = crawler.settings
        unknown = [name for name in settings if name.startswith(_PREFIX) and name not in _SETTINGS]
        if unknown:
            raise ValueError(no_such("setting", unknown[0], _SETTINGS))
        fields = settings.getlist("CLEANTEXT_FIELDS") or ["text"]
        cleaner = Cleaner(
            profile=settings.get("CLEANTEXT_PROFILE") or "residue",
            source="html" if settings.getbool("CLEANTEXT_HTML") else "text",
            extractor=settings.get("CLEANTEXT_EXTRACTOR") or "model",
        )
        return cls(fields, cleaner)

    def process_item(self, item: Any, spider: Any = None) -> Any:  # noqa: ARG002 - Scrapy before 2.13 gives it
        """The item with its fields cleaned."""
        adapter = require("itemadapter", "scrapy").ItemAdapter(item)
        for name in self.fields:
            if name in adapter:
                value, hints = adapter[name], (adapter.get("url"), adapter.get("lang"))
                # Item loaders collect lists unless they are told otherwise.
                is_many = isinstance(value, list | tuple)
                values = value if is_many else [value]
                cleaned = list(self.cleaner.texts(with_hints(self.cleaner, each, *hints) for each in values))
                adapter[name] = type(value)(cleaned) if is_many else cleaned[0]
        return item
