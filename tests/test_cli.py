"""The command as a real process."""

from __future__ import annotations

import gzip
import json
import os
import re
import signal
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest

from calling import COMMAND, call, run
from cleantext.command.arguments import make_parser
from samples import FIXTURES, PROSE
from stub import Told, judge_by

RAW = FIXTURES / "golden" / "the-atlantic.raw.txt"
EXPECTED = RAW.with_name("the-atlantic.expected.txt").read_bytes()
CREDIT = "Photo: J. Doe/Getty Images"
DIRTY = f"{PROSE[0]}\n{CREDIT}\n"


def complaint(process: subprocess.CompletedProcess[bytes]) -> str:
    """The one line that a failed run writes to standard error, and nothing to standard output."""
    assert process.returncode == 2
    assert process.stdout == b""
    lines = process.stderr.decode().splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("cleantext: ")
    return lines[0]


def test_file_and_stdin_give_the_same() -> None:
    """The golden document comes out to the byte, either way in."""
    assert run(RAW).stdout == EXPECTED
    assert call(stdin=RAW.read_bytes()).stdout == EXPECTED
    assert call("-", stdin=RAW.read_bytes()).stdout == EXPECTED


def test_several_files_come_out_in_order(tmp_path: Path) -> None:
    """Outputs follow each other as ``cat`` would put them; a final newline is added where it lacks."""
    (tmp_path / "a.txt").write_text(PROSE[0])
    (tmp_path / "b.txt").write_text(PROSE[1])
    assert call(tmp_path / "a.txt", tmp_path / "b.txt").stdout.decode() == f"{PROSE[0]}\n{PROSE[1]}\n"


def test_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    """What can be cleaned is, and the exit code tells of the rest."""
    (tmp_path / "a.txt").write_text(PROSE[0])
    process = call(tmp_path / "none.txt", tmp_path / "a.txt")
    assert (process.returncode, process.stdout.decode()) == (2, PROSE[0] + "\n")
    assert process.stderr.decode().count("\n") == 1


def test_output_file_is_written_whole(tmp_path: Path) -> None:
    """``-o`` writes the file and nothing to standard output, and keeps its permissions."""
    target = tmp_path / "out.txt"
    target.write_text("old")
    target.chmod(0o640)
    process = call(RAW, "-o", target)
    assert (process.returncode, process.stdout, target.read_bytes()) == (0, b"", EXPECTED)
    assert target.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("data", [None, b"\x7fELF\0\0", b"caf\xe9"], ids=["not there", "binary", "not UTF-8"])
def test_an_output_stays_as_it_was_if_not_all_can_be_cleaned(tmp_path: Path, data: bytes | None) -> None:
    """A mistyped name costs nobody the results of yesterday; half a result has no final name."""
    good, bad, old, new = (tmp_path / name for name in ("good.txt", "bad.txt", "old.txt", "new.txt"))
    good.write_text(DIRTY)
    if data is not None:
        bad.write_bytes(data)
    old.write_text("precious")
    for names in ([bad], [good, bad]):
        for option in ([], ["--explain"], ["--diff"]):
            for output in (old, new):
                done = call(*names, *option, "-o", output)
                assert done.returncode == 2
                assert b"left as it was" in done.stderr
    assert old.read_text() == "precious"
    assert not new.exists()


