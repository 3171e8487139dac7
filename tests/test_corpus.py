"""What repeats across the pages of a site."""

import json
import random
import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calling import call, run
from cleantext import corpus
from cleantext.corpus import CountsSink, SiteRepeats, host_of, is_counts, likeness, merge, pack, page_keys
from cleantext.document import Document
from cleantext.pipeline import Pipeline
from cleantext.records.sinks import publish

WORDS = ["rain", "harbour", "vessel", "council", "letter", "ferry", "winter", "promise", "market", "signal"]


def article(number: int, host: str = "www.example.org") -> Document:
    """A page with prose of its own between the furniture of its site."""
    chance = random.Random(number)
    prose = ["The " + " ".join(chance.choices(WORDS, k=25)) + f" {chance.random()}." for _ in range(4)]
    refrain = f"Oh {chance.choice(WORDS)} {number}x, come home"
    lines = ["Startseite · Kultur · Sport", f"Stand: {number + 1}. März 2026, 1{number}:30 Uhr", prose[0], refrain]
    lines += [prose[1], refrain, prose[2], refrain, prose[3], f"{number} Leute gefällt das", "Über uns", "***"]
    return Document("\n".join(lines), None, f"https://{host}/{number}")


def learn(path, documents):
    sink = CountsSink(path)
    for document in documents:
        sink.write(pack(page_keys(document)))
    sink.close()
    publish(path)
    return path


def contents(path):
    with closing(sqlite3.connect(path)) as database:
        return [database.execute(f"SELECT * FROM {table} ORDER BY key").fetchall() for table in ("hosts", "lines")]


def kept(path, document, **options):
    pipeline = Pipeline([SiteRepeats(str(path), **options)])
    return pipeline(document).text.split("\n")


def test_furniture_goes_in_any_language(tmp_path):
    """Lines on many pages go, also if a date or a counter differs; prose and refrains stay."""
    path = learn(tmp_path / "counts", map(article, range(5)))
    lines = kept(path, article(2))
    assert lines == [line for line in article(2).text.split("\n") if line[:3] in ("The", "Oh ", "***")]


@pytest.mark.parametrize("options", [{"least": "3"}, {"least": 0}, {"share": 5}, {"share": None}])
def test_what_counts_as_many_is_a_number(options):
    with pytest.raises(ValueError, match="least is 1 or more and share from 0 to 1, not"):
        SiteRepeats("site.counts", **options)


def test_reasons(tmp_path):
    """A removal says on how many pages the line stands."""
    path = learn(tmp_path / "counts", map(article, range(4)))
    removal = next(iter(SiteRepeats(str(path))(article(1))))
    assert (removal.filter, removal.rule, removal.evidence) == (
        "repeats",
        "on-many-pages",
        "on 4 of 4 pages of example.org",
    )


def test_two_pages_prove_nothing(tmp_path):
    """At least three pages are needed, of the same host."""
    other = [article(n, "other.org") for n in range(5)]
    path = learn(tmp_path / "counts", [article(0), article(1), *other])
    assert kept(path, article(0)) == article(0).text.split("\n")
    assert len(kept(path, other[0])) < len(other[0].lines)


def test_refrain_of_one_page_counts_once(tmp_path):
    """A line that recurs within a page, however often, is on one page."""
    song = Document("\n".join(["Come home, come home"] * 50), None, "http://example.org/song")
    path = learn(tmp_path / "counts", [*map(article, range(4)), song])
    assert kept(path, song) == song.text.split("\n")


def test_copies_of_a_page_stay(tmp_path):
    """The same article under several addresses is no furniture."""
    path = learn(tmp_path / "counts", [article(n % 2) for n in range(8)])
    assert kept(path, article(0)) == article(0).text.split("\n")


def test_share_of_a_large_site(tmp_path):
    """On a large site three pages are few."""
    quoted = [Document(f"He declined to comment.\n{article(n).text}", None, "http://example.org") for n in range(3)]
    path = learn(tmp_path / "counts", [*quoted, *map(article, range(100, 300))])
    assert kept(path, quoted[0])[0] == "He declined to comment."
    assert kept(path, quoted[0], share=0)[0] != "He declined to comment."


