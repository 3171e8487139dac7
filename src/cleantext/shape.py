"""What a line looks like, whatever its language: words, sentence ends, headings, prose."""

from __future__ import annotations

import re

from cleantext.rulebook import DENSE

_WORD = re.compile(r"\w+")
_CLOSERS = "\"'”’»)]）】」』›*_ \t\xa0"
STOPS, DENSE_STOPS = ".!?…।॥؟۔።။។։", "。！？｡．"
"""What ends sentences, in scripts with spaces (Devanagari, Arabic, Urdu, Ethiopic, Burmese, Khmer, Armenian have their
own) and in those without. Thai has none, so a Thai line never looks finished.
"""

# A paragraph of running text is hardly ever shorter than this; a headline hardly ever longer.
PROSE_WORDS = 20
ENOUGH = 400  # characters


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
    return bool(bare) and bare[-1] in STOPS + DENSE_STOPS


def is_prose(text: str) -> bool:
    """Is this a paragraph of running text: long, and finished like a sentence?"""
    # The beginning of a long paragraph has enough words already.
    return ends_sentence(text) and (word_count(text[:ENOUGH]) > PROSE_WORDS or word_count(text) >= PROSE_WORDS)