def test_the_name_of_an_output_tells_its_format(tmp_path: Path) -> None:
    """Texts become records, or are compressed; what is shown of documents may be called as it likes."""
    source = tmp_path / "a.txt"
    source.write_text(DIRTY)
    assert call(source, "-o", tmp_path / "a.jsonl").returncode == 0
    assert json.loads((tmp_path / "a.jsonl").read_bytes())["text"] == f"{PROSE[0]}\n"
    assert call(source, "-o", tmp_path / "b.txt.gz").returncode == 0
    assert gzip.decompress((tmp_path / "b.txt.gz").read_bytes()).decode() == f"{PROSE[0]}\n"
    assert call(source, "--explain", "-o", tmp_path / "c.jsonl").returncode == 0
    assert json.loads((tmp_path / "c.jsonl").read_bytes())["filter"] == "captions"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('{"text": "One."}\n{"text": "Two."}\n', b"jsonl"),
        ("WARC/1.0\r\nWARC-Type: conversion\r\n\r\n", b"wet"),
        ("WARC/1.1\r\nWARC-Type: response\r\n\r\n", b"warc"),
        ("{sic} It rained.", None),
        ("{", None),
    ],
)
def test_records_that_are_cleaned_as_one_text_are_noticed(text: str, kind: bytes | None) -> None:
    """From a pipe they have no name; nobody who says what they are is told."""
    told = call(stdin=text).stderr
    assert (kind is None and told == b"") or (kind is not None and b"--from " + kind in told)
    assert not call("--from", "text", stdin=text).stderr


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("a.json", '{\n "text": "One."\n}\n', "JSON"),
        ("a", '[{"text": "One."},\n {"text": "Two."}]\n', "JSON"),
        ("a.CSV", "id,text\n1,One.\n", "CSV"),
        ("a.tsv", "id\ttext\n1\tOne.\n", "TSV"),
        ("a", '{"text": "One."}\n{"text": "Two."}\n', "jsonl"),
        ("a.txt", "[sic] It rained [1]", ""),
        ("a.txt", "{", ""),
        ("a.txt", "One, two,\nthree, four.\n", ""),
    ],
)
def test_tables_are_noticed_and_not_broken_in_place(tmp_path: Path, name: str, text: str, kind: str) -> None:
    """What is cut from the middle of JSON or of a table leaves none; ``--from text`` takes it as it is."""
    text += f"\n{CREDIT}\n" if kind in ("", "CSV", "TSV") else ""
    (tmp_path / name).write_text(text)
    told = call(tmp_path / name).stderr.decode()
    assert (
        told.startswith(f"cleantext: {tmp_path / name}: this looks like {kind}, and is cleaned") if kind else not told
    )
    done = call("-i", tmp_path / name)
    assert done.returncode == (2 if kind else 0)
    assert not kind or f"--in-place would break it: this looks like {kind}" in complaint(done)
    assert ((tmp_path / name).read_text() == text) == bool(kind)
    assert call("-i", "--from", "text", tmp_path / name).returncode == 0


def test_several_documents_go_into_a_folder_or_follow_each_other(tmp_path: Path) -> None:
    """A name that tells no format is that of a folder, with options of jobs or without; pages do not run together."""
    for name in "ab":
        (tmp_path / f"{name}.html").write_text(f"<title>Ice</title><h1>Ice</h1><p>{PROSE[0]}</p><p>{PROSE[1]}</p>")
    pages = (tmp_path / "a.html", tmp_path / "b.html")
    for options in ((), ("-j", "1")):
        output = tmp_path / f"out{len(options)}"
        assert call(*pages, "-o", output, *options).returncode == 0
        assert sorted(path.name for path in output.iterdir()) == ["a.txt", "b.txt"]
    page = f"# Ice\n\n{PROSE[0]}\n\n{PROSE[1]}\n"
    assert call("--to", "markdown", *pages).stdout.decode() == f"{page}\n{page}"
    assert call(*pages, "-o", tmp_path / "all.md").returncode == 0
    assert (tmp_path / "all.md").read_text() == f"{page}\n{page}"
    assert call(*pages, "--explain", "-o", tmp_path / "why").returncode == 0
    assert (tmp_path / "why").is_file()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["a.txt", "-o", "b.txt.lz4"], "b.txt.lz4: .lz4 is not written; what is written is .gz, .zst, .bz2 or .xz"),
        (["a.jsonl", "-o", "b.jsonl.br"], "b.jsonl.br: .br is not written"),
        (["a.txt", "c.txt", "-o", "b.zip"], "b.zip: .zip is not written"),
        (["two", "-o", "all.jsonl.RAR"], ".rar is not written"),
        (["two", "-o", "all.json"], ".json is not written; .txt, .md, .jsonl, .parquet and .wet are"),
        (["a.jsonl", "-o", "b.csv"], ".csv is not written"),
        (["a.txt", "-o", "b.csv"], ".csv is not written"),
        (["a.txt", "-o", "b.html"], ".html is not written; .txt, .md, .jsonl"),
        (["a.txt", "-o", "b.XHTML"], ".xhtml is not written"),
        (["a.txt", "--explain", "-o", "b.gz"], "--output b.gz: .gz is not written; what is written is plain"),
        (["a.jsonl", "-o", "b.jsonl", "--quarantine", "q.jsonl.gz"], "--quarantine q.jsonl.gz: .gz is not written"),
        (["a.jsonl", "-o", "b.jsonl", "--stats", "s.json.zst"], "--stats s.json.zst: .zst is not written"),
        (["a.txt", "--report", "r.html.gz"], "--report r.html.gz: .gz is not written"),
        (["a.jsonl", "--learn", "x.counts.xz"], "--learn x.counts.xz: .xz is not written"),
        (["a.txt", "--report", "r.txt"], "--report r.txt: .txt is not written; what is written is .html, .htm or"),
        (["a.jsonl", "--sample", "1", "--report", "r.JSON"], "--report r.JSON: .json is not written"),
        (["a.jsonl", "-o", "b.jsonl", "--stats", "s.csv"], ".csv is not written; what is written is .txt, .text or"),
        (["a.jsonl", "-o", "b.jsonl", "--quarantine", "q.parquet"], "q.parquet: .parquet is not written"),
        (["a.jsonl", "--learn", "x.jsonl"], "--learn x.jsonl: .jsonl is not written; what is written is .counts"),
    ],
)
def test_names_that_promise_what_is_not_written_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
) -> None:
    """Who trusts them finds something else in them. What is asked for besides is written, into folders of any name."""
    monkeypatch.chdir(tmp_path)
    for name in ("a.txt", "c.txt"):
        Path(name).write_text(DIRTY)
    Path("two").mkdir()
    for name in ("a.jsonl", "two/a.jsonl", "two/b.jsonl"):
        Path(name).write_text('{"text": "It rained."}\n')
    before = sorted(tmp_path.rglob("*"))
    assert says in complaint(call(*arguments))
    assert sorted(tmp_path.rglob("*")) == before
    assert call("two", "-o", "all.json/").returncode == 0
    assert call("a.jsonl", "--to", "jsonl", "-o", "b.json").returncode == 0
    assert call("a.txt", "--explain", "-o", "why.json").returncode == 0
    assert call("a.txt", "--diff", "-o", "diff.html").returncode == 0
    for report in ("r", "r.HTM", "r.cut"):
        assert call("a.txt", "--report", report).returncode == 0


