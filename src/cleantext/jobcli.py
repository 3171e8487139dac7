"""The part of the command that is for jobs: many records, many files, many processes."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cleantext.choices import no_such
from cleantext.console import say
from cleantext.files import (
    STDIN,
    STDOUT,
    ClashError,
    InputError,
    check_apart,
    check_folder,
    followed,
    is_stream,
    write_file,
)
from cleantext.joboptions import check, refuse, writes_markdown
from cleantext.records.formats import COUNTS, DOLMA, MARKDOWN, TEXT, WET
from cleantext.replaceable import check_replaceable
from cleantext.report import json_line

if TYPE_CHECKING:
    from cleantext.job.job import Job
    from cleantext.job.plan import Plan
    from cleantext.pipeline import Filter, Pipeline


OK, LOST, WRONG = 0, 1, 2
_PER_CORE = 4
_OF_RECORDS = ("quarantine", "field", "html", "limit", "max_errors", "resume")


def run_job(arguments: argparse.Namespace, read_pipeline: Callable[[], Pipeline]) -> int:
    """Does what ``arguments`` ask for and returns the exit code.

    0: all records were written or emptied; 1: some were quarantined or input was lost; 2: wrong
    usage, unreadable input or unwritable output.
    """
    from cleantext.extras import MissingExtraError
    from cleantext.job.plan import PlanError
    from cleantext.job.pool import JobError
    from cleantext.records.sinks import SinkError

    try:
        check(arguments)
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
        if learning and learning.state and cleaning and not arguments.resume:
            learning.state.unlink(missing_ok=True)  # until now it said that the counts are complete
        return max(codes)
    except (PlanError, JobError, SinkError, ClashError, InputError, MissingExtraError) as error:
        say(str(error))
        return WRONG


def _show(plans: Iterable[Plan]) -> int:
    for plan in plans:
        for source in plan.inputs:
            line = {"input": source.name, "format": source.format.name, "output": str(source.output or STDOUT)}
            sys.stdout.write(json_line({**line, "to": plan.target.name}) + "\n")
        for name, why in plan.lost:
            sys.stdout.write(json_line({"input": name, "lost": why}) + "\n")
        for name, why in plan.passed:
            sys.stdout.write(json_line({"input": name, "passed": why}) + "\n")
    return OK


def _check_plan(arguments: argparse.Namespace, plan: Plan) -> None:
    from cleantext.job.plan import PlanError

    kinds = {source.format.name for source in plan.inputs}
    for option in ("field", "html"):
        if getattr(arguments, option) and not kinds & {"jsonl", "parquet"}:
            raise PlanError(f"--{option} is for JSON Lines and Parquet, and there is neither")
    if plan.target == DOLMA and (arguments.html or not kinds <= {"jsonl", "parquet"}):
        raise PlanError("--to dolma is for JSON Lines and Parquet with text: its offsets are in the text of a record")
    if plan.target in (TEXT, MARKDOWN):
        refuse(arguments, ("with_removals", "with_fields", "keep_empty"), f"{plan.target.name} files hold no records")
    if plan.target in (WET, DOLMA):
        refuse(arguments, ("with_removals", "with_fields"), f"{plan.target.name} records have no fields of others")
    if arguments.encoding and "parquet" in kinds:
        raise PlanError("--encoding is not for Parquet, whose text is UTF-8")
    if arguments.encoding and "jsonl" in kinds and "{}\n".encode(arguments.encoding, "replace") != b"{}\n":
        raise PlanError(f"JSON Lines can not be read in {arguments.encoding}; convert them to UTF-8")


def _plan_cleaning(arguments: argparse.Namespace) -> Plan:
    from cleantext.job.plan import PlanError, make_plan

    target = "jsonl" if arguments.sample else "markdown" if writes_markdown(arguments) else arguments.to
    plan = make_plan(arguments.files, arguments.output, arguments.source, target, arguments.quarantine)
    if arguments.resume and plan.state is None:
        raise PlanError("--resume needs input files and an output with -o")
    _check_plan(arguments, plan)
    repeats = [arguments.repeats] if arguments.repeats else []
    named = [arguments.report if arguments.sample else arguments.stats]
    writes = [*([] if arguments.sample else plan.writes), *filter(None, named)]
    check_apart([*plan.reads, *arguments.rules, *repeats], writes)
    for option in ("report", "stats"):
        if name := getattr(arguments, option):
            check_replaceable(option, name)
            check_folder(name)
    return plan


def _plan_learning(arguments: argparse.Namespace) -> Plan | None:
    """The plan for counting; ``None`` if counts are to be added up."""
    from cleantext.corpus import is_counts
    from cleantext.job.plan import PlanError, make_plan

    if is_stream(arguments.learn) or not is_counts(Path(arguments.learn)):
        raise PlanError(f"{arguments.learn} is there and holds no counts; name another file with --learn")
    names = arguments.files or [STDIN]
    counts = [name for name in names if name.endswith(".counts")]
    if counts == names:
        refuse(arguments, _OF_RECORDS, "counts that are added up hold no records")
        check_apart(counts, [arguments.learn])
        return None
    if counts:
        raise PlanError("--learn takes pages, or counts to add up, not both at once")
    if arguments.repeats and any(name == STDIN or is_stream(name) for name in names if not Path(name).is_dir()):
        raise PlanError("learning and cleaning read the pages twice, which standard input and pipes do not allow")
    # Of both at once only the second may write where it is told to.
    quarantine = None if arguments.repeats else arguments.quarantine
    plan = make_plan(names, arguments.learn, arguments.source, "counts", quarantine)
    _check_plan(arguments, plan)
    check_apart([*plan.reads, *arguments.rules], plan.writes)
    return plan


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

    path = followed(Path(arguments.learn))
    if path.exists() and path.stat().st_size and not arguments.resume:
        say(f"{path}: the counts that are there are replaced, not added to")
    if plan is None:
        merge(map(Path, arguments.files), path)
        return OK
    return _run(arguments, plan, Pipeline(()))


def _run(arguments: argparse.Namespace, plan: Plan, pipeline: Pipeline) -> int:
    from cleantext.job.progress import Progress
    from cleantext.job.run import run
    from cleantext.paint import Paint

    job = _job(arguments, plan, pipeline)
    if arguments.sample:
        return _sample(arguments, job)
    progress = Progress(plan.bytes, Paint.where_wanted(arguments.color, sys.stderr))
    try:
        tally = run(job, progress)
    except KeyboardInterrupt:
        if plan.state and plan.state.exists():
            progress.say("interrupted; the same command with --resume goes on from here")
        raise
    finally:
        progress.close()
    progress.report(tally)
    if arguments.stats:
        from cleantext.job.stats import Count, add, as_json, as_table

        add(progress.counts, {("total", "read"): Count(tally.quarantined)})  # of which nobody knows any lines
        as_text = as_json if arguments.stats.endswith(".json") else as_table
        write_file(Path(arguments.stats), as_text(progress.counts).encode())
    for why in dict.fromkeys(why for _, why in plan.passed):
        names = [name for name, other in plan.passed if other == why]
        rest = f" and {len(names) - 1:,} more" if len(names) > 1 else ""
        say(f"{names[0]}{rest}: passed over, {why}")
    if tally.quarantined and plan.quarantine:
        say(f"quarantined records are in {plan.quarantine}")
    return LOST if tally.quarantined or tally.gaps else OK


def _job(arguments: argparse.Namespace, plan: Plan, pipeline: Pipeline) -> Job:
    from cleantext.job.job import Job, Tolerance
    from cleantext.job.plan import PlanError
    from cleantext.job.recipe import Recipe
    from cleantext.job.worker import Limits

    fields = arguments.with_fields or ()
    known = list(dict.fromkeys(name for one in pipeline.filters for name in _names(one)))
    unknown = [name for name in fields if name not in known]
    if unknown:
        raise PlanError(f"--with-fields: {no_such('filter', unknown[0], known)}")
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
        with_stats=bool(arguments.stats),
        fields=fields,
        limit=arguments.record_bytes,
        encoding=arguments.encoding,
    )
    limits = Limits(arguments.record_seconds, arguments.memory * 1024**2)
    return Job(
        plan,
        recipe,
        _processes(arguments.jobs or 1),
        limits,
        is_resumed=arguments.resume,
        tolerance=arguments.max_errors or Tolerance(),
        most=arguments.limit,
        keeps_state=plan.target is COUNTS and bool(arguments.repeats),
    )


def _names(one: Filter) -> Sequence[str]:
    """The names that removals of a filter have."""
    from cleantext.filters import CustomRules

    return [rule.filter for rule in one.rules] if isinstance(one, CustomRules) else [getattr(one, "name", "")]


def _processes(asked: int) -> int:
    """How many workers there may be: more than a few for each core would only use up the memory."""
    most = _PER_CORE * (os.cpu_count() or 1)
    if asked > most:
        say(f"-j {asked}: no more than {most} workers are started, {_PER_CORE} for each core")
    return min(asked, most)


def _sample(arguments: argparse.Namespace, job: Job) -> int:
    """Writes the page that shows some records, those of which most went first."""
    from cleantext.job.progress import Progress
    from cleantext.job.sample import sample
    from cleantext.reportpage import report_page

    results, lost = sample(job, arguments.sample, Progress(0))
    write_file(Path(arguments.report), report_page(results).encode())
    say(f"{len(results):,} record{'s are' if len(results) != 1 else ' is'} in {arguments.report}")
    return LOST if lost else OK
