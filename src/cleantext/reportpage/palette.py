"""Kinds on the page: a number for each, under which style sheet and switches know it.

Names of filters come from rule files too, so none is ever part of the style sheet or of an identifier.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cleantext.kinds import NUMBERS, colour, rgb
from cleantext.reportpage.escape import safe


def numbered(names: Iterable[str]) -> dict[str, int]:
    """``names`` with their numbers: the kinds, in their order, then the others."""
    ordered = sorted(set(names), key=lambda name: (NUMBERS.get(name, len(NUMBERS)), name))
    return {name: number for number, name in enumerate(ordered)}


def styles(numbers: Mapping[str, int]) -> str:
    """The colour of each filter, and what its switch does: its stretches look as if they stayed."""
    rules = []
    for name, n in numbers.items():
        rules.append(".k{}{{--k:#{:02x}{:02x}{:02x}}}".format(n, *rgb(colour(name))))
        off = f"body:has(#s{n}:not(:checked))"
        rules.append(f"{off} del.k{n},{off} mark.k{n}{{display:inline;background:none;text-decoration:none}}")
        rules.append(f"{off} .map .k{n},{off} .why .k{n}{{opacity:.2}}")
    return "\n".join(rules)


def chip(name: str, numbers: Mapping[str, int]) -> str:
    """The label of a filter, in its colour."""
    return f'<span class="chip k{numbers[name]}">{safe(name)}</span>'
