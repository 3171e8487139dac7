"""Rules: phrases and patterns kept as data, and the loader that refuses bad ones.

A rule file is TOML: a list of ``[[rule]]`` tables. The built-in ones are
``rules/<language>/<filter>.toml`` (``any`` for what needs no language); a user's file has the
same form and may say at the top which ``filter`` its removals are reported under. Rules name
literals, patterns and examples, never code. ``docs/rules.md`` explains every field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from cleantext.cache import made
from cleantext.removal import GAPS

ROLES = ("alone", "anchor", "member", "hint", "against")
PLACES = ("line", "start", "end", "within")

# A pattern is tried only where one of its literals occurs. Shorter ones occur everywhere;
# Chinese, Japanese, Korean and Thai carry in two characters what Latin needs a word for.
MIN_LITERAL = 3
MIN_LITERAL_DENSE = 2
DENSE_RANGES = ((0x0E00, 0x0E7F), (0x1100, 0x11FF), (0x2E80, 0xA4CF), (0xAC00, 0xD7FF), (0xF900, 0xFAFF))
DENSE = re.compile("[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in DENSE_RANGES) + "]")

MAX_PHRASE = 200
MAX_PATTERN = 1500


class RuleError(ValueError):
    """A rule file that can not be used; the message names the file, the rule and the reason."""


@dataclass(frozen=True)
class Rule:
    """One piece of evidence about a line.

    ``role`` says what a match proves: ``alone`` (the line goes), ``anchor`` (a block starts or
    ends here), ``member`` (goes with a neighbour that goes), ``hint`` (``weight`` points; a line
    needs two), ``against`` (such text is content, not furniture). ``match`` says where the
    phrase or pattern must stand: the whole ``line``, its ``start``, its ``end`` or anywhere
    ``within``. A line of more than ``max_words`` words (0: no limit) does not match. Each of
    ``patterns`` is tried where one of its ``required`` literals occurs; those that the pattern
    does not show are given as ``literals``.
    """

    id: str
    filter: str
    language: str
    role: str
    match: str
    why: str = ""
    phrases: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    literals: tuple[str, ...] = ()
    required: tuple[tuple[str, ...], ...] = ()
    max_words: int = 0
    weight: float = 1.0
    source: str = ""
    removes: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.required) != len(self.patterns):
            object.__setattr__(self, "required", tuple(_required(one, self.literals) for one in self.patterns))

    @property
    def name(self) -> str:
        """How removals name the rule: ``en/skip-link``."""
        return f"{self.language}/{self.id}"


_FIELDS = {f.name for f in fields(Rule)} - {"filter", "language", "required"}
_FOR_PEOPLE = ("why", "source", "removes", "keeps", "literals")
COMPACT = "rules.json"
_PACKAGE = Path(__file__).parent
_RULES = _PACKAGE / "rules"
# What a copy of them depends on besides the rule files.
_READERS = (
    "rulebook.py", "literals.py", "linear.py", "syntax.py", "compiled.py", "cover.py", "edges.py", "widths.py",
    "folding.py", "codes.py", "charsets.py", "hits.py", "kinds.py", "lexicon.py", "patterns.py", "arrays.py",
)  # fmt: skip
_LISTS = ("phrases", "patterns", "literals", "removes", "keeps")


def parse_rules(data: Mapping[str, Any], filter: str, language: str, where: str) -> tuple[Rule, ...]:
    """The rules of one parsed file; ``where`` names it in errors (:class:`RuleError`)."""
    tables = data.get("rule")
    if not isinstance(tables, list) or not tables:
        raise RuleError(f"{where}: no [[rule]] in it")
    unknown = set(data) - {"rule", "filter", "language"}
    if unknown:
        raise RuleError(f"{where}: unknown key {min(unknown)!r}")
    rules: dict[str, Rule] = {}
    for number, table in enumerate(tables, start=1):
        rule = _parse_rule(table, filter, language, f"{where}: rule {number}")
        if rule.id in rules:
            raise RuleError(f"{where}: rule {rule.id!r} stands twice")
        rules[rule.id] = rule
    return tuple(rules.values())


def _parse_rule(table: object, filter: str, language: str, where: str) -> Rule:
    if not isinstance(table, dict):
        raise RuleError(f"{where}: not a table")
    name = table.get("id")
    if not isinstance(name, str) or not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise RuleError(f"{where}: needs an id of lower-case letters, digits and hyphens")
    where = f"{where.rsplit(': rule ', 1)[0]}: rule {name!r}"
    unknown = sorted(set(table) - _FIELDS)
    if unknown:
        raise RuleError(f"{where}: unknown field {unknown[0]!r}; known are {', '.join(sorted(_FIELDS))}")
    rule = Rule(filter=filter, language=language, **_values(table, where))
    _check(rule, where)
    if rule.match != "line" and not all(rule.required):
        raise RuleError(f"{where}: a pattern shows no word that must occur; give literals")
    return rule


def _values(table: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The fields of a rule's table, each of the type that it must have."""
    values: dict[str, Any] = {"role": "alone", "match": "line", "why": "", **table}
    for key in _LISTS:
        entries = values.get(key, [])
        if not isinstance(entries, list) or not all(isinstance(e, str) and e.strip() for e in entries):
            raise RuleError(f"{where}: {key} must be a list of non-empty strings")
        values[key] = tuple(entries)
    for key, kind in (("why", str), ("source", str), ("max_words", int), ("weight", (int, float))):
        if key in values and (not isinstance(values[key], kind) or isinstance(values[key], bool)):
            raise RuleError(f"{where}: {key} has the wrong type")
    for key, allowed in (("role", ROLES), ("match", PLACES)):
        if values[key] not in allowed:
            raise RuleError(f"{where}: {key} is {values[key]!r}; it must be one of {', '.join(allowed)}")
    return values


