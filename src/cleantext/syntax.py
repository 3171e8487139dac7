r"""The part of regular expressions that rules may use, as a tree. What is not understood is refused.

``regex`` in its version 1 takes much more than this: sets in sets, fuzzy matching, recursion.
Nothing of that is needed for a rule, and whatever reads a pattern must read it as the engine
does. Which characters a set holds, the engine itself is asked.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

UNBOUNDED = 10**9
"""The most of a repeat that has no upper bound."""

_QUANTIFIER = re.compile(r"\{(?:(\d{1,9})|(\d{0,9}),(\d{0,9}))\}")
_FLAGS = re.compile(r"\(\?([imsx]+)(?:-([imsx]+))?([:)])")
_GROUP = re.compile(r"\((?:\?(?::|>|P<\w+>|<?[=!]))?")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}
_HEX = {"x": 2, "u": 4, "U": 8}
_PROPERTY = re.compile(r"\\[pP](?:\{\^?[\w ]+(?:[=:][\w ]+)?\}|[A-Z])")


class PatternError(ValueError):
    """The pattern is wrong, or uses what rules may not; the message says what."""


class Literal(NamedTuple):
    """One character."""

    character: str
    is_caseless: bool


class Set(NamedTuple):
    """One character of several: a dot, a class, a property, as it is written."""

    source: str
    is_caseless: bool


class Edge(NamedTuple):
    """A place between characters: a start, an end, the edge of a word."""

    source: str


class Repeat(NamedTuple):
    """``body``, from ``least`` to ``most`` times. If possessive, nothing is given back."""

    least: int
    most: int
    body: Sequence
    is_possessive: bool


class Group(NamedTuple):
    """``body``; if atomic, nothing of it is given back."""

    body: Sequence
    is_atomic: bool


class Look(NamedTuple):
    """What must follow, or stand before, or must not."""

    body: Sequence
    is_behind: bool


class Branch(NamedTuple):
    """One of several alternatives."""

    branches: tuple[Sequence, ...]


Node = Literal | Set | Edge | Repeat | Group | Look | Branch
Sequence = tuple[Node, ...]


@lru_cache(maxsize=8192)
def parse(pattern: str) -> Sequence:
    r"""The tree of ``pattern``. Raises :class:`PatternError`.

    >>> parse("a[bc]?")[1]
    Repeat(least=0, most=1, body=(Set(source='[bc]', is_caseless=False),), is_possessive=False)
    >>> parse("(?:foo){e<=1}")
    Traceback (most recent call last):
    cleantext.syntax.PatternError: a brace that is no count (write \{)
    """
    parser = _Parser(pattern)
    try:
        tree = parser.alternatives("")
    except RecursionError:
        raise PatternError("it is nested too deeply") from None
    if parser.at < len(pattern):
        raise PatternError("a bracket is closed that was never opened")
    return tree


class _Parser:
    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self.at = 0

    def alternatives(self, flags: str) -> Sequence:
        """Everything up to the end of the group."""
        branches: list[Sequence] = []
        branch: list[Node] = []
        while not self._is_end(flags):
            if self._take("|"):
                branches.append(tuple(branch))
                branch = []
            elif found := _FLAGS.match(self._pattern, self.at):
                self.at = found.end()
                inner = "".join(sorted({*flags, *found[1]} - set(found[2] or "")))
                if found[3] == ")":
                    flags = inner  # up to the end of this group
                else:
                    branch.append(self._quantified(Group(self._group(inner), is_atomic=False), flags))
            elif self._pattern.startswith("(?#", self.at):
                self.at = self._find(")") + 1
            else:
                branch.append(self._quantified(self._atom(flags), flags))
        if not branches:
            return tuple(branch)
        return (Branch((*branches, tuple(branch))),)

    def _is_end(self, flags: str) -> bool:
        self._skip(flags)
        return self.at >= len(self._pattern) or self._pattern[self.at] == ")"

    def _skip(self, flags: str) -> None:
        """Passes over white space and comments where they do not count."""
        while "x" in flags and self.at < len(self._pattern):
            if self._pattern[self.at] == "#":
                end = self._pattern.find("\n", self.at)
                self.at = end if end >= 0 else len(self._pattern)
            elif self._pattern[self.at].isspace():
                self.at += 1
            else:
                return

    def _take(self, text: str) -> bool:
        if self._pattern.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def _find(self, text: str) -> int:
        found = self._pattern.find(text, self.at)
        if found < 0:
            raise PatternError(f"{text} is missing")
        return found

    def _group(self, flags: str) -> Sequence:
        body = self.alternatives(flags)
        if not self._take(")"):
            raise PatternError("a bracket is not closed")
        return body

    def _atom(self, flags: str) -> Node:
        character = self._pattern[self.at]
        is_caseless = "i" in flags
        if opened := _GROUP.match(self._pattern, self.at):
            return self._bracketed(opened, flags)
        if character == "\\":
            return self._escape(is_caseless)
        if character == "[":
            return Set(self._class(), is_caseless)
        self.at += 1
        if character in "^$":
            return Edge(character)
        if character == ".":
            return Set(".", is_caseless)
        if character in "*+?":
            raise PatternError(f"nothing to repeat before {character}")
        if character == "{":
            raise PatternError(r"a brace that is no count (write \{)")
        return Literal(character, is_caseless)

    def _bracketed(self, opened: re.Match[str], flags: str) -> Node:
        self.at = opened.end()
        if opened[0] == "(" and self._pattern.startswith(("?", "*"), self.at):
            raise PatternError(f"({self._pattern[self.at : self.at + 2]} is not for rules")
        body = self._group(flags)
        if opened[0].endswith(("=", "!")):
            return Look(body, is_behind="<" in opened[0])
        return Group(body, is_atomic=opened[0].endswith("?>"))

    def _quantified(self, node: Node, flags: str) -> Node:
        self._skip(flags)
        if found := _QUANTIFIER.match(self._pattern, self.at):
            if found[1]:
                least = most = int(found[1])
            elif found[2] or found[3]:
                least, most = int(found[2] or 0), int(found[3]) if found[3] else UNBOUNDED
            else:
                raise PatternError(r"a brace that is no count (write \{)")
            self.at = found.end()
        else:
            signs = {"*": (0, UNBOUNDED), "+": (1, UNBOUNDED), "?": (0, 1)}
            sign = self._pattern[self.at : self.at + 1]
            if sign not in signs or not sign:
                return node
            least, most = signs[sign]
            self.at += 1
        if least > most:
            raise PatternError("a repeat whose least is more than its most")
        if isinstance(node, Edge | Look):
            raise PatternError("a repeat of a place, which takes no characters")
        is_possessive = self._take("+")
        if not is_possessive:
            self._take("?")  # what is tried first makes no difference to what may be tried
        self._skip(flags)
        if self._pattern.startswith(("*", "+", "?", "{"), self.at):
            raise PatternError("a repeat of a repeat")
        return Repeat(least, most, (node,), is_possessive)

    def _escape(self, is_caseless: bool) -> Node:
        if found := _PROPERTY.match(self._pattern, self.at):
            self.at = found.end()
            return Set(found[0], is_caseless)
        letter = self._pattern[self.at + 1 : self.at + 2]
        self.at += 2
        if not letter:
            raise PatternError("it ends with a backslash")
        if letter in "dDwWsS":
            return Set(f"\\{letter}", is_caseless)
        if letter in "bBAZ":
            return Edge(f"\\{letter}")
        if letter in _HEX:
            digits = self._pattern[self.at : self.at + _HEX[letter]]
            self.at += _HEX[letter]
            if not re.fullmatch(f"[0-9a-fA-F]{{{_HEX[letter]}}}", digits) or int(digits, 16) > 0x10FFFF:
                raise PatternError(f"\\{letter} without its digits")
            return Literal(chr(int(digits, 16)), is_caseless)
        if letter in _ESCAPES:
            return Literal(_ESCAPES[letter], is_caseless)
        if letter.isalnum():
            raise PatternError(f"\\{letter} is not for rules")
        return Literal(letter, is_caseless)

    def _class(self) -> str:
        start = self.at
        self.at += 2 if self._pattern.startswith("[^", start) else 1
        self._take("]")  # where it comes first it is one of the set
        while not self._take("]"):
            if self.at >= len(self._pattern):
                raise PatternError("a set is not closed")
            if self._pattern[self.at] == "[":
                raise PatternError(r"a set in a set (write \[)")
            self.at += 2 if self._pattern[self.at] == "\\" else 1
        return self._pattern[start : self.at]
