"""Hostile PDFs, a few kilobytes each, written by hand."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

__all__ = ["HOSTILE", "plain"]

CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
ONE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"/Type/Page/Parent 2 0 R/Resources<<>>"


def plain(objects: dict[int, bytes]) -> bytes:
    """A PDF of these objects with a plain table of contents."""
    data, places = b"%PDF-1.7\n", {}
    for number, body in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    size = max(objects) + 1
    rows = b"".join(
        b"%010d 00000 %s \n" % (places.get(number, 0), b"n" if number in places else b"f") for number in range(1, size)
    )
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, rows)
    return data + table + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(data))


def stream(entries: bytes, data: bytes) -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


def bomb(megabytes: int = 400) -> bytes:
    """Packed twice: a few hundred bytes that become `megabytes`. Every megabyte of zeros packs to the same bytes, so that
    one is packed and repeated; an empty last block and the checksum of that many zeros end the whole."""
    packer = zlib.compressobj(9)
    head, piece = (packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    total = struct.pack(">I", ((megabytes << 20) % 65521) << 16 | 1)
    return zlib.compress(head + piece * (megabytes - 1) + b"\x03\0" + total, 9)


def with_objects_packed() -> bytes:
    """The page tree lies in a packed list of objects that is a bomb."""
    data = b"%PDF-1.7\n1 0 obj\n" + CATALOG + b"\nendobj\n"
    first = len(data)
    data += b"5 0 obj\n" + stream(b"/Type/ObjStm/N 1/First 5/Filter[/FlateDecode/FlateDecode]", bomb()) + b"\nendobj\n"
    second = len(data)
    rows = [(0, 0, 65535), (1, 9, 0), (2, 5, 0), (2, 5, 1), (0, 0, 0), (1, first, 0), (1, second, 0)]
    table = b"".join(struct.pack(">BIH", *row) for row in rows)
    data += b"6 0 obj\n" + stream(b"/Type/XRef/Size 7/W[1 4 2]/Root 1 0 R", table) + b"\nendobj\n"
    return data + b"startxref\n%d\n%%%%EOF\n" % second


def with_table_packed() -> bytes:
    """The table of contents is a bomb."""
    data = b"%PDF-1.7\n1 0 obj\n" + CATALOG + b"\nendobj\n"
    place = len(data)
    entries = b"/Type/XRef/Size 2000000000/W[1 4 2]/Root 1 0 R/Filter[/FlateDecode/FlateDecode]"
    return data + b"6 0 obj\n" + stream(entries, bomb()) + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % place


def page(entries: bytes) -> bytes:
    return plain({1: CATALOG, 2: ONE, 3: b"<<" + PAGE + entries + b">>"})


def doubling() -> bytes:
    """Thirty levels, each naming the next twice: a thousand million pages."""
    levels = {level: b"<</Type/Pages/Kids[%d 0 R %d 0 R]/Count 1>>" % (level + 1, level + 1) for level in range(2, 32)}
    return plain({1: CATALOG, **levels, 32: b"<</Type/Page/Parent 31 0 R/MediaBox[0 0 595 842]>>"})


HOSTILE: dict[str, Callable[[], bytes]] = {
    "objects packed": with_objects_packed,
    "table packed": with_table_packed,
    "tree in a loop": lambda: plain(
        {1: CATALOG, 2: b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>", 3: b"<<" + PAGE + b"/MediaBox[0 0 595 842]>>"}
    ),
    "tree doubling": doubling,
    "one page 300000 times": lambda: plain(
        {
            1: CATALOG,
            2: b"<</Type/Pages/Kids[" + b"3 0 R " * 300_000 + b"]/Count 300000>>",
            3: b"<<" + PAGE + b"/MediaBox[0 0 595 842]>>",
        }
    ),
    "nested deep": lambda: page(b"/MediaBox[0 0 595 842]/X " + b"[" * 100_000 + b"]" * 100_000),
    "no pages": lambda: plain({1: CATALOG, 2: b"<</Type/Pages/Kids[]/Count 0>>"}),
}
"""What must be refused: the name and how to make it."""

HUGE: dict[str, Callable[[], bytes]] = {
    "huge page": lambda: page(b"/MediaBox[0 0 100000000 100000000]"),
    "huge unit": lambda: page(b"/MediaBox[0 0 14400 14400]/UserUnit 1000"),
    "no width": lambda: page(b"/MediaBox[0 0 0 842]"),
}
"""What opens but cannot be bound."""
