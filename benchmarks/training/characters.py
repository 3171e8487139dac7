"""Makes the table of character kinds that the line model ships: ``python benchmarks/training/characters.py``.

Written once from this Python's Unicode database; a new table means training the model again.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import numpy as np

from cleantext.judge import characters as c

TARGET = Path(c.__file__).with_name("characters.npz")

# Scripts that put no spaces between words, as ranges of code points.
UNSPACED = (
    (0x0E00, 0x0EFF), (0x0F00, 0x0FFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x1980, 0x19DF), (0x1A20, 0x1AAF),
    (0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3021, 0x3029), (0x3040, 0x30FF), (0x3100, 0x312F), (0x31A0, 0x31BF),
    (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F), (0xF900, 0xFAFF),
    (0xFF66, 0xFF9F), (0x1B000, 0x1B16F), (0x20000, 0x3FFFF),
)  # fmt: skip

CATEGORIES = {
    "Ll": c.LOWER, "Lu": c.UPPER, "Lt": c.UPPER, "Lo": c.UNCASED, "Lm": c.UNCASED,
    "Mn": c.MARK, "Mc": c.MARK, "Me": c.MARK, "Nd": c.DIGIT, "Nl": c.DIGIT, "No": c.DIGIT,
    "Pd": c.DASH, "Ps": c.OPEN, "Pe": c.CLOSE, "Pi": c.QUOTE, "Pf": c.QUOTE, "Po": c.PUNCT, "Pc": c.PUNCT,
    "Sc": c.CURRENCY, "Sm": c.SYMBOL, "Sk": c.SYMBOL, "So": c.SYMBOL, "Zs": c.SPACE, "Zl": c.SPACE, "Zp": c.SPACE,
}  # fmt: skip

NAMED = {
    c.STOP: ".!?…。！？｡．।॥۔؟։።፧፨᙮។៕၊။꓿‼⁇⁈⁉᠃᠉‽՞՜",
    c.COMMA: ",;，；、､،؛፣፤፥፦՝·;",
    c.COLON: ":：፡",
    c.BAR: "|•∙●○■□▪▫◦►▶▸▼▾▲◄◀→←↑↓⇒›★☆✓✔✕✖×❯❮¦│‣⁃※➤➔>+<=",
    c.QUOTE: "\"'«»“”„‟‘’‚‛‹「」『』〝〞＂＇`´",
    c.LEGAL: "©®™℠℗",
    c.SLASH: "/\\",
    c.AT: "@#&",
    # What str.isspace() takes for white space, and what nobody sees.
    c.SPACE: "\t\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u200b\ufeff",
    c.NEWLINE: "\n\r",
}


def kind(code: int) -> int:
    """The kind of a code point by its Unicode category and, for letters, its script."""
    kind = CATEGORIES.get(unicodedata.category(chr(code)), c.OTHER)
    if kind == c.UNCASED and any(first <= code <= last for first, last in UNSPACED):
        return c.UNSPACED
    return kind


def main() -> None:
    """Write the table, runs of equal kinds as one, only the characters that fold by name."""
    kinds = np.array([kind(code) for code in range(c.CODE_POINTS)], np.uint8)
    folded = np.arange(c.CODE_POINTS, dtype=np.uint32)
    for code in range(c.CODE_POINTS):
        lower = chr(code).lower()
        if len(lower) == 1:
            folded[code] = ord(lower)
    folded[kinds == c.DIGIT] = ord("0")
    for named, marks in NAMED.items():
        kinds[[ord(mark) for mark in marks]] = named
    starts = np.flatnonzero(np.diff(kinds.astype(np.int16), prepend=-1))
    unfolded = np.flatnonzero(folded != np.arange(c.CODE_POINTS))
    np.savez_compressed(
        TARGET,
        starts=starts.astype(np.int32),
        kinds=kinds[starts],
        unfolded=unfolded.astype(np.int32),
        folded=folded[unfolded].astype(np.uint32),
    )
    print(f"{TARGET}: {len(starts)} runs, {len(unfolded)} foldings")


if __name__ == "__main__":
    main()
