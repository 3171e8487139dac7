"""What is written where: nothing is destroyed, whatever the path names. All nodes are in a temporary folder."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cleantext.encoding import check_encoding, decode_text, encode_as
from cleantext.files import (
    ClashError,
    InputError,
    beside,
    check_apart,
    is_stream,
    replace_file,
    sync_folder,
    write_file,
)


@pytest.fixture
def null(tmp_path: Path) -> Path:
    """A node like ``/dev/null``."""
    node = tmp_path / "null"
    try:
        os.mknod(node, stat.S_IFCHR | 0o666, Path(os.devnull).stat().st_rdev)
        node.write_bytes(b"x")
    except OSError:
        pytest.skip("needs the right to make nodes")
    return node


def test_device_is_written_not_replaced(null: Path) -> None:
    """A device stays a device."""
    write_file(null, b"text")
    assert stat.S_ISCHR(null.stat().st_mode)
    assert [path.name for path in null.parent.iterdir()] == ["null"]


def test_fifo_is_written_not_replaced(tmp_path: Path) -> None:
    """The reader of a FIFO gets what is written, through a link as well, and the FIFO stays."""
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "link").symlink_to("fifo")
    for name in ("fifo", "link"):
        with ThreadPoolExecutor() as pool:
            read = pool.submit((tmp_path / "fifo").read_bytes)
            write_file(tmp_path / name, b"text")
            assert read.result(20) == b"text"
    assert (tmp_path / "fifo").is_fifo()


def test_open_descriptors_are_written(tmp_path: Path) -> None:
    """``/dev/fd/N``, as shells write ``>(command)``; a file that is open to append to keeps what it has."""
    ours, theirs = os.pipe()
    write_file(Path(f"/dev/fd/{theirs}"), b"text")
    os.close(theirs)
    assert os.read(ours, 10) == b"text"
    os.close(ours)
    log = tmp_path / "log"
    log.write_bytes(b"before ")
    with log.open("ab") as file:
        (tmp_path / "link").symlink_to(f"/dev/fd/{file.fileno()}")
        write_file(tmp_path / "link", b"after")
    assert log.read_bytes() == b"before after"


def test_descriptors_of_files_are_written_at_their_place(tmp_path: Path) -> None:
    """So that ``(cleantext a -o /dev/stdout; date) > log`` holds both, and what stood there before."""
    log = tmp_path / "log"
    with log.open("wb", buffering=0) as file:
        file.write(b"before ")
        write_file(Path(f"/dev/fd/{file.fileno()}"), b"text ")
        file.write(b"after")
    assert log.read_bytes() == b"before text after"


@pytest.mark.parametrize("is_there", [True, False])
def test_links_are_followed(tmp_path: Path, is_there: bool) -> None:
    """What a link leads to is replaced or made; the link stays."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder/file")
    if is_there:
        (tmp_path / "folder" / "file").write_bytes(b"old")
    write_file(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "folder" / "file").read_bytes() == b"new"
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["file"]


def test_links_in_a_circle_are_an_error(tmp_path: Path) -> None:
    """And stay as they are."""
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(OSError, match="Too many levels"):
        write_file(tmp_path / "a", b"x")
    assert (tmp_path / "a").is_symlink()


def test_owner_and_permissions_stay(tmp_path: Path) -> None:
    """Who replaces a file of somebody else leaves it theirs; no other user sees it in between."""
    file = tmp_path / "file"
    file.write_bytes(b"old")
    file.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(file, 12345, 23456)
    before = file.stat()
    replace_file(file, b"new")
    after = file.stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)


def test_trouble_is_told_with_the_name_that_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody knows the name that a file has until it is complete; of that one nothing is left."""

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left") as caught:
        replace_file(tmp_path / "a.txt", b"text")
    assert caught.value.filename == str(tmp_path / "a.txt")
    assert list(tmp_path.iterdir()) == []


def _fail_for_folders(trouble: int) -> Callable[[int], None]:
    def sync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(trouble, os.strerror(trouble))

    return sync


def test_folders_that_can_not_be_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some file systems sync none, and what is written has its name by then; a broken disk is told."""
    monkeypatch.setattr(os, "fsync", _fail_for_folders(errno.EINVAL))
    replace_file(tmp_path / "a.txt", b"text")
    monkeypatch.setattr(os, "fsync", _fail_for_folders(errno.EIO))
    with pytest.raises(OSError, match=f"{tmp_path.name}'"):
        sync_folder(tmp_path)


