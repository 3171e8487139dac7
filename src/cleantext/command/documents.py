"""One document after the other: read, cleaned, and shown as the arguments say."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Container, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from cleantext.command.arguments import WRONG
from cleantext.command.messages import UsageError
from cleantext.console import display, say
from cleantext.encoding import decode_text, encode_as
from cleantext.files import (
    STDIN,
    InputError,
    check_apart,
    check_folder,
    ended,
    is_stream,
    read_bytes,
    reason,
    replace_file,
    write_file,
)
from cleantext.joboptions import views, writes_markdown
from cleantext.records.formats import HTML, format_of
from cleantext.replaceable import check_replaceable
from cleantext.report import check_lines, diff_lines, json_line, passage_records, passages, unified_diff

if TYPE_CHECKING:
    from cleantext.cleaner import Cleaner
    from cleantext.paint import Paint
    from cleantext.pipeline import Pipeline
    from cleantext.removal import Result

OK, WOULD_CHANGE = 0, 1
_HEAD = 4096  # characters of a file that say what is in it
_TABLES = ("JSON", "CSV", "TSV")  # not read by us, and known by the ending of their names


def clean_documents(arguments: argparse.Namespace, read_pipeline: Callable[[], Pipeline]) -> int:
    """Cleans each of the files, or standard input, and returns the exit code."""
    _check_apart(arguments)
    pipeline = read_pipeline()
    failed = False
    found: list[int] = []  # passages that go, for each document
    output: list[bytes] = []
    results: dict[str, Result] = {}
    write = output.append if arguments.output else sys.stdout.buffer.write
    between = b"\n" if writes_markdown(arguments) and not views(arguments) else b""
    is_first = True
    for name in arguments.files or [STDIN]:
        try:
            cleaner = _cleaner(name, arguments, pipeline)
            result, source = _clean(name, arguments, cleaner)
            if not arguments.in_place:
                write((b"" if is_first else between) + _view(name, result, source, arguments, cleaner))
                is_first = False
            if arguments.report:
                results[_title(name, results)] = result
            if arguments.check:
                found.append(len(passages(result)))
        except InputError as error:
            say(f"{display(name)}: {error}")
            failed = True
    if arguments.output and failed and not is_stream(arguments.output):
        say(f"{display(arguments.output)}: left as it was, since not all could be cleaned")
    elif arguments.output:
        _write(arguments.output, b"".join(output))
    if arguments.report:
        from cleantext.reportpage import report_page

        _write(arguments.report, report_page(results).encode())
    if any(found):
        sys.stdout.flush()  # the sum comes after the list, where both go to one place
        say(_found(found))
    return WRONG if failed else WOULD_CHANGE if any(found) else OK


def _found(found: Sequence[int]) -> str:
    """What ``--check`` says at its end.

    >>> _found([1]), _found([2, 0, 3])
    ('1 passage would go', '5 passages in 2 of 3 documents would go')
    """
    what = f"{sum(found):,} passage{'s' if sum(found) > 1 else ''}"
    where = f" in {sum(map(bool, found)):,} of {len(found):,} documents" if len(found) > 1 else ""
    return f"{what}{where} would go"


def _check_apart(arguments: argparse.Namespace) -> None:
    """Refuses to write what is read, one file twice, or a report over what is none."""
    named = [name for name in (arguments.output, arguments.report) if name]
    if arguments.in_place:
        check_apart(arguments.rules, [*dict.fromkeys(arguments.files), *named])
    else:
        output = [] if arguments.output or arguments.check else [STDIN]
        check_apart([*(arguments.files or [STDIN]), *arguments.rules], [*output, *named])
    for name in named:
        check_folder(name)
    if arguments.report:
        check_replaceable("report", arguments.report)


def _title(name: str, taken: Container[str]) -> str:
    """What a report calls an input: its name, with a number if another input had it before."""
    title = "standard input" if name == STDIN else name
    return next(t for n in count(1) if (t := title if n == 1 else f"{title} ({n})") not in taken)


def _cleaner(name: str, arguments: argparse.Namespace, pipeline: Pipeline) -> Cleaner:
    from cleantext.cleaner import Cleaner

    return Cleaner(
        pipeline=pipeline,
        source="html" if arguments.source == "auto" and format_of(name) is HTML else arguments.source,
        extractor=arguments.extractor,
        repair=arguments.repair,
        lang=arguments.lang,
        headline=arguments.headline,
        format="markdown" if writes_markdown(arguments) else "text",
    )


def _clean(name: str, arguments: argparse.Namespace, cleaner: Cleaner) -> tuple[Result, str | None]:
    """The result for one input, and its text unless that is HTML; replaces it, if that is asked for.

    Raises :class:`InputError`.
    """
    from cleantext.reading.decode import NotText, unpacked
    from cleantext.rulebook import RuleError

    data = _read(name)
    try:
        text = decode_text(unpacked(data), arguments.encoding) if arguments.encoding else cleaner.decoded(data)
    except NotText as error:
        raise InputError(str(error)) from None
    is_html = cleaner.takes_for_html(text)
    if arguments.in_place and is_html:
        raise InputError("--in-place would put text where HTML was; use -o")
    if cleaner.source == "auto":
        kind = "" if is_html else _kind_of_records(text, name)
        if arguments.in_place and kind:
            raise InputError(f"--in-place would break it: this looks like {kind} (--from text: take it as it is)")
        if is_html:
            say(f"{display(name)}: this is HTML, so its main text is cleaned (--from text: take it as it is)")
        elif kind:
            remedy = f"--from {kind}: as records" if kind not in _TABLES else "jobs read JSON Lines and Parquet"
            say(f"{display(name)}: this looks like {kind}, and is cleaned as one text ({remedy})")
    try:
        result = cleaner(text)
    except RuleError as error:  # of the user's own
        raise InputError(str(error)) from None
    if arguments.in_place and result.text != text:
        _rewrite(name, encode_as(result.text, data, text, arguments.encoding))
    return result, None if is_html else text


def _kind_of_records(text: str, name: str = "") -> str:
    r"""The format whose records ``text``, in a file of that name, seems to hold, if it does.

    >>> _kind_of_records('{"text": "One."}\n{"text": "Two."}\n'), _kind_of_records("{sic} It rained.")
    ('jsonl', '')
    >>> _kind_of_records('[\n {"text": "One."}\n]'), _kind_of_records("text,n\nOne.,1", "a.csv")
    ('JSON', 'CSV')
    """
    first = text.lstrip("\ufeff").partition("\n")[0].strip()
    if first.startswith("WARC/1."):
        return "wet" if "\nWARC-Type: conversion" in text[:_HEAD].replace("\r", "") else "warc"
    if first.startswith("{") and _is_json(first):
        return "jsonl"
    named = next((kind for kind in _TABLES if name.lower().endswith(f".{kind.lower()}")), "")
    return named or ("JSON" if _is_json(text.strip("\ufeff \t\r\n")) else "")


def _is_json(text: str) -> bool:
    """Is ``text`` an object or an array of JSON?"""
    if text[:1] + text[-1:] not in ("{}", "[]"):
        return False
    try:
        return bool(json.loads(text, parse_int=len))
    except (ValueError, RecursionError):
        return False


def _read(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == STDIN else read_bytes(Path(name))
    except OSError as error:
        raise InputError(reason(error)) from None


def _write(name: str, data: bytes) -> None:
    try:
        write_file(Path(name), data)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UsageError(f"{display(name)}: {reason(error)}") from None


def _rewrite(name: str, data: bytes) -> None:
    if is_stream(name):
        raise InputError("--in-place is for files; this is none")
    try:
        replace_file(Path(name), data)
    except OSError as error:
        raise InputError(reason(error)) from None


def _view(name: str, result: Result, source: str | None, arguments: argparse.Namespace, cleaner: Cleaner) -> bytes:
    """What is written for one input: text, removals, a diff, or where something would go."""
    from cleantext.paint import Paint

    on_screen = sys.stdout.isatty() and not arguments.output
    paint = Paint() if arguments.output else Paint.where_wanted(arguments.color, sys.stdout)
    if arguments.check:
        text = "".join(f"{line}\n" for line in check_lines(result, display(name)))
    elif arguments.explain:
        text = _explained(name, result, arguments, paint if on_screen else None)
    elif arguments.diff:
        title = display(name)
        is_painted = on_screen or paint.on
        text = paint.diff(diff_lines(result, title, source)) if is_painted else unified_diff(result, title, source)
    else:
        text = ended(cleaner.written(result))
    return text.encode("utf-8", "surrogatepass")


def _explained(name: str, result: Result, arguments: argparse.Namespace, paint: Paint | None) -> str:
    """A table for people, JSON Lines for programs, who have no use for ``paint``."""
    from cleantext.table import table

    is_one_of_many = len(arguments.files) > 1
    if paint is None:
        records = passage_records(result, name if is_one_of_many else None, withheld=arguments.withheld)
        return "".join(f"{json_line(record)}\n" for record in records)
    heading = f"{paint.strong(display(name))}\n" if is_one_of_many else ""
    return f"{heading}{table(result, withheld=arguments.withheld, paint=paint)}\n"
