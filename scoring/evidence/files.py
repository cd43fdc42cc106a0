"""One evidence file: found without ever leaving the submission's folder, told by its first bytes, and opened as far as
it takes to tell whether anybody can read it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import os.path
import stat
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator

from msgspec import Struct

from scoring.base.reading import LARGEST_DIRECTORY, directory_size, limit_pikepdf, open_regular, pages_of

__all__ = [
    "ENDINGS",
    "HEAD",
    "LARGEST",
    "MOST_TOGETHER",
    "OFFICE",
    "PICTURES",
    "FileFacts",
    "Opened",
    "detect_kind",
    "find",
    "fits",
    "inspect_shallow",
    "inspect_whole",
    "is_ignored",
    "kind_text",
    "names_under",
    "open_file",
    "sizes",
    "spellings",
]

HEAD = 4096
"""How many bytes of a file `detect_kind` wants to see."""
SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1a\x45\xdf\xa3", "video"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
)
ENDINGS = {
    ".pdf": ("pdf",),
    ".png": ("png",),
    ".jpg": ("jpeg",),
    ".jpeg": ("jpeg",),
    ".gif": ("gif",),
    ".bmp": ("bmp",),
    ".tif": ("tiff",),
    ".tiff": ("tiff",),
    ".webp": ("webp",),
    ".docx": ("zip", "ole"),
    ".xlsx": ("zip", "ole"),
    ".pptx": ("zip", "ole"),
    ".ofd": ("zip",),
    ".zip": ("zip",),
    ".odt": ("zip",),
    ".ods": ("zip",),
    ".doc": ("ole", "rtf", "text"),
    ".xls": ("ole", "text"),
    ".ppt": ("ole",),
    ".wps": ("ole", "zip"),
    ".et": ("ole", "zip"),
    ".dps": ("ole", "zip"),
    ".rtf": ("rtf",),
    ".rar": ("rar",),
    ".7z": ("7z",),
    ".mp4": ("video",),
    ".mov": ("video",),
    ".txt": ("text",),
    ".csv": ("text",),
    ".md": ("text",),
    ".html": ("text",),
    ".htm": ("text",),
}
"""Endings whose content can be told; an office file that a password protects is OLE whatever its ending."""
TEXTS = {
    "pdf": "PDF",
    "png": "PNG 图片",
    "jpeg": "JPEG 图片",
    "gif": "GIF 图片",
    "bmp": "BMP 图片",
    "tiff": "TIFF 图片",
    "webp": "WebP 图片",
    "zip": "ZIP 压缩包或 Office、WPS 文件",
    "ole": "旧版 Office 文件或加了密码的 Office 文件",
    "rtf": "RTF 文档",
    "rar": "RAR 压缩包",
    "7z": "7z 压缩包",
    "video": "视频",
    "program": "程序",
    "text": "纯文本",
}


def detect_kind(head: bytes) -> str:
    """A word for the content (`pdf`, `png`, `zip` …), or "" where the first bytes tell nothing."""
    for signature, kind in SIGNATURES:
        if head.startswith(signature):
            return kind
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        return "video"
    return "text" if head and b"\0" not in head else ""


def fits(path: str, kind: str) -> bool:
    """Whether content of `kind` may have the ending of `path`; endings nobody can judge always fit."""
    name = path.rpartition("/")[2]
    dot = name.rfind(".")
    wanted = ENDINGS.get(name[dot:].lower()) if dot > 0 else None
    return wanted is None or kind in wanted


def kind_text(kind: str) -> str:
    """The content in words."""
    return TEXTS.get(kind, "认不出的内容")


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
    """A regular file: its size in bytes, its first bytes, and the SHA-256 (hex) of all of them ("" where only looked at
    shallowly)."""

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
    if any(part.startswith(".") and part.strip(".") for part in path.split("/")):
        return None  # hidden: no document, and perhaps what is not to be handed on (accounts, locks)
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


def inspect_whole(real: str) -> FileFacts | None:
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


def inspect_shallow(real: str) -> FileFacts | None:
    """Only the size and the first bytes; None where it cannot be read."""
    try:
        with open_regular(real) as file:
            return FileFacts(path=real, size=os.fstat(file.fileno()).st_size, head=file.read(HEAD))
    except OSError:
        return None


def is_ignored(name: str) -> bool:
    """Whether a file of that name is none that a person made: hidden, or left there by a system or a program."""
    return name.startswith((".", "~$")) or name.lower() in IGNORED


def names_under(base_dir: str, tops: tuple[str, ...]) -> Iterator[str]:
    """The paths of the regular files in the folders `tops` of `base_dir`, relative, with forward slashes, as the system
    spells them and in a fixed order. Links are not followed; hidden files are passed over."""
    count = 0
    for top in tops:
        for folder, folders, names in os.walk(os.path.join(base_dir, top)):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                full = os.path.join(folder, name)
                if is_ignored(name) or os.path.islink(full) or not os.path.isfile(full):
                    continue
                count += 1
                if count > MOST_FILES:
                    return
                yield os.path.relpath(full, base_dir).replace(os.sep, "/")


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

    limit_pikepdf()
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
