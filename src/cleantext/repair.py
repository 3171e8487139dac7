"""Mending encoding damage. The only module that knows ftfy."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from cleantext.document import Document
from cleantext.wholes import fences

_LINE_END = re.compile(r"(\r\n|\r|\n)")
# What ftfy may change: entities, halves of surrogate pairs, controls, and what looks like mojibake to it. Nearly all
# of its patterns of mojibake hold two of some characters side by side, and where one is of common punctuation, or both
# are plain Greek or Cyrillic letters or quotes, only a few do. A test holds this against its patterns.
_COMMON = r"\xa0\xad\xb7\xb4\u2013-\u2015\u2026\u2019"
_QUOTES = r"\xab\xbb\u2018\u201a\u201c-\u201e\u2022\u2039\u203a"
_LETTERS = r"\u0386-\u0401\u0403-\u048f"
_ANY = r"\x80-\u024f\u02b0-\u04ff\u2000-\u25ff\uf8ff\ufb00-\ufb06\ufffd"
_ODD = f"(?:(?![{_COMMON}{_QUOTES}{_LETTERS}])[{_ANY}])"
_UNCOMMON = f"(?:(?![{_COMMON}])[{_ANY}])"
_CYRILLIC_OR_GREEK = "[ВГРСΒΓΞΟ]"
# Each begins with one set of characters: what is plain ASCII is passed over at once.
_DAMAGE = re.compile(
    rf"[&{_ANY}\ud800-\udfff](?:"
    r"(?<=[\x80-\x9fŒœÂÃ\ud800-\udfff])"
    r"|(?<=&)#?[0-9A-Za-z]{1,24};"
    f"|(?<=[ÎÐØÙ√])[{_ANY}]"
    f"|(?<={_ODD}){_UNCOMMON}|(?<={_UNCOMMON}){_ODD}"
    f"|(?<={_CYRILLIC_OR_GREEK})[{_QUOTES}{_COMMON}]{_CYRILLIC_OR_GREEK})"
)
# Alternating combining marks make Unicode normalisation quadratic, in ftfy and everywhere else:
# 100,000 marks on one letter take minutes. No writing system stacks more than a handful.
_MARK_RUN = re.compile(
    r"[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    r"\u0711\u0730-\u074a\u0816-\u082d\u08d3-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
    r"\u302a-\u302f\u3099\u309a\ufe20-\ufe2f]{32,}"
)
_TAG = re.compile(r"<[A-Za-z/!?]")
_ENTITY = re.compile(r"&#?[0-9A-Za-z]{1,24};")
_TICKS = re.compile("`+")  # between them code stands within a line of Markdown
# ftfy looks at a line as a whole; beyond this a "line" is a dump of something, mended in parts.
_LONGEST = 100_000


def repair(text: str, entities: bool = True) -> str:
    r"""``text`` with mojibake, stray HTML entities and broken surrogate pairs mended.

    Works line by line and leaves quotes, character widths, ligatures and line ends as they
    are, so line numbers stay the same, and fenced code as it stands. Entities stay in code and where
    they would become markup; without ``entities``, for what a parser has read them in, everywhere.
    Based on ftfy (Robyn Speer, Apache-2.0).

    >>> repair("L&amp;M: the mayor\u00e2\u20ac\u2122s \u201cplan\u201d")
    'L&M: the mayor’s “plan”'
    """
    if (text.isascii() and not (entities and "&" in text)) or not _DAMAGE.search(text):
        return text
    parts: list[str] = []
    start = 0
    for first, last in fences(Document(text)):
        parts += _repaired(text[start:first], entities), text[first:last]
        start = last
    return "".join((*parts, _repaired(text[start:], entities)))


def _repaired(text: str, entities: bool) -> str:
    return "".join(
        part if index % 2 or not _DAMAGE.search(part) else _repair_line(part, entities)
        for index, part in enumerate(_LINE_END.split(text))
    )


def _repair_line(line: str, entities: bool) -> str:
    if _MARK_RUN.search(line):
        return line
    fixed = _fixed(line, entities and not any(map(_ENTITY.search, _TICKS.split(line)[1:-1:2])))
    if _TAG.search(fixed) and not _TAG.search(line):
        fixed = _fixed(line, False)
    # A mended line stays one line, whatever an entity or a control character stood for.
    return line if _LINE_END.search(fixed) else fixed


def _fixed(line: str, entities: bool) -> str:
    import ftfy

    parts = (line[i : i + _LONGEST] for i in range(0, len(line), _LONGEST))
    return "".join(ftfy.fix_text_segment(part, _config(entities)) for part in parts)


@lru_cache(maxsize=2)
def _config(entities: bool) -> Any:
    from ftfy import TextFixerConfig

    return TextFixerConfig(
        unescape_html="auto" if entities else False,
        remove_terminal_escapes=False,  # cleaning only deletes what a removal accounts for
        fix_encoding=True,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=True,
        remove_control_chars=False,
        normalization=None,  # the text's own form is the author's
        explain=False,
    )
