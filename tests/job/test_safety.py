"""Jobs that would destroy something are refused before they open anything; two jobs do not meet."""

from __future__ import annotations

import errno
import gzip
import inspect
import json
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

import poison
from cleantext.command import main
from cleantext.corpus import CountsSink
from cleantext.files import make_folder
from cleantext.job import chunks as chunks_module
from cleantext.job.checkpoint import Tally
from cleantext.job.job import Job, Listener, Tolerance
from cleantext.job.plan import PlanError, make_plan
from cleantext.job.pool import JobError
from cleantext.job.recipe import Recipe
from cleantext.job.run import run
from cleantext.pipeline import Pipeline
from cleantext.records.sinks import BusyError, FileSink, alone, part_of, publish

LINE = b'{"id": %d, "text": "record %d"}\n'


def lines(count: int) -> bytes:
    return b"".join(LINE % (n, n) for n in range(count))


def snapshot(folder: Path) -> dict[str, object]:
    """Everything in a folder: names, kinds and contents."""
    paths = sorted(folder.rglob("*"))
    return {str(p): (p.lstat().st_mode, p.read_bytes() if p.is_file() else None) for p in paths}


@pytest.fixture
def crawl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("a.jsonl", "b.jsonl", "ov/in/a.jsonl", "ov/in/in/a.jsonl", "q/quarantine.jsonl", ".o.jsonl.part"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(lines(3))
    Path("r.toml").write_text('[[rule]]\nid = "x"\nwhy = "x"\nphrases = ["Read. Think."]\n')
    Path("notes.txt").write_text("What I never want to lose.\n")
    os.link("a.jsonl", "hard.jsonl")
    # Of names that tell nothing what is in the files is looked at.
    os.link("a.jsonl", "hard")
    os.link("notes.txt", "notes")
    Path("soft.jsonl").symlink_to("a.jsonl")
    sink = CountsSink(Path("c.counts"))
    sink.close()
    publish(Path("c.counts"))
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("a.jsonl -o a.jsonl", "a.jsonl would be written over a.jsonl, which is read"),
        ("a.jsonl -o ./ov/../a.jsonl", "which is read"),
        ("a.jsonl -o hard.jsonl", "which is read"),
        ("a.jsonl -o soft.jsonl", "which is read"),
        ("a.jsonl b.jsonl -o b.jsonl", "over b.jsonl, which is read"),
        ("a.jsonl -o o.jsonl --quarantine a.jsonl", "was not written by --quarantine"),
        ("a.jsonl -o o.jsonl --quarantine notes", "was not written by --quarantine"),
        ("a.jsonl -o o.jsonl --quarantine q", "q is there and was not written by --quarantine"),
        ("a.jsonl -o o.jsonl --quarantine o.jsonl", "written too"),
        ("a.jsonl -o o.jsonl --quarantine ov/../o.jsonl", "written too"),
        ("q/quarantine.jsonl -o out/", "which is written too"),
        ("q/ -o out/", "which is written too"),
        ("ov/in/ -o ov/", "which is read"),
        (".o.jsonl.part --from jsonl -o o.jsonl", "which is read"),
        ("a.jsonl --rules r.toml -o r.toml", "over r.toml, which is read"),
        ("--learn hard a.jsonl", "holds no counts"),
        ("--learn notes b.jsonl", "holds no counts"),
        ("--learn c.counts c.counts", "which is read"),
        ("--repeats c.counts a.jsonl -o c.counts", "which is read"),
        ("--learn d.counts --repeats c.counts a.jsonl -o c.counts", "which is read"),
        ("--learn c.counts --repeats c.counts a.jsonl -o a.jsonl", "which is read"),
        ("a.jsonl -o o.jsonl --max-errors many", "neither a number nor a share"),
        ("a.jsonl -o o.jsonl --record-seconds 0", "no number of seconds"),
        ("a.jsonl -o o.jsonl --record-seconds -1", "no number of seconds"),
        ("a.jsonl -o o.jsonl --record-seconds inf", "no number of seconds"),
        ("a.jsonl -o o.jsonl --record-seconds nan", "no number of seconds"),
        ("a.jsonl -o o.jsonl -j abc", "no whole number"),
        ("a.jsonl -o o.jsonl --encoding base64", "no encoding"),
        ("a.jsonl -o o.jsonl --encoding utf-16", "can not be read in utf-16"),
        ("a.jsonl -o o.jsonl --field cleantext --with-removals", "--field says is the text"),
        ("notes.txt -o n.jsonl --field body", "--field is for JSON Lines"),
        ("notes.txt -o n.jsonl --html", "--html is for JSON Lines"),
    ],
)
def test_refused_before_anything_is_opened(
    crawl: Path, arguments: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line, exit code 2, and everything is as it was."""
    before = snapshot(crawl)
    try:
        code = main(arguments.split())
    except SystemExit as end:
        code = end.code
    said = capsys.readouterr().err
    assert code == 2
    assert says in said
    assert said.count("\n") == 1
    assert snapshot(crawl) == before


def job(source: str, output: str | None, recipe: Recipe | None = None, **options) -> Job:
    plan = make_plan([source], output, **options)
    return Job(plan, recipe or Recipe(poison.PIPELINE, plan.target.name), 1)


def test_one_job_an_output(crawl: Path) -> None:
    """A job whose output another one is writing is refused and changes nothing; a lock left behind locks nothing."""
    (crawl / ".o.jsonl.part").unlink()
    first = job("a.jsonl", "o.jsonl")
    with alone(first.plan.lock):
        with pytest.raises(BusyError, match="another job is writing"):
            run(first)
        before = snapshot(crawl)
        with pytest.raises(BusyError):
            run(job("b.jsonl", "o.jsonl"))
        assert snapshot(crawl) == before
    first.plan.lock.touch()
    assert run(first) == Tally(written=3)
    assert not first.plan.lock.exists()


@pytest.mark.usefixtures("crawl")
def test_parts_of_a_quarantine() -> None:
    """Each job has its own, with a checkpoint or without."""
    plans = [job(name, out, quarantine="x.jsonl").plan for out in ("out/", None) for name in ("a.jsonl", "b.jsonl")]
    assert len({plan.own_quarantine for plan in plans} - {Path("x.jsonl")}) == 3
    assert plans[0].own_quarantine == plans[1].own_quarantine  # into one folder, which has one lock
    again = job("a.jsonl", None, quarantine="x.jsonl").plan
    assert again.own_quarantine == plans[2].own_quarantine


def test_errors_of_the_disk_name_the_file(crawl: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some file systems say only at the end that there is no space left."""

    def fail(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    sink = FileSink(crawl / "out.jsonl", None)
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match=r"\.out\.jsonl\.part"):
        publish(crawl / "out.jsonl")
    with pytest.raises(OSError, match=r"\.out\.jsonl\.part"):
        sink.boundary()
    sink.abort()


@pytest.mark.usefixtures("crawl")
def test_no_part_is_shared() -> None:
    """Nor do jobs meet in a file that they reach in different ways: into a folder and into a file."""
    Path("out").mkdir()
    sink = FileSink(Path("out/b.jsonl"), None)
    sink.write(b"begun\n")
    sink.boundary()
    with pytest.raises(BusyError):
        run(job("b.jsonl", "out/"))
    assert part_of(Path("out/b.jsonl")).read_bytes() == b"begun\n"
    sink.abort()
    assert run(job("b.jsonl", "out/")) == Tally(written=3)


def test_outputs_into_a_fifo(crawl: Path) -> None:
    """A FIFO gets the records, compressed if its name says so, and stays; so does one for the quarantine."""
    Path("a.jsonl").write_bytes(lines(2) + b"bad\n")
    for name in ("out.jsonl", "out.jsonl.gz", "bad.jsonl"):
        os.mkfifo(crawl / "ov" / name)
    for name in ("out.jsonl", "out.jsonl.gz"):
        fifos = [crawl / "ov" / name, crawl / "ov" / "bad.jsonl"]
        with ThreadPoolExecutor() as pool:
            read, bad = (pool.submit(fifo.read_bytes) for fifo in fifos)
            tally = run(job("a.jsonl", f"ov/{name}", quarantine="ov/bad.jsonl"))
            assert tally == Tally(written=2, quarantined=1)
            assert (gzip.decompress(read.result(20)) if name.endswith("gz") else read.result(20)) == lines(2)
            assert json.loads(bad.result(20))["record"] == 3
        assert all(fifo.is_fifo() for fifo in fifos)


def test_input_from_a_fifo(crawl: Path) -> None:
    """What shells make of ``<(command)``."""
    os.mkfifo(crawl / "in.jsonl")
    writer = threading.Thread(target=lambda: (crawl / "in.jsonl").write_bytes(lines(5)))
    writer.start()
    assert run(job("in.jsonl", "o2.jsonl")) == Tally(written=5)
    writer.join(20)


def test_output_follows_links(crawl: Path) -> None:
    """What a link leads to is written, with the permissions that it has; the link stays."""
    Path("target.jsonl").write_bytes(b"old")
    Path("target.jsonl").chmod(0o600)
    Path("link.jsonl").symlink_to("target.jsonl")
    run(job("a.jsonl", "link.jsonl"))
    assert (Path("link.jsonl").is_symlink(), Path("target.jsonl").read_bytes()) == (True, lines(3))
    assert Path("target.jsonl").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in crawl.glob("*link.jsonl*")] == ["link.jsonl"]


