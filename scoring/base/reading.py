"""The one way in for files that somebody names or a folder holds: regular files only, and no further than a limit.

A pipe without a writer is waited for for ever, a device may have no end, and opening one may do something; so what lies
at a path is looked at first. Only a stream that is open already may be named (`/dev/stdin`, `/dev/fd/63` of a shell).
"""

from __future__ import annotations

import errno
import io
import os
import re
import stat

__all__ = ["LARGEST", "TooLargeError", "open_regular", "read_bytes", "read_text"]

LARGEST = 2 * 1024 * 1024
"""The most bytes that a text file of ours may have; nobody reads further into whatever a path names (a film, a disk)."""
OPEN_ALREADY = re.compile("/dev/(?:stdin|fd/[0-9]+)")


class TooLargeError(OSError):
    """A file with more bytes than anybody wants of it. `size` is None for a stream, whose end was not waited for; `head`
    are its first bytes, which say what it is."""

    def __init__(self, path: str, size: int | None, head: bytes) -> None:
        super().__init__(errno.EFBIG, os.strerror(errno.EFBIG), path)
        self.size = size
        self.head = head


def open_regular(path: str) -> io.BufferedReader:
    """The file at `path`, open for reading. Raises OSError: ENXIO for a pipe, a device or a socket."""
    about = os.stat(path).st_mode
    if not stat.S_ISREG(about):
        if stat.S_ISDIR(about):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
        if not (stat.S_ISFIFO(about) and OPEN_ALREADY.fullmatch(path)):
            raise OSError(errno.ENXIO, os.strerror(errno.ENXIO), path)
    return open(path, "rb")


def read_bytes(path: str, most: int = LARGEST) -> bytes:
    """All of the file at `path`. Raises TooLargeError for more than `most` bytes (of which it reads a few), and OSError."""
    with open_regular(path) as stream:
        about = os.fstat(stream.fileno())
        size = about.st_size if stat.S_ISREG(about.st_mode) else None
        data = stream.read(16 if size is not None and size > most else most + 1)
    if len(data) > most or (size is not None and size > most):
        raise TooLargeError(path, size, data[:16])
    return data


def read_text(path: str, most: int = LARGEST, *, encoding: str = "utf-8-sig") -> str:
    """All of a text file, its line ends as a newline. Raises as `read_bytes`, and UnicodeDecodeError."""
    return io.TextIOWrapper(io.BytesIO(read_bytes(path, most)), encoding).read()
