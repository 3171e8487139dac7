"""The built-in filters, one module a kind of furniture, and the one table that names them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from cleantext.document import Document
from cleantext.filters.bios import AuthorBios
from cleantext.filters.captions import PhotoCaptions
from cleantext.filters.consent import CookieConsent
from cleantext.filters.recommendations import RecommendationWidgets
from cleantext.removal import Removal

__all__ = [
    "BUILT_IN",
    "AuthorBios",
    "BuiltIn",
    "CookieConsent",
    "PhotoCaptions",
    "RecommendationWidgets",
    "residue_filters",
]


class BuiltIn(NamedTuple):
    """A built-in filter: its name in removals and on the command line, and how to make one."""

    name: str
    make: Callable[[], Callable[[Document], Iterable[Removal]]]
    summary: str


BUILT_IN = (
    BuiltIn("consent", CookieConsent, "cookie banners and preference centres"),
    BuiltIn("captions", PhotoCaptions, "photo captions that repeat or carry a credit, and credit lines"),
    BuiltIn("recommendations", RecommendationWidgets, "related, trending, sponsored and most-read blocks"),
    BuiltIn("bios", AuthorBios, "author biographies and contributor lines"),
)
"""Every built-in filter, in the order in which it is listed; the order has no effect."""


def residue_filters() -> tuple[Callable[[Document], Iterable[Removal]], ...]:
    """The filters of the ``residue`` profile, with their defaults."""
    return tuple(built_in.make() for built_in in BUILT_IN)
