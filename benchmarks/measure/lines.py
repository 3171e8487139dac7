"""Cases with the exact right answer: lines and blocks of furniture, look-alikes, probes of content loss."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import data
from measure.base import Cleaners, Report, Row, chosen, share
from score import text_lines

GROUPS = {
    "F": "furniture lines alone in an article",
    "K": "look-alikes",
    "L": "probes of content loss",
    "B": "blocks",
}


@dataclass
class Score:
    """Cases by (group, kind): exactly right, right but for blank lines, all."""

    right: Counter[tuple[str, str]] = field(default_factory=Counter)
    as_lines: Counter[tuple[str, str]] = field(default_factory=Counter)
    cases: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def measure(cleaners: Cleaners, profile: str = "residue", sample: int | None = None) -> dict[str, Score]:
    """The scores on the cases of one profile. Blank lines do not count in blocks."""
    cases = {record["id"]: record for record in data.records("lines-dev.jsonl") if record["profile"] == profile}
    scores = {cleaner: Score() for cleaner in cleaners}
    for name in chosen(cases, sample):
        case, key = cases[name], (name[0], cases[name]["kind"])
        for cleaner, clean in cleaners.items():
            found, expected = clean(case["input"], f"lines/{name}"), case["expected"]
            same_lines = text_lines(found) == text_lines(expected)
            is_right = found == expected or (key[0] == "B" and same_lines)
            scores[cleaner].cases[key] += 1
            scores[cleaner].right[key] += is_right
            scores[cleaner].as_lines[key] += same_lines
            if not is_right:
                wrong = [f"lost {line!r}" for line in _only(expected, found)]
                wrong += [f"missed {line!r}" for line in _only(found, expected)]
                scores[cleaner].wrong.append(f"{name} {case['language']} {key[1]} | {' '.join(wrong)[:300]}")
    return scores


def _only(one: str, other: str) -> list[str]:
    there = Counter(text_lines(other))
    return list((Counter(text_lines(one)) - there).elements())


def report(cleaners: Cleaners, sample: int | None = None, profile: str = "residue") -> Report:
    """The share of cases exactly right by group, and of furniture by kind."""
    scores = measure(cleaners, profile, sample)
    first = next(iter(scores.values()))

    def row(label: str, group: str, kind: str | None = None, *, as_lines: bool = False) -> Row:
        keys = [key for key in first.cases if key[0] == group and kind in (None, key[1])]
        number = sum(first.cases[key] for key in keys)
        right = {n: sum((s.as_lines if as_lines else s.right)[key] for key in keys) for n, s in scores.items()}
        return Row(label, number, {n: share(some, number) for n, some in right.items()})

    rows = [row(f"**{label}**", group) for group, label in GROUPS.items()]
    rows += [row(f"{label}, blank lines aside", g, as_lines=True) for g, label in GROUPS.items() if g != "B"]
    rows += [row(f"F {kind}", group, kind) for group, kind in sorted(first.cases) if group == "F"]
    return Report(f"lines exactly right, profile {profile}", rows, first.wrong)
