"""Bare headlines of other stories between the paragraphs of one article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import regex

from cleantext.document import Document
from cleantext.filters._rules import ENOUGH, has_role, hits_of, quote, verdict
from cleantext.matching import Hit
from cleantext.removal import Removal
from cleantext.shape import is_label, paragraphs, word_count

NAME = "interruptions"

# A headline has so many words; a subheading is shorter, a caption or a teaser longer.
HEADLINE_WORDS = range(4, 19)
# Links to other stories interrupt an article one, two or three at a time. More is a list.
MOST_LINES = 3
# Only an article can be interrupted.
PROSE_LINES = 3
# A line that is the only one of its kind in a report is half a proof if it is this long, and
# another half if it capitalises every word. Reports quote people.
LONE_WORDS = 7
LONE_LINES = 5
QUOTING_LINES = 2
# An article with so many lines like headings has headings, and any of the lines may be one.
MOST_HEADINGS = 2
# A line beside a headline is another one if it is as long.
SIBLING_WORDS = 6
# Titles leave words of up to three letters ("for", "and") in lower case.
SHORT_WORD = 3
TITLE_WORDS = 5
# The subject stands before the verb of a headline and is not longer than this.
SUBJECT_WORDS = 6

# Single quotation marks inside a line: headlines have them where articles have double ones.
_SINGLE_QUOTED = regex.compile(r"(?<!\w)[\x27‘][^\x27‘’\"“”]{3,60}[\x27’](?!\w)")
_DOUBLE = regex.compile(r"[\"“„«]")
_SPEAKER = regex.compile(r"\p{Lu}[\p{L}.’-]+(?: \p{Lu}[\p{L}.’-]+)?: ?[\p{Lu}\x27‘]")
_BRACKETED = regex.compile(r"\[\p{Lu}[^\[\]:=\"]{24,180}\]")

_NUMBERED = regex.compile(r"\d{1,3}[.):]")
_SENTENCE_INSIDE = regex.compile(r"\p{Ll}{3}[.!?][\x27’”\"]? ?\p{Lu}|\p{Ll}{3}[.!?][\x27’]")


class _Evidence(NamedTuple):
    rule: str
    words: str


@dataclass(frozen=True)
class OtherHeadlines:
    """Removes headlines of other stories that stand alone between two paragraphs.

    Nothing but grammar tells such a headline from a subheading: it reports in the present
    tense ("Mayor vows to rebuild bridge"), quotes in single marks, stands in brackets or bears
    a date. An article that has subheadings keeps every line.
    """

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals of every headline in ``document`` that interrupts it."""
        texts = [document.lines[n].text.strip() for n in document.content]
        prose = document.view(paragraphs)
        if sum(prose) < PROSE_LINES:
            return
        found: list[tuple[int, _Evidence]] = []
        headings = 0
        lone = 1.0 if _is_report_without_headings(texts, prose) else 0.0
        for run in _runs(prose):
            seen = _evidence_in(document, texts, run, lone)
            found += seen.items()
            headings += not seen and is_label(texts[run.stop - 1]) and not texts[run.stop - 1].endswith(":")
        if headings > MOST_HEADINGS:
            return
        for place, (rule, words) in found:
            line = document.lines[document.content[place]]
            yield Removal(line.start, line.end, NAME, rule, words, 0.7)


def _runs(prose: Sequence[bool]) -> Iterator[range]:
    """Where one to three lines stand between two paragraphs, or between the last one and the end."""
    start = None  # the place after the latest paragraph
    for place, is_paragraph in enumerate([*prose, True]):
        if is_paragraph:
            if start is not None and 0 < place - start <= MOST_LINES:
                yield range(start, place)
            start = place + 1


def _is_report_without_headings(texts: Sequence[str], prose: Sequence[bool]) -> bool:
    """Is this a text that quotes people and has hardly a line like a heading, the first aside?"""
    labels = sum(is_label(text, HEADLINE_WORDS.stop) for text in texts[1:])
    quoting = sum(
        is_paragraph and _DOUBLE.search(text) is not None for text, is_paragraph in zip(texts, prose, strict=True)
    )
    return labels <= LONE_LINES and quoting >= QUOTING_LINES


def _evidence_in(document: Document, texts: Sequence[str], run: range, lone: float) -> dict[int, _Evidence]:
    """Which lines of ``run`` are headlines of other stories, and why."""
    captions = hits_of(document, "captions")
    own = hits_of(document, NAME)
    seen: dict[int, _Evidence] = {}
    for place in run:
        has_credit = place + 1 in run and verdict(captions.get(document.content[place + 1], ())) is not None
        is_inside = place < len(texts) - 1
        points = has_credit + (lone if is_inside and word_count(texts[place]) >= LONE_WORDS else 0.0)
        evidence = _evidence(document, texts[place], document.content[place], points)
        if evidence:
            seen[place] = evidence
    for place in run if seen else ():
        # What stands with a headline of another story and is as long as one is the next.
        found = own.get(document.content[place], ())
        if place not in seen and word_count(texts[place]) >= SIBLING_WORDS and _is_headline(texts[place], found):
            rule, words = next(iter(seen.values()))
            seen[place] = _Evidence(rule, f"stands with {words}")
    return seen


def _is_headline(text: str, hits: Sequence[Hit]) -> bool:
    return (
        word_count(text) in HEADLINE_WORDS
        and not text.endswith((".", ":", ",", ";", "…", "。"))
        and (text[0].isupper() or text[0].isdigit() or text[0] in "'‘")
        and not _NUMBERED.match(text)
        and not _SENTENCE_INSIDE.search(text)
        and not has_role(hits, "against")
    )


def _evidence(document: Document, text: str, number: int, points: float) -> _Evidence | None:
    if _BRACKETED.fullmatch(text):
        return _Evidence("any/in-brackets", quote(text))
    hits = hits_of(document, NAME).get(number, ())
    dated = next((hit for hit in hits if hit.rule.match == "end"), None)
    if dated:
        return _Evidence(dated.rule.name, quote(text))
    if not _is_headline(text, hits):
        return None
    verb = max(
        (hit for hit in hits if _has_subject(document, hit, number)), key=lambda hit: hit.rule.weight, default=None
    )
    points += verb.rule.weight if verb else 0.0
    if text.endswith(("?", "!")) and not _is_title_case(text):
        return None  # what an interviewer asks
    if points and not _DOUBLE.search(text):
        points += _SINGLE_QUOTED.search(text) is not None
        points += _SPEAKER.match(text) is not None
        points += _is_title_case(text)
    if points < ENOUGH or (_DOUBLE.search(text) and not (verb and verb.rule.weight >= ENOUGH)):
        return None
    return _Evidence(verb.rule.name if verb else "any/lone-headline", quote(text))


def _is_title_case(text: str) -> bool:
    """Does every long word begin with a capital, and are there enough of them?"""
    long = [word for word in text.split() if len(word) > SHORT_WORD]
    return len(long) >= TITLE_WORDS and all(not word[0].islower() for word in long)


def _has_subject(document: Document, hit: Hit, number: int) -> bool:
    """Does somebody stand before the verb, as in a headline?"""
    before = document.text[document.lines[number].start : hit.start]
    return 1 <= word_count(before) <= SUBJECT_WORDS
