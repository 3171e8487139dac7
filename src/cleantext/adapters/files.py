"""Whole files as units of work, for engines that spread files over machines.

The same function serves Ray Data (``flat_map``), Spark (``flatMap``) and a plain loop.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from cleantext.job.recipe import Outcome, Recipe, Status
from cleantext.pipeline import profile_pipeline
from cleantext.records import Columns, Gap, read_events
from cleantext.records.formats import format_of
from cleantext.records.streams import open_input


def clean_file(path: str, recipe: Recipe | None = None) -> Iterator[dict[str, Any]]:
    """The records of a file of any format that its name tells, cleaned, as dicts with a ``text``.

    What can not be cleaned or read comes as a dict with ``file``, ``record`` and ``reason``, so
    nothing is lost unseen; records of which nothing is left do not come. Reads as it goes.
    Raises :class:`ValueError` if the name tells no format, and ``OSError``.
    """
    recipe = recipe or Recipe(profile_pipeline())
    kind = format_of(path)
    if kind is None:
        raise ValueError(f"{path}: its name does not tell the format")
    work = recipe.work()
    with open_input(path) as stream:
        for event in read_events(stream, path, kind, recipe.limit, Columns(recipe.field)):
            if isinstance(event, Gap):
                yield _bad(path, None, f"lost at byte {event.offset}: {event.reason}")
                continue
            outcome = (
                Outcome(Status.QUARANTINED, reason=event.problem) if event.problem else work(kind.name, event.data, "")
            )
            if outcome.status is Status.WRITTEN:
                yield json.loads(outcome.data)
            elif outcome.status is Status.QUARANTINED:
                yield _bad(path, event.number, outcome.reason)


def _bad(path: str, number: int | None, reason: str) -> dict[str, Any]:
    return {"file": path, "record": number, "reason": reason}
