"""Patterns of rules, each tried on one line in a window of bounded size."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from cleantext.rulebook import Rule
from cleantext.shape import word_count

# Patterns see at most this many characters of a line, counted from where they are anchored.
WINDOW = 320
# A last defence of rules that no test of ours has seen, never the way that a match ends: see
# linear.py for what keeps patterns fast. Watching the clock takes four times as long as matching.
TIMEOUT_SECONDS = 2.0


class TextLine:
    """The text of a line; ``first`` and ``last`` are the offsets between which there is more than white space."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.first = len(text) - len(text.lstrip())
        self.last = len(text.rstrip())
        self._words = -1  # not counted yet

    def is_short_enough(self, rule: Rule) -> bool:
        """Has the line no more words than ``rule`` allows?"""
        # A word and its space take two characters at least: counting is seldom needed.
        most = rule.max_words
        if not most or len(self.text) < 2 * most:
            return True
        if self._words < 0:
            self._words = word_count(self.text)
        return self._words <= most


class Pattern:
    """A pattern that is compiled when it is first tried: most never are."""

    def __init__(self, rule: Rule, source: str, timeout: float | None) -> None:
        self.rule = rule
        self.source = source
        self.timeout = timeout

    @cached_property
    def compiled(self) -> Any:
        """The pattern, ready to be tried."""
        import regex

        return regex.compile(self.source, regex.VERSION1)


def search(pattern: Pattern, line: TextLine, near: int) -> tuple[int, int] | None:
    """The first match of ``pattern`` in a line, anchored where its rule says, in a bounded window."""
    rule, text = pattern.rule, line.text
    if not line.is_short_enough(rule):
        return None
    first, last, timeout = line.first, line.last, pattern.timeout
    match = None
    if rule.match == "line":
        match = pattern.compiled.fullmatch(text, first, last, timeout=timeout)
    elif rule.match == "start":
        if near <= WINDOW:
            match = pattern.compiled.match(text, first, min(last, first + WINDOW), timeout=timeout)
    elif rule.match == "end":
        tail = max(first, last - WINDOW)
        matches = pattern.compiled.finditer(text, tail, last, timeout=timeout) if near >= tail else ()
        match = next((m for m in matches if m.end() == last), None)
    else:
        start, end = max(first, near - WINDOW // 2), min(last, near + WINDOW // 2)
        match = pattern.compiled.search(text, start, end, timeout=timeout)
    return (match.start(), match.end()) if match else None
