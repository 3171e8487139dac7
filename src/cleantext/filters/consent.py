"""Cookie banners and consent preference centres."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cleantext.document import Document
from cleantext.filters._rules import has_role, hits_of, quote, removal_of_line, verdict
from cleantext.matching import Hit, folded_text
from cleantext.removal import Removal
from cleantext.shape import PROSE_WORDS, word_count

NAME = "consent"

# What a block must be worth: a consent paragraph counts 2, each distinct label 1.
ENOUGH = 2
# Where a block is more of a text than this, only what vendors alone write proves that it is no
# cookie policy: this many such lines.
MOST = 0.85
# A shorter text is a snippet, and may be a banner as a whole.
SNIPPET = 600
CERTAIN = 2
# Where this share of the remaining prose speaks of consent too, consent is the page's topic.
TOPIC = 0.3
# A paragraph speaks of consent from this much evidence on: one word for a cookie, two turns.
ABOUT = 0.3
# A phrase about cookies weighs this much.
PHRASE = 1.0
# What may stand between two parts of a block: so many lines, so many of them unknown, in a site's
# own words; labels if a part is a single button, sentences if each would be a banner by itself.
GAP_LINES = 8
GAP_UNKNOWN = 3
LABEL_WORDS = 12
SENTENCE_WORDS = 30
# Banner wording in quotation marks belongs to whoever quotes it.
_QUOTES = '“”"«„「『'
_CLOSING_QUOTES = '“”"»」』'
_ALL_QUOTES = '“”"«»„「」『』'
# A quoted button at the start ("“Accept all” means that you agree") is no quotation.
QUOTED_BUTTON = 24

Hits = Mapping[int, tuple[Hit, ...]]


@dataclass(frozen=True)
class CookieConsent:
    """Removes cookie banners and preference centres as whole blocks.

    Evidence are phrases of the consent vendors' paragraphs, in any order, and labels such as
    "Manage Consent Preferences"; buttons that prove nothing alone ("X", "Save Settings") go
    only inside such a block. A paragraph that two phrases give away goes even without a block.
    Where consent is what the page is about (a cookie policy), only blocks with buttons go.
    """

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals of every consent block in ``document``."""
        hits = {number: _distinct(document, number, found) for number, found in hits_of(document, NAME).items()}
        banners = [block for block in _blocks(document, hits) if _points(document, hits, block) >= ENOUGH]
        if banners and _is_topic(document, hits, banners):
            banners = [block for block in banners if _buttons(hits, block) >= ENOUGH]
        for block in banners if not _is_policy(document, hits, banners) else ():
            for number in block:
                found = hits.get(number, ())
                if found:
                    yield removal_of_line(document, number, NAME, verdict(found) or found[0])
                else:
                    line = document.lines[number]
                    yield Removal(line.start, line.end, NAME, "any/in-the-block", quote(line.text), 0.9)