class Ear(Listener):
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, message: str) -> None:
        """Kept."""
        self.said.append(message)


def test_what_a_folder_hides_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Links that lead nowhere, FIFOs, and folders and files that may not be read are lost input, not nothing."""
    folder = tmp_path / "in"
    (folder / "closed").mkdir(parents=True)
    (folder / "linked").symlink_to("closed")  # the same pages: read once
    (folder / "circle").symlink_to(".")
    (folder / "a.jsonl").write_bytes(lines(1))
    (folder / "nowhere.jsonl").symlink_to("gone")
    (folder / "nowhere.css").symlink_to("gone")
    os.mkfifo(folder / "pipe.jsonl")
    (folder / "z.jsonl").write_bytes(lines(1))
    iterdir = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda path: _refuse(path) if path.name == "closed" else iterdir(path))
    plan = make_plan([str(folder)], f"{tmp_path}/out/")
    assert [Path(name).name for name, _ in plan.lost].count("closed") == 1
    opened = chunks_module.open_input
    monkeypatch.setattr(
        chunks_module, "open_input", lambda name: _refuse(name) if name[-7:] == "z.jsonl" else opened(name)
    )
    ear = Ear()
    tally = run(Job(plan, Recipe(poison.PIPELINE), 1), ear)
    assert tally.written == 1
    said = "\n".join(ear.said)
    for name in ("closed", "nowhere.jsonl", "pipe.jsonl", "z.jsonl"):
        assert f"{folder / name}: input lost" in said
    assert tally.gaps == len(ear.said)
    assert "css" not in said
    quarantined = [json.loads(line) for line in (tmp_path / "out" / "quarantine.jsonl").read_bytes().splitlines()]
    assert len(quarantined) == tally.gaps


def test_folders_may_be_as_deep_as_they_are(tmp_path: Path) -> None:
    """Deeper than Python can call itself."""
    below = Path(*("d" * 400))
    make_folder(tmp_path / "in" / below)
    (tmp_path / "in" / below / "a.jsonl").write_bytes(lines(1))
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 100)
    try:
        deep = job(f"{tmp_path}/in", f"{tmp_path}/out/")
        make_folder(deep.plan.inputs[0].output.parent)
    finally:
        sys.setrecursionlimit(limit)
    assert run(deep) == Tally(written=1)
    assert (tmp_path / "out" / below / "a.jsonl").read_bytes() == lines(1)


def _refuse(path: object) -> None:
    raise PermissionError(13, "Permission denied", str(path))


def test_names_as_long_as_names_can_be(tmp_path: Path) -> None:
    """From 250 bytes on a partial name would be too long; a longer output is refused at once."""
    (tmp_path / "in").mkdir()
    name = "ü" * 124 + ".jsonl"
    (tmp_path / "in" / name).write_bytes(lines(2) + b"bad\n")
    assert run(job(f"{tmp_path}/in", f"{tmp_path}/out/")).written == 2
    assert run(job(f"{tmp_path}/in", f"{tmp_path}/{name}")).written == 2
    (tmp_path / "in" / name).rename(tmp_path / "in" / ("ü" * 125 + ".pq"))
    with pytest.raises(PlanError, match="too long a name"):
        make_plan([f"{tmp_path}/in"], f"{tmp_path}/out/", "jsonl", "jsonl")


def test_mistyped_field_stops_the_job(tmp_path: Path) -> None:
    """The fields that there are are named; an earlier output stays."""
    (tmp_path / "a.jsonl").write_bytes(lines(500))
    (tmp_path / "o.jsonl").write_bytes(b"earlier")
    for count in (500, 3):
        (tmp_path / "a.jsonl").write_bytes(lines(count))
        with pytest.raises(JobError, match="the field 'txet' is missing; there are id, text"):
            run(job(f"{tmp_path}/a.jsonl", f"{tmp_path}/o.jsonl", Recipe(poison.PIPELINE, field="txet")))
        assert (tmp_path / "o.jsonl").read_bytes() == b"earlier"


def test_few_records_without_the_field_cost_themselves(tmp_path: Path) -> None:
    """Records of other kinds come first in many dumps."""
    (tmp_path / "a.jsonl").write_bytes(b'{"version": 1}\n' * 5 + lines(3) + b'{"end": 1}\n' * 50)
    tally = run(job(f"{tmp_path}/a.jsonl", f"{tmp_path}/o.jsonl"))
    assert tally == Tally(written=3, quarantined=55)


@pytest.mark.parametrize(
    ("tolerance", "bad", "is_stopped"),
    [
        (Tolerance(most=3), 3, False),
        (Tolerance(most=3), 4, True),
        (Tolerance(most=0), 1, True),
        (Tolerance(share=0.1), 30, False),
        (Tolerance(share=0.1), 40, True),
    ],
)
def test_too_many_bad_records_stop_the_job(tmp_path: Path, tolerance: Tolerance, bad: int, is_stopped: bool) -> None:
    """A number or a share; the outputs do not get their names, and the job can be resumed with more patience."""
    (tmp_path / "a.jsonl").write_bytes(lines(300) + b"bad\n" * bad)
    impatient = replace(job(f"{tmp_path}/a.jsonl", f"{tmp_path}/o.jsonl"), tolerance=tolerance, is_resumed=True)
    if is_stopped:
        with pytest.raises(JobError, match="more than --max-errors"):
            run(impatient)
        assert not (tmp_path / "o.jsonl").exists()
        impatient = replace(impatient, tolerance=Tolerance())
    assert run(impatient) == Tally(written=300, quarantined=bad)
    assert (tmp_path / "o.jsonl").read_bytes() == lines(300)


@pytest.mark.parametrize(("most", "expected"), [(1, [1]), (3, [3]), (4, [3, 1]), (6, [3, 3]), (99, [3, 3, 3])])
def test_first_records_only(tmp_path: Path, most: int, expected: list[int]) -> None:
    """No more is read, and inputs of which nothing is read have no output."""
    (tmp_path / "in").mkdir()
    for name in "abc":
        (tmp_path / "in" / f"{name}.jsonl").write_bytes(lines(3))
    limited = replace(job(f"{tmp_path}/in", f"{tmp_path}/out/"), most=most, is_resumed=True)
    assert run(limited) == run(limited) == Tally(written=sum(expected))
    found = sorted((tmp_path / "out").glob("*.jsonl"))
    assert [path.read_bytes().count(b"\n") for path in found] == expected


def test_dry_run(crawl: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Says what would be done, and does nothing."""
    before = snapshot(crawl)
    assert main(["a.jsonl", "b.jsonl", "-o", "out/", "--dry-run"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["input"], one["output"]) for one in found] == [("a.jsonl", "out/a.jsonl"), ("b.jsonl", "out/b.jsonl")]
    assert snapshot(crawl) == before


