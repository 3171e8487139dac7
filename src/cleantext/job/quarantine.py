"""Where records go that can not be cleaned."""

from __future__ import annotations

import base64
import hashlib

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
