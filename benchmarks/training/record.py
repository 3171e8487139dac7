"""Records what the shipped weights keep of the fixture pages: a test holds them to it."""

from __future__ import annotations

import json
from pathlib import Path

from cleantext import Document
from cleantext.filters import MainContent
from cleantext.removal import Result

FIXTURES = Path(__file__).parents[2] / "fixtures" / "scripts"


def record() -> None:
    """Write ``recorded.json`` beside ``scripts.json``: the lines that stay of each page."""
    pages = json.loads((FIXTURES / "scripts.json").read_text("utf-8"))
    kept = {}
    for name, page in pages.items():
        document = Document("\n".join([*page["menu"], page["title"], *page["paragraphs"], *page["footer"]]))
        text = Result(document, tuple(MainContent()(document))).text
        kept[name] = [line for line in text.split("\n") if line]
    target = FIXTURES / "recorded.json"
    target.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    record()
