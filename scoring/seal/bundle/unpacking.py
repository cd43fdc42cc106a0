"""Reads a bundle: its list of checksums, and every file held against it while what is wanted is unpacked."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping

from msgspec import Struct

from scoring.seal.bundle.archive import MARK, Entry, HostileError, Reader
from scoring.seal.bundle.making import ALWAYS, MANIFEST

__all__ = ["NEEDED", "Listing", "differing", "read_listing", "unpack"]

SMALL = 32 << 20
NEEDED = ("submission/", "criteria/", "result.json")
"""What scoring again needs."""


class Listing(Struct, frozen=True, kw_only=True):
    """The files of an archive by name, the bytes of its manifest, and whether they are those the archive is marked
    with."""

    entries: dict[str, Entry]
    manifest: bytes
    marked: bool


def read_listing(reader: Reader) -> Listing:
    """The list of an archive. Raises HostileError where it is not one of ours."""
    entries = {entry.name: entry for entry in reader.entries}
    if not reader.comment.startswith(MARK) or MANIFEST not in entries:
        raise HostileError("不是本工具生成的包，或者被重新打过包")
    data = reader.bytes_of(entries[MANIFEST], SMALL)
    marked = hashlib.sha256(data).hexdigest().encode("ascii") == reader.comment[len(MARK) :]
    return Listing(entries=entries, manifest=data, marked=marked)


def differing(
    reader: Reader,
    entries: Mapping[str, Entry],
    listed: Mapping[str, object],
    folder: str,
    wanted: tuple[str, ...] = NEEDED,
) -> Iterator[tuple[str, str]]:
    """The files that are not those of the list, each with what is wrong in Chinese; meanwhile those whose names begin
    as one of `wanted` are unpacked below `folder`, which is new and ours alone."""
    for name in sorted({*listed, *entries, *ALWAYS} - {MANIFEST}):
        entry, noted = entries.get(name), listed.get(name)
        if entry is None:
            yield name, f"缺少文件 {name}"
            continue
        digest, whole = unpack(reader, entry, folder, wanted)
        if not isinstance(noted, dict):
            yield name, f"多出文件 {name}，清单里没有"
        elif digest != noted.get("sha256") or entry.size != noted.get("size") or not whole:
            yield name, f"文件 {name} 被改动过"


def unpack(reader: Reader, entry: Entry, folder: str, wanted: tuple[str, ...] = NEEDED) -> tuple[str, bool]:
    """The SHA-256 (hex) of an entry and whether its CRC is right; one that is `wanted` is written below `folder`."""
    if not entry.name.startswith(wanted):
        return reader.digest(entry)
    target = os.path.join(folder, *entry.name.split("/"))
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(target, "xb") as sink:
        return reader.digest(entry, sink)
