"""The command, as a process of its own or in this one."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cleantext.command import main

COMMAND = [sys.executable, "-m", "cleantext"]


def shown(terminal: int) -> bytes:
    """All that a process writes to the other end of ``terminal``, which is closed behind it."""
    seen = b""
    with contextlib.suppress(OSError):  # how a terminal ends
        while data := os.read(terminal, 4096):
            seen += data
    os.close(terminal)
    return seen


def run(*arguments: str | Path, stdin: bytes | str = b"", **options) -> subprocess.CompletedProcess[bytes]:
    """What a process of its own does."""
    data = stdin.encode() if isinstance(stdin, str) else stdin
    return subprocess.run([*COMMAND, *map(str, arguments)], input=data, capture_output=True, check=False, **options)


def call(*arguments: str | Path, stdin: bytes | str = b"") -> subprocess.CompletedProcess[bytes]:
    """As :func:`run`, in this process, which has read the rules: for all that needs none of its own."""
    data = stdin.encode() if isinstance(stdin, str) else stdin
    streams = [io.TextIOWrapper(io.BytesIO(initial), encoding="utf-8") for initial in (data, b"", b"")]
    with pytest.MonkeyPatch.context() as patch:
        for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
            patch.setattr(sys, name, stream)
        try:
            code = main([*map(str, arguments)])
        except SystemExit as end:
            code = end.code
        for stream in streams[1:]:
            stream.flush()
    return subprocess.CompletedProcess(arguments, code, *(stream.buffer.getvalue() for stream in streams[1:]))
