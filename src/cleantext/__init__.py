r"""Strips boilerplate from the text of web pages, and says what it removed and why.

>>> import cleantext
>>> cleantext.clean("It was over.\n\nTrending Now Sponsored Links by Taboola\n")
'It was over.\n'

Importing this package loads nothing heavy; the names below are loaded when they are used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from cleantext.document import Document, Line
    from cleantext.pipeline import Filter, Pipeline, clean, clean_html, explain
    from cleantext.removal import Removal, Result
    from cleantext.rulebook import RuleError

_HOMES = {
    "Document": "document",
    "Filter": "pipeline",
    "Line": "document",
    "Pipeline": "pipeline",
    "Removal": "removal",
    "Result": "removal",
    "RuleError": "rulebook",
    "clean": "pipeline",
    "clean_html": "pipeline",
    "explain": "pipeline",
}

__all__ = [
    "Document",
    "Filter",
    "Line",
    "Pipeline",
    "Removal",
    "Result",
    "RuleError",
    "__version__",
    "clean",
    "clean_html",
    "explain",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'cleantext' has no attribute {name!r}")
    value = getattr(import_module(f"cleantext.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
