"""Jobs as people start them: processes, pipes, full disks, Ctrl-C."""

import contextlib
import gzip
import json
import os
import re
import signal
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from calling import COMMAND, call, run, shown
from cleantext.job.plan import make_plan
from cleantext.records.sinks import publish

CREDIT = "The war was over by the spring of that year.\\n\\nPhoto: J. Doe/Getty Images"


def lines(count: int) -> bytes:
    return b"".join(b'{"id": %d, "text": "%s"}\n' % (n, CREDIT.encode()) for n in range(count))


@pytest.fixture
def crawl(tmp_path):
    folder = tmp_path / "crawl"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.jsonl.gz").write_bytes(gzip.compress(lines(300)))
    return folder


def children(marker: str) -> list[str]:
    """The processes that have ``marker`` in their environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if marker.encode() in (folder / "environ").read_bytes():
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            pass
    return found


def test_a_crawl(crawl, tmp_path):
    """Folders in, folder out, several processes; the summary adds up."""
    done = run(crawl, "-o", tmp_path / "clean", "-j", "2")
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"read 600 = 600 written + 0 emptied + 0 quarantined" in done.stderr
    assert done.stderr.count(b"\n") == 1
    for name in ("a", "b"):
        records = gzip.decompress((tmp_path / "clean" / f"{name}.jsonl.gz").read_bytes()).splitlines()
        assert [json.loads(record)["id"] for record in records] == list(range(300))
        assert json.loads(records[0])["text"] == "The war was over by the spring of that year.\n"


def test_what_is_passed_over_is_said(crawl, tmp_path):
    """A folder holds more than a job reads; nobody should find that out from what is missing."""
    (crawl / "table.csv").write_text("a,b\n")
    (crawl / "README").write_text("What this is.\n")
    done = call(crawl, "-o", tmp_path / "clean")
    assert done.returncode == 0
    assert b"README and 1 more: passed over" in done.stderr
    planned = [json.loads(line) for line in call(crawl, "-o", tmp_path / "clean", "--dry-run").stdout.splitlines()]
    assert [Path(line["input"]).name for line in planned if "passed" in line] == ["README", "table.csv"]


def test_a_quarantine_keeps_what_is_of_other_inputs(tmp_path, monkeypatch):
    """Jobs into one folder share it: each replaces only what it knows better, also if it comes to an end later."""
    monkeypatch.chdir(tmp_path)
    for name in ("one", "two", "three"):
        Path(f"{name}.jsonl").write_bytes(lines(2) + (b"" if name == "two" else b"bad\n"))

    def aside():
        path = Path("clean/quarantine.jsonl")
        return [json.loads(line)["file"] for line in path.read_bytes().splitlines()] if path.exists() else []

    for name, expected in (("one", ["one.jsonl"]), ("two", ["one.jsonl"]), ("three", ["three.jsonl", "one.jsonl"])):
        call(f"{name}.jsonl", "-o", "clean/")
        assert aside() == expected
    Path("three.jsonl").write_bytes(lines(2))
    call("three.jsonl", "-o", "clean/")
    assert aside() == ["one.jsonl"]
    with monkeypatch.context() as patch:
        patch.setattr("cleantext.job.writer.publish", _publish)
        Path("three.jsonl").write_bytes(lines(2) + b"bad\n")
        assert call("three.jsonl", "-o", "clean/").returncode == 130
    assert call("three.jsonl", "-o", "clean/", "--resume").returncode == 1
    assert aside() == ["three.jsonl", "one.jsonl"]
    Path("in").mkdir()
    Path("in/a.jsonl").write_bytes(b"bad\n" + lines(1))
    Path("in/b.jsonl").write_bytes(lines(1))
    call("in/", "-o", "clean/")
    assert sorted(aside()) == ["in/a.jsonl", "one.jsonl", "three.jsonl"]
    Path("in/a.jsonl").unlink()
    call("in/", "-o", "clean/")
    assert sorted(aside()) == ["one.jsonl", "three.jsonl"]


def _publish(path, part=None):
    if path.name == "quarantine.jsonl":
        raise KeyboardInterrupt
    publish(path, part)


def test_jobs_side_by_side_share_a_quarantine(tmp_path, monkeypatch):
    """One that stopped loses nothing by another that ends meanwhile; the place is told where it stopped."""
    monkeypatch.chdir(tmp_path)
    Path("one.jsonl").write_bytes(b"bad\n" * 3 + lines(400))
    Path("two.jsonl").write_bytes(lines(1) + b"bad\n")

    def start(name, *more):
        return call(f"{name}.jsonl", "-o", f"{name}-clean.jsonl", "--quarantine", "q.jsonl", *more)

    done = start("one", "--max-errors", "2")
    assert done.returncode == 2
    (part,) = Path().glob(".q.jsonl.*.part")
    assert f"they are in {part}".encode() in done.stderr
    assert part.read_bytes().count(b"\n") == 3
    assert start("two").returncode == 1
    assert start("one", "--resume").returncode == 1
    found = [json.loads(line) for line in Path("q.jsonl").read_bytes().splitlines()]
    assert [(entry["file"], entry["record"]) for entry in found] == [
        *(("one.jsonl", number) for number in (1, 2, 3)),
        ("two.jsonl", 2),
    ]
    assert not list(Path().glob(".q.jsonl*"))


def test_a_part_that_is_gone(tmp_path, monkeypatch):
    """What a checkpoint counts on and nobody finds any more is named, with what helps."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("cleantext.job.writer.CHECKPOINT_SECONDS", 0.0)
    Path("a.jsonl").write_bytes(lines(250) + b"bad\n")
    assert call("a.jsonl", "-o", "b.jsonl", "--max-errors", "0").returncode == 2
    Path(".b.jsonl.part").unlink()
    done = call("a.jsonl", "-o", "b.jsonl", "--resume")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b".b.jsonl.part: shorter than the" in done.stderr
    assert b"without --resume it is written anew" in done.stderr
    assert call("a.jsonl", "-o", "b.jsonl").returncode == 1


