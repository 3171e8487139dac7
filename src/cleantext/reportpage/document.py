"""One document of the page: its lines with what happened to them, and a map of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from cleantext.reasons import REASONS, reason
from cleantext.removal import GAPS, Removal, Result, union
from cleantext.report import kept_passages, passages
from cleantext.reportpage.escape import excerpt, percent, safe
from cleantext.reportpage.palette import chip
from cleantext.reportpage.rows import Part, Row, rows

AROUND = 2
"""This many lines stay unfolded on either side of what is marked."""
LEAST = 6
"""Fewer lines are not worth a fold."""
_TALL = 1000  # the height of the map, in its own units
_LOW = 4  # and of its smallest mark


@dataclass(frozen=True)
class Section:
    """A document of the page; ``place`` (from 1) is its place in the page and part of its anchors.

    ``rules`` are the places of the rules, by filter and name, in the list at the end of the page.
    """

    place: int
    name: str
    result: Result
    rules: Mapping[tuple[str, str], int]

    @property
    def size(self) -> int:
        """The length of the text, in code points."""
        return len(self.result.document.text)

    @cached_property
    def removed(self) -> int:
        """How much of it went, in code points."""
        return sum(end - start for start, end in self.result.spans)

    @cached_property
    def sizes(self) -> dict[str, tuple[int, int]]:
        """For each filter how many stretches it took, and of how many code points together."""
        found = {}
        for name, removals in self.result.by_filter().items():
            spans = union(removal for removal in removals if removal.filter != GAPS)
            if spans:
                found[name] = len(spans), sum(end - start for start, end in spans)
        return found

    @cached_property
    def passages(self) -> int:
        """How many passages go, as the command counts them."""
        return len(passages(self.result))

    @cached_property
    def kept(self) -> int:
        """How many stay although a rule asked for them."""
        return len(kept_passages(self.result))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The lines of the document."""
        return tuple(rows(self.result))

    @cached_property
    def stretches(self) -> tuple[range, ...]:
        """Runs of marked lines, blank lines between them ignored, as ranges of line numbers from 0."""
        runs: list[range] = []
        is_open = False
        for number, row in enumerate(self.rows):
            if row.is_marked:
                runs.append(range(runs.pop().start if is_open else number, number + 1))
            is_open = row.is_marked or (is_open and row.is_blank)
        return tuple(runs)

    @property
    def anchors(self) -> tuple[str, ...]:
        """Where the stretches begin, in their order."""
        return tuple(self._anchor(run.start) for run in self.stretches)

    def html(self, numbers: Mapping[str, int], steps: Mapping[str, tuple[str | None, str | None]]) -> Iterator[str]:
        """The section. ``steps`` are the anchors before and after each, here or in another document."""
        yield f'<section aria-labelledby="d{self.place}">\n<h2 id="d{self.place}" dir="auto">{safe(self.name)}</h2>\n'
        yield f"<p>{percent(self.removed, self.size)} of the text was removed: {self.removed:,} of {self.size:,} "
        yield "characters.</p>\n"
        yield from self._kinds(numbers)
        yield '<div class="beside"><div class="text">\n'
        yield from self._text(numbers, steps)
        yield '</div><div class="map" aria-hidden="true">'
        yield from self._map(numbers)
        yield "</div></div>\n</section>\n"

    def _anchor(self, line: int) -> str:
        return f"d{self.place}l{line + 1}"

    def _kinds(self, numbers: Mapping[str, int]) -> Iterator[str]:
        if self.sizes or self.kept:
            yield '<p class="found">'
            ordered = sorted(self.sizes, key=lambda name: (-self.sizes[name][1], name))
            yield ", ".join(f"{chip(name, numbers)}&nbsp;{self.sizes[name][0]:,}" for name in ordered)
            if self.kept:
                joined = "; " if self.sizes else ""
                yield f"{joined}{self.kept:,} passage{' stays' if self.kept == 1 else 's stay'} although a rule asked"
            yield "</p>\n"

    def _text(self, numbers: Mapping[str, int], steps: Mapping[str, tuple[str | None, str | None]]) -> Iterator[str]:
        starts = {run.start for run in self.stretches}
        plain = self._folded()
        for is_folded, group in groupby(range(len(self.rows)), key=plain.__contains__):
            lines = list(group)
            if is_folded:
                shown = sum(not self.rows[number].is_blank for number in lines)
                yield f'<details class="fold"><summary>{shown:,} lines unchanged</summary>\n'
            for number in lines:
                own = self._anchor(number) if number in starts else None
                yield self._line(number, numbers, own, _links(*steps[own]) if own else "")
            if is_folded:
                yield "</details>\n"

    def _line(self, number: int, numbers: Mapping[str, int], anchor: str | None, links: str) -> str:
        row = self.rows[number]
        text = "".join(_part(part, numbers) for part in row.parts)
        kind = " gap" if row.is_gap else " blank" if row.is_blank else ""
        own = f' id="{anchor}"' if anchor else ""
        why = [f"<p>{chip(removal.filter, numbers)} {self._reason(removal)}</p>" for removal in row.gone]
        why += [
            f"<p>{chip(removal.filter, numbers)} stays: {self._reason(removal, kept=True)}</p>" for removal in row.kept
        ]
        return "".join(
            (
                f'<div class="row{kind}"{own}><span class="n">{number + 1}</span>',
                f'<div class="line" dir="auto">{text}</div>',
                "" if row.is_blank and not row.is_marked else f'<div class="after" dir="auto">{text}</div>',
                f'<div class="why">{"".join(dict.fromkeys(why))}{links}</div>' if why else "",
                "</div>\n",
            )
        )

    def _reason(self, removal: Removal, *, kept: bool = False) -> str:
        """Why, and the rule, with a link to what it is about."""
        if removal.rule in REASONS:
            return excerpt(reason(removal, kept=kept))
        place = self.rules.get((removal.filter, removal.rule))
        start, end = (f'<a href="#r{place}">', "</a>") if place else ("", "")
        return f'{excerpt(reason(removal, kept=kept))} {start}<code dir="ltr">{safe(removal.rule)}</code>{end}'

    def _folded(self) -> set[int]:
        """The lines of long stretches in which nothing is marked."""
        folded: set[int] = set()
        edges = [0, *(edge for run in self.stretches for edge in (run.start, run.stop)), len(self.rows)]
        for first, stop in zip(edges[::2], edges[1::2], strict=True):
            written = [number for number in range(first, stop) if not self.rows[number].is_blank]
            before, after = (AROUND if first else 0), (AROUND if stop < len(self.rows) else 0)
            inner = written[before : len(written) - after]
            if len(inner) >= LEAST:
                folded.update(range(inner[0], inner[-1] + 1))
        return folded

    def _map(self, numbers: Mapping[str, int]) -> Iterator[str]:
        """Each stretch at its place in the text, as high as it is long, and a link."""
        if not self.stretches:
            return
        lines = self.result.document.lines
        yield f'<svg viewBox="0 0 10 {_TALL}" preserveAspectRatio="none">'
        for run, anchor in zip(self.stretches, self.anchors, strict=True):
            yield f'<a href="#{anchor}" tabindex="-1">'
            marked = [number for number in run if self.rows[number].is_marked]
            for (kind, fate), group in groupby(marked, key=lambda number: _look(self.rows[number])):
                inner = list(group)
                top = _TALL * lines[inner[0]].start // self.size
                height = max(_LOW, _TALL * lines[inner[-1]].end // self.size - top)
                yield f'<rect class="k{numbers[kind]} {fate}" x="0" y="{min(top, _TALL - height)}" width="10" '
                yield f'height="{height}"><title>line {inner[0] + 1:,}: {safe(kind)}</title></rect>'
            yield "</a>"
        yield "</svg>"


def _look(row: Row) -> tuple[str, str]:
    """The kind of a marked line on the map, and its fate."""
    return (row.gone[0].filter, "gone") if row.gone else (row.kept[0].filter, "kept")


def _links(back: str | None, on: str | None) -> str:
    links = (f'<a href="#{back}">↑ previous</a>' if back else "", f'<a href="#{on}">next ↓</a>' if on else "")
    return f'<p class="steps">{" ".join(filter(None, links))}</p>' if any(links) else ""


def _part(part: Part, numbers: Mapping[str, int]) -> str:
    """The text inside one element for each filter that took it: it shows only when all of them are switched off."""
    tag, names = ("del", part.gone) if part.gone else ("mark", part.kept)
    before = "".join(f'<{tag} class="k{numbers[name]}">' for name in names)
    behind = f"</{tag}>" * len(names)
    return f"{before}{safe(part.text)}{behind}"
