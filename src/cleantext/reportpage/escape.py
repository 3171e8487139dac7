"""Any text as harmless text of an HTML page."""

from __future__ import annotations

import re
from html import escape

from cleantext.report import UNSAFE

# The marks of direction that Arabic and Hebrew text needs; each line is isolated from the others.
_HARMLESS = "\u200e\u200f"
_EXCERPT = 400


def safe(text: str) -> str:
    r"""``text`` for HTML: nothing in it is markup, and control characters are spelled out.

    >>> safe("<b>\x1b")
    '&lt;b&gt;<span class="control">\\x1b</span>'
    """
    return UNSAFE.sub(_spelled, escape(text))


def excerpt(text: str) -> str:
    """The same of evidence, which may be long: shortened. Words in English around a quotation in any direction."""
    short = safe(text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…")
    quoted = re.sub("“(.*?)”", r"“<bdi>\1</bdi>”", short)
    return f'<bdi dir="ltr">{quoted}</bdi>'


def _spelled(match: re.Match[str]) -> str:
    character = match[0]
    if character in _HARMLESS:
        return character
    return f'<span class="control">{character.encode("unicode_escape").decode("ascii")}</span>'


def percent(part: int, whole: int) -> str:
    """A share in words.

    >>> percent(1, 8), percent(0, 0)
    ('12.5 %', '0.0 %')
    """
    return f"{100 * part / whole if whole else 0:.1f} %"
