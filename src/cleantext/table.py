"""What was cut as a table for a terminal."""

from __future__ import annotations

import re
import shutil

from wcwidth import wcwidth

from cleantext.paint import PLAIN, Paint
from cleantext.reasons import REASONS, reason
from cleantext.removal import Result
from cleantext.report import Passage, excerpt, kept_passages, passages, visible

_NARROW, _WIDE = 60, 160


def table(result: Result, *, withheld: bool = False, width: int | None = None, paint: Paint = PLAIN) -> str:
    r"""A row for each passage that goes: line, kind, text, and why. With ``withheld``, what was kept, too.

    ``width`` is in columns of a terminal, by default those of this one. ``paint`` gives each kind its colour.

    >>> from cleantext import explain
    >>> print(table(explain("It was over.\nPhoto: J. Doe/Getty Images"), width=80).partition("\n")[0].split())
    ['line', 'kind', 'text', 'why']
    """
    width = max(_NARROW, min(_WIDE, width or shutil.get_terminal_size().columns))
    found = [(passage, "goes") for passage in passages(result)]
    kept = kept_passages(result) if withheld else []
    rows = [
        _row(result, passage, fate) for passage, fate in sorted([*found, *((passage, "stays") for passage in kept)])
    ]
    lines = []
    if rows:
        head = ("line", "", "kind", "text", "why")
        sizes = [max(map(_width, column)) for column in zip(head, *rows, strict=True)]
        if not kept:
            rows, sizes[1] = [(row[0], "", *row[2:]) for row in rows], 0
        rest = width - sum(sizes[:3]) - 2 * (4 if kept else 3)
        sizes[3] = min(sizes[3], max(rest - sizes[4], 3 * rest // 5))
        sizes[4] = rest - sizes[3]
        lines = [paint.faint(_line(head, sizes)), *(_line(row, sizes, paint) for row in rows)]
    lines.append(_sum(result, len(found), len(kept)))
    return "\n".join(lines) + "\n"


def _row(result: Result, passage: Passage, fate: str) -> tuple[str, ...]:
    removal = passage.removal
    also = "".join(f"; also {other.filter} {other.rule}" for other in passage.others)
    said = _news(reason(removal, kept=fate == "stays"), result.document.text[passage.start : passage.end])
    name = "" if removal.rule in REASONS else f"({removal.rule})"
    why = visible(" ".join(filter(None, (said, name))).replace("\n", " ") + also)
    return f"{result.line_of(passage.start):,}", fate, visible(removal.filter), excerpt(result, passage, _WIDE), why


def _news(said: str, text: str) -> str:
    """``said`` without a quotation of what stands in the row anyway."""
    quoted = re.search(r" “(.*?)…?”", said, re.DOTALL)
    if quoted and " ".join(quoted[1].split()) in " ".join(text.split()):
        return said[: quoted.start()] + said[quoted.end() :]
    return said


def _line(row: tuple[str, ...], sizes: list[int], paint: Paint = PLAIN) -> str:
    number, *others = row
    fitted = [_fitted(cell, size) if size else "" for cell, size in zip(others, sizes[1:], strict=True)]
    if paint.on:
        fitted = [fitted[0], paint.kind(fitted[1], row[2]), fitted[2], paint.faint(fitted[3].rstrip())]
    cells = [cell for cell, size in zip(fitted, sizes[1:], strict=True) if size]
    return "  ".join((f"{number:>{sizes[0]}}", *cells)).rstrip()


def _sum(result: Result, gone: int, kept: int) -> str:
    size = len(result.document.text)
    cut = sum(end - start for start, end in result.spans)
    parts = [f"{gone:,} passage{'' if gone == 1 else 's'} would go, {cut:,} of {size:,} characters" if gone else ""]
    parts[0] = parts[0] or "nothing would go"
    if kept:
        parts.append(
            f"{kept:,} stay{'s' if kept == 1 else ''} although a rule asked for {'it' if kept == 1 else 'them'}"
        )
    return "; ".join(parts)


def _width(text: str) -> int:
    return sum(max(0, wcwidth(character)) for character in text)


def _fitted(text: str, size: int) -> str:
    """``text`` in exactly ``size`` columns: with spaces after it, or cut with an ellipsis."""
    width = _width(text)
    if width <= size:
        return text + " " * (size - width)
    kept, used = [], 0
    for character in text:
        used += max(0, wcwidth(character))
        if used >= size:
            break
        kept.append(character)
    shown = "".join(kept) + "…"
    return shown + " " * (size - _width(shown))