def test_what_has_no_name_replaces_nothing_of_others(tmp_path, monkeypatch):
    """Standard input is another each time; only beside its own output, which is written anew, are its lines, too."""
    monkeypatch.chdir(tmp_path)

    def start(number, *more):
        data = lines(1) * number + b"bad\n"
        assert call("--from", "jsonl", *more, stdin=data).returncode == 1

    def aside(name):
        return [json.loads(line)["record"] for line in Path(name).read_bytes().splitlines()]

    for number in (1, 2, 3):
        start(number, "--quarantine", "q.jsonl")
        start(number, "-o", "all.jsonl")
        start(number, "-o", f"{number}.jsonl", "--quarantine", "shared.jsonl")
    assert (aside("q.jsonl"), aside("all.jsonl.quarantine.jsonl")) == ([4, 3, 2], [4])
    assert aside("shared.jsonl") == [4, 3, 2]
    plans = [make_plan(["-"], output, "jsonl", quarantine="q.jsonl") for output in ("a.jsonl", "b.jsonl", None)]
    assert len({plan.own_quarantine for plan in plans}) == 3


def test_a_quarantine_moves_with_its_folder(tmp_path, monkeypatch):
    """A job that goes on there finds its part, wherever that is; one that is told another place is refused."""
    monkeypatch.chdir(tmp_path)
    Path("a.jsonl").write_bytes(b"bad\n" * 3 + lines(3))

    def start(*more):
        return call("../a.jsonl", "-o", "out/", *more)

    def leave(*more):
        assert start("--max-errors", "2", *more).returncode == 2

    Path("here").mkdir()
    monkeypatch.chdir("here")
    leave()
    Path("../here").rename("../there")
    done = start("--resume", "--quarantine", "q.jsonl")
    assert (done.returncode, list(Path().glob("*q.jsonl*"))) == (2, [])
    assert b"quarantine changed since the job was started" in done.stderr
    assert start("--resume").returncode == 1
    assert [path.name for path in sorted(Path("out").iterdir())] == [
        ".cleantext-job.json",
        "a.jsonl",
        "quarantine.jsonl",
    ]
    leave("--quarantine", "/dev/null")
    assert start("--resume", "--quarantine", "/dev/zero").returncode == 1


