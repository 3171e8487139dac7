"""What the rules saw, as numbers: for each line and kind how strong the evidence is, and the rules themselves.

Evidence means the same in every language. That is how a network that learned from a few languages
judges pages in others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from cleantext.judge.characters import Ints
from cleantext.judge.shape import LIMIT, log2
from cleantext.judge.tokens import Tokens
from cleantext.kinds import KINDS, NUMBERS
from cleantext.matching import Hit

RULE_BITS = 12
"""Rules share a table of ``2 ** RULE_BITS`` rows."""

SIDES = ("alone", "hint", "part")
"""The columns of each kind: what condemns a line by itself, hints, and members or edges of a block."""

_SIDE = {"alone": 0, "hint": 1, "anchor": 2, "member": 2}
_BASE = {"alone": 64, "anchor": 72, "member": 40}
_HINT = 40  # for each point
NAMES = (
    *(f"rule_{kind.name}_{side}" for kind in KINDS for side in SIDES),
    *(f"ruled_{kind.name}" for kind in KINDS),
    "rule_against", "rule_covered", "ruled_lines",
)  # fmt: skip
_OF_LINES = len(KINDS) * len(SIDES)


def evidence(hits: Iterable[Hit], numbers: Ints, widths: Sequence[int]) -> tuple[NDArray[np.int8], Tokens]:
    """The columns ``NAMES`` of each visible unit, and the rows of the rules that hold for it.

    ``numbers`` are the units' numbers among all units, ``widths`` their lengths in characters. Of
    kinds that no built-in rule has, nothing is seen.
    """
    size = len(numbers)
    place = {number: index for index, number in enumerate(numbers.tolist())}
    sides = np.zeros((size, len(KINDS), len(SIDES)))
    against, covered = np.zeros(size), np.zeros(size)
    lines: list[int] = []
    rows: list[int] = []
    for hit in hits:
        line, kind = place.get(hit.unit), NUMBERS.get(hit.rule.filter)
        if line is None or kind is None:
            continue
        share = (hit.end - hit.start) / max(widths[line], 1)
        role = hit.rule.role
        if role == "against":
            against[line] = LIMIT
        elif role == "hint":
            sides[line, kind, 1] += _HINT * hit.rule.weight
        else:
            side = _SIDE[role]
            sides[line, kind, side] = max(sides[line, kind, side], _BASE[role] + share * (LIMIT - _BASE[role]))
        covered[line] += share
        lines.append(line)
        rows.append(rule_row(hit.rule.name, hit.rule.filter))
    alone = sides[:, :, 0] > 0
    columns = np.concatenate(
        (
            sides.reshape(size, _OF_LINES),
            np.broadcast_to(log2(alone.sum(0)) * 16, (size, len(KINDS))),
            against[:, None],
            np.minimum(covered, 1)[:, None] * LIMIT,
            np.full((size, 1), alone.any(1).sum() / max(size, 1) * LIMIT),
        ),
        axis=1,
    )
    order = np.argsort(np.array(lines, np.int64), kind="stable")
    counts = np.bincount(np.array(lines, np.int64), minlength=size)
    return (
        np.clip(np.rint(columns), -LIMIT, LIMIT).astype(np.int8),
        Tokens(np.array(rows, np.uint16)[order], counts),
    )


def rule_row(name: str, kind: str) -> int:
    """The row of a rule in the table of rules, whatever its language."""
    return crc32(f"{kind}/{name.split('/', 1)[1]}".encode()) & ((1 << RULE_BITS) - 1)
