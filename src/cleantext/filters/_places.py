"""Where furniture stands: the head of a text, before its prose, and the tail, after it."""

from __future__ import annotations

from collections.abc import Sequence

from cleantext.document import Document
from cleantext.shape import is_prose

# No head and no tail is longer than this, however late the prose begins or however early it ends.
MOST_LINES = 40
# In a text without any paragraph only the very edges count.
EDGE = 6


def head(document: Document) -> tuple[int, ...]:
    """The numbers of the non-blank lines before the first paragraph of prose."""
    return document.view(_head)


def tail(document: Document) -> tuple[int, ...]:
    """The numbers of the non-blank lines after the last paragraph of prose, in document order."""
    return document.view(_tail)


def _head(document: Document) -> tuple[int, ...]:
    return _before_prose(document, document.content)


def _tail(document: Document) -> tuple[int, ...]:
    return _before_prose(document, document.content[::-1])[::-1]


def _before_prose(document: Document, order: Sequence[int]) -> tuple[int, ...]:
    for i, number in enumerate(order):
        if is_prose(document.lines[number].text):
            return tuple(order[: min(i, MOST_LINES)])
    # All of a short text, or a long list: what is furniture of what, shape can not tell.
    return tuple(order[:EDGE]) if len(order) > 2 * EDGE else ()
