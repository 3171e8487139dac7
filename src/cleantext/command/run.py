"""From the arguments to the exit code.

Exit codes: 0 fine, 1 something would go (``--check``), 2 wrong usage or unusable input or
output or an error of our own, 130 interrupted, 141 the reader of our output went away.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import traceback
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from cleantext import jobcli, joboptions
from cleantext.command.arguments import WRONG, make_parser, parse
from cleantext.command.messages import UsageError
from cleantext.console import give_up_output, open_standard_streams, say
from cleantext.files import ClashError, reason

if TYPE_CHECKING:
    from cleantext.pipeline import Pipeline

PIPE_CLOSED = 141


def run(argv: Sequence[str] | None) -> int:
    """Runs the command and returns its exit code, but for that of an interruption."""
    open_standard_streams()
    try:
        code = _run(argv)
        sys.stdout.flush()
    except (UsageError, ClashError) as failure:
        say(str(failure))
        return WRONG
    except BrokenPipeError:
        give_up_output()
        return PIPE_CLOSED
    except OSError as error:
        give_up_output()
        say(f"{error.filename or 'standard output'}: {reason(error)}")  # all other files give their name
        return WRONG
    except Exception:  # noqa: BLE001 - an error of ours: the interpreter's own exit code would say that all is done
        with contextlib.suppress(OSError):
            traceback.print_exc()
        return WRONG
    return code


def _run(argv: Sequence[str] | None) -> int:
    arguments = parse(argv)
    if arguments.list_filters:
        from cleantext.command.listing import list_filters

        return list_filters()
    if arguments.rule is not None:
        from cleantext.command.listing import show_rule

        return show_rule(arguments.rule, arguments.rules)
    if arguments.print_completion or arguments.print_manual:
        from cleantext.command.shell import print_completion, print_manual

        shell = arguments.print_completion
        return print_completion(make_parser(), shell) if shell else print_manual(make_parser())
    # Rules are read by whoever needs them, behind the look at what would be written over what.
    read_pipeline = partial(_pipeline, arguments)
    if joboptions.is_job(arguments):
        return jobcli.run_job(arguments, read_pipeline)
    from cleantext.command.documents import clean_documents

    return clean_documents(arguments, read_pipeline)


def _pipeline(arguments: argparse.Namespace) -> Pipeline:
    from cleantext.pipeline import profile_pipeline, select_filters, with_rules

    try:
        pipeline = profile_pipeline(arguments.profile)
        if arguments.only or arguments.skip:
            pipeline = select_filters(pipeline, only=arguments.only or (), skip=arguments.skip or ())
            if not pipeline.filters:
                raise UsageError("--only and --skip leave no filter")
        return with_rules(pipeline, arguments.rules)
    except (ValueError, ModuleNotFoundError) as error:
        raise UsageError(str(error)) from None