def test_an_output_below_a_file(tmp_path, monkeypatch):
    """What stands in the way of a folder is named."""
    monkeypatch.chdir(tmp_path)
    Path("a.jsonl").write_bytes(lines(1))
    Path("b.jsonl").write_bytes(b"")
    done = call("a.jsonl", "-o", "b.jsonl/x/")
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"b.jsonl: not a directory" in done.stderr


def test_what_a_job_wrote_is_the_input_of_the_next(crawl, tmp_path, monkeypatch):
    """What the first set aside is passed over and named; a file of records that is only called so is not."""
    monkeypatch.chdir(tmp_path)
    (crawl / "c.jsonl").write_bytes(b"bad\n" + lines(1))
    assert call("crawl", "-o", "one").returncode == 1
    for output in ("two", "all.jsonl"):
        done = call("one", "-o", output)
        assert done.returncode == 0, done.stderr
        assert b"read 601 = 601 written" in done.stderr
        assert b"one/quarantine.jsonl: passed over, a quarantine of an earlier job" in done.stderr
    (tmp_path / "one" / "quarantine.jsonl").write_bytes(b'{"file": "a", "record": 1, "text": "It rained."}\n')
    assert b"read 602 = 602 written" in call("one", "-o", "all.jsonl").stderr
    (tmp_path / "only").mkdir()
    (tmp_path / "only" / "bad.jsonl").write_bytes(b'{"file": "a", "gap": 7, "reason": "damaged"}\n')
    assert b"only/bad.jsonl: a quarantine of an earlier job" in call("only", "-o", "x/").stderr


def test_a_pipe():
    """Standard input to standard output; what is left out is told there and then."""
    done = call("--from", "jsonl", stdin=lines(3) + b"bad\n")
    assert done.returncode == 1
    assert done.stdout.count(b"\n") == 3
    assert b"standard input: record 4 left out: not a JSON object" in done.stderr
    assert b"read 4 = 3 written + 0 emptied + 1 quarantined" in done.stderr


def test_empty_input():
    """No records are no error."""
    done = call("--from", "jsonl")
    assert (done.returncode, done.stdout) == (0, b"")


def test_removals_as_fields():
    """The removals and what single filters removed come with the record on request."""
    done = call("--from", "jsonl", "--with-removals", "--with-fields", "captions,bios", stdin=lines(1))
    added = json.loads(done.stdout)["cleantext"]
    assert added["captions"] == ["Photo: J. Doe/Getty Images"]
    assert added["bios"] == []
    assert added["removals"][-1]["filter"] == "captions"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["no.jsonl"], "no.jsonl: no such file or directory"),
        (["--from", "jsonl", "--resume"], "--resume needs"),
        (["--from", "jsonl", "--to", "parquet"], "standard output"),
        (["--from", "parquet"], "standard input"),
        (["--from", "jsonl", "--to", "text"], "a text file holds one document"),
        (["--from", "jsonl", "--with-fields", "capitons"], "no filter 'capitons'"),
        (["--from", "jsonl", "--explain"], "--explain is for documents"),
        (["--from", "jsonl", "--learn", "new.counts", "--diff"], "--diff is for documents"),
        (["--from", "jsonl", "-o", "x.warc"], ".warc is not written"),
        (["--from", "jsonl", "--report", "x.html"], "--report is for documents"),
        (["--from", "jsonl", "--sample", "5"], "--sample needs a file for the page"),
        (["--from", "jsonl", "--sample", "5", "--report", "x.html", "-o", "y.jsonl"], "there is nothing for --output"),
        (["--from", "jsonl", "-o", "x", "--stats", "x"], "would be written over x"),
        (["no.jsonl", "-o", "x.jsonl", "--resume", "--stats", "x.json"], "--stats counts all of a job"),
        (["--from", "jsonl", "--stats", __file__], "was not written by --stats"),
        (["--from", "jsonl", "-o", "x.warc.gz"], "warc can not be written; --to takes text, markdown, jsonl, parquet,"),
        (["--from", "jsonl", "-o", "x.parquet.gz"], "Parquet files are compressed within"),
        (
            ["--from", "jsonl", "--learn", "new.counts", "-o", "x.jsonl"],
            "--learn counts and cleans nothing",
        ),
        (["--from", "text", "--with-removals"], "text files hold no records, so there is nothing for --with-removals"),
        (
            ["--from", "jsonl", "--to", "wet", "--with-fields", "bios"],
            "wet records have no fields of others, so there is nothing for",
        ),
        (["-j", "0"], "0 is less than 1"),
        (["--from", "jsonl", "-", "-"], "standard input can be read once only"),
        (["--from", "jsonl", "--to", "dolma", "--html"], "--to dolma is for JSON Lines and Parquet with text"),
        (["--from", "text", "--to", "dolma"], "--to dolma is for JSON Lines and Parquet with text"),
        (["--from", "text", "--learn", "new.counts", "--field", "body"], "--field is for JSON Lines"),
        (["-j", "2"], "its name does not tell the format"),
        (["--from", "jsonl", "-o", "/proc/none/x.jsonl"], "/proc/none"),
    ],
)
def test_wrong_usage(arguments, message):
    """Wrong usage is answered with one line that says what is wrong."""
    done = call(*arguments)
    assert done.returncode == 2
    assert message in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


