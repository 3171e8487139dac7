"""Consent dialogs in many languages: real interface strings as a block below an article.

    python benchmarks/consent_languages.py [--missed LANGUAGE]

The strings of a language stand in blocks of at most ``BLOCK`` lines below an article, in the
same language, in the order of the vendors' files; counted are the lines that go. A third of
the strings, chosen by a hash, was not looked at when the rules were written. Strings marked
generic in the data (one or two words that prove nothing alone) count apart.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import data
from cleantext.pipeline import profile_pipeline

BLOCK = 20
LEAST = 10  # strings a language needs to be measured
TARGET = 0.9
# Codes of the data that name one language here.
ALIASES = {"nb": "no", "nn": "no", "sh": "sr"}

_ARTICLE = """\
The harbour froze in the second week of January, and the ferries stopped for the first time in forty years.

People walked out on the ice with sledges and thermos flasks, and somebody opened a stall that sold soup to them all.

When the thaw came in March, the stall was gone within a night, and the ferries blew their horns until it was noon.

Nobody has found out since who had owned it, although the newspaper of the town asked its readers twice in the summer.
"""


class Line(NamedTuple):
    """A string of a consent dialog."""

    text: str
    is_generic: bool
    is_held_back: bool


def _draw(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16)


def dialogs() -> dict[str, list[list[Line]]]:
    """Language to blocks of strings."""
    vendors: dict[str, dict[str, dict[str, Line]]] = defaultdict(lambda: defaultdict(dict))
    for code, _, vendor, _, _, generic, text in data.table("phrases/cookie_consent.tsv"):
        language = code.split("-")[0].lower()
        line = Line(text, generic == "1", _draw(text) % 3 == 0)
        # Strings that several vendors share are those of the last one named.
        vendors[ALIASES.get(language, language)][vendor.rsplit(";", 1)[-1]][text] = line
    return {
        language: list(_blocks(list(groups.values())))
        for language, groups in sorted(vendors.items())
        if sum(map(len, groups.values())) >= LEAST
    }


def _blocks(groups: list[dict[str, Line]]) -> Iterator[list[Line]]:
    """Whole dialogs cut to size; what few strings a vendor has stand with the next one's."""
    pending: list[Line] = []
    for group in groups:
        pending += group.values()
        if len(pending) >= BLOCK // 2:
            yield from _cut(sorted(pending, key=lambda line: _draw("order" + line.text)))
            pending = []
    if pending:
        yield pending


def _cut(lines: list[Line]) -> Iterator[list[Line]]:
    number = max(1, round(len(lines) / BLOCK))
    for i in range(number):
        yield lines[i * len(lines) // number : (i + 1) * len(lines) // number]


def measured(block: list[Line]) -> Iterator[tuple[Line, bool]]:
    """Each line of ``block`` and whether it goes when the block stands below the article."""
    article = _ARTICLE * 3
    result = profile_pipeline("residue")(article + "\n" + "\n".join(line.text for line in block) + "\n")
    position = len(article) + 1
    for line in block:
        end = position + len(line.text)
        yield line, any(start <= position and end <= stop for start, stop in result.spans)
        position = end + 1


def share(outcomes: list[bool]) -> str:
    """The share of true ones, as a cell."""
    return f"{sum(outcomes) / len(outcomes):.2f}" if outcomes else ""


def report() -> None:
    """Prints the table."""
    print("| language | lines | removed | tuned | held back | telling | generic |")
    print("|---|---|---|---|---|---|---|")
    everything: list[tuple[Line, bool]] = []
    reached = 0
    blocks = dialogs()
    for language, parts in [*blocks.items(), ("all", [])]:
        found = [pair for block in parts for pair in measured(block)] or everything
        columns = (
            [gone for _, gone in found],
            [gone for line, gone in found if not line.is_held_back],
            [gone for line, gone in found if line.is_held_back],
            [gone for line, gone in found if not line.is_generic],
            [gone for line, gone in found if line.is_generic],
        )
        print(f"| {language} | {len(found)} |" + "".join(f" {share(column)} |" for column in columns))
        if parts:
            everything += found
            reached += sum(columns[0]) >= TARGET * len(found)
    print(f"\n{reached} of {len(blocks)} languages reach {TARGET}")


def missed(language: str) -> None:
    """Lists the tuned strings that stay."""
    for block in dialogs()[language]:
        for line, gone in measured(block):
            if not gone and not line.is_held_back:
                print(line.text[:160])


def main() -> None:
    """Reads the arguments and prints what they ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--missed", metavar="LANGUAGE")
    arguments = parser.parse_args()
    if arguments.missed:
        missed(arguments.missed)
    else:
        report()


if __name__ == "__main__":
    main()
