"""What the rules saw, as numbers: for each line and kind how strong the evidence is, and the rules themselves.

Evidence means the same in every language. That is how a network that learned from a few languages
judges pages in others.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from cleantext.hits import Hit, Hits
from cleantext.judge.characters import Ints
from cleantext.judge.page import Page
from cleantext.judge.shape import LIMIT, log2
from cleantext.judge.tokens import Tokens
from cleantext.kinds import KINDS
from cleantext.rulebook import ROLES

SIDES = ("alone", "hint", "part")
"""The columns of each kind: what condemns a line by itself, hints, and members or edges of a block."""

# By role: the column, and what a match counts at least.
_SIDES = np.array([{"alone": 0, "hint": 1}.get(role, 2) for role in ROLES])
_BASES = np.array([{"alone": 64, "anchor": 72, "member": 40}.get(role, 0) for role in ROLES])
_HINTS, _AGAINST = ROLES.index("hint"), ROLES.index("against")
_HINT = 40  # for each point
NAMES = (
    *(f"rule_{kind.name}_{side}" for kind in KINDS for side in SIDES),
    *(f"ruled_{kind.name}" for kind in KINDS),
    "rule_against", "rule_covered", "ruled_lines",
)  # fmt: skip
_OF_LINES = len(KINDS) * len(SIDES)


def evidence(hits: Iterable[Hit], page: Page, widths: Ints) -> tuple[NDArray[np.int8], Tokens]:
    """The columns ``NAMES`` of each visible unit of ``page``, and the rows of the rules that hold for it.

    ``widths`` are the units' lengths in characters. Of kinds that no built-in rule has, nothing is seen.
    """
    numbers, owners, size = page.numbers, page.owners, page.size
    found = Hits.of(hits)
    place = np.full(max(numbers.max(initial=-1), found.units.max(initial=-1)) + 1, -1)
    place[numbers] = np.arange(size)
    found = found.chosen((place[found.units] >= 0) & (found.table.kinds[found.rules] >= 0))
    lines, kinds, roles = place[found.units], found.table.kinds[found.rules], found.table.roles[found.rules]
    shares = (found.ends - found.starts) / np.maximum(widths[lines], 1)
    sides = np.zeros((size, len(KINDS), len(SIDES)))
    bases = _BASES[roles]
    # A hint counts each time, of the others the one that covers most of the line.
    np.maximum.at(sides, (lines, kinds, _SIDES[roles]), np.where(bases > 0, bases + shares * (LIMIT - bases), 0))
    hints = roles == _HINTS
    np.add.at(sides, (lines[hints], kinds[hints], 1), _HINT * found.table.weights[found.rules[hints]])
    against = np.zeros(size)
    against[lines[roles == _AGAINST]] = LIMIT
    covered = np.bincount(lines, shares, size)
    alone = sides[:, :, 0] > 0
    lines_ruled = page.totals(np.asarray(alone.any(1))) / page.sizes
    columns = np.concatenate(
        (
            sides.reshape(size, _OF_LINES),
            (log2(page.totals(alone)) * 16)[owners],
            against[:, None],
            np.minimum(covered, 1)[:, None] * LIMIT,
            (lines_ruled * LIMIT)[owners, None],
        ),
        axis=1,
    )
    order = np.argsort(lines, kind="stable")
    rows = found.table.rows[found.rules[order]].astype(np.uint16)
    return np.clip(np.rint(columns), -LIMIT, LIMIT).astype(np.int8), Tokens(rows, np.bincount(lines, minlength=size))