def _required(pattern: str, literals: tuple[str, ...]) -> tuple[str, ...]:
    """What a match of ``pattern`` must contain, as it shows itself or else by the ``literals`` of its rule."""
    from cleantext.literals import required_literals
    from cleantext.syntax import PatternError

    try:
        found = required_literals(pattern)
    except PatternError:
        return literals  # what is wrong with it is said by check_pattern
    return tuple(sorted(found)) if found and all(map(_is_worth_looking_for, found)) else literals


def _is_worth_looking_for(literal: str) -> bool:
    bare = literal.strip()
    # A sign such as © or 【 is rare whatever stands around it.
    is_rare = any(not character.isalnum() and not character.isascii() for character in bare)
    return is_rare or len(bare) >= (MIN_LITERAL_DENSE if DENSE.search(literal) else MIN_LITERAL)


def _check(rule: Rule, where: str) -> None:
    if not rule.why.strip():
        raise RuleError(f"{where}: says no why")
    if not rule.phrases and not rule.patterns:
        raise RuleError(f"{where}: has neither phrases nor patterns")
    if rule.max_words < 0 or not 0 < rule.weight <= 10:
        raise RuleError(f"{where}: max_words must not be negative, weight must be above 0 and at most 10")
    for phrase in rule.phrases:
        if len(phrase) > MAX_PHRASE or "\n" in phrase or not re.search(r"\w", phrase):
            raise RuleError(f"{where}: phrase {phrase[:40]!r} is empty, too long or not one line")
        if rule.match == "line" and not any(map(str.isalpha, phrase)):
            raise RuleError(f"{where}: phrase {phrase[:40]!r} has no letter, and figures cover no line; use a pattern")
    for literal in rule.literals:
        if not _is_worth_looking_for(literal):
            raise RuleError(f"{where}: literal {literal!r} is too short to be worth looking for")


