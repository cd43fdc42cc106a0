"""A Word document as it is read: paragraphs and tables in their order, with their bookmarks, as they are once every tracked
change is accepted. What pictures, text boxes, comments and footnotes say is not read."""

from __future__ import annotations

import io
import os.path
import re
import zipfile
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from scoring.base.characters import UNSEEN
from scoring.base.errors import Problem, ProblemsError, Result
from scoring.base.guard import protect
from scoring.base.reading import LARGEST_DIRECTORY, TooLargeError, directory_size, read_bytes
from scoring.base.text import os_error_text
from scoring.reports.word import word_missing

__all__ = ["WordDocument", "WordParagraph", "WordRow", "WordTable", "read_word"]

MOST_BYTES = 50 << 20
MOST_UNPACKED = 200 << 20
OLD = b"\xd0\xcf\x11\xe0"
"""How an old .doc begins, and any Office file with a password."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SKIPPED = {"del", "moveFrom", "pPr", "rPr", "drawing", "pict", "object", "rt", "footnoteReference", "commentReference"}
SPACE = re.compile("[ \t\u00a0]+")


class WordParagraph(Struct, frozen=True, kw_only=True):
    """A paragraph: its lines, the level of a heading (0: none), the bookmarks that begin in it."""

    lines: tuple[str, ...]
    level: int = 0
    marks: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Its lines as one."""
        return "".join(self.lines)


class WordRow(Struct, frozen=True, kw_only=True):
    """A row of a table, cell by cell."""

    cells: tuple[tuple[WordParagraph, ...], ...]

    @property
    def marks(self) -> tuple[str, ...]:
        """The bookmarks that begin in it."""
        return tuple(mark for cell in self.cells for paragraph in cell for mark in paragraph.marks)


class WordTable(Struct, frozen=True, kw_only=True):
    """A table."""

    rows: tuple[WordRow, ...]


class WordDocument(Struct, frozen=True, kw_only=True):
    """A document.

    parts: what stands in its body
    kept: what it carries unseen
    revised: whether it has tracked changes that nobody accepted yet
    editor: who saved it last, as it says
    """

    parts: tuple[WordParagraph | WordTable, ...]
    kept: dict[str, object]
    revised: bool
    editor: str


def read_word(path: str) -> Result[WordDocument]:
    """The document at `path`; what cannot be read is a problem with what to do. Raises ProblemsError without python-docx."""
    missing = word_missing()
    if missing is not None:
        raise ProblemsError([missing])
    protect(path)
    try:
        data = read_bytes(path, MOST_BYTES)
        if data.startswith(OLD):
            hint = "请在 Word 或 WPS 里打开，去掉密码，“另存为”.docx，再读。"
            return _failed(path, "word-old", "是旧的 .doc 格式，或者加了密码", hint)
        with io.BytesIO(data) as stream:
            if directory_size(stream) > LARGEST_DIRECTORY:
                raise TooLargeError(path, None, data[:16])
            with zipfile.ZipFile(stream) as archive:
                if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
                    raise TooLargeError(path, None, data[:16])
        return Result(value=_document(data))
    except TooLargeError:
        return _failed(path, "too-large", "太大，不像自评报告", "请核对是不是选错了文件；图片很多的，先删去图片再存。")
    except OSError as error:
        hint = "请检查文件名，并确认文件没有被别的程序占用。"
        return _failed(path, "unreadable", f"打不开（{os_error_text(error)}）", hint)
    except Exception as error:  # a damaged document breaks its readers in many ways
        if isinstance(error, MemoryError):
            raise
        hint = "请在 Word 或 WPS 里打开看看是否完好，“另存为”.docx，再读。"
        return _failed(path, "word-broken", "不是 Word 文档（.docx），或已损坏", hint)


def _failed(path: str, code: str, message: str, hint: str) -> Result[WordDocument]:
    return Result(value=None, problems=(Problem(code=code, message=f"{os.path.basename(path)} {message}", hint=hint),))


def _document(data: bytes) -> WordDocument:
    import docx

    from scoring.reports.word.package import kept_of

    document = docx.Document(io.BytesIO(data))
    reader = _Reader(document.styles.element)
    parts = tuple(reader.parts(document.element.body))
    editor = UNSEEN.sub("", document.core_properties.last_modified_by or "").strip()
    return WordDocument(parts=parts, kept=kept_of(document), revised=reader.revised, editor=editor[:60])


