"""A filter that does to its process what its text says. Workers import it by name."""

import ctypes
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from cleantext.pipeline import Pipeline
from cleantext.removal import Removal


def hang(*_):
    """Sleeps for ever."""
    while True:
        time.sleep(1)


def kill(poison, _document):
    """Dies as if killed from outside; with ``once``, only the first time."""
    if not (poison.once and Path(poison.once).exists()):
        if poison.once:
            Path(poison.once).touch()
        os.kill(os.getpid(), signal.SIGKILL)


def recurse(poison, document):
    """Never comes to an end."""
    recurse(poison, document)


def fail(*_):
    """An error of the filter."""
    raise RuntimeError("obeyed")


DEEDS = {
    "SEGFAULT": lambda *_: ctypes.string_at(0),
    "KILL": kill,
    "HANG": hang,
    "WAIT": lambda *_: time.sleep(0.5),
    "SPIN": lambda *_: sum(range(10**12)),
    "MEMORY": lambda *_: bytearray(64 * 1024**3),
    "RAISE": fail,
    "EXIT": lambda *_: os._exit(3),
    "RECURSE": recurse,
}


@dataclass(frozen=True)
class Poison:
    """Removes lines of dashes, and obeys."""

    once: str = ""  # a file that says that the worker was killed before

    def __call__(self, document):
        """The lines of dashes, unless a word in the text forbids."""
        text = document.text
        for word, deed in DEEDS.items():
            if word in text:
                deed(self, document)
        return [Removal(line.start, line.end, "poison", "dashes") for line in document.lines if set(line.text) == {"-"}]


PIPELINE = Pipeline([Poison()])
