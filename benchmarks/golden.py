"""Records what the shipped weights remove of the golden texts, for people to read and for tests to hold.

    python benchmarks/golden.py

Writes ``fixtures/golden/*.removals.json`` (which lines of the two documents go, and as what) and
``fixtures/golden-kinds/*.json`` (for each kind a text in several languages, and what goes). Look at
the difference before you commit it: whatever the judge does wrong becomes what is expected.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import gate
from cleantext import Result
from cleantext.kinds import KINDS
from cleantext.pipeline import profile_pipeline
from cleantext.removal import GAPS, removed_lines

FIXTURES = Path(__file__).parents[1] / "fixtures"
LANGUAGES = ("en", "de", "es", "ru", "ar", "hi", "zh")


def removed(result: Result) -> list[list[object]]:
    """Filter, number of the line from 1, and words of all that goes, each once; gaps between are left out."""
    document = result.document
    gone = removed_lines(document, result.spans)
    rows: list[list[object]] = []
    for removal in result.removals:
        if removal.filter != GAPS:
            number = next(n for n, line in enumerate(document.lines) if line.start <= removal.start <= line.end)
            line = document.lines[number]
            words = line.text if number in gone else document.text[removal.start : removal.end]
            rows.append([removal.filter, number + 1, words])
    return [row for place, row in enumerate(rows) if row not in rows[:place]]


def texts(kind: str) -> Iterator[tuple[str, str]]:
    """Language and text: the first block of a kind in an article."""
    written = gate.written()
    for language in LANGUAGES:
        block = next((part for part in written[language] if part.kind == kind), None)
        if block:
            (article,) = (part for part in written[language] if part.kind == gate.ARTICLE)
            yield language, gate.set_together(language, article.lines, [block], "\n\n").text


def main() -> None:
    """Writes both."""
    pipeline = profile_pipeline()
    for raw in sorted(FIXTURES.glob("golden/*.raw.txt")):
        found = removed(pipeline(raw.read_bytes().decode("utf-8")))
        _write(raw.with_name(raw.name.replace(".raw.txt", ".removals.json")), found)
    for kind in KINDS:
        entries = [
            {"language": one, "text": text, "removed": removed(pipeline(text))} for one, text in texts(kind.name)
        ]
        _write(FIXTURES / "golden-kinds" / f"{kind.name}.json", entries)


def _write(path: Path, value: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
