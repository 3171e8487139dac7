"""Other ways to clean lines of bare text: C4's rules, from their description, and the package justext."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import SimpleNamespace

# C4 (Raffel et al. 2020, section 2.2): lines must end in a terminal mark and have five words,
# and must not name JavaScript or these policies. Document-level rules are left out.
_C4_PHRASES = (
    "javascript",
    "terms of use",
    "privacy policy",
    "cookie policy",
    "uses cookies",
    "use of cookies",
    "use cookies",
)
_C4_ENDS = (".", "!", "?", '"', "”")


def _lines(text: str, keep: Callable[[str], bool]) -> str:
    return "\n".join(line for line in text.split("\n") if not line.strip() or keep(line.strip()))


def c4_phrases(text: str) -> str:
    """The phrase list of C4 alone: what a careful user takes from it."""
    return _lines(text, lambda line: not any(phrase in line.lower() for phrase in _C4_PHRASES))


def c4_lines(text: str) -> str:
    """C4's line rules in full: terminal punctuation, five words, and the phrases."""
    return _lines(
        c4_phrases(text), lambda line: line.endswith(_C4_ENDS) and not line.endswith("...") and len(line.split()) >= 5
    )


def justext_lines(text: str) -> str:
    """What jusText keeps where each line is a paragraph without links, with its list of English words."""
    from justext.core import classify_paragraphs, revise_paragraph_classification
    from justext.paragraph import Paragraph

    paragraphs = []
    for line in filter(str.strip, text.split("\n")):
        paragraph = Paragraph(SimpleNamespace(dom="html.body.p", xpath=""))
        paragraph.append_text(line)
        paragraphs.append(paragraph)
    classify_paragraphs(paragraphs, _english())
    revise_paragraph_classification(paragraphs)
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


@cache
def _english() -> frozenset[str]:
    from justext import get_stoplist

    return frozenset(word.lower() for word in get_stoplist("English"))


CLEANERS: dict[str, Callable[[str, str], str]] = {
    "C4 phrases": lambda text, _: c4_phrases(text),
    "C4 line rules": lambda text, _: c4_lines(text),
    "jusText classes": lambda text, _: justext_lines(text),
}
"""As ``measure`` takes cleaners: (text, key) to clean text."""
