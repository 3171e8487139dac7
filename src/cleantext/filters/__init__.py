"""The filters, and the one table that names the built-in ones."""

from __future__ import annotations

from typing import NamedTuple

from cleantext.filters.captions import PhotoCaptions
from cleantext.filters.kinds import (
    AdLabels,
    AudioPlayers,
    AuthorBios,
    Bylines,
    CallsToAction,
    CookieConsent,
    EmbedChrome,
    FooterNotices,
    ForumChrome,
    KindFilter,
    NavigationResidue,
    NewsletterPrompts,
    PaywallNotices,
    ReaderComments,
    RecommendationWidgets,
    ShareButtons,
)  # fmt: skip
from cleantext.filters.main import JudgedHtml, MainContent
from cleantext.filters.rules import CustomRules
from cleantext.judge.judgement import Judge
from cleantext.kinds import KINDS

__all__ = [
    "BUILT_IN",
    "AdLabels",
    "AudioPlayers",
    "AuthorBios",
    "BuiltIn",
    "Bylines",
    "CallsToAction",
    "CookieConsent",
    "CustomRules",
    "EmbedChrome",
    "FooterNotices",
    "ForumChrome",
    "JudgedHtml",
    "KindFilter",
    "MainContent",
    "NavigationResidue",
    "NewsletterPrompts",
    "PaywallNotices",
    "PhotoCaptions",
    "ReaderComments",
    "RecommendationWidgets",
    "ShareButtons",
    "residue_filters",
]


class BuiltIn(NamedTuple):
    """A built-in filter: its name in removals and on the command line, and how to make one."""

    name: str
    make: type[KindFilter]
    summary: str


_CLASSES: tuple[type[KindFilter], ...] = (
    CookieConsent, PhotoCaptions, RecommendationWidgets, AuthorBios, NewsletterPrompts, ShareButtons, PaywallNotices,
    AdLabels, NavigationResidue, Bylines, FooterNotices, ReaderComments, ForumChrome, CallsToAction, AudioPlayers,
    EmbedChrome,
)  # fmt: skip

BUILT_IN = tuple(BuiltIn(kind.name, make, kind.summary) for kind, make in zip(KINDS, _CLASSES, strict=True))
"""Every built-in filter, in the order in which it is listed; the order has no effect."""


def residue_filters(judge: Judge | None = None) -> tuple[KindFilter, ...]:
    """The filters of the ``residue`` profile, with their defaults."""
    return tuple(built_in.make(judge=judge or Judge()) for built_in in BUILT_IN)
