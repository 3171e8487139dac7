"""Jobs in this process: every record accounted for, whatever is done to the workers."""

import base64
import gzip
import hashlib
import itertools
import json
import multiprocessing
import os
import signal
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

import poison
from calling import call
from cleantext.filters import KindFilter
from cleantext.job import pool
from cleantext.job.checkpoint import Tally
from cleantext.job.job import Job, Listener
from cleantext.job.plan import PlanError, make_plan
from cleantext.job.pool import JobError
from cleantext.job.recipe import Recipe, Status
from cleantext.job.run import run
from cleantext.job.sample import sample
from cleantext.job.worker import Limits
from cleantext.judge.judgement import Judge
from cleantext.pipeline import Pipeline, profile_pipeline

LIMITS = Limits(seconds=2, memory=2 * 1024**3)

# What a line can be other than a good record, and the words that say so.
BAD_LINES = {
    "cut-off": (b'{"text": "x', "Unterminated string"),
    "array": (b"[1, 2, 3]", "an array"),
    "number": (b"123", "a number"),
    "null": (b"null", "null"),
    "string": (b'"text"', "a string"),
    "true": (b"true", "true or false"),
    "no text": (b'{"id": 1}', "'text' is missing"),
    "null text": (b'{"text": null}', "'text' is null"),
    "number text": (b'{"text": 5}', "'text' is no string"),
    "list text": (b'{"text": ["a", "b"]}', "'text' is no string"),
    "object text": (b'{"text": {}}', "'text' is no string"),
    "duplicate key": (b'{"text": "a", "text": "b"}', "stands twice"),
    "NaN": (b'{"text": "a", "x": NaN}', "NaN"),
    "Infinity": (b'{"text": "a", "x": -Infinity}', "Infinity"),
    "deep": (b'{"text": "a", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deeply"),
    "invalid UTF-8": (b'{"text": "\xff"}', "not UTF-8 text: byte 0xff at offset 10"),
    "cut UTF-8": (b'{"text": "\xe4\xb8"}', "not UTF-8"),
    "overlong": (b'{"text": "\xc0\x80"}', "not UTF-8"),
    "NUL": (b"\0\0\0", "something else"),
    "control character": (b'{"text": "a\tb"}', "control character"),
    "single quotes": (b"{'text': 'a'}", "not JSON"),
    "two objects": (b'{"text": "a"}{"text": "b"}', "something stands after"),
    "trailing comma": (b'{"text": "a",}', "not JSON"),
    "two marks": (b"\xef\xbb\xbf\xef\xbb\xbf{}", "something else"),
    "too large": (b'{"text": "' + b"x" * 300_000 + b'"}', "limit of 250000 bytes"),
    "raise": (b'{"text": "RAISE"}', "RuntimeError: obeyed"),
    "recursion": (b'{"text": "RECURSE"}', "RecursionError"),
}
GOOD_LINES = {
    "big integer": b'{"n": 12345678901234567890123, "text": "a"}',
    "5000 digits": b'{"n": ' + b"7" * 5000 + b', "text": "a"}',
    "1e400": b'{"n": 1e400, "text": "a"}',
    "lone surrogate": b'{"text": "a \\ud800 b"}',
    "line separators": '{"text": "a\u2028b\x85c"}'.encode(),
    "nested duplicate": b'{"text": "a", "x": {"y": 1, "y": 2}}',
    "prototype": b'{"__proto__": {}, "text": "a"}',
    "spaces": b'  {"text" : "a" }',
}


def job(tmp_path, recipe=None, limits=LIMITS, processes=2, **options):
    plan = make_plan([str(tmp_path / "in")], str(tmp_path / "out"), **options)
    return Job(plan, recipe or Recipe(poison.PIPELINE, limit=250_000), processes, limits)


def put(tmp_path, lines, name="a.jsonl"):
    (tmp_path / "in").mkdir(exist_ok=True)
    (tmp_path / "in" / name).write_bytes(b"".join(line + b"\n" for line in lines))


def good(number):
    return b'{"id": %d, "text": "record %d"}' % (number, number)


def quarantined(tmp_path):
    path = tmp_path / "out" / "quarantine.jsonl"
    return [json.loads(line) for line in path.read_bytes().splitlines()] if path.exists() else []


def written(tmp_path, name="a.jsonl"):
    return (tmp_path / "out" / name).read_bytes().split(b"\n")[:-1]


def test_order_is_kept_and_untouched_records_stay_as_they_were(tmp_path):
    """Many records through several workers come out in order, byte for byte."""
    put(tmp_path, [good(n) for n in range(2000)])
    assert run(job(tmp_path, processes=3)) == Tally(written=2000)
    assert written(tmp_path) == [good(n) for n in range(2000)]


@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_each_bad_line_costs_itself(tmp_path, place):
    """Each kind of bad line is one line in the quarantine; all other records come out unchanged."""
    before, after = {"first": (0, 90), "middle": (45, 45), "last": (90, 0)}[place]
    bad = [line for line, _ in BAD_LINES.values()]
    lines = [good(n) for n in range(before)] + bad + [good(n) for n in range(after)]
    put(tmp_path, lines)
    assert run(job(tmp_path)) == Tally(written=90, quarantined=len(bad))
    assert written(tmp_path) == [line for line in lines if line not in bad]
    found = quarantined(tmp_path)
    for entry, (line, reason), number in zip(found, BAD_LINES.values(), range(before + 1, 1000), strict=False):
        assert reason in entry["reason"]
        assert entry["record"] == number
        assert entry["offset"] == sum(len(line) + 1 for line in lines[: number - 1])
        assert entry["sha256"] == hashlib.sha256(line).hexdigest()
        assert (entry["size"], base64.b64decode(entry["raw"])) == (len(line), line[:65536])
    assert len(found) == len(bad)


def test_unusual_but_good_lines(tmp_path):
    """Records that other tools round, split or refuse come out byte for byte."""
    put(tmp_path, list(GOOD_LINES.values()))
    recipe = Recipe(poison.PIPELINE, repair=False)  # which would mend the surrogate
    assert run(job(tmp_path, recipe)) == Tally(written=len(GOOD_LINES))
    assert written(tmp_path) == list(GOOD_LINES.values())


def test_only_the_text_changes(tmp_path):
    """In a record that is cleaned everything but the text keeps its spelling."""
    put(tmp_path, [b'{"b": 1.10, "a": 1E5 ,"text": "one\\n--\\ntwo", "c":[ 1 ]}\r'])
    run(job(tmp_path))
    assert written(tmp_path) == [b'{"b": 1.10, "a": 1E5 ,"text": "one\\ntwo", "c":[ 1 ]}']


def test_emptied_records(tmp_path):
    """A record of which nothing is left is counted and left out, or written on request."""
    put(tmp_path, [good(1), b'{"text": "--"}', good(2), b'{"text": ""}', b'{"text": " \\n\\t"}'])
    assert run(job(tmp_path)) == Tally(written=2, emptied=3)
    assert run(job(tmp_path, Recipe(poison.PIPELINE, keep_empty=True))) == Tally(written=5)
    assert written(tmp_path)[1] == b'{"text": ""}'


@pytest.mark.parametrize(
    ("word", "reason", "limits"),
    [
        ("SEGFAULT", "SIGSEGV", LIMITS),
        ("KILL", "SIGKILL", LIMITS),
        ("EXIT", "exit code 3", LIMITS),
        ("MEMORY", "needed more memory", LIMITS),
        ("HANG", "did not end within 1 seconds", Limits(seconds=20, patience=0.05)),
        ("SPIN", "took longer than 0.3 seconds of processor time", Limits(seconds=0.3, patience=1000)),
    ],
)
def test_poison_costs_itself(tmp_path, word, reason, limits):
    """A record that kills its worker, hangs or fills the memory is isolated; the rest is done."""
    lines = [good(n) for n in range(300)]
    for place in (0, 150, 151, 299):
        lines[place] = b'{"text": "%s"}' % word.encode()
    put(tmp_path, lines)
    assert run(job(tmp_path, limits=limits)) == Tally(written=296, quarantined=4)
    assert written(tmp_path) == [line for line in lines if word.encode() not in line]
    assert all(reason in entry["reason"] for entry in quarantined(tmp_path))
    assert [entry["record"] for entry in quarantined(tmp_path)] == [1, 151, 152, 300]


def test_crash_is_noticed_at_once(tmp_path):
    """Three crashes in a job are found within five seconds each."""
    put(tmp_path, [b'{"text": "SEGFAULT"}', *(good(n) for n in range(200)), b'{"text": "KILL"}', b'{"text": "EXIT"}'])
    run(job(tmp_path, limits=Limits(seconds=600)))
    start = time.monotonic()
    run(job(tmp_path, limits=Limits(seconds=600)))
    assert time.monotonic() - start < 15


def test_innocent_record_is_tried_again(tmp_path):
    """A worker that somebody else killed costs no record."""
    put(tmp_path, [good(1), b'{"text": "KILL"}', good(2)])
    once = Pipeline([poison.Poison(once=str(tmp_path / "killed"))])
    assert run(job(tmp_path, Recipe(once))) == Tally(written=3)
    assert (tmp_path / "killed").exists()


def test_waiting_is_not_work(tmp_path):
    """A record that takes long by the clock, as all do on a busy machine, is none that hangs."""
    put(tmp_path, [good(1), b'{"text": "WAIT"}', good(2)])
    assert run(job(tmp_path, limits=Limits(seconds=0.1, patience=100))) == Tally(written=3)


def test_sleep_of_the_machine_is_not_work(tmp_path, monkeypatch):
    """A clock that leaps, since the machine slept or the job was stopped, costs no record."""
    leaps = itertools.count(0, 3600)
    monkeypatch.setattr(pool, "time", SimpleNamespace(monotonic=lambda: next(leaps)))
    put(tmp_path, [good(1), b'{"text": "WAIT"}', good(2)])
    assert run(job(tmp_path, limits=Limits(seconds=30))) == Tally(written=3)


def test_no_worker_outlives_its_job(tmp_path):
    """Whatever happened to the workers, none is left behind."""
    put(tmp_path, [b'{"text": "HANG"}'])
    run(job(tmp_path, limits=Limits(seconds=0.5, patience=1)))

    assert multiprocessing.active_children() == []


class Unstartable:
    """A filter that does not survive being sent to a worker."""

    def __call__(self, _document):
        """No removals."""
        return []

    def __reduce__(self):
        return (signal.raise_signal, (signal.SIGKILL,))


def test_workers_that_can_not_start(tmp_path):
    """If no worker can start, the job says so at once, and blames no record."""
    put(tmp_path, [good(1)])
    with pytest.raises(JobError, match="could not start"):
        run(job(tmp_path, Recipe(Pipeline([Unstartable()]))))
    assert not (tmp_path / "out" / "a.jsonl").exists()


class Ear(Listener):
    """Remembers what it is told."""

    def __init__(self):
        self.said = []
        self.read = 0

    def progress(self, read, tally):  # noqa: ARG002
        """Bytes only ever grow."""
        assert read >= self.read
        self.read = read

    def say(self, message):
        """Kept."""
        self.said.append(message)


def test_truncated_gzip(tmp_path):
    """All records before a cut are kept, the loss is told and recorded, the cut record set aside."""
    (tmp_path / "in").mkdir()
    whole = gzip.compress(b"".join(good(n) + b"\n" for n in range(5000)))
    (tmp_path / "in" / "a.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    ear = Ear()
    tally = run(job(tmp_path), ear)
    assert tally.gaps == 1
    assert tally.quarantined <= 1
    lines = gzip.decompress((tmp_path / "out" / "a.jsonl.gz").read_bytes()).splitlines()
    assert lines == [good(n) for n in range(tally.written)]
    assert tally.written > 2000
    assert "a.jsonl.gz: input lost at byte" in ear.said[0]
    assert quarantined(tmp_path)[-1]["gap"] == len(whole) // 2
    assert ear.read == len(whole) // 2


def test_document_that_can_not_be_cleaned_leaves_no_empty_one(tmp_path):
    """An empty file would look as if there had been nothing in it."""
    put(tmp_path, [b"Good."], "a.txt")
    put(tmp_path, [b"\x89PNG\r\n\x1a\n\x00\x00"], "b.txt")
    put(tmp_path, [b""], "c.txt")
    assert run(job(tmp_path)) == Tally(written=1, emptied=1, quarantined=1)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.txt", "c.txt", "quarantine.jsonl"]


def test_no_more_workers_than_there_is_work_for(tmp_path):
    """Of a thousand for a single record each would take its memory and none would work."""
    started = []

    class Watch(Listener):
        def progress(self, *_):
            started.append(len(multiprocessing.active_children()))

    put(tmp_path, [good(1)])
    before = len(multiprocessing.active_children())
    assert run(job(tmp_path, processes=1000), Watch()) == Tally(written=1)
    assert set(started) == {before + 1}


def test_folders_mirrored(tmp_path):
    """A folder of files becomes a folder of the same shape; unknown and hidden files stay out."""
    put(tmp_path, [good(1)], "a.jsonl")
    (tmp_path / "in" / "sub").mkdir()
    (tmp_path / "in" / "sub" / "b.jsonl.gz").write_bytes(gzip.compress(good(2) + b"\n"))
    (tmp_path / "in" / ".c.jsonl").write_bytes(good(3))
    (tmp_path / "in" / "style.css").write_bytes(b"p {}")
    assert run(job(tmp_path)) == Tally(written=2)
    found = sorted(str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert found == ["a.jsonl", "sub/b.jsonl.gz"]


def test_many_into_one(tmp_path):
    """Several inputs can become one output, in order."""
    put(tmp_path, [good(1)], "a.jsonl")
    put(tmp_path, [good(2)], "b.jsonl")
    plan = make_plan([str(tmp_path / "in")], str(tmp_path / "all.jsonl"))
    assert run(Job(plan, Recipe(poison.PIPELINE), 2)) == Tally(written=2)
    assert (tmp_path / "all.jsonl").read_bytes().splitlines() == [good(1), good(2)]


def test_sample_is_cleaned_within_limits(tmp_path):
    """What hangs, crashes or is no record is left out of a sample, told and counted; the rest is there."""
    bad = [b'{"text": "SPIN"}', b'{"text": "SEGFAULT"}', b'{"text": 5}', b'{"text": "RAISE"}']
    put(tmp_path, [good(1), *bad, b'{"text": "a\\n--\\nb"}'])
    ear = Ear()
    results, lost = sample(job(tmp_path, limits=Limits(seconds=0.3, patience=1000)), 7, ear)
    assert [(Path(name).name, result.text) for name, result in results.items()] == [
        ("a.jsonl:1", "record 1"),
        ("a.jsonl:6", "a\nb"),
    ]
    assert lost == len(ear.said) == 4
    for said, reason in zip(ear.said, ("processor time", "SIGSEGV", "no string", "RuntimeError"), strict=True):
        assert reason in said


def test_sample_of_what_can_not_be_read(tmp_path):
    """A gap in an input is told; if no record has the field that is asked for, that is all there is to say."""
    put(tmp_path, [good(1)])
    (tmp_path / "in" / "b.jsonl.gz").write_bytes(gzip.compress(good(2))[:-9])
    ear = Ear()
    results, lost = sample(job(tmp_path), 9, ear)
    assert (len(results), lost) == (1, 2)
    assert "b.jsonl.gz: record 1 left out" in ear.said[0]
    assert "b.jsonl.gz: input lost at byte" in ear.said[1]
    with pytest.raises(JobError, match="no record can be cleaned: the field 'body' is missing; there are id, text"):
        sample(job(tmp_path, Recipe(poison.PIPELINE, field="body")), 9, ear)


@pytest.mark.parametrize("most", [1, 3, 5])
def test_names_that_can_not_be_read_are_no_records(tmp_path, most):
    """As many records are read as asked for, in one go or resumed, whatever else lies in the folder."""
    for n in range(5):
        put(tmp_path, [good(n)], f"{n}.jsonl")
    os.mkfifo(tmp_path / "in" / "pipe.jsonl")
    (tmp_path / "in" / "gone.jsonl").symlink_to("nowhere")
    limited = replace(job(tmp_path), most=most, is_resumed=True)
    assert run(limited) == run(limited) == Tally(written=most, gaps=2)
    assert [written(tmp_path, f"{n}.jsonl") for n in range(most)] == [[good(n)] for n in range(most)]


def test_short_records_are_judged_together_and_reasons_found_for_who_asks(monkeypatch):
    """A short record alone costs nearly as much as a long one, and reasons cost as much as cleaning."""
    together, asked = [], []
    judge, reasons = Judge.judge, KindFilter.__call__
    monkeypatch.setattr(Judge, "judge", lambda self, texts: together.append(len(texts)) or judge(self, texts))
    monkeypatch.setattr(KindFilter, "__call__", lambda self, text: asked.append(text) or reasons(self, text))
    records = [b'{"text": "It rained.\\nShare on Facebook"}', b"bad", b'{"text": "It snowed."}']
    work = Recipe(profile_pipeline()).work()
    together.clear()
    rain, bad, snow = work("jsonl", records, "")
    assert (rain.data, bad.status, snow.data) == (
        b'{"text": "It rained.\\n"}\n',
        Status.QUARANTINED,
        records[2] + b"\n",
    )
    assert (together, asked) == ([2], [])
    assert b'"share"' in Recipe(profile_pipeline(), with_removals=True).work()("jsonl", records, "")[0].data


def test_a_file_is_left_as_it_was_if_its_document_can_not_be_cleaned(tmp_path):
    """Whoever wrote it: only what is there to take its place replaces it."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("It rained.")
    assert run(job(tmp_path, Recipe(poison.PIPELINE, "text"))) == Tally(written=1)
    (tmp_path / "in" / "a.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe")
    assert run(job(tmp_path, Recipe(poison.PIPELINE, "text"))) == Tally(quarantined=1)
    assert (tmp_path / "out" / "a.txt").read_text() == "It rained.\n"


def test_running_again_replaces(tmp_path):
    """A second run replaces the first one's outputs, its quarantine file too."""
    put(tmp_path, [good(1), b"bad"])
    run(job(tmp_path))
    put(tmp_path, [good(2)])
    assert run(job(tmp_path)) == Tally(written=1)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.jsonl"]
    assert written(tmp_path) == [good(2)]


def test_what_a_forgotten_job_wrote_is_not_resumed(tmp_path):
    """Nobody knows any more which job that was; going on from its start would write over it."""
    from dataclasses import replace

    put(tmp_path, [good(1), good(2)])
    run(job(tmp_path))
    with pytest.raises(PlanError, match=r"a\.jsonl is there, and nothing is known of the job that wrote it"):
        run(replace(job(tmp_path), is_resumed=True, most=1))
    assert written(tmp_path) == [good(1), good(2)]


def test_a_wrong_field_is_noticed_beside_a_broken_record(tmp_path):
    put(tmp_path, [b"bad", *(good(n) for n in range(200))])
    with pytest.raises(JobError, match="no record can be cleaned: the field 'body' is missing; there are id, text"):
        run(job(tmp_path, Recipe(poison.PIPELINE, field="body")))
    put(tmp_path, [good(1), b"bad"])
    with pytest.raises(JobError, match="the field 'body' is missing"):
        run(job(tmp_path, Recipe(poison.PIPELINE, field="body")))


def test_resuming_another_job_is_refused(tmp_path):
    """A job is resumed only if its inputs and options are the same."""
    from dataclasses import replace

    put(tmp_path, [good(1)])
    first = replace(job(tmp_path), is_resumed=True)
    run(first)
    assert run(first) == Tally(written=1)
    with pytest.raises(PlanError, match="options changed"):
        run(replace(first, recipe=replace(first.recipe, keep_empty=True)))
    put(tmp_path, [good(1), good(2)])
    with pytest.raises(PlanError, match="inputs changed"):
        run(first)
    other = make_plan([str(tmp_path / "in" / "a.jsonl")], str(tmp_path / "out"))
    with pytest.raises(PlanError, match="is of a job of other inputs; give each job its own output"):
        run(replace(first, plan=other))


def test_an_input_that_can_not_be_read_any_more(tmp_path):
    """Its disk may fail where it was read before: what is left is not told from what was done."""
    put(tmp_path, [good(1), good(2)])
    resumed = replace(job(tmp_path), is_resumed=True)
    run(resumed)
    state = tmp_path / "out" / ".cleantext-job.json"
    saved = json.loads(state.read_bytes())
    state.write_text(json.dumps({**saved, "position": {**saved["position"], "input": 0, "events": 3, "size": 0}}))
    with pytest.raises(PlanError, match=r"a\.jsonl can not be read any more up to where the job stood"):
        run(resumed)


def test_done_is_not_said_of_what_is_gone(tmp_path):
    """Who asks for a job that is done learns that nothing was written now, and that not all is there any more."""
    put(tmp_path, [good(1)], "a.jsonl")
    put(tmp_path, [good(2)], "b.jsonl")
    arguments = [str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--resume"]
    assert b"read 2 = 2 written + 0 emptied + 0 quarantined; " in call(*arguments).stderr
    done = call(*arguments)
    assert (done.returncode, done.stderr.partition(b" = ")[0]) == (
        0,
        b"cleantext: done before, nothing is left to do: read 2",
    )
    (tmp_path / "out" / "b.jsonl").unlink()
    done = call(*arguments)
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"b.jsonl, which was written, is gone" in done.stderr
    assert call(*arguments[:-1]).returncode == 0
    assert written(tmp_path, "b.jsonl") == [good(2)]


def test_documents_that_could_not_be_cleaned_are_not_missed(tmp_path):
    """They never had an output; those that had one are."""
    put(tmp_path, [b"Good."], "a.txt")
    put(tmp_path, [b"\x89PNG\r\n\x1a\n\x00\x00"], "b.txt")
    put(tmp_path, [b""], "c.txt")
    resumed = replace(job(tmp_path, Recipe(poison.PIPELINE, "text")), is_resumed=True)
    assert run(resumed) == run(resumed) == Tally(written=1, emptied=1, quarantined=1)
    (tmp_path / "out" / "c.txt").unlink()
    with pytest.raises(PlanError, match="is gone"):
        run(resumed)


def test_results_do_not_depend_on_workers(tmp_path):
    """One worker or three, forwards or after a crash: the same bytes."""
    put(tmp_path, [good(n) if n % 7 else b'{"text": "a\\n--\\nb"}' for n in range(1500)], "a.jsonl")
    digests = set()
    for processes in (1, 3):
        run(job(tmp_path, processes=processes, target="jsonl"))
        digests.add(hashlib.sha256(b"\n".join(written(tmp_path))).hexdigest())
    assert len(digests) == 1
