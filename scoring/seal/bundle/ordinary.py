"""What a ZIP file is that no command of ours made: people hand in documents of Word and Excel, and folders they packed."""

from __future__ import annotations

import os

from scoring.base.marks import BUNDLE_MARK
from scoring.base.reading import open_regular

__all__ = ["ordinary_zip"]

END = b"PK\x05\x06"
TAIL = 1 << 20
INSIDE = (
    (b"xl/workbook", "Excel 工作簿"),
    (b"word/document", "Word 文档"),
    (b"ppt/presentation", "演示文稿"),
    (b"mimetypeapplication/vnd.oasis", "OpenDocument 文档"),
)
DOCUMENT = "自评要写在文本文件里：用 scoring init -o 自评.yaml 生成一份，照着填进去。"
FOLDER = "请先解压，再写出里面的自评文件（.yaml）；要交一份可以核对的包，请用 scoring bundle 生成。"


def ordinary_zip(path: str) -> tuple[str, str] | None:
    """What the ZIP file at `path` is and what to do with it; None for a bundle, and for a file that was cut on its way and
    may have been one."""
    with open_regular(path) as stream:
        head = stream.read(TAIL)
        stream.seek(max(os.fstat(stream.fileno()).st_size - TAIL, 0))
        tail = stream.read()
    if BUNDLE_MARK in tail or END not in tail:
        return None
    kind = next((kind for name, kind in INSIDE if name in head or name in tail), None)
    return ("普通的压缩包", FOLDER) if kind is None else (kind, DOCUMENT)
