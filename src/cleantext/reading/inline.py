"""What stands within a line as Markdown: links, emphasis, code."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple
from unicodedata import category

from cleantext.reading.tags import BLOCK, NUMBER, among
from cleantext.reading.tree import Ints, Tree

_LINK, _TERM, _DEFINITION = (NUMBER[tag] for tag in ("a", "dt", "dd"))
_CODE = among("code kbd samp tt")
# Where emphasis and code start and end, until it is known what stands beside them: halves of surrogate pairs, which no
# page holds.
_STRONG, _WEAK, _STRUCK = ("\ud800", "\ud801"), ("\ud802", "\ud803"), ("\ud804", "\ud805")
_CODE_STARTS, _CODE_ENDS, _END_OF_TERM = "\ud806\ud807\ud808"
_SPAN = re.compile(f"{_CODE_STARTS}([^{_CODE_ENDS}]*){_CODE_ENDS}|!(?=\\[)")
# A term that ends in a sign of its own, be it in emphasis or a link.
_STOPPED_TERM = re.compile(rf"([:;,.!?](?:[*~]|\]\([^\s()]*+\))*+)\s*{_END_OF_TERM}")
# Where blocks stand below each other in a cell, and behind the marker of an item, whose line goes on.
_LINE_END, _MARKED = "\u2028\u2029"
_GOES_ON = re.compile(rf"{_MARKED}\s*")
_WRITTEN = {_STRONG: "**", _WEAK: "*", _STRUCK: "~~"}
_TAGS = {_STRONG: "b strong", _WEAK: "i em cite dfn", _STRUCK: "s del strike"}
_EMPHASIS = {NUMBER[tag]: marks for marks, tags in _TAGS.items() for tag in tags.split()}
_KINDS = (among("a"), _CODE, *map(among, _TAGS.values()))
_OPENING, _CLOSING = ("".join(marks) for marks in zip(*_WRITTEN, strict=True))
_MARK = re.compile(f"[{_OPENING}{_CLOSING}]")
_BECOMES_PUNCTUATION = frozenset((*_OPENING, *_CLOSING, _END_OF_TERM, _CODE_STARTS, _CODE_ENDS))
_TOUCHING = re.compile(f"(?<=[{_CLOSING}])[{_OPENING}]([^{_OPENING}{_CLOSING}]*)[{_CLOSING}]")
# At the end of a piece of text, what stands in the next one may complete it.
_SPECIAL = re.compile(
    r"[\\`*\[\]]|<(?=[A-Za-z/!?]|\Z)|&(?=#?\w{1,40};|(?:#\w{0,40})?\Z)|~(?=[^~]*~|\Z)|_(?![^\W_])|(?<![^\W_])_"
)
_TICKS = re.compile(r"`+")
_IN_ADDRESS = re.compile(r"[\s<>\\()\"]")


def escaped(text: str) -> str:
    r"""``text`` so that Markdown shows it as it is.

    >>> escaped("*a* <b> [c] d_e &amp; 1 < 2")
    '\\*a\\* \\<b> \\[c\\] d_e \\&amp; 1 < 2'
    """
    return _SPECIAL.sub(lambda found: "\\" + found[0], text)


def code_span(text: str) -> str:
    """``text`` as code, in as many ticks as it takes."""
    longest = max((len(ticks) for ticks in _TICKS.findall(text)), default=0)
    ticks = "`" * (longest + 1) if longest else "`"
    room = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{room}{text}{room}{ticks}"


class _Open(NamedTuple):
    """An element that is open."""

    element: int
    tag: int
    in_code: bool  # what stands in it
    parts: list[str]  # what stands in it so far


@dataclass(frozen=True, eq=False)
class Inline:
    """What stands within the lines of a page as Markdown; ``address`` gives where a link leads, ``markers`` what stands
    in front of the items of lists in cells, ``seams`` the events where pages draw apart what touches in the markup.
    """

    tree: Tree
    address: Callable[[int, str], str]
    markers: Mapping[int, str]
    seams: Set[int]

    def write(self, first: int, last: int, mend: Callable[[str], str] = str, line_end: str = " ") -> str:
        """The text between two events, each piece of it mended, and ``line_end`` between blocks. What is open at the
        first, such as a link that a line break cuts, opens anew.
        """
        tree = self.tree
        stack = [_Open(0, 0, False, [])]
        for element in self._open_at(first):
            self._open(stack, element)
        for number in range(first, last):
            if number > first and tree.starts[number]:
                stack[-1].parts.append(self._between(number))
                self._open(stack, int(tree.begun[number]))
            elif number > first:
                # Of what was open at the first event, the stack holds only what marks text.
                if tree.depths[stack[-1].element] > tree.levels[number]:
                    self._close(stack)
                stack[-1].parts.append(self._between(number))
            written = mend(tree.text(number))
            if written:
                stack[-1].parts.append(written if stack[-1].in_code else escaped(written))
        while len(stack) > 1:
            self._close(stack)
        return _joined("".join(stack[0].parts), line_end)

    def _between(self, event: int) -> str:
        """What parts the text on both sides of an event."""
        tag, starts = self.tree.tags[event], self.tree.starts[event]
        if not BLOCK[tag]:
            return " " if event in self.seams else ""
        if tag == _TERM and not starts:
            return _END_OF_TERM
        return "" if tag == _DEFINITION and starts else _LINE_END

    @cached_property
    def _nearest(self) -> list[Ints]:
        """For each way to mark text, and each element, the nearest that does so: itself or one around it."""
        kinds = [kind[self.tree.element_tags] for kind in _KINDS]
        return [self.tree.nearest_or_itself(kind) for kind in kinds if kind.any()]

    def _open_at(self, event: int) -> list[int]:
        """The elements that mark the text behind an event, those around others first."""
        element = self.tree.open_at(self.tree.levels[event], self.tree.begun[event])
        return sorted({int(nearest[element]) for nearest in self._nearest} - {0})

    def _open(self, stack: list[_Open], element: int) -> None:
        tag = int(self.tree.element_tags[element])
        parts = [self.markers[element] + _MARKED] if element in self.markers else []
        stack.append(_Open(element, tag, stack[-1].in_code or bool(_CODE[tag]), parts))

    def _close(self, stack: list[_Open]) -> None:
        closed = stack.pop()
        text = "".join(closed.parts)
        stack[-1].parts.append(text if stack[-1].in_code else _element(closed, text, self.address))


def _joined(text: str, line_end: str) -> str:
    if _MARK.search(text):
        text = _with_emphasis(text)
    text = _SPAN.sub(_written, text.replace(_CODE_ENDS + _CODE_STARTS, ""))
    if _END_OF_TERM in text:
        text = _STOPPED_TERM.sub(r"\1 ", text).replace(_END_OF_TERM, ": ")
    lines = _GOES_ON.sub("", text).split(_LINE_END)
    return line_end.join(filter(None, [" ".join(line.split()) for line in lines]))


def _with_emphasis(text: str) -> str:
    # Neighbouring emphasis of one kind is one, and of two kinds that touch the second goes without marks.
    for opening, closing in _WRITTEN:
        text = text.replace(closing + opening, "")
    text = _TOUCHING.sub(r"\1", text)
    for (opening, closing), mark in _WRITTEN.items():
        spans = re.compile(f"{opening}([^{opening}{closing}]*){closing}")
        text = spans.sub(partial(_emphasized, mark), text)
        text = text.replace(opening, "").replace(closing, "")
    return text


def _emphasized(mark: str, found: re.Match[str]) -> str:
    """What was found between its marks, or without them where CommonMark would not take them for emphasis: punctuation
    inside needs white space or punctuation outside.
    """
    text, inner = found.string, found[1]
    outside = text[max(found.start() - 1, 0) : found.start()], text[found.end() : found.end() + 1]
    pairs = list(zip((inner[0], inner[-1]), outside, strict=True))
    counts = all(not _is_punctuation(end) or _is_edge(beside) for end, beside in pairs)
    counts &= mark != "~~" or all("~" not in pair for pair in pairs)  # more of them would be another mark
    return f"{mark}{inner}{mark}" if counts else inner


def _is_punctuation(character: str) -> bool:
    # Code will stand in ticks.
    return category(character)[0] in "PS" or character in (_CODE_STARTS, _CODE_ENDS)


def _is_edge(character: str) -> bool:
    return not character or character.isspace() or category(character)[0] == "P" or character in _BECOMES_PUNCTUATION


def _written(found: re.Match[str]) -> str:
    # A link behind an exclamation mark would be an image.
    return "\\!" if found[0] == "!" else code_span(found[1])


def _element(closed: _Open, text: str, address: Callable[[int, str], str]) -> str:
    inner = text.strip()
    if not inner:
        return text
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    if closed.in_code:
        return f"{lead}{_CODE_STARTS}{' '.join(inner.split())}{_CODE_ENDS}{trail}"
    if closed.tag == _LINK:
        target = address(closed.element, "h")
        if not target or "](" in inner:
            return text
        return f"{lead}[{' '.join(inner.split())}]({_IN_ADDRESS.sub(_percent, target)}){trail}"
    marks = _EMPHASIS.get(closed.tag)
    touches = _MARK.match(inner[0]) or _MARK.match(inner[-1])
    if marks == _STRUCK and touches:
        inner, touches = _MARK.sub("", inner), None
    if marks and not touches:
        return f"{lead}{marks[0]}{' '.join(inner.split())}{marks[1]}{trail}"
    return text


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace"))
