"""Bytes to text, and what is found wrong with it: size, encoding, characters that have no business in a file.

Text is UTF-8 with or without a byte order mark, else GB18030, as Windows and WPS write it. Both YAML parsers treat unseen
characters and tabs differently, so they are found here, before either sees them; what a backslash in double quotes writes is
found when it is read.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from scoring.base.characters import UNSEEN, character_text, holds_unseen
from scoring.base.errors import Location, Problem, Severity
from scoring.base.reading import LARGEST, TooLargeError
from scoring.base.text import size_text

__all__ = ["DEFAULT", "FileProblems", "Limits", "check_characters", "decode", "tabs_before", "too_large", "untabbed"]


class Limits(Struct, frozen=True, kw_only=True):
    """`size` in bytes, `depth` in nested lists and mappings, `nodes` in values and keys together."""

    size: int = LARGEST
    depth: int = 20
    nodes: int = 100_000


DEFAULT = Limits()


EXCERPT_LENGTH = 400


class FileProblems:
    """The problems found so far in the file `name`, whose text is `lines`."""

    def __init__(self, name: str, lines: tuple[str, ...] = ()) -> None:
        self.name = name
        self.lines = lines
        self.problems: list[Problem] = []
        self.added: dict[int, list[tuple[int, int]]] = {}
        """By line, what a repair of the copy that is read added: after which column, and how many characters."""

    def place(self, mark: Any) -> tuple[int, int]:
        """The line and column in the file, from 1, of a mark in the copy that is read."""
        return self.original(mark.line + 1, mark.column + 1)

    def original(self, line: int, column: int) -> tuple[int, int]:
        """The place in the file of a place in the copy that is read, both counted from 1."""
        for after, more in reversed(self.added.get(line, ())):
            if column > after:
                column = max(after, column - more)
        return line, column

    def add(
        self,
        code: str,
        message: str,
        hint: str,
        line: int,
        column: int,
        *,
        path: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note one problem at a place counted from 1."""
        excerpt = self.lines[line - 1][:EXCERPT_LENGTH] if 0 < line <= len(self.lines) else None
        location = Location(file=self.name, line=line, column=column, path=path)
        self.problems.append(
            Problem(code=code, message=message, hint=hint, location=location, severity=severity, excerpt=excerpt)
        )


