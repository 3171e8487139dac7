"""Patterns of rules, each tried on one line in a window of bounded size."""

from __future__ import annotations

from functools import cached_property
from typing import Any

# Patterns see at most this many characters of a line, counted from where they are anchored.
WINDOW = 320
# A last defence of rules that no test of ours has seen, never the way that a match ends: see
# linear.py for what keeps patterns fast. Watching the clock takes four times as long as matching.
TIMEOUT_SECONDS = 2.0


class Pattern:
    """A pattern and the ``place`` in a line that it is about; compiled when it is first tried: most never are."""

    def __init__(self, source: str, place: str, timeout: float | None) -> None:
        self.source = source
        self.place = place
        self.timeout = timeout

    @cached_property
    def compiled(self) -> Any:
        """The pattern, ready to be tried."""
        import regex

        return regex.compile(self.source, regex.VERSION1)

    def search(self, text: str, first: int, last: int, near: int) -> tuple[int, int] | None:
        """The first match in ``text[first:last]``, which has no white space at its ends, in a bounded window.

        The match is anchored where the pattern's place says; one that may stand anywhere is looked for
        around ``near``.
        """
        match = None
        if self.place == "line":
            match = self.compiled.fullmatch(text, first, last, timeout=self.timeout)
        elif self.place == "start":
            match = self.compiled.match(text, first, min(last, first + WINDOW), timeout=self.timeout)
        elif self.place == "end":
            matches = self.compiled.finditer(text, max(first, last - WINDOW), last, timeout=self.timeout)
            match = next((m for m in matches if m.end() == last), None)
        else:
            start, end = max(first, near - WINDOW // 2), min(last, near + WINDOW // 2)
            match = self.compiled.search(text, start, end, timeout=self.timeout)
        return match.span() if match else None
