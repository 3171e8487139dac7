"""Rules of one's own, from TOML files in the format of the built-in ones.

They act by themselves, without the judge: a line goes when a rule says so outright (``alone``) or
when hints worth two points meet in it; lines that prove nothing by themselves (``member``,
``anchor``) go when they touch one that goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from cleantext.document import Document
from cleantext.hits import Hit
from cleantext.matching import Matcher, parts
from cleantext.removal import Removal
from cleantext.rulebook import Rule, RuleError, read_rule_file
from cleantext.units import Units

# Hints in one line must be worth this much together.
ENOUGH = 2.0
# Members reach this many lines from what they belong to, by way of other members.
REACH = 12


@dataclass(frozen=True)
class CustomRules:
    r"""Removes what a user's own rules condemn; removals bear the names that the file gives.

    >>> from cleantext.rulebook import Rule
    >>> motto = Rule("motto", "house", "any", "alone", "line", "stands under every page", ("Read. Think.",))
    >>> from cleantext import Pipeline
    >>> Pipeline([CustomRules((motto,))])("The end.\nREAD. THINK.").text
    'The end.\n'
    """

    rules: tuple[Rule, ...]
    file: str = ""  # where they are from

    def __post_init__(self) -> None:
        object.__setattr__(self, "rules", tuple(self.rules))
        if other := [one for one in self.rules if not isinstance(one, Rule)]:
            raise TypeError(f"rules are Rule values, not {other[0]!r:.60}; from_file reads a file of them")

    @classmethod
    def from_file(cls, path: str | Path) -> CustomRules:
        """The filter of a rule file. Raises :class:`~cleantext.RuleError` for any file that is not one, or whose
        rules do not do what their own examples say.
        """
        found = cls(read_rule_file(path), str(path))
        _check_examples(found.rules, str(path))
        return found

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals that these rules propose for ``document``.

        Raises :class:`~cleantext.RuleError` if a pattern takes too long, which the check of files leaves to few.
        """
        try:
            hits = sorted(_matcher(self.rules)(document), key=lambda hit: (hit.rule.filter, hit.unit))
        except RuleError as error:
            raise RuleError(f"{self.file}: {error}" if self.file else str(error)) from None
        for name, group in groupby(hits, key=lambda hit: hit.rule.filter):
            by_unit = {unit: tuple(found) for unit, found in groupby(group, key=lambda hit: hit.unit)}
            yield from _removals(document.view(parts), name, by_unit)


@lru_cache(maxsize=16)
def _matcher(rules: tuple[Rule, ...]) -> Matcher:
    return Matcher(rules)


def _check_examples(rules: tuple[Rule, ...], file: str) -> None:
    """Raises :class:`~cleantext.RuleError` if one of ``rules`` does not see what it should, or takes what stays."""
    examples = [(rule, example) for rule in rules for example in (*rule.removes, *rule.keeps)]
    read = [Document(example).view(parts).texts for _, example in examples]
    owners = [number for number, texts in enumerate(read) for _ in texts]
    seen: dict[tuple[int, str], dict[int, list[Hit]]] = {}  # of each example by each rule: hits by unit
    # All at one go: a call of the matcher costs more than an example.
    for hit in _matcher(rules).read([text for texts in read for text in texts]):
        seen.setdefault((owners[hit.unit], hit.rule.id), {}).setdefault(hit.unit, []).append(hit)
    for number, (rule, example) in enumerate(examples):
        where, hits = f"{file}: rule {rule.id!r}", seen.get((number, rule.id), {})
        if example in rule.removes and not hits:
            raise RuleError(f"{where} does not see its own example {quote(example)}")
        if example in rule.keeps and any(map(verdict, hits.values())):
            raise RuleError(f"{where} takes what it says it keeps: {quote(example)}")


def _removals(found: Units, name: str, hits: dict[int, tuple[Hit, ...]]) -> Iterator[Removal]:
    """What the rules of one name remove: condemned lines and the members that touch them."""
    gone = {unit: hit for unit, standing in hits.items() if (hit := verdict(standing))}
    shown = [unit for unit, text in enumerate(found.texts) if text.strip()]
    place = {unit: index for index, unit in enumerate(shown)}
    taken = dict(gone)
    for unit in gone:
        for step in (-1, 1):
            for index in range(place[unit] + step, place[unit] + step * (REACH + 1), step):
                beside = hits.get(shown[index], ()) if 0 <= index < len(shown) and shown[index] not in taken else ()
                member = next((hit for hit in beside if hit.rule.role in ("member", "anchor")), None)
                if member is None:
                    break
                taken[shown[index]] = member
    for unit, hit in sorted(taken.items()):
        words = quote(found.texts[unit][hit.start : hit.end])
        yield Removal(found.starts[unit], found.ends[unit], name, hit.rule.name, words)


def verdict(hits: Sequence[Hit]) -> Hit | None:
    """The hit that condemns the line, if one does or several together do."""
    hints: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: hit.start - hit.end):  # the longest first
        if hit.rule.role == "alone":
            return hit
        # A phrase inside a longer one, or said again, is the same evidence.
        if hit.rule.role == "hint" and not any(hit.start < other.end and other.start < hit.end for other in hints):
            hints.append(hit)
    total = sum(hit.rule.weight for hit in hints)
    return max(hints, key=lambda hit: hit.rule.weight) if total >= ENOUGH else None


def quote(text: str) -> str:
    """Evidence as people read it: the matched words, shortened."""
    words = " ".join(text.split())
    return f"“{words[:77]}…”" if len(words) > 78 else f"“{words}”"
