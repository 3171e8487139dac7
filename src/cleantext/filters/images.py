"""Alternative texts and names of pictures between paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex

from cleantext.document import Document
from cleantext.filters._alt_texts import score, telling_words
from cleantext.filters._rules import has_role, hits_of, quote, removal_of_line, verdict
from cleantext.removal import Removal
from cleantext.shape import ends_sentence, paragraphs

NAME = "images"

# Only where there are paragraphs can something stand between them.
PROSE_LINES = 3
# A line in lower case is a description of a picture if it has so many words ...
LOWER_WORDS = range(2, 26)
# (three, if it does not stand between two paragraphs) ...
CLEAR_WORDS = 3
# ... and if hardly any other line of the text begins in lower case: code, verse and broken
# lines do.
MOST_LOWER = 0.06
# The name of a picture that repeats a heading is not longer.
LONGEST_NAME = 80

# What the scorer must say (log-odds) where nothing else is known, and in a text in which it
# was that certain of more than so many lines.
CERTAIN = 1.0
LIKELY = 0.25
ENOUGH_CERTAIN = 2
# What it must say of a finished sentence.
FINISHED = 2.0
_NEVER = float("-inf")
LONGEST_DESCRIPTION = 250

_CODE = regex.compile(r"[=(){}<>;$\\@#\[\]|_]|\w[.:/]\w|::|&&|--")
# Five words or more tied by hyphens: the address of a page or a picture.
_SLUG = regex.compile(r"[\p{L}\d]{2,20}(?:-[\p{L}\d]{1,20}){4,14}")
_SIGNS = regex.compile(r"[\W_]+")
_GOES_ON = (",", ":", ";", "-", "–", "—", "(", "/")


@dataclass(frozen=True)
class ImageAltTexts:
    """Removes alternative texts and names of pictures that stand alone between paragraphs.

    The rules know the words of such texts. Without any, a line gives itself away when it is
    written in lower case where everything else is not, or repeats the line beside it in the
    form of a file name.
    """

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals of every alternative text in ``document``."""
        texts = [document.lines[n].text.strip() for n in document.content]
        prose = document.view(paragraphs)
        if not any(prose):
            return
        hits = hits_of(document, NAME)
        for number in sorted(hits):
            hit = verdict(hits[number])
            if hit and (hit.rule.role == "alone" or not ends_sentence(document.lines[number].text)):
                yield removal_of_line(document, number, NAME, hit)
        if sum(prose) < PROSE_LINES:
            return
        for place, rule in _unnamed(texts, prose):
            line = document.lines[document.content[place]]
            yield Removal(line.start, line.end, NAME, rule, quote(line.text), 0.7)
        known: dict[str, float] = document.memory(score)
        known |= {document.lines[n].text.strip(): _NEVER for n in hits if has_role(hits[n], "against")}
        for place, words in _descriptions(texts, prose, known):
            line = document.lines[document.content[place]]
            yield Removal(line.start, line.end, NAME, "any/reads-like-one", f"words such as {words}", 0.6)


def _unnamed(texts: Sequence[str], prose: Sequence[bool]) -> Iterator[tuple[int, str]]:
    """Places of lines that give themselves away without any word that a rule knows."""
    lower = [place for place, text in enumerate(texts) if text[:1].islower()]
    alone = [place for place in lower if _stands_alone(texts, place)]
    if len(lower) - len(alone) > max(1, MOST_LOWER * len(texts)):
        return
    yield from ((place, "any/name-of-a-picture") for place, text in enumerate(texts) if _SLUG.fullmatch(text))
    for place in alone:
        before, after = _neighbours(texts, place)
        if _bare(texts[place]) and _bare(texts[place]) in (_bare(before), _bare(after)):
            yield place, "any/neighbour-again"
        elif _looks_described(texts[place], prose[max(0, place - 1)], prose[min(place + 1, len(prose) - 1)]):
            yield place, "any/lower-case"


def _descriptions(texts: Sequence[str], prose: Sequence[bool], known: dict[str, float]) -> Iterator[tuple[int, str]]:
    """Places of lines whose words are those of alternative texts, with the words."""
    for place, text in enumerate(texts):
        if text not in known and not prose[place]:
            known[text] = score(text) if _may_be_described(text) else _NEVER
    scores = {place: known[text] for place, text in enumerate(texts) if not prose[place]}
    certain = [place for place, points in scores.items() if points >= CERTAIN]
    # Where an extractor left some alternative texts, it left them all.
    least = LIKELY if len(certain) > ENOUGH_CERTAIN else CERTAIN
    for place, points in scores.items():
        if points >= (FINISHED if ends_sentence(texts[place]) else least):
            yield place, quote(", ".join(telling_words(texts[place])))


def _may_be_described(text: str) -> bool:
    return (
        " " in text
        and len(text) <= LONGEST_DESCRIPTION
        and not (text[0].isdigit() or _CODE.search(text) or text.endswith("?"))
    )


def _neighbours(texts: Sequence[str], place: int) -> tuple[str, str]:
    return texts[place - 1] if place else "", texts[place + 1] if place + 1 < len(texts) else ""


def _stands_alone(texts: Sequence[str], place: int) -> bool:
    """Is this a line of its own, which neither goes on with another nor is gone on with?"""
    before, after = _neighbours(texts, place)
    return not (before.endswith(_GOES_ON) or before[:1].islower() or after[:1].islower() or _CODE.search(texts[place]))


def _looks_described(text: str, below_prose: bool, above_prose: bool) -> bool:
    """Is this a description in lower case, next to a paragraph?"""
    words = text.split()
    return (
        text[-1].isalnum()
        and words[0].islower()
        and len(words) in LOWER_WORDS
        and 2 * sum(word[0].isupper() for word in words) <= len(words)
        and (below_prose or above_prose)
        and (len(words) >= CLEAR_WORDS or (below_prose and above_prose))
    )


def _bare(text: str) -> str:
    """The letters and digits of a short line: what a file name keeps of it."""
    return _SIGNS.sub("", text).casefold() if len(text) <= LONGEST_NAME else ""
