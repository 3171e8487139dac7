"""Lets libFuzzer look for what breaks cleaning and reading: inputs that reach new code are kept and changed.

    pip install atheris
    python benchmarks/fuzz_guided.py [--seconds 1800] [--only PART] [--broken broken.jsonl]

The first byte of an input says which door it is sent through: ``clean`` (of both profiles),
``clean_html`` and ``Cleaner`` of bytes, the reader of each format of records with what workers make
of a record, and the reader of rules. Nothing may raise but what the door's docstring says (``NotText`` and
``RuleError``), nothing may take more than two seconds of processor time, and texts are held
against the promises of ``fuzz.py``. What breaks one is written to ``--broken``, each kind of error once, and the
search goes on. Ends with 1 if there was any.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import sys
import tempfile
import time
import tomllib
import traceback
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import atheris
import pyarrow
from pyarrow import parquet

with atheris.instrument_imports(include=["cleantext"], enable_loader_override=False):
    import cleantext
    import cleantext.job.recipe
    import cleantext.reading.page
    import cleantext.records.parquet
    import cleantext.webpage
    from cleantext.choices import Profile
    from cleantext.job.recipe import Recipe, Status
    from cleantext.pipeline import profile_pipeline
    from cleantext.reading.decode import NotText
    from cleantext.records.formats import SOURCES, Format
    from cleantext.records.item import Item
    from cleantext.records.reading import read_events
    from cleantext.rulebook import RuleError, parse_rules

import fuzz

MOST_SECONDS = 2.0
LONGEST = 4096
_LIMIT = 1 << 20


def door_text(data: bytes) -> None:
    """A text, whose first byte more chooses the profile and repair."""
    profile: Profile = "main" if data[:1] > b"\xc0" else "residue"
    text = data[1:].decode("utf-8", "surrogateescape")
    result = cleantext.explain(text, profile, source="text", repair=data[:1] < b"\x60")
    for promise in fuzz.broken_promises(text, result, is_repaired=data[:1] < b"\x60"):
        raise AssertionError(promise)


def door_html(data: bytes) -> None:
    """A page."""
    with suppress(NotText):
        assert isinstance(cleantext.clean_html(data), str)


def door_bytes(data: bytes) -> None:
    """Bytes of which nobody says what they are."""
    with suppress(NotText):
        assert isinstance(cleantext.Cleaner()(data).text, str)


def door_rules(data: bytes) -> None:
    """A file of rules."""
    with suppress(tomllib.TOMLDecodeError, RuleError):
        parse_rules(tomllib.loads(data.decode("utf-8", "replace")), "custom", "any", "rules.toml")


def door_records(kind: Format, name: str) -> Callable[[bytes], None]:
    """A file of records. Each must be accounted for: written, emptied or set aside with a reason."""
    recipe = Recipe(profile_pipeline(), limit=_LIMIT)

    def send(data: bytes) -> None:
        for number, event in enumerate(read_events(io.BytesIO(data), name, kind, _LIMIT)):
            if isinstance(event, Item) and not event.problem and number < 4:
                (outcome,) = recipe._outcomes(kind.name, [event.data], name)  # noqa: SLF001 - what a worker calls
                assert outcome.status is not Status.QUARANTINED or "Error: " not in outcome.reason, outcome.reason

    send.__name__ = f"door_{name}"
    return send


DOORS: list[Callable[[bytes], None]] = [
    *(door_text, door_html, door_bytes, door_rules),
    *(door_records(kind, f"records{kind.suffixes[0]}") for kind in SOURCES),
    *(door_records(kind, f"packed{kind.suffixes[0]}{end}") for kind in SOURCES[2:] for end in (".gz", ".zst")),
]


def seeds() -> list[bytes]:
    """What to begin with: something good for each door."""
    pages = [path.read_bytes()[:LONGEST] for path in sorted((fuzz.ROOT / "fixtures" / "pages").glob("news*"))]
    line = b'{"text": "It was over.\\nPhoto: J. Doe/Getty Images", "n": 1e400}\n'
    response = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><p>It was over.</p></html>"
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n"
    warc = head % len(response) + response + b"\r\n\r\n"
    rule = b'[[rule]]\nid = "a"\nwhy = "b"\nrole = "alone"\nphrases = ["Ab cd"]\npatterns = ["Ab (?:c|d)+ e{1,3}"]\n'
    parquet.write_table(pyarrow.table({"text": ["It was over.\nShare", "b"], "n": [1, None]}), table := io.BytesIO())
    maker = fuzz.Maker()
    texts = [str(text).encode("utf-8", "replace") for number in range(3) for text in maker.batch(number).documents]
    made = [*pages, line * 2, gzip.compress(line), warc * 2, gzip.compress(warc), rule, table.getvalue(), *texts[::8]]
    return [bytes([door]) + one for door in range(len(DOORS)) for one in made]


class Search:
    """Sends inputs through their doors and writes down what broke."""

    def __init__(self, broken: Path, only: str, seconds: float) -> None:
        self._broken = broken
        self._end = time.monotonic() + seconds
        self._doors = [door for door in DOORS if only in door.__name__]
        self._known: set[str] = set()
        self.inputs = 0

    def __call__(self, data: bytes) -> None:
        """One input."""
        door = self._doors[data[0] % len(self._doors)] if data else self._doors[0]
        self.inputs += 1
        began = time.process_time()
        try:
            door(data[1:])
        except Exception as error:  # noqa: BLE001 - any is one too many
            place = traceback.extract_tb(error.__traceback__)[-1]
            self._break(f"{door.__name__}: {type(error).__name__} at {place.name} {place.lineno}: {error}", data, place)
        if time.process_time() - began > MOST_SECONDS:
            self._break(f"{door.__name__}: {time.process_time() - began:.1f} s", data, door.__name__)
        if time.monotonic() > self._end:  # libFuzzer ends a process without letting it say a word
            print(f"{self.inputs:,} inputs, {len(self._known)} kinds of broken promises", flush=True)
            os._exit(1 if self._known else 0)

    def _break(self, what: str, data: bytes, kind: object) -> None:
        if str(kind) not in self._known:
            self._known.add(str(kind))
            with self._broken.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"broken": what, "input": data.hex()}) + "\n")


def main() -> None:
    """Reads the arguments and searches."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=1800, metavar="S", help="how long to search")
    parser.add_argument("--only", default="", metavar="PART", help="doors whose names hold this")
    parser.add_argument("--broken", type=Path, default=Path("broken.jsonl"), metavar="FILE", help="what broke one")
    options = parser.parse_args()
    search = Search(options.broken, options.only, options.seconds)
    corpus = Path(tempfile.mkdtemp(prefix="fuzz-guided-"))
    for seed in seeds():
        (corpus / f"{zlib.crc32(seed):08x}").write_bytes(seed)
    limits = [f"-max_len={LONGEST}", "-len_control=0", "-rss_limit_mb=4096", "-timeout=120"]
    atheris.Setup([sys.argv[0], *limits, str(corpus)], search)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
