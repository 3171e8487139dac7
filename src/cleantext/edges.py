"""With which characters a match of a pattern may begin and end: one look at a line rules out most patterns."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Any

from cleantext.syntax import Branch, Edge, Group, Literal, Look, Node, PatternError, Repeat, Sequence, Set, parse


class Edges:
    r"""The characters at one edge of the matches of some patterns; too many rather than too few.

    >>> begins = Edges([r"(?i)(?:photo|©)? ?by \w+", r"\d{4}"], at_end=False)
    >>> [begins(character) for character in "pP©b 1x"]
    [True, True, True, True, True, True, False]
    """

    def __init__(self, patterns: Iterable[str], *, at_end: bool) -> None:
        self._patterns = tuple(patterns)
        self._at_end = at_end
        self._known: dict[str, bool] = {}

    def __call__(self, character: str) -> bool:
        """May a match begin (or end) with ``character``?"""
        known = self._known.get(character)
        if known is None:
            # A few characters, such as ß, can stand for two of another kind.
            known = self._known[character] = (
                self._any is None or len(character.casefold()) != 1 or self._any.match(character) is not None
            )
        return known

    @cached_property
    def _any(self) -> Any:
        """A pattern of all these characters; none where nothing is known about them."""
        import regex

        sources: set[str] = set()
        try:
            for pattern in self._patterns:
                found, is_passable = _edge_of(parse(pattern), self._at_end)
                if is_passable:
                    return None
                sources |= found
            return regex.compile("|".join(sorted(sources)), regex.VERSION1 | regex.DOTALL)
        except (PatternError, regex.error):
            return None


def _edge_of(sequence: Sequence, at_end: bool) -> tuple[set[str], bool]:
    """The characters at an edge of ``sequence``, as patterns of one each; and whether it may match nothing."""
    found: set[str] = set()
    for node in reversed(sequence) if at_end else sequence:
        part, is_passable = _edge_of_node(node, at_end)
        found |= part
        if not is_passable:
            return found, False
    return found, True


def _edge_of_node(node: Node, at_end: bool) -> tuple[set[str], bool]:
    match node:
        case Literal(character, is_caseless):
            return _characters(f"\\U{ord(character):08x}", is_caseless), False
        case Set(source, is_caseless):
            return _characters(source, is_caseless), False
        case Repeat(least=least, body=body):
            found, is_passable = _edge_of(body, at_end)
            return found, is_passable or not least
        case Group(body, _):
            return _edge_of(body, at_end)
        case Branch(branches):
            parts = [_edge_of(branch, at_end) for branch in branches]
            return set().union(*(found for found, _ in parts)), any(is_passable for _, is_passable in parts)
        case Edge() | Look():
            return set(), True


@lru_cache(maxsize=4096)
def _caseless(source: str) -> frozenset[str]:
    """Patterns of one character for ``source`` without case: what stands for two letters may be either of them."""
    import regex

    compiled = regex.compile(source, regex.VERSION1 | regex.IGNORECASE | regex.DOTALL)
    letters = {letter for grown in _growing() if compiled.match(grown) for letter in grown.casefold()}
    return frozenset({f"(?i:{source})", *(f"(?i:\\U{ord(letter):08x})" for letter in letters)})


def _characters(source: str, is_caseless: bool) -> set[str]:
    return set(_caseless(source)) if is_caseless else {f"(?:{source})"}


@lru_cache(maxsize=1)
def _growing() -> tuple[str, ...]:
    return tuple(c for c in map(chr, range(0x80, 0x1F000)) if len(c.casefold()) > 1)
