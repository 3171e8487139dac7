"""Patterns of rules, each tried on one line in a window of bounded size."""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple

from cleantext.edges import Edges
from cleantext.rulebook import Rule, RuleError

# Patterns see at most this many characters of a line, counted from where they are anchored.
WINDOW = 320
# A last defence of rules that no test of ours has seen, never the way that a match ends: see
# linear.py for what keeps patterns fast. Watching the clock takes four times as long as matching.
TIMEOUT_SECONDS = 2.0


class TextLine(NamedTuple):
    """The text of a line; ``first`` and ``last`` are the offsets between which there is more than white space."""

    text: str
    first: int
    last: int

    @classmethod
    def of(cls, text: str) -> TextLine:
        """The line that says ``text``."""
        return cls(text, len(text) - len(text.lstrip()), len(text.rstrip()))


class Pattern:
    """A pattern that is compiled when it is first tried: most never are."""

    def __init__(self, rule: Rule, source: str, timeout: float | None) -> None:
        self.rule = rule
        self.source = source
        self.timeout = timeout
        self._edge = Edges([source], at_end=rule.match == "end")

    def may_stand_in(self, line: TextLine) -> bool:
        """Has ``line`` the right character where the rule, about starts or ends of lines, looks?"""
        text, first, last = line
        return first >= last or self._edge(text[last - 1 if self.rule.match == "end" else first])

    @cached_property
    def compiled(self) -> Any:
        """The pattern, ready to be tried."""
        import regex

        return regex.compile(self.source, regex.VERSION1)


def search(pattern: Pattern, line: TextLine, near: int) -> tuple[int, int] | None:
    """The first match of ``pattern`` in a line, anchored where its rule says, in a bounded window.

    Raises :class:`~cleantext.RuleError` if it takes longer than the pattern may.
    """
    try:
        return _search(pattern, line, near)
    except TimeoutError:
        said = f"pattern {pattern.source[:60]!r} took longer than {pattern.timeout:g} seconds on one line"
        raise RuleError(f"rule {pattern.rule.id!r}: {said}") from None


def _search(pattern: Pattern, line: TextLine, near: int) -> tuple[int, int] | None:
    place, (text, first, last), timeout = pattern.rule.match, line, pattern.timeout
    match = None
    if place == "line":
        match = pattern.compiled.fullmatch(text, first, last, timeout=timeout)
    elif place == "start":
        match = pattern.compiled.match(text, first, min(last, first + WINDOW), timeout=timeout)
    elif place == "end":
        matches = pattern.compiled.finditer(text, max(first, last - WINDOW), last, timeout=timeout)
        match = next((m for m in matches if m.end() == last), None)
    else:
        start, end = max(first, near - WINDOW // 2), min(last, near + WINDOW // 2)
        match = pattern.compiled.search(text, start, end, timeout=timeout)
    return match.span() if match else None
