"""Patterns of rules, each tried on one line in a window of bounded size."""

from __future__ import annotations

import copyreg
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache, cached_property
from typing import Any, NamedTuple

# Patterns see at most this many characters of a line, counted from where they are anchored.
WINDOW = 320
# A last defence of rules that no test of ours has seen, never the way that a match ends: see
# linear.py for what keeps patterns fast. Watching the clock takes four times as long as matching.
TIMEOUT_SECONDS = 2.0
# Letters are compared one by one. Where "ß" may also be "ss", a set tries both for each: for ever, if there are twenty.
_BY_LETTER = "(?-f)"


class Ready(NamedTuple):
    """A compiled pattern as ``regex`` pickles it: its code, and a few numbers. Of one version of ``regex`` only."""

    code: bytes
    flags: int
    offset: int
    required: Sequence[int]
    required_flags: int


class Pattern:
    """A pattern and the ``place`` in a line that it is about; compiled when it is first tried: most never are."""

    def __init__(
        self, source: str, place: str, timeout: float | None, ready: Ready | None = None, most: int = WINDOW
    ) -> None:
        """No match takes more than ``most`` characters."""
        self.source = source
        self.place = place
        self.timeout = timeout
        self._ready = ready
        self._reach = min(most, WINDOW)

    @cached_property
    def compiled(self) -> Any:
        """The pattern, ready to be tried."""
        import regex

        if self._ready is None:
            return regex.compile(_BY_LETTER + self.source, regex.VERSION1)
        code, flags, offset, required, required_flags = self._ready
        return _revive()(self.source, flags, code, {}, {}, {}, [], offset, tuple(required), required_flags, 0)

    def search(self, text: str, first: int, last: int, near: int) -> tuple[int, int] | None:
        """The first match in ``text[first:last]``, which has no white space at its ends, in a bounded window.

        The match is anchored where the pattern's place says; one that may stand anywhere is looked for
        around ``near``. Raises :class:`TimeoutError` for one that takes too long.
        """
        try:
            return self._search(text, first, last, near)
        except TimeoutError:
            # The clock goes on while the machine sleeps or does something else: what counts is the processor's time.
            began = time.thread_time()
        while self.timeout and 2 * (time.thread_time() - began) < self.timeout:
            with suppress(TimeoutError):
                return self._search(text, first, last, near)
        raise TimeoutError

    def _search(self, text: str, first: int, last: int, near: int) -> tuple[int, int] | None:
        match = None
        if self.place == "line":
            match = self.compiled.fullmatch(text, first, last, timeout=self.timeout)
        elif self.place == "start":
            match = self.compiled.match(text, first, min(last, first + WINDOW), timeout=self.timeout)
        elif self.place == "end":
            # What is found first at a place may end too early, where another reading would end with the line.
            start = max(first, last - self._reach)
            found = self.compiled.finditer(text, start, last, overlapped=True, timeout=self.timeout)
            whole = (self.compiled.fullmatch(text, one.start(), last, timeout=self.timeout) for one in found)
            match = next(filter(None, whole), None)
        else:
            start, end = max(first, near - WINDOW // 2), min(last, near + WINDOW // 2)
            match = self.compiled.search(text, start, end, timeout=self.timeout)
        return match.span() if match else None


def ready(source: str) -> Ready | None:
    """``source``, compiled; ``None`` for a pattern of another shape than those of rules have.

    Compiling takes some milliseconds, which for a short text is most of the time: what comes of it is kept.
    """
    import regex

    parts = _pickled(regex.compile(_BY_LETTER + source, regex.VERSION1))[1]
    if parts[:1] + parts[3:7] + parts[10:] != (_BY_LETTER + source, {}, {}, {}, [], 0):
        return None
    return Ready(parts[2], parts[1], *parts[7:10])


@contextmanager
def in_one_order() -> Iterator[None]:
    """Patterns that are compiled meanwhile, by nobody else, have the same code in every process.

    ``regex`` puts what a match may begin with into sets, and their order follows where its classes are in the memory.
    """
    from unittest.mock import patch

    import regex
    from regex import _regex_core

    regex.purge()
    with patch.object(_regex_core.RegexBase, "__hash__", lambda _: 0):
        yield


def _pickled(pattern: Any) -> Any:
    """The function that makes ``pattern``, and its arguments, as :mod:`pickle` asks for them."""
    return copyreg.dispatch_table[type(pattern)](pattern)


@cache
def _revive() -> Any:
    import regex

    return _pickled(regex.compile("a"))[0]
