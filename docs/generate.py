"""Writes one page a filter from its rules: ``python docs/generate.py``, or ``--check`` them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from cleantext.filters import BUILT_IN, BuiltIn
from cleantext.rulebook import Rule, read_built_in_rules

FOLDER = Path(__file__).parent / "filters"
ROLES = {
    "alone": "the line goes",
    "anchor": "anchors a block",
    "member": "goes with its block",
    "hint": "a hint",
    "against": "speaks against a removal",
}
SHOWN = 8  # phrases of a rule; the file has them all


def page(built_in: BuiltIn, rules: Sequence[Rule]) -> str:
    """The page of one filter."""
    kind = type(built_in.make())
    rules = [rule for rule in rules if rule.filter == built_in.name]
    languages = sorted({rule.language for rule in rules})
    lines = [
        f"# {built_in.name}",
        "",
        f"`{kind.__name__}`: {built_in.summary}.",
        "",
        *(line.strip() for line in (kind.__doc__ or "").strip().splitlines()),
        "",
        f"{len(rules)} rules in {len(languages)} languages ({', '.join(languages)}); "
        "generated from the rule files by `python docs/generate.py`.",
    ]
    for rule in rules:
        lines += ["", *_rule(rule)]
    return "\n".join(lines) + "\n"


def _rule(rule: Rule) -> list[str]:
    weight = f", {rule.weight:g} of 2 points" if rule.role == "hint" else ""
    length = f", in lines of up to {rule.max_words} words" if rule.max_words else ""
    lines = [f"## {rule.name}", "", f"{rule.why} *{ROLES[rule.role]}{weight}; matched: {rule.match}{length}*", ""]
    if rule.phrases:
        more = f" and {len(rule.phrases) - SHOWN} more" if len(rule.phrases) > SHOWN else ""
        lines += ["Phrases: " + ", ".join(f"“{phrase}”" for phrase in rule.phrases[:SHOWN]) + more, ""]
    for heading, examples in (("Removes", rule.removes), ("Keeps", rule.keeps)):
        if examples:
            lines += [f"{heading}:", "", *(f"- {_quoted(example)}" for example in examples), ""]
    if rule.source:
        lines += [f"Source: {rule.source}", ""]
    return lines[:-1]


def _quoted(example: str) -> str:
    return " ⏎ ".join(example.splitlines()).replace("<", "&lt;").replace("*", "\\*")


def main() -> int:
    """Writes the pages; with ``--check``, says which are not what the rules say and returns 1."""
    rules = read_built_in_rules()
    pages = {FOLDER / f"{built_in.name}.md": page(built_in, rules) for built_in in BUILT_IN}
    index = ["# Filters", "", "| name | removes |", "|---|---|"]
    index += [f"| [{b.name}]({b.name}.md) | {b.summary} |" for b in BUILT_IN]
    pages[FOLDER / "README.md"] = "\n".join(index) + "\n"
    stale = [path for path, text in pages.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    stale += [path for path in FOLDER.glob("*.md") if path not in pages]
    if "--check" in sys.argv[1:]:
        for path in stale:
            sys.stderr.write(f"{path.name} is not what the rules say: run python docs/generate.py\n")
        return 1 if stale else 0
    FOLDER.mkdir(exist_ok=True)
    for path in stale:
        if path in pages:
            path.write_text(pages[path], encoding="utf-8")
        else:
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