@pytest.mark.parametrize("option", ["--report", "--output", "--stats"])
def test_missing_folders_are_told_before_anything_is_done(tmp_path: Path, option: str) -> None:
    """In the name that was given, and before what would have gone into it has been made."""
    source = tmp_path / ("a.jsonl" if option == "--stats" else "a.txt")
    source.write_text('{"text": "It rained."}\n' if option == "--stats" else DIRTY)
    more = ["-o", tmp_path / "b.jsonl"] if option == "--stats" else []
    assert complaint(call(source, option, tmp_path / "no" / "x", *more)).endswith("/no/x: no such file or directory")
    assert complaint(call(source, option, source / "x", *more)).endswith("/x: not a directory")
    assert list(tmp_path.iterdir()) == [source]


def test_no_filter_left_is_said() -> None:
    assert "leave no filter" in complaint(call("--only", "bios", "--skip", "bios", stdin=DIRTY))


def test_a_dash_as_output_is_standard_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``-o -`` writes no file of that name."""
    monkeypatch.chdir(tmp_path)
    process = call("-o", "-", stdin=RAW.read_bytes())
    assert (process.returncode, process.stdout) == (0, EXPECTED)
    assert list(tmp_path.iterdir()) == []


def test_in_place_replaces_only_what_changes(tmp_path: Path) -> None:
    """A dirty file is replaced by its clean text, a clean one is not touched, not even its line end."""
    dirty, clean = tmp_path / "dirty.txt", tmp_path / "clean.txt"
    dirty.write_bytes(DIRTY.encode())
    clean.write_bytes(PROSE[0].encode())
    before = clean.stat().st_mtime_ns
    assert call("--in-place", dirty, clean).returncode == 0
    assert dirty.read_text() == PROSE[0] + "\n"
    assert (clean.read_text(), clean.stat().st_mtime_ns) == (PROSE[0], before)


def test_in_place_refuses_html(tmp_path: Path) -> None:
    """Text does not go where HTML was."""
    page = tmp_path / "page.html"
    page.write_text(f"<p>{PROSE[0]}</p>")
    assert "-o" in complaint(call("-i", page))
    assert page.read_text().startswith("<p>")


def test_explain_writes_json_lines() -> None:
    """Each removal with its place, its text and the reason."""
    records = [json.loads(line) for line in call("--explain", stdin=DIRTY).stdout.splitlines()]
    first = records[0]
    assert first == first | {"filter": "captions", "line": 2, "text": CREDIT}
    assert "photo-credit-line" in first["rule"]
    assert DIRTY[first["start"] : first["end"]] == CREDIT
    assert first["evidence"]


def test_explain_names_the_file_when_there_are_several(tmp_path: Path) -> None:
    """Removals of two files can be told apart."""
    for name in "ab":
        (tmp_path / name).write_text(DIRTY)
    records = [json.loads(line) for line in call("--explain", tmp_path / "a", tmp_path / "b").stdout.splitlines()]
    assert {record["file"] for record in records} == {str(tmp_path / "a"), str(tmp_path / "b")}


@pytest.mark.parametrize("name", ["a.txt", "a b ü.txt"])
def test_diff_is_a_patch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """``patch`` turns the input into the output, which it finds by its name."""
    monkeypatch.chdir(tmp_path)
    source = Path(name)
    source.write_text(DIRTY)
    diff = call("--diff", source).stdout
    assert f"-{CREDIT}" in diff.decode()
    subprocess.run(["patch", "-s", "-p0"], input=diff, check=True)
    assert source.read_text() == PROSE[0] + "\n"


@pytest.mark.parametrize("text", ["It’s cold.\nIt was over.\n", DIRTY, f"Fish.\r\n{DIRTY}", "It was over."])
def test_diff_shows_what_is_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """The patch fits the file as it is, and makes of it what cleaning in place does."""
    monkeypatch.chdir(tmp_path)
    for name in ("a.txt", "b.txt"):
        Path(name).write_bytes(f"CafÃ© at &amp; in.\n{text}\nItâ€™s cold.".encode())
    diff = call("--diff", "a.txt").stdout
    subprocess.run(["patch", "-s", "-p0", "--binary"], input=diff, check=True)
    call("--in-place", "b.txt")
    assert Path("a.txt").read_bytes() == Path("b.txt").read_bytes()


@pytest.mark.parametrize(("text", "code"), [(DIRTY, 1), (PROSE[0], 0), ("", 0)])
def test_check_says_it_with_the_exit_code(text: str, code: int) -> None:
    """And names each place, as many as ``--explain`` does."""
    process = call("--check", stdin=text)
    explained = call("--explain", stdin=text).stdout
    assert (process.returncode, process.stdout.count(b"\n")) == (code, explained.count(b"\n"))
    assert process.stderr.decode() == ("cleantext: 1 passage would go\n" if code else "")


def test_check_names_places_as_linters_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """File, line, kind, rule and words; at the end how many there are."""
    for name, text in (("a.txt", DIRTY), ("b.txt", PROSE[0]), ("c.txt", f"{DIRTY}\n{PROSE[1]}\n{CREDIT}\n")):
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    process = call("--check", "a.txt", "b.txt", "c.txt")
    lines = process.stdout.decode().splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["a.txt:2:", "c.txt:2:", "c.txt:5:"]
    assert re.fullmatch(rf"a\.txt:2: captions \w+/[\w-]+: {re.escape(CREDIT)}", lines[0])
    assert (process.returncode, process.stderr.decode()) == (
        1,
        "cleantext: 3 passages in 2 of 3 documents would go\n",
    )


def test_filters_can_be_chosen() -> None:
    """``--skip`` leaves a kind alone, ``--only`` everything else."""
    assert call("--skip", "captions", stdin=DIRTY).stdout.decode() == DIRTY
    assert call("--only", "consent,bios", stdin=DIRTY).stdout.decode() == DIRTY
    assert call("--only", "captions", stdin=DIRTY).stdout.decode() == PROSE[0] + "\n"


def test_rules_of_ones_own_are_used(tmp_path: Path) -> None:
    """``--rules`` adds a file's rules to the built-in ones."""
    rules = tmp_path / "house.toml"
    rules.write_text('filter = "house"\n[[rule]]\nid = "motto"\nwhy = "Ours."\nphrases = ["Read. Think."]\n')
    dirty = f"{DIRTY}Read. Think.\n"
    assert call("--rules", rules, stdin=dirty).stdout.decode() == PROSE[0] + "\n"
    records = [json.loads(line) for line in call("--rules", rules, "--explain", stdin=dirty).stdout.splitlines()]
    assert ("house", "any/motto") in {(record["filter"], record["rule"]) for record in records}


