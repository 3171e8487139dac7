"""The part of the command that is for jobs: many records, many files, many processes."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cleantext.files import reason

if TYPE_CHECKING:
    from cleantext.job.plan import Plan
    from cleantext.pipeline import Pipeline

SOURCES = ("jsonl", "parquet", "warc", "wet")
"""What ``--from`` takes besides ``auto``, ``text`` and ``html``."""

OK, LOST, WRONG = 0, 1, 2
_OF_JOBS = (
    *("jobs", "to", "field", "html", "resume", "keep_empty", "with_removals", "with_fields", "quarantine"),
    *("learn", "repeats"),
)
_COMPRESSED = (".gz", ".zst")
_MANY = (".jsonl", ".ndjson", ".parquet", ".pq", ".warc", ".wet")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of jobs to the command's parser."""
    group = parser.add_argument_group(
        "jobs", "many records: folders, JSON Lines, Parquet, WARC and WET, plain, .gz or .zst"
    )
    add = group.add_argument
    add("-j", "--jobs", type=_positive, metavar="N", help="number of worker processes (default 1)")
    add("--to", choices=("text", "jsonl", "parquet", "wet", "dolma"), help="format of the output (default: as input)")
    add("--field", metavar="NAME", help="the field or column of the text (default: text)")
    add("--html", action="store_true", help="the field holds HTML")
    add("--resume", action="store_true", help="go on where a job with the same arguments was interrupted")
    add("--keep-empty", action="store_true", help="write records of which nothing is left")
    add("--with-removals", action="store_true", help="add what was removed to each record")
    add("--with-fields", metavar="NAMES", help="add what these filters removed as fields: captions,bios")
    add("--quarantine", metavar="FILE", help="where records go that can not be cleaned")
    add("--learn", metavar="COUNTS", help="count what repeats across the pages of each site; COUNTS files add up")
    add("--repeats", metavar="COUNTS", help="remove what repeats, as counted by --learn")
    add("--record-seconds", type=float, default=30.0, metavar="S", help="longest time for one record (default 30)")
    add("--record-bytes", type=_positive, default=64 * 1024**2, metavar="N", help="largest record (default 64 MiB)")
    add("--memory", type=_positive, default=4096, metavar="MB", help="most memory of a worker (default 4096)")


def is_job(arguments: argparse.Namespace) -> bool:
    """Do the arguments ask for a job, rather than for one document after the other?"""
    if arguments.source in SOURCES or any(getattr(arguments, option) for option in _OF_JOBS):
        return True
    if arguments.output and (arguments.output.endswith("/") or Path(arguments.output).is_dir()):
        return True
    names = [name.lower() for name in arguments.files]
    return any(name.endswith(_COMPRESSED + _MANY) or Path(name).is_dir() for name in names)


def run_job(arguments: argparse.Namespace, pipeline: Pipeline) -> int:
    """Does what ``arguments`` ask for and returns the exit code.

    0: all records were written or emptied; 1: some were quarantined or input was lost; 2: wrong
    usage, unreadable input or unwritable output.
    """
    from sqlite3 import DatabaseError

    from cleantext.extras import MissingExtraError
    from cleantext.job.plan import PlanError
    from cleantext.job.pool import JobError

    try:
        views = [name for name in ("explain", "diff", "check", "in_place", "report") if getattr(arguments, name)]
        if views:
            raise PlanError(f"--{views[0].replace('_', '-')} is for documents, not for jobs over many records")
        codes = [_learn(arguments)] if arguments.learn else []
        if arguments.repeats or not arguments.learn:
            codes.append(_clean(arguments, pipeline))
        return max(codes)
    except (PlanError, JobError, MissingExtraError) as error:
        return _fail(str(error))
    except DatabaseError as error:
        return _fail(f"no file of counts: {error}")
    except BrokenPipeError:
        raise
    except OSError as error:
        # What is still in the buffer can not be written: keep the interpreter from trying again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _fail(f"{error.filename}: {reason(error)}" if error.filename else f"cannot write: {reason(error)}")


def _clean(arguments: argparse.Namespace, pipeline: Pipeline) -> int:
    from cleantext.corpus import SiteRepeats
    from cleantext.document import Document
    from cleantext.job.plan import PlanError, make_plan

    plan = make_plan(arguments.files, arguments.output, arguments.source, arguments.to, arguments.quarantine)
    if arguments.resume and plan.state is None:
        raise PlanError("--resume needs input files and an output with -o")
    if arguments.repeats:
        repeats = SiteRepeats(arguments.repeats)
        list(repeats(Document("")))  # fails now rather than with every record
        pipeline = replace(pipeline, filters=(*pipeline.filters, repeats))
    return _run(arguments, plan, pipeline)


def _learn(arguments: argparse.Namespace) -> int:
    from cleantext.corpus import merge
    from cleantext.job.plan import STDIN, PlanError, make_plan
    from cleantext.pipeline import Pipeline

    names = arguments.files or [STDIN]
    counts = [name for name in names if name.endswith(".counts")]
    if counts == names:
        merge(map(Path, counts), Path(arguments.learn))
        return OK
    if counts:
        raise PlanError("--learn takes pages, or counts to add up, not both at once")
    if arguments.repeats and STDIN in names:
        raise PlanError("learning and cleaning read the pages twice, which standard input does not allow")
    return _run(arguments, make_plan(names, arguments.learn, arguments.source, "counts"), Pipeline(()))


def _run(arguments: argparse.Namespace, plan: Plan, pipeline: Pipeline) -> int:
    from cleantext.filters import BUILT_IN
    from cleantext.job.plan import PlanError
    from cleantext.job.pool import Limits
    from cleantext.job.progress import Progress
    from cleantext.job.recipe import Recipe
    from cleantext.job.run import Job, run

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
        keep_empty=arguments.keep_empty,
        with_removals=arguments.with_removals,
        fields=fields,
        limit=arguments.record_bytes,
    )
    limits = Limits(arguments.record_seconds, arguments.memory * 1024**2)
    progress = Progress(plan.bytes)
    try:
        tally = run(Job(plan, recipe, arguments.jobs or 1, limits, arguments.resume), progress)
    finally:
        progress.close()
    progress.say(progress.summary(tally))
    if tally.quarantined and plan.quarantine:
        progress.say(f"quarantined records are in {plan.quarantine}")
    return LOST if tally.quarantined or tally.gaps else OK


def _fail(message: str) -> int:
    sys.stderr.write(f"cleantext: {message}\n")
    return WRONG


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{value} is less than 1")
    return value
