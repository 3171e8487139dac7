"""What a line looks like, whatever its language: words, sentence ends, headings, prose."""

from __future__ import annotations

import re
from functools import lru_cache

from cleantext.rulebook import DENSE

_WORD = re.compile(r"\w+")
_CLOSERS = "\"'”’»)]）】」』›*_ \t\xa0"
# Full stops of the scripts that have one of their own: CJK, Devanagari, Arabic, Urdu, Ethiopic,
# Burmese, Khmer, Armenian. Thai has none, so a Thai line never looks finished.
_ENDS = ".!?…。！？｡．।॥؟۔።၊။។։"

# A paragraph of running text is hardly ever shorter than this; a headline hardly ever longer.
PROSE_WORDS = 20
ENOUGH = 400  # characters


# Every filter asks for the length of the same lines: remembering the last page's worth halves the time.
@lru_cache(maxsize=4096)
def word_count(text: str) -> int:
    r"""The number of words; in scripts without spaces two characters count as one word.

    >>> word_count("Photo: J. Doe/AP"), word_count("国际新闻")
    (4, 2)
    """
    if text.isascii():
        return len(_WORD.findall(text))
    spaced, dense = DENSE.subn(" ", text)
    return len(_WORD.findall(spaced)) + dense // 2


def ends_sentence(text: str) -> bool:
    """Does the line end as a sentence does, closing quotes and brackets aside?

    >>> ends_sentence("“It was over.”"), ends_sentence("More from Variety")
    (True, False)
    """
    bare = text.rstrip(_CLOSERS)
    return bool(bare) and bare[-1] in _ENDS


def is_prose(text: str) -> bool:
    """Is this a paragraph of running text: long, and finished like a sentence?"""
    # The beginning of a long paragraph has enough words already.
    return ends_sentence(text) and (word_count(text[:ENOUGH]) > PROSE_WORDS or word_count(text) >= PROSE_WORDS)
