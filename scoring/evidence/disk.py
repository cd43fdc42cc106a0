"""Looks at one evidence file without ever leaving the submission's folder."""

from __future__ import annotations

import contextlib
import hashlib
import os
import os.path
import stat
import unicodedata
from collections.abc import Iterable, Iterator

from msgspec import Struct

from scoring.base.reading import open_regular
from scoring.evidence.kinds import HEAD

__all__ = ["FileFacts", "find", "glance", "look", "names_under", "sizes", "spellings"]

CHUNK = 1 << 20
LARGEST = 1 << 30
"""The most bytes of one file that is opened or read."""
MOST_TOGETHER = 1 << 32
"""The most bytes of all files that are read whole for their hashes; a bundle takes no more either."""
MOST_FILES = 20_000
"""A folder with more files than this is no evidence folder; the walk stops there."""
IGNORED = ("thumbs.db", "desktop.ini", ".ds_store", "需要提供的材料.txt")
"""What systems and `--layout` leave in folders; no evidence."""


class FileFacts(Struct, frozen=True, kw_only=True):
    """A regular file: its size in bytes, its first bytes, and the SHA-256 (hex) of all of them ("" where only glanced
    at)."""

    path: str
    size: int
    head: bytes
    digest: str = ""


def spellings(path: str) -> tuple[str, ...]:
    """`path` as given, composed and decomposed: systems disagree on how a composed character is spelt in a name."""
    return tuple(dict.fromkeys((path, unicodedata.normalize("NFC", path), unicodedata.normalize("NFD", path))))


def find(base_dir: str, path: str) -> str | None:
    """The real path of the regular file `path` under `base_dir`, or None where there is none.

    `path` is relative and uses forward slashes. A path that leads out of the folder, by `..`, by being absolute or
    through a link, counts as not there: a report must not read what the city did not hand in.
    """
    if not path or "\0" in path or "\\" in path or os.path.isabs(path) or os.path.splitdrive(path)[0]:
        return None
    root = os.path.realpath(base_dir)
    for spelling in spellings(path):
        real = os.path.realpath(os.path.join(root, *spelling.split("/")))
        if not real.startswith(root.rstrip(os.sep) + os.sep):
            continue
        try:
            if stat.S_ISREG(os.stat(real).st_mode):
                return real
        except OSError:
            continue
    return None


def look(real: str) -> FileFacts | None:
    """Read the file once, in pieces; None where it cannot be read."""
    digest = hashlib.sha256()
    size = 0
    head = b""
    try:
        with open_regular(real) as file:
            while chunk := file.read(CHUNK):
                head = head or chunk[:HEAD]
                digest.update(chunk)
                size += len(chunk)
    except OSError:
        return None
    return FileFacts(path=real, size=size, head=head, digest=digest.hexdigest())


def sizes(reals: Iterable[str]) -> int:
    """The bytes of the files that are not too large by themselves, each counted once."""
    found = 0
    for real in set(reals):
        with contextlib.suppress(OSError):
            size = os.path.getsize(real)
            found += size if size <= LARGEST else 0
    return found


def glance(real: str) -> FileFacts | None:
    """Only the size and the first bytes; None where it cannot be read."""
    try:
        with open_regular(real) as file:
            return FileFacts(path=real, size=os.fstat(file.fileno()).st_size, head=file.read(HEAD))
    except OSError:
        return None


def names_under(base_dir: str, tops: tuple[str, ...]) -> Iterator[str]:
    """The paths of the regular files in the folders `tops` of `base_dir`, relative, with forward slashes, as the system
    spells them and in a fixed order. Links are not followed; hidden files are passed over."""
    count = 0
    for top in tops:
        for folder, folders, names in os.walk(os.path.join(base_dir, top)):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                full = os.path.join(folder, name)
                hidden = name.startswith((".", "~$")) or name.lower() in IGNORED
                if hidden or os.path.islink(full) or not os.path.isfile(full):
                    continue
                count += 1
                if count > MOST_FILES:
                    return
                yield os.path.relpath(full, base_dir).replace(os.sep, "/")
