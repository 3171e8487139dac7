"""The choices that users have, as types: what is misspelt is seen before it runs, or told in one way."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Literal

Profile = Literal["residue", "main"]
"""What is taken out: furniture only, or all that is not the main content of a page."""

Source = Literal["auto", "text", "html"]
"""What the input is. ``auto`` looks: text that begins as a page does is taken for HTML."""

Extractor = Literal["model", "trafilatura"]
"""Who finds the main text of HTML: the model that comes with this package, or trafilatura."""

Format = Literal["text", "markdown"]
"""What clean text is written as."""

ColorChoice = Literal["auto", "always", "never"]
"""When output is coloured: on a terminal whose owner does not refuse, or whatever it is."""


def suggest(word: str, known: Iterable[str]) -> str:
    """The name that was meant, as the end of a sentence; ``""`` if none is close.

    >>> suggest("bois", ["bios", "ads"]), suggest("md", ["text", "markdown"]), suggest("zebra", ["bios"])
    (', did you mean bios?', ', did you mean markdown?', '')
    >>> suggest("--pro", ["--from", "--profile"]), suggest("-q", ["--quarantine"])
    (', did you mean --profile?', '')
    """
    others = [other for other in known if other != word]
    shorter = [other for other in others if _shortens(word, other)]
    begun = [other for other in shorter if other.startswith(word)]
    close = (begun if len(begun) == 1 else []) or get_close_matches(word, others, n=1) or shorter
    return f", did you mean {close[0]}?" if len(close) == 1 else ""


def _shortens(word: str, name: str) -> bool:
    """Are the letters of ``word``, two at least, those of ``name`` with some left out, the first not among them?

    The hyphens that options begin with are no letters.
    """
    word, name = word.lstrip("-"), name.lstrip("-")
    letters = iter(name)
    return len(word) > 1 and word[0] == name[0] and all(letter in letters for letter in word)


def no_such(what: str, word: object, choices: Iterable[str]) -> str:
    """What is said of a choice that there is not.

    >>> no_such("profile", "mian", ["residue", "main"])
    "no profile 'mian', did you mean main? there are residue, main"
    """
    hint = suggest(word, choices) if isinstance(word, str) else ""
    return f"no {what} {word!r}{hint or ';'} there are {', '.join(choices)}"
