"""The list of promises names tests that there are, and the package does nothing that it promises not to do."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import cleantext

TESTS = Path(__file__).parent
FORBIDDEN = {
    "pickle",
    "marshal",
    "shelve",
    "socket",
    "ssl",
    "ftplib",
    "smtplib",
    "http",
    "requests",
    "urllib3",
    "aiohttp",
}


def test_every_promise_has_its_test() -> None:
    """Under the name that the list gives."""
    text = (TESTS.parent / "docs" / "promises.md").read_text(encoding="utf-8")
    promises = re.findall(r"(?m)^\| P(\d+) \|", text)
    assert sorted(map(int, promises)) == list(range(1, len(promises) + 1))
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", text)
    assert len(named) > len(promises)
    for file, name in named:
        assert f"def {name}(" in (TESTS / file).read_text(encoding="utf-8"), f"{file}::{name}"


def test_nothing_in_the_package_can_do_harm() -> None:
    """Nothing opens a connection, reads a pickle or runs what it read."""
    for path in Path(cleantext.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            assert not FORBIDDEN & {name.partition(".")[0] for name in names}, path
            assert "urllib.request" not in names, path
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"eval", "exec", "compile", "__import__"}, path
