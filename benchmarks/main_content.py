"""How well and how fast the line model finds the main content, beside rivals in the same call.

    python benchmarks/main_content.py [--folds DIR] [--limit N]

Prints F1 on the WCXB development pages by linearization and page kind, F1 on news in five
languages, kept and leaked snippets of trafilatura's evaluation pages, and the speed. The shipped
weights have seen the first and the last of these; give the folder of ``train.py --folds`` to have
every page judged by a network that has not seen its site.
"""

from __future__ import annotations

import argparse
import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import data
from cleantext import Document
from cleantext.filters.main import judge_page
from cleantext.judge.judgement import Judge
from cleantext.reading import by_trafilatura
from cleantext.reading.html import read_html
from cleantext.units import visible
from cleantext.webpage import clean_page
from competitors import COMPETITORS, justext, trafilatura
from judges import judge_of, judges, pipeline_of
from measure.speed import seconds
from training.evaluation import Snippets, Table, golds, news, score
from training.labels import lines, matched, words
from training.linearize import LINEARIZERS, glued, linearize

WORST_OF = ("html_text", "inscriptis", "resiliparse")


def main_text(text: str, judge: Judge | None = None) -> str:
    """The lines of a bare text that stay."""
    return pipeline_of("main", judge or Judge(), None)(text).text


def main_html(html: str, judge: Judge | None = None) -> str:
    """The lines of a page that stay."""
    return "\n".join(judge_page(read_html(html), judge=judge).main)


def right_lines(text: str, gold: str) -> str:
    """The lines most of whose words are in the gold text: about the best that a choice of lines can do."""
    every = lines(text)
    kept = zip(every, matched(every, gold), strict=True)
    return "\n".join(line for line, found in kept if 2 * found > len(words(line)))


def texts(record: dict[str, Any], folds: Path | None) -> list[tuple[str, str]]:
    """What everyone keeps of a page: (name, text). A linearizer that finds no text is left out."""
    html, judge = record["html"], judge_of(record["url"], folds)
    whole = {name: linearize(name, html) for name in LINEARIZERS}
    shown = read_html(html).text
    whole |= {
        "html_text, glued": glued(whole["html_text"], record["id"]),
        "html_text, no blank lines": "\n".join(line for line in lines(whole["html_text"]) if line.strip()),
        "block": shown,  # as a browser would show it
    }
    kept = {name: main_text(text, judge) for name, text in whole.items() if text.strip()}
    if "markdown" in kept:  # addresses are no words that a reader sees
        kept["markdown"] = "\n".join(map(visible, kept["markdown"].split("\n")))
    found = [(f"text by {name}", text) for name, text in kept.items()]
    tidy = pipeline_of("residue", judge, None)
    found.append(("HTML", main_html(html, judge)))
    found.append(("HTML, then residue", clean_page(Document(html), tidy, repair=False, headline=False).text))
    found.append(("trafilatura, then residue", tidy(by_trafilatura.main_text(html)).text))
    found.append(("bare text as it is", whole["html_text"]))
    gold = record["main_content"]
    found.append(("the right lines of html_text", right_lines(whole["html_text"], gold)))
    found.append(("the right lines of HTML", right_lines(shown, gold)))
    return found + [(name, extract(html)) for name, extract in COMPETITORS.items()]


def wcxb(folds: Path | None, limit: int | None) -> None:
    """F1 on the WCXB development pages."""
    gold, table = golds(), Table()
    records = list(islice(data.records("wcxb-dev.jsonl.xz"), limit))
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for record, found in zip(records, pool.map(partial(texts, folds=folds), records, chunksize=4), strict=True):
            for name, text in found:
                score(name, text, gold[record["id"]], table)
    print(table.show("F1, WCXB development pages"))
    print("pages with text:", ", ".join(f"{row} {len(table.cells[row, 'all'])}" for row in table.rows))
    empty = sum(not one.words for one in gold.values())
    print(f"pages whose gold text is empty, 0 for everyone: {empty}")
    worst = min(table.mean(f"text by {name}", "all") for name in WORST_OF)
    print(f"worst of {', '.join(WORST_OF)}: {worst:.3f}")


def snippets(folds: Path | None, limit: int | None) -> None:
    """Kept and leaked snippets on trafilatura's pages."""
    found = {name: Snippets() for name in ("text by html_text", "HTML", "trafilatura")}
    for record in islice(data.records("trafilatura-dev.jsonl.xz"), limit):
        judge = judge_of(record["url"], folds)
        kept = (
            main_text(linearize("html_text", record["html"]), judge),
            main_html(record["html"], judge),
            trafilatura(record["html"]),
        )
        for one, text in zip(found.values(), kept, strict=True):
            one.add(text, record["required"], record["forbidden"])
    for name, one in found.items():
        print(f"trafilatura-dev, {name}: {one}")


def speed(limit: int | None) -> None:
    """MB/s of text and pages/s of HTML, as ratios to jusText and trafilatura in this run."""
    pages = [record["html"] for record in islice(data.records("wcxb-dev.jsonl.xz"), min(limit or 100, 100))]
    whole = [linearize("html_text", page) for page in pages]
    size = sum(len(text.encode()) for text in whole) / 1e6
    ours = seconds(lambda text: pipeline_of("main", Judge(), None)(Document(text)), whole)
    theirs = seconds(justext, ["".join(f"<p>{line}</p>" for line in lines(text)) for text in whole])
    print(f"text: {size / ours:.1f} MB/s, {theirs / ours:.0f} times jusText on the same lines")
    ours, theirs = seconds(main_html, pages), seconds(trafilatura, pages)
    print(f"HTML: {len(pages) / ours:.0f} pages/s, {theirs / ours:.1f} times trafilatura.extract")


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    data.add_folds(parser)
    parser.add_argument("--limit", type=int, help="the first so many pages of each set only")
    options = parser.parse_args()
    data.folder()
    speed(options.limit)
    by_language = Table()
    news(main_text, "the model on bare text", by_language)
    for number, judge in enumerate(judges(options.folds) if options.folds else ()):
        news(partial(main_text, judge=judge), f"trained without fold {number}", by_language)
    print(by_language.show("F1, news in five languages"))
    snippets(options.folds, options.limit)
    wcxb(options.folds, options.limit)


if __name__ == "__main__":
    data.run(main)
