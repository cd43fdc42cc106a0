"""The one reader of YAML files: bytes → text → events → located nodes, with every problem on the way.

The event stream is PyYAML's Python parser's, and libyaml's where both surely say the same. libyaml is many times quicker and
not everywhere there, its version is the machine's, and it takes some texts that the Python parser refuses. So it reads no
text with a form that the two are known to differ in, and whatever it refuses the Python parser reads again: every complaint,
its words and its place, comes from the Python parser. A file with nothing to say of it, as nearly all are, takes the short
road over libyaml's events (clean.py); any other is read with all questions (builder.py).
"""

from __future__ import annotations

import errno
import functools
import os.path
import re
from typing import Any

from msgspec.structs import replace

from scoring.base.errors import Problem, Result, sort_problems
from scoring.base.guard import protect
from scoring.base.reading import LARGEST, TooLargeError, read_bytes
from scoring.base.text import os_error_text
from scoring.documents.nodes import Document, MappingNode, Node, Scalar, ScalarKind
from scoring.documents.strict.builder import Builder, TooMuch
from scoring.documents.strict.clean import clean_nodes, libyaml
from scoring.documents.strict.syntax import Repair, explain
from scoring.documents.strict.text import (
    DEFAULT,
    FileProblems,
    Limits,
    check_characters,
    decode,
    tabs_before,
    too_large,
    untabbed,
)

__all__ = ["differs", "open_events", "parse_document", "parse_yaml", "read_document", "read_yaml"]

DIFFER: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = (
    (("\\",), re.compile(r"\\")),  # escapes
    (
        ("?", "!", "&", "*"),
        re.compile(r"""[?!&*](?<![^\s\[\]{},:"'-].)"""),
    ),  # marks of a key, tags, anchors, references
    (("\n%", "\n---", "\n..."), re.compile(r"\n(?:%|---|\.\.\.)")),  # directives and marks of documents
    ((":[", ":{"), re.compile(r":[\[{]")),  # a colon that touches a bracket
    (
        (",", "]", "}"),
        re.compile(r":[ ]*[,\]}]"),
    ),  # a value left out between brackets, whose place they see differently
    (("\n",), re.compile(r"\n[ ]*[,\]}]")),  # the same where a line begins
    (
        ("|", ">"),
        re.compile(r"[|>](?![+-]?\n|=?[ ])"),
    ),  # heads of block texts other than the plain ones, not comparisons
)
"""Where the two parsers differ, or may: forms, each with texts of which one is in every such form."""

IN_A_WORD = re.compile(r"""(?<=[^\s\[\]{},:?"'-])\?+""")
"""Question marks that begin nothing. The Python parser ends a plain text between brackets with them, libyaml does not."""
HELD = "\ufdd0"
"""No character, and in no text that gets here (characters.py); it stands for such a question mark while the Python parser reads."""


def differs(text: str) -> bool:
    """Whether the two parsers may see different things in `text`."""
    whole = "\n" + text
    for hints, form in DIFFER:
        for hint in hints:
            if hint in whole:
                if form.search(whole) is not None:
                    return True
                break
    return False


def open_events(text: str) -> Any:
    """A parser over `text` whose `get_event()` returns the next event, or None at the end.

    It never resolves, constructs or composes anything. Raises yaml.YAMLError.
    """
    return _python()(IN_A_WORD.sub(lambda found: HELD * len(found[0]), text))


@functools.cache
def _python() -> Any:
    from yaml.parser import Parser
    from yaml.reader import Reader
    from yaml.scanner import Scanner, ScannerError

    class PythonParser(Reader, Scanner, Parser):
        """PyYAML's reader, scanner and parser without its composer, so that nothing recurses."""

        def __init__(self, text: str) -> None:
            Reader.__init__(self, text)
            Scanner.__init__(self)
            Parser.__init__(self)

        def get_event(self) -> Any:
            """The next event; an escape of no character (`"\\UFFFFFFFF"`) is a YAMLError like every other mistake."""
            try:
                event: Any = Parser.get_event(self)  # type: ignore[no-untyped-call]
            except (ValueError, OverflowError) as error:
                problem = "found an escape of no character"
                raise ScannerError("while scanning a double-quoted scalar", None, problem, self.get_mark()) from error
            if HELD in getattr(event, "value", ""):
                event.value = event.value.replace(HELD, "?")
            return event

    return PythonParser


