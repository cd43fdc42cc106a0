"""Writing files so that a reader never meets half of one."""

from __future__ import annotations

import contextlib
import hashlib
import os
import os.path
from collections.abc import Iterator

from scoring.base import guard
from scoring.base.reading import open_regular
from scoring.base.tempfiles import temporary_name

__all__ = ["file_digest", "looks_sealed", "replacing", "write_atomic"]


@contextlib.contextmanager
def replacing(path: str, *, sync: bool = True) -> Iterator[str]:
    """The name of a temporary file beside `path` to write to; it takes the name `path` when the block ends well.

    Whatever ends the block early leaves `path` as it was and no temporary file; what a killed process leaves, the next
    run removes. A symbolic link is followed, so that the link itself survives. `sync` False skips waiting for the disk,
    for files that can be made again. Raises OSError, and ProtectedError where the file must not be replaced
    (`guard.check`).
    """
    guard.check(path)
    target = os.path.realpath(path)
    temporary = temporary_name(target)
    try:
        yield temporary
        if sync:
            descriptor = os.open(temporary, os.O_RDWR | getattr(os, "O_BINARY", 0))
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        guard.check(path)  # the block may have taken minutes
        os.replace(temporary, target)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        if isinstance(error, OSError) and error.filename == temporary:  # who reads of it knows the file to be written
            error.filename, error.filename2 = path, None
        raise


def write_atomic(path: str, data: bytes, *, mode: int | None = None, sync: bool = True) -> None:
    """Write `data` to `path` as `replacing` does. `mode` None keeps the permissions of a file that is replaced (else what
    the umask gives)."""
    if mode is None:
        with contextlib.suppress(OSError):
            mode = os.stat(path).st_mode & 0o7777
    with replacing(path, sync=sync) as temporary:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with open(os.open(temporary, flags, 0o666 if mode is None else mode), "wb") as stream:
            stream.write(data)
        if mode is not None and os.name == "posix":
            os.chmod(temporary, mode)


def looks_sealed(path: str) -> bool:
    """Whether the file at `path` begins like a bundle (ZIP) or a report (PDF), which no file of ours in YAML does."""
    try:
        if not os.path.isfile(path):  # a pipe can be read only once
            return False
        with open_regular(path) as stream:
            head = stream.read(5)
    except OSError:
        return False
    return head == b"%PDF-" or head[:4] in (b"PK\x03\x04", b"PK\x05\x06")


def file_digest(path: str) -> str:
    """The SHA-256 (hex) of a file; "" where it cannot be read."""
    try:
        with open_regular(path) as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
