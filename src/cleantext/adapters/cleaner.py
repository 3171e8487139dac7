"""What all adapters do with one value."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from cleantext.document import Document
from cleantext.html import Extractor
from cleantext.pipeline import Pipeline, profile_pipeline, read_html
from cleantext.removal import Result
from cleantext.repair import repair as repair_text


@dataclass(frozen=True)
class Cleaner:
    r"""Cleans texts, or pages with ``is_html``; pickles, so that engines can send it around.

    ``pipeline`` is by default that of the ``residue`` profile, ``extractor`` the line model.

    >>> Cleaner()("It was over.\n\nPhoto: J. Doe/Getty Images")
    'It was over.\n'
    """

    pipeline: Pipeline = field(default_factory=partial(profile_pipeline, "residue"))
    is_html: bool = False
    repair: bool = True
    extractor: Extractor = "model"

    def result(self, text: str | bytes, url: str | None = None, lang: str | None = None) -> Result:
        """The result of cleaning one text or page."""
        pipeline = self.pipeline
        if self.is_html or isinstance(text, bytes):
            text, pipeline = read_html(text, pipeline, url, self.extractor)
        return pipeline(Document(repair_text(text) if self.repair else text, lang, url))

    def __call__(self, text: Any, url: Any = None, lang: Any = None) -> Any:
        """The clean text; what is no text, such as a missing value, comes back as it is."""
        if not isinstance(text, str | bytes):
            return text
        return self.result(text, _string(url), _string(lang)).text


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