@pytest.mark.slow
def test_learning_and_cleaning_are_resumed_as_one(crawl, tmp_path, monkeypatch):
    """Who resumes what was interrupted while it cleaned does not count anew, nor is refused."""
    both = (crawl, "-o", tmp_path / "clean", "--learn", tmp_path / "a.counts", "--repeats", tmp_path / "a.counts")

    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("cleantext.jobcli._clean", interrupted)
        assert call(*both).returncode == 130
    assert call(*both, "--resume").returncode == 0
    assert sorted(path.name for path in (tmp_path / "clean").glob("*.gz")) == ["a.jsonl.gz", "b.jsonl.gz"]
    assert call(*both).returncode == 0
    assert not list(tmp_path.glob(".*.job.json"))


def test_the_name_of_an_output_says_markdown_in_jobs_too(tmp_path):
    """Of pages; a text stays one, to the byte."""
    (tmp_path / "a.html").write_text("<article><h1>Rain</h1><p>It rained for <b>three</b> days in the north.</article>")
    for options in ((), ("-j", "1")):
        assert call(tmp_path / "a.html", "-o", tmp_path / "a.md", *options).returncode == 0
        assert (tmp_path / "a.md").read_text().startswith("# Rain\n\nIt rained for **three** days")
        assert call(tmp_path / "a.html", "-o", tmp_path / "a.md.gz", *options).returncode == 0
        assert gzip.decompress((tmp_path / "a.md.gz").read_bytes()) == (tmp_path / "a.md").read_bytes()
        (tmp_path / "a.txt").write_text("It rained.\nIt snowed.\n")
        assert call(tmp_path / "a.txt", "-o", tmp_path / "b.md", *options).returncode == 0
        assert (tmp_path / "b.md").read_text() == "It rained.\nIt snowed.\n"


def test_both_endings_of_markdown_are_texts(tmp_path):
    """In a folder, too, where what is of no known kind is passed over."""
    (tmp_path / "in").mkdir()
    for ending in ("md", "markdown"):
        (tmp_path / "in" / f"{ending}.{ending}").write_text("# Rain\n\nIt rained.\n")
    assert b"passed over" not in call(tmp_path / "in", "-o", tmp_path / "out").stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["markdown.markdown", "md.md"]


def test_rules_of_ones_own_as_fields(tmp_path):
    """Whatever cuts can be asked for; and what does not, can not."""
    (tmp_path / "house.toml").write_text(
        'filter = "house"\n[[rule]]\nid = "motto"\nwhy = "Stands under all."\nphrases = ["Read. Think."]\n'
        'removes = ["Read. Think."]\n'
    )
    rules = ("--from", "jsonl", "--rules", tmp_path / "house.toml", "--with-fields")
    record = json.loads(call(*rules, "house", stdin=b'{"text": "The end.\\nRead. Think."}').stdout)
    assert record["cleantext"]["house"] == ["Read. Think."]
    assert b"no filter 'captions'" in call(*rules, "captions", "--skip", "captions").stderr


