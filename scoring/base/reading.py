"""The one way in for files that somebody names or a folder holds: regular files only, and no further than a limit; and the
limits for ZIP files and PDFs from anywhere.

A pipe without a writer is waited for for ever, a device may have no end, and opening one may do something; so what lies
at a path is looked at first. Only a stream that is open already may be named (`/dev/stdin`, `/dev/fd/63` of a shell).
"""

from __future__ import annotations

import errno
import io
import logging
import os
import re
import stat
import struct
import warnings
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    import pikepdf

__all__ = [
    "LARGEST",
    "LARGEST_DIRECTORY",
    "LARGEST_REPORT",
    "MOST_PAGES",
    "TooLargeError",
    "directory_size",
    "limit_pikepdf",
    "open_regular",
    "pages_of",
    "read_bytes",
    "read_text",
]

LARGEST = 2 * 1024 * 1024
"""The most bytes that a text file of ours may have; nobody reads further into whatever a path names (a film, a disk)."""
LARGEST_REPORT = 256 << 20
"""The most bytes that a report may have which carries what it was made from."""
OPEN_ALREADY = re.compile("/dev/(?:stdin|fd/[0-9]+)")
LARGEST_DIRECTORY = 32 << 20
"""What 65,535 files with names of 400 bytes take; documents and bundles stay far below."""
END, WIDE_END, WIDE_PLACE = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
TAIL = 22 + 0xFFFF
MOST_PAGES = 20_000
UNPACKED = 64 << 20
"""Object lists and tables of contents of a PDF are far smaller; its pictures and pages are never unpacked here."""


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


def directory_size(stream: BinaryIO) -> int:
    """How many bytes the directory of a ZIP claims to have; 0 where the file has no end of one. Only the end is read."""
    size = stream.seek(0, os.SEEK_END)
    start = max(0, size - TAIL - 20)
    stream.seek(start)
    tail = stream.read(TAIL + 20)
    at = tail.rfind(END)
    if at < 0 or len(tail) - at < 22:
        return 0
    claimed: int = struct.unpack("<I", tail[at + 12 : at + 16])[0]
    place = tail[max(0, at - 20) : at]
    if len(place) == 20 and place[:4] == WIDE_PLACE:  # ZIP64 says it elsewhere
        stream.seek(min(struct.unpack("<Q", place[8:16])[0], size))
        wide = stream.read(56)
        if len(wide) == 56 and wide[:4] == WIDE_END:
            (wider,) = struct.unpack("<Q", wide[40:48])
            claimed = max(claimed if claimed != 0xFFFFFFFF else 0, wider)
    return claimed


def limit_pikepdf() -> None:
    """Set the limits for this process and silence English warnings; call it before a PDF is opened."""
    from pikepdf import PikepdfWarning, settings

    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", category=PikepdfWarning)
    settings.set_qpdf_limits(
        flate_max_memory=UNPACKED,
        png_max_memory=UNPACKED,
        tiff_max_memory=UNPACKED,
        run_length_max_memory=UNPACKED,
        max_stream_filters=2,
        parser_max_container_size=1_000_000,
        doc_max_warnings=1_000,
    )


def pages_of(pdf: pikepdf.Pdf) -> int:
    """The pages of the tree, counted without laying them out: a small file can name one page a million times.

    Returns 0 where the tree makes no sense or holds more than MOST_PAGES.
    """
    import pikepdf

    waiting, seen, count = [pdf.Root.get("/Pages")], set(), 0
    while waiting:
        node = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary):
            continue
        kids = node.get("/Kids")
        if not isinstance(kids, pikepdf.Array):
            count += 1
        elif node.objgen in seen or len(kids) > MOST_PAGES:
            return 0
        else:
            seen.add(node.objgen)
            waiting += list(kids)
        if count + len(waiting) > 2 * MOST_PAGES or count > MOST_PAGES:
            return 0
    return count
