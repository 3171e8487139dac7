"""What a job costs: speed at one and two processes, overhead over the library, memory, kills.

    python benchmarks/job.py              speed, overhead, scaling and memory
    python benchmarks/job.py --kills 100  kill a job at so many random moments, compare its output

Rates are taken between the first and the last outcome, without the start of the processes. All
variants run in turn and the best of the ``--rounds`` counts. On a busy machine seconds say little:
the overhead is that in processor time, which other people's processes hardly change. NumPy gets one
thread everywhere, as in the workers of a job.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"  # read when NumPy is loaded

import data
from cleantext.cleaner import Cleaner
from cleantext.document import Document
from cleantext.job.batches import BATCH_RECORDS
from cleantext.job.checkpoint import Tally
from cleantext.job.job import Job, Listener
from cleantext.job.plan import make_plan
from cleantext.job.recipe import Recipe
from cleantext.job.run import run
from cleantext.pipeline import Pipeline, profile_pipeline

MEGA = 1_000_000


class Speed(NamedTuple):
    """Records a second, and seconds of processor time a record."""

    rate: float
    cost: float


class Clock(Listener):
    """When how many records were done, and what processor time that took, in all processes."""

    def __init__(self) -> None:
        self.marks: list[tuple[int, float, float]] = []

    def progress(self, read: int, tally: Tally) -> None:  # noqa: ARG002 - told, not wanted
        """Takes the time."""
        spent = sum(map(processor_seconds, family(os.getpid())))
        self.marks.append((tally.read, time.perf_counter(), spent))

    @property
    def speed(self) -> Speed:
        """Between the first mark and the last."""
        records, seconds, spent = (last - first for first, last in zip(self.marks[0], self.marks[-1], strict=True))
        return Speed(records / seconds, spent / records)


def write_texts(path: Path, count: int) -> None:
    """What trafilatura makes of the development pages."""
    texts = (r["text"] for r in data.records("extracted-dev.jsonl.xz") if r["extractor"] == "trafilatura")
    write(path, ({"id": n, "text": text} for n, text in zip(range(count), texts, strict=False)))


def write_pages(path: Path, count: int) -> None:
    """The development pages themselves."""
    pages = data.records("wcxb-dev.jsonl.xz")
    write(
        path,
        ({"id": n, "text": page["html"], "url": page["url"]} for n, page in zip(range(count), pages, strict=False)),
    )


def write(path: Path, rows: Iterator[dict[str, object]]) -> None:
    """Records as JSON Lines."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def library_speed(path: Path, is_html: bool) -> Speed:
    """When the library is called for as many at a time, reading and writing aside."""
    clean = Cleaner(source="html" if is_html else "text")
    records = [json.loads(line) for line in path.open(encoding="utf-8")]
    clock = Clock()
    for first in range(0, len(records), BATCH_RECORDS):
        some = records[first : first + BATCH_RECORDS]
        clean.many([Document(record["text"], None, record.get("url")) for record in some])
        clock.progress(0, Tally(written=first + len(some)))
    return clock.speed


def job_speed(path: Path, is_html: bool, processes: int) -> Speed:
    """In a job."""
    clock = Clock()
    plan = make_plan([str(path)], str(path.with_name("out.jsonl")))
    run(Job(plan, Recipe(profile_pipeline(), is_html=is_html), processes), clock)
    return clock.speed


def speed(folder: Path, rounds: int, texts: int, pages: int) -> None:
    """The table of rates, processor time a record, and ratios."""
    print("| records | library | job, 1 process | job, 2 processes | overhead | scaling |\n|---|---|---|---|---|---|")
    for name, make, count, is_html in (("text", write_texts, texts, False), ("HTML", write_pages, pages, True)):
        path = folder / f"{name}.jsonl"
        make(path, count)
        size = path.stat().st_size / MEGA / count
        found = [
            (library_speed(path, is_html), job_speed(path, is_html, 1), job_speed(path, is_html, 2))
            for _ in range(rounds)
        ]
        best = [Speed(max(s.rate for s in column), min(s.cost for s in column)) for column in zip(*found, strict=True)]
        cells = [f"{rate:.0f}/s, {rate * size:.2f} MB/s, {1000 * cost:.1f} ms" for rate, cost in best]
        overhead, scaling = best[1].cost / best[0].cost - 1, best[2].rate / best[1].rate
        print(f"| {name} | {' | '.join(cells)} | {overhead:+.1%} | {scaling:.2f} |", flush=True)
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def overhead(folder: Path) -> None:
    """What a job adds to a record, whatever cleaning costs: the same with a pipeline that does nothing."""
    path = folder / "text.jsonl"
    clock = Clock()
    run(Job(make_plan([str(path)], str(folder / "out.jsonl")), Recipe(Pipeline(()), repair=False), 1), clock)
    print(f"a job that cleans nothing: {1000 * clock.speed.cost:.2f} ms of processor time a record")


