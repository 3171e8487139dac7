"""What was cut, for people and programs: passages, JSON Lines, lines as linters write them, a diff."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from cleantext.removal import GAPS, Removal, Result

# C1 controls and the marks that turn the direction of text: harmless in a file, not on a screen.
UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# What ``patch`` takes for a line.
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


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
    return _grouped(removal for removal in result.removals if removal.filter != GAPS and removal.start < removal.end)


def kept_passages(result: Result) -> list[Passage]:
    """What rules asked for and did not get, in document order; what went for another reason is not in it."""
    return _grouped(result.withheld)


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


def unified_diff(result: Result, name: str, source: str | None = None) -> str:
    r"""The change as a unified diff that ``patch`` understands; each hunk names the filters that made it.

    ``source`` is the text as it was until its encoding was mended, line by line.

    >>> from cleantext import Document
    >>> text = "It was over.\nPhoto: J. Doe/Getty Images\n"
    >>> result = Result(Document(text), (Removal(13, 40, "captions", "en/credit"),))
    >>> print(unified_diff(result, "a.txt").splitlines()[2])
    @@ -1,2 +1 @@ captions
    """
    return "".join(line.text for line in diff_lines(result, name, source))


def diff_lines(result: Result, name: str, source: str | None = None) -> Iterator[DiffLine]:
    """The lines of :func:`unified_diff`, and who is behind each."""
    mended, new = _LINE.findall(result.document.text), _LINE.findall(result.text)
    old = mended if source is None else _LINE.findall(source)
    if not result.spans and old == new:
        return
    removals = [removal for removal in result.removals if removal.filter != GAPS]
    takers = by_line(list(accumulate(map(len, mended[:-1]), initial=0)), removals)
    # What follows a tab is no part of the name, which may hold spaces.
    yield from (DiffLine(f"--- {name}\t(before)\n"), DiffLine(f"+++ {name}\t(after)\n"))
    for hunk in _hunks(_changes(old, mended, new, result.spans)):
        # One line above and below, which are the same in both.
        above, below = int(hunk[0].first > 0), int(hunk[-1].stop < len(old))
        before, after = (hunk[0].first - above, hunk[-1].stop + below), (hunk[0].start - above, hunk[-1].end + below)
        names = {removal.filter for one in hunk for n in range(one.first, one.stop) for removal in takers.get(n, ())}
        ordered = tuple(sorted(names))
        label = visible(", ".join(ordered)).replace("\n", " ")
        yield DiffLine(f"@@ -{_range(*before)} +{_range(*after)} @@ {label}".rstrip() + "\n", ordered)
        at = before[0]
        for change in hunk:
            for line in old[at : change.first]:
                yield from _diff_line(" ", line)
            for n in range(change.first, change.stop):
                filters = dict.fromkeys(removal.filter for removal in takers.get(n, ()))
                yield from _diff_line("-", old[n], tuple(filters))
            for line in new[change.start : change.end]:
                yield from _diff_line("+", line)
            at = change.stop
        for line in old[at : before[1]]:
            yield from _diff_line(" ", line)


class _Change(NamedTuple):
    """The lines ``first`` to ``stop`` became the lines ``start`` to ``end``."""

    first: int
    stop: int
    start: int
    end: int


def _changes(
    old: Sequence[str], mended: Sequence[str], new: Sequence[str], spans: Sequence[tuple[int, int]]
) -> Iterator[_Change]:
    """What differs. The spans, of ``mended`` lines, tell which are the same, so none has to be looked for."""
    places = dict(zip(accumulate(map(len, new), initial=0), range(len(new)), strict=False))
    cuts = [start for start, _ in spans]
    gone = list(accumulate((end - start for start, end in spans), initial=0))
    first = start = 0
    for number, (place, line) in enumerate(zip(accumulate(map(len, mended), initial=0), mended, strict=False)):
        before = bisect_left(cuts, place + len(line))
        if before and spans[before - 1][1] > place:
            continue
        same = places.get(place - gone[before])
        if same is not None and new[same] == line == old[number]:
            if (number, same) != (first, start):
                yield _Change(first, number, start, same)
            first, start = number + 1, same + 1
    if (first, start) != (len(old), len(new)):
        yield _Change(first, len(old), start, len(new))


def _hunks(changes: Iterable[_Change]) -> Iterator[list[_Change]]:
    """Changes that stand so close that they share a line above or below."""
    hunk: list[_Change] = []
    for change in changes:
        if hunk and change.first - hunk[-1].stop > 2:
            yield hunk
            hunk = []
        hunk.append(change)
    if hunk:
        yield hunk


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
