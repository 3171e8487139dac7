"""What most filters do with the rules that bear their name.

A line goes when a rule says so outright (``alone``) or when hints worth two points meet in it;
lines that prove nothing by themselves (``member``) go when they touch one that goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cleantext.document import Document
from cleantext.matching import Hit, Hits, built_in_matcher
from cleantext.removal import Removal

# Hints in one line must be worth this much together.
ENOUGH = 2.0
# Members reach this many non-blank lines from what they belong to, by way of other members.
REACH = 12
# Language codes whose rules lie under another code.
_ALIASES = {"nb": "no", "nn": "no", "bs": "sr", "sh": "sr", "iw": "he", "in": "id"}


def built_in_hits(document: Document) -> Hits:
    """What all built-in rules find; with a ``lang`` hint, those of that language and of English."""
    if document.lang is None:
        return built_in_matcher(None)(document)
    language = document.lang.lower().replace("_", "-").split("-")[0]
    # English too: the widgets of the large vendors stay English on pages of every language.
    return built_in_matcher((_ALIASES.get(language, language), "en"))(document)


def hits_of(document: Document, name: str) -> Mapping[int, tuple[Hit, ...]]:
    """The built-in rules' hits of the filter ``name``, by line number."""
    return document.view(built_in_hits).get(name, {})


def verdict(hits: Iterable[Hit]) -> Hit | None:
    """The hit that condemns the line, if one does or several together do."""
    hints: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: hit.start - hit.end):  # the longest first
        if hit.rule.role == "alone":
            return hit
        # A phrase inside a longer one, or said again, is the same evidence.
        if hit.rule.role == "hint" and not any(_same_evidence(hit, other) for other in hints):
            hints.append(hit)
    total = sum(hit.rule.weight for hit in hints)
    return max(hints, key=lambda hit: hit.rule.weight) if total >= ENOUGH else None


def _same_evidence(hit: Hit, other: Hit) -> bool:
    return hit.start < other.end and other.start < hit.end


def has_role(hits: Iterable[Hit], *roles: str) -> bool:
    """Does any of ``hits`` play one of ``roles``?"""
    return any(hit.rule.role in roles for hit in hits)


def without(hits: Mapping[int, tuple[Hit, ...]], role: str) -> Mapping[int, tuple[Hit, ...]]:
    """``hits`` without those of rules that play ``role``: a filter has its own use for them."""
    kept = {n: tuple(hit for hit in found if hit.rule.role != role) for n, found in hits.items()}
    return {n: found for n, found in kept.items() if found}


def removal_of_line(document: Document, number: int, name: str, hit: Hit) -> Removal:
    """The removal of a whole line because of ``hit``."""
    line = document.lines[number]
    return Removal(line.start, line.end, name, hit.rule.name, quote(document.text[hit.start : hit.end]))


def quote(text: str) -> str:
    """Evidence as people read it: the matched words, shortened."""
    words = " ".join(text.split())
    return f"“{words[:77]}…”" if len(words) > 78 else f"“{words}”"


def rule_removals(
    document: Document, name: str, hits: Mapping[int, tuple[Hit, ...]] | None = None
) -> Iterator[Removal]:
    """What the rules of filter ``name`` remove: condemned lines and the members that touch them."""
    hits = hits_of(document, name) if hits is None else hits
    if not hits:
        return
    gone = {n: hit for n, found in hits.items() if (hit := verdict(found))}
    yield from (removal_of_line(document, n, name, hit) for n, hit in sorted(gone.items()))
    order = document.content
    place = {number: i for i, number in enumerate(order)}
    taken = set(gone)
    for number in sorted(gone):
        for step in (-1, 1):
            for i in range(1, REACH + 1):
                at = place[number] + step * i
                if not 0 <= at < len(order) or order[at] in taken:
                    break
                neighbour = hits.get(order[at], ())
                if not has_role(neighbour, "member", "anchor"):
                    break
                taken.add(order[at])
                hit = next(h for h in neighbour if h.rule.role in ("member", "anchor"))
                yield removal_of_line(document, order[at], name, hit)
