"""Events to located nodes in one pass. Depth and size are counted before anything nests deeper."""

from __future__ import annotations

import unicodedata
from typing import Any

from scoring.base.characters import UNSEEN, alike, character_text, escapes
from scoring.base.errors import Location, Severity
from scoring.documents.nodes import Entry, MappingNode, Node, Scalar, ScalarKind, SequenceNode
from scoring.documents.strict.scalars import QUOTES, colons_of_keys, resolve
from scoring.documents.strict.text import FileProblems, Limits

__all__ = ["Builder", "TooMuch"]


class TooMuch(Exception):  # noqa: N818 - a signal inside the reader, not an error a caller meets
    """The document is deeper or larger than the caps allow; the finding is noted already."""


class Builder:
    """Builds the nodes of one document from the parser's events and notes what the strict form forbids."""

    def __init__(self, events: Any, findings: FileProblems, limits: Limits) -> None:
        self.events = events
        self.findings = findings
        self.limits = limits
        self.nodes = 0

    def build(self, event: Any, path: str, depth: int) -> Node:
        """The node that begins with `event`."""
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            self._stop(event, "too-many", f"文件里的内容太多，超过 {self.limits.nodes} 处", "请确认选对了文件。")
        kind = type(event).__name__
        if kind == "AliasEvent":
            self._note(event, path, "alias", f"不能用引用（*{event.anchor}）", "请把要用的内容原样再写一遍。")
            return Scalar(kind=ScalarKind.NULL, text="", value=None, location=self._place(event, path))
        self._check_marks(event, path)
        if kind == "ScalarEvent":
            return self._scalar(event, path)
        if depth >= self.limits.depth:
            self._stop(event, "too-deep", f"层次太深，超过 {self.limits.depth} 层", "请检查缩进，或是否多写了括号。")
        if kind == "SequenceStartEvent":
            return self._sequence(event, path, depth)
        return self._mapping(event, path, depth)

    def _sequence(self, start: Any, path: str, depth: int) -> SequenceNode:
        items: list[Node] = []
        event = self.events.get_event()
        while type(event).__name__ != "SequenceEndEvent":
            items.append(self.build(event, f"{path}/{len(items) + 1}" if path else str(len(items) + 1), depth + 1))
            event = self.events.get_event()
        return SequenceNode(items=tuple(items), location=self._place(start, path))

    def _mapping(self, start: Any, path: str, depth: int) -> MappingNode:
        entries: list[Entry] = []
        seen: dict[str, Scalar] = {}
        event = self.events.get_event()
        while type(event).__name__ != "MappingEndEvent":
            key = self._key(event, path, depth)
            here = path if key is None else _join(path, unicodedata.normalize("NFKC", key.text))
            value = self.build(self.events.get_event(), here, depth + 1)
            if key is not None and self._admit(key, value, seen):
                entries.append(Entry(name=unicodedata.normalize("NFKC", key.text), key=key, value=value))
            event = self.events.get_event()
        return MappingNode(entries=tuple(entries), location=self._place(start, path))

    def _key(self, event: Any, path: str, depth: int) -> Scalar | None:
        if type(event).__name__ != "ScalarEvent":
            self._note(event, path, "key-not-text", "冒号前面的名称只能是一段文字", "请写成“名称: 值”。")
            if type(event).__name__ != "AliasEvent":
                self.build(event, path, depth + 1)
            return None
        self.nodes += 1
        self._check_marks(event, path)
        here = _join(path, unicodedata.normalize("NFKC", event.value))
        quoted = event.style in QUOTES
        place = self._place(event, here)
        self._check_escapes(event, place)
        if "\n" in event.value:
            self._at(place, "line-break", "冒号前面的名称里有换行（U+000A）", "请删掉换行，把名称写在一行里。")
        return Scalar(kind=ScalarKind.TEXT, text=event.value, value=event.value, location=place, quoted=quoted)

    def _admit(self, key: Scalar, value: Node, seen: dict[str, Scalar]) -> bool:
        """Whether the entry may stand; notes why not."""
        place, name = key.location, unicodedata.normalize("NFKC", key.text)
        if key.text == "<<" and not key.quoted:
            self._at(place, "merge-key", "不能用合并写法（<<）", "请把要合并的内容直接写出来。")
            return False
        if "：" in key.text and not key.quoted and isinstance(value, Scalar) and not value.text and not value.quoted:
            column = place.column + key.text.index("：")
            hint = "请改成半角冒号加一个空格：“: ”。"
            self.findings.add("full-width-colon", "这里的冒号是全角的“：”", hint, place.line, column, path=place.path)
            return False
        if not key.text.strip():
            self._at(place, "empty-key", "冒号前面没有名称", "请补上名称，或删掉这一行。")
            return False
        if key.text != key.text.strip():
            self._at(place, "space-in-key", "名称的前面或后面有全角空格", "请删掉它；缩进只能用半角空格。")
            return False
        first = seen.setdefault(alike(name), key)
        if first is key:
            return True
        spelt = f"“{key.text}”" if first.text == key.text else f"“{key.text}”与“{first.text}”是同一个名称，"
        self._at(
            place,
            "duplicate-key",
            f"{spelt}重复了，第 {first.location.line} 行已经写过",
            "请只留一处；如果两处的值不同，请先弄清哪个是对的。",
        )
        return False

    def _scalar(self, event: Any, path: str) -> Scalar:
        place = self._place(event, path)
        if event.style in QUOTES:
            self._check_escapes(event, place)
            return Scalar(kind=ScalarKind.TEXT, text=event.value, value=event.value, location=place, quoted=True)
        kind, value = resolve(event.value)
        if kind is ScalarKind.DATE and value is None:
            self._at(place, "bad-date", f"没有 {event.value} 这一天", "请改成真实的日期，写成 2022-05-20 的样子。")
        if kind is ScalarKind.TEXT and "：" in event.value:
            self._question_colon(event, path)
        return Scalar(kind=kind, text=event.value, value=value, location=place)

    def _check_escapes(self, event: Any, place: Location) -> None:
        """A backslash in double quotes may write what may not stand there itself."""
        if event.style != '"' or not (UNSEEN.search(event.value) or "\t" in event.value):
            return
        for made, line, column in escapes(self.findings.lines, place.line, place.column):
            if made == "\t" or UNSEEN.search(made):
                self.findings.add(
                    "bad-escape",
                    f"双引号里的反斜杠写出了{character_text(made)}",
                    "请删掉它；如果反斜杠就是要写的字，请改用单引号。",
                    line,
                    column,
                    path=place.path,
                )

    def _question_colon(self, event: Any, path: str) -> None:
        message = "这一行的冒号是全角的“：”，整行被当成了上一个值的文字"
        hint = "如果这是一个填报项，请改成半角冒号加一个空格“: ”；如果确是文字，请给整段文字加上引号。"
        for line, column in colons_of_keys(event, self.findings.lines):
            self.findings.add("full-width-colon", message, hint, line, column, path=path, severity=Severity.QUESTION)

    def _check_marks(self, event: Any, path: str) -> None:
        if event.anchor is not None:
            self._note(
                event, path, "anchor", f"不能用锚点（&{event.anchor}）", "请删掉它；如果本来就是文字，请加引号。"
            )
        if event.tag is not None:
            self._note(event, path, "tag", "不能用类型标记（以 ! 开头）", "请删掉它；如果本来就是文字，请加引号。")

    def _place(self, event: Any, path: str) -> Location:
        line, column = self.findings.place(event.start_mark)
        return Location(file=self.findings.name, line=line, column=column, path=path)

    def _note(self, event: Any, path: str, code: str, message: str, hint: str) -> None:
        self._at(self._place(event, path), code, message, hint)

    def _at(self, place: Location, code: str, message: str, hint: str) -> None:
        self.findings.add(code, message, hint, place.line, place.column, path=place.path)

    def _stop(self, event: Any, code: str, message: str, hint: str) -> None:
        self._note(event, "", code, message, hint)
        raise TooMuch


def _join(path: str, name: str) -> str:
    return f"{path}/{name}" if path else name
