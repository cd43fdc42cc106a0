"""The section files of a pack: whether each belongs to a section, and the items in them before their rules are read."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.documents.fields import Reading
from scoring.documents.nodes import Document, Node, PackSource, entries_of, get, items_of, text_of
from scoring.documents.problems import did_you_mean
from scoring.validate.pack_facts import read_fact, read_interpretations
from scoring.validate.pack_items import RawItem, read_gap
from scoring.validate.schema.check import Path, check
from scoring.validate.schema.messages import Finding
from scoring.validate.schema.pack import section_schema

__all__ = ["SectionFiles", "unknown_key"]


MEANT = {"at_most": ("up_to",), "up_to": ("at_most",), "maximum": ("at_most", "up_to"), "minimum": ("at_least",)}
"""Keys of one place that are asked for under another name elsewhere: the likeliest meaning, not the likest spelling."""


def unknown_key(_path: Path, key: str, allowed: Sequence[str]) -> Finding:
    """What is told of a key that a file of a pack does not have."""
    known = next((one for one in MEANT.get(key, ()) if one in allowed), None)
    hint = did_you_mean(key, list(allowed)) if known is None else f"是不是“{known}”？"
    return Finding(code="unknown-key", message=f"这里不能写“{key}”", hint=hint)


class SectionFiles:
    """The section files of a pack. `whole` is False when some item could not be read, so that sums would mislead."""

    def __init__(self, source: PackSource, reading: Reading) -> None:
        self.source = source
        self.main: Node = source.main.root
        self.reading = reading
        self.report = reading.report
        self.whole = True

    def items(self) -> list[RawItem]:
        """The items of all section files, in their order."""
        labels = {text_of(get(node, "id")): node for node in items_of(get(self.main, "sections"))}
        found: list[RawItem] = []
        seen: dict[str, Document] = {}
        for document in self.source.sections:
            bad = check(document.root, section_schema(), unknown_key, self.report)
            section = text_of(get(document.root, "section"))
            if section in seen:
                message = f"一级指标“{section}”已经写在 {seen[section].file}"
                self.report.error("duplicate-id", message, "一个一级指标只用一个文件。", get(document.root, "section"))
            elif section not in labels:
                hint = did_you_mean(section, list(labels))
                message = f"pack.yaml 里没有编号为“{section}”的一级指标"
                self.report.error("unknown-section", message, hint, get(document.root, "section"))
            seen.setdefault(section, document)
            self.whole = self.whole and not bad
            found.extend(self._items_of(document, section, labels.get(section), bad))
        self._all_there(labels, seen)
        self._unique(found)
        return found

    def _all_there(self, labels: dict[str, Node], seen: dict[str, Document]) -> None:
        names: set[str] = set()
        for identity, node in labels.items():
            if identity not in seen:
                self.whole = False
                message = f"没有一级指标“{identity}”的文件"
                self.report.error("section-missing", message, f"请在同一文件夹里加 section-{identity}.yaml。", node)
        for node in items_of(get(self.main, "sections")):
            identity = text_of(get(node, "id"))
            if identity in names:
                self.report.error("duplicate-id", f"一级指标编号“{identity}”重复", "请换一个编号。", get(node, "id"))
            names.add(identity)

    def _items_of(self, document: Document, section: str, head: Node | None, bad: frozenset[Path]) -> list[RawItem]:
        found: list[RawItem] = []
        for index, node in enumerate(items_of(get(document.root, "items"))):
            if any(path[:2] == ("items", index) for path in bad):
                continue
            identity = text_of(get(node, "id"))
            prefix, _, number = identity.rpartition(".")
            if prefix != section or not number.isdigit():
                hint = f"请写成“{section}.1”的样子，并加引号。"
                self.report.error("item-id", f"指标项编号“{identity}”与一级指标“{section}”不合", hint, get(node, "id"))
            label = text_of(get(head, "label"))
            # A section whose text breaks off has one item of ours; it bears the section's label, not an official one.
            own = label if read_gap(get(head, "gap")) else f"{label}{number}"
            facts = tuple(read_fact(entry, identity, self.report) for entry in entries_of(get(node, "facts")))
            readings = read_interpretations(get(node, "interpretations"), identity, self.reading)
            found.append(RawItem(node, section, own, facts, readings))
        return found

    def _unique(self, items: list[RawItem]) -> None:
        seen: set[str] = set()
        for item in items:
            if item.id in seen:
                self.report.error("duplicate-id", f"指标项编号“{item.id}”重复", "请换一个编号。", get(item.node, "id"))
            seen.add(item.id)
