"""The options of jobs, and what makes no sense together."""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cleantext.choices import no_such
from cleantext.files import is_stream
from cleantext.records.formats import COMPRESSED, MARKDOWN, TARGETS, format_named, format_of, uncompressed

if TYPE_CHECKING:
    from cleantext.job.job import Tolerance

VIEWS = ("explain", "withheld", "diff", "check")
"""What is shown of documents in the place of their text."""

_OF_JOBS = (
    *("jobs", "to", "field", "html", "resume", "keep_empty", "with_removals", "with_fields", "quarantine"),
    *("learn", "repeats", "max_errors", "limit", "dry_run", "stats", "sample"),
)
_OF_OUTPUTS = ("output", "to", "stats", "with_removals", "with_fields", "keep_empty")
_LONGEST_SECONDS = 1e6


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of jobs to the command's parser."""
    group = parser.add_argument_group(
        "jobs", f"many records: folders, JSON Lines, Parquet, WARC and WET, plain, {either(COMPRESSED)}"
    )
    add = group.add_argument
    add("-j", "--jobs", type=_positive, metavar="N", help="number of worker processes (default 1)")
    targets = [target.name for target in TARGETS]
    add("--to", type=one_of("format", targets), metavar="KIND", help=either(targets))
    add("--field", metavar="NAME", help="the field or column of the text (default: text)")
    add("--html", action="store_true", help="the field holds HTML")
    add("--resume", action="store_true", help="go on where the same job was interrupted")
    add("--keep-empty", action="store_true", help="write records of which nothing is left")
    add("--with-removals", action="store_true", help="add what was removed to each record")
    add("--with-fields", type=filter_names, metavar="NAMES", help="add what these filters removed as fields")
    add("--quarantine", metavar="FILE", help="where records go that can not be cleaned")
    add("--limit", type=_positive, metavar="N", help="read the first N records only")
    add("--stats", metavar="FILE", help="what went, added up: a table, or FILE.json")
    add("--sample", type=_positive, metavar="N", help="only a --report, of N records drawn at random")
    add("--dry-run", action="store_true", help="print which file would become which, and do nothing")
    add("--max-errors", type=_tolerance, metavar="N", help="stop at more bad records: 100, or 5%% of all")
    add("--learn", metavar="COUNTS", help="count what repeats across a site, anew, or add COUNTS up")
    add("--repeats", metavar="COUNTS", help="remove what repeats, as counted by --learn")
    add(
        "--record-seconds",
        type=_seconds,
        default=30.0,
        metavar="S",
        help="most processor time for one record (default 30)",
    )
    add("--record-bytes", type=_positive, default=64 * 1024**2, metavar="N", help="largest record (default 64 MiB)")
    add("--memory", type=_positive, default=4096, metavar="MB", help="most memory of a worker (default 4096)")


def either(words: Sequence[str]) -> str:
    """The words as a choice.

    >>> either(["a", "b", "c"]), either(["a"])
    ('a, b or c', 'a')
    """
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def one_of(what: str, choices: Sequence[str]) -> Callable[[str], str]:
    """Reads an argument that is one of ``choices``; the complaint about another names ``what`` they are."""

    def chosen(word: str) -> str:
        if word not in choices:
            raise argparse.ArgumentTypeError(no_such(what, word, choices))
        return word

    chosen.choices = choices  # type: ignore[attr-defined] # for completion in shells
    return chosen


def filter_names(text: str) -> tuple[str, ...]:
    """Reads an argument that names filters.

    >>> filter_names("bios, captions,")
    ('bios', 'captions')
    """
    names = tuple(filter(None, re.split(r"[,\s]+", text)))
    if not names:
        raise argparse.ArgumentTypeError("names no filter; cleantext --list-filters lists them")
    return names