def test_reader_goes_away():
    """When the reader of a pipe goes, the job ends without a word more."""
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen([*COMMAND, "--from", "jsonl"], **pipes) as first:
        feeder = threading.Thread(target=_feed, args=(first.stdin, lines(20_000)))
        feeder.start()
        assert first.stdout.readline()
        first.stdout.close()
        assert first.wait(60) == 141
        assert b"Traceback" not in first.stderr.read()
        feeder.join()


def _feed(pipe, data):
    with contextlib.suppress(OSError):
        pipe.write(data)
    with contextlib.suppress(OSError):
        pipe.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.slow
def test_full_device():
    """A full device behind standard output is one line and exit code 2."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, "--from", "jsonl"], input=lines(500), stdout=full, stderr=subprocess.PIPE, check=False
        )
        named = subprocess.run(
            [*COMMAND, "--from", "jsonl", "-o", "/dev/stdout"],
            input=lines(500),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr) == (2, b"cleantext: standard output: no space left on device\n")
    assert (named.returncode, named.stderr) == (2, b"cleantext: /dev/stdout: no space left on device\n")


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 64 KB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.slow
def test_full_disk(tmp_path, small_disk):
    """On a full disk the job ends with one line and no file under its final name; it can be resumed."""
    (tmp_path / "a.jsonl").write_bytes(lines(2000))
    done = run(tmp_path / "a.jsonl", "-o", f"{small_disk}/", "--resume")
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1), done.stderr
    assert b".a.jsonl.part: no space left" in done.stderr
    assert not (small_disk / "a.jsonl").exists()
    subprocess.run(["mount", "-o", "remount,size=4m", str(small_disk)], check=True)
    assert run(tmp_path / "a.jsonl", "-o", f"{small_disk}/", "--resume").returncode == 0
    assert (small_disk / "a.jsonl").read_bytes().count(b"\n") == 2000


@pytest.mark.slow
@pytest.mark.parametrize(("end", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -15), (signal.SIGKILL, -9)])
def test_interrupted(tmp_path, end, code):
    """An interrupted job leaves no process and no half file behind, and can be resumed."""
    (tmp_path / "a.jsonl").write_bytes(lines(3_000))
    marker = f"{tmp_path.name}-{end}"
    arguments = [*COMMAND, str(tmp_path / "a.jsonl"), "-o", f"{tmp_path}/out/", "-j", "2", "--resume"]
    environment = {**os.environ, "CLEANTEXT_TEST": marker}
    part = tmp_path / "out" / ".a.jsonl.part"
    with subprocess.Popen(arguments, stderr=subprocess.PIPE, start_new_session=True, env=environment) as job:
        until = time.monotonic() + 60
        while time.monotonic() < until and not (part.exists() and part.stat().st_size):
            time.sleep(0.05)
        if end == signal.SIGINT:
            os.killpg(job.pid, end)  # as a terminal does
        else:
            job.send_signal(end)
        assert job.wait(20) == code
        assert b"Traceback" not in job.stderr.read()
    until = time.monotonic() + 20
    while children(marker) and time.monotonic() < until:
        time.sleep(0.1)
    assert children(marker) == []
    assert not (tmp_path / "out" / "a.jsonl").exists()
    assert run(*arguments[3:]).returncode == 0
    records = (tmp_path / "out" / "a.jsonl").read_bytes().splitlines()
    assert [json.loads(record)["id"] for record in records] == list(range(3_000))


@pytest.mark.slow
def test_interrupted_while_workers_start(tmp_path):
    """What workers are forked from reads the rules for a second: Ctrl-C is nothing to it, even then.

    There are records enough that no machine is done by then.
    """
    (tmp_path / "a.jsonl").write_bytes(lines(20_000))
    arguments = [*COMMAND, str(tmp_path / "a.jsonl"), "-o", f"{tmp_path}/b.jsonl"]
    environment = {**os.environ, "CLEANTEXT_TEST": str(tmp_path)}
    with subprocess.Popen(arguments, stderr=subprocess.PIPE, start_new_session=True, env=environment) as job:
        until = time.monotonic() + 60
        while time.monotonic() < until and not any("forkserver" in one for one in children(str(tmp_path))):
            time.sleep(0.01)
        time.sleep(0.1)
        os.killpg(job.pid, signal.SIGINT)
        assert job.wait(20) == 130
        assert b"Traceback" not in job.stderr.read()


@pytest.mark.slow
def test_progress_on_a_terminal(crawl, tmp_path):
    """A terminal sees how far the job is; the summary stands on a line of its own."""
    pty, termios, fcntl = (pytest.importorskip(name) for name in ("pty", "termios", "fcntl"))
    pytest.importorskip("tqdm")
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 150, 0, 0))
    with subprocess.Popen([*COMMAND, str(crawl), "-o", f"{tmp_path}/out/"], stderr=theirs) as job:
        os.close(theirs)
        seen = shown(ours)
    assert job.returncode == 0
    assert b"600 records, 600 kept, 0 quarantined" in seen
    assert b"B/s" in seen
    assert b"\ncleantext: read 600 = 600 written" in seen


def test_html_folder_to_one_file(tmp_path):
    """Pages become one file of records when the output is one."""
    (tmp_path / "pages").mkdir()
    for n in range(3):
        (tmp_path / "pages" / f"{n}.html").write_text(f"<html><body><p>{'The rain fell. ' * 9}{n}</p></body></html>")
    done = call(tmp_path / "pages", "-o", tmp_path / "all.jsonl")
    assert done.returncode == 0, done.stderr
    texts = [json.loads(line)["text"] for line in (tmp_path / "all.jsonl").read_bytes().splitlines()]
    assert [text.strip()[-1] for text in texts] == ["0", "1", "2"]


def test_start_up_stays_light():
    """The command that only says its version loads nothing that jobs need."""
    code = "import sys, cleantext.command\ntry: cleantext.command.main(['--version'])\nexcept SystemExit: pass\n"
    code += "print({m.partition('.')[0] for m in sys.modules} & {'multiprocessing', 'pyarrow', 'tqdm', 'zstandard'})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"


def test_what_went_is_counted(tmp_path):
    """By kind, rule and language, as a table or as JSON; both say the same, and read as many as the summary says."""
    (tmp_path / "a.jsonl").write_bytes(lines(3) + b'{"text": "Clean.", "lang": "en"}\nbad\n')
    for name in ("s.json", "s.txt"):
        assert call(tmp_path / "a.jsonl", "-o", tmp_path / "b.jsonl", "--stats", tmp_path / name).returncode == 1
    found = json.loads((tmp_path / "s.json").read_text())
    credit = len("Photo: J. Doe/Getty Images")
    assert found["read"] == {"documents": 5, "lines": 10, "characters": 3 * (46 + credit) + len("Clean.")}
    assert found["removed"] == {"documents": 3, "lines": 3, "characters": 3 * credit}
    assert found["kinds"] == {"captions": found["removed"]}
    assert found["languages"] == {"unknown": found["removed"]}
    assert all(rule.startswith("captions ") for rule in found["rules"])
    table = [line.split() for line in (tmp_path / "s.txt").read_text().splitlines()]
    assert ["captions", "3", "3", str(3 * credit)] in table


def test_a_sample_is_looked_at(tmp_path):
    """A page of some records, worst first, and nothing else; the same page every time."""
    (tmp_path / "a.jsonl").write_bytes(lines(30) + b"bad\n")
    for name in ("one.html", "two.html"):
        done = call(tmp_path / "a.jsonl", "--sample", "5", "--report", tmp_path / name)
        assert (done.returncode, done.stdout) == (0, b"")
        assert done.stderr.startswith(b"cleantext: 5 records are in")
    page = (tmp_path / "one.html").read_text()
    assert page == (tmp_path / "two.html").read_text()
    assert len(set(re.findall(r"a\.jsonl:\d+", page))) == 5
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "one.html", "two.html"]
    done = call("--from", "jsonl", "--sample", "5", "--report", tmp_path / "one.html", stdin=lines(2) + b"bad\n")
    assert b"standard input: record 3 left out: not a JSON object" in done.stderr
