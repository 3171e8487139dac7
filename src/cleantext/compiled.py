"""Rules as arrays, ready to be matched: made from the rules once, and kept."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleantext.arrays import Arrays, packed, unpacked
from cleantext.cache import made
from cleantext.cover import is_short_word
from cleantext.folding import fold
from cleantext.hits import RuleTable
from cleantext.lexicon import Lexicon, Lists, lexicon_arrays
from cleantext.patterns import Ready, in_one_order, ready
from cleantext.rulebook import COMPACT, Rule, RuleLines, built_in_text, compact, parts, read_built_in_rules
from cleantext.syntax import UNBOUNDED

Ints = NDArray[np.integer]

ARRAYS = "rules.npy"
_DIGITS = "0123456789"
# Patterns with a sign for a literal are tried on short lines only, and signs are looked for there: see matching.py.
_LISTS = ("lines", "texts", "prompts", "gates", "signs")


class EdgeTable:
    """For each of some patterns the characters at one edge of its matches, to be looked up for many at a time."""

    def __init__(self, classes: Ints, allowed: NDArray[np.bool_], numbers: Ints) -> None:
        """``allowed[numbers[p], classes[c]]`` says whether a match of pattern ``p`` may have character ``c`` there."""
        self.classes, self.allowed, self.numbers = classes, allowed, numbers

    @classmethod
    def of(cls, edges: Sequence[int]) -> EdgeTable:
        """The table of ``edges``, one a pattern, as :func:`edge` gives them."""
        from cleantext.charsets import PLANES

        sets = list(dict.fromkeys(edges))
        place = {bits: number for number, bits in enumerate(sets)}
        numbers = np.array([place[bits] for bits in edges], np.int64)
        if sets in ([], [-1]):  # nothing is known, or all may be
            return cls(np.zeros(PLANES + 1, np.uint16), np.ones((1, 1), bool), numbers)
        size = PLANES // 8 + 1
        data = b"".join((bits & ((1 << 8 * size) - 1)).to_bytes(size, "little") for bits in sets)
        packed = np.frombuffer(data, np.uint8).reshape(-1, size)
        table = np.unpackbits(packed, axis=1, bitorder="little").astype(bool)
        # Characters that belong to the same sets are one class.
        names = np.random.default_rng(0).integers(0, 1 << 62, len(sets), np.int64)
        _, firsts, classes = np.unique(names @ table, return_index=True, return_inverse=True)
        return cls(classes.astype(np.uint16), table[:, firsts], numbers)

    def may_be(self, patterns: NDArray[np.int64], codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """For each pair of a pattern and a character at the edge of a line: may a match have it there?"""
        result: NDArray[np.bool_] = self.allowed[
            self.numbers[patterns], self.classes[np.minimum(codes, len(self.classes) - 1)]
        ]
        return result


class Compiled:
    """What a matcher knows of its rules.

    ``lexicon`` finds the words: phrases, and literals that patterns require. For each word ``lines``
    and ``texts`` are the numbers of the rules of which it is a phrase (about whole lines, about
    parts), ``gates`` and ``signs`` the numbers of the patterns about whole lines that are worth trying
    in a line with this word (signs: in a short one), ``prompts`` those about parts. ``words`` finds
    the short words that may be part of a line of phrases; their numbers follow the others'.
    """

    def __init__(self, arrays: Arrays) -> None:
        """Of the arrays that :func:`compiled` makes."""
        self.table = RuleTable(*(arrays[f"rules.{name}"] for name in RuleTable._fields))
        self.lexicon, self.words, self.marks = (Lexicon(_part(arrays, name)) for name in ("lexicon", "words", "marks"))
        self.size = len(arrays["lexicon.lengths"])
        self.lines, self.texts, self.prompts, self.gates, self.signs = (
            Lists(arrays[f"{name}.counts"], arrays[f"{name}.numbers"]) for name in _LISTS
        )
        self.is_line = self.lines.counts > 0
        self.rule_of = arrays["patterns.rules"].astype(np.int64)
        self.order = arrays["patterns.order"].astype(np.int64)  # place of each by the names of rules
        self.by_name = np.argsort(self.order)
        self.least, self.most = (arrays[f"patterns.{name}"].astype(np.int64) for name in ("least", "most"))
        self._arrays = arrays
        self.first, self.last = (
            EdgeTable(*(arrays[f"{name}.{part}"] for part in ("classes", "allowed", "numbers")))
            for name in ("first", "last")
        )

    @cached_property
    def sources(self) -> list[str]:
        """The patterns."""
        found: list[str] = json.loads(self._arrays["patterns.sources"].tobytes())
        return found

    def ready(self, number: int) -> Ready | None:
        """A pattern that was kept by the version of ``regex`` that is there."""
        version, numbers = self._ready
        if version != _regex() or numbers[number] is None:
            return None
        end = int(self._ends[number])
        code = self._arrays["patterns.codes"][end - int(self._arrays["patterns.sizes"][number]) : end].tobytes()
        return Ready(code, *numbers[number])

    @cached_property
    def _ready(self) -> tuple[str, list[Any]]:
        kept = self._arrays.get("patterns.ready")
        return json.loads(kept.tobytes()) if kept is not None else ("", [])

    @cached_property
    def _ends(self) -> Ints:
        return np.cumsum(self._arrays["patterns.sizes"])


def built_in() -> tuple[Sequence[Rule], Arrays]:
    """The rules that ship with the package, and their arrays."""
    rules = RuleLines(built_in_text)
    return rules, unpacked(made(ARRAYS, parts, lambda: packed(with_patterns(rules))))


def copies() -> dict[str, bytes]:
    """What is made of the built-in rules, anew: the files that a wheel holds, by name. The same bytes always."""
    rules = read_built_in_rules()
    with in_one_order():
        return {COMPACT: compact(rules).encode(), ARRAYS: packed(with_patterns(rules))}


def with_patterns(rules: Sequence[Rule]) -> Arrays:
    """The arrays of ``rules``, and their patterns ready to be tried."""
    arrays = compiled(rules)
    found = [ready(source) for source in json.loads(arrays["patterns.sources"].tobytes())]
    codes = [one.code if one else b"" for one in found]
    arrays["patterns.codes"] = np.frombuffer(b"".join(codes), np.uint8)
    arrays["patterns.sizes"] = np.array([len(code) for code in codes], np.int32)
    arrays["patterns.ready"] = _text([_regex(), [one and one[1:] for one in found]])
    return arrays


def _regex() -> str:
    import regex

    return str(regex.__version__)


def _text(value: object) -> NDArray[np.uint8]:
    return np.frombuffer(json.dumps(value).encode(), np.uint8)


def _part(arrays: Arrays, name: str) -> Arrays:
    return {key.removeprefix(f"{name}."): value for key, value in arrays.items() if key.startswith(f"{name}.")}


def compiled(rules: Sequence[Rule]) -> dict[str, NDArray[np.generic]]:
    """What :class:`Compiled` needs of ``rules``."""
    from cleantext.literals import required_literals

    tables = {name: defaultdict[str, list[int]](list) for name in _LISTS}
    patterns: list[tuple[int, str]] = []
    phrases = iter(_folded(phrase for rule in rules for phrase in rule.phrases))
    for number, rule in enumerate(rules):
        for phrase in islice(phrases, len(rule.phrases)):
            if rule.match == "line":
                tables["lines"][_trim(phrase)].append(number)
            else:  # where the line goes on, its signs tell "(AFP)" from "told AFP"
                tables["texts"][phrase.strip()].append(number)
        for source, required in zip(rule.patterns, rule.required, strict=True):
            # Of whole lines that hold no word at all a sign must do: a colon, a slash, at least a digit.
            for literal in dict.fromkeys(map(fold, required or sorted(required_literals(source)) or _DIGITS)):
                is_sign = not required and len(literal.strip()) < 2 and literal.isascii()
                use = "signs" if is_sign else "gates" if rule.match == "line" else "prompts"
                tables[use][literal].append(len(patterns))
            patterns.append((number, source))
    # Of whole lines short words are the most frequent phrases by far, and seldom of use: see matching.py.
    short = list(filter(is_short_word, tables["lines"]))
    of_short = [tables["lines"].pop(word) for word in short]
    words = list(dict.fromkeys(w for name, table in tables.items() if name != "signs" for w in table if w))
    signs = list(tables["signs"])
    arrays: dict[str, NDArray[np.generic]] = {}
    for name, known in (("lexicon", words), ("words", [word for word in short if word]), ("marks", signs)):
        arrays |= {f"{name}.{key}": value for key, value in lexicon_arrays(known).items()}
    for name, table in tables.items():
        lists = [table.get(word, ()) for word in (signs if name == "signs" else words)]
        if name == "lines":
            lists += [numbers for word, numbers in zip(short, of_short, strict=True) if word]
        joined = Lists.of(lists)
        arrays[f"{name}.counts"] = joined.counts.astype(np.uint16)
        arrays[f"{name}.numbers"] = joined.numbers.astype(np.int32)
    arrays |= {f"rules.{name}": column for name, column in RuleTable.of(rules)._asdict().items()}
    arrays |= _pattern_arrays(rules, patterns)
    return arrays


def _pattern_arrays(rules: Sequence[Rule], patterns: Sequence[tuple[int, str]]) -> dict[str, NDArray[np.generic]]:
    from cleantext.edges import ALL, edge

    order = sorted(range(len(patterns)), key=lambda number: (rules[patterns[number][0]].name, patterns[number][1]))
    places = np.empty(len(order), np.int32)
    places[order] = np.arange(len(order))
    arrays: dict[str, NDArray[np.generic]] = {
        "patterns.rules": np.array([rule for rule, _ in patterns], np.int32),
        "patterns.order": places,
        "patterns.sources": _text([source for _, source in patterns]),
    }
    widths = np.array([_width(rules[rule], source) for rule, source in patterns], np.int32).reshape(-1, 2)
    arrays |= {"patterns.least": widths[:, 0], "patterns.most": widths[:, 1]}
    for name, anchored, at_end in (("first", ("line", "start"), False), ("last", ("line", "end"), True)):
        edges = [edge(source, at_end=at_end) if rules[rule].match in anchored else ALL for rule, source in patterns]
        table = EdgeTable.of(edges)
        arrays |= {
            f"{name}.classes": table.classes,
            f"{name}.allowed": table.allowed,
            f"{name}.numbers": table.numbers.astype(np.int32),
        }
    return arrays


def _width(rule: Rule, pattern: str) -> tuple[int, int]:
    """The least and the most characters of a line from the first that the pattern needs to the last."""
    from cleantext.literals import required_literals
    from cleantext.widths import width

    least, most = width(pattern)
    # Literals that the rule gives need not stand within the match.
    is_shown = rule.match == "line" or any(required_literals(pattern) == set(required) for required in rule.required)
    return least, most if is_shown else UNBOUNDED


def _folded(phrases: Iterable[str]) -> list[str]:
    """Phrases without case, all at once: a hundred thousand calls take a third of a second."""
    return fold("\n".join(phrases)).split("\n")


def _trim(text: str) -> str:
    """``text`` without what is not a letter or digit at its ends."""
    start, end = 0, len(text)
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return text[start:end]
