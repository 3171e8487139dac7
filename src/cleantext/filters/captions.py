"""Photo captions and credit lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cleantext.document import Document
from cleantext.filters._rules import hits_of, quote, removal_of_line, verdict
from cleantext.matching import Hit
from cleantext.removal import Removal
from cleantext.shape import PROSE_WORDS, is_label, paragraphs, word_count

NAME = "captions"

# A line with a credit at its end is a caption up to this length; from a longer one, a
# paragraph to which the credit was glued, only the credit goes.
CAPTION_WORDS = 60
# What stands below "Image caption" is one up to this length.
LABELLED_WORDS = 40
# Captions are repeated side by side: as alternative text and below the picture.
NEAR = 3
# Longer lines that repeat are paragraphs, whatever made the extractor say them twice.
REPEAT_MOST = 40
# Shorter lines repeat for many reasons (refrains, table cells, dialogue).
REPEAT_WORDS = 5
# The credit, or little more, is what a longer copy may add to a shorter one.
CREDIT_WORDS = 12
# Repetition counts only between the paragraphs of an article: verse and lists repeat lines on purpose.
PROSE_LINES = 3
# A text in which more lines stand twice repeats everything: a slide show, a page read twice.
MOST_UNCREDITED = 4


@dataclass(frozen=True)
class PhotoCaptions:
    """Removes captions known by their credit or by standing twice, and lines of mere credit.

    ``keep`` says what becomes of a caption: ``"none"`` (the default) removes every copy,
    ``"first"`` keeps the first copy of each and removes the others.
    """

    keep: Literal["none", "first"] = "none"

    def __post_init__(self) -> None:
        if self.keep not in ("none", "first"):
            raise ValueError(f"keep is {self.keep!r}; it must be 'none' or 'first'")

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals of every caption in ``document``."""
        hits = hits_of(document, NAME)
        credited = {n: hit for n, found in hits.items() if (hit := verdict(found))}
        credited |= _below_labels(document, hits)
        copies = _copies(document, credited)
        spared = {group[0] for group in copies if self.keep == "first"}
        for number, hit in sorted(credited.items()):
            if number not in spared:
                yield _credited(document, number, hit)
        for group in copies:
            for number in group:
                if number not in credited and number not in spared:
                    line = document.lines[number]
                    yield Removal(line.start, line.end, NAME, "any/stands-twice", quote(line.text), 0.9)


def _below_labels(document: Document, hits: Mapping[int, tuple[Hit, ...]]) -> dict[int, Hit]:
    """Lines that say "Image caption", and the caption below each."""
    found: dict[int, Hit] = {}
    order = document.content
    for place, number in enumerate(order if hits else ()):
        label = next((hit for hit in hits.get(number, ()) if hit.rule.role == "anchor"), None)
        if label:
            found[number] = label
            if place + 1 < len(order) and is_label(document.lines[order[place + 1]].text, LABELLED_WORDS):
                found[order[place + 1]] = label
    return found


def _credited(document: Document, number: int, hit: Hit) -> Removal:
    line = document.lines[number]
    if hit.rule.match == "end" and word_count(line.text) > CAPTION_WORDS:
        return Removal(hit.start, line.end, NAME, hit.rule.name, quote(document.text[hit.start : hit.end]))
    if hit.start >= line.end or hit.end <= line.start:
        return Removal(
            line.start, line.end, NAME, hit.rule.name, f"stands below {quote(document.text[hit.start : hit.end])}", 0.9
        )
    return removal_of_line(document, number, NAME, hit)


def _copies(document: Document, credited: Mapping[int, Hit]) -> list[list[int]]:
    """Groups of lines that are copies of one caption, each in document order."""
    order = document.content
    lines = document.lines
    prose = document.view(paragraphs)
    is_article = sum(prose) >= PROSE_LINES
    groups: list[list[int]] = []
    uncredited = 0
    for i, number in enumerate(order):
        for other in order[i + 1 : i + 1 + NEAR]:
            short, long = sorted((lines[number].text.strip(), lines[other].text.strip()), key=len)
            if not _is_copy(short, long) or not REPEAT_WORDS <= word_count(short) <= REPEAT_MOST:
                continue
            has_credit = number in credited or other in credited
            uncredited += not has_credit
            is_short = word_count(short) < PROSE_WORDS
            is_pair = is_article and is_short and other == order[i + 1]
            if has_credit or (is_pair and _stand_as_pictures_do(prose, i)):
                if groups and number in groups[-1]:
                    groups[-1].append(other)
                else:
                    groups.append([number, other])
                break
    if uncredited > MOST_UNCREDITED:
        groups = [group for group in groups if any(number in credited for number in group)]
    return groups


def _is_copy(short: str, long: str) -> bool:
    """The same line, or the same with a credit (a few words) added."""
    bare = short.rstrip(" .")
    return (
        long.startswith(bare)
        and word_count(long[len(bare) :]) <= CREDIT_WORDS
        and (len(long) - len(bare) <= 2 or not long[len(bare)].isalnum())
    )


def _stand_as_pictures_do(prose: Sequence[bool], place: int) -> bool:
    """Do the lines at ``place`` and below it, no paragraphs themselves, stand between paragraphs?"""
    around = prose[max(0, place - 1) : place + 3]
    return list(around) in ([True, False, False, True], [True, False, False])
