"""What repeats across the pages of a site: counts of lines, and the filter made from them.

A line that stands on many pages of one host is furniture, in whatever language. Counting is
exact. The counts are a SQLite file, so they may outgrow the memory; adding up is all that ever
happens to them, so neither order nor the number of workers matters, and parts can be merged.
"""

from __future__ import annotations

import re
import sqlite3
import struct
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from numbers import Real
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

from cleantext.document import Document
from cleantext.files import beside, make_folder
from cleantext.records.sinks import SinkError, alone, part_of, publish
from cleantext.removal import Removal
from cleantext.shape import is_prose

NAME = "repeats"

_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d+")
# A year or a time of day: what stands beside its numbers is a month, a weekday, "am".
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d\d?:\d\d\b")
# Counts that are held in memory before they go to the file.
_HELD = 500_000

_SCHEMA = """
CREATE TABLE IF NOT EXISTS lines (key INTEGER PRIMARY KEY, pages INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS hosts (key INTEGER PRIMARY KEY, pages INTEGER NOT NULL);
"""
_COLUMNS = {(table, column) for table in ("lines", "hosts") for column in ("key", "pages")}
_FIND_COLUMNS = "SELECT found.name, info.name FROM sqlite_master AS found, pragma_table_info(found.name) AS info"


class CountsError(SinkError):
    """A file that holds no counts, or one that can not be written; the message is one line."""


def likeness(line: str) -> str:
    """What is the same in lines that differ in a date, a counter, case or punctuation.

    >>> likeness("Updated: March 12, 2026 – 17 comments") == likeness("updated April 3, 2025 – 4 comments")
    True
    >>> likeness("Chapter 3: The Storm"), likeness("***")
    ('chapter 0 the storm', '')
    """
    words = [_DIGITS.sub("0", word) for word in _WORD.findall(line.casefold())]
    if not _DATE.search(line):
        return " ".join(words)
    is_number = ["0" in word for word in words]
    beside = [any(is_number[max(0, i - 1) : i + 2]) for i in range(len(words))]
    kept = [word for i, word in enumerate(words) if not beside[i]]
    return " ".join([*kept, "0"])


def host_of(url: str | None) -> str:
    """The host of a URL without ``www.``; ``""`` for none, so that pages without URL are one site."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:  # a URL can be anything
        return ""


def _key(host: str, folded: str = "") -> int:
    digest = blake2b(f"{host}\n{folded}".encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def page_keys(document: Document) -> list[int]:
    """The key of the page's host, then those of its different lines: each counts once a page."""
    host = host_of(document.url)
    folded = {likeness(document.lines[number].text) for number in document.content} - {""}
    return [_key(host), *sorted(_key(host, line) for line in folded)]


def pack(keys: Iterable[int]) -> bytes:
    """Keys as bytes, for the way from a worker."""
    keys = list(keys)
    return struct.pack(f">{len(keys)}q", *keys)


def is_counts(path: Path) -> bool:
    """Is ``path`` a file of counts, or free to become one? A database of others is not. Raises ``OSError``."""
    try:
        with path.open("rb") as file:
            if not file.read(1):
                return True
    except FileNotFoundError:
        return True
    try:
        with closing(sqlite3.connect(_address(path), uri=True)) as database:
            return set(database.execute(_FIND_COLUMNS)) == _COLUMNS
    except sqlite3.DatabaseError:
        return False


def merge(paths: Iterable[Path], into: Path) -> None:
    """Adds up files of counts into one, which is there when it is complete, and not before.

    Raises ``OSError``, :class:`~cleantext.records.sinks.BusyError`, and :class:`CountsError`
    for a file that holds no counts.
    """
    make_folder(into.parent)
    with alone(beside(into, ".", ".lock")):
        sink = CountsSink(into)
        try:
            for path in paths:
                sink.merge(path)
            sink.close()
        except BaseException:
            sink.abort()
            part_of(into).unlink(missing_ok=True)
            raise
        publish(into)


