"""Reading and writing files: nothing of the user's is destroyed.

Only a regular file or a new name is replaced, by renaming; a symbolic link is followed; devices,
FIFOs and open descriptors (``/dev/stdout``, ``/dev/fd/63``) are opened and written.
"""

from __future__ import annotations

import errno
import io
import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import takewhile
from pathlib import Path
from typing import Any, BinaryIO

STDIN = STDOUT = "-"

_LONGEST_NAME = 255
_DESCRIPTORS = re.compile(r"/proc/(\d+)(?:/task/\d+)?/fd|/dev/fd")


class InputError(Exception):
    """An input that can not be used; the message is one line and says why."""


class ClashError(ValueError):
    """A path would be written that is read, or written twice; the message is one line."""


def read_bytes(path: Path) -> bytes:
    """The bytes of a file. Raises :class:`InputError` if it can not be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(reason(error)) from None


def reason(error: OSError) -> str:
    """Why an operation on a file failed, in the system's words: "no such file or directory"."""
    return (error.strerror or str(error)).lower()


def is_stream(path: str | Path) -> bool:
    """Is what ``path`` names written to rather than replaced: a device, a FIFO, an open descriptor?"""
    try:
        mode = Path(path).stat().st_mode
    except OSError:  # a new name
        return False
    return not stat.S_ISREG(mode) or _descriptor(str(path)) is not None


def _descriptor(path: str) -> tuple[int, str] | None:
    """The process and the number of the open descriptor that ``path`` leads to, if it leads to one."""
    # Links are followed one by one: the last step is to a file that need not have a name.
    for _ in range(40):
        folder = os.path.realpath(os.path.dirname(path) or ".")  # noqa: PTH120
        name = os.path.basename(path)  # noqa: PTH119
        if found := _DESCRIPTORS.fullmatch(folder):
            return int(found[1] or os.getpid()), name
        try:
            path = os.path.join(folder, os.readlink(os.path.join(folder, name)))  # noqa: PTH115, PTH118
        except OSError:  # no link
            return None
    return None


class NamedFile(io.FileIO):
    """The file that ``handle`` has open. Errors name it, as those of ``open`` do."""

    def __init__(self, handle: int, name: str, mode: str) -> None:
        super().__init__(name, mode, opener=lambda *_: handle)

    def write(self, data: Any, /) -> int:
        """Writes what fits."""
        with naming(self.name):
            return super().write(data)


