"""Limits for ZIP files from anywhere: the directory at the end says how large it is, and a reader takes it whole."""

from __future__ import annotations

import os
import struct
from typing import BinaryIO

__all__ = ["LARGEST_DIRECTORY", "directory_size"]

LARGEST_DIRECTORY = 32 << 20
"""What 65,535 files with names of 400 bytes take; documents and bundles stay far below."""
END, WIDE_END, WIDE_PLACE = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
TAIL = 22 + 0xFFFF


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
