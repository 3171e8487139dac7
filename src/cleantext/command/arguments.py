"""The arguments of the command, its help, and what is refused before anything is read."""

from __future__ import annotations

import argparse
import re
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, get_args

from cleantext import __version__, joboptions
from cleantext.choices import ColorChoice, Extractor, Profile, suggest
from cleantext.command.messages import UsageError
from cleantext.command.shell import SHELLS
from cleantext.console import display, say
from cleantext.encoding import check_encoding
from cleantext.files import STDIN, InputError
from cleantext.joboptions import either, filter_names, one_of
from cleantext.records.formats import COMPRESSED, COUNTS, HTML, JSONL, SOURCES, TARGETS

WRONG = 2

_DESCRIPTION = """\
Strips boilerplate from the text of web pages: cookie banners, captions, widgets and other furniture.
Reads files or standard input, writes clean text to standard output."""

_END = """\
examples:
  cleantext story.txt                          the clean text
  curl -sL URL | cleantext --from html         from a page, in a pipe
  cleantext --explain --withheld story.txt     what goes, what stays, and why
  cleantext --check --report cut.html *.txt    the same as a page to look at
  cleantext crawl/ -o clean/ -j 4              a job over many records

exit codes: 0 fine; 1 something would go (--check), or records were quarantined or lost (jobs);
2 wrong usage, unusable input or output; 130 interrupted; 141 the reader of the output went away

documentation: docs/tour.md in the source, and python -m pydoc cleantext"""

_LIMITS_OF_JOBS = ("record_seconds", "record_bytes", "memory")
_PACKED = (".lzma", ".lz4", ".br", ".z", ".zip", ".7z", ".tgz", ".tar", ".rar", ".snappy")
_UNWRITTEN = (".json", ".csv", ".tsv", ".xml", ".xlsx", ".arrow", ".feather", ".orc", ".avro")
_ONLY_READ = tuple(ending for source in SOURCES if source not in TARGETS for ending in source.suffixes)
_ENDINGS = {*_UNWRITTEN, *(ending for known in (*SOURCES, COUNTS) for ending in known.suffixes)}
# What options write besides the text, by the endings that promise it.
_BESIDES = {
    "report": HTML.suffixes,
    "stats": (".txt", ".text", ".json"),
    "quarantine": JSONL.suffixes,
    "learn": COUNTS.suffixes,
}
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        unknown = message.removeprefix("unrecognized arguments: ")
        if unknown != message:
            word = unknown.split()[0].partition("=")[0]
            options = [option for action in self._actions for option in action.option_strings]
            message = f"no option {word}{suggest(word, options)}"
        # What argparse says of a number that is none names the function that reads it.
        message = re.sub(r"invalid \w+ value: (.+)", r"\1 is no number", message)
        say(f"{message} (see cleantext --help)")
        raise SystemExit(WRONG)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=26)


def make_parser() -> argparse.ArgumentParser:
    """The parser of the command; help and manual page are made from it."""
    parser = _Parser(
        "cleantext",
        usage="cleantext [OPTION ...] [FILE ...]",
        description=_DESCRIPTION,
        epilog=_END,
        formatter_class=_Formatter,
        allow_abbrev=False,
        add_help=False,
    )
    _add_cleaning(parser)
    _add_choosing(parser)
    _add_seeing(parser)
    joboptions.add_arguments(parser)
    return parser


