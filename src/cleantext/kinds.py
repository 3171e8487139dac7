"""The kinds of furniture: the one table that names them.

Everything that depends on a kind stands in its row: the filter's name in removals, on the command
line and in the rule files (``rules/<language>/<name>.toml``), and what people read about it. The
judge's answers are in the order of this table, so a new kind is a row here, rules, and labels.
"""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of furniture, what it is, for people, and how sure the judge must be.

    ``threshold`` is the probability from which a line of ten words goes. It is set where one line more
    that goes costs as many words of an author's for each kind, on pages that the network has not seen.
    """

    name: str
    summary: str
    threshold: float


KINDS = (
    Kind("consent", "cookie banners and preference centres", 0.80),
    Kind("captions", "photo captions, credits and alternative texts", 0.75),
    Kind("recommendations", "related, trending, sponsored and most-read blocks", 0.85),
    Kind("bios", "author biographies and contributor lines", 0.70),
    Kind("newsletter", "newsletter prompts and sign-up forms", 0.90),
    Kind("share", "share and follow buttons", 0.70),
    Kind("paywall", "paywall, log-in and donation notices", 0.95),
    Kind("ads", "advertisement labels and affiliate disclosures", 0.75),
    Kind("navigation", "what is left of navigation", 0.65),
    Kind("bylines", "by-lines, dates and reading times", 0.60),
    Kind("footer", "footers and legal notices", 0.85),
    Kind("comments", "reader comments and their forms", 0.85),
    Kind("forum", "the chrome of forum posts", 0.60),
    Kind("cta", "a site's own marketing, and prompts to install an app", 0.80),
    Kind("audio", "lines of audio and video players", 0.90),
    Kind("embeds", "what embedded posts and videos leave", 0.90),
)
"""Every kind, in the order in which filters are listed and in which the judge answers."""

NUMBERS = {kind.name: number for number, kind in enumerate(KINDS)}
"""The place of each kind in :data:`KINDS`, by name."""
