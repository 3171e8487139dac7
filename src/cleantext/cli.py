"""The command: arguments in, the library, exit codes out.

Exit codes: 0 fine, 1 something would go (``--check``), 2 wrong usage or unusable input or
output, 130 interrupted, 141 the reader of our output went away.
"""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Container, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from cleantext import __version__, jobcli
from cleantext.console import give_up_output, open_standard_streams, say
from cleantext.files import (
    ClashError,
    InputError,
    check_apart,
    decode_text,
    encode_as,
    is_stream,
    read_bytes,
    reason,
    replace_file,
    write_file,
)

if TYPE_CHECKING:
    from cleantext.pipeline import Pipeline
    from cleantext.removal import Result

OK, WOULD_CHANGE, WRONG, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141
STDIN = "-"
_HTML_NAMES = (".html", ".htm", ".xhtml")

_DESCRIPTION = """\
Strip boilerplate from the text of web pages: cookie banners, photo captions, recommendation
widgets, author biographies and other furniture. Reads files or standard input, writes clean
text to standard output."""

_EXAMPLES = """\
examples:
  cleantext article.txt                 the clean text
  curl -s URL | cleantext --from html   from a page, in a pipe
  cleantext --explain article.txt       what goes and why, as JSON Lines
  cleantext --check --report cut.html *.txt
                                        the same as a page to look at
  cleantext --skip bios -i *.txt        clean files where they are"""


class _UsageError(Exception):
    """Ends the command with one line on standard error."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        unknown = message.removeprefix("unrecognized arguments: ").split()[0]
        if unknown != message.split(maxsplit=1)[0]:
            options = [option for action in self._actions for option in action.option_strings]
            message = f"no option {unknown}{_suggest(unknown, options)}"
        say(f"{message} (see cleantext --help)")
        raise SystemExit(WRONG)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        "cleantext",
        description=_DESCRIPTION,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("files", nargs="*", metavar="FILE", help="files to clean; - or none: standard input")
    add("-o", "--output", metavar="FILE", help="write there instead of to standard output")
    add("-i", "--in-place", action="store_true", help="replace each file by its clean text, atomically")
    add(
        "--from",
        dest="source",
        choices=("auto", "text", "html", *jobcli.SOURCES),
        default="auto",
        help="what the input is (default: by name and content)",
    )
    add("--encoding", metavar="NAME", help="the encoding of the input (default: UTF-8, or what HTML declares)")
    add(
        "--profile",
        choices=("residue", "main"),
        default="residue",
        help="residue: furniture only (default); main: nothing but the main content",
    )
    add(
        "--extractor",
        choices=("model", "trafilatura"),
        default="model",
        help="what finds the main text of HTML: the built-in line model (default) or trafilatura",
    )
    add("--only", metavar="NAMES", help="use these filters only (comma-separated)")
    add("--skip", metavar="NAMES", help="use all filters but these")
    add("--rules", action="append", default=[], metavar="FILE", help="use the rules of a TOML file too (repeatable)")
    add("--lang", metavar="CODE", help="the language of the text, as a hint")
    add("--no-repair", dest="repair", action="store_false", help="leave encoding damage as it is")
    views = parser.add_mutually_exclusive_group()
    views.add_argument("--explain", action="store_true", help="print the removals as JSON Lines, not the text")
    views.add_argument("--diff", action="store_true", help="print what would change as a unified diff")
    views.add_argument("--check", action="store_true", help="print nothing; exit with 1 if anything would go")
    add("--report", metavar="FILE", help="also write an HTML page that shows what goes, where and why")
    add("--list-filters", action="store_true", help="list the filters and what they remove")
    add("--version", action="version", version=f"cleantext {__version__}")
    jobcli.add_arguments(parser)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command with ``argv`` (default: the process's arguments) and returns its exit code."""
    open_standard_streams()
    try:
        code = _run(argv)
        sys.stdout.flush()
    except (_UsageError, ClashError) as failure:
        say(str(failure))
        return WRONG
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        give_up_output()
        return PIPE_CLOSED
    except OSError as error:
        give_up_output()
        say(f"cannot write: {reason(error)}")
        return WRONG
    return code


def _run(argv: Sequence[str] | None) -> int:
    parser = _parser()
    arguments = parser.parse_args(argv)
    if arguments.list_filters:
        return _list_filters()
    if arguments.output == STDIN:
        arguments.output = None  # standard output, as other commands read "-"
    if not arguments.files and sys.stdin.isatty():
        parser.print_help(sys.stderr)
        return WRONG
    if arguments.in_place and (arguments.output or not arguments.files or STDIN in arguments.files):
        raise _UsageError("--in-place needs files, and neither standard input nor --output")
    if arguments.report in ("", STDIN):
        raise _UsageError("--report needs the name of a file")
    pipeline = _pipeline(arguments)
    if jobcli.is_job(arguments):
        return jobcli.run_job(arguments, pipeline)
    _check_apart(arguments)
    return _clean_all(arguments, pipeline)


