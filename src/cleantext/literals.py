"""Which words a match of a pattern must contain: what makes a pattern worth trying.

Follows the idea of literal prefilters in grep and in RE2's FilteredRE2 (Russ Cox): of all
literals that must occur, the set that is rarest by a simple guess, the longest.
"""

from __future__ import annotations

import re
from functools import lru_cache

from cleantext.syntax import Branch, Edge, Group, Literal, Node, Repeat, Sequence, Set, parse

# More alternatives than this cost more to look for than they save.
MOST = 60
# A class of a few characters, each of which stands for itself.
_LISTED = re.compile(r"\[([^\^\\\[\]&|~-][^\\\[\]&|~-]{0,7}-?)\]")
_Set = frozenset[str]


@lru_cache(maxsize=4096)
def required_literals(pattern: str) -> frozenset[str]:
    r"""Case-folded words of which every match of ``pattern`` contains one; empty if there is no such set.

    Raises :class:`~cleantext.syntax.PatternError`.

    >>> sorted(required_literals(r"(?i)(?:posted|written) by \w+"))
    ['posted by ', 'written by ']
    >>> sorted(required_literals(r"\d+ min(?:ute)?s? read"))
    [' min read', ' mins read', ' minute read', ' minutes read']
    >>> required_literals(r"\d+:\d+")
    frozenset({':'})
    """
    return _best(_candidates(parse(pattern)))


def fold_character(character: str) -> str:
    """``character`` without case, always one character: the dotted and the dotless i are one."""
    if character in "ıİ":
        return "i"
    folded = character.casefold()
    return folded if len(folded) == 1 else character


def _best(candidates: list[_Set]) -> _Set:
    usable = [found for found in candidates if found and len(found) <= MOST and all(found)]
    return max(usable, key=lambda found: (min(map(_rarity, found)), -len(found)), default=frozenset())


def _rarity(literal: str) -> int:
    """A guess: long words are rare, and a space says nothing."""
    return len(literal) - literal.count(" ")


def _candidates(sequence: Sequence) -> list[_Set]:
    """Every set of literals of which one must occur; neighbouring literals are joined."""
    done: list[_Set] = []
    run: _Set = frozenset({""})  # what the text must end with here, as far as it is known
    for node in sequence:
        exact = _exact(node)
        if exact is not None and len(run) * len(exact) <= MOST:
            run = frozenset(left + right for left in run for right in exact)
            continue
        done.append(run)
        run = frozenset({""})
        if exact is not None:
            run = exact
        else:
            done += _inner(node)
    return [*done, run]


def _exact(node: Node) -> _Set | None:  # noqa: PLR0911 - one a kind of node
    """All that a piece of a pattern can match, if that is a handful of literals."""
    match node:
        case Literal(character, _):
            return frozenset({fold_character(character)})
        case Set(source, _):
            listed = _LISTED.fullmatch(source)
            return frozenset(map(fold_character, listed[1])) if listed else None
        case Group(body, _):
            return _exact_sequence(body)
        case Branch(branches):
            found = [_exact_sequence(branch) for branch in branches]
            return frozenset().union(*(b for b in found if b)) if all(b is not None for b in found) else None
        case Edge() | Repeat(most=0):
            return frozenset({""})
        case Repeat(least=0, most=1, body=body) if (inner := _exact_sequence(body)) is not None:
            return inner | {""}
    return None


def _exact_sequence(sequence: Sequence) -> _Set | None:
    result: _Set = frozenset({""})
    for node in sequence:
        exact = _exact(node)
        if exact is None or len(result) * len(exact) > MOST:
            return None
        result = frozenset(left + right for left in result for right in exact)
    return result


def _inner(node: Node) -> list[_Set]:
    """The sets that a piece requires although it is not exact."""
    match node:
        case Group(body, _):
            return _candidates(body)
        case Branch(branches):
            best = [_best(_candidates(branch)) for branch in branches]
            return [frozenset().union(*best)] if all(best) else []
        case Repeat(least=least, body=body) if least > 0:
            return _candidates(body)
    return []
