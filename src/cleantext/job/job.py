"""What a job is, and who is told how it goes."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from cleantext.job.checkpoint import Tally
from cleantext.job.plan import Plan
from cleantext.job.recipe import Recipe
from cleantext.job.stats import Counts
from cleantext.job.worker import Limits

# A share of bad records says something from so many on.
_SHARE_FROM = 200


@dataclass(frozen=True)
class Tolerance:
    """How many records and gaps may be bad before a job stops: a number, a share of all."""

    most: float = math.inf
    share: float = 1.0

    def is_exceeded(self, tally: Tally, is_end: bool = False) -> bool:
        """Is it too much?"""
        bad = tally.quarantined + tally.gaps
        is_known = is_end or tally.read >= _SHARE_FROM
        return bad > self.most or (is_known and bad > self.share * (tally.read + tally.gaps))


@dataclass(frozen=True)
class Job:
    """A plan, what to do with each record, by how many workers, within which limits; ``most``
    records and gaps are read, and no input behind them. With ``keeps_state`` its checkpoint stays when it is done,
    for who resumes what comes after it.
    """

    plan: Plan
    recipe: Recipe
    processes: int = 1
    limits: Limits = field(default_factory=Limits)
    is_resumed: bool = False
    tolerance: Tolerance = field(default_factory=Tolerance)
    most: int | None = None
    keeps_state: bool = False


class Listener:
    """Is told how a job goes; this one does not listen."""

    def resumed(self, tally: Tally) -> None:
        """``tally`` says what became of the records that were read before."""

    def progress(self, read: int, tally: Tally) -> None:
        """``read`` bytes of the inputs were read; ``tally`` says what became of the records."""

    def counted(self, counts: Counts) -> None:
        """What went from a record, if the recipe asks for it to be counted."""

    def say(self, message: str) -> None:
        """One line about input that is lost or a record that is left out."""