def test_filters_are_listed() -> None:
    """Each with its name and what it removes."""
    lines = call("--list-filters").stdout.decode().splitlines()
    assert any(line.startswith("consent") and "cookie" in line for line in lines)


def test_html_is_read_by_name_by_content_and_by_force(tmp_path: Path) -> None:
    """A page is extracted; ``--from text`` takes it as it is."""
    html = f"<!doctype html><article><p>{PROSE[0]}</p><p>{PROSE[1]}</p><p>{CREDIT}</p></article>"
    page = tmp_path / "page.html"
    page.write_text(html)
    expected = f"{PROSE[0]}\n{PROSE[1]}\n"
    assert call(page).stdout.decode() == expected
    noticed = call(stdin=html)
    assert (noticed.stdout.decode(), noticed.stderr.count(b"\n")) == (expected, 1)
    assert call("--from", "text", stdin=html).stdout.decode() == html + "\n"
    assert call("--from", "html", stdin=PROSE[0]).stdout.decode() == PROSE[0] + "\n"


@pytest.mark.parametrize("pack", [gzip.compress, brotli.compress, zlib.compress])
def test_what_servers_send_compressed_is_noticed(pack: Callable[[bytes], bytes]) -> None:
    """``curl`` without ``--compressed`` passes on what it got; text comes so too."""
    page = f"<!doctype html><p>Fluß</p><p>{PROSE[0]}</p><p>{PROSE[1]}</p>".encode()
    assert call(stdin=pack(page)).stdout == call(stdin=page).stdout != b""
    assert call("--encoding", "latin-1", stdin=pack("Fluß".encode("latin-1"))).stdout.decode() == "Fluß\n"
    assert call(stdin=pack("Fluß".encode())).stdout.decode() == "Fluß\n"
    assert "damaged" in complaint(call(stdin=gzip.compress(page)[:-20]))


