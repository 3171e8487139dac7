"""Builds the site of documentation, with warnings as errors: ``python docs/generate.py``.

Its sources are gathered in ``build/docs``: the pages of this folder, a page for each kind of
furniture, made from the rules, the manual of the command, made from its parser, and the files that
stand at the root of the project for those who look there. With ``--serve`` the site is shown, too.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from run_notebook import shown

from cleantext.command.arguments import make_parser
from cleantext.filters import BUILT_IN, BuiltIn
from cleantext.kinds import KINDS, NUMBERS
from cleantext.rulebook import Rule, read_built_in_rules

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "build" / "docs"
FROM_ROOT = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
}
ROLES = {
    "alone": "speaks for the whole line",
    "anchor": "begins or ends a block",
    "member": "proves something beside furniture only",
    "hint": "a hint",
    "against": "speaks for the author",
}
PLACES = {"line": "the whole line", "start": "at its start", "end": "at its end", "within": "anywhere in it"}
SHOWN = 8  # phrases of a rule; the file has them all


def main() -> int:
    """Gathers the sources and builds the site; the exit code is that of the builder."""
    shutil.rmtree(SOURCES, ignore_errors=True)
    shutil.copytree(ROOT / "docs", SOURCES, ignore=shutil.ignore_patterns("*.py", "*.txt", "__pycache__"))
    for path, text in pages():
        page_file = SOURCES / path
        page_file.parent.mkdir(exist_ok=True)
        page_file.write_text(text, encoding="utf-8")
    how = ["serve"] if "--serve" in sys.argv[1:] else ["build", "--clean", "--strict"]
    return subprocess.run([sys.executable, "-m", "zensical", *how], cwd=ROOT, check=False).returncode  # noqa: S603 - ours


def pages() -> Iterator[tuple[str, str]]:
    """Each page that is made: where it stands among the sources, and its Markdown."""
    for name, path in FROM_ROOT.items():
        yield path, _from_root((ROOT / name).read_text(encoding="utf-8"))
    yield "reference/command.md", command_page()
    yield "notebook.md", notebook_page(json.loads((ROOT / "docs" / "notebook.ipynb").read_text(encoding="utf-8")))
    rules = read_built_in_rules()
    yield "kinds/index.md", index(rules)
    for kind in BUILT_IN:
        yield f"kinds/{kind.name}.md", page(kind, [rule for rule in rules if rule.filter == kind.name])


def _from_root(text: str) -> str:
    """A page from the root, with links that hold in the site."""
    text = re.sub(r"\]\(docs/", "](", text).replace(".ipynb)", ".md)")
    return re.sub(r"\]\(([A-Z]+\.md)", lambda link: f"]({FROM_ROOT[link[1]]}", text)


def command_page() -> str:
    """The manual of the command."""
    return (
        "# The command\n\n`cleantext` and `python -m cleantext` are the same.\n\n"
        f"```text\n{make_parser().format_help()}```\n\n"
        "`cleantext --print-completion bash` (or `zsh`, `fish`, `tcsh`) prints what completes the options in that "
        "shell, and `cleantext --print-manual` the manual page; both need the extra `shell`:\n\n"
        "```sh\n"
        'eval "$(cleantext --print-completion bash)"\n'
        'eval "$(cleantext --print-completion zsh)"   # behind compinit\n'
        "cleantext --print-completion fish > ~/.config/fish/completions/cleantext.fish\n"
        "cleantext --print-manual > ~/.local/share/man/man1/cleantext.1\n"
        "```\n"
    )


def notebook_page(notebook: Mapping[str, Any]) -> str:
    """The notebook as it is read: its words, its code, and what that printed."""
    parts = []
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(source)
        else:
            parts.append(f"```python\n{source}\n```")
            parts += [f"```text\n{printed}\n```" for printed in map(shown, cell["outputs"])]
    return "\n\n".join(parts) + "\n"


def index(rules: Sequence[Rule]) -> str:
    """The table of the kinds."""
    lines = [
        "# Kinds of furniture",
        "",
        f"{len(rules):,} rules in {len(_languages(rules))} languages say what they see; the [judge](../model-card.md) "
        "decides. So a line may go that no rule names, and one that a rule names may stay: see "
        "[why](../why.md). The names are those of the filters, on the command line, in removals and in rule files.",
        "",
        "The threshold is the probability from which a line of ten words goes; shorter lines go from a lower one.",
        "",
        "| kind | what it is | threshold | rules | languages |",
        "|---|---|---:|---:|---:|",
    ]
    for kind in BUILT_IN:
        own = [rule for rule in rules if rule.filter == kind.name]
        figures = f"{KINDS[NUMBERS[kind.name]].threshold:.2f} | {len(own)} | {len(_languages(own))}"
        lines.append(f"| [{kind.name}]({kind.name}.md) | {kind.summary} | {figures} |")
    return "\n".join(lines) + "\n"


def _languages(rules: Sequence[Rule]) -> list[str]:
    return sorted({rule.language for rule in rules} - {"any"})


def page(kind: BuiltIn, rules: Sequence[Rule]) -> str:
    """The page of one kind: what it is, its filter, its rules by language, each with its examples."""
    languages = _languages(rules)
    about = [line.strip() for line in (kind.make.__doc__ or "").strip().splitlines()]
    lines = [
        # A search for a word should find the pages that are written, not four thousand rules.
        "---", "search:", "  exclude: true", "---", "",
        f"# {kind.name}", "", f"{kind.summary[0].upper()}{kind.summary[1:]}.", "",
        f"Filter: [`{kind.make.__name__}`][cleantext.filters.{kind.make.__name__}]. {' '.join(about)}", "",
        f"{len(rules)} rules in {len(languages)} languages ({', '.join(languages)}), read from "
        f"`src/cleantext/rules/*/{kind.name}.toml`. `cleantext --rule NAME` shows one in the terminal.", "",
    ]  # fmt: skip
    for language, group in groupby(sorted(rules, key=_by_language), key=lambda rule: rule.language):
        lines += [f"## {'Any language' if language == 'any' else language}", ""]
        for rule in group:
            lines += [*_rule(rule), ""]
    return "\n".join(lines)


def _by_language(rule: Rule) -> tuple[int, str, str]:
    """What holds in any language first, then English, which most readers of this page can read."""
    return {"any": 0, "en": 1}.get(rule.language, 2), rule.language, rule.id


def _rule(rule: Rule) -> Iterator[str]:
    """A rule as HTML, so that no example is taken for Markdown."""
    weight = f" ({rule.weight:g} of 2 points)" if rule.role == "hint" else ""
    length = f", up to {rule.max_words} words" if rule.max_words else ""
    yield f'<h3 id="{rule.name.replace("/", "-")}"><code>{rule.name}</code></h3>'
    yield f"<p>{escape(rule.why)} <em>Matched: {PLACES[rule.match]}{length}; {ROLES[rule.role]}{weight}.</em></p>"
    if rule.phrases:
        more = f" and {len(rule.phrases) - SHOWN} more" if len(rule.phrases) > SHOWN else ""
        yield f"<p>Phrases: {', '.join(f'“{escape(phrase)}”' for phrase in rule.phrases[:SHOWN])}{more}</p>"
    for heading, examples in (("Removes", rule.removes), ("Keeps", rule.keeps)):
        if examples:
            entries = "".join(f"<li>{escape(' ⏎ '.join(example.splitlines()))}</li>" for example in examples)
            yield f"<p>{heading}:</p><ul>{entries}</ul>"
    if rule.source:
        yield f"<p>Source: {escape(rule.source)}</p>"


if __name__ == "__main__":
    sys.exit(main())
