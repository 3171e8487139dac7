"""What was cut, as a page: one HTML file that needs no network and no scripts.

Every line of the document is there, what went is marked, and beside it stands which filter and
rule asked for it, what they saw, and how sure they were.
"""

from __future__ import annotations

import re
from base64 import b64encode
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from html import escape
from importlib import resources
from itertools import pairwise

from cleantext.document import Line
from cleantext.filters import BUILT_IN
from cleantext.removal import Removal, Result, union
from cleantext.report import UNSAFE

_COLOURS = 8
# The marks of direction that Arabic and Hebrew text needs; each line is isolated from the others.
_HARMLESS = "\u200e\u200f"
_EXCERPT = 160
_SUMMARIES = {built_in.name: built_in.summary for built_in in BUILT_IN} | {
    "main": "what is not the main content of the page",
    "repeats": "what repeats across the pages of a site",
    "revise": "headings over nothing, line ends and blank lines",
}


def report_page(results: Mapping[str, Result]) -> str:
    r"""A self-contained HTML page that shows what was cut from each document, by its name.

    Takes any text: what could be taken for markup, steer the page or not be written as UTF-8 is
    spelled out.

    >>> from cleantext import explain
    >>> page = report_page({"story.txt": explain("It was over.\nPhoto: J. Doe/Getty Images")})
    >>> "<del" in page and "en/photo-credit-line" in page
    True
    """
    style = resources.files("cleantext").joinpath("report.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    sections = [_Section(number, name, result) for number, (name, result) in enumerate(results.items(), 1)]
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{digest}'\">\n",
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        f"<title>What cleantext removed</title>\n<style>{style}</style>\n</head>\n<body>\n",
        "<h1>What cleantext removed</h1>\n",
        *(_contents(sections) if len(sections) > 1 else ()),
        *(part for section in sections for part in section.html()),
        "</body>\n</html>\n",
    ]
    return "".join(parts)


def _contents(sections: Sequence[_Section]) -> Iterator[str]:
    yield '<nav aria-label="Documents"><ul>\n'
    for section in sections:
        yield f'<li><a href="#d{section.number}">{_safe(section.name)}</a> '
        yield f'<span class="quiet">{_percent(section.removed, section.size)} removed</span></li>\n'
    yield "</ul></nav>\n"


