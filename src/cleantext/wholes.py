"""What stands or goes as a whole in Markdown, for without some of its lines it is broken: fenced code, tables, headings
with the line below them, and front matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleantext.document import Document, Line

_UNDERLINE = re.compile(r" {0,3}(?:==+|--+)[ \t]*")
_NAMED = re.compile(r"#|[\w\"'.-]+\s*[:=]|\[")
_FENCE = re.compile(r"[ \t]{0,12}(`{3,}|~{3,})")
RULE = "|-=: \t"
"""What the line below the head of a table, or below a heading, consists of."""
# What tools keep about a text in front of it, as YAML or TOML, and what ends it.
_FRONT = {"---": ("---", "..."), "+++": ("+++",)}


def wholes(document: Document) -> tuple[tuple[int, int], ...]:
    r"""The spans of such wholes, in order; to be had as ``document.view(wholes)``.

    >>> text = "Run:\n```\nmake\n```\n| a | b |\n|---|---|\n| 1 | 2 |\nDone."
    >>> [text[start:end] for start, end in wholes(Document(text))]
    ['```\nmake\n```', '| a | b |\n|---|---|\n| 1 | 2 |']
    """
    text = document.text
    if not ("|" in text and "-" in text) and not any(mark in text for mark in ("--", "==", "```", "~~~", "+++")):
        return ()
    return tuple(_wholes(document.lines))


def fences(document: Document) -> Iterator[tuple[int, int]]:
    """The spans of fenced code, in order, with the fences."""
    text = document.text
    lines = document.lines if "```" in text or "~~~" in text else ()
    for first, last in _closing_fences(lines).items():
        yield lines[first].start, lines[last].end


def _wholes(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    closing = _closing_fences(lines)
    number = 0
    while number < len(lines):
        last = closing.get(number, number or _end_of_front(lines))
        if last == number and number + 1 < len(lines):
            if _is_row(lines[number]) and _is_rule(lines[number + 1]):
                last = number + 1
                while last + 1 < len(lines) and _is_row(lines[last + 1]):
                    last += 1
            elif lines[number].text.strip(RULE) and _UNDERLINE.fullmatch(lines[number + 1].text):
                last = number + 1
        if last > number:
            yield lines[number].start, lines[last].end
        number = last + 1


def _end_of_front(lines: Sequence[Line]) -> int:
    """The last line of the front matter, 0 if there is none: nothing else has names on all of its first lines."""
    ends = _FRONT.get(lines[0].text.rstrip(), ())
    last = next((n for n, line in enumerate(lines[1:], 1) if line.text.rstrip() in ends), 0)
    return last if last > 1 and _NAMED.match(lines[1].text) else 0


def _closing_fences(lines: Sequence[Line]) -> dict[int, int]:
    """Where each fence that is closed is closed. One that is not might be anything."""
    found: dict[int, int] = {}
    opened: tuple[int, str] | None = None
    for number, line in enumerate(lines):
        fence = _FENCE.match(line.text)
        if fence is None:
            continue
        if opened is None:
            opened = number, fence[1]
        elif fence[1].startswith(opened[1]) and not line.text[fence.end() :].strip():
            found[opened[0]] = number
            opened = None
    return found


def _is_row(line: Line) -> bool:
    return "|" in line.text


def _is_rule(line: Line) -> bool:
    return "|" in line.text and "-" in line.text and not line.text.strip(RULE)
