"""What is judged: the lines of a text as people read them, and sentences where a line is a whole text.

A unit has the words that show: Markdown's marks and addresses are left out, its offsets stay those
of the document. Blank lines are units too, so that numbers agree with the document's lines wherever
no line is split.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from cleantext.document import Document

# A line of this many characters and more which is most of its text is a text without line breaks.
WHOLE_TEXT = 800

# What Markdown wraps around words: links and pictures, emphasis, code, marks at the start of a line.
_MARKUP = re.compile(
    r"!?\[(?=[^\[\]\n]{0,1000}\]\()"  # what opens a link or picture whose text ends soon
    r"|\]\([^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?(?:[ \t]+\"[^\"\n]{0,300}\")?\)"  # its address
    r"|\*\*|__|~~"
    r"|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)"
    r"|\\(?=[\\`*_{}\[\]()#+\-.!|>~])"
)
_OPENING = re.compile(r"[ \t]{0,12}(?:>[ \t]?){0,9}(?:#{1,6}[ \t]+|\|[ \t]?)?")
_CLOSING = re.compile(r"[ \t]*(?:#{1,6}|\|)?[ \t]*\Z")
_SIGNS = frozenset("[*_~#>|\\")

# The end of a sentence: a full stop of any script, what closes a quotation, and white space where
# the script has it.
_SENTENCE_END = re.compile(r"[.!?…।॥؟۔።։]{1,8}[\"'”’»)\]]{0,3}(?:\s+|\Z)|[。！？｡．]{1,8}[\"'”’』」）\]]{0,3}\s*")


@dataclass(frozen=True)
class Units:
    """The units of a document: where each stands, ``document.text[starts[n]:ends[n]]``, and what it says.

    ``texts[n]`` is what people read of the unit; it has no line breaks.
    """

    document: Document
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    texts: tuple[str, ...]

    @cached_property
    def together(self) -> str:
        """All texts, one a line."""
        return "\n".join(self.texts)

    def span(self, number: int, start: int, end: int) -> tuple[int, int]:
        """Where ``texts[number][start:end]`` stands in the document, with the marks it is wrapped in."""
        first, last = self.starts[number], self.ends[number]
        source = self.document.text[first:last]
        if source == self.texts[number]:
            return first + start, first + end
        starts, ends = _offsets(source)
        return first + (starts[start] if start < len(starts) else last - first), first + (ends[end - 1] if end else 0)


def units(document: Document) -> Units:
    r"""The units of ``document``; to be had as ``document.view(units)``.

    >>> units(Document("> **Share** on [X](https://x.com/)\n\nDone.")).texts
    ('Share on X', '', 'Done.')
    """
    lines = document.lines
    most = max((len(line.text) for line in lines), default=0)
    if most >= WHOLE_TEXT and most * 2 > len(document.text):
        spans = [span for line in lines for span in _split(line.text, line.start)]
    else:
        spans = [(line.start, line.end) for line in lines]
    text = document.text
    shown = tuple(visible(text[start:end]) for start, end in spans)
    return Units(document, tuple(start for start, _ in spans), tuple(end for _, end in spans), shown)


def _split(text: str, offset: int) -> list[tuple[int, int]]:
    """The sentences of a line that is a whole text; other lines as they are."""
    if len(text) < WHOLE_TEXT:
        return [(offset, offset + len(text))]
    edges = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    return [(offset + a, offset + b) for a, b in zip(edges, edges[1:], strict=False) if a < b]


def visible(text: str) -> str:
    """The words of a line that a reader sees: Markdown without its marks, other text as it is.

    >>> visible("![A ferry](a.jpg) **leaves** at _noon_, 3 * 4 o'clock")
    "A ferry leaves at noon, 3 * 4 o'clock"
    """
    if _SIGNS.isdisjoint(text):
        return text
    return "".join(text[start:end] for start, end in _visible_spans(text))


def _visible_spans(text: str) -> list[tuple[int, int]]:
    """The parts of ``text`` that show, in order."""
    opening = _OPENING.match(text)
    first = opening.end() if opening and opening[0].strip() else 0
    closing = _CLOSING.search(text, max(first, len(text) - 40))
    last = closing.start() if closing and closing[0].strip() and text[:first].strip() else len(text)
    spans: list[tuple[int, int]] = []
    at = first
    for match in _MARKUP.finditer(text, first, max(first, last)):
        if at < match.start():
            spans.append((at, match.start()))
        at = match.end()
    if at < last:
        spans.append((at, last))
    return spans


def _offsets(text: str) -> tuple[list[int], list[int]]:
    """For each visible character where it begins and ends, marks before and behind it included."""
    starts: list[int] = []
    ends: list[int] = []
    spans = _visible_spans(text)
    firsts = [start for start, _ in spans]
    for start, end in spans:
        starts += range(start, end)
        ends += range(start + 1, end + 1)
    for number, (_, end) in enumerate(spans):
        following = firsts[number + 1] if number + 1 < len(spans) else len(text)
        ends[bisect_right(starts, end - 1) - 1] = following if text[end:following].startswith("](") else end
    for start in firsts:
        before = starts.index(start)
        if text[max(0, start - 1) : start] == "[":
            starts[before] = start - (2 if text[max(0, start - 2) : start - 1] == "!" else 1)
    return starts, ends