def is_job(arguments: argparse.Namespace) -> bool:
    """Do the arguments ask for a job, rather than for one document after the other?"""
    asked = [option for option in _OF_JOBS if getattr(arguments, option)]
    if arguments.to == "markdown":
        asked.remove("to")
    if asked or (arguments.source != "auto" and format_named(arguments.source).holds_many):
        return True
    if arguments.output and (arguments.output.endswith("/") or Path(arguments.output).is_dir()):
        return True
    if any(_is_of_many(name) or Path(name).is_dir() for name in arguments.files):
        return True
    # What is shown of documents may be kept under any name.
    if not arguments.output or views(arguments):
        return False
    tells_format = format_of(arguments.output) is not None or is_stream(arguments.output)
    return _is_of_many(arguments.output) or (len(arguments.files) > 1 and not tells_format)


def views(arguments: argparse.Namespace) -> list[str]:
    """The options that do something else with documents than write their clean text."""
    return [name for name in (*VIEWS, "in_place") if getattr(arguments, name)]


def writes_markdown(arguments: argparse.Namespace) -> bool:
    """Do pages become Markdown, because that is asked for or the name of the output says so?"""
    says_so = uncompressed(arguments.output or "").lower().endswith(MARKDOWN.suffixes)
    return arguments.to == "markdown" or (arguments.to is None and says_so and arguments.extractor != "trafilatura")


def _is_of_many(name: str) -> bool:
    """Is ``name`` that of a compressed file, or of one that holds many records?"""
    found = format_of(name)
    return bool(uncompressed(name) != name or (found and found.holds_many))


def check(arguments: argparse.Namespace) -> None:
    """Refuses what would be ignored, or makes no sense together. Raises ``PlanError`` and ``InputError``."""
    from cleantext.job.plan import PlanError

    if arguments.report and not arguments.sample:
        raise PlanError("--report is for documents, and for a --sample of N records of a job")
    if arguments.sample:
        _check_sample(arguments)
    if arguments.learn and not arguments.repeats:
        refuse(arguments, _OF_OUTPUTS, "--learn counts and cleans nothing")
    if arguments.stats and arguments.resume:
        raise PlanError("--stats counts all of a job, and --resume goes on in the middle of one")
    if shown := views(arguments):
        folder = next((name for name in arguments.files if Path(name).is_dir()), None)
        rest = f": name the files in {folder} instead, as find does with -exec" if folder else ""
        raise PlanError(f"--{shown[0].replace('_', '-')} is for documents, not for jobs over many records{rest}")
    if arguments.field == "cleantext" and (arguments.with_removals or arguments.with_fields):
        raise PlanError("--with-removals and --with-fields go into a field 'cleantext', which --field says is the text")


def _check_sample(arguments: argparse.Namespace) -> None:
    from cleantext.job.plan import PlanError

    if not arguments.report:
        raise PlanError("--sample needs a file for the page that shows it: --report cut.html")
    refuse(arguments, ("quarantine", "learn", "resume", *_OF_OUTPUTS), "--sample writes a report and nothing else")


def refuse(arguments: argparse.Namespace, options: Sequence[str], why: str) -> None:
    """Raises ``PlanError`` if one of ``options`` is given: ``why`` they make no sense."""
    from cleantext.job.plan import PlanError

    given = next((name for name in options if getattr(arguments, name)), None)
    if given:
        raise PlanError(f"{why}, so there is nothing for --{given.replace('_', '-')}")


def _positive(text: str) -> int:
    value = int(text) if re.fullmatch(r"[+-]?[0-9]{1,18}", text) else None
    if value is None or value < 1:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no whole number above 0" if value is None else f"{value} is less than 1"
        )
    return value


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value <= _LONGEST_SECONDS:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds above 0 and up to {_LONGEST_SECONDS:,.0f}")
    return value


def _tolerance(text: str) -> Tolerance:
    from cleantext.job.job import Tolerance

    number = re.fullmatch(r"([0-9]{1,18})|([0-9]{1,3}(?:\.[0-9]{1,9})?)%|(0?\.[0-9]{1,9})", text)
    if not number:
        raise argparse.ArgumentTypeError(f"{text!r} is neither a number nor a share, such as 100 or 5%")
    most, percent, share = number.groups()
    if percent and float(percent) > 100:
        raise argparse.ArgumentTypeError(f"{text!r} is more than all")
    return Tolerance(most=int(most)) if most else Tolerance(share=float(percent) / 100 if percent else float(share))
