"""The page: its head and policy, switches, totals, and the documents, worst first."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from importlib import resources
from itertools import chain

from cleantext.kinds import KINDS
from cleantext.reasons import REASONS, meaning
from cleantext.removal import GAPS, Removal, Result
from cleantext.reportpage.document import Section
from cleantext.reportpage.escape import percent, safe
from cleantext.reportpage.palette import chip, numbered, styles

_SUMMARIES = {kind.name: kind.summary for kind in KINDS} | {
    "main": "what is not the main content of the page",
    "repeats": "what repeats across the pages of a site",
}
_VIEWS = (("marked", "marked"), ("clean", "clean"), ("sides", "side by side"))


def report_page(results: Mapping[str, Result]) -> str:
    r"""A self-contained HTML page that shows what was cut from each document, by its name.

    Documents of which most went come first. Takes any text: what could be taken for markup, steer
    the page or not be written as UTF-8 is spelled out. The page's policy allows nothing but its
    own style and its own script, which adds keys; all else works without scripts.

    >>> from cleantext import Document, Removal, Result
    >>> document = Document("It was over.\nPhoto: J. Doe/Getty Images")
    >>> page = report_page({"story.txt": Result(document, (Removal(13, 39, "captions", "en/credit"),))})
    >>> "<del" in page and "en/credit" in page
    True
    """
    ranked = sorted(results.items(), key=lambda item: -_share(item[1]))
    shown = [removal for result in results.values() for removal in _shown(result)]
    numbers = numbered(removal.filter for removal in shown)
    rules = _rules(shown)
    places = {key: place for place, key in enumerate(rules, 1)}
    sections = [Section(place, name, result, places) for place, (name, result) in enumerate(ranked, 1)]
    style = f"{_own('report.css')}{styles(numbers)}\n"
    script = _own("report.js")
    policy = f"style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
        f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; {policy}">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        f"<title>What cleantext removed</title>\n<style>{style}</style>\n</head>\n<body>\n",
        "<h1>What cleantext removed</h1>\n",
        *_totals(sections, numbers),
        *_switches(),
        *chain.from_iterable(section.html(numbers, steps) for steps in [_steps(sections)] for section in sections),
        *_legend(rules),
        f"<script>{script}</script>\n</body>\n</html>\n",
    ]
    return "".join(parts)


def _shown(result: Result) -> Iterator[Removal]:
    """What the page has something to say about."""
    return (removal for removal in (*result.removals, *result.withheld) if removal.filter != GAPS)


def _rules(shown: Iterable[Removal]) -> dict[tuple[str, str], str]:
    """What each rule of the package that is named is about, by filter and rule, in that order."""
    named = {(removal.filter, removal.rule): removal for removal in shown}
    found = {key: meaning(removal) for key, removal in sorted(named.items()) if removal.rule not in REASONS}
    return {key: said for key, said in found.items() if said}


def _legend(rules: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """The rules that are named on the page, once."""
    if rules:
        yield '<section aria-labelledby="rules">\n<h2 id="rules">The rules that are named</h2>\n'
        yield '<p class="quiet">A name begins with the language that the rule is written for; any rule may speak of '
        yield "any text. <code>cleantext --rule NAME</code> shows what a rule takes and leaves.</p>\n<dl>\n"
        for place, ((name, rule), said) in enumerate(rules.items(), 1):
            yield f'<dt id="r{place}"><code>{safe(rule)}</code> ({safe(name)})</dt><dd>{safe(said)}</dd>\n'
        yield "</dl>\n</section>\n"


def _share(result: Result) -> float:
    return sum(end - start for start, end in result.spans) / max(1, len(result.document.text))


def _own(name: str) -> str:
    return resources.files("cleantext.reportpage").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _steps(sections: Sequence[Section]) -> dict[str, tuple[str | None, str | None]]:
    """For each anchor those before and after it, over all documents."""
    anchors = [anchor for section in sections for anchor in section.anchors]
    around = [None, *anchors, None]
    return {anchor: (around[place], around[place + 2]) for place, anchor in enumerate(anchors)}


def _switches() -> Iterator[str]:
    yield '<div class="bar"><fieldset><legend class="unseen">View</legend>\n'
    for number, (name, label) in enumerate(_VIEWS):
        chosen = "" if number else " checked"
        yield f'<span><input type="radio" name="view" id="{name}"{chosen}><label for="{name}">{label}</label></span>\n'
    yield '</fieldset><span><input type="checkbox" id="unfold"><label for="unfold">all lines</label></span>\n'
    yield '<span class="keys" hidden><kbd>n</kbd> next, <kbd>p</kbd> previous, <kbd>1</kbd> to <kbd>3</kbd> views'
    yield "</span></div>\n"


def _totals(sections: Sequence[Section], numbers: Mapping[str, int]) -> Iterator[str]:
    size, removed = sum(section.size for section in sections), sum(section.removed for section in sections)
    if len(sections) > 1:
        yield f"<p>{percent(removed, size)} of the text of {len(sections):,} documents was removed: "
        yield f"{removed:,} of {size:,} characters.</p>\n"
    if numbers:
        yield from _kinds(sections, numbers)
    if len(sections) > 1:
        yield from _documents(sections, numbers)


def _kinds(sections: Sequence[Section], numbers: Mapping[str, int]) -> Iterator[str]:
    """A row for each kind, with its switch."""
    sums: dict[str, list[int]] = {}
    for section in sections:
        for name, (count, size) in section.sizes.items():
            sums[name] = [a + b for a, b in zip(sums.get(name, (0, 0, 0)), (count, size, 1), strict=True)]
    yield '<div class="scroll"><table class="kinds">\n<thead><tr><th scope="col">kind</th>'
    yield '<th scope="col">passages</th><th scope="col">characters</th>'
    yield '<th scope="col">documents</th><th scope="col">takes out</th></tr></thead>\n'
    for name in sorted(numbers, key=lambda name: (-sums.get(name, (0, 0))[1], numbers[name])):
        n = numbers[name]
        figures = "".join(f'<td class="number">{figure:,}</td>' for figure in sums.get(name, (0, 0, 0)))
        yield f'<tr><th scope="row"><input type="checkbox" id="s{n}" checked><label for="s{n}">{chip(name, numbers)}'
        yield f"</label></th>{figures}<td>{safe(_SUMMARIES.get(name, ''))}</td></tr>\n"
    yield '</table></div>\n<p class="quiet">Untick a kind to read the text with it left in.</p>\n'


def _documents(sections: Sequence[Section], numbers: Mapping[str, int]) -> Iterator[str]:
    """A row for each document, worst first."""
    yield '<nav class="scroll" aria-label="Documents"><table class="documents">\n<thead><tr>'
    for heading in ("document", "removed", "", "characters", "passages", "kept"):
        yield f'<th scope="col">{heading}</th>'
    yield "</tr></thead>\n"
    for section in sections:
        yield f'<tr><th scope="row" dir="auto"><a href="#d{section.place}">{safe(section.name) or "—"}</a></th>'
        yield f'<td class="number">{percent(section.removed, section.size)}</td><td>'
        yield from _shares(section, numbers)
        yield f'</td><td class="number">{section.removed:,}</td><td class="number">{section.passages:,}</td>'
        yield f'<td class="number">{section.kept or ""}</td></tr>\n'
    yield "</table></nav>\n"


def _shares(section: Section, numbers: Mapping[str, int]) -> Iterator[str]:
    """How much of a document each kind took, side by side."""
    yield '<svg class="shares" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">'
    x = 0
    for name, (_, size) in sorted(section.sizes.items(), key=lambda item: numbers[item[0]]):
        width = min(1000 * size // max(1, section.size), 1000 - x)
        if width:
            yield f'<rect class="k{numbers[name]}" x="{x}" y="0" width="{width}" height="10"/>'
            x += width
    yield "</svg>"
