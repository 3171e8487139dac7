"""What all adapters do with one value of a row."""

from __future__ import annotations

from typing import Any

from cleantext.cleaner import Cleaner
from cleantext.document import Document
from cleantext.language import language_code


def with_hints(cleaner: Cleaner, value: Any, url: Any = None, lang: Any = None) -> Any:
    """``value`` as a document that carries the row's hints, if it is text; all else as it is."""
    if not isinstance(value, str | bytes):
        return value
    return Document(cleaner.decoded(value), language_code(lang), url if isinstance(url, str) and url else None)
