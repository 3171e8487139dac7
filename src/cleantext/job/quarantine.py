"""Where records go that can not be cleaned."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from cleantext.console import display
from cleantext.records.item import RAW_KEPT, Gap, Item
from cleantext.records.jsonobject import to_bytes, write_json


def quarantine_line(name: str, event: Item | Gap, reason: str) -> bytes:
    """A line of the quarantine file: where, why, and for a record its bytes and their digest."""
    if isinstance(event, Gap):
        return to_bytes(write_json({"file": name, "gap": event.offset, "reason": reason})) + b"\n"
    record = {
        "file": name,
        "record": event.number,
        "offset": event.offset,
        "reason": reason,
        "size": event.size if event.digest else len(event.data),
        "sha256": event.digest or hashlib.sha256(event.data).hexdigest(),
        "raw": base64.b64encode(event.data[:RAW_KEPT]).decode("ascii"),
    }
    return to_bytes(write_json(record)) + b"\n"


def loss(name: str, event: Item | Gap, reason: str) -> str:
    """What is told of it where it is not written down."""
    what = f"input lost at byte {event.offset}" if isinstance(event, Gap) else f"record {event.number} left out"
    return f"{display(name)}: {what}: {reason}"


def lines_of_others(quarantine: Path, names: Iterable[str]) -> Iterator[bytes]:
    """What the file ``quarantine``, if it is there, holds of other inputs than ``names`` and what is in them.

    Only a job that reads these again knows better what is to be said of them.
    """
    own = frozenset(map(Path, names))
    with suppress(FileNotFoundError), quarantine.open("rb") as lines:
        for line in lines:
            try:
                name = Path(json.loads(line)["file"])
            except (ValueError, TypeError, KeyError):  # whoever wrote that
                name = Path()
            if own.isdisjoint((name, *name.parents)):
                yield line.removesuffix(b"\n") + b"\n"
