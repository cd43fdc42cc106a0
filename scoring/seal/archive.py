"""A ZIP in one canonical form: entries sorted, stored without compression, no dates, UTF-8 names.

The form leaves nothing to choose, so the same files give the same bytes anywhere, and a reader can tell any byte that
was changed, also between the files. Storing rather than compressing keeps that independent of zlib versions, and makes
a bomb impossible: an archive is never smaller than what it holds. Explorer reads the UTF-8 flag since Windows 8.
"""

from __future__ import annotations

import hashlib
import os
import struct
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import BinaryIO

from msgspec import Struct

from scoring.base.marks import BUNDLE_MARK as MARK
from scoring.base.reading import LARGEST_DIRECTORY, open_regular
from scoring.base.text import size_text

__all__ = [
    "LIMIT",
    "MARK",
    "ArchiveEntry",
    "HostileError",
    "ArchiveReader",
    "Source",
    "digest_of",
    "ordinary_zip",
    "safe_name",
    "total_of",
    "write",
]

Source = bytes | str
"""Bytes, or the path of a file."""
CHUNK = 1 << 20
LIMIT = 0xFFFFFFFF
MOST = 0xFFFF
LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
UTF8 = 0x800
DAY = 0x21
"""1980-01-01, the first day a ZIP knows."""
TAIL = 1 << 20
INSIDE = (
    (b"xl/workbook", "Excel 工作簿"),
    (b"word/document", "Word 文档"),
    (b"ppt/presentation", "演示文稿"),
    (b"mimetypeapplication/vnd.oasis", "OpenDocument 文档"),
)
DOCUMENT = "自评要写在文本文件里：用 scoring init -o 自评.yaml 生成一份，照着填进去。"
FOLDER = "请先解压，再写出里面的自评文件（.yaml）；要交一份可以核对的包，请用 scoring bundle 生成。"
FORBIDDEN = set('\\:*?"<>|')
RESERVED = {"con", "prn", "aux", "nul", *(f"com{i}" for i in range(1, 10)), *(f"lpt{i}" for i in range(1, 10))}


class HostileError(Exception):
    """An archive that is not in the canonical form; the text says in Chinese what is wrong with it."""


class ArchiveEntry(Struct, frozen=True, kw_only=True):
    """One file of an archive: where its bytes start and their length."""

    name: str
    crc: int
    size: int
    start: int


def safe_name(name: str) -> str:
    """ "" for a name that can be unpacked anywhere without harm, else what is wrong with it in Chinese."""
    if name != unicodedata.normalize("NFC", name):
        return "文件名不是规范的 Unicode 写法（NFC）"
    parts = name.split("/")
    if name.startswith("/") or (len(name) > 1 and name[1] == ":"):
        return "是绝对路径"
    if any(part == ".." for part in parts):
        return "路径跑到了压缩包外面"
    if any(part in ("", ".") for part in parts):
        return "路径里有空的一段"
    if any(char in FORBIDDEN or ord(char) < 32 or ord(char) == 127 for char in name):
        return "文件名里有系统不允许的字符"
    if any(part.rstrip(" .") != part or part.split(".")[0].lower() in RESERVED for part in parts):
        return "这样的文件名在 Windows 上不能用"
    return "文件名太长" if len(name.encode("utf-8")) > 400 else ""


def write(
    stream: BinaryIO, files: Mapping[str, Source], comment: bytes, tick: Callable[[str], None] | None = None
) -> None:
    """Write `files` (by name) to `stream`. Raises ValueError for a bad name or too much content (4 GB, 65,535 files)."""
    if len(files) > MOST:
        raise ValueError("文件超过65535个")
    directory: list[bytes] = []
    folders = {name[:at].casefold() for name in files for at, char in enumerate(name) if char == "/"}
    alike: dict[str, str] = {}
    offset = 0
    for name in sorted(files, key=lambda one: one.encode("utf-8")):
        wrong = safe_name(name)
        if wrong:
            raise ValueError(f"“{name}”{wrong}")
        other = alike.setdefault(name.casefold(), name)
        if other != name:
            raise ValueError(f"“{name}”和“{other}”只有大小写不同，在 Windows 上会互相覆盖")
        if name.casefold() in folders:
            raise ValueError(f"“{name}”又是文件又是文件夹")
        if tick is not None:
            tick(name)
        source = files[name]
        crc, size = _sum(source)
        if offset + size > LIMIT - (1 << 20):
            raise ValueError("总大小超过4 GB")
        head = _local(name, crc, size)
        stream.write(head)
        written, again = 0, 0
        for chunk in _chunks(source):
            stream.write(chunk)
            written += len(chunk)
            again = zlib.crc32(chunk, again)
        if (again, written) != (crc, size):
            raise ValueError(f"“{name}”在打包时被改动了，请重新运行")
        directory.append(_central(name, crc, size, offset))
        offset += len(head) + size
    listing = b"".join(directory)
    stream.write(listing)
    stream.write(_end(len(directory), len(listing), offset, comment))


