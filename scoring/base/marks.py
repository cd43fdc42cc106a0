"""The marks by which a file that we wrote is known again, so that making it anew may replace it and nothing else is lost.

Every writer puts its mark into what it writes; here stands how a mark is read back. A file that somebody has worked on
since (a PDF that was signed, a workbook that was saved) counts as theirs.
"""

from __future__ import annotations

import mmap
import os
import re
import zipfile

from scoring.base.reading import LARGEST_DIRECTORY, directory_size, open_regular

__all__ = [
    "ANALYSIS",
    "BINDER",
    "BOOK",
    "BUNDLE",
    "BUNDLE_MARK",
    "COMPARISON",
    "FORM",
    "INTEGRITY_STAMP",
    "MADE_REFERENCES",
    "NOTICE",
    "RANKING",
    "REFERENCES",
    "REMINDER",
    "REPORT",
    "REVIEW",
    "SCHEMA",
    "STAMPED",
    "SUMMARY",
    "kind_of",
    "mark_of",
    "marked_html",
]

REPORT, REVIEW, BINDER, RANKING, BOOK = "report", "review-report", "binder", "ranking", "workbook"
SUMMARY, COMPARISON, ANALYSIS, BUNDLE = "summary", "comparison", "analysis", "bundle"
SCHEMA, REFERENCES, REMINDER, FORM, NOTICE = "schema", "references", "reminder", "form", "notice"
BUNDLE_MARK = b"scoring-bundle/1 manifest sha256 "
MADE_REFERENCES = "# 参照值：由 scoring batch"
"""How the file of references that a batch works out begins."""
HEAD, TAIL = 512, 256
MARK = "scoring-mark/1 "
_MARK = re.compile(rb"scoring-mark/1 ([a-z-]+)")
INTEGRITY_STAMP = b"scoring-seal/1 sha256 " + b"0" * 64 + b" length " + b"0" * 12
"""The place that a report which carries files keeps for the checksum and the length of the whole file."""
STAMPED = re.compile(rb"scoring-seal/1 sha256 ([0-9a-f]{64}) length ([0-9]{12})")
"""That place when it is filled."""
_DATA = re.compile(rb'\{\s*"schema":\s*"(scoring\.[a-z-]+)/[0-9]+"')
_SCHEMA = re.compile(rb'\{\s*"\$schema":\s*"[^"]*",\s*"\$id":\s*"urn:demo-city-scoring:')
_UNTOUCHED = b">1980-01-01T00:00:00Z</dcterms:modified>"
"""A workbook of ours says so; a program that saves it writes the day."""


def mark_of(kind: str) -> str:
    """The mark of a kind, for a place in the file that no reader sees."""
    return MARK + kind


def marked_html(text: str, kind: str) -> str:
    """An HTML document with its mark behind it."""
    return f"{text.rstrip()}\n<!-- {mark_of(kind)} -->\n"


def kind_of(path: str) -> str | None:
    """What output of ours the regular file at `path` is: a kind above, or for JSON the name of its schema without the
    number (`scoring.card`). None for anything else. Raises OSError."""
    with open_regular(path) as stream:
        head = stream.read(HEAD)
        size = os.fstat(stream.fileno()).st_size
        if head.startswith(b"%PDF-"):
            return _pdf(stream.fileno(), size)
        stream.seek(max(size - TAIL, 0))
        tail = stream.read(TAIL)
    if head.startswith(b"PK"):
        return BUNDLE if BUNDLE_MARK in tail else _workbook(path)
    if head.startswith(MADE_REFERENCES.encode()):
        return REFERENCES
    if _SCHEMA.match(head):
        return SCHEMA
    data = _DATA.match(head)
    if data is not None:
        return data[1].decode("ascii")
    return _word(tail) if head.startswith(b"<!DOCTYPE html>") else None


def _word(text: bytes | mmap.mmap) -> str | None:
    found = _MARK.search(text)
    return None if found is None else found[1].decode("ascii")


def _pdf(descriptor: int, size: int) -> str | None:
    """The mark of a PDF to which nothing was added since: a signature or a remark adds a second end."""
    with mmap.mmap(descriptor, size, access=mmap.ACCESS_READ) as data:
        end = data.find(b"startxref")
        if end < 0 or data.find(b"startxref", end + 1) >= 0:
            return None
        seal = STAMPED.search(data)
        if seal is not None and int(seal[2]) == size:
            return REPORT
        return _word(data)


def _workbook(path: str) -> str | None:
    try:
        with open_regular(path) as stream:
            if directory_size(stream) > LARGEST_DIRECTORY:
                return None
        with zipfile.ZipFile(path) as archive:
            about = archive.getinfo("docProps/core.xml")
            if about.file_size > 1 << 16:
                return None
            text = archive.read(about)
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError, EOFError, OSError):
        return None
    return _word(text) if _UNTOUCHED in text else None
