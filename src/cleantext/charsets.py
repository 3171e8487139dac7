"""Which characters a piece of a pattern can match, as the bits of a number."""

from __future__ import annotations

from functools import lru_cache

from cleantext.syntax import Literal, PatternError, Set

# Code points beyond the second plane are one character here: ideographs, for the most part.
PLANES = 0x20000
_BEYOND = ("\U00020000", "\U000e0100", "\U0010fffd")


def characters(node: Literal | Set) -> int:
    """The characters that ``node`` can match, as the bits of a number; too many rather than too few.

    >>> bin(characters(Literal("b", False)) >> 97)
    '0b10'
    """
    return _of_literal(*node) if isinstance(node, Literal) else _of_set(*node)


@lru_cache(maxsize=4096)
def _of_literal(character: str, is_caseless: bool) -> int:
    if not is_caseless:
        return 1 << min(ord(character), PLANES)
    import regex

    # More characters are one to it than have one folded form: the dotless i of Turkish and a capital I.
    return _of_set(regex.escape(character), True)


@lru_cache(maxsize=4096)
def _of_set(source: str, is_caseless: bool) -> int:
    import regex

    flags = regex.VERSION1 | (regex.IGNORECASE if is_caseless else 0) | regex.DOTALL
    try:
        compiled = regex.compile(f"(?-f)(?:{source})+", flags)  # letter by letter, as patterns of rules are tried
    except regex.error as error:
        raise PatternError(f"{source}: {error}") from None
    found = 0
    for start, end in (match.span() for match in compiled.finditer(_all())):
        found |= ((1 << end - start) - 1) << start
    if any(compiled.match(character) for character in _BEYOND):
        found |= 1 << PLANES
    return found


@lru_cache(maxsize=1)
def _all() -> str:
    return "".join(map(chr, range(PLANES)))
