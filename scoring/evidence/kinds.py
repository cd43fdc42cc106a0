"""What a file is by its first bytes, and which endings fit that."""

from __future__ import annotations

__all__ = ["HEAD", "fits", "kind_of", "kind_text"]

HEAD = 4096
"""How many bytes of a file `kind_of` wants to see."""
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


def kind_of(head: bytes) -> str:
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
