"""Which inputs become which outputs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleantext.records.formats import (
    COUNTS,
    PARQUET,
    TARGETS,
    TEXT,
    Format,
    default_target,
    format_named,
    format_of,
    output_name,
)

STDIN = "-"


class PlanError(ValueError):
    """The inputs and outputs asked for do not fit; the message is one line."""


@dataclass(frozen=True)
class Input:
    """A file to read (``-``: standard input), its format, and the file its records go to
    (``None``: standard output).
    """

    name: str
    format: Format
    output: Path | None


@dataclass(frozen=True)
class Plan:
    """The inputs in the order in which they are read. Those with the same output are neighbours."""

    inputs: tuple[Input, ...]
    target: Format
    state: Path | None
    quarantine: Path | None

    @property
    def bytes(self) -> int:
        """The size of all inputs as they are stored, 0 if one is a stream."""
        names = [source.name for source in self.inputs]
        return 0 if STDIN in names else sum(Path(name).stat().st_size for name in names)

    def identity(self) -> list[Any]:
        """What must not change between the start of a job and its resumption."""
        return [
            (source.name, source.format.name, str(source.output), status.st_size, status.st_mtime_ns)
            for source in self.inputs
            for status in (Path(source.name).stat(),)
        ]


def make_plan(
    names: Sequence[str],
    output: str | None,
    source: str = "auto",
    target: str | None = None,
    quarantine: str | None = None,
) -> Plan:
    """The plan for inputs (files, folders, ``-``) and an ``output``: a folder, a file or nothing.

    Files in folders are taken in the order of their names, those of unknown kind and hidden
    ones are not. Raises :class:`PlanError`, and ``OSError`` for an input that is not there.
    """
    _refuse_inside(names, output)
    forced = None if source == "auto" else format_named(source)
    found = list(_find(names or [STDIN], forced))
    if not found:
        raise PlanError("no input: the folders hold no file of a known kind (--from takes all)")
    kinds = [forced or _format(name) for name, _ in found]
    if any(name == STDIN and kind is PARQUET for (name, _), kind in zip(found, kinds, strict=True)):
        raise PlanError("Parquet can not be read from standard input; give the file")
    is_many = len(found) > 1 or any(Path(name).is_dir() for name in names)
    wanted = format_named(target) if target else None
    folder = Path(output) if output and wanted is not COUNTS and _is_folder(output, is_many=is_many) else None
    named = wanted or (format_of(output) if output and not folder else None)
    targets = {named or default_target(kind) for kind in kinds}
    if len(targets) > 1:
        raise PlanError("the inputs would become files of several formats; name one with --to")
    (to,) = targets
    if to not in TARGETS:
        raise PlanError(f"{to.name} can not be written; --to takes {', '.join(kind.name for kind in TARGETS)}")
    outputs = _outputs(found, folder, to) if folder else [Path(output) if output else None] * len(found)
    if to is TEXT and (len(set(outputs)) < len(found) or any(kind.holds_many for kind in kinds)):
        folders = [f"{name} is a directory; " for name in names if Path(name).is_dir()]
        raise PlanError(f"{''.join(folders[:1])}a text file holds one document: give a folder with -o, or --to jsonl")
    if to is PARQUET and output is None:
        raise PlanError("Parquet can not be written to standard output; give a file with -o")
    inputs = tuple(Input(name, kind, path) for (name, _), kind, path in zip(found, kinds, outputs, strict=True))
    state, usual = _side_files(folder, output)
    is_stream = any(name == STDIN for name, _ in found)
    return Plan(inputs, to, None if is_stream else state, Path(quarantine) if quarantine else usual)


def _find(names: Iterable[str], forced: Format | None) -> Iterator[tuple[str, str]]:
    """Each file with the name it has below the folder it was found in."""
    for name in names:
        if name != STDIN and Path(name).is_dir():
            for path in sorted(Path(name).rglob("*")):
                below = path.relative_to(name)
                is_hidden = any(part.startswith(".") for part in below.parts)
                if path.is_file() and not is_hidden and (forced or format_of(path.name)):
                    yield str(path), str(below)
        else:
            if name != STDIN:
                Path(name).stat()
            yield name, Path(name).name


def _format(name: str) -> Format:
    found = format_of(name)
    if found is None:
        what = "standard input" if name == STDIN else name
        raise PlanError(f"{what}: its name does not tell the format; give it with --from")
    return found


def _is_folder(output: str, is_many: bool) -> bool:
    # "-o clean" is a folder for many inputs, "-o all.jsonl" one file even for many.
    return output.endswith("/") or Path(output).is_dir() or (is_many and format_of(output) is None)


def _outputs(found: Sequence[tuple[str, str]], folder: Path, target: Format) -> list[Path | None]:
    outputs = [folder / output_name(below, target) for _, below in found]
    taken: dict[Path, str] = {}
    for path, (name, _) in zip(outputs, found, strict=True):
        if path in taken:
            raise PlanError(f"{taken[path]} and {name} would both become {path}; give the folder above them")
        taken[path] = name
        if Path(name).resolve() == path.resolve():
            raise PlanError(f"{name} would be replaced by its own output; give another folder")
    return list(outputs)


def _refuse_inside(names: Sequence[str], output: str | None) -> None:
    """Outputs among the inputs would be inputs themselves the next time."""
    for name in names:
        folder = Path(name)
        if output and folder.is_dir() and Path(output).resolve().is_relative_to(folder.resolve()):
            raise PlanError(f"the output {output} lies inside the input {name}; give another place")


def _side_files(folder: Path | None, output: str | None) -> tuple[Path | None, Path | None]:
    if folder is not None:
        return folder / ".cleantext-job.json", folder / "quarantine.jsonl"
    if output is None:
        return None, None
    path = Path(output)
    return path.with_name(f".{path.name}.job.json"), path.with_name(f"{path.name}.quarantine.jsonl")
