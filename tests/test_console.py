"""The command and what it is connected to: closed streams, FIFOs, devices, files that are replaced in place."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cleantext.command import main
from samples import PROSE

CREDIT = "Photo: J. Doe/Getty Images"
DIRTY = f"{PROSE[0]}\n{CREDIT}\n"
CLEAN = f"{PROSE[0]}\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(DIRTY)
    return tmp_path


@pytest.mark.parametrize(
    ("command", "code", "says"),
    [
        ("<&-", 2, "standard input: bad file descriptor"),
        ("a.txt >&-", 2, "standard output: bad file descriptor"),
        ("a.txt 2>&-", 0, ""),
        ("none.txt 2>&-", 2, ""),
        ("a.txt -o out.txt <&- >&- 2>&-", 0, ""),
        ("--from jsonl <&-", 1, "can not be read on: bad file descriptor"),
        ("a.jsonl >&-", 2, "bad file descriptor"),
        ("a.jsonl -o b.jsonl <&- >&- 2>&-", 0, ""),
        ("a.jsonl -o b.jsonl --record-seconds x 2>&-", 2, ""),
    ],
)
def test_closed_streams(here: Path, command: str, code: int, says: str) -> None:
    """No traceback, and nothing that is meant for a closed stream goes into a file that is opened later."""
    (here / "a.jsonl").write_text('{"text": "A text."}\n')
    script = f"{sys.executable} -m cleantext {command}"
    process = subprocess.run(
        ["/bin/sh", "-c", script], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    assert process.returncode == code, process.stderr
    assert says in process.stderr
    assert "Traceback" not in process.stderr
    for name, content in (("out.txt", CLEAN), ("b.jsonl", '{"text": "A text."}\n'), ("a.txt", DIRTY)):
        if (here / name).exists():
            assert (here / name).read_text() == content


@pytest.mark.parametrize("options", [[], ["--from", "jsonl"]])
def test_an_input_that_does_not_wait(options: list[str]) -> None:
    """Some programs start others so: nothing to read for now is not the end."""
    line = b'{"text": "A text."}\n'
    reads, writes = os.pipe()
    os.set_blocking(reads, False)
    command = [sys.executable, "-m", "cleantext", *options]
    with subprocess.Popen(command, stdin=reads, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        os.close(reads)
        for _ in range(3):
            time.sleep(0.4)
            os.write(writes, line)
        os.close(writes)
        assert process.stdout
        assert process.stdout.read() == 3 * line


def test_an_error_of_our_own_is_no_success(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The interpreter would end with 1, which is what a job says that is finished."""
    monkeypatch.setattr("cleantext.joboptions.is_job", lambda _: int("x"))
    assert main(["a.txt"]) == 2
    assert capsys.readouterr().err.endswith("ValueError: invalid literal for int() with base 10: 'x'\n")


def test_outputs_and_reports_into_fifos(here: Path) -> None:
    """``-o >(command)`` gives the command what is written; the FIFOs stay."""
    for name in ("out", "report"):
        os.mkfifo(here / name)
    with ThreadPoolExecutor() as pool:
        out, report = (pool.submit((here / name).read_bytes) for name in ("out", "report"))
        assert main(["a.txt", "-o", "out", "--report", "report"]) == 0
        assert out.result(20) == CLEAN.encode()
        assert b"Getty" in report.result(20)
    assert (here / "out").is_fifo()


def test_output_to_standard_output_by_name(here: Path) -> None:
    """What ``>>`` has opened keeps what was in it."""
    (here / "log").write_text("before\n")
    with (here / "log").open("a") as log:
        command = [sys.executable, "-m", "cleantext", "a.txt", "-o", "/dev/stdout"]
        subprocess.run(command, stdout=log, check=True)
    assert (here / "log").read_text() == f"before\n{CLEAN}"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("a.txt -o a.txt", "a.txt would be written over a.txt, which is read"),
        ("a.txt -o b --report b", "which is written too"),
        ("note --report note", "which is read"),
        ("a.txt --rules r.toml -o r.toml", "over r.toml, which is read"),
        ("--rules r.toml -i r.toml", "over r.toml, which is read"),
        ("-i note --report note", "which is written too"),
        ("a.txt --encoding rot13", "no encoding"),
        ("a.txt --encoding punycode", "not PUNYCODE text"),
        ("-i page.txt", "--in-place would put text where HTML was"),
        ("-i page.html", "--in-place would put text where HTML was"),
        ("-i fifo", "this is none"),
    ],
)
def test_what_would_be_destroyed_stays(
    here: Path, arguments: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line, and everything is as it was."""
    (here / "r.toml").write_text('[[rule]]\nid = "x"\nwhy = "x"\nphrases = ["Read. Think."]\n')
    (here / "page.txt").write_text(f"<html><body><p>{PROSE[0]}</p><p>{PROSE[1]}</p></body></html>")
    (here / "page.html").write_bytes((here / "page.txt").read_bytes())
    (here / "note").write_text(DIRTY)
    if "fifo" in arguments:
        os.mkfifo(here / "fifo")
        with ThreadPoolExecutor() as pool:
            pool.submit((here / "fifo").write_text, DIRTY)
            assert main(arguments.split()) == 2
        assert (here / "fifo").is_fifo()
        return
    before = {path: path.read_bytes() for path in here.iterdir()}
    assert main(arguments.split()) == 2
    assert says in capsys.readouterr().err
    assert {path: path.read_bytes() for path in here.iterdir()} == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_files_keep_their_encoding_in_place(here: Path, encoding: str, end: str) -> None:
    """And their line ends, permissions and, if nothing goes, every byte and the time of their last change."""
    dirty, clean = here / "dirty.txt", here / "clean.txt"
    dirty.write_bytes(DIRTY.replace("\n", end).encode(encoding))
    dirty.chmod(0o604)
    clean.write_bytes(CLEAN.replace("\n", end).encode(encoding))
    before = clean.stat()
    assert main(["-i", "dirty.txt", "clean.txt"]) == 0
    assert dirty.read_bytes() == clean.read_bytes() == CLEAN.replace("\n", end).encode(encoding)
    assert (dirty.stat().st_mode & 0o777, clean.stat().st_mtime_ns) == (0o604, before.st_mtime_ns)


def test_names_of_files_do_not_steer_the_terminal(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Nor do they make two lines of one, in jobs."""
    evil = "a\x1b[2J\u202e\nb\x9b2J"
    (tmp_path / evil).mkdir()
    (tmp_path / evil / f"{evil}.jsonl").write_bytes(b"bad\n")
    (tmp_path / evil / f"{evil}.jsonl.gz").write_bytes(b"bad\n")
    assert main([str(tmp_path / evil), "-o", f"{tmp_path}/out{evil}/"]) == 1
    assert main([f"{tmp_path}/{evil}/{evil}", "--from", "jsonl"]) == 2
    assert main([f"{tmp_path}/{evil}/{evil}.jsonl", "--from", "jsonl"]) == 1
    said = capfd.readouterr().err
    assert not set(said) & set("\x1b\x9b\u202e")
    assert all(line.startswith("cleantext: ") for line in said.splitlines())
