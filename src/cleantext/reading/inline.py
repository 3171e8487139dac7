"""What stands within a line as Markdown: links, emphasis, code."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from unicodedata import category

from cleantext.reading.flat import CLOSE, END, FIELD, HIDDEN, OPEN, SILENT, STOP
from cleantext.reading.tags import BLOCK, NUMBER
from cleantext.reading.tree import Tree

_LINK, _CODE, _BREAK = NUMBER["a"], frozenset(NUMBER[tag] for tag in ("code", "kbd", "samp", "tt")), NUMBER["br"]
_TERM, _END_OF_TERM = NUMBER["dt"], STOP
_CODE_STARTS, _CODE_ENDS = HIDDEN, SILENT
_SPAN = re.compile(f"{_CODE_STARTS}([^{_CODE_ENDS}]*){_CODE_ENDS}|!(?=\\[)")
# Where emphasis starts and ends, until it is known what stands beside it.
_STRONG, _WEAK = (OPEN, CLOSE), (END, FIELD)
_EMPHASIS = {
    NUMBER["b"]: _STRONG,
    NUMBER["strong"]: _STRONG,
    NUMBER["i"]: _WEAK,
    NUMBER["em"]: _WEAK,
    NUMBER["cite"]: _WEAK,
    NUMBER["dfn"]: _WEAK,
}
_MARKS = "".join((*_STRONG, *_WEAK))
_TOUCHING = re.compile(f"(?<=[{CLOSE}{FIELD}])[{OPEN}{END}]([^{_MARKS}]*)[{CLOSE}{FIELD}]")
_SPECIAL = re.compile(r"[\\`*\[\]]|<(?=[A-Za-z/!?])|&(?=#?\w{1,40};)|~(?=[^~]*~)|_(?![^\W_])|(?<![^\W_])_")
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


def inline(tree: Tree, first: int, last: int, address: Callable[[int, str], str]) -> str:
    """The text between two events as Markdown; ``address`` gives where a link leads."""
    stack: list[tuple[int, int, list[str]]] = [(0, 0, [])]  # element, tag, what stands in it so far
    code = 0
    for number in range(first, last):
        tag = int(tree.tags[number])
        if number > first:
            if tree.starts[number]:
                if tag == _BREAK or BLOCK[tag]:
                    stack[-1][2].append(" ")
                stack.append((int(tree.begun[number]), tag, []))
                code += tag in _CODE
            else:
                if len(stack) > 1:
                    element, opened, parts = stack.pop()
                    code -= opened in _CODE
                    stack[-1][2].append(_element(opened, element, "".join(parts), bool(code), address))
                if BLOCK[tag]:
                    stack[-1][2].append(_END_OF_TERM if tag == _TERM else " ")
        written = tree.text(number)
        if written:
            in_code = code or any(one[1] in _CODE for one in stack)
            stack[-1][2].append(written if in_code else escaped(written))
    while len(stack) > 1:
        element, opened, parts = stack.pop()
        stack[-1][2].append(_element(opened, element, "".join(parts), False, address))
    return _joined("".join(stack[0][2]))


def _joined(text: str) -> str:
    # Neighbouring emphasis of one kind is one, and of two kinds that touch the second goes without marks.
    text = text.replace("".join(reversed(_STRONG)), "").replace("".join(reversed(_WEAK)), "")
    text = _TOUCHING.sub(r"\1", text)
    for mark, (opening, closing) in (("**", _STRONG), ("*", _WEAK)):
        spans = re.compile(f"{opening}([^{opening}{closing}]*){closing}")
        text = spans.sub(partial(_emphasized, mark), text)
        text = text.replace(opening, "").replace(closing, "")
    text = _SPAN.sub(_written, text.replace(_CODE_ENDS + _CODE_STARTS, ""))
    text = re.sub(rf"(?<=[:;,.!?])\s*{_END_OF_TERM}", " ", text)
    return " ".join(text.replace(_END_OF_TERM, ": ").split())


def _emphasized(mark: str, found: re.Match[str]) -> str:
    """What was found between its marks, or without them where CommonMark would not take them for emphasis: punctuation
    inside needs white space or punctuation outside.
    """
    text, inner = found.string, found[1]
    outside = text[max(found.start() - 1, 0) : found.start()], text[found.end() : found.end() + 1]
    pairs = zip((inner[0], inner[-1]), outside, strict=True)
    counts = all(category(end)[0] not in "PS" or _is_edge(beside) for end, beside in pairs)
    return f"{mark}{inner}{mark}" if counts else inner


def _is_edge(character: str) -> bool:
    return not character or character.isspace() or category(character)[0] in "PC"


def _written(found: re.Match[str]) -> str:
    # A link behind an exclamation mark would be an image.
    return "\\!" if found[0] == "!" else code_span(found[1])


def _element(tag: int, element: int, text: str, in_code: bool, address: Callable[[int, str], str]) -> str:
    inner = text.strip()
    if not inner or in_code:
        return text
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    if tag in _CODE:
        return f"{lead}{_CODE_STARTS}{' '.join(inner.split())}{_CODE_ENDS}{trail}"
    if tag == _LINK:
        target = address(element, "h")
        if not target or "](" in inner:
            return text
        return f"{lead}[{' '.join(inner.split())}]({_IN_ADDRESS.sub(_percent, target)}){trail}"
    marks = _EMPHASIS.get(tag)
    if marks and not {inner[0], inner[-1]} & {*_MARKS}:
        return f"{lead}{marks[0]}{' '.join(inner.split())}{marks[1]}{trail}"
    return text


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace"))