def _check_apart(arguments: argparse.Namespace) -> None:
    """Refuses to write what is read, or one file twice."""
    named = [name for name in (arguments.output, arguments.report) if name]
    if arguments.in_place:
        check_apart(arguments.rules, [*dict.fromkeys(arguments.files), *named])
    else:
        output = [] if arguments.output or arguments.check else [STDIN]
        check_apart([*(arguments.files or [STDIN]), *arguments.rules], [*output, *named])


def _clean_all(arguments: argparse.Namespace, pipeline: Pipeline) -> int:
    changed, failed = False, False
    output: list[bytes] = []
    results: dict[str, Result] = {}
    for name in arguments.files or [STDIN]:
        try:
            result = _clean(name, arguments, pipeline)
            changed = changed or bool(result.spans)
            if arguments.output:
                output.append(_view(name, result, arguments))
            elif not arguments.in_place:
                sys.stdout.buffer.write(_view(name, result, arguments))
            if arguments.report:
                results[_title(name, results)] = result
        except InputError as error:
            say(f"{_display(name)}: {error}")
            failed = True
    if arguments.output:
        _write(arguments.output, b"".join(output))
    if arguments.report:
        from cleantext.reportpage import report_page

        _write(arguments.report, report_page(results).encode())
    if failed:
        return WRONG
    return WOULD_CHANGE if arguments.check and changed else OK


def _title(name: str, taken: Container[str]) -> str:
    """What a report calls an input: its name, with a number if another input had it before."""
    title = "standard input" if name == STDIN else name
    return next(t for n in count(1) if (t := title if n == 1 else f"{title} ({n})") not in taken)


def _list_filters() -> int:
    from cleantext.filters import BUILT_IN

    width = max(len(built_in.name) for built_in in BUILT_IN)
    for built_in in BUILT_IN:
        sys.stdout.write(f"{built_in.name:<{width}}  {built_in.summary}\n")
    return OK


def _pipeline(arguments: argparse.Namespace) -> Pipeline:
    from cleantext.pipeline import profile_pipeline, select_filters, with_rules

    try:
        pipeline = profile_pipeline(arguments.profile)
        only, skip = (set(filter(None, (names or "").split(","))) for names in (arguments.only, arguments.skip))
        pipeline = select_filters(pipeline, only=only, skip=skip) if only or skip else pipeline
        return with_rules(pipeline, arguments.rules)
    except (ValueError, ModuleNotFoundError) as error:
        raise _UsageError(str(error)) from None


def _clean(name: str, arguments: argparse.Namespace, pipeline: Pipeline) -> Result:
    """The result for one input; replaces it, if that is asked for. Raises :class:`InputError`."""
    from cleantext.document import Document
    from cleantext.html import looks_like_html
    from cleantext.pipeline import read_html
    from cleantext.reading.decode import NotText, decode
    from cleantext.repair import repair

    data = _read(name)
    named_html = name.lower().endswith(_HTML_NAMES)
    is_html = arguments.source == "html" or (arguments.source == "auto" and named_html)
    try:
        text = decode(data) if is_html and not arguments.encoding else decode_text(data, arguments.encoding)
    except NotText as error:
        raise InputError(str(error)) from None
    decoded = text
    if arguments.source == "auto" and not is_html and looks_like_html(text):
        is_html = True
        if not arguments.in_place:
            say(f"{_display(name)}: this is HTML, so its main text is cleaned (--from text: take it as it is)")
    if arguments.in_place and (is_html or named_html):
        raise InputError("--in-place would put text where HTML was; use -o")
    if is_html:
        text, pipeline = read_html(text, pipeline, extractor=arguments.extractor)
    result = pipeline(Document(repair(text) if arguments.repair else text, arguments.lang))
    if arguments.in_place and result.text != decoded:
        _rewrite(name, encode_as(result.text, data, decoded, arguments.encoding))
    return result


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
        raise _UsageError(f"{_display(name)}: {reason(error)}") from None


def _rewrite(name: str, data: bytes) -> None:
    if is_stream(name):
        raise InputError("--in-place is for files; this is none")
    try:
        replace_file(Path(name), data)
    except OSError as error:
        raise InputError(reason(error)) from None


def _view(name: str, result: Result, arguments: argparse.Namespace) -> bytes:
    """What is written for one input: text, removals, a diff, or nothing but a word (``--check``)."""
    from cleantext.report import json_line, removal_records, unified_diff, visible

    if arguments.check:
        if result.spans:
            say(f"{_display(name)}: {len(result.spans)} passages would go")
        return b""
    if arguments.explain:
        source = name if len(arguments.files) > 1 else None
        text = "".join(f"{json_line(record)}\n" for record in removal_records(result, source))
    elif arguments.diff:
        text = unified_diff(result.document.text, result.text, _display(name))
        if sys.stdout.isatty() and not arguments.output:
            text = "\n".join(map(visible, text.split("\n")))
    else:
        text = result.text
        text += "\n" if text and not text.endswith(("\n", "\r")) else ""
    return text.encode("utf-8", "surrogatepass")


def _display(name: str) -> str:
    from cleantext.report import visible

    return "standard input" if name == STDIN else visible(name)


def _suggest(word: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    return f", did you mean {close[0]}?" if close else ""
