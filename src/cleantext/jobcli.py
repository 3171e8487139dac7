"""The part of the command that is for jobs: many records, many files, many processes."""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cleantext.console import give_up_output, say
from cleantext.files import STDIN, ClashError, InputError, check_apart, check_encoding, is_stream, reason

if TYPE_CHECKING:
    from cleantext.job.plan import Plan
    from cleantext.job.run import Tolerance
    from cleantext.pipeline import Pipeline

SOURCES = ("jsonl", "parquet", "warc", "wet")
"""What ``--from`` takes besides ``auto``, ``text`` and ``html``."""

OK, LOST, WRONG = 0, 1, 2
_OF_JOBS = (
    *("jobs", "to", "field", "html", "resume", "keep_empty", "with_removals", "with_fields", "quarantine"),
    *("learn", "repeats", "max_errors", "limit", "dry_run"),
)
_COMPRESSED = (".gz", ".zst")
_MANY = (".jsonl", ".ndjson", ".parquet", ".pq", ".warc", ".wet")
_LONGEST_SECONDS = 1e6


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of jobs to the command's parser."""
    group = parser.add_argument_group(
        "jobs", "many records: folders, JSON Lines, Parquet, WARC and WET, plain, .gz or .zst"
    )
    add = group.add_argument
    add("-j", "--jobs", type=_positive, metavar="N", help="number of worker processes (default 1)")
    formats = ("text", "markdown", "jsonl", "parquet", "wet", "dolma")
    add("--to", choices=formats, help="format of the output (default: as input); markdown: of pages, one or many")
    add("--field", metavar="NAME", help="the field or column of the text (default: text)")
    add("--html", action="store_true", help="the field holds HTML")
    add("--resume", action="store_true", help="go on where a job with the same arguments was interrupted")
    add("--keep-empty", action="store_true", help="write records of which nothing is left")
    add("--with-removals", action="store_true", help="add what was removed to each record")
    add("--with-fields", metavar="NAMES", help="add what these filters removed as fields: captions,bios")
    add("--quarantine", metavar="FILE", help="where records go that can not be cleaned")
    add("--limit", type=_positive, metavar="N", help="read the first N records only")
    add("--dry-run", action="store_true", help="print which file would become which, and do nothing")
    add("--max-errors", type=_tolerance, metavar="N", help="stop at more bad records than this: 100, or 5%% of all")
    add("--learn", metavar="COUNTS", help="count what repeats across the pages of each site; COUNTS files add up")
    add("--repeats", metavar="COUNTS", help="remove what repeats, as counted by --learn")
    add("--record-seconds", type=_seconds, default=30.0, metavar="S", help="longest time for one record (default 30)")
    add("--record-bytes", type=_positive, default=64 * 1024**2, metavar="N", help="largest record (default 64 MiB)")
    add("--memory", type=_positive, default=4096, metavar="MB", help="most memory of a worker (default 4096)")


def is_job(arguments: argparse.Namespace) -> bool:
    """Do the arguments ask for a job, rather than for one document after the other?"""
    asked = [option for option in _OF_JOBS if getattr(arguments, option)]
    if arguments.to == "markdown":
        asked.remove("to")
    if arguments.source in SOURCES or asked:
        return True
    if arguments.output and (arguments.output.endswith("/") or Path(arguments.output).is_dir()):
        return True
    names = [name.lower() for name in arguments.files]
    return any(name.endswith(_COMPRESSED + _MANY) or Path(name).is_dir() for name in names)