class _Reader:
    """Walks the elements; of the styles it knows which are headings."""

    def __init__(self, styles) -> None:  # type: ignore[no-untyped-def]
        self.revised = False
        self._levels: dict[str, int] = {}
        for style in styles.iter(f"{W}style"):
            name = style.find(f"{W}name")
            words = "" if name is None else name.get(f"{W}val", "").casefold()
            level = re.fullmatch(r"heading ([1-3])", words)
            if level is not None or words in ("title", "toc heading", "居中标题"):
                self._levels[style.get(f"{W}styleId", "")] = int(level[1]) if level is not None else 1

    def parts(self, parent) -> Iterator[WordParagraph | WordTable]:  # type: ignore[no-untyped-def]
        """What stands in the body or in a cell; bookmarks between paragraphs belong to the next one."""
        marks: list[str] = []
        joined: WordParagraph | None = None
        for child in _inside(parent):
            name = child.tag.removeprefix(W)
            if name == "bookmarkStart":
                marks.append(child.get(f"{W}name", ""))
            elif name == "tbl":
                if joined is not None:
                    yield joined
                    joined = None
                yield WordTable(rows=tuple(self._rows(child)))
            elif name == "p":
                one = self._paragraph(child)
                one = replace(one, marks=(*marks, *one.marks))
                marks = []
                if joined is not None:  # the end of the paragraph before was taken out
                    lines = (*joined.lines[:-1], "".join((*joined.lines[-1:], *one.lines[:1])), *one.lines[1:])
                    one = WordParagraph(lines=lines, level=joined.level, marks=(*joined.marks, *one.marks))
                joined = one if child.find(f"{W}pPr/{W}rPr/{W}del") is not None else None
                if joined is None:
                    yield one
                else:
                    self.revised = True
        if joined is not None:
            yield joined

    def _rows(self, table) -> Iterator[WordRow]:  # type: ignore[no-untyped-def]
        for row in _inside(table):
            if row.tag != f"{W}tr":
                continue
            if row.find(f"{W}trPr/{W}del") is not None:
                self.revised = True
                continue
            yield WordRow(cells=tuple(tuple(self._cell(cell)) for cell in _inside(row) if cell.tag == f"{W}tc"))

    def _cell(self, cell) -> Iterator[WordParagraph]:  # type: ignore[no-untyped-def]
        for part in self.parts(cell):
            if isinstance(part, WordParagraph):
                yield part
            else:
                yield from (one for row in part.rows for inner in row.cells for one in inner)

    def _paragraph(self, own) -> WordParagraph:  # type: ignore[no-untyped-def]
        style = own.find(f"{W}pPr/{W}pStyle")
        level = 0 if style is None else self._levels.get(style.get(f"{W}val", ""), 0)
        marks = tuple(one.get(f"{W}name", "") for one in own.iter(f"{W}bookmarkStart"))
        text = UNSEEN.sub("", "".join(self._text(own)))
        lines = tuple(SPACE.sub(" ", line).strip() for line in text.split("\n"))
        return WordParagraph(lines=lines, level=level, marks=marks)

    def _text(self, parent) -> Iterator[str]:  # type: ignore[no-untyped-def]
        for child in parent:
            name = child.tag.removeprefix(W) if isinstance(child.tag, str) else "pPr"
            if name == "t":
                yield child.text or ""
            elif name == "tab":
                yield " "
            elif name in ("br", "cr"):
                yield "" if child.get(f"{W}type") in ("page", "column") else "\n"
            elif name == "noBreakHyphen":
                yield "-"
            elif name in SKIPPED:
                self.revised |= name in ("del", "moveFrom")
            elif not name.startswith("{"):
                self.revised |= name in ("ins", "moveTo")
                yield from self._text(child)


def _inside(parent) -> Iterator:  # type: ignore[no-untyped-def,type-arg]
    """The children of an element, those within content controls too."""
    for child in parent:
        if child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"):
            yield from _inside(child)
        elif isinstance(child.tag, str):
            yield child
