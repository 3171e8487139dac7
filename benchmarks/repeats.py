"""What counting lines across a site is worth: word F1 before and after, on news sites in five languages.

    python benchmarks/repeats.py

``whole`` is all text of a page, ``trafilatura`` what that extractor makes of it. Only
what repeats is removed, by no other filter; pages of hosts with fewer than three pages stay.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import data
from cleantext.corpus import CountsSink, SiteRepeats, pack, page_keys
from cleantext.document import Document
from cleantext.pipeline import Pipeline
from cleantext.records.sinks import publish
from cleantext.removal import Result
from score import f1, words

LEAST_PAGES = 3


def cleaned(documents: list[Document], folder: str) -> list[Result]:
    """The results of learning from all documents and cleaning each."""
    path = Path(folder) / "site.counts"
    sink = CountsSink(path)
    for document in documents:
        sink.write(pack(page_keys(document)))
    sink.close()
    publish(path)
    pipeline = Pipeline([SiteRepeats(str(path))])
    return [pipeline(document) for document in documents]


def main() -> None:
    """Prints the table."""
    rows = list(data.records("news-five-languages-dev.jsonl.xz"))
    pages = Counter(row["host"] for row in rows)
    rows = [row for row in rows if pages[row["host"]] >= LEAST_PAGES]
    print(f"{len(rows)} pages of {len({row['host'] for row in rows})} hosts with at least {LEAST_PAGES} pages")
    print("| text | F1 before | F1 after | words removed | gold words among them |\n|---|---|---|---|---|")
    for kind in ("whole", "trafilatura"):
        documents = [Document(row[kind] or "", None, f"http://{row['host']}/") for row in rows]
        before = after = 0.0
        removed = lost = 0
        with tempfile.TemporaryDirectory() as folder:
            for row, result in zip(rows, cleaned(documents, folder), strict=True):
                gold, whole, left = words(row["main_content"]), words(result.document.text), words(result.text)
                before += f1(whole, gold)
                after += f1(left, gold)
                removed += (whole - left).total()
                lost += ((whole & gold) - left).total()
        print(f"| {kind} | {before / len(rows):.3f} | {after / len(rows):.3f} | {removed:,} | {lost / removed:.1%} |")


if __name__ == "__main__":
    data.run(main)
