"""Does a pattern take time in proportion to the text? A static check that errs on refusing.

A backtracking engine tries, in the worst case, every way in which a pattern can match what it
has read. We follow the pattern and keep the choices that are still open: how far a repeat went,
which alternative was taken. A choice is closed by the next character that must stand there, if
what the choice was about can not match it. The number of ways is the product of the open
choices; where it can grow beyond :data:`MOST_WAYS`, the pattern is refused. The windows in
:mod:`cleantext.patterns` bound the rest: no pattern sees more than a few hundred characters.
"""

from __future__ import annotations

from math import prod
from typing import NamedTuple

from cleantext.charsets import characters
from cleantext.edges import ALL, edge_of
from cleantext.patterns import WINDOW
from cleantext.syntax import Branch, Edge, Group, Literal, Look, Node, PatternError, Repeat, Sequence, Set, parse
from cleantext.widths import width_of

# Some milliseconds of an engine's time. Two open-ended repeats that meet have more ways than that.
MOST_WAYS = 100_000
# What is looked at in a long loop is looked at in each turn of it.
LONG_LOOP = 8
LONG_LOOK = 64


class _TooManyWays(Exception):  # noqa: N818 - a finding, not an error
    """The pattern can match the same characters in too many ways; the message says where."""


class _State(NamedTuple):
    """Where we are in a pattern: the open choices, as the characters that keep them open and the
    number of their ways, and the ``factor`` of those that nothing closes.
    """

    choices: dict[int, int]
    factor: int = 1

    def ways(self, taken: int = ALL) -> int:
        """The ways that are open while characters ``taken`` are read."""
        return self.factor * prod(ways for kept, ways in self.choices.items() if kept & taken)

    def read(self, taken: int) -> _State:
        """After one of ``taken``, which must stand there."""
        return _State({kept: ways for kept, ways in self.choices.items() if kept & taken}, self.factor)

    def choose(self, kept: int, ways: int) -> _State:
        """After a choice of so many ``ways``, open as long as ``kept`` are read."""
        if ways < 2:
            return self
        chosen = _State({**self.choices, kept: self.choices.get(kept, 1) * ways}, self.factor)
        if chosen.ways(kept) > MOST_WAYS:
            raise _TooManyWays("the same characters can be matched in too many ways")
        return chosen

    def multiplied(self, factor: int) -> _State:
        """After a choice that nothing closes."""
        if self.ways() * factor > MOST_WAYS and factor > 1:
            raise _TooManyWays("alternatives can match the same characters in too many ways")
        return _State(self.choices, self.factor * factor)

    def united(self, other: _State) -> _State:
        """After one or the other."""
        choices = dict(self.choices)
        for kept, ways in other.choices.items():
            choices[kept] = max(ways, choices.get(kept, 1))
        return _State(choices, max(self.factor, other.factor))


def find_nonlinear(pattern: str) -> str:
    r"""Why ``pattern`` may take more than linear time once anchored, or ``""`` if it can not.

    >>> find_nonlinear(r"By \w+ \w+")
    ''
    >>> find_nonlinear(r"(a+)+$")
    'the same characters can be matched in too many ways'
    >>> find_nonlinear(r"(foo){e<=3}")
    'a brace that is no count (write \\{)'
    """
    try:
        _follow(parse(pattern), _State({}))
    except (_TooManyWays, PatternError) as error:
        return str(error)
    except RecursionError:
        return "it is nested too deeply"
    return ""


def _follow(sequence: Sequence, state: _State, in_loop: bool = False) -> _State:
    """What is open behind ``sequence``. Raises :class:`_TooManyWays`.

    Read again ``in_loop``, a repeat at its end meets itself at its beginning: whether that goes on or the
    loop around it is open while all that a turn is made of is read, not its beginning only.
    """
    for node in sequence:
        if isinstance(node, Literal | Set):
            state = state.read(characters(node))
        elif isinstance(node, Repeat):
            state = _follow_repeat(node, state, in_loop)
        elif isinstance(node, Branch):
            state = _follow_branch(node, state, in_loop)
        elif isinstance(node, Group):
            behind = _follow(node.body, state, in_loop)
            state = _without_new(behind, state) if node.is_atomic else behind
        elif isinstance(node, Look):
            if node.is_behind and width_of(node.body)[1] > LONG_LOOK:
                raise _TooManyWays("it looks back too far")
            _follow(node.body, state)
    return state


def _without_new(behind: _State, before: _State) -> _State:
    """What was open before and still is."""
    return _State({kept: before.choices[kept] for kept in behind.choices if kept in before.choices}, before.factor)


