"""What an overlay does to its base: noted while merging, told in Chinese, and traced to the items it touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from scoring.base.errors import Problem
from scoring.documents.nodes import Document, Node

__all__ = ["ADD", "CHANGE", "DROP", "OWN", "REPLACE", "Edit", "Notes", "sentences"]

ADD, REPLACE, CHANGE, DROP = "新增", "替换", "修改", "去掉"
ITEM = "指标项"
OWN = ("id", "edition", "section")
"""Keys that say what an overlay is, not what it changes."""
ORDER = (ADD, REPLACE, CHANGE, DROP)


class Edit(Struct, frozen=True, kw_only=True):
    """One change. `word` is what kind of thing it is and `name` which; `owner` the item it belongs to, "" for none."""

    verb: str
    word: str
    name: str
    owner: str = ""


class Notes:
    """Problems and edits met while one overlay is merged into its base."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.problems: list[Problem] = []
        self.edits: list[Edit] = []
        self._lines = {document.file: document.root.lines for document in documents}

    def error(self, code: str, message: str, hint: str, at: Node) -> None:
        """Note something in the overlay that must be mended."""
        place = at.location
        lines = self._lines.get(place.file, ())
        excerpt = lines[place.line - 1] if 0 < place.line <= len(lines) else None
        self.problems.append(Problem(code=code, message=message, hint=hint, location=place, excerpt=excerpt))

    def edit(self, verb: str, word: str, name: str, owner: str = "") -> None:
        """Note one change."""
        self.edits.append(Edit(verb=verb, word=word, name=name, owner=owner))


def sentences(edits: Iterable[Edit]) -> tuple[str, ...]:
    """The edits in Chinese, like ones together: 新增指标项 6.1、6.2; what was done inside an item stands behind it."""
    listed = list(edits)
    inside: dict[str, list[Edit]] = {}
    for edit in listed:
        if edit.owner:
            inside.setdefault(edit.owner, []).append(edit)
    outside = [edit for edit in listed if not edit.owner]
    whole = [edit for edit in outside if not (edit.word == ITEM and edit.verb == CHANGE and edit.name in inside)]
    found = [(verb, text) for verb, text in _grouped(whole)]
    for edit in outside:
        if edit not in whole:
            done = "，".join(text for _, text in _grouped(inside[edit.name]))
            found.append((CHANGE, f"{CHANGE}{ITEM} {edit.name}（{done}）"))
    return tuple(text for _, text in sorted(found, key=lambda one: ORDER.index(one[0])))


def _grouped(edits: Iterable[Edit]) -> Iterator[tuple[str, str]]:
    groups: dict[tuple[str, str], list[str]] = {}
    for edit in edits:
        groups.setdefault((edit.verb, edit.word), []).append(edit.name)
    for verb, word in sorted(groups, key=lambda group: ORDER.index(group[0])):
        names = "、".join(dict.fromkeys(name for name in groups[verb, word] if name))
        yield verb, f"{verb}{word}" + (f" {names}" if names else "")
