"""Opens a file as far as it takes to tell whether anybody can read it: is it whole, does it ask for a password?"""

from __future__ import annotations

import os
import zipfile

from msgspec import Struct

from scoring.base.pdfs import guard, pages_of
from scoring.base.reading import open_regular
from scoring.base.zips import LARGEST_DIRECTORY, directory_size

__all__ = ["OFFICE", "Opened", "open_file"]

OFFICE = (".docx", ".xlsx", ".pptx")
INSIDE = {
    ".docx": "[Content_Types].xml",
    ".xlsx": "[Content_Types].xml",
    ".pptx": "[Content_Types].xml",
    ".ofd": "OFD.xml",
    ".odt": "mimetype",
    ".ods": "mimetype",
}
"""What a ZIP holds that is really a document of this kind."""
PICTURES = ("gif", "bmp", "tiff", "webp", "png", "jpeg")
TAIL = 1 << 20
MOST_SEGMENTS = 500


class Opened(Struct, frozen=True, kw_only=True):
    """What opening tells. `pages` is the count of a PDF's own page tree; `locked`: it asks for a password; `broken`: it
    cannot be opened; `foreign`: it is not the kind of document its ending says; `mended`: a PDF that opens only after
    repair, so that something may be missing."""

    pages: int | None = None
    locked: bool = False
    broken: bool = False
    foreign: bool = False
    mended: bool = False


def open_file(path: str, kind: str) -> Opened:
    """Open the file at `path`, whose first bytes say that it is of `kind`. Never raises, never reads all of it."""
    ending = os.path.splitext(path)[1].lower()
    try:
        if kind == "pdf":
            return _pdf(path)
        if kind == "ole":
            return Opened(locked=ending in OFFICE)  # the only OLE there is under these endings is an encrypted one
        if kind == "zip":
            return _zip(path, ending)
        if kind in PICTURES:
            return Opened(broken=not _picture(path, kind))
    except Exception:  # a hostile or broken file raises nearly anything, and none of it may stop a report
        return Opened(broken=True)
    return Opened()


def _pdf(path: str) -> Opened:
    import pikepdf

    guard()
    try:
        with pikepdf.open(path, access_mode=pikepdf.AccessMode.stream) as pdf:
            count = pages_of(pdf)
            mended = any("damaged" in text or "reconstruct" in text for text in pdf.get_warnings())
            return Opened(pages=count or None, broken=not count, mended=bool(count) and mended)
    except pikepdf.PasswordError:
        return Opened(locked=True)


def _zip(path: str, ending: str) -> Opened:
    with open_regular(path) as file:
        if directory_size(file) > LARGEST_DIRECTORY:
            return Opened(broken=True)
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        names = {one.filename for one in entries}
        locked = any(one.flag_bits & 1 for one in entries)
    return Opened(locked=locked, foreign=ending in INSIDE and INSIDE[ending] not in names)


def _picture(path: str, kind: str) -> bool:
    """Whether the picture has a head that makes sense and, where its kind has an end mark, the mark."""
    from PIL import Image

    try:
        with Image.open(path):
            pass
    except Image.DecompressionBombError:  # whole as far as anyone can tell, only too large to unpack
        pass
    if kind == "png":
        return b"IEND" in _tail(path, 0)
    return b"\xff\xd9" in _tail(path, _scan(path)) if kind == "jpeg" else True


def _tail(path: str, first: int) -> bytes:
    with open_regular(path) as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(first, size - TAIL))
        return file.read(TAIL)


def _scan(path: str) -> int:
    """Where the picture data of a JPEG begin, behind the small picture that cameras put into its head."""
    with open_regular(path) as file:
        at = 2
        for _ in range(MOST_SEGMENTS):
            file.seek(at)
            head = file.read(4)
            if len(head) < 4 or head[0] != 0xFF:
                break
            if head[1] == 0xDA:
                return at
            at += 2 + int.from_bytes(head[2:4], "big") if head[1] != 0xFF else 1
    return 0
