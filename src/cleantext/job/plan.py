"""Which inputs become which outputs."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleantext.console import display
from cleantext.files import STDIN, beside, check_apart, followed, is_stream, is_too_long, reason
from cleantext.records.formats import (
    COUNTS,
    JSONL,
    PARQUET,
    TARGETS,
    Format,
    default_target,
    format_named,
    format_of,
    output_name,
)
from cleantext.records.sinks import part_of
from cleantext.records.streams import codec_of
from cleantext.replaceable import check_replaceable, is_quarantine

_UNKNOWN = "of no known kind (--from KIND reads any)"
_QUARANTINE = "a quarantine of an earlier job"


class PlanError(ValueError):
    """The inputs and outputs asked for do not fit; the message is one line."""


@dataclass(frozen=True)
class Input:
    """A file to read (``-``: standard input), its format, the file its records go to (``None``:
    standard output) and the name it has below the folder it was found in (``""``: in none).
    """

    name: str
    format: Format
    output: Path | None
    below: str = ""

    @property
    def is_stream(self) -> bool:
        """Can it be read once only?"""
        return self.name == STDIN or is_stream(self.name)


@dataclass(frozen=True)
class Plan:
    """The inputs in the order in which they are read. Those with the same output are neighbours.

    ``lost`` are names in folders that can not be read, each with the reason, ``passed`` those that are no input, each
    with what it is instead. ``state`` is where the checkpoint goes, ``lock`` what keeps a second job off the outputs;
    ``names`` are the files and folders that were asked for.
    """

    inputs: tuple[Input, ...]
    target: Format
    state: Path | None
    quarantine: Path | None
    lock: Path | None = None
    lost: tuple[tuple[str, str], ...] = ()
    passed: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()

    @property
    def bytes(self) -> int:
        """The size of all inputs as they are stored, 0 if one is a stream."""
        if any(source.is_stream for source in self.inputs):
            return 0
        return sum(_version(source.name)[0] for source in self.inputs)

    @property
    def own_quarantine(self) -> Path | None:
        """The name of the quarantine until the job ends: several jobs may have one and the same, each its own part."""
        if self.quarantine is None or is_stream(self.quarantine):
            return self.quarantine
        # From there to the lock, so that a job finds its part when their folder has moved.
        job = [os.path.relpath(self.lock, self.quarantine.parent)] if self.lock else [*self.names]
        if not self.lock and any(source.is_stream for source in self.inputs):
            job.append(str(os.getpid()))  # nothing else tells two of them apart
        digest = hashlib.sha256(os.fsencode("\0".join(job))).hexdigest()[:8]
        return beside(self.quarantine, "", f".{digest}")

    @property
    def known_better(self) -> list[str]:
        """The inputs of which this job knows better what is to be said in the quarantine than what is there.

        What comes through a pipe has no name of its own: where others may have written, too, it may be theirs.
        """
        is_shared = self.quarantine != _side_files(None, self.inputs[0].output)[1]
        nameless = [source.name for source in self.inputs if is_shared and source.is_stream]
        return [name for name in self.names if name not in nameless]

    @property
    def reads(self) -> list[str]:
        """Everything that is read."""
        return [source.name for source in self.inputs]

    @property
    def writes(self) -> list[Path | str]:
        """Everything that is written, under its final and its partial name."""
        outputs = dict.fromkeys(source.output for source in self.inputs)
        final = [path for path in (*outputs, self.quarantine) if path]
        parts = [part_of(path) for path in (*outputs, self.own_quarantine) if path and not is_stream(path)]
        stdout = [STDIN] if None in outputs else []
        return [*stdout, *final, *parts, *(path for path in (self.state, self.lock) if path)]

    def identity(self) -> list[Any]:
        """What must not change between the start of a job and its resumption."""
        return [(source.name, source.format.name, str(source.output), *_version(source.name)) for source in self.inputs]


def make_plan(
    names: Sequence[str],
    output: str | None,
    source: str = "auto",
    target: str | None = None,
    quarantine: str | None = None,
) -> Plan:
    """The plan for inputs (files, folders, ``-``) and an ``output``: a folder, a file or nothing.

    Files in folders are taken in the order of their names, those of unknown kind and hidden
    ones are not. Raises :class:`PlanError`, :class:`~cleantext.files.ClashError` if something would
    be written that is read, and ``OSError`` for an input that is not there.
    """
    _check_names(names, output)
    forced = None if source == "auto" else format_named(source)
    lost: list[tuple[str, str]] = []
    passed: list[tuple[str, str]] = []
    names = names or [STDIN]
    found = list(_find(names, forced, lost, passed))
    if not found:
        told = [*lost, *(one for one in passed if one[1] is _QUARANTINE)]
        why = f"; {told[0][0]}: {told[0][1]}" if told else ""
        raise PlanError(f"no input: the folders hold no file of a known kind (--from KIND reads any){why}")
    kinds = [forced or _format(name) for name, _ in found]
    streams = [kind for (name, _), kind in zip(found, kinds, strict=True) if name == STDIN or is_stream(name)]
    if PARQUET in streams:
        raise PlanError("Parquet can not be read from standard input or a pipe; give the file")
    is_many = len(found) > 1 or any(Path(name).is_dir() for name in names)
    wanted = format_named(target) if target else None
    folder = Path(output) if output and wanted is not COUNTS and _is_folder(output, is_many=is_many) else None
    named = wanted or (format_of(output) if output and not folder else None)
    targets = {named or default_target(kind) for kind in kinds}
    if len(targets) > 1:
        raise PlanError("the inputs would become files of several formats; name one with --to")
    (to,) = targets
    if to not in (*TARGETS, COUNTS):
        names_of = ", ".join(kind.name for kind in TARGETS)
        raise PlanError(f"{to.name} can not be written; --to takes {names_of}")
    if to is PARQUET and output and not folder and codec_of(output):
        raise PlanError(f"{output}: Parquet files are compressed within; give a name that ends with .parquet")
    outputs = _outputs(found, folder, to) if folder else [followed(Path(output)) if output else None] * len(found)
    if not to.holds_many and (len(set(outputs)) < len(found) or any(kind.holds_many for kind in kinds)):
        many = next((kind.name for kind in kinds if kind.holds_many), None)
        if many:
            raise PlanError(f"a {to.name} file holds one document, and {many} many: give --to jsonl")
        folders = [f"{name} is a directory; " for name in names if Path(name).is_dir()]
        raise PlanError(
            f"{''.join(folders[:1])}a {to.name} file holds one document: give a folder with -o, or --to jsonl"
        )
    if to in (PARQUET, COUNTS) and (output is None or any(path and is_stream(path) for path in outputs)):
        raise PlanError(f"{to.name} can not be written to standard output or a pipe; give a file with -o")
    inputs = tuple(
        Input(name, kind, path, below) for (name, below), kind, path in zip(found, kinds, outputs, strict=True)
    )
    sides = _side_files(folder, outputs[0])
    state = None if any(source.is_stream for source in inputs) else sides[0]
    aside = followed(Path(quarantine)) if quarantine else sides[1]
    if aside:
        check_replaceable("quarantine", aside)
    plan = Plan(inputs, to, state, aside, sides[2], tuple(lost), tuple(passed), tuple(names))
    check_apart(plan.reads, plan.writes)
    return plan


def _find(
    names: Iterable[str], forced: Format | None, lost: list[tuple[str, str]], passed: list[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """Each file with the name it has below the folder it was found in; what can not be read is ``lost``, and what is of
    no known kind, or a quarantine, ``passed``.
    """
    for name in names:
        if name != STDIN and Path(name).is_dir():
            for path in sorted(_walk(Path(name), lost)):
                below = str(path.relative_to(name))
                if not (forced or format_of(path.name)):
                    passed.append((str(path), _UNKNOWN))
                    continue
                try:
                    if path.stat() and is_stream(path):
                        lost.append((str(path), "no regular file"))
                    elif format_of(path.name) is JSONL and is_quarantine(path):
                        passed.append((str(path), _QUARANTINE))
                    else:
                        yield str(path), below
                except OSError as error:
                    lost.append((str(path), reason(error)))
        else:
            if name != STDIN:
                Path(name).stat()
            yield name, ""


def _walk(top: Path, lost: list[tuple[str, str]]) -> Iterator[Path]:
    """Everything below ``top`` but folders and what is hidden. Links are followed, each folder once."""
    seen: set[tuple[int, int]] = set()
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        try:
            status = folder.stat()
            entries = list(folder.iterdir())
        except OSError as error:
            lost.append((str(folder), reason(error)))
            continue
        if (status.st_dev, status.st_ino) in seen:
            continue
        seen.add((status.st_dev, status.st_ino))
        visible = {path for path in entries if not path.name.startswith(".")}
        folders = {path for path in visible if os.path.isdir(path)}  # noqa: PTH112 - no error where it may not look
        yield from visible - folders
        # Folders that are here before those that are only linked.
        waiting += sorted(folders, key=lambda path: (path.is_symlink(), path), reverse=True)


def _format(name: str) -> Format:
    found = format_of(name)
    if found is None:
        raise PlanError(f"{display(name)}: its name does not tell the format; give it with --from")
    return found


def _is_folder(output: str, is_many: bool) -> bool:
    # "-o clean" is a folder for many inputs, "-o all.jsonl" one file even for many.
    if output.endswith("/") or Path(output).is_dir():
        return True
    return is_many and format_of(output) is None and not is_stream(output)


def _outputs(found: Sequence[tuple[str, str]], folder: Path, target: Format) -> list[Path | None]:
    outputs: list[Path | None] = []
    taken: dict[Path, str] = {}
    for name, below in found:
        path = folder / output_name(below or Path(name).name, target)
        if is_too_long(path):
            raise PlanError(f"{path} would be too long a name; rename {name}")
        path = followed(path)
        if path in taken:
            raise PlanError(
                f"{taken[path]} and {name} would both become {path}; write one file of records (-o NAME.jsonl)"
            )
        taken[path] = name
        outputs.append(path)
    return outputs


def _check_names(names: Sequence[str], output: str | None) -> None:
    """Standard input can be read once; and outputs among the inputs would be inputs themselves the next time."""
    if names.count(STDIN) > 1:
        raise PlanError("standard input can be read once only")
    for name in names:
        folder = Path(name)
        if output and folder.is_dir() and Path(output).resolve().is_relative_to(folder.resolve()):
            raise PlanError(f"the output {output} lies inside the input {name}; give another place")


def _side_files(folder: Path | None, output: Path | None) -> tuple[Path | None, Path | None, Path | None]:
    """Checkpoint, quarantine and lock of a job with this output."""
    if folder is not None:
        return folder / ".cleantext-job.json", followed(folder / "quarantine.jsonl"), folder / ".cleantext-job.lock"
    if output is None or is_stream(output):
        return None, None, None
    aside = followed(beside(output, "", ".quarantine.jsonl"))
    return beside(output, ".", ".job.json"), aside, beside(output, ".", ".lock")


def _version(name: str) -> tuple[int, int]:
    """The size of a file, and when it was last changed."""
    try:
        status = Path(name).stat()
    except OSError:  # gone since: it will be missed when it is to be read
        return 0, 0
    return status.st_size, status.st_mtime_ns
