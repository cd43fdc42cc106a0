"""Looks at one evidence file without ever leaving the submission's folder."""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from dataclasses import dataclass

__all__ = ["FileFacts", "find", "look"]

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """A regular file: its size in bytes, the SHA-256 (hex) of its bytes and whether it starts like a PDF."""

    path: str
    size: int
    digest: str
    is_pdf: bool


def find(base_dir: str, path: str) -> str | None:
    """The real path of the regular file `path` under `base_dir`, or None where there is none.

    `path` is relative and uses forward slashes. A path that leads out of the folder, by `..`, by being absolute or
    through a link, counts as not there: a report must not read what the city did not hand in. Systems disagree on how
    a composed character is spelt in a file name, so the composed and the decomposed spelling are tried too.
    """
    if not path or "\0" in path or "\\" in path or os.path.isabs(path) or os.path.splitdrive(path)[0]:
        return None
    root = os.path.realpath(base_dir)
    for spelling in dict.fromkeys((path, unicodedata.normalize("NFC", path), unicodedata.normalize("NFD", path))):
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
        with open(real, "rb") as file:
            while chunk := file.read(CHUNK):
                head = head or chunk[:1024]
                digest.update(chunk)
                size += len(chunk)
    except OSError:
        return None
    return FileFacts(path=real, size=size, digest=digest.hexdigest(), is_pdf=b"%PDF-" in head)
