"""The chrome of forum posts; the posts themselves are content."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cleantext.document import Document
from cleantext.filters._rules import has_role, hits_of, quote, removal_of_line, rule_removals, without
from cleantext.matching import Hit
from cleantext.removal import Removal

NAME = "forum"

# This many lines of chrome make a page a thread, whose posts are numbered.
ENOUGH = 2
# Post numbers and votes.
_NUMBER = re.compile(r"#?-?\d{1,4}(?: ?[·•])?|[-•] ?\d{1,3}")
# A value under a label: "- Nov 2024", "- 8,197", "-".
_VALUE = re.compile(r"[-•](?: ?[\w,.']{1,20}){0,4}")

Hits = Mapping[int, tuple[Hit, ...]]


@dataclass(frozen=True)
class ForumChrome:
    """Removes member data, post numbers, counts of likes, edit notes and the buttons of threads.

    What a forum prints about members stands in runs, and two of its lines prove one. Post
    numbers and votes go where other chrome shows that the page is a thread.
    """

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals of the chrome around the posts in ``document``."""
        hits = hits_of(document, NAME)
        if not hits:
            return
        yield from rule_removals(document, NAME, without(hits, "anchor"))
        for run in _member_data(document, hits):
            yield from (_removal(document, number, hits.get(number, ())) for number in run)
        if sum(has_role(found, "alone", "anchor") for found in hits.values()) >= ENOUGH:
            yield from _post_numbers(document)


def _removal(document: Document, number: int, found: tuple[Hit, ...]) -> Removal:
    if found:
        return removal_of_line(document, number, NAME, found[0])
    line = document.lines[number]
    return Removal(line.start, line.end, NAME, "any/member-value", quote(line.text), 0.9)


def _member_data(document: Document, hits: Hits) -> Iterable[list[int]]:
    """Runs of lines about a member that hold two sure ones, or one of a form seen elsewhere."""
    runs: list[list[int]] = []
    run: list[int] = []
    for number in (*document.content, -1):
        found = hits.get(number, ())
        if number >= 0 and (has_role(found, "alone", "anchor", "member") or (run and _is_value(document, number))):
            run.append(number)
        elif run:
            runs.append(run)
            run = []
    runs = [_without_last_values(run, hits) for run in runs]
    sure = [sum(has_role(hits.get(n, ()), "anchor") for n in run) for run in runs]
    many = sum(sure) >= ENOUGH
    return [run for run, count in zip(runs, sure, strict=True) if count > 1 or (count and (many or len(run) > 1))]


def _is_value(document: Document, number: int) -> bool:
    text = document.lines[number].text.strip()
    return len(text) < 40 and bool(_VALUE.fullmatch(text))


def _without_last_values(run: list[int], hits: Hits) -> list[int]:
    """``run`` with no more than one value after its last label: the rest may be a list in the post."""
    last = max(i for i, n in enumerate(run) if n in hits)
    return run[: last + 2]


def _post_numbers(document: Document) -> Iterable[Removal]:
    """Lines that are nothing but a number: of the post, or of its votes."""
    for number in document.content:
        line = document.lines[number]
        if len(line.text) < 12 and _NUMBER.fullmatch(line.text.strip()):
            yield Removal(line.start, line.end, NAME, "any/post-number", f"post {quote(line.text)}", 0.9)
