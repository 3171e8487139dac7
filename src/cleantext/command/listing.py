"""What there is: filters, and rules by the names that explanations give."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from cleantext.choices import suggest
from cleantext.command.messages import UsageError
from cleantext.reasons import REASONS
from cleantext.report import visible
from cleantext.rulebook import Rule, RuleLines, built_in_text, read_built_in_rules, read_rule_file, rule_files

OK = 0

_ROLES = {
    "alone": "a match is enough for the line to be furniture",
    "anchor": "a match begins or ends a block of furniture",
    "member": "a match proves something beside furniture only",
    "hint": "a match is a hint: {weight:g} of 2 points",
    "against": "a match speaks for the author: the line is content",
}
_PLACES = {
    "line": "the whole line",
    "start": "at the start of a line",
    "end": "at the end of a line",
    "within": "anywhere in a line",
}
_SHOWN = 12  # phrases and patterns of a rule; the file has them all


def list_filters() -> int:
    """Each filter with what it removes."""
    from cleantext.filters import BUILT_IN

    width = max(len(built_in.name) for built_in in BUILT_IN)
    for built_in in BUILT_IN:
        sys.stdout.write(f"{built_in.name:<{width}}  {built_in.summary}\n")
    return OK


def show_rule(name: str, files: Sequence[str]) -> int:
    """Prints what a rule, a reason or a filter of that name is. Raises :class:`UsageError` for a name that is none."""
    from cleantext.filters import BUILT_IN

    known = RuleLines(built_in_text)  # has no examples, and is read much quicker than the files that have
    wanted = {(rule.language, rule.filter) for rule in known if name in (rule.name, rule.id)}
    try:
        rules = read_built_in_rules(file for file in rule_files() if file[:2] in wanted)
        own = [rule for file in files for rule in read_rule_file(file)]
    except ValueError as error:
        raise UsageError(str(error)) from None
    found = [rule for rule in (*rules, *own) if name in (rule.name, rule.id)]
    parts = ["\n".join(_described(rule)) for rule in found]
    if name in REASONS:
        parts.append(f"{name}\n{REASONS[name]}")
    parts += [f"{name} (a filter)\n{built_in.summary}" for built_in in BUILT_IN if name == built_in.name]
    if not parts:
        names = [*(name for rule in (*known, *own) for name in (rule.name, rule.id)), *REASONS]
        raise UsageError(f"no rule {visible(name)!r}{suggest(name, names)}")
    sys.stdout.write("\n\n".join(parts) + "\n")
    return OK


def _described(rule: Rule) -> Iterator[str]:
    yield f"{rule.name} ({rule.filter})"
    yield visible(rule.why)
    length = f" of up to {rule.max_words} words" if rule.max_words else ""
    yield f"matched: {_PLACES[rule.match]}{length}; {_ROLES[rule.role].format(weight=rule.weight)}"
    lists = {
        "removes": list(rule.removes),
        "keeps": list(rule.keeps),
        "phrases": [f"“{phrase}”" for phrase in rule.phrases],
        "patterns": list(rule.patterns),
    }
    for heading, entries in lists.items():
        if entries:
            yield f"{heading}:"
            yield from (f"  {visible(' ⏎ '.join(entry.splitlines()))}" for entry in entries[:_SHOWN])
        if len(entries) > _SHOWN:
            yield f"  and {len(entries) - _SHOWN} more"
    if rule.source:
        yield f"source: {visible(rule.source)}"