MARKS = {
    b"%PDF-": "PDF 文件",
    b"PK\x03\x04": "压缩包，或者 Word、Excel、WPS 文档",
    b"PK\x05\x06": "空的压缩包",
    b"\xd0\xcf\x11\xe0": "旧版的 Word、Excel 文档",
    b"Rar!": "压缩包",
    b"7z\xbc\xaf": "压缩包",
    b"\xff\xd8\xff": "图片",
    b"\x89PNG": "图片",
}
"""What no text begins with, and the kind of file that does."""
WIDE = {
    b"\xff\xfe\0\0": "UTF-32",
    b"\0\0\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
"""Byte order marks of encodings we do not read; the first that fits."""
HEAD = 1000
"""How many characters are looked at where there is no mark."""


def decode(data: bytes, limits: Limits, findings: FileProblems) -> str | None:
    """The text of a file with line ends as a single newline, or None after noting why it cannot be read."""
    if _foreign(data, findings):
        return None
    if len(data) > limits.size:
        _too_large(len(data), limits, findings)
        return None
    wide = _wide(data)
    if wide is not None:
        findings.add("encoding", f"文件是 {wide} 编码，读不了", "请在编辑器里选“另存为”，编码选 UTF-8。", 1, 1)
        return None
    text = _to_text(data, findings)
    if text is None:
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _wide(data: bytes) -> str | None:
    """The name of an encoding of two or four bytes a character: told by its mark, or by where the zero bytes of its Latin
    letters, digits, spaces and line ends stand."""
    for mark, name in WIDE.items():
        if data.startswith(mark):
            return name
    head = data[: 4 * HEAD]
    if 0 not in head or not head.strip(b"\0"):
        return None
    for high, plane in ((3, 2), (0, 1)):  # no character is above U+10FFFF
        if len(head) >= 4 and not any(head[high::4]) and all(one <= 0x10 for one in head[plane::4]):
            return "UTF-32"
    counts = [head[start::2].count(0) for start in (0, 1)]
    if max(counts) * 4 > len(head) // 2 and min(counts) * 8 < max(counts):
        return "UTF-16"
    return None


def _to_text(data: bytes, findings: FileProblems) -> str | None:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        broken = error.start
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        # error.start is relative to the text after a byte order mark; the line number is right either way.
        line = data.count(b"\n", 0, broken) + 1
        findings.add(
            "encoding",
            "文件的编码认不出来：既不是 UTF-8，也不是 GB18030（GBK）",
            "请在编辑器里选“另存为”，编码选 UTF-8；如果这是 Word、Excel 或压缩文件，请改用文本编辑器写成的 .yaml 文件。",
            line,
            1,
        )
        return None


def too_large(error: TooLargeError, name: str, limits: Limits = DEFAULT) -> Problem:
    """What is said of a file that was not read because of its size; where it is no text, that."""
    findings = FileProblems(name)
    if not _foreign(error.head, findings):
        _too_large(error.size, limits, findings)
    return findings.problems[0]


def _foreign(data: bytes, findings: FileProblems) -> bool:
    for mark, kind in MARKS.items():
        if data.startswith(mark):
            hint = "请写出用记事本一类的编辑器写的 .yaml 文件；打好的包和生成的报告，只有命令说明里写着可以用的命令能直接用。"
            findings.add("not-text", f"这是{kind}，不是文本文件", hint, 1, 1)
            return True
    return False


def _too_large(size: int | None, limits: Limits, findings: FileProblems) -> None:
    most = size_text(limits.size)
    findings.add(
        "too-large",
        f"文件太大：{f'超过 {most}' if size is None else size_text(size)}，最多 {most}",
        "请确认选对了文件；图片、扫描件等佐证材料请单独存放，这里只写它们的文件名。",
        1,
        1,
    )


MOST = 20


def check_characters(text: str, findings: FileProblems) -> str:
    """The text with bad characters blanked out, so that reading can go on and find more; tabs are left to `untabbed`."""
    if not holds_unseen(text) and "\t" not in text:
        return text
    noted = 0
    for number, line in enumerate(findings.lines, start=1):
        noted += _unseen(line, number, findings, MOST - noted)
        tab = line.find("\t")
        if tab < 0 or not line.strip() or line.lstrip().startswith("#"):
            continue
        if noted < MOST:
            noted += 1
            findings.add("tab", "这里有制表符（Tab 键）", "请删掉它，改用空格；缩进每级用两个空格。", number, tab + 1)
    return UNSEEN.sub(" ", text)


def tabs_before(line: str) -> int:
    """How many tabs stand before what a line says; none before a comment, which no indentation changes."""
    inner = line.lstrip(" \t")
    return line[: len(line) - len(inner)].count("\t") if inner and not inner.startswith("#") else 0


def untabbed(line: str, width: int) -> str:
    """`line` with every tab that indents it as `width` spaces and every other as one."""
    inner = line.lstrip(" \t")
    return line[: len(line) - len(inner)].replace("\t", " " * width) + inner.replace("\t", " ")


def _unseen(line: str, number: int, findings: FileProblems, room: int) -> int:
    count = 0
    for match in UNSEEN.finditer(line):
        if count >= room:
            break
        findings.add(
            "control-character",
            f"这里有{character_text(match.group())}",
            "这类字符多半是从网页或 Word 粘贴带来的；请删掉它，或把这一行重新手打一遍。",
            number,
            match.start() + 1,
        )
        count += 1
    return count