def _add_cleaning(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("clean").add_argument
    add("files", nargs="*", metavar="FILE", help="what to clean; - or none: standard input")
    add("-o", "--output", metavar="FILE", help="write there, not to standard output")
    add("-i", "--in-place", action="store_true", help="replace each file by its clean text")
    sources = ("auto", *(source.name for source in SOURCES))
    add("--from", dest="source", type=one_of("format", sources), default="auto", metavar="KIND", help=either(sources))
    add("--encoding", metavar="NAME", help="encoding of the input (UTF-8, or as HTML says)")
    extractors = get_args(Extractor)
    about = "who reads HTML: model (built in) or trafilatura"
    add("--extractor", type=one_of("extractor", extractors), metavar="NAME", help=about)
    add("--no-headline", dest="headline", action="store_false", help="leave out the headline of a page of HTML")
    add("--lang", metavar="LANG", help="language of the text, in any spelling, as a hint")
    add("--no-repair", dest="repair", action="store_false", help="leave encoding damage as it is")


def _add_choosing(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("choose").add_argument
    about = "residue: furniture goes; main: all but the content"
    add("--profile", type=one_of("profile", get_args(Profile)), default="residue", metavar="NAME", help=about)
    add("--only", type=filter_names, metavar="NAMES", help="these filters only, such as bios,captions")
    add("--skip", type=filter_names, metavar="NAMES", help="all filters but these")
    add("--rules", action="append", default=[], metavar="FILE", help="rules of your own, a TOML file (repeatable)")


def _add_seeing(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("see")
    views = group.add_mutually_exclusive_group()
    views.add_argument("--explain", action="store_true", help="what goes and why: a table, in pipes JSON Lines")
    views.add_argument("--check", action="store_true", help="FILE:LINE: what would go; exit 1 if anything")
    views.add_argument("--diff", action="store_true", help="what would change, as a unified diff")
    add = group.add_argument
    add("--withheld", action="store_true", help="explain what stays although a rule asked")
    add("--report", metavar="FILE", help="also a page that shows what goes, where and why")
    about = "colours: always, never, or auto: on a terminal"
    add("--color", type=one_of("choice", get_args(ColorChoice)), default="auto", metavar="WHEN", help=about)
    add("--list-filters", action="store_true", help="the filters and what they remove")
    add("--rule", metavar="NAME", help="what a rule takes and leaves, and why")
    about = "completion for bash, zsh, fish or tcsh"
    add("--print-completion", type=one_of("shell", SHELLS), metavar="SHELL", help=about)
    add("--print-manual", action="store_true", help="the manual page, for man")
    add("--version", action="version", version=f"cleantext {__version__}", help="the version")
    add("-h", "--help", action="help", help="this help")


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """The arguments, checked. Raises :class:`UsageError`; says what it takes for granted."""
    parser = make_parser()
    arguments = parser.parse_args(argv)
    asked = ("list_filters", "rule", "print_completion", "print_manual")
    telling = next((name for name in asked if getattr(arguments, name) not in (None, False)), None)
    if telling:
        if arguments.files:
            given = display(arguments.files[0])
            raise UsageError(f"--{telling.replace('_', '-')} cleans nothing, so there is nothing for {given}")
        return arguments
    if not arguments.files and sys.stdin.isatty():
        parser.print_help(sys.stderr)
        raise SystemExit(WRONG)
    _check_names(arguments)
    _check_endings(arguments)
    _check_encoding(arguments.encoding)
    _check_use(arguments, parser)
    _check_pages(arguments)
    if arguments.output == STDIN:
        arguments.output = None  # standard output, as other commands read "-"
    arguments.explain = arguments.explain or arguments.withheld
    arguments.extractor = arguments.extractor or "model"
    arguments.lang = _language(arguments.lang)
    return arguments


def _check_names(arguments: argparse.Namespace) -> None:
    for name in arguments.files:
        if not name:
            raise UsageError("an empty name is no file")
        if _ADDRESS.match(name) and not Path(name).exists():
            raise UsageError(f"{display(name)} is an address: curl -sL {shlex.quote(name)} | cleantext --from html")
    for option in _BESIDES:
        if getattr(arguments, option) in ("", STDIN):
            raise UsageError(f"--{option} needs the name of a file")
    for option in ("output", "repeats", "field"):
        if getattr(arguments, option, None) == "":
            raise UsageError(f"--{option} needs a name")


def _check_endings(arguments: argparse.Namespace) -> None:
    """Refuses names that promise what is not written: who trusts them could not read it."""
    shown = joboptions.views(arguments)
    for option in ("output", *_BESIDES):
        name = getattr(arguments, option) or ""
        ending = Path(name).suffix.lower()
        if name.endswith("/") or Path(name).is_dir():
            continue
        is_packed = option == "output" and not shown
        if ending in _PACKED or (ending in COMPRESSED and not is_packed):
            written = either(COMPRESSED) if is_packed else "plain"
            raise UsageError(f"--{option} {display(name)}: {ending} is not written; what is written is {written}")
        if option in _BESIDES and ending in _ENDINGS.difference(_BESIDES[option]):
            raise UsageError(
                f"--{option} {display(name)}: {ending} is not written; what is written is {either(_BESIDES[option])}"
            )
        if option == "output" and ending in _UNWRITTEN + _ONLY_READ and not (shown or arguments.to):
            formats = ".txt, .md, .jsonl, .parquet and .wet"
            raise UsageError(f"--output {display(name)}: {ending} is not written; {formats} are, or what --to says")


def _check_encoding(name: str | None) -> None:
    try:
        if name is not None:
            check_encoding(name)
    except InputError as error:
        raise UsageError(str(error)) from None


def _check_use(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> None:
    """Refuses what would be ignored."""
    views = [name for name in joboptions.VIEWS if getattr(arguments, name)]
    if arguments.in_place and (arguments.output or not arguments.files or STDIN in arguments.files):
        raise UsageError("--in-place needs files, and neither standard input nor --output")
    if arguments.in_place and views:
        raise UsageError(f"--in-place changes files, --{views[0]} only looks: give one of them")
    if arguments.withheld and views[-1] in ("diff", "check"):
        raise UsageError(f"--withheld goes with --explain, not with --{views[-1]}")
    if arguments.check and arguments.output:
        raise UsageError("--check writes no text, so there is nothing for --output")
    chosen = "only" if arguments.only else "skip" if arguments.skip else None
    if arguments.profile == "main" and chosen:
        raise UsageError(f"--{chosen} chooses among the filters of --profile residue; main has but one question")
    if not joboptions.is_job(arguments):
        given = next((name for name in _LIMITS_OF_JOBS if getattr(arguments, name) != parser.get_default(name)), None)
        if given:
            raise UsageError(f"--{given.replace('_', '-')} is for jobs over many records")


def _check_pages(arguments: argparse.Namespace) -> None:
    """Refuses for pages what would be ignored."""
    as_markdown = arguments.to == "markdown"
    asked = (
        ("--extractor", arguments.extractor),
        ("--no-headline", not arguments.headline),
        ("--to markdown", as_markdown),
    )
    given = next((option for option, is_given in asked if is_given), None)
    if given and arguments.source == "text":
        raise UsageError(f"{given} is for HTML, and --from says that this is text")
    if as_markdown and arguments.extractor == "trafilatura":
        raise UsageError("--to markdown needs the markup, of which --extractor trafilatura keeps nothing")
    view = next((name for name in joboptions.VIEWS if getattr(arguments, name)), None)
    if as_markdown and view:
        raise UsageError(f"--to markdown writes pages, --{view} only looks: give one of them")


def _language(hint: str | None) -> str | None:
    if hint is None:
        return None
    from cleantext.language import language_code, no_language, says_none

    code = language_code(hint)
    if code is None and not says_none(hint):
        say(no_language(hint))
    return code
