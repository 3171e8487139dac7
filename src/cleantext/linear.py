"""Does a pattern take time in proportion to the text? A static check that errs on refusing.

A backtracking engine, anchored at one end, is linear on a pattern in which no two open-ended
repeats can match the same characters unless something that neither can match must stand
between them. We look for such pairs in the parse tree of the standard library's ``re``, whose
syntax is a subset of what ``regex`` takes; rules are held to that subset. The windows in
:mod:`cleantext.matching` bound the rest: no pattern sees more than a few hundred characters.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from typing import Any

# ``re``'s parser is private to CPython but unchanged since 3.11; there is no public one.
_parser: Any = re._parser  # type: ignore[attr-defined]  # noqa: SLF001
_c: Any = re._constants  # type: ignore[attr-defined]  # noqa: SLF001

_SINGLE = (_c.LITERAL, _c.NOT_LITERAL, _c.ANY, _c.IN)
REPEATS = (_c.MAX_REPEAT, _c.MIN_REPEAT, _c.POSSESSIVE_REPEAT)

# ``regex`` knows Unicode properties, ``re`` does not: every letter class counts as ``\\w``.
_PROPERTY = re.compile(r"\\p\{[A-Z][a-z]?\}")

# Longer bounded repeats count as open-ended, and so do all repeats inside a longer loop.
LONG_REPEAT = 64
LONG_LOOP = 8

# Enough characters to tell the common classes apart: two classes overlap if they share one.
_PROBES = frozenset(map(chr, range(32, 127))) | frozenset("\t\xa0éÉßжЖ中あ한ا٣—“’…·»•")

_Pending = frozenset[frozenset[str]]


class _Overlap(Exception):  # noqa: N818 - a finding, not an error
    """Two repeats that can share characters were met."""


def find_nonlinear(pattern: str) -> str:
    r"""Why ``pattern`` may take more than linear time once anchored, or ``""`` if it can not.

    >>> find_nonlinear(r"By \w+ \w+")
    ''
    >>> find_nonlinear(r"(a+)+$")
    'two open-ended repeats can match the same characters with nothing between them'
    >>> find_nonlinear(r"(a|ab)*c")
    'a repeat over alternatives that can begin with the same character'
    """
    try:
        tree = parse(pattern)
        for op, argument in _walk(tree):
            if op in (_c.GROUPREF, _c.GROUPREF_EXISTS):
                return "it refers back to a group"
            if op in REPEATS and argument[1] > LONG_LOOP and _ambiguous_branches(argument[2]):
                return "a repeat over alternatives that can begin with the same character"
        _follow(tree, frozenset(), LONG_REPEAT)
    except _Overlap:
        return "two open-ended repeats can match the same characters with nothing between them"
    except (re.error, OverflowError) as error:
        return f"only what Python's re understands is allowed ({error})"
    except RecursionError:
        return "it is nested too deeply"
    return ""


def parse(pattern: str) -> Any:
    """The parse tree of ``pattern``; raises what ``re`` raises for what it does not understand."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _parser.parse(_PROPERTY.sub(r"\\w", pattern))


def _walk(tree: Any) -> Iterator[tuple[Any, Any]]:
    for op, argument in tree:
        yield op, argument
        for branch in _children(op, argument):
            yield from _walk(branch)


def _children(op: Any, argument: Any) -> list[Any]:
    if op in REPEATS:
        return [argument[2]]
    if op is _c.SUBPATTERN:
        return [argument[3]]
    if op is _c.BRANCH:
        return list(argument[1])
    if op in (_c.ASSERT, _c.ASSERT_NOT):
        return [argument[1]]
    if op is _c.ATOMIC_GROUP:
        return [argument]
    return []


def _follow(tree: Any, pending: _Pending, longest: int) -> _Pending:
    """The open-ended repeats that what comes after ``tree`` could still take characters from.

    ``pending`` are those before it, as sets of characters. Repeats of up to ``longest``
    characters are harmless. Raises :class:`_Overlap` where two of the others meet.
    """
    for op, argument in tree:
        if op in _SINGLE:
            pending = _separate(pending, _characters(op, argument))
        elif op in REPEATS:
            pending = _follow_repeat(argument, pending, longest)
        elif op in (_c.SUBPATTERN, _c.ATOMIC_GROUP):
            pending = _follow(_children(op, argument)[0], pending, longest)
        elif op is _c.BRANCH:
            pending = frozenset().union(*(_follow(branch, pending, longest) for branch in argument[1]))
    return pending


def _follow_repeat(argument: Any, pending: _Pending, longest: int) -> _Pending:
    least, most, body = argument
    skipped: _Pending = frozenset() if least else pending
    if len(body) == 1 and body[0][0] in _SINGLE:
        characters = _characters(*body[0])
        after = _separate(pending, characters) if least else pending
        if most > longest and most != least:
            if any(other & characters for other in after):
                raise _Overlap
            after |= {characters}
        return after | skipped
    inner = 1 if most > LONG_LOOP else longest
    once = _follow(body, pending, inner)
    twice = _follow(body, once, inner) if most > 1 else frozenset()  # the body meets itself
    return once | twice | skipped


def _separate(pending: _Pending, characters: frozenset[str]) -> _Pending:
    """What is left of ``pending`` once one of ``characters`` must stand there."""
    return frozenset(other for other in pending if other & characters)


def _ambiguous_branches(tree: Any) -> bool:
    for op, argument in _walk(tree):
        if op is _c.BRANCH:
            firsts = [_characters(*branch[0]) if len(branch) else _PROBES for branch in argument[1]]
            if any(a & b for i, a in enumerate(firsts) for b in firsts[i + 1 :]):
                return True
    return False


def _characters(op: Any, argument: Any) -> frozenset[str]:
    if op is _c.LITERAL:
        return frozenset((chr(argument), chr(argument).swapcase()))
    if op is _c.NOT_LITERAL:
        return _PROBES - {chr(argument)}
    if op is not _c.IN:
        return _PROBES
    found: frozenset[str] = frozenset()
    for kind, value in argument:
        if kind is _c.LITERAL:
            found |= {chr(value), chr(value).swapcase()}
        elif kind is _c.RANGE:
            found |= {probe for probe in _PROBES if value[0] <= ord(probe) <= value[1]}
            found |= {chr(value[0]), chr(value[1])}
        elif kind is _c.CATEGORY:
            found |= _category(value)
    return _PROBES - found if argument[0][0] is _c.NEGATE else found


def _category(value: Any) -> frozenset[str]:
    name = str(value).removeprefix("CATEGORY_")
    kinds = {"DIGIT": str.isdigit, "SPACE": str.isspace}
    test = kinds.get(name.removeprefix("NOT_"), lambda c: c.isalnum() or c == "_")
    matching = frozenset(probe for probe in _PROBES if test(probe))
    return _PROBES - matching if name.startswith("NOT_") else matching
