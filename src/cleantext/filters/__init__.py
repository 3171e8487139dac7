"""The built-in filters, one module a kind of furniture, and the one table that names them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from cleantext.document import Document
from cleantext.filters.ads import AdLabels
from cleantext.filters.apps import AppPrompts
from cleantext.filters.audio import AudioPlayers
from cleantext.filters.bios import AuthorBios
from cleantext.filters.bylines import Bylines
from cleantext.filters.captions import PhotoCaptions
from cleantext.filters.comments import ReaderComments
from cleantext.filters.consent import CookieConsent
from cleantext.filters.cta import CallsToAction
from cleantext.filters.custom import CustomRules
from cleantext.filters.embeds import EmbedChrome
from cleantext.filters.footer import FooterNotices
from cleantext.filters.forum import ForumChrome
from cleantext.filters.headline import RepeatedHeadline
from cleantext.filters.images import ImageAltTexts
from cleantext.filters.interruptions import OtherHeadlines
from cleantext.filters.leftovers import Leftovers
from cleantext.filters.navigation import NavigationResidue
from cleantext.filters.newsletter import NewsletterPrompts
from cleantext.filters.paywall import PaywallNotices
from cleantext.filters.recommendations import RecommendationWidgets
from cleantext.filters.share import ShareButtons
from cleantext.removal import Removal

__all__ = [
    "BUILT_IN",
    "AdLabels",
    "AppPrompts",
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
    "ImageAltTexts",
    "Leftovers",
    "NavigationResidue",
    "NewsletterPrompts",
    "OtherHeadlines",
    "PaywallNotices",
    "PhotoCaptions",
    "ReaderComments",
    "RecommendationWidgets",
    "RepeatedHeadline",
    "ShareButtons",
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
    BuiltIn("newsletter", NewsletterPrompts, "newsletter prompts and sign-up forms"),
    BuiltIn("share", ShareButtons, "share and follow buttons"),
    BuiltIn("paywall", PaywallNotices, "paywall, log-in and donation notices"),
    BuiltIn("ads", AdLabels, "advertisement labels and affiliate disclosures"),
    BuiltIn("navigation", NavigationResidue, "what is left of navigation"),
    BuiltIn("bylines", Bylines, "by-lines, dates and reading times"),
    BuiltIn("footer", FooterNotices, "footers and legal notices"),
    BuiltIn("comments", ReaderComments, "reader comments and their forms"),
    BuiltIn("forum", ForumChrome, "the chrome of forum posts"),
    BuiltIn("cta", CallsToAction, "a site's own marketing"),
    BuiltIn("apps", AppPrompts, "prompts to install an app or to switch something on"),
    BuiltIn("audio", AudioPlayers, "lines of audio and video players"),
    BuiltIn("images", ImageAltTexts, "alternative texts and names of pictures between paragraphs"),
    BuiltIn("headline", RepeatedHeadline, "a headline that stands twice"),
    BuiltIn("embeds", EmbedChrome, "what embedded posts and videos leave"),
    BuiltIn("interruptions", OtherHeadlines, "headlines of other stories between two paragraphs"),
    BuiltIn("leftovers", Leftovers, "lines that look like furniture to a trained network"),
)
"""Every built-in filter, in the order in which it is listed; the order has no effect."""


def residue_filters() -> tuple[Callable[[Document], Iterable[Removal]], ...]:
    """The filters of the ``residue`` profile, with their defaults."""
    return tuple(built_in.make() for built_in in BUILT_IN)