@dataclass(frozen=True)
class _Section:
    """One document of the page."""

    number: int
    name: str
    result: Result

    @property
    def size(self) -> int:
        return len(self.result.document.text)

    @property
    def removed(self) -> int:
        return sum(end - start for start, end in self.result.spans)

    @cached_property
    def colours(self) -> dict[str, str]:
        """A class of the style sheet for each filter, by the order in which they come."""
        names = dict.fromkeys(removal.filter for removal in self.result.removals)
        return {name: f"c{number % _COLOURS}" for number, name in enumerate(n for n in names if n != "revise")}

    def html(self) -> Iterator[str]:
        yield f'<section aria-labelledby="d{self.number}">\n<h2 id="d{self.number}">{_safe(self.name)}</h2>\n'
        yield f"<p>{_percent(self.removed, self.size)} of the text was removed: {self.removed:,} of {self.size:,} "
        yield "characters.</p>\n"
        if self.result.removals:
            yield from self._summary()
        if self.result.withheld:
            yield from self._withheld()
        yield from self._text()
        yield "</section>\n"

    def _summary(self) -> Iterator[str]:
        yield '<div class="scroll"><table class="summary">\n<thead><tr><th scope="col">filter</th>'
        yield '<th scope="col">passages</th><th scope="col">characters</th><th scope="col">takes out</th></tr>'
        yield "</thead>\n"
        found = {name: union(removals) for name, removals in self.result.by_filter().items()}
        sizes = {name: sum(end - start for start, end in spans) for name, spans in found.items()}
        for name in sorted(found, key=lambda name: (-sizes[name], name)):
            yield f'<tr><th scope="row">{self._name(name)}</th><td class="number">{len(found[name]):,}</td>'
            yield f'<td class="number">{sizes[name]:,}</td><td>{_safe(_SUMMARIES.get(name, ""))}</td></tr>\n'
        yield "</table></div>\n"

    def _withheld(self) -> Iterator[str]:
        text = self.result.document.text
        number = len(self.result.withheld)
        yield f"<details><summary>{number:,} passage{' was' if number == 1 else 's were'} withheld</summary>\n"
        yield '<p class="quiet">Filters proposed these; the second look turned them down.</p>'
        yield "<ul>\n"
        for removal in self.result.withheld:
            excerpt = _safe(_shortened(text[removal.start : removal.end]))
            yield f'<li><bdi>{excerpt}</bdi><br><span class="quiet">{self._reason(removal)}</span></li>\n'
        yield "</ul></details>\n"

    def _name(self, name: str) -> str:
        return f'<span class="name {self.colours.get(name, "")}">{_safe(name)}</span>'

    def _reason(self, removal: Removal) -> str:
        evidence = f": <bdi>{_safe(removal.evidence)}</bdi>" if removal.evidence else ""
        score = f" ({removal.score:.2f})" if removal.score < 1 else ""
        return f"{self._name(removal.filter)} {_safe(removal.rule)}{evidence}{score}"

    def _text(self) -> Iterator[str]:
        yield '<table class="text"><caption class="unseen">The text, line by line</caption>\n'
        yield '<colgroup><col class="narrow"><col><col class="wide"></colgroup>\n'
        yield '<thead class="unseen"><tr><th scope="col">line</th><th scope="col">text</th>'
        yield '<th scope="col">why it was removed</th></tr></thead>\n<tbody>\n'
        rows = list(self._rows())
        # Where a stretch of removed lines begins: there stands a link to the next one.
        written = [i for i, (line, _) in enumerate(rows) if line]
        firsts = [i for above, i in pairwise([-1, *written]) if rows[i][1] and (above < 0 or not rows[above][1])]
        targets = dict(pairwise(firsts))
        linked = frozenset(firsts)
        for i, (line, why) in enumerate(rows):
            own = f' id="d{self.number}l{i + 1}"' if i in linked else ""
            link = f'<p><a href="#d{self.number}l{targets[i] + 1}">next removal ↓</a></p>' if i in targets else ""
            kind = " ".join(filter(None, ("gone" if why else "", "" if line else "blank")))
            reasons = "".join(f"<p>{reason}</p>" for reason in why)
            yield f'<tr{own} class="{kind}"><td class="n">{i + 1}</td><td class="line" dir="auto">{line}</td>'
            yield f'<td class="why">{reasons}{link}</td></tr>\n'
        yield "</tbody></table>\n"

    def _rows(self) -> Iterator[tuple[str, Sequence[str]]]:
        """Each line as HTML, and why parts of it went."""
        lines = self.result.document.lines
        starts = [line.start for line in lines]
        by_line: dict[int, list[Removal]] = {}
        for removal in self.result.removals:
            if removal.rule != "gap":  # blank lines beside what went explain themselves
                first = max(0, bisect_right(starts, removal.start) - 1)
                for number in range(first, bisect_left(starts, removal.end)):
                    by_line.setdefault(number, []).append(removal)
        for number, line in enumerate(lines):
            here = by_line.get(number, [])
            yield self._marked(line, here), list(dict.fromkeys(map(self._reason, here)))

    def _marked(self, line: Line, removals: Iterable[Removal]) -> str:
        parts: list[str] = []
        position = line.start
        text = self.result.document.text
        for removal in removals:
            start, end = max(removal.start, position), min(removal.end, line.end)
            if start < end:
                colour = self.colours.get(removal.filter, "c7")
                parts += (_safe(text[position:start]), f'<del class="{colour}">{_safe(text[start:end])}</del>')
                position = end
        return "".join((*parts, _safe(text[position : line.end])))


def _safe(text: str) -> str:
    """``text`` for HTML: nothing in it is markup, and control characters are spelled out."""
    return UNSAFE.sub(_spelled, escape(text))


def _spelled(match: re.Match[str]) -> str:
    character = match[0]
    if character in _HARMLESS:
        return character
    return f'<span class="control">{character.encode("unicode_escape").decode("ascii")}</span>'


def _shortened(text: str) -> str:
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole if whole else 0:.1f} %"