def test_pages_come_as_markdown_and_without_their_headline(tmp_path: Path) -> None:
    """One page as a document, a folder of them as a job, alike; text stays text."""
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.html").write_text(f"<title>Ice</title><h1>Ice</h1><p>{PROSE[0]} <b>Bold</b></p><p>{PROSE[1]}</p>")
    written = f"# Ice\n\n{PROSE[0]} **Bold**\n\n{PROSE[1]}\n"
    assert call("--to", "markdown", pages / "a.html").stdout.decode() == written
    assert call(pages / "a.html", "-o", tmp_path / "one.md").returncode == 0
    assert (tmp_path / "one.md").read_text() == written
    assert call(pages / "a.html", "--to", "text", "-o", tmp_path / "two.md").returncode == 0
    assert (tmp_path / "two.md").read_text().startswith(f"Ice\n{PROSE[0]} Bold")
    assert call("--to", "markdown", "-o", tmp_path / "out", pages).returncode == 0
    assert (tmp_path / "out" / "a.md").read_text() == written
    assert call("--to", "markdown", "--no-headline", pages / "a.html").stdout.decode() == written.partition("\n\n")[2]
    assert call("--no-headline", pages / "a.html").stdout.decode().startswith(PROSE[0])
    assert call("--to", "markdown", stdin="a *b*").stdout.decode() == "a *b*\n"


