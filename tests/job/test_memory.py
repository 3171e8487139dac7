"""Memory stays flat: endless streams, bombs, slow readers. ``CLEANTEXT_MEGABYTES`` is the length of the stream."""

import json
import os
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path

import pytest

SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
import poison
from cleantext.job.job import Job
from cleantext.job.plan import make_plan
from cleantext.job.recipe import Recipe
from cleantext.job.run import run
job = Job(make_plan(sys.argv[2:3], sys.argv[3] or None, "jsonl"), Recipe(poison.PIPELINE, repair=False), 1)
print(run(job), file=sys.stderr)
"""
MEGABYTES = int(os.environ.get("CLEANTEXT_MEGABYTES", "200"))
BOMB = 300

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="needs Linux"),
]


class Watch(threading.Thread):
    """Samples the largest memory (proportional set size) of a process and all below it, in MB."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self.peak = 0.0

    def run(self) -> None:
        """Until the process ends."""
        while Path(f"/proc/{self._pid}").exists():
            self.peak = max(self.peak, sum(map(_size, _family(self._pid))) / 1024)
            time.sleep(0.2)


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(other for child in children for other in _family(int(child)))]


def _size(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return int(text.partition("\nPss:")[2].split()[0]) if "\nPss:" in text else 0


def start(*arguments, **pipes):
    command = [sys.executable, "-c", SCRIPT, str(Path(__file__).parents[1]), *map(str, arguments)]
    job = subprocess.Popen(command, stderr=subprocess.PIPE, **pipes)
    watch = Watch(job.pid)
    watch.start()
    return job, watch


def test_long_stream(tmp_path):
    """However much goes through a pipe, it takes no more than 300 MB, all processes together."""
    record = json.dumps({"text": "A sentence that fills the line. " * 300}).encode() + b"\n"
    job, watch = start("-", tmp_path / "out.jsonl", stdin=subprocess.PIPE)
    with job:
        count = MEGABYTES * 1_000_000 // len(record)
        for _ in range(count):
            job.stdin.write(record)
        job.stdin.close()
        assert f"written={count}" in job.stderr.read().decode()
    assert watch.peak < 300


def test_bomb(tmp_path):
    """A gzip bomb of one line is set aside while it streams by; the records around it are done."""
    good = b"".join(b'{"text": "record %d"}\n' % n for n in range(1000))
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    with (tmp_path / "bomb.jsonl.gz").open("wb") as file:
        file.write(packer.compress(good + b'{"text": "'))
        for _ in range(BOMB):
            file.write(packer.compress(b"a" * 1_000_000))
        file.write(packer.compress(b'"}\n' + good) + packer.flush())
    job, watch = start(tmp_path / "bomb.jsonl.gz", tmp_path / "out.jsonl")
    with job:
        assert "written=2000, emptied=0, quarantined=1, gaps=0" in job.stderr.read().decode()
    assert watch.peak < 400
    entry = json.loads((tmp_path / "out.jsonl.quarantine.jsonl").read_bytes())
    assert (entry["record"], entry["size"]) == (1001, BOMB * 1_000_000 + 12)


def test_slow_reader(tmp_path):
    """A reader that does not read holds the job up; the job does not read on into memory."""
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "%s"}\n' % (b"word " * 20_000) * 2000)  # 200 MB
    job, watch = start(tmp_path / "a.jsonl", "", stdout=subprocess.PIPE)
    with job:
        time.sleep(5)
        assert watch.peak < 150
        job.kill()
