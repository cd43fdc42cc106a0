"""Changes of single values in a file of YAML: every byte outside the values stays, or nothing is changed at all.

A change names the value by its path and carries the spelling it was last seen with. Where the file says something else by
now, that is a conflict, and the value stays: who asked is shown both. After the changes the file is read again by the strict
reader; unless it says what it said before, but for the values that were meant, the edit is refused.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from unicodedata import normalize

from msgspec.structs import replace
from yaml import YAMLError

from scoring.base.errors import Problem, Result, Severity
from scoring.documents.edit import placing, trees
from scoring.documents.edit.changes import (
    AFTER_LAST,
    ANY,
    NOT_THERE,
    REMOVE,
    Change,
    Conflict,
    Done,
    Edited,
    Path,
    path_text,
)
from scoring.documents.edit.placing import Order
from scoring.documents.edit.source import SourceText
from scoring.documents.edit.spans import Span, find, spans
from scoring.documents.edit.spelling import Lines, Value, unwritable, value_of
from scoring.documents.nodes import UNFILLED, MappingNode
from scoring.documents.strict import parse_yaml

__all__ = ["edit", "no_order", "spelling", "spellings", "value_spelt"]


def no_order(_path: Path) -> Sequence[str]:
    """The order of names where there is none: new ones come last."""
    return ()


def spelling(data: bytes, path: Path) -> str | None:
    """How the value at a path is written in the file, NOT_THERE where it is not; for changes that expect it."""
    return spellings(data, [path])[0]


def spellings(data: bytes, paths: Sequence[Path]) -> list[str | None]:
    """The same for several values at one reading; NOT_THERE for all in a file that cannot be read."""
    source = SourceText.of(data, "").value
    try:
        root = None if source is None else spans(source.text)
    except (YAMLError, AttributeError):
        root = None
    if source is None or root is None:
        return [NOT_THERE] * len(paths)
    return [_spelt(source.text, find(root, path)) for path in paths]


def value_spelt(text: str | None) -> Value:
    """What a spelling says, to be written again: REMOVE for NOT_THERE. Comments within it are lost."""
    if text is None:
        return REMOVE
    below = [line for line in text.split("\n")[1:] if line.strip()]
    indent = min((len(line) - len(line.lstrip(" ")) for line in below), default=2)
    for tried in (f"x: {text}\n", f"x:\n{' ' * indent}{text}\n"):
        read = parse_yaml(tried.encode("utf-8", "replace"), "")
        node = None if read.value is None or not read.ok else read.value.get("x")
        if node is not None:
            return value_of(node)
    return text


def _spelt(text: str, span: Span | None) -> str | None:
    return None if span is None else text[span.start : span.end]


def edit(data: bytes, changes: Sequence[Change], name: str, order: Order = no_order) -> Result[Edited]:
    """The file `name` with the changes, one after the other. `order` gives the names of a mapping in the order of the form,
    by which new ones find their place.

    The value is None where a change cannot be made; conflicts are left out and told, and the others made.
    """
    source, read = SourceText.of(data, name), _read(data, name)
    if source.value is None or read.value is None or not read.ok:
        errors = [one for one in read.problems if one.severity is Severity.ERROR]
        return Result(value=None, problems=(*source.problems, *errors))
    editing = _Editing(source.value, read.value, order)
    try:
        for change in changes:
            editing.make(change)
        again = _read(editing.source.data, name)
        if again.value is None or not again.ok or trees.said(again.value) != editing.meant:
            hint = "请在文件里直接改这一处，或先把它写成常见的样子。"
            raise RefusedError("这样改会影响文件的别处，没有写入", hint)
    except RefusedError as refused:
        return Result(value=None, problems=(refused.problem,))
    done, conflicts = tuple(editing.done), tuple(editing.conflicts)
    return Result(value=Edited(data=editing.source.data, done=done, conflicts=conflicts))


@functools.lru_cache(maxsize=2)
def _read(data: bytes, name: str) -> Result[MappingNode]:
    """What the strict reader makes of a file; that of the last change is where the next one begins."""
    return parse_yaml(data, name)


class RefusedError(Exception):
    """A change that cannot be made; becomes a problem before it leaves this module."""

    def __init__(self, message: str, hint: str) -> None:
        self.problem = Problem(code="edit-refused", message=message, hint=hint)
        super().__init__(message)


class _Editing:
    """A file while changes are made to it, and what it is meant to say after them."""

    def __init__(self, source: SourceText, root: MappingNode, order: Order) -> None:
        self.source = source
        self.order = order
        self.meant = trees.said(root)
        self.spans = spans(source.text)
        self.done: list[Done] = []
        self.conflicts: list[Conflict] = []

    def make(self, change: Change) -> None:
        """One change, or its conflict."""
        change = replace(change, path=self._final(change))
        path, value = change.path, change.value
        why = None if value is REMOVE else unwritable(value)
        if why is not None:
            hint = "请删掉它再存；从网页或 Word 粘贴来的文字，请重新手打这一处。"
            raise RefusedError(f"“{path_text(path)}”{why}，没有写入", hint)
        now = NOT_THERE if change.enters else self._spelling(path)
        if not change.enters and not (value is REMOVE and isinstance(path[-1], int)) and self._says(path, value):
            return
        if change.expected is not ANY and now != change.expected:
            self.conflicts.append(Conflict(change=change, found=now))
            return
        if change.enters or not self._merges(path, value):
            self._splice(path, value, enter=change.enters)
        else:
            for name, one in self._differing(path, value):
                self._splice((*path, name), one, enter=False)
        self.done.append(Done(path=path, before=now, after=None if value is REMOVE else self._spelling(path)))

    def _spelling(self, path: Path) -> str | None:
        return _spelt(self.source.text, find(self.spans, path))

    def _final(self, change: Change) -> Path:
        """The path with the place of an entry of a list as it is now."""
        path = change.path
        step, above = path[-1], path[:-1]
        if not all(isinstance(one, str) for one in above):
            raise RefusedError("列表里的一条只能整条地改", "请给出整条的新内容。")
        if isinstance(step, str):
            return path
        parent = find(self.spans, above)
        values = () if parent is None or parent.kind != "list" else parent.values
        if step == AFTER_LAST or change.enters:
            return (*above, len(values) if step == AFTER_LAST else min(step, len(values)))
        if isinstance(change.expected, str):
            places = [place for place, one in enumerate(values) if _spelt(self.source.text, one) == change.expected]
            if step not in places and len(places) == 1:
                return (*above, places[0])
        return path

    def _says(self, path: Path, value: Value) -> bool:
        """Whether the file says this already."""
        said = trees.at(self.meant, path)
        return said is None if value is REMOVE else said == trees.meant(value)

    def _merges(self, path: Path, value: Value) -> bool:
        found = find(self.spans, path)
        return found is not None and found.kind == "mapping" and isinstance(value, Mapping) and bool(value)

    def _differing(self, path: Path, value: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
        """Of a mapping laid on a mapping, the entries that differ."""
        kept = {normalize("NFKC", name) for name in value}
        old = trees.at(self.meant, path)
        for name, one in value.items():
            if not self._says((*path, name), one):
                yield name, one
        for name in [] if old is None else old[1]:
            if name not in kept:
                yield name, REMOVE

    def _splice(self, path: Path, value: Value, *, enter: bool) -> None:
        parent, depth = self._way(path)
        here, last = path[: depth + 1], depth == len(path) - 1
        place = parent.at(here[-1])
        if value is REMOVE:
            if place is None or not last:
                raise RefusedError(f"文件里没有“{path_text(path)}”，不用删", "请重新打开页面再看。")
            if len(parent.values) == 1 and depth:
                self._splice(path[:-1], None, enter=False)  # what held it alone says nothing then
                return
            splices = placing.remove(self.source.text, parent, place)
            meant = trees.without_entry(self.meant, here)
        else:
            for step in reversed(path[depth + 1 :]):
                value = Lines({step: value}) if isinstance(step, str) else [value]
            enters = place is None or (enter and last)
            if enters:
                splices = placing.insert(self.source.text, parent, here[-1], value, self.order(here[:-1]))
            else:
                splices = placing.replace(self.source.text, parent, place or 0, value)
            meant = trees.with_entry(self.meant, here, trees.meant(value), enter=enters)
        self.source, self.meant = self.source.spliced(splices), meant
        try:
            self.spans = spans(self.source.text)
        except (YAMLError, AttributeError) as error:
            message = f"“{path_text(path)}”在文件里的写法少见，不能在这里改"
            raise RefusedError(message, "请在文件里直接改这一处。") from error

    def _way(self, path: Path) -> tuple[Span, int]:
        """The innermost value on the way of a path that holds entries, and how deep it is."""
        span, depth = self.spans, 0
        while depth < len(path) - 1:
            place = span.at(path[depth])
            if place is None:
                break
            inner = span.values[place]
            if inner.kind == "scalar":
                said = self.source.text[inner.start : inner.end].strip()
                if said not in ("", "~", "null", UNFILLED):
                    message = f"“{path_text(path[: depth + 1])}”写的是“{said}”，里面不能再写别的"
                    raise RefusedError(message, "请先改掉那里的值。")
                break
            span, depth = inner, depth + 1
        return span, depth
