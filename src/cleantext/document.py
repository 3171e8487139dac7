"""The text under inspection: a document and its lines.

This module knows nobody else in the package.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple, TypeVar, cast

T = TypeVar("T")

# ``str.splitlines`` also breaks at form feeds, U+2028 and six more; crawled JSON has those
# inside paragraphs, so a line ends at the three real line ends and at nothing else.
_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")


_SHOWN = 60


class Line(NamedTuple):
    """One line without its line end: ``document.text[line.start:line.end] == line.text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, repr=False)
class Document:
    r"""A text and what is known about it. All offsets are code points of ``text``.

    ``lang`` (a language code such as ``"de"``) and ``url`` are hints; nothing requires them.

    >>> document = Document("Title\r\n\r\nFirst.\nSecond.")
    >>> [line.text for line in document.lines]
    ['Title', '', 'First.', 'Second.']
    >>> document.content
    (0, 2, 3)
    """

    text: str
    lang: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.text, str):
            raise TypeError(f"the text of a document is a str, not {type(self.text).__name__}")
        if not isinstance(self.url, str | None):
            raise TypeError(f"the address of a document is a str, not {type(self.url).__name__}")

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        r"""Every line, blank ones too; they end at ``\n``, ``\r\n`` or ``\r``."""
        if "\r" in self.text:
            lines = [Line(m.start(1), m.end(1), m[1]) for m in _LINE.finditer(self.text)]
        else:
            texts = self.text.split("\n")
            behind = list(accumulate(len(text) + 1 for text in texts))  # where the next line starts
            lines = list(map(Line, [0, *behind], [start - 1 for start in behind], texts))
        # The last "line", behind the last line end, is one only in name.
        return tuple(lines[:-1] if lines and not lines[-1].text else lines)

    @cached_property
    def content(self) -> tuple[int, ...]:
        """The numbers of the lines that are not blank, in order."""
        return tuple(n for n, line in enumerate(self.lines) if line.text and not line.text.isspace())

    @cached_property
    def _views(self) -> dict[Callable[[Document], Any], Any]:
        return {}

    def view(self, compute: Callable[[Document], T]) -> T:
        """``compute(self)``, computed once: how filters share one scan of the text."""
        views = self._views
        if compute not in views:
            views[compute] = compute(self)
        return cast(T, views[compute])

    def knows(self, compute: Callable[[Document], Any]) -> bool:
        """Has ``compute(self)`` been computed?"""
        return compute in self._views

    def remember(self, compute: Callable[[Document], T], value: T) -> None:
        """Takes ``value`` for ``compute(self)``: for what is computed for many documents at a time."""
        self._views[compute] = value

    def __repr__(self) -> str:
        text = self.text if len(self.text) <= _SHOWN else f"{self.text[:_SHOWN]}…"
        hints = "".join(f", {name}={value!r}" for name, value in (("lang", self.lang), ("url", self.url)) if value)
        return f"<Document: {len(self.text):,} characters, {text!r}{hints}>"

    def __getstate__(self) -> dict[str, Any]:
        # Views are caches and may hold what does not pickle (what rules find is cheap to redo).
        return {one.name: getattr(self, one.name) for one in fields(self)}
