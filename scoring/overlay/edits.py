"""What an overlay does to its base: noted while merging, told in Chinese, and traced to the items it touches."""

from __future__ import annotations

from collections.abc import Iterable

from scoring.errors import Problem
from scoring.model.located import Document, Node
from scoring.record import record

__all__ = ["ADD", "CHANGE", "DROP", "REPLACE", "Edit", "Notes", "sentences"]

ADD, REPLACE, CHANGE, DROP = "新增", "替换", "修改", "去掉"
ORDER = (ADD, REPLACE, CHANGE, DROP)


@record
class Edit:
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
    """The edits in Chinese, like ones together: 新增指标项 6.1、6.2."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    listed = list(edits)
    named = {(edit.verb, edit.name) for edit in listed if edit.word == "指标项"}
    for edit in listed:
        if edit.owner and any((verb, edit.owner) in named for verb in (ADD, REPLACE)):
            continue
        groups.setdefault((edit.owner, edit.verb, edit.word), []).append(edit.name)
    order = sorted(groups, key=lambda group: (bool(group[0]), group[0], ORDER.index(group[1])))
    found = []
    for owner, verb, word in order:
        names = "、".join(dict.fromkeys(name for name in groups[owner, verb, word] if name))
        found.append((f"指标项 {owner}：" if owner else "") + f"{verb}{word}" + (f" {names}" if names else ""))
    return tuple(found)
