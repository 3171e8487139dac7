"""What is judged: the lines of a text as people read them, and sentences where a line is a whole text.

A unit has the words that show: Markdown's marks and addresses are left out, its offsets stay those
of the document. Blank lines are units too, so that numbers agree with the document's lines wherever
no line is split.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cleantext.document import Document
from cleantext.shape import DENSE_STOPS, STOPS

# A line of this many characters and more which is most of its text is a text without line breaks.
WHOLE_TEXT = 800

# What Markdown wraps around words: an escape, a bracket, the end of a link with its address, emphasis.
_MARK = re.compile(
    r"\\[\\`*_{}\[\]()#+\-.!|>~]"
    r"|!?\["
    r"|\](?:\([^()\s]*(?:\([^()\s]{0,200}\)[^()\s]*)?(?:[ \t]+\"[^\"\n]{0,300}\")?\))?"
    r"|\*\*|__|~~|[*_]"
)
# What stands before the words of a line: quotations, headings, tables; and what then may stand behind them.
_OPENING = re.compile(r"[ \t]{0,12}(?:>[ \t]?){0,9}(?:#{1,6}[ \t]+|\|[ \t]?)?")
_CLOSING = re.compile(r"(?:[ \t]#{1,6}|\|)?[ \t]*\Z")
_SIGNS = frozenset("[*_~#>|\\")

Span = tuple[int, int]

# The end of a sentence: a full stop of any script, or some (". . ."), what closes a quotation or a link,
# and white space where the script has it.
_BEHIND = r"[\"'”’»』」）)\]*_]{0,4}(?:(?<=\])\([^()\s]*\)[*_]{0,3})?"
_SENTENCE_END = re.compile(rf"(?:[{STOPS}]{{1,8}}{_BEHIND}(?:\s+|\Z))++|(?:[{DENSE_STOPS}]{{1,8}}{_BEHIND}\s*)++")


@dataclass(frozen=True)
class Units:
    """The units of a document: where each stands, ``text[starts[n]:ends[n]]``, and what it says.

    ``texts[n]`` is what people read of the unit; it has no line breaks.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    texts: tuple[str, ...]

    @classmethod
    def of(cls, document: Document, spans: Sequence[Span]) -> Units:
        """The units that stand at ``spans`` of ``document``."""
        text = document.text
        shown = tuple(visible(text[start:end]) for start, end in spans)
        return cls(text, tuple(start for start, _ in spans), tuple(end for _, end in spans), shown)

    def span(self, number: int, start: int, end: int) -> Span:
        """Where ``texts[number][start:end]``, not empty, stands in the document, with the marks around it."""
        first = self.starts[number]
        source = self.text[first : self.ends[number]]
        if source == self.texts[number]:
            return first + start, first + end
        places = [place for span in _shown(source) for place in range(*span)]
        begin, stop = places[start], places[end - 1] + 1
        for before, behind in _pairs(source):  # the inner before the outer
            if begin <= before[1] and behind[0] <= stop:
                begin, stop = min(begin, before[0]), max(stop, behind[1])
        return first + begin, first + stop


def units(document: Document) -> Units:
    r"""The units of ``document``; to be had as ``document.view(units)``.

    >>> units(Document("> **Share** on [X](https://x.com/)\n\nDone.")).texts
    ('Share on X', '', 'Done.')
    """
    if document.view(is_unbroken):
        spans = [span for line in document.lines for span in _split(line.text, line.start)]
    else:
        spans = [(line.start, line.end) for line in document.lines]
    return Units.of(document, spans)


def is_unbroken(document: Document) -> bool:
    """Is one line most of the text, and long: have its line breaks been taken away? To be had as a view."""
    most = max((len(line.text) for line in document.lines), default=0)
    return most >= WHOLE_TEXT and most * 2 > len(document.text)


def _split(text: str, offset: int) -> list[Span]:
    """The sentences of a line that is a whole text, links whole; other lines as they are."""
    if len(text) < WHOLE_TEXT:
        return [(offset, offset + len(text))]
    links: list[Span] = []
    for before, behind in _pairs(text):
        if text[slice(*behind)].startswith("]"):
            while links and before[0] < links[-1][0]:  # inside this one
                links.pop()
            links.append((before[0], behind[1]))
    ends = (match.end() for match in _SENTENCE_END.finditer(text))
    edges = [0, *(end for end in ends if not _is_inside(links, end)), len(text)]
    return [(offset + a, offset + b) for a, b in pairwise(edges) if a < b]


def _is_inside(spans: Sequence[Span], place: int) -> bool:
    """Does ``place`` lie inside one of ``spans``, sorted and disjoint?"""
    at = bisect_left(spans, (place, 0)) - 1
    return at >= 0 and place < spans[at][1]


def visible(text: str) -> str:
    """The words of a line that a reader sees: Markdown without its marks, other text as it is.

    >>> visible("![A ferry](a.jpg) **leaves** at _noon_, 3 * 4 o'clock")
    "A ferry leaves at noon, 3 * 4 o'clock"
    """
    if _SIGNS.isdisjoint(text):
        return text
    return "".join(text[start:end] for start, end in _shown(text))


def _shown(text: str) -> list[Span]:
    """The parts of a line that show, in order."""
    first, last = _content(text)
    shown: list[Span] = []
    for start, end in sorted(mark for pair in _pairs(text) for mark in pair):
        shown.append((first, start))
        first = end
    return [(start, end) for start, end in (*shown, (first, last)) if start < end]


def _content(text: str) -> Span:
    """The part of a line between what makes it a quotation, a heading or the row of a table."""
    opening = _OPENING.match(text)
    if not (opening and opening[0].strip()):
        return 0, len(text)
    closing = _CLOSING.search(text, max(opening.end(), len(text) - 40))
    return opening.end(), closing.start() if closing else len(text)


def _pairs(text: str) -> Iterator[tuple[Span, Span]]:
    """The marks before and behind what they wrap, by the place of the latter; behind an escape there is none."""
    brackets: list[Span] = []
    emphasis: dict[str, Span] = {}
    for match in _MARK.finditer(text, *_content(text)):
        mark, (start, end) = match[0], match.span()
        if mark[0] == "\\":
            yield (start, start + 1), (end, end)
        elif mark[-1] == "[":
            brackets.append((start, end))
        elif mark[0] == "]":
            opener = brackets.pop() if brackets else None
            if opener and len(mark) > 1:
                yield opener, (start, end)
        elif mark in emphasis and emphasis[mark][1] < start and _closes(text, start, end):
            yield emphasis.pop(mark), (start, end)
        elif _opens(text, start, end):
            emphasis[mark] = start, end


def _opens(text: str, start: int, end: int) -> bool:
    return not text[end : end + 1].isspace() and (end - start == 2 or not text[start - 1 : start].isalnum())


def _closes(text: str, start: int, end: int) -> bool:
    return not text[start - 1].isspace() and (end - start == 2 or not text[end : end + 1].isalnum())