def run_job(arguments: argparse.Namespace, read_pipeline: Callable[[], Pipeline]) -> int:
    """Does what ``arguments`` ask for and returns the exit code.

    0: all records were written or emptied; 1: some were quarantined or input was lost; 2: wrong
    usage, unreadable input or unwritable output.
    """
    from sqlite3 import DatabaseError

    from cleantext.extras import MissingExtraError
    from cleantext.job.plan import PlanError
    from cleantext.job.pool import JobError
    from cleantext.records.sinks import SinkError

    try:
        _check(arguments)
        # Both are planned before anything is read or written.
        learning = _plan_learning(arguments) if arguments.learn else None
        cleaning = _plan_cleaning(arguments) if arguments.repeats or not arguments.learn else None
        pipeline = read_pipeline()
        if arguments.dry_run:
            return _show(plan for plan in (learning, cleaning) if plan)
        codes = []
        if arguments.learn:
            codes.append(_learn(arguments, learning))
        if cleaning:
            codes.append(_clean(arguments, cleaning, pipeline))
        return max(codes)
    except (PlanError, JobError, SinkError, ClashError, InputError, MissingExtraError) as error:
        return _fail(str(error))
    except DatabaseError as error:
        return _fail(f"no file of counts: {error}")
    except BrokenPipeError:
        raise
    except OSError as error:
        give_up_output()
        return _fail(f"{error.filename}: {reason(error)}" if error.filename else f"cannot write: {reason(error)}")


def _show(plans: Iterable[Plan]) -> int:
    from cleantext.files import STDOUT
    from cleantext.report import json_line

    for plan in plans:
        for source in plan.inputs:
            line = {"input": source.name, "format": source.format.name, "output": str(source.output or STDOUT)}
            sys.stdout.write(json_line({**line, "to": plan.target.name}) + "\n")
        for name, why in plan.lost:
            sys.stdout.write(json_line({"input": name, "lost": why}) + "\n")
    return OK


def _check(arguments: argparse.Namespace) -> None:
    """Refuses what would be ignored, or makes no sense together."""
    from cleantext.job.plan import PlanError

    views = [name for name in ("explain", "diff", "check", "in_place", "report") if getattr(arguments, name)]
    if views:
        raise PlanError(f"--{views[0].replace('_', '-')} is for documents, not for jobs over many records")
    if arguments.encoding:
        check_encoding(arguments.encoding)
    if arguments.field == "cleantext" and (arguments.with_removals or arguments.with_fields):
        raise PlanError("--with-removals and --with-fields go into a field 'cleantext', which --field says is the text")


def _check_plan(arguments: argparse.Namespace, plan: Plan) -> None:
    from cleantext.job.plan import PlanError

    kinds = {source.format.name for source in plan.inputs}
    for option in ("field", "html"):
        if getattr(arguments, option) and not kinds & {"jsonl", "parquet"}:
            raise PlanError(f"--{option} is for JSON Lines and Parquet, and there is neither")
    if arguments.encoding and "parquet" in kinds:
        raise PlanError("--encoding is not for Parquet, whose text is UTF-8")
    if arguments.encoding and "jsonl" in kinds and "{}\n".encode(arguments.encoding, "replace") != b"{}\n":
        raise PlanError(f"JSON Lines can not be read in {arguments.encoding}; convert them to UTF-8")


def _plan_cleaning(arguments: argparse.Namespace) -> Plan:
    from cleantext.job.plan import PlanError, make_plan

    plan = make_plan(arguments.files, arguments.output, arguments.source, arguments.to, arguments.quarantine)
    if arguments.resume and plan.state is None:
        raise PlanError("--resume needs input files and an output with -o")
    _check_plan(arguments, plan)
    repeats = [arguments.repeats] if arguments.repeats else []
    check_apart([*plan.reads, *arguments.rules, *repeats], plan.writes)
    return plan


