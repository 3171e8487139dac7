"""What embedded posts and videos leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import regex

from cleantext.document import Document
from cleantext.filters._rules import hits_of, quote, removal_of_line, rule_removals
from cleantext.removal import Removal
from cleantext.shape import ends_sentence, paragraphs, word_count

NAME = "embeds"

# The title of a video: so many words, then its length.
TITLE_WORDS = range(4, 26)
# A title stands between paragraphs, alone or twice; a longer run of lines that end in a time
# is a list: of tracks, of results, of trains.
MOST_TITLES = 2

_LENGTH = regex.compile(r"(?<=[\w”\x27’\"»)!?] {0,3})(?:\d{1,2}:)?\d{1,2}:[0-5]\d\Z")
_ACCOUNT = regex.compile(r".{0,40}@\w{2,20}\)?")


@dataclass(frozen=True)
class EmbedChrome:
    """Removes the chrome of embedded posts, videos and galleries: times, counts, buttons, counters.

    What a post says and who said it stays: the article quotes it.
    """

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals that the rules of this kind propose, and the titles of videos."""
        yield from rule_removals(document, NAME)
        yield from _follow_buttons(document)
        yield from _video_titles(document)


def _follow_buttons(document: Document) -> Iterator[Removal]:
    """The button above the name of an account, with the name if it is only a handle."""
    order = document.content
    hits = hits_of(document, NAME)
    for number, below in pairwise(order):
        hit = next((h for h in hits.get(number, ()) if h.rule.role == "anchor"), None)
        account = document.lines[below].text.strip() if hit else ""
        if hit and _ACCOUNT.fullmatch(account):
            yield removal_of_line(document, number, NAME, hit)
            if account.startswith("@"):
                line = document.lines[below]
                yield Removal(line.start, line.end, NAME, hit.rule.name, f"the account {quote(account)}")


def _video_titles(document: Document) -> Iterator[Removal]:
    """Lines between paragraphs that end in the length of a video, whatever their language."""
    order = document.content
    texts = [document.lines[n].text.strip() for n in order]
    titles = [_is_title(text) for text in texts]
    if not any(titles):
        return
    prose = document.view(paragraphs)
    place = 0
    while place < len(order):
        stop = place
        while stop < len(order) and titles[stop]:
            stop += 1
        is_short = 0 < stop - place <= MOST_TITLES
        if is_short and place > 0 and prose[place - 1] and (stop == len(order) or prose[stop]):
            for number in order[place:stop]:
                line = document.lines[number]
                yield Removal(line.start, line.end, NAME, "any/video-title", quote(line.text), 0.9)
        place = stop + 1


def _is_title(text: str) -> bool:
    return (
        text[-1:].isdigit()
        and _LENGTH.search(text) is not None
        and word_count(text) in TITLE_WORDS
        and not ends_sentence(text)
    )
