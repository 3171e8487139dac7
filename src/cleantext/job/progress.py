"""The progress bar and the summary of a job."""

from __future__ import annotations

import sys
import time
from typing import Any

from cleantext.console import one_line, put, say
from cleantext.extras import MissingExtraError, require
from cleantext.job.checkpoint import Tally
from cleantext.job.job import Listener
from cleantext.job.stats import Count, Counts, add
from cleantext.paint import PLAIN, Paint


class Progress(Listener):
    """A bar on standard error if that is a terminal: bytes read, speed, time left, what became of
    the records. ``size`` is the size of all inputs in bytes, 0 if nobody knows. ``paint`` makes what
    was lost stand out.
    """

    def __init__(self, size: int, paint: Paint = PLAIN) -> None:
        self._paint = paint
        self._start = time.monotonic()
        self._read = 0
        self._earlier = Tally()
        self.counts: dict[tuple[str, str], Count] = {}
        self._bar: Any = None
        if sys.stderr.isatty():
            try:
                tqdm = require("tqdm", "jobs").tqdm
            except MissingExtraError as error:
                say(f"no progress bar: {error}")
                return
            self._bar = tqdm(total=size or None, unit="B", unit_scale=True, file=sys.stderr)

    def counted(self, counts: Counts) -> None:
        """Adds up what went."""
        add(self.counts, counts)

    def resumed(self, tally: Tally) -> None:
        """What was done before does not count for how fast it goes."""
        self._earlier = tally

    def progress(self, read: int, tally: Tally) -> None:
        """Shows that ``read`` bytes are read and what became of the records in them."""
        self._read = read
        if self._bar is not None:
            self._bar.update(max(0, read - self._bar.n))
            self._bar.set_postfix_str(
                f"{tally.read:,} records, {tally.written:,} kept, {self._lost(tally.quarantined, 'quarantined')}",
                refresh=False,
            )

    def say(self, message: str) -> None:
        """Puts a line on standard error without tearing the bar."""
        if self._bar is None:
            say(message)
        else:
            self._bar.write(one_line(f"cleantext: {message}"), file=sys.stderr)

    def close(self) -> None:
        """Takes the bar away."""
        if self._bar is not None:
            self._bar.close()

    def summary(self, tally: Tally) -> str:
        """What became of all records, in one line that adds up, and how fast.

        >>> print(Progress(0).summary(Tally(7, 2, 1)).partition("; ")[0])
        read 10 = 7 written + 2 emptied + 1 quarantined
        """
        seconds = max(time.monotonic() - self._start, 0.001)
        gaps = f"; {self._lost(tally.gaps, 'gap' if tally.gaps == 1 else 'gaps')} in the input" if tally.gaps else ""
        lost = self._lost(tally.quarantined, "quarantined")
        fates = f"{tally.written:,} written + {tally.emptied:,} emptied + {lost}"
        fate = f"read {tally.read:,} = {fates}{gaps}"
        if self._earlier == tally != Tally():
            return f"done before, nothing is left to do: {fate}"
        speed = f"{(tally.read - self._earlier.read) / seconds:,.0f} records/s"
        if not self._earlier.read:
            speed += f", {self._read / seconds / 1e6:.2f} MB/s"
        return f"{fate}; {seconds:.1f} s, {speed}"

    def report(self, tally: Tally) -> None:
        """Puts the summary on standard error."""
        put(self.summary(tally))

    def _lost(self, number: int, what: str) -> str:
        words = f"{number:,} {what}"
        return self._paint.alarming(words) if number else words
