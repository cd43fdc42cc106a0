"""What a document calls itself: the title in its properties, the first line of its text, else its file name."""

from __future__ import annotations

import html
import os.path
import re
import zipfile

from scoring.base.pdfs import guard
from scoring.base.reading import open_regular
from scoring.base.zips import LARGEST_DIRECTORY, directory_size

__all__ = ["BY_LINE", "BY_NAME", "BY_PROPERTY", "title_of"]

BY_PROPERTY, BY_LINE, BY_NAME = "文件属性", "正文第一行", "文件名"
"""Where a title may come from."""
LONGEST = 100
MOST = 8 << 20
"""So many characters of a title, and so many bytes of a part of an office document, are read."""
NO_TITLE = re.compile(
    r"^(?:Microsoft |untitled|document|presentation|slide|无标题|未命名|新建|文档|工作簿|幻灯片|演示文稿)"
    r"|\.(?:docx?|wps|xlsx?|et|pptx?|dps|pdf|html?|txt)$",
    re.IGNORECASE,
)
"""What programs write there by themselves."""
CORE, BODY = "docProps/core.xml", "word/document.xml"
TITLE = re.compile(r"<dc:title>(.*?)</dc:title>", re.DOTALL)
PARAGRAPH = re.compile(r"<w:p[ >].*?</w:p>", re.DOTALL)
TEXT = re.compile(r"<w:t(?: [^>]*)?>(.*?)</w:t>", re.DOTALL)
NUMBER = re.compile(r"^[\d\s.、_－-]+")


def title_of(real: str, kind: str) -> tuple[str, str]:
    """The title of the document at `real`, whose first bytes say that it is of `kind`, and where it comes from.

    Nothing is made up: where the document names no title, that is the file name without its number. Never raises.
    """
    try:
        found = _pdf(real) if kind == "pdf" else _office(real) if kind == "zip" else ("", "")
    except Exception:  # a hostile or broken file raises nearly anything; its name is there in any case
        found = ("", "")
    if found[0]:
        return found
    stem = os.path.splitext(os.path.basename(real))[0]
    return _clean(NUMBER.sub("", stem)) or _clean(stem) or "（文件名读不出）", BY_NAME


def _clean(text: str) -> str:
    """One line of printable characters, cut where it is no title any more."""
    line = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return line[:LONGEST]


def _property(text: str) -> str:
    title = _clean(html.unescape(text))
    return "" if NO_TITLE.search(title) else title


def _pdf(real: str) -> tuple[str, str]:
    import pikepdf

    guard()
    with pikepdf.open(real, access_mode=pikepdf.AccessMode.stream) as pdf:
        return _property(str(pdf.docinfo.get("/Title", ""))), BY_PROPERTY


def _office(real: str) -> tuple[str, str]:
    with open_regular(real) as file:
        if directory_size(file) > LARGEST_DIRECTORY:
            return "", ""
        with zipfile.ZipFile(file) as archive:
            core = TITLE.search(_part(archive, CORE))
            title = _property(core[1]) if core is not None else ""
            return (title, BY_PROPERTY) if title else (_first_line(_part(archive, BODY)), BY_LINE)


def _part(archive: zipfile.ZipFile, name: str) -> str:
    """The first bytes of a part as text; "" where there is none."""
    if name not in archive.namelist():
        return ""
    with archive.open(name) as part:
        return part.read(MOST).decode("utf-8", "replace")


def _first_line(body: str) -> str:
    for paragraph in PARAGRAPH.finditer(body):
        line = _clean(html.unescape("".join(TEXT.findall(paragraph[0]))))
        if line:
            return line
    return ""
