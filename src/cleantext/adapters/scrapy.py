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
from typing import Any

from cleantext.adapters.cleaner import Cleaner
from cleantext.extras import require
from cleantext.html import EXTRACTORS
from cleantext.pipeline import profile_pipeline


@dataclass(frozen=True)
class CleanTextPipeline:
    """Cleans ``fields`` of items of any kind that Scrapy knows; the field ``url`` is a hint."""

    fields: Sequence[str] = ("text",)
    cleaner: Cleaner = field(default_factory=Cleaner)

    @classmethod
    def from_crawler(cls, crawler: Any) -> CleanTextPipeline:
        """The pipeline that the settings ask for."""
        settings = crawler.settings
        fields = settings.getlist("CLEANTEXT_FIELDS") or ["text"]
        pipeline = profile_pipeline(settings.get("CLEANTEXT_PROFILE") or "residue")
        extractor = settings.get("CLEANTEXT_EXTRACTOR") or "model"
        if extractor not in EXTRACTORS:  # fails now rather than with every item
            raise ValueError(f"no extractor {extractor!r}; there are {', '.join(EXTRACTORS)}")
        return cls(fields, Cleaner(pipeline, settings.getbool("CLEANTEXT_HTML"), extractor=extractor))

    def process_item(self, item: Any) -> Any:
        """The item with its fields cleaned."""
        adapter = require("itemadapter", "scrapy").ItemAdapter(item)
        for name in self.fields:
            if name in adapter:
                adapter[name] = self.cleaner(adapter[name], adapter.get("url"), adapter.get("lang"))
        return item
