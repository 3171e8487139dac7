"""What is kept for the next process: never stale, never half, never in the way."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path

import pytest

import cleantext
from cleantext import arrays, cache, rulebook
from cleantext.cache import INSTALLED, digest, kept, made
from cleantext.judge import weights

TEXT = b"made\n" * 50_000
COUNT = "from cleantext.rulebook import RuleLines, built_in_text; print(len(RuleLines(built_in_text)))"
COPIES = """
from hashlib import sha256
from cleantext.compiled import copies
from cleantext.judge import weights
for name, data in (copies() | weights.copies()).items():
    print(name, sha256(data).hexdigest())
"""


def refuse() -> bytes:
    raise AssertionError("it was there")


def test_it_is_made_once(tmp_path: Path) -> None:
    """The second time it is read; another key makes it anew and removes the first."""
    assert kept(tmp_path / "made", "rules", "a", lambda: TEXT) == TEXT
    assert kept(tmp_path / "made", "rules", "a", refuse) == TEXT
    assert kept(tmp_path / "made", "rules", "b", lambda: b"new\n") == b"new\n"
    assert [path.name for path in (tmp_path / "made").iterdir()] == ["rules-b"]


def test_an_installed_package_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody asks then what it was made of."""
    monkeypatch.setattr(cache, "_PACKAGE", tmp_path)
    assert made("rules", lambda: [b"a"], lambda: TEXT) == TEXT
    (tmp_path / INSTALLED).mkdir()
    (tmp_path / INSTALLED / "rules").write_bytes(b"new\n")
    assert made("rules", refuse, refuse) == tmp_path / INSTALLED / "rules"


@pytest.mark.slow
def test_a_wheel_has_the_same_bytes_always() -> None:
    """Whatever order the sets have in a process that makes it: its seed of hashes is drawn, and where its memory is."""
    command = [sys.executable, "-c", COPIES]
    made = {subprocess.check_output(command, env=os.environ | {"PYTHONHASHSEED": seed}) for seed in ("1", "2")}
    assert len(made) == 1


@pytest.mark.parametrize("damage", [b"", TEXT[:-3], b"\xff\n"])
def test_half_a_file_is_made_again(tmp_path: Path, damage: bytes) -> None:
    """A full disk or a crash leaves no trap."""
    (tmp_path / "rules-a").write_bytes(damage)
    assert kept(tmp_path, "rules", "a", lambda: TEXT) == TEXT
    assert kept(tmp_path, "rules", "a", refuse) == TEXT


def test_where_nothing_can_be_written_it_is_made_each_time(tmp_path: Path) -> None:
    """A file where the folder would be stands for any reason."""
    (tmp_path / "made").write_text("not a folder")
    for _ in range(2):
        assert kept(tmp_path / "made", "rules", "a", lambda: TEXT) == TEXT
    assert (tmp_path / "made").read_text() == "not a folder"


def _ask(folder: Path) -> bool:
    return all(kept(folder, "rules", str(n % 3), lambda: TEXT) == TEXT for n in range(60))


def test_processes_do_not_disturb_each_other(tmp_path: Path) -> None:
    """Eight at once, under keys that change all the time: each gets the whole."""
    with get_context("forkserver").Pool(8) as pool:
        assert all(pool.map(_ask, [tmp_path] * 8))
    assert not list(tmp_path.glob(".*"))


def test_keys_tell_where_parts_end() -> None:
    """Moving a letter from one file to the next is a change."""
    assert digest([b"ab", b"c"]) != digest([b"a", b"bc"])
    assert digest(iter([b"ab"])) == digest([b"ab"])


def test_what_packs_is_a_part() -> None:
    """Copies in another form than that which is read are made anew."""
    packer = Path(arrays.__file__).read_bytes()
    assert packer in rulebook.parts()
    assert packer in weights.parts()


def test_changed_rules_are_read(tmp_path: Path) -> None:
    """A checkout's processes share one copy, which a new rule file replaces. English is enough to see that."""
    package = tmp_path / "cleantext"
    skipped = shutil.ignore_patterns("*.npz", "*.tsv", "__pycache__", ".made", INSTALLED, "rules")
    shutil.copytree(Path(cleantext.__file__).parent, package, ignore=skipped)
    shutil.copytree(Path(cleantext.__file__).parent / "rules" / "en", package / "rules" / "en")

    def count() -> int:
        process = subprocess.run([sys.executable, "-c", COUNT], cwd=tmp_path, capture_output=True, check=True)
        return int(process.stdout)

    first = count()
    (made,) = (package / ".made").iterdir()
    time = made.stat().st_mtime_ns
    assert count() == first
    assert made.stat().st_mtime_ns == time
    with (package / "rules" / "en" / "ads.toml").open("a") as file:
        file.write('\n[[rule]]\nid = "quite-new"\nwhy = "New."\nphrases = ["Quite new."]\n')
    assert count() == first + 1
    assert len(list((package / ".made").iterdir())) == 1
