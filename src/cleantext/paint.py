"""Colours on a terminal: those of the kinds, the same as everywhere, and only where they are wanted."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO

from cleantext.choices import ColorChoice
from cleantext.kinds import colour
from cleantext.report import DiffLine, visible


@dataclass(frozen=True)
class Paint:
    r"""Writes text in colour, or leaves it as it is if ``on`` is false.

    What is painted must be harmless already (:func:`cleantext.report.visible`).

    >>> Paint(True).kind("share", "share"), Paint(False).kind("share", "share")
    ('\x1b[38;5;99mshare\x1b[0m', 'share')
    """

    on: bool = False

    @classmethod
    def where_wanted(cls, choice: ColorChoice, stream: IO[str]) -> Paint:
        """For ``stream``: ``"always"``, ``"never"``, or (``"auto"``) on a terminal whose owner does not refuse.

        ``NO_COLOR`` (anything but empty) and ``TERM=dumb`` are refusals.
        """
        if choice != "auto":
            return cls(choice == "always")
        return cls(stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb")

    def kind(self, text: str, name: str) -> str:
        """``text`` in the colour of the filter ``name``."""
        return self._set(f"38;5;{colour(name)}", text)

    def strong(self, text: str) -> str:
        """``text`` in bold type."""
        return self._set("1", text)

    def faint(self, text: str) -> str:
        """``text`` that steps back."""
        return self._set("2", text)

    def alarming(self, text: str) -> str:
        """``text`` that somebody should look at."""
        return self._set("1;38;5;160", text)

    def _set(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.on and text else text

    def diff(self, lines: Iterable[DiffLine]) -> str:
        """A diff for a terminal: what goes in the colour of its kind, and nothing in it steers."""
        return "".join(f"{self._diff_line(visible(line.rstrip(_END)), names)}\n" for line, names in lines)

    def _diff_line(self, line: str, names: tuple[str, ...]) -> str:
        if line.startswith("@@"):
            end = line.index("@@", 2) + 2
            return " ".join((self.faint(line[:end]), *(self.kind(name, name) for name in map(visible, names))))
        if names:
            return self.kind(line, names[0])
        return self.strong(line) if line.startswith(("+", "---")) else line


_END = "\r\n"
PLAIN = Paint()
"""Leaves everything as it is."""
