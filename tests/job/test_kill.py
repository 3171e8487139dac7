"""A job that is killed, at whatever moment, can be resumed: nothing lost, nothing twice."""

import gzip
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("killable.py")
RUNS = int(os.environ.get("CLEANTEXT_KILLS", "20"))


def lines(first: int, count: int) -> bytes:
    kinds = (b'{"text": "record %d"}', b'{"text": "a\\n--\\nrecord %d"}', b'{"text": "--", "id": %d}', b"bad %d")
    return b"".join(kinds[n % 11 if n % 11 < 4 else 0] % n + b"\n" for n in range(first, first + count))


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """Plain, compressed and cut inputs, and many small ones."""
    folder = tmp_path_factory.mktemp("crawl")
    (folder / "a.jsonl").write_bytes(lines(0, 150))
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(lines(1000, 150)))
    (folder / "c.jsonl.gz").write_bytes(gzip.compress(lines(2000, 90))[:-60])
    for n in range(5):
        (folder / f"small-{n}.jsonl").write_bytes(lines(3000 + n, 1))
    return folder


def start(source, output, last, kinds):
    arguments = [sys.executable, str(SCRIPT), str(source), str(output), str(last), kinds]
    return subprocess.run(arguments, capture_output=True, text=True, timeout=120, check=False)


def contents(output: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in output.iterdir() if not path.name.startswith(".")}


@pytest.fixture(scope="module")
def undisturbed(source, tmp_path_factory):
    """The outputs of a job that nobody killed, its tally, and how many steps it took, by kind."""
    steps, outputs, tallies = {}, [], set()
    for kinds in ("w", "d"):
        output = tmp_path_factory.mktemp("undisturbed") / "out"
        done = start(source, output, 0, kinds)
        assert done.returncode == 0, done.stderr
        tally, _, count = done.stdout.strip().rpartition(" ")
        steps[kinds] = int(count)
        tallies.add(tally)
        outputs.append(contents(output))
    assert outputs[0] == outputs[1]
    assert len(tallies) == 1
    return outputs[0], tallies.pop(), steps


@pytest.mark.slow
@pytest.mark.parametrize("number", range(RUNS))
def test_killed_and_resumed(source, undisturbed, tmp_path, number):
    """Killed at two random steps, and resumed, a job ends with the same bytes and the same tally."""
    expected, tally, steps = undisturbed
    chance = random.Random(number)
    kinds = "wd"[number % 2]
    for _ in range(2):
        killed = start(source, tmp_path / "out", chance.randrange(1, steps[kinds]), kinds)
        if killed.returncode == 0:  # so much was done that the second step is never reached
            break
        assert killed.returncode == -9, killed.stderr
        # Whatever bears its final name is complete.
        for name, data in contents(tmp_path / "out").items():
            assert data == expected[name]
    resumed = start(source, tmp_path / "out", 0, kinds)
    assert resumed.returncode == 0, resumed.stderr
    assert resumed.stdout.rpartition(" ")[0] == tally
    assert contents(tmp_path / "out") == expected
    assert not list((tmp_path / "out").glob("*.part"))