def _follow_repeat(repeat: Repeat, state: _State, in_loop: bool) -> _State:
    least, most, body = min(repeat.least, WINDOW), min(repeat.most, WINDOW), repeat.body
    if not most:
        return state
    if most > LONG_LOOP and _has_long_look(body):
        raise _TooManyWays("it looks ahead too far, again in every turn of a loop")
    behind = _follow(body, state, in_loop)
    if most > 1 and not isinstance(body[0], Literal | Set):  # the body meets itself
        turned = _follow(body, _State({}), in_loop=True)
        _grown(turned, _follow(body, turned, in_loop=True), most - 1)  # which must end
        behind = _grown(behind, _follow(body, behind, in_loop), most - 1)
    if not least:
        behind = behind.united(state)
    if repeat.is_possessive:
        return _without_new(behind, state)
    kept = _all(body) if in_loop else edge_of(body, at_end=False)[0]
    return behind.choose(kept, most - least + 1)


def _grown(once: _State, twice: _State, turns: int) -> _State:
    """What is open after so many more ``turns`` if one turn makes ``twice`` of ``once``."""

    def grown(first: int, second: int) -> int:
        ways = first
        for _ in range(turns if second > first else 0):
            ways = min(ways * -(-second // first), MOST_WAYS + 1)
        return ways

    keys = {*once.choices, *twice.choices}
    choices = {kept: grown(once.choices.get(kept, 1), twice.choices.get(kept, 1)) for kept in keys}
    state = _State(choices, grown(once.factor, twice.factor))
    if state.ways() > MOST_WAYS and state.ways() > once.ways():
        raise _TooManyWays("the same characters can be matched in too many ways, again in every turn of a loop")
    return state


def _follow_branch(node: Branch, state: _State, in_loop: bool) -> _State:
    behind = _follow(node.branches[0], state, in_loop)
    for branch in node.branches[1:]:
        behind = behind.united(_follow(branch, state, in_loop))
    heads = [_head(branch) for branch in node.branches]
    groups: list[int] = []  # alternatives in one group can not match the same text
    longer: dict[int, int] = {}  # those that go on where another ends, by what they go on with
    for number, head in enumerate(heads):
        rivals = set()
        for other, group in enumerate(groups):
            goes_on = _rivalry(head, heads[other])
            if goes_on == ALL:
                rivals.add(group)
            elif goes_on:
                longer[goes_on] = min(longer.get(goes_on, 1) + 1, len(heads))
        groups.append(next(group for group in range(number + 1) if group not in rivals))
    behind = behind.multiplied(1 + max(groups))
    for goes_on, ways in longer.items():
        behind = behind.choose(goes_on, ways)
    return behind


def _head(branch: Sequence) -> list[int | None]:
    """The characters a branch begins with, one by one; ``None`` for all that follows the first
    thing that is no single character.
    """
    head: list[int | None] = []
    for node in _flat(branch):
        if isinstance(node, Edge | Look):
            continue
        if not isinstance(node, Literal | Set):
            head.append(edge_of((node,), at_end=False)[0] if width_of((node,))[0] else None)
            head.append(None)
            return head
        head.append(characters(node))
    return head


def _flat(sequence: Sequence) -> list[Node]:
    nodes: list[Node] = []
    for node in sequence:
        nodes.extend(_flat(node.body) if isinstance(node, Group) else [node])
    return nodes


def _rivalry(one: list[int | None], other: list[int | None]) -> int:
    """0 if two branches can not match the same text, the characters with which one of them goes on
    where the other ends, or all if they can go on together.
    """
    for a, b in zip(one, other, strict=False):
        if a is None or b is None:
            return ALL
        if not a & b:
            return 0
    longer = max(one, other, key=len)[min(len(one), len(other)) :]
    return ALL if not longer or longer[0] is None else longer[0]


def _all(sequence: Sequence) -> int:
    """Every character that may stand in a match of ``sequence``."""
    found = 0
    for node in sequence:
        if isinstance(node, Literal | Set):
            found |= characters(node)
        elif isinstance(node, Repeat | Group):
            found |= _all(node.body)
        elif isinstance(node, Branch):
            for branch in node.branches:
                found |= _all(branch)
    return found


def _has_long_look(sequence: Sequence) -> bool:
    for node in sequence:
        if isinstance(node, Look) and width_of(node.body)[1] > LONG_LOOK:
            return True
        inner = node.branches if isinstance(node, Branch) else [getattr(node, "body", ())]
        if any(map(_has_long_look, inner)):
            return True
    return False