def _chunks(source: Source) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    with open_regular(source) as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _sum(source: Source) -> tuple[int, int]:
    crc = size = 0
    for chunk in _chunks(source):
        crc = zlib.crc32(chunk, crc)
        size += len(chunk)
    return crc, size


def _fields(name: str, crc: int, size: int) -> bytes:
    encoded = name.encode("utf-8")
    return struct.pack("<HHHHHIIIHH", 20, UTF8, 0, 0, DAY, crc, size, size, len(encoded), 0)


def _local(name: str, crc: int, size: int) -> bytes:
    return LOCAL + _fields(name, crc, size) + name.encode("utf-8")


def _central(name: str, crc: int, size: int, offset: int) -> bytes:
    return (
        CENTRAL
        + struct.pack("<H", 20)
        + _fields(name, crc, size)
        + struct.pack("<HHHII", 0, 0, 0, 0, offset)
        + name.encode()
    )


def _end(count: int, length: int, offset: int, comment: bytes) -> bytes:
    return END + struct.pack("<HHHHIIH", 0, 0, count, count, length, offset, len(comment)) + comment


class ArchiveReader:
    """Reads an archive and refuses everything that `write` would not have written. Raises HostileError and OSError."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.size = stream.seek(0, os.SEEK_END)
        tail = self._read(max(0, self.size - 22 - 256), min(self.size, 22 + 256))
        at = tail.rfind(END)
        if at < 0 or len(tail) - at < 22:
            raise HostileError("不是 ZIP 文件，或者文件不完整（没有下载完、被截断）")
        _, _, here, count, length, offset, noted = struct.unpack("<HHHHIIH", tail[at + 4 : at + 22])
        self.comment = tail[at + 22 :]
        end = self.size - (len(tail) - at)
        if noted != len(self.comment) or here != count or offset + length != end or offset > self.size:
            raise HostileError("压缩包的目录被改动过，或者文件后面接了别的内容")
        if length > LARGEST_DIRECTORY:
            raise HostileError(
                f"压缩包的目录有 {size_text(length)}，最多 {size_text(LARGEST_DIRECTORY)}，不像本工具生成的包"
            )
        listing = self._read(offset, length)
        self.entries = self._listed(listing, count)
        self._compare(listing, offset, tail[at:])

    def _read(self, start: int, length: int) -> bytes:
        self.stream.seek(start)
        return self.stream.read(length)

    def _listed(self, listing: bytes, count: int) -> tuple[ArchiveEntry, ...]:
        found: list[ArchiveEntry] = []
        at = 0
        for _ in range(count):
            head = listing[at : at + 46]
            if len(head) < 46 or head[:4] != CENTRAL:
                raise HostileError("压缩包的目录不完整")
            made, flags, method, crc, packed, size, length = (
                head[5],
                *struct.unpack("<HH", head[8:12]),
                *struct.unpack("<IIIH", head[16:30]),
            )
            extra, comment, _, _, outside, offset = struct.unpack("<HHHHII", head[30:46])
            name = self._name(listing[at + 46 : at + 46 + length])
            kind = (outside >> 16) & 0o170000
            if made == 3 and kind == 0o120000:
                raise HostileError(f"“{name}”是一个链接，不是文件")
            if made == 3 and kind not in (0, 0o100000):
                raise HostileError(f"“{name}”不是普通文件")
            if flags & 1:
                raise HostileError(f"“{name}”加了密码")
            if method != 0:
                raise HostileError(
                    f"“{name}”是压缩过的，本工具生成的包不压缩；可能被重新打过包，也可能是压缩炸弹，不解开"
                )
            if packed != size:
                raise HostileError(f"“{name}”写的大小前后不一")
            found.append(ArchiveEntry(name=name, crc=crc, size=size, start=offset + 30 + length))
            at += 46 + length + extra + comment
        if at != len(listing):
            raise HostileError("压缩包的目录里有多余的内容")
        return tuple(found)

    def _name(self, encoded: bytes) -> str:
        try:
            name = encoded.decode("utf-8")
        except UnicodeDecodeError as error:
            raise HostileError("有的文件名不是 UTF-8 编码") from error
        wrong = safe_name(name)
        if wrong:
            raise HostileError(f"“{name}”{wrong}，不解开")
        return name

    def _compare(self, listing: bytes, offset: int, end: bytes) -> None:
        """Hold every byte that is not content against what `write` would have written."""
        seen: dict[str, str] = {}
        expected = 0
        again = b""
        for entry in self.entries:
            other = seen.get(entry.name.casefold())
            if other is not None:
                raise HostileError(f"“{entry.name}”和“{other}”重名")
            seen[entry.name.casefold()] = entry.name
            head = _local(entry.name, entry.crc, entry.size)
            if entry.start != expected + len(head) or self._read(expected, len(head)) != head:
                raise HostileError(f"“{entry.name}”的大小或位置与目录不符，文件被改动过")
            again += _central(entry.name, entry.crc, entry.size, expected)
            expected = entry.start + entry.size
            if expected > offset:
                raise HostileError(f"“{entry.name}”写的大小超出了压缩包")
        if expected != offset or again != listing:
            raise HostileError("压缩包里有不属于任何文件的内容，或目录被改动过")
        names = [entry.name.encode("utf-8") for entry in self.entries]
        if names != sorted(names) or end != _end(len(names), len(listing), offset, self.comment):
            raise HostileError("压缩包的目录被改动过")
        for name in seen:
            above = name.rpartition("/")[0]
            while above:
                if above in seen:
                    raise HostileError(f"“{seen[above]}”又是文件又是文件夹")
                above = above.rpartition("/")[0]

    def chunks(self, entry: ArchiveEntry) -> Iterator[bytes]:
        """The content of one entry, in pieces."""
        done = 0
        while done < entry.size:
            chunk = self._read(entry.start + done, min(CHUNK, entry.size - done))
            if not chunk:
                raise HostileError(f"“{entry.name}”不完整")
            done += len(chunk)
            yield chunk

    def bytes_of(self, entry: ArchiveEntry, most: int) -> bytes:
        """The whole content of a small entry."""
        if entry.size > most:
            raise HostileError(f"“{entry.name}”太大")
        return b"".join(self.chunks(entry))

    def digest(self, entry: ArchiveEntry, sink: BinaryIO | None = None) -> tuple[str, bool]:
        """The SHA-256 (hex) of the content and whether its CRC is the one noted; copies the content to `sink`."""
        total, crc = hashlib.sha256(), 0
        for chunk in self.chunks(entry):
            total.update(chunk)
            crc = zlib.crc32(chunk, crc)
            if sink is not None:
                sink.write(chunk)
        return total.hexdigest(), crc == entry.crc


def digest_of(source: Source) -> tuple[str, int]:
    """The SHA-256 (hex) and the size of a source."""
    total, size = hashlib.sha256(), 0
    for chunk in _chunks(source):
        total.update(chunk)
        size += len(chunk)
    return total.hexdigest(), size


def total_of(sources: Iterable[Source]) -> int:
    """The bytes of all sources together."""
    return sum(len(one) if isinstance(one, bytes) else os.path.getsize(one) for one in sources)


def ordinary_zip(path: str) -> tuple[str, str] | None:
    """What the ZIP file at `path` is and what to do with it; None for a bundle, and for a file that was cut on its way and
    may have been one."""
    with open_regular(path) as stream:
        head = stream.read(TAIL)
        stream.seek(max(os.fstat(stream.fileno()).st_size - TAIL, 0))
        tail = stream.read()
    if not head.startswith(b"PK") or MARK in tail or END not in tail:
        return None
    kind = next((kind for name, kind in INSIDE if name in head or name in tail), None)
    return ("普通的压缩包", FOLDER) if kind is None else (kind, DOCUMENT)