def _distinct(document: Document, number: int, found: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """``found`` without what the line says again, as an article about cookies does, and without what it quotes."""
    folded = document.view(folded_text)
    line = document.lines[number]
    first: dict[tuple[str, str], Hit] = {}
    for hit in found:
        if hit.rule.role != "hint" or not _is_quoted(line.text, hit.start - line.start):
            first.setdefault((hit.rule.name, folded[hit.start : hit.end]), hit)
    return tuple(first.values())


def _is_quoted(text: str, at: int) -> bool:
    """Does offset ``at`` of a line stand in a quotation that began within it?"""
    # Languages pair the same marks in every way, so each opens what the one before it closed.
    return sum(text.count(quote, 0, at) for quote in _ALL_QUOTES) % 2 == 1


def _blocks(document: Document, hits: Hits) -> Iterator[list[int]]:
    """Runs of lines that speak of consent, joined over the few unknown lines between two of them."""
    block: list[int] = []
    for run in _runs(document, hits):
        points = _points(document, hits, run)
        if not points:
            continue  # buttons that prove nothing; they may still lie between two runs
        gap = _between(document, block[-1], run[0]) if block else ()
        parts = min(_points(document, hits, block), points)
        if block and _is_gap(document, hits, gap, SENTENCE_WORDS if parts >= ENOUGH else LABEL_WORDS):
            block = [*block, *gap, *run]
            continue
        if block:
            yield block
        block = run
    if block:
        yield block


def _between(document: Document, above: int, below: int) -> tuple[int, ...]:
    content = document.content
    return content[bisect_right(content, above) : bisect_left(content, below)]


def _is_gap(document: Document, hits: Hits, gap: Sequence[int], most_words: int) -> bool:
    unknown = [document.lines[n].text.strip() for n in gap if not _belongs(document, hits, n)]
    return (
        len(gap) <= GAP_LINES
        and len(unknown) <= GAP_UNKNOWN
        and all(not _is_quotation(text) and word_count(text) <= most_words for text in unknown)
    )


def _runs(document: Document, hits: Hits) -> Iterator[list[int]]:
    """Runs of lines that speak of consent, with buttons and close signs, in document order."""
    run: list[int] = []
    for number in (*document.content, -1):
        if number >= 0 and _belongs(document, hits, number):
            run.append(number)
            continue
        # What merely mentions the topic belongs to a block only between what is known to.
        known = [i for i, n in enumerate(run) if not _only_mentions(document, hits, n)]
        if known:
            yield run[known[0] : known[-1] + 1]
        run = []


def _belongs(document: Document, hits: Hits, number: int) -> bool:
    text = document.lines[number].text.strip()
    found = hits.get(number)
    if not found:
        return len(text) == 1  # the X that closes a banner
    if _is_quotation(text) or (text[0] == "|" and not has_role(found, "alone", "member")):
        return False  # rows of tables are a policy's, but for those of known cookies
    return any(hit.rule.role != "against" for hit in found)


def _is_quotation(text: str) -> bool:
    return text[0] in _QUOTES and not any(quote in text[2:QUOTED_BUTTON] for quote in _CLOSING_QUOTES)


def _only_mentions(document: Document, hits: Hits, number: int) -> bool:
    found = hits.get(number, ())
    if not found or has_role(found, "anchor", "member") or verdict(found):
        return False
    # A short line with a phrase about cookies is the banner's own first or last word.
    return _weight(found) < PHRASE or word_count(document.lines[number].text) >= PROSE_WORDS


def _points(document: Document, hits: Hits, block: list[int]) -> int:
    paragraphs = sum(verdict(hits.get(n, ())) is not None for n in block)
    against = sum(has_role(hits.get(n, ()), "against") for n in block)
    if against and _buttons(hits, block) < ENOUGH:
        return 0
    return 2 * paragraphs + _labels(document, hits, block)


def _labels(document: Document, hits: Hits, block: list[int]) -> int:
    found = (hit for n in block for hit in hits.get(n, ()) if hit.rule.role == "anchor")
    return len({document.text[hit.start : hit.end].casefold() for hit in found})


def _buttons(hits: Hits, block: list[int]) -> int:
    return sum(has_role(hits.get(n, ()), "anchor", "member") for n in block)


def _is_policy(document: Document, hits: Hits, banners: list[list[int]]) -> bool:
    """Is nearly all of a text about consent, and not in the very words of a consent dialog?"""
    inside = {number for block in banners for number in block}
    length = sum(len(document.lines[n].text) for n in document.content)
    share = sum(len(document.lines[n].text) for n in inside)
    certain = sum(has_role(hits.get(n, ()), "alone") for n in inside)
    return length >= SNIPPET and share > MOST * length and certain < CERTAIN


def _is_topic(document: Document, hits: Hits, banners: list[list[int]]) -> bool:
    inside = {number for block in banners for number in block}
    rest = [n for n in document.content if n not in inside and word_count(document.lines[n].text) >= PROSE_WORDS]
    about = [n for n in rest if _weight(hits.get(n, ())) >= ABOUT]
    return sum(len(document.lines[n].text) for n in about) > TOPIC * sum(len(document.lines[n].text) for n in rest)


def _weight(found: tuple[Hit, ...]) -> float:
    return sum(hit.rule.weight for hit in found)
