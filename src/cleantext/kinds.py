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

    ``colour`` is the kind's own wherever one is shown: a number of the 256 colours of terminals, dark
    enough to be read on white and light enough to be read on black.
    """

    name: str
    summary: str
    threshold: float
    colour: int


KINDS = (
    Kind("consent", "cookie banners and preference centres", 0.88, 136),
    Kind("captions", "photo captions, credits and alternative texts", 0.92, 32),
    Kind("recommendations", "related, trending, sponsored and most-read blocks", 0.92, 165),
    Kind("bios", "author biographies and contributor lines", 0.93, 28),
    Kind("newsletter", "newsletter prompts and sign-up forms", 0.95, 166),
    Kind("share", "share and follow buttons", 0.92, 99),
    Kind("paywall", "paywall, log-in and donation notices", 0.92, 196),
    Kind("ads", "advertisement labels and affiliate disclosures", 0.94, 199),
    Kind("navigation", "what is left of navigation", 0.85, 30),
    Kind("bylines", "by-lines, dates and reading times", 0.87, 94),
    Kind("footer", "footers and legal notices", 0.94, 61),
    Kind("comments", "reader comments and their forms", 0.92, 27),
    Kind("forum", "the chrome of forum posts", 0.87, 132),
    Kind("cta", "a site's own marketing, and prompts to install an app", 0.92, 161),
    Kind("audio", "lines of audio and video players", 0.92, 64),
    Kind("embeds", "what embedded posts and videos leave", 0.92, 104),
)
"""Every kind, in the order in which filters are listed and in which the judge answers."""

NUMBERS = {kind.name: number for number, kind in enumerate(KINDS)}
"""The place of each kind in :data:`KINDS`, by name."""

_LEVELS = (0, 95, 135, 175, 215, 255)
OTHER_COLOUR = 243
"""The colour of what is no kind: rules of one's own under other names, repeats, the profile main."""


def colour(name: str) -> int:
    """The colour of the filter ``name``, among the 256 of terminals.

    >>> colour("captions"), colour("house-rules")
    (32, 243)
    """
    return KINDS[NUMBERS[name]].colour if name in NUMBERS else OTHER_COLOUR


def rgb(colour: int) -> tuple[int, int, int]:
    """Red, green and blue (0 to 255) of one of the 256 colours of terminals, from 16 on.

    The first sixteen are whatever a terminal's owner chose; raises :class:`ValueError` for them.

    >>> rgb(32)
    (0, 135, 215)
    """
    if not 16 <= colour <= 255:
        raise ValueError(f"no fixed colour: {colour}")
    if colour >= 232:
        grey = 8 + 10 * (colour - 232)
        return grey, grey, grey
    red, rest = divmod(colour - 16, 36)
    return _LEVELS[red], _LEVELS[rest // 6], _LEVELS[rest % 6]