def test_other_encodings_are_named_or_marked() -> None:
    """A byte-order mark decides; without one, ``--encoding`` does."""
    assert call(stdin="Fluß\n".encode("utf-16")).stdout.decode() == "Fluß\n"
    assert call("--encoding", "latin-1", stdin="Fluß\n".encode("latin-1")).stdout.decode() == "Fluß\n"
    assert call(stdin="\ufeffFluß\n".encode()).stdout == "\ufeffFluß\n".encode()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--expalin"], "did you mean --explain?"),
        (["--profile", "mian"], "no profile 'mian', did you mean main? there are residue, main"),
        (["--only", "bois"], "did you mean bios?"),
        (["--in-place"], "needs files"),
        (["--explain", "--diff"], "not allowed with"),
        (["no-such-file"], "no such file or directory"),
        (["."], "is a directory"),
        (["--encoding", "ut8", "no-such-file", "nor-this"], "no encoding is called 'ut8', did you mean utf8?"),
        (["--rules", "no-such-rules.toml"], "no-such-rules.toml: No such file"),
        (["-o", "/no/such/folder/x"], "no such file or directory"),
        (["https://example.org/a?b=1&c"], "is an address: curl -sL 'https://example.org/a?b=1&c' | cleantext --from"),
        (["file:///etc/hosts"], "is an address"),
        ([""], "an empty name is no file"),
        (["-o", ""], "--output needs a name"),
        (["--only", ""], "argument --only: names no filter; cleantext --list-filters lists them (see"),
        (["--skip", " , "], "names no filter"),
        (["--with-fields", ","], "argument --with-fields: names no filter; cleantext --list-filters"),
        (["--skip", "zebra,okapi,tapir"], "no filter 'zebra'"),
        (["--skip", "bios, captoins"], "no filter 'captoins', did you mean captions?"),
        (["-j", "abc"], "argument -j/--jobs: 'abc' is no whole number above 0"),
        (["-j", "0"], "0 is less than 1"),
        (["--memory", "1e3"], "'1e3' is no whole number above 0"),
        (["--from", "htlm"], "no format 'htlm', did you mean html?"),
        (["--to", "jsnol"], "no format 'jsnol', did you mean jsonl?"),
        (["--extractor", "trafliatura"], "did you mean trafilatura?"),
        (["--profile", "main", "--skip", "bios"], "--skip chooses among the filters of --profile residue"),
        (["--from", "text", "--extractor", "trafilatura"], "--extractor is for HTML"),
        (["--from", "text", "--no-headline"], "--no-headline is for HTML"),
        (["--stats", "-"], "--stats needs the name of a file"),
        (["--quarantine", "-"], "--quarantine needs the name of a file"),
        (["--learn", "-"], "--learn needs the name of a file"),
        (["--list-filters", "a.txt"], "--list-filters cleans nothing, so there is nothing for a.txt"),
        (["--rule", "en/credit", "a.txt"], "--rule cleans nothing, so there is nothing for a.txt"),
        (["--max-errors", "900%"], "'900%' is more than all"),
        (["--from", "text", "--to", "markdown"], "--to markdown is for HTML"),
        (["--extractor", "trafilatura", "--to", "markdown"], "--to markdown needs the markup"),
        (["--diff", "--to", "markdown"], "--diff only looks"),
        (["--check", "-i", "x"], "--in-place changes files, --check only looks"),
        (["--explain", "-i", "x"], "--in-place changes files, --explain only looks"),
        (["--check", "-o", "x"], "--check writes no text"),
        (["--check", "--withheld"], "--withheld goes with --explain, not with --check"),
        (["--memory", "100"], "--memory is for jobs"),
        (["--record-seconds", "5", "x.txt"], "--record-seconds is for jobs"),
        (["--out=x"], "no option --out, did you mean --output?"),
        (["-o"], "expected one argument"),
        (["--rule", "en/see-other-pgae"], "no rule 'en/see-other-pgae', did you mean en/"),
        (["--rule", ""], "no rule ''"),
    ],
)
def test_mistake_of_the_user_gets_one_line(arguments: list[str], says: str) -> None:
    """No traceback, no usage lecture: what is wrong, and exit code 2."""
    assert says in complaint(call(*arguments))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x7fELF\x00\x00\x01", "binary"),
        ("Flu\xdf".encode("latin-1"), "byte 0xdf at offset 3"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "looks like a PDF file, not text"),
    ],
)
def test_unusable_bytes_get_one_line(data: bytes, says: str) -> None:
    """Binary data and other encodings are refused, not guessed at."""
    assert says in complaint(call(stdin=data))


def test_unreadable_file_gets_one_line(tmp_path: Path) -> None:
    """A missing permission is named."""
    secret = tmp_path / "secret"
    secret.write_text("x")
    secret.chmod(0)
    if os.access(secret, os.R_OK):
        pytest.skip("this user may read everything")
    assert "permission denied" in complaint(call(secret))


def test_full_disk_gets_one_line() -> None:
    """``/dev/full`` refuses every write."""
    with Path("/dev/full").open("wb") as full:
        process = subprocess.run([*COMMAND, str(RAW)], stdout=full, stderr=subprocess.PIPE, check=False)
    assert process.returncode == 2
    assert process.stderr.decode().splitlines() == ["cleantext: standard output: no space left on device"]


def test_closed_pipe_ends_silently() -> None:
    """``cleantext | head -1`` says nothing."""
    text = "\n".join(f"{PROSE[0]} {n}" for n in range(1_000))
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        process.stdin.write(text.encode())
        process.stdin.close()
        assert process.stderr.read() == b""
    assert process.returncode in (0, 141)


def test_interrupt_ends_silently() -> None:
    """Ctrl-C gives 130 and no traceback."""
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        # More than a pipe holds: when it is written, the command is reading.
        process.stdin.write(b"x\n" * 500_000)
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        process.stdin.close()
        assert process.stderr.read() == b""
    assert process.returncode == 130


