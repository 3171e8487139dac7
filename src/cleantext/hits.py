"""What rules found, as arrays; a hit becomes an object, with its rule, for who asks for one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from cleantext.kinds import NUMBERS
from cleantext.rulebook import PLACES, ROLES, Rule

Ints = NDArray[np.int64]

RULE_BITS = 12
"""The judge's table of rules has ``2 ** RULE_BITS`` rows."""
ANY_LANGUAGE = 0
"""The number of the rules that are about no language."""


class Hit(NamedTuple):
    """A rule that holds for a unit: the unit's number, where in its text, and the rule."""

    unit: int
    start: int
    end: int
    rule: Rule


def rule_row(name: str, kind: str) -> int:
    """The row of a rule in the table of rules, whatever its language."""
    return crc32(f"{kind}/{name.split('/', 1)[1]}".encode()) & ((1 << RULE_BITS) - 1)


class RuleTable(NamedTuple):
    """What is asked of rules, a row each; numbers are places in ``KINDS`` (-1: none of them), ``ROLES``, ``PLACES``."""

    kinds: Ints
    roles: Ints
    places: Ints
    most_words: Ints  # 0: any number
    weights: NDArray[np.float64]
    rows: Ints  # see rule_row
    languages: Ints  # rules of one language have one number, those of none ``ANY_LANGUAGE``

    @classmethod
    def of(cls, rules: Sequence[Rule]) -> RuleTable:
        """The table of ``rules``."""
        languages = dict.fromkeys(("any", *(rule.language for rule in rules)))
        numbers = {language: number for number, language in enumerate(languages)}

        def column(values: Iterable[float]) -> Ints:
            return np.fromiter(values, np.int64, len(rules))

        return cls(
            column(NUMBERS.get(rule.filter, -1) for rule in rules),
            column(ROLES.index(rule.role) for rule in rules),
            column(PLACES.index(rule.match) for rule in rules),
            column(rule.max_words for rule in rules),
            np.fromiter((rule.weight for rule in rules), np.float64, len(rules)),
            column(rule_row(rule.name, rule.filter) for rule in rules),
            column(numbers[rule.language] for rule in rules),
        )


@dataclass(frozen=True, eq=False)
class Hits(Sequence[Hit]):
    """Hits by unit, a column each: ``rules`` are places in ``book`` and rows of ``table``.

    A sequence of :class:`Hit`, made when they are asked for.
    """

    units: Ints
    starts: Ints
    ends: Ints
    rules: Ints
    table: RuleTable
    book: Sequence[Rule]

    @classmethod
    def of(cls, hits: Iterable[Hit]) -> Hits:
        """``hits`` as arrays."""
        if isinstance(hits, Hits):
            return hits
        found = list(hits)
        places: dict[int, int] = {}
        book: list[Rule] = []
        rules = []
        for hit in found:
            place = places.setdefault(id(hit.rule), len(book))  # comparing rules takes long
            if place == len(book):
                book.append(hit.rule)
            rules.append(place)
        units, starts, ends = (np.array([hit[column] for hit in found], np.int64) for column in range(3))
        return cls(units, starts, ends, np.array(rules, np.int64), RuleTable.of(book), book)

    def chosen(self, which: NDArray[np.generic] | slice) -> Hits:
        """Those that ``which`` says: numbers, truth values, or a slice."""
        units, starts, ends, rules = (column[which] for column in (self.units, self.starts, self.ends, self.rules))
        return Hits(units, starts, ends, rules, self.table, self.book)

    def moved(self, by: int) -> Hits:
        """The same in units whose numbers are larger ``by`` so much."""
        return replace(self, units=self.units + by) if by else self

    @classmethod
    def joined(cls, parts: Sequence[Hits]) -> Hits:
        """All of ``parts``, found by the same rules, one after another."""
        units, starts, ends, rules = (
            np.concatenate([getattr(part, name) for part in parts]) for name in ("units", "starts", "ends", "rules")
        )
        return cls(units, starts, ends, rules, parts[0].table, parts[0].book)

    def __len__(self) -> int:
        return len(self.units)

    def __getitem__(self, index: int) -> Hit:  # type: ignore[override]
        unit, start, end, rule = (int(c[index]) for c in (self.units, self.starts, self.ends, self.rules))
        return Hit(unit, start, end, self.book[rule])

    def __iter__(self) -> Iterator[Hit]:
        columns = (column.tolist() for column in (self.units, self.starts, self.ends, self.rules))
        return (Hit(unit, start, end, self.book[rule]) for unit, start, end, rule in zip(*columns, strict=True))