def _plan_learning(arguments: argparse.Namespace) -> Plan | None:
    """The plan for counting; ``None`` if counts are to be added up."""
    from cleantext.corpus import is_counts
    from cleantext.job.plan import PlanError, make_plan

    if is_stream(arguments.learn) or not is_counts(Path(arguments.learn)):
        raise PlanError(f"{arguments.learn} is there and holds no counts; name another file with --learn")
    names = arguments.files or [STDIN]
    counts = _counts(names)
    if counts == names:
        check_apart(counts, [arguments.learn])
        return None
    if counts:
        raise PlanError("--learn takes pages, or counts to add up, not both at once")
    if arguments.repeats and any(name == STDIN or is_stream(name) for name in names if not Path(name).is_dir()):
        raise PlanError("learning and cleaning read the pages twice, which standard input and pipes do not allow")
    plan = make_plan(names, arguments.learn, arguments.source, "counts")
    check_apart([*plan.reads, *arguments.rules], plan.writes)
    return plan


def _counts(names: Iterable[str]) -> list[str]:
    return [name for name in names if name.endswith(".counts")]


def _clean(arguments: argparse.Namespace, plan: Plan, pipeline: Pipeline) -> int:
    from cleantext.corpus import SiteRepeats
    from cleantext.document import Document

    if arguments.repeats:
        repeats = SiteRepeats(arguments.repeats)
        list(repeats(Document("")))  # fails now rather than with every record
        pipeline = replace(pipeline, filters=(*pipeline.filters, repeats))
    return _run(arguments, plan, pipeline)


def _learn(arguments: argparse.Namespace, plan: Plan | None) -> int:
    from cleantext.corpus import merge
    from cleantext.pipeline import Pipeline

    if plan is None:
        merge(map(Path, arguments.files), Path(arguments.learn))
        return OK
    return _run(arguments, plan, Pipeline(()))


def _run(arguments: argparse.Namespace, plan: Plan, pipeline: Pipeline) -> int:
    from cleantext.filters import BUILT_IN
    from cleantext.job.plan import PlanError
    from cleantext.job.pool import Limits
    from cleantext.job.progress import Progress
    from cleantext.job.recipe import Recipe
    from cleantext.job.run import Job, Tolerance, run
    from cleantext.paint import Paint

    fields = tuple(filter(None, (arguments.with_fields or "").split(",")))
    unknown = set(fields) - {"repeats", *(built_in.name for built_in in BUILT_IN)}
    if unknown:
        raise PlanError(f"no filter {min(unknown)!r} for --with-fields (see cleantext --list-filters)")
    recipe = Recipe(
        pipeline,
        plan.target.name,
        arguments.field or "text",
        lang=arguments.lang,
        repair=arguments.repair,
        is_html=arguments.html,
        extractor=arguments.extractor,
        headline=arguments.headline,
        keep_empty=arguments.keep_empty,
        with_removals=arguments.with_removals,
        fields=fields,
        limit=arguments.record_bytes,
        encoding=arguments.encoding,
    )
    limits = Limits(arguments.record_seconds, arguments.memory * 1024**2)
    progress = Progress(plan.bytes, Paint.where_wanted(arguments.color, sys.stderr))
    tolerance = arguments.max_errors or Tolerance()
    job = Job(plan, recipe, arguments.jobs or 1, limits, arguments.resume, tolerance, arguments.limit)
    try:
        tally = run(job, progress)
    except KeyboardInterrupt:
        if plan.state and plan.state.exists():
            progress.say("interrupted; the same command with --resume goes on from here")
        raise
    finally:
        progress.close()
    progress.report(tally)
    if tally.quarantined and plan.quarantine:
        say(f"quarantined records are in {plan.quarantine}")
    return LOST if tally.quarantined or tally.gaps else OK


def _fail(message: str) -> int:
    say(message)
    return WRONG


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
    from cleantext.job.run import Tolerance

    number = re.fullmatch(r"([0-9]{1,18})|([0-9]{1,3}(?:\.[0-9]{1,9})?)%|(0?\.[0-9]{1,9})", text)
    if not number:
        raise argparse.ArgumentTypeError(f"{text!r} is neither a number nor a share, such as 100 or 5%")
    most, percent, share = number.groups()
    return Tolerance(most=int(most)) if most else Tolerance(share=float(percent) / 100 if percent else float(share))