def test_interrupt_while_python_loads_ends_silently() -> None:
    """The same before there is anything of the command but its name."""
    code = """
import runpy, sys
class Interrupted:
    def find_spec(self, name, *_):
        if name == "cleantext.jobcli":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupted())
runpy.run_module("cleantext", run_name="__main__")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stderr) == (130, b"")


def test_control_characters_do_not_reach_messages(tmp_path: Path) -> None:
    """A file name can not clear the screen, and no removed text can either."""
    evil = tmp_path / "a\x1b[2J\u202eb"
    assert "\x1b" not in complaint(call(evil))
    evil.write_text(f"{PROSE[0]}\nPhoto: J. Doe\x9b2J\x1b]0;x\x07/Getty Images\n")
    shown = call("--explain", evil, evil).stdout.decode()
    assert "Doe" in shown
    assert not set(shown) & set("\x1b\x9b\x07\u202e")


def test_start_up_loads_nothing_heavy() -> None:
    """``--version`` and ``import cleantext`` must be instant."""
    heavy = "{'trafilatura', 'ftfy', 'lxml', 'regex', 'numpy'}"
    for code in (
        "import cleantext",
        "import cleantext.command as c\ntry: c.main(['--version'])\nexcept SystemExit: pass",
    ):
        script = f"{code}\nimport sys; assert not {heavy} & set(sys.modules), {heavy} & set(sys.modules)"
        subprocess.run([sys.executable, "-c", script], check=True, stdout=subprocess.DEVNULL)


def test_output_does_not_depend_on_the_environment() -> None:
    """The same bytes under any hash seed and locale."""
    environments = [{"PYTHONHASHSEED": seed, "LC_ALL": locale} for seed, locale in (("0", "C"), ("1", "C.UTF-8"))]
    outputs = {run(RAW, env=os.environ | extra).stdout for extra in environments}
    assert outputs == {EXPECTED}


def test_explain_hides_gaps_and_says_a_line_once() -> None:
    """A removal that two rules asked for is one record; the blank lines around it are none."""
    records = [json.loads(line) for line in call("--explain", stdin=f"{DIRTY}\n\n{PROSE[1]}\n").stdout.splitlines()]
    assert [record["line"] for record in records] == [2]
    assert "kept" not in records[0]


def test_what_was_kept_is_explained_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """Why is this line still there? Because of the reason that stands beside it; nobody is told who did not ask."""
    networks = judge_by(Told(())).networks
    monkeypatch.setattr("cleantext.judge.judgement.shipped", lambda judged: getattr(networks, judged))  # takes nothing
    text = f"{PROSE[0]}\n{CREDIT}\n{PROSE[1]}\n"
    (record,) = map(json.loads, call("--withheld", stdin=text).stdout.splitlines())
    assert (record["kept"], record["line"], record["text"]) == (True, 2, CREDIT)
    assert record["evidence"]
    assert call("--explain", stdin=text).stdout == b""


def test_a_terminal_gets_a_table(tmp_path: Path) -> None:
    """In lines that fit, with a sum at the end, and without a removed text steering the terminal."""
    story = tmp_path / "story.txt"
    story.write_text(f"{PROSE[0]}\nPhoto: J. Doe\x9b2J\x1b]0;x\x07/Getty Images\n\n{PROSE[1]}\n")
    shown = on_terminal("--explain", "--color=never", str(story), columns=72)
    lines = shown.splitlines()
    assert lines[0].split() == ["line", "kind", "text", "why"]
    assert lines[1].split()[:3] == ["2", "captions", "Photo:"]
    assert "passage would go" in lines[-2]
    assert max(map(len, lines)) <= 72
    assert not set(shown) & set("\x1b\x9b\x07")


def on_terminal(*arguments: str, columns: int) -> str:
    """What the command writes where standard output is a terminal."""
    main, terminal = os.openpty()
    environment = os.environ | {"COLUMNS": str(columns)}
    with subprocess.Popen(
        [*COMMAND, *arguments], stdout=terminal, stdin=subprocess.DEVNULL, env=environment
    ) as process:
        os.close(terminal)
        parts = []
        while True:
            try:
                part = os.read(main, 65536)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            parts.append(part)
    os.close(main)
    assert process.returncode == 0
    return b"".join(parts).decode().replace("\r\n", "\n")


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", f"{CREDIT}\n", f"{CREDIT}\n{CREDIT}"])
@pytest.mark.parametrize("view", ["--explain", "--withheld", "--check", "--diff", "--report={}/cut.html"])
def test_what_is_empty_or_becomes_so_can_be_looked_at(view: str, text: str, tmp_path: Path) -> None:
    """Files without a line, with nothing visible, with nothing that stays."""
    process = call("--only", "captions", view.format(tmp_path), stdin=text)
    assert process.returncode in (0, 1)
    assert not process.stderr or process.stderr.endswith(b"would go\n")


def test_a_typo_in_any_option_is_seen() -> None:
    """Two letters in the wrong order: the option that was meant is named."""
    for option in (name for name in make_parser()._option_string_actions if name.startswith("--")):
        typo = f"{option[:-3]}{option[-2]}{option[-3]}{option[-1]}"
        assert f"no option {typo}, did you mean {option}? (see" in complaint(call(typo, "story.txt"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("--pro", "--profile"), ("--ver", "--version"), ("--explaining", "--explain"), ("-q", ""), ("-v", ""), ("-x", "")],
)
def test_the_beginning_of_an_option_names_it_and_one_letter_none(typed: str, meant: str) -> None:
    hint = f", did you mean {meant}?" if meant else ""
    assert f"no option {typed}{hint} (see" in complaint(call(typed, "story.txt"))


@pytest.mark.parametrize("view", ["--check", "--diff", "--explain", "--in-place"])
def test_a_folder_is_looked_at_file_by_file(view: str, tmp_path: Path) -> None:
    """A folder makes a job, which who names it may not know."""
    said = complaint(call(view, str(tmp_path)))
    assert f"{view} is for documents, not for jobs over many records: name the files in {tmp_path} instead" in said


def test_several_filters_may_stand_apart() -> None:
    """``--skip "bios, captions"`` is a list as people write it."""
    assert call("--skip", "bios, captions", stdin=DIRTY).stdout.decode() == DIRTY


def test_a_rule_is_shown() -> None:
    """By the name that explanations give: why it is there, what it takes and what it leaves."""
    lines = call("--rule", "en/photo-credit-line").stdout.decode().splitlines()
    assert lines[0] == "en/photo-credit-line (captions)"
    assert lines[0] in call("--rule", "photo-credit-line").stdout.decode().splitlines()  # among other languages'
    assert "removes:" in lines
    assert "keeps:" in lines
    assert any(line.startswith("matched: the whole line") for line in lines)


def test_a_reason_that_is_no_rule_is_shown() -> None:
    """The other names that stand in explanations, those of filters too."""
    assert "blank lines" in call("--rule", "gap").stdout.decode()
    assert "photo captions" in call("--rule", "captions").stdout.decode()


def test_a_rule_of_ones_own_is_shown(tmp_path: Path) -> None:
    """From the file that is named."""
    rules = tmp_path / "house.toml"
    rules.write_text('filter = "house"\n[[rule]]\nid = "motto"\nwhy = "Ours."\nphrases = ["Read. Think."]\n')
    assert call("--rule", "any/motto", "--rules", rules).stdout.decode().splitlines()[:2] == [
        "any/motto (house)",
        "Ours.",
    ]


@pytest.mark.parametrize("hint", ["deu", "deu_Latn", "German", "zh-Hans-CN", "", "deu,eng", "und"])
def test_a_language_in_any_spelling_takes_no_rules_away(hint: str) -> None:
    """What goes without a hint goes with one."""
    process = call("--lang", hint, stdin=DIRTY)
    assert (process.stdout.decode(), process.stderr) == (PROSE[0] + "\n", b"")


def test_an_unknown_language_is_said_once(tmp_path: Path) -> None:
    """In one line, however many files there are, and the text is cleaned."""
    for name in "ab":
        (tmp_path / name).write_text(DIRTY)
    process = call("--lang", "germn", tmp_path / "a", tmp_path / "b")
    assert process.stdout.decode() == (PROSE[0] + "\n") * 2
    assert process.stderr.decode().splitlines() == [
        "cleantext: no language is called 'germn', did you mean german?: the text is read without a hint"
    ]


def test_help_is_two_screens_in_groups() -> None:
    """What there is, in the order in which it is looked for; exit codes and documentation at its end."""
    shown = run("--help", env=os.environ | {"COLUMNS": "80"}).stdout.decode()
    headings = [line for line in shown.splitlines() if line.endswith(":") and not line.startswith(" ")]
    assert headings == ["clean:", "choose:", "see:", "jobs:", "examples:"]
    assert len(shown.splitlines()) <= 72  # two screens of 36 lines
    assert "exit codes: 0 fine" in shown
    assert "documentation:" in shown.splitlines()[-1]
