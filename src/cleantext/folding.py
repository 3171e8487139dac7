"""Text for comparison: without case, with one kind of apostrophe, quote and space, as long as before."""

from __future__ import annotations

import re
from functools import lru_cache

# Typographic variants, and the dotless and the dotted i, which case-insensitive patterns take for one.
_QUOTES = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'))
_SPACES = "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_VARIANTS = (*_QUOTES, *((space, " ") for space in _SPACES), ("ı", "i"), ("İ", "i"))


@lru_cache(maxsize=1)
def _growing() -> re.Pattern[str]:
    """The characters that are longer when folded; split by it, a text alternates with them."""
    growing = (c for c in map(chr, range(0x80, 0x1F000)) if len(c.casefold()) > 1)
    return re.compile(f"([{''.join(growing)}])")


def fold(text: str) -> str:
    r"""``text`` for comparison: same length, no case, one kind of apostrophe, quote and space.

    >>> fold("DON’T\u00a0MISS")
    "don't miss"
    """
    folded = text.casefold()
    if len(folded) != len(text):
        # A few characters ('ß', 'İ') grow when folded: those stay, so that offsets hold.
        folded = "".join(part if i % 2 else part.casefold() for i, part in enumerate(_growing().split(text)))
    if not folded.isascii():
        for variant, plain in _VARIANTS:
            folded = folded.replace(variant, plain)
    return folded
