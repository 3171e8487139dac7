"""Cleans small documents made at random, as text, whole page and HTML, and counts broken promises.

    python benchmarks/fuzz.py [--documents 5000000] [--seconds 3600] [--seed 0] [--broken broken.jsonl]

Documents come in batches of one kind with the same options. Of each it is asked that

- nothing raises (of bytes that are no text, nothing but ``NotText``),
- the clean text is the text minus the spans, which are sorted, disjoint and those of the removals,
- ``Cleaner.many``, which is what ``clean_many`` calls, gives what ``explain`` gives (asked of every sixteenth),
- none takes more than two seconds of processor time.

Those that break a promise go into ``--broken``. What batch N holds depends on its number only, so
``--seed`` is the number of the first. Ends with 1 if a promise was broken. The digest is that of
all clean texts: the same for the same batches in every process (try another ``PYTHONHASHSEED``).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import resource
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cleantext
from cleantext import Cleaner, Result
from cleantext.choices import Source
from cleantext.kinds import KINDS
from cleantext.reading.decode import NotText
from cleantext.removal import GAPS, union

ROOT = Path(__file__).parents[1]
BATCH = 64
MOST_SECONDS = 2.0

_LINE_ENDS = ("\n", "\n", "\n", "\n\n", "\n\n", "\r\n", "\r", "\u2028", "\x0b", "\x85", " ", "")
_LANGUAGES = (None, None, None, "en", "de", "ru", "ar", "zh")
_ENCODINGS = (
    "utf-8",
    "utf-8",
    "utf-8-sig",
    "cp1252",
    "latin-1",
    "utf-16",
    "utf-32",
    "utf-16-le",
    "shift_jis",
    "gb18030",
)
_LABELS = ("utf-8", "windows-1252", "utf-16", "iso-2022-jp", "undefined", "x-user-defined", "\ufffd")


@dataclass(frozen=True)
class Batch:
    """Documents (bytes are pages) that are cleaned with the same ``options``."""

    kind: str
    documents: Sequence[str | bytes]
    options: dict[str, Any]


class Maker:
    """Makes documents of what rules know, of fixtures, and of noise."""

    def __init__(self) -> None:
        self._phrases = list(_phrases())
        self._lines, self._tokens = _fixtures()
        self._units = tomllib.loads((ROOT / "fixtures" / "slow-texts.toml").read_text("utf-8"))["units"]
        self._pieces: dict[Callable[[random.Random], str], int] = {
            self._phrase: 30,
            self._line: 25,
            self._near_miss: 12,
            self._unit: 10,
            self._wild: 10,
            self._glued: 8,
            self._damaged: 5,
        }

    def batch(self, number: int) -> Batch:
        """The batch of a number."""
        chance = random.Random(number)
        kind = chance.choices(("text", "main", "html", "bytes"), (60, 15, 15, 10))[0]
        options = {"lang": chance.choice(_LANGUAGES), "repair": chance.random() < 0.5}
        if kind in ("text", "main"):
            options["profile"] = "residue" if kind == "text" else "main"
            return Batch(kind, [self._text(chance) for _ in range(BATCH)], options)
        options["profile"] = chance.choice(("residue", "residue", "main"))
        pages = [self._page(chance) for _ in range(BATCH // 4)]
        return Batch(kind, pages if kind == "html" else [_as_bytes(page, chance) for page in pages], options)

    def _text(self, chance: random.Random) -> str:
        count = chance.choice((0, 1, 1, 2, 3, 4, 6, 9, 14))
        return "".join(self._piece(chance) + chance.choice(_LINE_ENDS) for _ in range(count))

    def _page(self, chance: random.Random) -> str:
        count = chance.choice((1, 3, 8, 20, 40))
        made = "".join(
            chance.choice(self._tokens) if chance.random() < 0.65 else self._piece(chance) for _ in range(count)
        )
        if chance.random() < 0.5:
            label = f"<meta charset={chance.choice(_LABELS)}>" if chance.random() < 0.3 else ""
            made = f"<!doctype html><html><head>{label}</head><body>{made}</body></html>"
        return made

    def _piece(self, chance: random.Random) -> str:
        return chance.choices(list(self._pieces), list(self._pieces.values()))[0](chance)

    def _phrase(self, chance: random.Random) -> str:
        return chance.choice(self._phrases)

    def _line(self, chance: random.Random) -> str:
        return chance.choice(self._lines)

    def _unit(self, chance: random.Random) -> str:
        return str(chance.choice(self._units)) * chance.choice((1, 2, 5, 20, 60))

    def _wild(self, chance: random.Random) -> str:
        tops = (0x20, 0x80, 0x300, 0x3000, 0x10000, 0x110000)
        return "".join(chr(chance.randrange(chance.choice(tops))) for _ in range(chance.randrange(1, 30)))

    def _glued(self, chance: random.Random) -> str:
        return "".join(chance.choice(self._phrases) for _ in range(chance.choice((2, 3, 5))))

    def _near_miss(self, chance: random.Random) -> str:
        text = chance.choice((self._phrase, self._line))(chance)
        at = chance.randrange(len(text) + 1)
        return chance.choice((text[:at], text[at:], text[:at] + self._wild(chance)[:1] + text[at:], text.swapcase()))

    def _damaged(self, chance: random.Random) -> str:
        text = self._line(chance)
        for _ in range(chance.choice((1, 1, 2, 4))):
            text = text.encode("utf-8", "surrogatepass").decode(chance.choice(("cp1252", "latin-1")), "replace")
        return text


def _as_bytes(page: str, chance: random.Random) -> bytes:
    data = bytearray(page.encode(chance.choice(_ENCODINGS), "replace"))
    for _ in range(chance.choice((0, 0, 1, 5))):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data[: chance.choice((None, None, None, len(data) // 2))])


def _phrases() -> Iterator[str]:
    for path in sorted(Path(cleantext.__file__).parent.glob("rules/*/*.toml")):
        for rule in tomllib.loads(path.read_text("utf-8"))["rule"]:
            for name in ("phrases", "removes", "keeps"):
                yield from rule.get(name, ())


def _fixtures() -> tuple[list[str], list[str]]:
    """Lines of texts, and pages cut into tags and what stands between them."""
    lines, tokens = [], []
    for path in sorted((ROOT / "fixtures" / "pages").iterdir()):
        text = path.read_text("utf-8")
        if path.suffix == ".html":
            tokens += [token for token in re.findall(r"<[^>]*>|[^<]+", text) if token.strip()]
        else:
            lines += [line for line in text.splitlines() if line.strip()]
    negatives = tomllib.loads((ROOT / "fixtures" / "hard-negatives.toml").read_text("utf-8"))["text"]
    return lines + [line for one in negatives for line in one["text"].splitlines() if line], tokens


@dataclass
class Count:
    """What was cleaned, and which promises were broken by what."""

    documents: Counter[str] = field(default_factory=Counter)
    alone: int = 0
    characters: int = 0
    broken: list[dict[str, str]] = field(default_factory=list)
    _digest: Any = field(default_factory=hashlib.sha256)

    @property
    def digest(self) -> str:
        """Of all clean texts, in order."""
        return str(self._digest.hexdigest()[:16])

    def clean(self, batch: Batch) -> None:
        """Cleans a batch and holds it against the promises."""
        source: Source = "html" if batch.kind in ("html", "bytes") else "text"
        cleaner = Cleaner(source=source, **batch.options)
        for place, (document, result) in enumerate(zip(batch.documents, self._results(cleaner, batch), strict=True)):
            self.documents[batch.kind] += 1
            self.characters += len(document)
            if result is None:
                continue
            self._digest.update(result.text.encode("utf-8", "surrogatepass"))
            for promise in broken_promises(document, result, is_repaired=batch.options["repair"]):
                self._break(promise, document, batch)
            if place % 16 == 0:
                self.alone += 1
                alone = cleantext.explain(document, source=source, **batch.options)
                if (alone.text, alone.removals) != (result.text, result.removals):
                    self._break("the same alone and together", document, batch)

    def _results(self, cleaner: Cleaner, batch: Batch) -> Sequence[Result | None]:
        if batch.kind in ("text", "main"):
            began = time.process_time()
            try:
                results = cleaner.many(batch.documents)
            except Exception:  # noqa: BLE001 - who it was is found out below
                return [self._result(cleaner, document, batch) for document in batch.documents]
            if time.process_time() - began < MOST_SECONDS:
                return results
        return [self._result(cleaner, document, batch) for document in batch.documents]

    def _result(self, cleaner: Cleaner, document: str | bytes, batch: Batch) -> Result | None:
        began = time.process_time()
        try:
            return cleaner(document)
        except NotText:
            if isinstance(document, str):
                self._break("NotText for a text", document, batch)
        except Exception as error:  # noqa: BLE001 - any is one too many
            self._break(f"{type(error).__name__}: {error}", document, batch)
        finally:
            took = time.process_time() - began
            if took > MOST_SECONDS:
                self._break(f"{took:.1f} s", document, batch)
        return None

    def _break(self, promise: str, document: str | bytes, batch: Batch) -> None:
        self.broken.append({"promise": promise, "document": repr(document), "kind": batch.kind, **batch.options})


def broken_promises(document: str | bytes, result: Result, is_repaired: bool) -> Iterator[str]:
    """Which promises about one result are broken."""
    text = result.document.text
    if isinstance(document, str) and not is_repaired and "<" not in document and text != document:
        yield "the text is what came in"
    pieces, position = [], 0
    for start, end in result.spans:
        if not position <= start < end <= len(text):
            yield "spans are sorted, disjoint and inside the text"
        pieces.append(text[position:start])
        position = end
    if "".join(pieces) + text[position:] != result.text:
        yield "only deletes"
    if union(result.removals) != result.spans:
        yield "removals explain all that went"
    # Of what is withheld the judge may be as good as sure that it is none.
    least = [(removal, 1e-4) for removal in result.removals] + [(removal, 0.0) for removal in result.withheld]
    if any(not removal.rule or not bound <= removal.score <= 1 for removal, bound in least):
        yield "removals say who and why"
    known = {GAPS, *(kind.name for kind in KINDS), "main"}
    if not known.issuperset(result.by_filter()):
        yield "filters are known"


def main() -> int:
    """Reads the arguments, cleans, and prints one line about it all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=5_000_000, metavar="N", help="stop after so many")
    parser.add_argument("--seconds", type=float, default=3600.0, metavar="S", help="or after so long")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="the number of the first batch")
    parser.add_argument(
        "--broken", type=Path, default=Path("broken.jsonl"), metavar="FILE", help="what broke a promise"
    )
    options = parser.parse_args()
    maker, count = Maker(), Count()
    for profile in ("residue", "main"):  # reads rules and weights
        cleantext.explain("<p>One line.</p><p>Share on Facebook</p>", profile, source="html")
    began, number, told = time.monotonic(), options.seed, 0
    while time.monotonic() - began < options.seconds and count.documents.total() < options.documents:
        count.clean(maker.batch(number))
        number += 1
        if len(count.broken) > told:
            lines = (json.dumps(one) + "\n" for one in count.broken[told:])
            with options.broken.open("a", encoding="utf-8") as file:
                file.writelines(lines)
            told = len(count.broken)
        if number % 500 == 0:
            print(summary(count, began, number), file=sys.stderr, flush=True)
    print(summary(count, began, number))
    return 1 if count.broken else 0


def summary(count: Count, began: float, number: int) -> str:
    """What was done so far."""
    kinds = ", ".join(f"{kind} {size:,}" for kind, size in sorted(count.documents.items()))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return (
        f"{count.documents.total():,} documents ({kinds}), {count.characters / 1e6:.1f} million characters, "
        f"{time.monotonic() - began:.0f} s, {time.process_time():.0f} s of processor time, {memory} MB; batches up to "
        f"{number}, digest {count.digest}; {count.alone:,} once more alone; {len(count.broken)} promises broken"
    )


if __name__ == "__main__":
    sys.exit(main())
