"""Cookie banners and consent preference centres."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cleantext.document import Document
from cleantext.filters._rules import has_role, hits_of, quote, removal_of_line, verdict
from cleantext.matching import Hit
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
# Banner wording in quotation marks belongs to whoever quotes it.
_QUOTES = '“”"«„「『'

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
        hits = hits_of(document, NAME)
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
                    yield Removal(line.start, line.end, NAME, "any/close-sign", quote(line.text), 0.9)


def _blocks(document: Document, hits: Hits) -> Iterator[list[int]]:
    """Runs of lines that speak of consent, with buttons and close signs, in document order."""
    run: list[int] = []
    for number in (*document.content, -1):
        if number >= 0 and _belongs(document, hits, number):
            run.append(number)
            continue
        # What merely mentions the topic belongs to a block only between what is known to.
        known = [i for i, n in enumerate(run) if not _only_mentions(hits.get(n, ()))]
        if known:
            yield run[known[0] : known[-1] + 1]
        run = []


def _belongs(document: Document, hits: Hits, number: int) -> bool:
    text = document.lines[number].text.strip()
    found = hits.get(number)
    if not found:
        return len(text) == 1  # the X that closes a banner
    if text[0] in _QUOTES or (text[0] == "|" and not has_role(found, "alone", "member")):
        return False  # rows of tables are a policy's, but for those of known cookies
    return any(hit.rule.role != "against" for hit in found)


def _only_mentions(found: tuple[Hit, ...]) -> bool:
    return bool(found) and verdict(found) is None and not has_role(found, "anchor", "member")


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


def _is_of_topic(hit: Hit) -> bool:
    return hit.rule.role == "against" or (hit.rule.role in ("hint", "alone") and hit.rule.weight >= 1)


def _is_topic(document: Document, hits: Hits, banners: list[list[int]]) -> bool:
    inside = {number for block in banners for number in block}
    rest = [n for n in document.content if n not in inside and word_count(document.lines[n].text) >= PROSE_WORDS]
    about = [n for n in rest if any(_is_of_topic(hit) for hit in hits.get(n, ()))]
    return sum(len(document.lines[n].text) for n in about) > TOPIC * sum(len(document.lines[n].text) for n in rest)
