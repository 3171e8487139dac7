r"""Strips boilerplate from the text of web pages, and says what it removed and why.

>>> import cleantext
>>> cleantext.clean("It was over.\n\nTrending Now Sponsored Links by Taboola\n")
'It was over.\n'

Importing this package loads nothing heavy; the names below are loaded when they are used.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

__version__ = "0.2.0"

__all__ = [
    "Cleaner",
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
    "clean_many",
    "explain",
]

if TYPE_CHECKING:
    from cleantext.cleaner import Cleaner, clean, clean_html, clean_many, explain
    from cleantext.document import Document, Line
    from cleantext.pipeline import Filter, Pipeline
    from cleantext.removal import Removal, Result
    from cleantext.rulebook import RuleError
else:
    # Out of the sight of type checkers, which would take any name for one that is there.
    _HOMES = {
        "cleaner": ("Cleaner", "clean", "clean_html", "clean_many", "explain"),
        "document": ("Document", "Line"),
        "pipeline": ("Filter", "Pipeline"),
        "removal": ("Removal", "Result"),
        "rulebook": ("RuleError",),
    }

    def __getattr__(name):  # noqa: ANN001, ANN202
        from importlib import import_module

        home = next((home for home, names in _HOMES.items() if name in names), None)
        if home is None:
            # With name and object Python says what may have been meant.
            raise AttributeError(f"module 'cleantext' has no attribute {name!r}", name=name, obj=sys.modules[__name__])
        value = getattr(import_module(f"cleantext.{home}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted(__all__)
