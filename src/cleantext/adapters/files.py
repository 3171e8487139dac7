"""Whole files as units of work, for engines that spread files over machines.

The same function serves Ray Data (``flat_map``), Spark (``flatMap``) and a plain loop.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

from cleantext.job.batches import batches, fit, settled
from cleantext.job.recipe import Recipe, Status
from cleantext.pipeline import profile_pipeline
from cleantext.records.formats import format_of
from cleantext.records.item import Columns, Gap
from cleantext.records.reading import read_events
from cleantext.records.streams import open_input


def clean_file(path: str | os.PathLike[str], recipe: Recipe | None = None) -> Iterator[dict[str, Any]]:
    """The records of a file of any format that its name tells, cleaned, as dicts with a ``text``.

    What can not be cleaned or read comes as a dict with ``file``, ``record`` and ``reason``, so
    nothing is lost unseen; it is known by having no ``text``, since records may have any of these fields.
    Records of which nothing is left do not come. Reads as it goes.
    Raises :class:`ValueError` if the name tells no format, and ``OSError``.
    """
    path = os.fspath(path)
    recipe = recipe or Recipe(profile_pipeline())
    kind = format_of(path)
    if kind is None:
        raise ValueError(f"{path}: its name does not tell the format")
    if recipe.target != "jsonl":
        raise ValueError(f"dicts are made of JSON Lines, and the recipe writes {recipe.target}")
    work = recipe.work()
    with open_input(path) as stream:
        for events in batches(read_events(stream, path, kind, recipe.limit, Columns(recipe.field))):
            for event, outcome in settled(events, work(kind.name, fit(events), "")):
                if isinstance(event, Gap):
                    yield _bad(path, None, f"lost at byte {event.offset}: {event.reason}")
                elif outcome.status is Status.QUARANTINED:
                    yield _bad(path, event.number, outcome.reason)
                elif outcome.status is Status.WRITTEN:
                    yield _read_again(outcome.data, path, event.number)


def _read_again(line: bytes, path: str, number: int) -> dict[str, Any]:
    try:
        record: dict[str, Any] = json.loads(line)
    except ValueError as error:  # a number of more digits than Python reads
        return _bad(path, number, str(error))
    return record


def _bad(path: str, number: int | None, reason: str) -> dict[str, Any]:
    return {"file": path, "record": number, "reason": reason}
