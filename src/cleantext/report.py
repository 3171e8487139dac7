"""What was cut, for people and programs: passages, JSON Lines, lines as linters write them, a diff."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from cleantext.document import Document
from cleantext.removal import Removal, Result

GAP = "gap"
"""The rule of removals that close gaps: no news to people."""

# C1 controls and the marks that turn the direction of text: harmless in a file, not on a screen.
UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    r"""``text`` with every control character spelled out, so that it can not steer a terminal.

    >>> visible("a\x1b[2Jb")
    'a\\x1b[2Jb'
    """
    return UNSAFE.sub(lambda m: m[0].encode("unicode_escape").decode("ascii"), text)


def json_line(record: dict[str, object]) -> str:
    r"""``record`` as one line of JSON, readable and free of control characters.

    >>> json_line({"text": "Ä\u202e"})
    '{"text": "Ä\\u202e"}'
    """
    import json

    return UNSAFE.sub(lambda m: f"\\u{ord(m[0]):04x}", json.dumps(record, ensure_ascii=False))


class Passage(NamedTuple):
    """What people count and read: a stretch that goes, or that stays although a rule asked for it.

    ``removal`` is who asked for most of it, ``others`` are the rest of those who did, each once.
    """

    start: int
    end: int
    removal: Removal
    others: tuple[Removal, ...] = ()


def passages(result: Result) -> list[Passage]:
    """What goes, in document order, each stretch once; the blank lines around it are no passages."""
    return _grouped(removal for removal in result.removals if removal.rule != GAP and removal.start < removal.end)


def kept_passages(result: Result) -> list[Passage]:
    """What rules asked for and did not get, in document order; what went for another reason is not in it."""
    return _grouped(kept_removals(result))


def kept_removals(result: Result) -> list[Removal]:
    """What was withheld and did not go for another reason, in document order."""
    return [removal for removal in result.withheld if _stays(removal, result.spans)]


def _stays(removal: Removal, spans: Sequence[tuple[int, int]]) -> bool:
    before = bisect_right(spans, (removal.start, sys.maxsize)) - 1
    return removal.start < removal.end and not (before >= 0 and removal.end <= spans[before][1])


def _grouped(removals: Iterable[Removal]) -> list[Passage]:
    groups: list[list[Removal]] = []
    end = 0
    for removal in sorted(removals):
        if groups and removal.start < end:
            groups[-1].append(removal)
        else:
            groups.append([removal])
        end = max(end, removal.end)
    return list(map(_passage, groups))


def _passage(group: Sequence[Removal]) -> Passage:
    first = max(group, key=lambda removal: (removal.end - removal.start, removal.score))
    others = {(removal.filter, removal.rule): removal for removal in group}
    others.pop((first.filter, first.rule))
    return Passage(group[0].start, max(removal.end for removal in group), first, tuple(others.values()))


def passage_records(
    result: Result, source: str | None = None, *, withheld: bool = False
) -> Iterator[dict[str, object]]:
    """A record for each passage, in document order.

    ``line`` counts from 1; ``start`` and ``end`` are code points of the document's text (after
    repair); ``text`` is what stands there. ``also`` names the others who asked for it. With
    ``withheld`` what stays comes, too: ``kept`` tells them apart, the evidence says why. ``source``,
    if given, becomes the field ``file``.
    """
    named: dict[str, object] = {"file": source} if source else {}
    found = [(passage, False) for passage in passages(result)]
    found += [(passage, True) for passage in kept_passages(result)] if withheld else []
    for passage, kept in sorted(found):
        record = result.record(replace(passage.removal, start=passage.start, end=passage.end))
        also = [{"filter": other.filter, "rule": other.rule} for other in passage.others]
        yield named | record | ({"also": also} if also else {}) | ({"kept": kept} if withheld else {})


def check_lines(result: Result, name: str) -> Iterator[str]:
    """A line for each passage that goes, as linters write them: ``story.txt:12: bios en/author-line: Jane Roe …``."""
    for passage in passages(result):
        where = f"{name}:{result.line_of(passage.start)}"
        yield f"{where}: {passage.removal.filter} {passage.removal.rule}: {excerpt(result, passage)}"


def excerpt(result: Result, passage: Passage, longest: int = 80) -> str:
    """The text of a passage in one line, shortened, and harmless on a terminal."""
    words = " ".join(result.document.text[passage.start : min(passage.end, passage.start + 4 * longest)].split())
    return visible(f"{words[: longest - 1]}…" if len(words) > longest else words)


class DiffLine(NamedTuple):
    """A line of a diff with its line end, and the filters to which it is due, if any."""

    text: str
    filters: tuple[str, ...] = ()


def unified_diff(result: Result, name: str) -> str:
    r"""The change as a unified diff that ``patch`` understands; each hunk names the filters that made it.

    >>> text = "It was over.\nPhoto: J. Doe/Getty Images\n"
    >>> result = Result(Document(text), (Removal(13, 40, "captions", "en/credit"),))
    >>> print(unified_diff(result, "a.txt").splitlines()[2])
    @@ -1,2 +1 @@ captions
    """
    return "".join(line.text for line in diff_lines(result, name))


def diff_lines(result: Result, name: str) -> Iterator[DiffLine]:
    """The lines of :func:`unified_diff`, and who is behind each."""
    import difflib

    removals = [removal for removal in result.removals if removal.rule != GAP]
    takers = by_line([line.start for line in result.document.lines], removals)
    old, new = _with_ends(result.document.text), _with_ends(result.text)
    if old == new:
        return
    yield from (DiffLine(f"--- {name} (before)\n"), DiffLine(f"+++ {name} (after)\n"))
    for hunk in difflib.SequenceMatcher(None, old, new).get_grouped_opcodes(1):
        names = {
            removal.filter for _, first, stop, *_ in hunk for n in range(first, stop) for removal in takers.get(n, ())
        }
        ordered = tuple(sorted(names))
        before, after = (hunk[0][1], hunk[-1][2]), (hunk[0][3], hunk[-1][4])
        label = visible(", ".join(ordered)).replace("\n", " ")
        yield DiffLine(f"@@ -{_range(*before)} +{_range(*after)} @@ {label}".rstrip() + "\n", ordered)
        for tag, first, stop, new_first, new_stop in hunk:
            for n in range(first, stop):
                here = () if tag == "equal" else tuple(dict.fromkeys(removal.filter for removal in takers.get(n, ())))
                yield from _diff_line(" " if tag == "equal" else "-", old[n], here)
            if tag != "equal":
                for n in range(new_first, new_stop):
                    yield from _diff_line("+", new[n])


def by_line(starts: Sequence[int], removals: Iterable[Removal]) -> dict[int, list[Removal]]:
    """``removals`` by the numbers of the lines, which begin at ``starts``, that they touch."""
    found: dict[int, list[Removal]] = {}
    for removal in removals:
        first = max(0, bisect_right(starts, removal.start) - 1)
        for number in range(first, bisect_left(starts, removal.end)):
            found.setdefault(number, []).append(removal)
    return found


def _diff_line(sign: str, line: str, filters: tuple[str, ...] = ()) -> Iterator[DiffLine]:
    if line.endswith("\n"):
        yield DiffLine(sign + line, filters)
    else:
        yield DiffLine(f"{sign}{line}\n", filters)
        yield DiffLine("\\ No newline at end of file\n")


def _range(start: int, stop: int) -> str:
    """A range of lines as unified diffs write it."""
    length = stop - start
    if length == 1:
        return f"{start + 1}"
    return f"{start + 1 if length else start},{length}"


def _with_ends(text: str) -> list[str]:
    starts = [line.start for line in Document(text).lines]
    return [text[start:end] for start, end in pairwise([*starts, len(text)])]
