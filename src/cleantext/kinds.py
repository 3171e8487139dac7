"""The kinds of furniture: the one table that names them.

Everything that depends on a kind stands in its row: the filter's name in removals, on the command
line and in the rule files (``rules/<language>/<name>.toml``), and what people read about it. The
judge's answers are in the order of this table, so a new kind is a row here, rules, and labels.
"""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of furniture and what it is, for people."""

    name: str
    summary: str


KINDS = (
    Kind("consent", "cookie banners and preference centres"),
    Kind("captions", "photo captions, credits and alternative texts"),
    Kind("recommendations", "related, trending, sponsored and most-read blocks"),
    Kind("bios", "author biographies and contributor lines"),
    Kind("newsletter", "newsletter prompts and sign-up forms"),
    Kind("share", "share and follow buttons"),
    Kind("paywall", "paywall, log-in and donation notices"),
    Kind("ads", "advertisement labels and affiliate disclosures"),
    Kind("navigation", "what is left of navigation"),
    Kind("bylines", "by-lines, dates and reading times"),
    Kind("footer", "footers and legal notices"),
    Kind("comments", "reader comments and their forms"),
    Kind("forum", "the chrome of forum posts"),
    Kind("cta", "a site's own marketing, and prompts to install an app"),
    Kind("audio", "lines of audio and video players"),
    Kind("embeds", "what embedded posts and videos leave"),
)
"""Every kind, in the order in which filters are listed and in which the judge answers."""

NUMBERS = {kind.name: number for number, kind in enumerate(KINDS)}
"""The place of each kind in :data:`KINDS`, by name."""
