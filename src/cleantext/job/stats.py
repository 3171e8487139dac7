"""What a job removed, added up: by kind, by rule, by language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from cleantext.removal import GAPS, Removal, Result, union
from cleantext.report import visible

# Rows of a table that is for people; the file of JSON has all.
_SHOWN = 25


class Count(NamedTuple):
    """Documents that lost something, the lines of theirs that it touched, and its code points."""

    documents: int = 0
    lines: int = 0
    characters: int = 0


Counts = Mapping[tuple[str, str], Count]
"""By group (``total``, ``kinds``, ``rules``, ``languages``) and name; ``total`` has ``read`` and ``removed``."""

GROUPS = ("kinds", "rules", "languages")


def counts_of(result: Result) -> dict[tuple[str, str], Count]:
    r"""What one document adds. What two rules asked for counts for each of them, and once in the total.

    >>> from cleantext import explain
    >>> counts_of(explain("The ferry left at noon.\nPhoto: J. Doe/Getty Images"))["kinds", "captions"]
    Count(documents=1, lines=1, characters=26)
    """
    document = result.document
    removals = [removal for removal in result.removals if removal.filter != GAPS and removal.start < removal.end]
    groups: dict[tuple[str, str], list[Removal]] = {}
    for removal in removals:
        groups.setdefault(("kinds", removal.filter), []).append(removal)
        groups.setdefault(("rules", f"{removal.filter} {removal.rule}"), []).append(removal)
    if removals:
        groups["languages", document.lang or "unknown"] = groups["total", "removed"] = removals
    found = {key: _count(result, group) for key, group in groups.items()}
    return found | {("total", "read"): Count(1, len(document.lines), len(document.text))}


def _count(result: Result, removals: Iterable[Removal]) -> Count:
    lines: set[int] = set()
    characters = 0
    for start, end in union(removals):
        lines.update(range(result.line_of(start), result.line_of(end - 1) + 1))
        characters += end - start
    return Count(1, len(lines), characters)


def add(total: dict[tuple[str, str], Count], counts: Counts) -> None:
    """Adds ``counts`` to ``total``."""
    for key, count in counts.items():
        total[key] = Count(*map(sum, zip(total.get(key, Count()), count, strict=True)))


def as_json(counts: Counts) -> str:
    """All of it as one JSON object: groups, names, and the three numbers of each; most characters first."""
    total = {name: counts.get(("total", name), Count())._asdict() for name in ("read", "removed")}
    groups = {group: {name: count._asdict() for name, count in _ranked(counts, group)} for group in GROUPS}
    return json.dumps(total | groups, indent=1, ensure_ascii=False) + "\n"


def as_table(counts: Counts) -> str:
    """A table for people; of each group the names of which most went."""
    rows = [(name, counts.get(("total", name), Count())) for name in ("read", "removed")]
    width = max(len(name) for _, name in [*counts, ("", "documents")]) + 2
    lines = [_line(width, "", "documents", "lines", "characters"), *(_row(width, *row) for row in rows)]
    for group in GROUPS:
        ranked = list(_ranked(counts, group))
        lines += ["", group, *(_row(width, *row) for row in ranked[:_SHOWN])]
        if len(ranked) > _SHOWN:
            lines.append(f"  and {len(ranked) - _SHOWN:,} more")
    return "\n".join(lines) + "\n"


def _ranked(counts: Counts, group: str) -> Iterator[tuple[str, Count]]:
    found = [(name, count) for (of, name), count in counts.items() if of == group]
    yield from sorted(found, key=lambda row: (-row[1].characters, row[0]))


def _row(width: int, name: str, count: Count) -> str:
    return _line(width, f"  {visible(name)}", *(f"{number:,}" for number in count))


def _line(width: int, name: str, *cells: str) -> str:
    return f"{name:<{width}}" + "".join(f"{cell:>16}" for cell in cells)