@contextmanager
def naming(name: object) -> Iterator[None]:
    """Errors that do not say of which file they are get ``name``."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or name
        raise


def open_stream(path: str | Path) -> BinaryIO:
    """What :func:`is_stream` says is written to, opened for that. Raises ``OSError``."""
    return io.BufferedWriter(NamedFile(_handle(path), str(path), "w"))


def _handle(path: str | Path) -> int:
    process, number = _descriptor(str(path)) or (0, "")
    if process == os.getpid() and number.isdecimal():
        # Opened anew, a file would have another place to write at, and who writes to it next would write over it.
        return os.dup(int(number))
    is_regular = stat.S_ISREG(Path(path).stat().st_mode)
    return os.open(path, os.O_WRONLY | os.O_NOCTTY | (os.O_APPEND if is_regular else 0))


def followed(path: Path) -> Path:
    """The path that is replaced when ``path`` is written: where a symbolic link leads.

    Raises ``OSError`` if links lead in a circle.
    """
    if is_stream(path) or not path.is_symlink():
        return path
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    return target


def beside(path: Path, prefix: str, suffix: str) -> Path:
    """A name in the folder of ``path`` made from its own, no longer than names can be.

    >>> str(beside(Path("out/a.txt"), ".", ".part"))
    'out/.a.txt.part'
    """
    name = f"{prefix}{path.name}{suffix}"
    if len(os.fsencode(name)) > _LONGEST_NAME:
        import hashlib  # takes longer to load than all else here, and such names are rare

        digest = hashlib.sha256(os.fsencode(path.name)).hexdigest()[:16]
        name = f"{prefix}{os.fsencode(path.name)[:100].decode('utf-8', 'ignore')}-{digest}{suffix}"
    return path.with_name(name)


def is_too_long(path: Path) -> bool:
    """Has ``path`` a longer name than a file can have?"""
    return len(os.fsencode(path.name)) > _LONGEST_NAME


def write_file(path: Path, data: bytes) -> None:
    """Writes ``data`` to ``path``: into a stream, or by :func:`replace_file`. Raises ``OSError``."""
    if is_stream(path):
        with open_stream(path) as file:
            file.write(data)
    else:
        replace_file(path, data)


def ended(text: str) -> str:
    """``text`` as that of a file, whose last line ends."""
    return text + "\n" if text and not text.endswith(("\n", "\r")) else text


def make_folder(folder: Path) -> None:
    """Makes ``folder`` and those that it lies in, however many. Raises ``OSError``."""
    missing = takewhile(lambda one: not one.is_dir(), (folder, *folder.parents))
    for one in reversed(list(missing)):
        try:
            one.mkdir(exist_ok=True)
        except FileExistsError:
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(one)) from None


def check_folder(path: str | Path) -> None:
    """Raises ``OSError`` if no file can be made where ``path`` is: better now than when all is done."""
    target = followed(Path(path))
    if is_stream(target):
        return
    if not target.parent.is_dir():
        trouble = errno.ENOTDIR if target.parent.exists() else errno.ENOENT
    elif not os.access(target.parent, os.W_OK | os.X_OK):
        trouble = errno.EACCES
    else:
        return
    raise OSError(trouble, os.strerror(trouble), str(path))


def replace_file(path: Path, data: bytes) -> None:
    """Writes ``data`` to ``path`` so that it has either the old or the new content, never a part.

    Keeps owner and permissions of an existing file and follows a symbolic link. Raises ``OSError``.
    """
    target = followed(path)
    part = beside(target, ".", f".{os.urandom(4).hex()}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode_of(target)), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        move_over(part, target)
    except BaseException as error:
        part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            error.filename, error.filename2 = str(path), None  # nobody knows the other name
        raise


def mode_of(target: Path) -> int:
    """The permissions of a file, or those that a new one is created with."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except OSError:
        return 0o666


def move_over(part: Path, target: Path) -> None:
    """Gives the complete and synced ``part`` the name ``target``, durably, with the owner and the
    permissions of what was there before.
    """
    with suppress(FileNotFoundError):
        before = target.stat()
        with suppress(OSError):  # it may be somebody else's
            os.chown(part, before.st_uid, before.st_gid)
        os.chmod(part, stat.S_IMODE(before.st_mode))
    os.replace(part, target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Makes the renames in ``folder`` survive a power cut, where it may be read and its file system syncs folders."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EBADF, errno.EINVAL):
            error.filename = str(folder)
            raise
    finally:
        os.close(handle)


def check_apart(reads: Iterable[str | Path], writes: Iterable[str | Path]) -> None:
    """Refuses (:class:`ClashError`) to write what is read, or one file twice, under whatever name.

    ``-`` is standard input or output. Terminals and ``/dev/null`` are no files to be destroyed.
    """
    read = {key: name for name in reads for key in _identity(name, 0)}
    written: dict[tuple[object, ...], str | Path] = {}
    for name in writes:
        for key in _identity(name, 1):
            what = "standard output" if name == STDOUT else name
            if key in read:
                source = "standard input" if read[key] == STDIN else read[key]
                raise ClashError(f"{what} would be written over {source}, which is read")
            if key in written:
                raise ClashError(f"{what} would be written over {written[key]}, which is written too")
            written[key] = what


def _identity(name: str | Path, descriptor: int) -> Iterator[tuple[object, ...]]:
    """What tells a file from all others: its device and inode, or the name that it would get."""
    try:
        status = os.fstat(descriptor) if name == STDIN else Path(name).stat()
    except OSError:
        if name != STDIN:
            yield (os.path.realpath(name),)
        return
    is_file = stat.S_ISREG(status.st_mode)
    # The two ends of a pipe or socket are one; by name, a FIFO is written or read, not both.
    if is_file or (name != STDIN and not stat.S_ISCHR(status.st_mode) and not stat.S_ISSOCK(status.st_mode)):
        yield status.st_dev, status.st_ino