MOST_REPAIRS = 50
MOST_READ = LARGEST
"""How many characters may be read again to look for more mistakes: a long file gets fewer rounds than a short one."""
TAB_WIDTHS = (2, 4, 8)


def read_yaml(path: str, name: str | None = None, *, limits: Limits = DEFAULT) -> Result[MappingNode]:
    """Read the file at `path`; `name` is what messages call it (default: the path as given)."""
    result = read_document(path, name, limits=limits)
    return Result(value=None if result.value is None else result.value.root, problems=result.problems)


def read_document(path: str, name: str | None = None, *, limits: Limits = DEFAULT) -> Result[Document]:
    """Read the file at `path` with the digest of its bytes."""
    shown = path if name is None else name
    try:
        if os.path.isdir(path):
            return _unreadable(f"{shown} 是一个文件夹，不是文件", "请写出里面那个 .yaml 文件的名称。")
        protect(path)
        data = read_bytes(path, limits.size)
    except TooLargeError as error:
        return Result(value=None, problems=(too_large(error, shown, limits),))
    except FileNotFoundError:
        return _unreadable(f"找不到文件 {shown}", "请检查文件名和所在的文件夹；路径里有空格时要加引号。")
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == errno.ENXIO:
            return _unreadable(f"{shown} 不是普通的文件（是管道、设备一类），没有读", "请先把内容存成文件。")
        reason = os_error_text(error) if isinstance(error, OSError) else "路径无效"
        return _unreadable(f"打不开文件 {shown}（{reason}）", "请确认有读取权限，并且文件没有被别的程序占用。")
    return parse_document(data, shown, limits=limits)


def parse_document(data: bytes, name: str, *, limits: Limits = DEFAULT, pure: bool = False) -> Result[Document]:
    """Read bytes that are at hand already, with their digest."""
    import hashlib

    result = parse_yaml(data, name, limits=limits, pure=pure)
    if result.value is None:
        return Result(value=None, problems=result.problems)
    digest = hashlib.sha256(data).hexdigest()
    return Result(value=Document(file=name, root=result.value, digest=digest), problems=result.problems)


def parse_yaml(data: bytes, name: str, *, limits: Limits = DEFAULT, pure: bool = False) -> Result[MappingNode]:
    """Read bytes. Never raises: whatever the bytes are, the result holds a mapping, or problems, or both.

    A value together with errors means that the layout was readable, or could be guessed (a tab, a full-width colon),
    but something strict was not (a duplicate key, an anchor, …); later stages may look for more problems in it, and
    nobody may score it.
    """
    findings = FileProblems(name)
    root: Node | None = None
    text = decode(data, limits, findings)
    if text is not None:
        findings.lines = tuple(text.split("\n"))
        text = check_characters(text, findings)
    if text is not None:
        if not pure and not findings.problems and "\t" not in text:
            root = _clean(text, findings, limits)
        if root is None:
            root = _untabbed(text, findings, limits, pure)
    if root is not None and not isinstance(root, MappingNode):
        _not_mapping(root, findings)
        root = None
    if root is not None:
        root = replace(root, lines=findings.lines)
    return Result(value=root, problems=sort_problems(dict.fromkeys(findings.problems)))


def _clean(text: str, findings: FileProblems, limits: Limits) -> Node | None:
    """Parse a text that may well be in order; None where it is not, or not surely."""
    if libyaml() is None or differs(text):
        return None
    from yaml import YAMLError

    try:
        return clean_nodes(text if text[-1:] == "\n" else f"{text}\n", findings.lines, findings.name, limits)
    except YAMLError:
        return None