class CountsSink:
    """Adds up the packed keys of pages in the part of the file of counts ``path``."""

    def __init__(self, path: Path) -> None:
        part = part_of(path)
        part.unlink(missing_ok=True)
        self._path = path
        with _named(f"{path} can not be written"):
            self._database = _connect(part)
        self._held: Counter[int] = Counter()
        self._hosts: Counter[int] = Counter()

    def write(self, data: bytes, row: object = None) -> None:  # noqa: ARG002 - a sink
        """Takes the keys of one page."""
        host, *lines = struct.unpack(f">{len(data) // 8}q", data)
        self._hosts[host] += 1
        self._held.update(lines)
        if len(self._held) + len(self._hosts) > _HELD:
            self.flush()

    def merge(self, path: Path) -> None:
        """Adds the counts in another file. Raises :class:`CountsError` if it holds none."""
        path.stat()  # SQLite does not say which file is missing
        other = sqlite3.connect(_address(path), uri=True)
        with _named(f"{path} is no file of counts"), closing(other):
            for table, held in (("hosts", self._hosts), ("lines", self._held)):
                for key, pages in other.execute(f"SELECT key, pages FROM {table}"):  # noqa: S608 - a fixed name
                    held[key] += pages
                    if len(held) > _HELD:
                        self.flush()

    def boundary(self) -> None:
        """There is none: counting starts again."""

    def close(self) -> None:
        """Completes the file."""
        self.flush()
        self._database.close()

    def abort(self) -> None:
        """Lets go of the file as it is."""
        self._database.close()

    def flush(self) -> None:
        """Puts into the file what is held."""
        with _named(f"{self._path} can not be written"):
            for table, held in (("hosts", self._hosts), ("lines", self._held)):
                self._database.executemany(
                    f"INSERT INTO {table} VALUES (?, ?) "  # noqa: S608 - a fixed name
                    "ON CONFLICT (key) DO UPDATE SET pages = pages + excluded.pages",
                    sorted(held.items()),
                )
                held.clear()
            self._database.commit()


@contextmanager
def _named(problem: str) -> Iterator[None]:
    """What SQLite says does not name the file."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise CountsError(f"{problem}: {error}") from None


def _address(path: Path) -> str:
    """``path`` for SQLite, to be read and nothing else."""
    return path.absolute().as_uri() + "?mode=ro&immutable=1"


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path)
    # The file has a partial name until it is complete and synced, so a journal would be wasted.
    database.executescript(
        f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; {_SCHEMA}"
    )
    return database


class _Reader(sqlite3.Connection):
    """Closed when the last who reads has gone, and who that is nobody else knows."""

    def __del__(self) -> None:
        self.close()


@lru_cache(maxsize=4)
def _reader(path: str, file: tuple[int, ...]) -> _Reader:  # noqa: ARG001 - tells a new file from an old one
    # Nothing is written, so threads can share it.
    counts = sqlite3.connect(_address(Path(path)), uri=True, check_same_thread=False, factory=_Reader)
    with _named(f"{path} is no file of counts"):
        counts.execute("SELECT hosts.pages, lines.pages FROM hosts, lines LIMIT 0")
    return counts


def _open(path: str) -> sqlite3.Connection:
    """The counts in the file that has the name ``path`` now."""
    status = Path(path).stat()  # SQLite does not say which file is missing
    return _reader(path, (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns))


@dataclass(frozen=True)
class SiteRepeats:
    """Removes lines that stand on many pages of the document's site, as counted in the file ``path``.

    Many is at least ``least`` pages and at least the ``share`` of the pages of that host. A page
    most of whose paragraphs stand elsewhere too is a copy of another page, and not touched.
    """

    path: str
    least: int = 3
    share: float = 0.02
    name: ClassVar[str] = NAME

    def __post_init__(self) -> None:
        are_numbers = isinstance(self.least, Real) and isinstance(self.share, Real)
        if not are_numbers or self.least < 1 or not 0 <= self.share <= 1:
            raise ValueError(f"least is 1 or more and share from 0 to 1, not {self.least!r} and {self.share!r}")

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals of the lines that repeat. Raises ``OSError`` and :class:`CountsError`."""
        host = host_of(document.url)
        counts = _open(self.path)
        total = _pages(counts, "hosts", _key(host))
        if total < self.least:
            return
        many = max(self.least, self.share * total)
        found = list(_repeated(counts, document, host, many))
        prose = [n for n in document.content if is_prose(document.lines[n].text)]
        repeated = {n for n, _ in found}
        if prose and 2 * sum(n in repeated for n in prose) > len(prose):
            return
        for number, pages in found:
            line = document.lines[number]
            evidence = f"on {pages} of {total} pages of {host or 'the site'}"
            yield Removal(line.start, line.end, NAME, "on-many-pages", evidence, min(1.0, pages / total))


def _repeated(counts: sqlite3.Connection, document: Document, host: str, many: float) -> Iterator[tuple[int, int]]:
    for number in document.content:
        folded = likeness(document.lines[number].text)
        pages = _pages(counts, "lines", _key(host, folded)) if folded else 0
        if pages >= many:
            yield number, pages


def _pages(counts: sqlite3.Connection, table: str, key: int) -> int:
    row = counts.execute(f"SELECT pages FROM {table} WHERE key = ?", (key,)).fetchone()  # noqa: S608 - a fixed name
    return int(row[0]) if row else 0