def memory(folder: Path, megabytes: int) -> None:
    """The most memory of all processes of a job together, over a stream."""
    record = json.dumps({"text": "A sentence that fills the line of a page somewhere. " * 200}).encode() + b"\n"
    command = [sys.executable, "-m", "cleantext", "--from", "jsonl", "--only", "share", "--no-repair", "-j", "2"]
    output = (folder / "stream.jsonl").open("wb")
    with output, subprocess.Popen(command, stdin=subprocess.PIPE, stdout=output, stderr=subprocess.DEVNULL) as job:
        peaks = [0.0]
        threading.Thread(target=watch, args=(job, peaks), daemon=True).start()
        for _ in range(megabytes * MEGA // len(record)):
            job.stdin.write(record)  # type: ignore[union-attr]
        job.stdin.close()  # type: ignore[union-attr]
    print(f"memory over a stream of {megabytes} MB, two workers: at most {max(peaks):.0f} MB, all processes together")


def watch(job: subprocess.Popen[bytes], peaks: list[float]) -> None:
    """Samples the proportional set size of a process and all below it."""
    while job.poll() is None:
        peaks.append(sum(pss(pid) for pid in family(job.pid)) / 1024)
        time.sleep(0.5)


def family(pid: int) -> list[int]:
    """A process and all below it."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(other for child in children for other in family(int(child)))]


def processor_seconds(pid: int) -> float:
    """The processor time of a process, 0 for one that is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def pss(pid: int) -> int:
    """The proportional set size in KB, 0 for a process that is gone."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return int(text.partition("\nPss:")[2].split()[0]) if "\nPss:" in text else 0


def kills(folder: Path, count: int, seed: int = 0) -> None:
    """Kills the command without warning at random moments and resumes it, over and over."""
    write_texts(folder / "text.jsonl", 300)
    (folder / "in").mkdir()
    lines = (folder / "text.jsonl").read_bytes().splitlines(keepends=True)
    for part in range(10):
        (folder / "in" / f"{part}.jsonl").write_bytes(b"".join([*lines[part::10], b"bad\n"]))
    chance, killed, jobs, wrong = random.Random(seed), 0, 0, 0
    command = [sys.executable, "-m", "cleantext", str(folder / "in"), "-j", "2", "--resume", "-o"]
    start = time.perf_counter()
    subprocess.run([*command, f"{folder}/whole/"], check=False, stderr=subprocess.DEVNULL)
    duration = time.perf_counter() - start
    expected = digests(folder / "whole")
    while killed < count:
        jobs += 1
        output = folder / f"run-{jobs}"
        while True:
            with subprocess.Popen([*command, f"{output}/"], stderr=subprocess.DEVNULL) as job:
                try:
                    job.wait(chance.uniform(0, duration))
                    break
                except subprocess.TimeoutExpired:
                    job.send_signal(signal.SIGKILL)
                    killed += 1
        wrong += digests(output) != expected
    records = len(lines) + 10
    print(f"{killed} kills in {jobs} jobs of {records} records: {wrong} outputs differ from the undisturbed one")


def digests(folder: Path) -> dict[str, str]:
    """The digest of every output."""
    paths = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def main() -> None:
    """Runs what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--texts", type=int, default=1400)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--stream-mb", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if arguments.kills:
            kills(Path(folder), arguments.kills)
            return
        speed(Path(folder), arguments.rounds, arguments.texts, arguments.pages)
        overhead(Path(folder))
        memory(Path(folder), arguments.stream_mb)


if __name__ == "__main__":
    data.run(main)