@given(st.lists(st.integers(0, 8), max_size=8), st.integers(0, 8), st.randoms())
def test_order_and_parts_do_not_matter(tmp_path_factory, numbers, cut, chance):
    """Counts of parts add up to the counts of the whole, in whatever order."""
    folder = tmp_path_factory.mktemp("counts")
    whole = contents(learn(folder / "whole", map(article, numbers)))
    shuffled = chance.sample(numbers, len(numbers))
    parts = [learn(folder / "a", map(article, shuffled[:cut])), learn(folder / "b", map(article, shuffled[cut:]))]
    merge(parts, folder / "merged")
    assert contents(folder / "merged") == whole


def test_counts_outgrow_the_memory(tmp_path, monkeypatch):
    """What does not fit in memory goes to the file in between; the counts are the same."""
    expected = contents(learn(tmp_path / "a", map(article, range(20))))
    monkeypatch.setattr(corpus, "_HELD", 10)
    learn(tmp_path / "b", map(article, range(20)))
    merge([tmp_path / "b"], tmp_path / "c")
    assert contents(tmp_path / "b") == contents(tmp_path / "c") == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Updated 3 March 2026", "UPDATED 14 October 2025"),
        ("Mon, 02 Mar 2026 11:04:05 GMT", "Tue, 24 Dec 2024 00:00:01 GMT"),
        ("17 comments", "3 comments"),
        ("2026年3月1日 10:30", "2025年12月24日 08:15"),
        ("Page 3/10", "page 9/12"),
    ],
)
def test_near_duplicates_fold(one, other):
    """Lines that differ in a date or a counter are the same line."""
    assert likeness(one) == likeness(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3 dead in Rome", "3 dead in Paris"),
        ("Born 1950 in Rome, a baker", "Born 1951 in Paris, a nurse"),
        ("Sport", "Kultur"),
    ],
)
def test_different_lines_do_not_fold(one, other):
    """Lines that differ in words are different lines."""
    assert likeness(one) != likeness(other)


@pytest.mark.parametrize("url", [None, "", "x", "http://[", "http://www.example.org:80/a", "HTTP://Example.ORG"])
def test_hosts(url):
    """Any URL has a host, if only the empty one."""
    assert host_of(url) == ("example.org" if url and "xample" in url else "")


@pytest.fixture
def crawl(tmp_path):
    """Pages of one site in two files."""
    for name, numbers in (("a", range(4)), ("b", range(4, 8))):
        records = [{"text": article(n).text, "url": article(n).url} for n in numbers]
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    return tmp_path


def test_learn_then_clean(crawl):
    """Parts learned by themselves and added up are what is learned from all at once, by any number of workers."""
    a, b = crawl / "a.jsonl", crawl / "b.jsonl"
    assert call("--learn", crawl / "a.counts", a).returncode == 0
    assert call("--learn", crawl / "b.counts", b).returncode == 0
    assert call("--learn", crawl / "ab.counts", crawl / "a.counts", crawl / "b.counts").returncode == 0
    assert run("--learn", crawl / "once.counts", b, a, "-j", "2").returncode == 0
    assert contents(crawl / "ab.counts") == contents(crawl / "once.counts")
    done = call("--repeats", crawl / "ab.counts", "--only", "consent", a)
    assert done.returncode == 0, done.stderr
    texts = [json.loads(line)["text"] for line in done.stdout.decode().splitlines()]
    assert not any("Startseite" in text or "gefällt" in text or "Stand:" in text for text in texts)
    counts = crawl / "x.counts"
    both = call("--learn", counts, "--repeats", counts, "--only", "consent", a, b, "-o", f"{crawl}/clean/")
    assert both.returncode == 0, both.stderr
    assert (crawl / "clean" / "a.jsonl").read_bytes() == done.stdout


def test_what_is_no_file_of_counts(crawl):
    """A missing file, or one that holds no counts, is one line and exit code 2."""
    (crawl / "x.counts").write_bytes(b"x" * 5000)
    for path, message in ((crawl / "none.counts", "no such file"), (crawl / "x.counts", "not a database")):
        for arguments in (("--repeats", path, crawl / "a.jsonl"), ("--learn", crawl / "y.counts", path)):
            done = call(*arguments)
            assert (done.returncode, done.stderr.count(b"\n")) == (2, 1), done.stderr
            assert message in done.stderr.decode()