def test_a_folder_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files can be put into it all the same."""
    real = os.open

    def refuse(path: Path, flags: int, *mode: int) -> int:
        if Path(path).is_dir():
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return real(path, flags, *mode)

    monkeypatch.setattr(os, "open", refuse)
    replace_file(tmp_path / "a.txt", b"text")
    assert (tmp_path / "a.txt").read_bytes() == b"text"


def test_longest_names(tmp_path: Path) -> None:
    """A name may be as long as names can be, in bytes; what is beside it is no longer."""
    file = tmp_path / ("ü" * 125 + ".text")
    write_file(file, b"x")
    assert file.read_bytes() == b"x"
    one, other = (beside(tmp_path / ("ü" * 120 + end + "." * 10), ".", ".part") for end in "ab")
    assert one != other
    assert len(os.fsencode(one.name)) < 256


TEXT = "Grüße\r\naus Köln\r\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        b"\xff\xfe\x00\x00" + TEXT.encode("utf-32-le"),
        b"\x00\x00\xfe\xff" + TEXT.encode("utf-32-be"),
    ],
)
def test_text_goes_back_as_it_came(data: bytes) -> None:
    """Encoding, mark and line ends."""
    decoded = decode_text(data)
    assert decoded.removeprefix("\ufeff") == TEXT
    assert encode_as(decoded, data, decoded) == data
    assert decode_text(encode_as(decoded[:-10], data, decoded)) == decoded[:-10]


def test_text_that_can_not_go_back() -> None:
    """What does not fit into its encoding is refused rather than replaced."""
    data = TEXT.encode("latin-1")
    decoded = decode_text(data, "latin-1")
    assert encode_as(decoded, data, decoded, "latin-1") == data
    with pytest.raises(InputError, match="can not be written back"):
        encode_as("日本", data, decoded, "latin-1")


@pytest.mark.parametrize("name", ["klingon", "base64", "hex", "rot13", "zlib", "undefined", "", "a\0b", "é" * 300])
def test_what_is_no_encoding_of_text(name: str) -> None:
    """Codecs that Python knows and that make no text of bytes are as unknown as any other word."""
    with pytest.raises(InputError, match="no encoding"):
        check_encoding(name)


@pytest.mark.parametrize("name", ["punycode", "idna", "utf-7", "utf-16", "unicode_escape"])
def test_odd_encodings_fail_in_one_line(name: str) -> None:
    """Whatever their decoders raise."""
    with pytest.raises(InputError) as error:
        decode_text(b"\xff\xfe-\xff\xff9999999999\\x", name)
    assert "\n" not in str(error.value)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a").write_bytes(b"a")
    os.link(tmp_path / "a", tmp_path / "hard")
    (tmp_path / "soft").symlink_to("a")
    (tmp_path / "dangling").symlink_to("sub/new")
    (tmp_path / "sub").mkdir()
    (tmp_path / "elsewhere").symlink_to("sub")
    os.mkfifo(tmp_path / "fifo")
    return tmp_path


@pytest.mark.parametrize("other", ["a", "./sub/../a", "hard", "soft"])
def test_what_is_read_is_not_written(folder: Path, other: str) -> None:
    """Under no name that it has, relative or not."""
    with pytest.raises(ClashError, match="a, which is read"):
        check_apart(["a"], [other])
    with pytest.raises(ClashError, match="which is read"):
        check_apart([folder / other], ["a"])


@pytest.mark.parametrize(
    ("one", "other"),
    [("a", "soft"), ("sub/new", "dangling"), ("sub/x", "elsewhere/x"), ("x", "sub/../x"), ("fifo",) * 2],
)
@pytest.mark.usefixtures("folder")
def test_nothing_is_written_twice(one: str, other: str) -> None:
    """Neither a file nor the name that a new one would get."""
    with pytest.raises(ClashError, match="which is written too"):
        check_apart([], [one, other])


@pytest.mark.usefixtures("folder")
def test_what_may_be_shared(null: Path) -> None:
    """Different files, and devices, in which nothing is destroyed."""
    check_apart(["a", null], ["b", "sub/b", "fifo", null, null])
    assert is_stream(null)
