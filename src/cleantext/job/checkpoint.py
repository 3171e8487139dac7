"""Where a job stands: written to the disk at boundaries, read when it is resumed."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cleantext import __version__
from cleantext.corpus import SiteRepeats
from cleantext.files import is_stream, replace_file
from cleantext.job.plan import Plan, PlanError
from cleantext.job.recipe import Recipe
from cleantext.records.sinks import part_of

_ADDRESS = re.compile(r" at 0x[0-9a-f]+")


@dataclass(frozen=True)
class Tally:
    """What became of the records read so far, and the gaps where none could be read."""

    written: int = 0
    emptied: int = 0
    quarantined: int = 0
    gaps: int = 0

    @property
    def read(self) -> int:
        """All records: each was written, emptied or quarantined."""
        return self.written + self.emptied + self.quarantined


@dataclass(frozen=True)
class Position:
    """Up to where everything is done and on the disk: ``events`` (records and gaps) of the
    input number ``input``, of all inputs ``seen``, ``size`` bytes of its output and ``quarantine`` of the quarantine
    file.
    """

    input: int = 0
    events: int = 0
    seen: int = 0
    size: int = 0
    quarantine: int = 0
    tally: Tally = field(default_factory=Tally)


def identity(plan: Plan, recipe: Recipe, most: int | None = None) -> dict[str, str]:
    """What a job consists of, in digests: a job can be resumed if nothing of it has changed."""
    options = _ADDRESS.sub("", repr((recipe, plan.target, most)))
    repeats = [one.path for one in recipe.pipeline.filters if isinstance(one, SiteRepeats)]
    counts = [(path, status.st_size, status.st_mtime_ns) for path in repeats for status in (Path(path).stat(),)]
    inputs = plan.identity()
    # One that is a stream may be another the next time: what went into it stays there.
    aside = "" if plan.quarantine and is_stream(plan.quarantine) else str(plan.quarantine)
    parts = {
        "version": __version__,
        "options": options,
        "names": plan.names,
        "inputs": inputs,
        "counts": counts,
        "quarantine": aside,
    }
    return {name: hashlib.sha256(json.dumps(part).encode()).hexdigest()[:16] for name, part in parts.items()}


def save(path: Path, job: dict[str, str], position: Position) -> None:
    """Replaces the checkpoint at ``path``, durably."""
    replace_file(path, json.dumps({"job": job, "position": asdict(position)}).encode())


def load(plan: Plan, job: dict[str, str]) -> Position:
    """The position to resume from; the start if there is neither checkpoint nor output.

    Raises :class:`PlanError` if the checkpoint is that of another job or is none, or if there are outputs only, or
    not all of those that it has written.
    """
    path = plan.state
    assert path is not None
    try:
        saved: dict[str, Any] = json.loads(path.read_bytes())
        changed = [name for name, digest in job.items() if saved["job"].get(name) != digest]
        position = saved["position"]
        tally = Tally(**position.pop("tally"))
        found = Position(**position, tally=tally)
    except FileNotFoundError:
        there = next((one.output for one in plan.inputs if one.output and one.output.exists()), None)
        if there is None:
            return Position()
        raise PlanError(
            f"{there} is there, and nothing is known of the job that wrote it; without --resume it is written anew"
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise PlanError(f"{path} is no checkpoint of a job; remove it to start over") from None
    if "names" in changed:
        raise PlanError(
            f"can not resume: {path} is of a job of other inputs; give each job its own output with -o, "
            "or start over without --resume"
        )
    if changed:
        what = " and ".join(changed)
        raise PlanError(f"can not resume: {what} changed since the job was started; without --resume it starts over")
    gone = _gone(plan, found)
    if gone:
        raise PlanError(f"can not resume: {gone}, which was written, is gone; without --resume all is written anew")
    return found


def _gone(plan: Plan, position: Position) -> Path | None:
    """An output that was complete at ``position`` and is not there any more."""
    done, rest = plan.inputs[: position.input], plan.inputs[position.input :]
    complete = dict.fromkeys(source.output for source in done if source.output not in {one.output for one in rest[:1]})
    missing = [path for path in complete if path and not (path.exists() or part_of(path).exists())]
    # What can not be cleaned leaves no document, but a file of records, if only an empty one.
    allowed = 0 if plan.target.holds_many else len(done) - position.tally.written - position.tally.emptied
    return missing[0] if len(missing) > allowed else None