class Stillborn:
    """A filter that kills the first workers that it is sent to."""

    def __init__(self, folder: Path, deaths: int) -> None:
        self.folder, self.deaths = folder, deaths

    def __call__(self, _document: object) -> list[object]:
        """No removals."""
        return []

    def __reduce__(self) -> tuple[object, ...]:
        return _be_born, (self.folder, self.deaths)


def _be_born(folder: Path, deaths: int) -> Stillborn:
    if len(list(folder.iterdir())) < deaths:
        (folder / str(os.getpid())).touch()
        os.kill(os.getpid(), 9)
    return Stillborn(folder, deaths)


@pytest.mark.parametrize(("deaths", "is_alive"), [(3, True), (99, False)])
def test_workers_killed_while_they_start(tmp_path: Path, deaths: int, is_alive: bool) -> None:
    """Some may be, by whoever needs their memory; if all are, the job says so."""
    (tmp_path / "graves").mkdir()
    (tmp_path / "a.jsonl").write_bytes(lines(300))
    recipe = Recipe(Pipeline([Stillborn(tmp_path / "graves", deaths)]))
    if is_alive:
        assert run(job(f"{tmp_path}/a.jsonl", f"{tmp_path}/o.jsonl", recipe)) == Tally(written=300)
    else:
        with pytest.raises(JobError, match="could not start"):
            run(job(f"{tmp_path}/a.jsonl", f"{tmp_path}/o.jsonl", recipe))


