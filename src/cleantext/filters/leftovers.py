"""What no rule knows by its words: leftovers that a trained network recognises among the lines."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cleantext.document import Document
from cleantext.removal import Removal
from cleantext.shape import ends_sentence, is_prose, word_count

if TYPE_CHECKING:
    from cleantext.model.furniture import Sight
    from cleantext.model.network import Network

NAME = "leftovers"

# A text of fewer long lines than this, or of which they are less than this share (a poem, a list,
# a catalogue, a snippet), shows too little to judge its short lines by.
LONG_WIDTH = 100
LONG_LINES = 3
LONG_SHARE = 0.5
# What a mistake costs grows with the length of a line: number of words, and what to add to the
# threshold (in log odds) up to there. Nothing longer than the last is ever taken.
EXTRA = ((2, -0.3), (4, -0.2), (40, 0.0), (80, 2.5))
# A finished sentence is rather the author's, and a paragraph nearly always.
SENTENCE_WORDS = 5
SENTENCE_EXTRA = 1.0
PROSE_EXTRA = 3.0
# A line of a few words that come again in the lines below, the first of which is content, is their heading.
HEADING_WORDS = 4
HEADING_REACH = 3
HEADING_EXTRA = 1.5
CONTENT_WORDS = 8
CONTENT_ODDS = -0.3
# A text of which this share goes, or nearly would, needs more evidence for each line: it is a list or
# a forum. Lines nearly taken count too, since they are still there when the text is read again.
SUSPICIOUS_SHARE = 0.06
NEARLY = 1.0
SUSPICIOUS_EXTRA = 0.8

_NEVER = 1 << 40
_LONGER_WORD = re.compile(r"\w{5,}")

_LOOKS_LIKE = {
    "consent": "part of a cookie notice",
    "caption": "a picture's caption or alternative text",
    "recommend": "a pointer to another story",
    "bio": "a note about the author",
    "newsletter": "a newsletter prompt",
    "share": "a share or follow button",
    "paywall": "a subscription notice",
    "ad": "an advertisement or its label",
    "cta": "the site's own marketing",
    "nav": "an entry of a menu",
    "meta": "a by-line, a date or a count",
    "footer": "part of a footer",
    "comments": "part of the comments",
    "forum": "the chrome of a forum",
}


@dataclass(frozen=True)
class Leftovers:
    """Removes lines that a small trained network takes for furniture, in texts of paragraphs.

    It sees the shape of each line, its words (hashed), and the lines around it; the rule that its
    removals name (``any/looks-like-caption``) is the kind that the line resembles most. Other
    filters know furniture by its words and explain it better; this one finds what has no words
    of its own: names of pictures, headlines of other stories, product cards, entries of menus.

    ``threshold`` (0 to 1) is the score from which on a line goes; short lines need a little less,
    long ones much more, and paragraphs of more than 80 words never go. The same text
    gives the same lines on every machine.
    """

    threshold: float = 0.6
    network: Network | None = field(default=None, repr=False)  # by default the shipped one

    def __post_init__(self) -> None:
        if not 0 < self.threshold < 1:
            raise ValueError(f"threshold must be above 0 and below 1, not {self.threshold}")

    def __call__(self, document: Document) -> Iterator[Removal]:
        """The removals of the lines that look like furniture, if the text is one of paragraphs."""
        if not _is_of_paragraphs(document):
            return
        from cleantext.model.furniture import KINDS, Look

        sight = document.view(Look(self.network))
        if sight is None:
            return
        for i in _chosen(document, sight, self.threshold):
            yield _removal(document, int(sight.numbers[i]), int(sight.odds[i]), KINDS[sight.kinds[i]])


def _is_of_paragraphs(document: Document) -> bool:
    long = [length for line in document.lines if (length := line.end - line.start) >= LONG_WIDTH]
    return len(long) >= LONG_LINES and sum(long) >= LONG_SHARE * len(document.text)


def _chosen(document: Document, sight: Sight, threshold: float) -> list[int]:
    """The visible lines to take, by their number among themselves."""
    import numpy as np

    from cleantext.model.network import STATE

    words, odds = sight.words, sight.odds
    least = np.full(len(words), _NEVER)
    for most, extra in reversed(EXTRA):
        least[words <= most] = round(STATE * (math.log(threshold / (1 - threshold)) + extra))
    least[words == 0] = _NEVER  # a line of asterisks separates scenes
    for i in np.flatnonzero(odds > least - round(STATE * NEARLY)).tolist():
        number = int(sight.numbers[i])
        text = document.lines[number].text
        if _is_beside_code(document, number):
            least[i] = _NEVER
        elif words[i] >= SENTENCE_WORDS and ends_sentence(text):
            least[i] += round(STATE * (PROSE_EXTRA if is_prose(text) else SENTENCE_EXTRA))
        elif words[i] <= HEADING_WORDS and _is_heading(document, sight, i):
            least[i] += round(STATE * HEADING_EXTRA)
    near = odds > least - round(STATE * NEARLY)
    if words[near].sum() > SUSPICIOUS_SHARE * words.sum():
        least += round(STATE * SUSPICIOUS_EXTRA)
    return [int(i) for i in np.flatnonzero(odds > least)]


def _is_heading(document: Document, sight: Sight, i: int) -> bool:
    """Does the visible line ``i`` name what the content right below it is about?"""
    from cleantext.model.network import STATE

    below = range(i + 1, min(i + 1 + HEADING_REACH, len(sight.words)))
    if not below or sight.words[below[0]] < CONTENT_WORDS or sight.odds[below[0]] >= STATE * CONTENT_ODDS:
        return False
    here, *others = (_stems(document.lines[int(sight.numbers[n])].text) for n in (i, *below))
    return not here.isdisjoint(set().union(*others))


def _stems(text: str) -> set[str]:
    """The beginnings of the longer words: ``Cookies`` and ``cookie`` have the same."""
    return {word[:5].casefold() for word in _LONGER_WORD.findall(text)}


def _is_beside_code(document: Document, number: int) -> bool:
    """Is the line, or the one above or below, indented as code is?"""
    return any(line.text.startswith(("    ", "\t")) for line in document.lines[max(0, number - 1) : number + 2])


def _removal(document: Document, number: int, score: int, kind: str) -> Removal:
    from cleantext.model.network import STATE

    line = document.lines[number]
    chance = 1 / (1 + math.exp(-score / STATE))
    evidence = f"looks like {_LOOKS_LIKE[kind]}: {_traits(document, number)} ({chance:.2f})"
    return Removal(line.start, line.end, NAME, f"any/looks-like-{kind}", evidence, round(chance, 4))


def _traits(document: Document, number: int) -> str:
    """What a reader can see of the line that speaks for its being furniture."""
    order, text = document.content, document.lines[number].text
    at = bisect_left(order, number)
    words = word_count(text)
    around = [is_prose(document.lines[order[n]].text) for n in (at - 1, at + 1) if 0 <= n < len(order)]
    traits = [f"{words} word{'s' * (words != 1)}"]
    if not ends_sentence(text):
        traits.append("no full stop")
    if len(around) == 2 and all(around):
        traits.append("between two paragraphs")
    elif at < len(order) // 20:
        traits.append("at the start")
    elif at >= len(order) - 1 - len(order) // 20:
        traits.append("at the end")
    elif not any(around):
        traits.append("among short lines")
    return ", ".join(traits)