def test_a_database_of_others_is_neither_replaced_nor_added_up(crawl):
    """Its first bytes are those of a file of counts; what is in it are somebody's notes."""
    with closing(sqlite3.connect(crawl / "app.counts")) as database:
        database.executescript(
            "CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT); INSERT INTO notes VALUES (1, 'a')"
        )
    before = (crawl / "app.counts").read_bytes()
    learn(crawl / "x.counts", map(article, range(3)))
    for arguments in (("a.jsonl",), ("x.counts",)):
        done = call("--learn", crawl / "app.counts", *(crawl / name for name in arguments))
        assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
        assert b"app.counts is there and holds no counts" in done.stderr
    assert (crawl / "app.counts").read_bytes() == before
    for arguments in (("--learn", crawl / "y.counts"), ("--repeats", crawl / "app.counts", crawl / "a.jsonl", "-o")):
        done = call(*arguments, crawl / "app.counts" if "--learn" in arguments else crawl / "o.jsonl")
        assert done.returncode == 2
        assert b"app.counts is no file of counts: no such table" in done.stderr
    assert is_counts(crawl / "x.counts")
    (crawl / "empty").touch()
    assert is_counts(crawl / "empty")
    assert is_counts(crawl / "new")


def test_trouble_with_counts_is_told_with_the_name_of_the_file(crawl, monkeypatch):
    """Which of many parts holds none, and which file has no place on the disk."""
    for name in ("a", "b"):
        learn(crawl / f"{name}.counts", map(article, range(3)))
    (crawl / "b.counts").write_bytes(b"junk" * 999)
    done = call("--learn", crawl / "all.counts", crawl / "a.counts", crawl / "b.counts")
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"b.counts is no file of counts: file is not a database" in done.stderr
    learn(crawl / "a.counts", map(article, range(300)))
    (crawl / "a.jsonl").write_text("".join(json.dumps({"text": article(n).text}) + "\n" for n in range(300)))
    connect = corpus._connect
    monkeypatch.setattr(corpus, "_connect", lambda path: _filled(connect(path)))
    for source in ("a.counts", "a.jsonl"):
        done = call("--learn", crawl / "all.counts", crawl / source)
        assert (done.returncode, done.stderr.count(b"\n")) == (2, 1), done.stderr
        assert b"all.counts can not be written: database or disk is full" in done.stderr
    assert not (crawl / "all.counts").exists()


def _filled(database):
    """As if the disk held no more than it holds now."""
    database.execute("PRAGMA max_page_count = 1")
    return database


def test_counts_that_are_there_are_replaced_which_is_said(crawl):
    """Whoever wants them added is not left to find out; folders are made, as for other outputs."""
    counts = crawl / "new" / "x.counts"
    assert b"replaced" not in call("--learn", counts, crawl / "a.jsonl").stderr
    once = contents(counts)
    assert b"x.counts: the counts that are there are replaced" in call("--learn", counts, crawl / "a.jsonl").stderr
    assert contents(counts) == once
    assert call("--learn", crawl / "newer" / "y.counts", counts).stderr == b""
    assert contents(crawl / "newer" / "y.counts") == once


def test_learning_sets_records_aside_where_it_is_told_to(crawl):
    """Counts that are added up hold none."""
    with (crawl / "a.jsonl").open("a") as file:
        file.write("bad\n")
    done = call("--learn", crawl / "q.counts", crawl / "a.jsonl", "--quarantine", crawl / "bad.jsonl")
    assert done.returncode == 1
    assert json.loads((crawl / "bad.jsonl").read_text())["record"] == 5
    assert not list(crawl.glob("*.quarantine.jsonl"))
    done = call("--learn", crawl / "r.counts", crawl / "q.counts", "--quarantine", crawl / "worse.jsonl")
    assert (done.returncode, b"so there is nothing for --quarantine" in done.stderr) == (2, True)


def test_counts_are_there_when_they_are_complete(tmp_path):
    """What is being counted has a partial name."""
    sink = CountsSink(tmp_path / "x")
    sink.write(pack(page_keys(article(1))))
    assert not (tmp_path / "x").exists()
    sink.close()
    publish(tmp_path / "x")
    assert (tmp_path / "x").exists()
