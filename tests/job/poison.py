"""A filter that does to its process what its text says. Workers import it by name."""

import ctypes
import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from cleantext.pipeline import Pipeline
from cleantext.removal import Removal


@dataclass(frozen=True)
class Poison:
    """Removes lines of dashes, and obeys."""

    once: str = ""  # a file that says that the worker was killed before

    def __call__(self, document):
        text = document.text
        if "SEGFAULT" in text:
            ctypes.string_at(0)
        if "KILL" in text and not (self.once and Path(self.once).exists()):
            if self.once:
                Path(self.once).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if "HANG" in text:
            while True:
                time.sleep(1)
        if "SPIN" in text:
            sum(range(10**12))
        if "MEMORY" in text:
            bytearray(64 * 1024**3)
        if "RAISE" in text:
            raise RuntimeError("obeyed")
        if "EXIT" in text:
            os._exit(3)
        if "RECURSE" in text:
            sys.setrecursionlimit(2000)
            self(document)
        return [Removal(line.start, line.end, "poison", "dashes") for line in document.lines if set(line.text) == {"-"}]


PIPELINE = Pipeline([Poison()])