def test_texts_in_a_folder_keep_their_names(tmp_path: Path) -> None:
    """A folder of files becomes one file of records, each with the name of its file below the folder."""
    (tmp_path / "in" / "sub").mkdir(parents=True)
    for name in ("a.txt", "sub/b.txt"):
        (tmp_path / "in" / name).write_text("A text.")
    run(job(f"{tmp_path}/in", f"{tmp_path}/all.jsonl"))
    records = [json.loads(line) for line in (tmp_path / "all.jsonl").read_bytes().splitlines()]
    assert records == [{"text": "A text.", "file": "a.txt"}, {"text": "A text.", "file": "sub/b.txt"}]


def test_encoding_of_texts(tmp_path: Path) -> None:
    """Jobs heed the encoding that they are told, in texts and in lines of JSON."""
    (tmp_path / "a.txt").write_bytes("Grüße".encode("latin-1"))
    (tmp_path / "b.jsonl").write_bytes(b'{"text": "Gr\xfc\xdfe"}\n')
    for name in ("a.txt", "b.jsonl"):
        output = f"{tmp_path}/{name}.jsonl"
        assert run(job(f"{tmp_path}/{name}", output, Recipe(poison.PIPELINE))) == Tally(quarantined=1)
        run(job(f"{tmp_path}/{name}", output, Recipe(poison.PIPELINE, encoding="latin-1")))
        assert json.loads(Path(output).read_bytes())["text"] == "Grüße"