def check_pattern(pattern: str, where: str) -> None:
    """Refuses a pattern that does not compile, matches nothing at all, or may not be linear.

    Costs some milliseconds a pattern: done for users' files, and by a test for the built-in ones.
    """
    import regex

    from cleantext.linear import find_nonlinear

    if len(pattern) > MAX_PATTERN:
        raise RuleError(f"{where}: a pattern has over {MAX_PATTERN} characters")
    try:
        compiled = regex.compile(pattern, regex.VERSION1)
    except (regex.error, RecursionError) as error:
        raise RuleError(f"{where}: pattern {pattern[:60]!r} does not compile: {error}") from None
    if compiled.match("") is not None:
        raise RuleError(f"{where}: pattern {pattern[:60]!r} matches the empty line")
    problem = find_nonlinear(pattern)
    if problem:
        raise RuleError(f"{where}: pattern {pattern[:60]!r} is not linear: {problem}")


def read_rule_file(path: str | Path) -> tuple[Rule, ...]:
    """The rules of a user's file. Raises :class:`RuleError` for any file that is not one.

    The top-level keys ``filter`` (default ``"custom"``) and ``language`` (default ``"any"``)
    say under which names removals are reported.
    """
    import tomllib

    path = Path(path)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RuleError(f"{path}: {error.strerror}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise RuleError(f"{path}: not a TOML file: {error}") from None
    names = []
    for key, default in (("filter", "custom"), ("language", "any")):
        value = data.get(key, default)
        if not isinstance(value, str) or not re.fullmatch(r"[\w-]{1,40}", value):
            raise RuleError(f"{path}: {key} must be a short name")
        names.append(value)
    if names[0] == GAPS:
        raise RuleError(f"{path}: the filter {GAPS!r} is that of the line ends which removed lines leave behind")
    rules = parse_rules(data, names[0], names[1], str(path))
    for rule in rules:
        for pattern in rule.patterns:
            check_pattern(pattern, f"{path}: rule {rule.id!r}")
    return rules


def rule_files() -> Iterator[tuple[str, str, Path]]:
    """The built-in rule files: language, filter and file, in order."""
    for file in sorted(_RULES.glob("*/*.toml")):
        yield file.parent.name, file.stem, file


def read_built_in_rules(files: Iterable[tuple[str, str, Path]] | None = None) -> tuple[Rule, ...]:
    """Every rule that ships with the package, or those of some :func:`rule_files`, with their examples."""
    import tomllib

    rules: list[Rule] = []
    for language, name, file in rule_files() if files is None else files:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        rules.extend(parse_rules(data, name, language, f"rules/{language}/{file.name}"))
    return tuple(rules)


def compact(rules: Iterable[Rule]) -> str:
    """What matching needs of ``rules``, as JSON: reading and checking the files takes seconds."""
    tables = [{key: value for key, value in asdict(rule).items() if value and key not in _FOR_PEOPLE} for rule in rules]
    return "[\n" + ",\n".join(json.dumps(table, ensure_ascii=False, sort_keys=True) for table in tables) + "\n]\n"


class RuleLines(Sequence[Rule]):
    """The rules of what :func:`compact` made, each read when it is asked for."""

    def __init__(self, text: Callable[[], str]) -> None:
        self._text = text
        self._read: dict[int, Rule] = {}

    @cached_property
    def _lines(self) -> list[str]:
        return self._text().split("\n")[1:-2]

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, number: int) -> Rule:  # type: ignore[override]
        rule = self._read.get(number)
        if rule is None:
            table = json.loads(self._lines[number].rstrip(","))
            table.update({key: tuple(table[key]) for key in _LISTS if key in table})
            table["required"] = tuple(map(tuple, table.get("required", ())))
            rule = self._read[number] = Rule(**table)
        return rule


def built_in_text() -> str:
    """Every rule that ships with the package, as :func:`compact` writes them."""
    found = made(COMPACT, parts, lambda: compact(read_built_in_rules()).encode())
    return found.read_text("utf-8") if isinstance(found, Path) else found.decode()


@cache
def parts() -> Sequence[bytes]:
    """What is made of the built-in rules depends on: their files, and the code that reads them."""
    import regex  # keeps compiled patterns for its own version only

    files = (*map(_PACKAGE.joinpath, _READERS), *(file for _, _, file in rule_files()))
    return str(regex.__version__).encode(), *(file.read_bytes() for file in files)