def _untabbed(text: str, findings: FileProblems, limits: Limits, pure: bool) -> Node | None:
    """Parse; where tabs indent, which are noted already, as if each were the spaces that make the lines fit."""
    lines = text.split("\n")
    if "\t" not in text:
        return _parse(lines, findings, limits, pure)
    tabs = {number: count for number, line in enumerate(lines, start=1) if (count := tabs_before(line))}
    if not tabs:
        return _parse([untabbed(line, 1) for line in lines], findings, limits, pure)
    noted = list(findings.problems)
    steps = (len(line) - len(line.lstrip(" ")) for line in lines if line.strip() and not tabs_before(line))
    step = min(filter(None, steps), default=TAB_WIDTHS[0])  # what the lines without tabs are indented by
    for width in dict.fromkeys((step, *TAB_WIDTHS)):
        findings.problems = list(noted)
        findings.added = {number: [(1, count * (width - 1))] for number, count in tabs.items()}
        root = _parse([untabbed(line, width) for line in lines], findings, limits, pure)
        if root is not None:
            return root
    findings.problems = noted
    return None


def _parse(lines: list[str], findings: FileProblems, limits: Limits, pure: bool) -> Node | None:
    """Parse; after a mistake that can be put right in one place, note it, mend the copy and go on with that."""
    from yaml import YAMLError

    size = sum(map(len, lines)) + len(lines)
    if lines[-1]:
        lines.append("")  # at an end without a line end, the parsers count lines differently
    kept = len(findings.problems)
    text = "\n".join(lines)
    if not pure and libyaml() is not None and not differs(text):
        try:
            return _documents(libyaml()(text), findings, limits)
        except TooMuch:
            return None
        except YAMLError:  # the other parser says why, if it minds at all
            del findings.problems[kept:]
    for _ in range(min(MOST_REPAIRS, 1 + MOST_READ // max(size, 1))):
        kept = len(findings.problems)
        try:
            return _documents(open_events("\n".join(lines)), findings, limits)
        except TooMuch:
            return None
        except YAMLError as error:
            noted = len(findings.problems)
            repair = explain(error, findings, lines)
            if repair is None:
                return None
            # What the builder noted before the break comes again when the mended text is read.
            del findings.problems[kept:noted]
            _mend(lines, repair, findings)
    return None


def _mend(lines: list[str], repair: Repair, findings: FileProblems) -> None:
    start, end = repair.column - 1, repair.column - 1 + repair.length
    after = start + min(repair.length, 1) * bool(repair.text)
    for number in (repair.line, *repair.more):
        line = lines[number - 1]
        lines[number - 1] = line[:start] + repair.text + line[end:]
        findings.added.setdefault(number, []).append((after, len(repair.text) - repair.length))


def _documents(events: Any, findings: FileProblems, limits: Limits) -> Node | None:
    builder = Builder(events, findings, limits)
    root: Node | None = None
    count = 0
    event = events.get_event()
    while event is not None:
        kind = type(event).__name__
        if kind == "DocumentStartEvent":
            count += 1
            line, column = findings.place(event.start_mark)
            if event.version or event.tags:
                findings.add("directive", "不需要“%”开头的声明行", "请删掉它。", line, column)
            if count > 1:
                findings.add(
                    "documents", "一个文件里只能有一份内容", "请删掉“---”，或把后面的内容另存为一个文件。", line, column
                )
                return root
        elif kind not in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"):
            root = builder.build(event, "", 0)
        event = events.get_event()
    if count == 0:
        findings.add("empty-file", "文件是空的", "请填写内容；可以用 scoring init 生成一份空白模板。", 1, 1)
    return root


def _not_mapping(root: Node, findings: FileProblems) -> None:
    place = root.location
    if isinstance(root, Scalar) and root.kind is ScalarKind.NULL and not root.text:
        if not findings.problems:
            findings.add("empty-file", "文件是空的", "请填写内容；可以用 scoring init 生成一份空白模板。", 1, 1)
        return
    hint = "最外层要写成一行一个“名称: 值”，冒号是半角，后面空一格。"
    findings.add("not-mapping", "文件的最外层不是“名称: 值”的写法", hint, place.line, place.column)


def _unreadable(message: str, hint: str) -> Result[Document]:
    """A file that cannot be opened has no line to point at; the message names it."""
    return Result(value=None, problems=(Problem(code="unreadable", message=message, hint=hint),))
