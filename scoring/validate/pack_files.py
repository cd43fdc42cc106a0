"""The files of a pack: their shapes, whether each section file belongs to a section, and the items in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scoring.documents.fields import LINE, Schema, rows, schema_of, shape
from scoring.documents.nodes import Document, Node, PackSource, get, items_of, text_of
from scoring.documents.problems import Report, did_you_mean
from scoring.model.criteria import Criteria, Item
from scoring.validate.pack_reading import ItemPart
from scoring.validate.schema.check import Path, check
from scoring.validate.schema.messages import Finding
from scoring.validate.schema.shapes import DRAFT, schema_id

__all__ = ["item_parts", "pack_schema", "section_schema", "unknown_key"]


MEANT = {"at_most": ("up_to",), "up_to": ("at_most",), "maximum": ("at_most", "up_to"), "minimum": ("at_least",)}
"""Keys of one place that are asked for under another name elsewhere: the likeliest meaning, not the likest spelling."""


def pack_schema() -> Schema:
    """The schema of pack.yaml."""
    head = {"$schema": DRAFT, "$id": schema_id("pack"), "title": "评估指标体系"}
    return {**head, **schema_of(Criteria)}


def section_schema() -> Schema:
    """The schema of a section file."""
    head = {"$schema": DRAFT, "$id": schema_id("section"), "title": "一级指标的各指标项"}
    items = rows(Item, called="id", told="label", null=False, minItems=1)
    return {**head, **shape(("section", "items"), {"section": LINE.schema, "items": items.schema})}


def unknown_key(_path: Path, key: str, allowed: Sequence[str]) -> Finding:
    """What is told of a key that a file of a pack does not have."""
    known = next((one for one in MEANT.get(key, ()) if one in allowed), None)
    hint = did_you_mean(key, list(allowed)) if known is None else f"是不是“{known}”？"
    return Finding(code="unknown-key", message=f"这里不能写“{key}”", hint=hint)


def item_parts(source: PackSource, report: Report) -> tuple[list[ItemPart], bool]:
    """The items of all section files, in their order; and whether that is all of them, so that sums would not mislead."""
    main = source.main.root
    heads = {text_of(get(node, "id")): node for node in items_of(get(main, "sections"))}
    found: list[ItemPart] = []
    seen: dict[str, Document] = {}
    whole = True
    for document in source.sections:
        bad = check(document.root, section_schema(), unknown_key, report)
        section = text_of(get(document.root, "section"))
        at = get(document.root, "section")
        if section in seen:
            message = f"一级指标“{section}”已经写在 {seen[section].file}"
            report.error("duplicate-id", message, "一个一级指标只用一个文件。", at)
        elif section not in heads:
            message = f"pack.yaml 里没有编号为“{section}”的一级指标"
            report.error("unknown-section", message, did_you_mean(section, list(heads)), at)
        seen.setdefault(section, document)
        whole = whole and not bad
        found.extend(_items_of(document, section, heads.get(section), bad, report))
    for identity, node in heads.items():
        if identity not in seen:
            whole = False
            message = f"没有一级指标“{identity}”的文件"
            report.error("section-missing", message, f"请在同一文件夹里加 section-{identity}.yaml。", node)
    _unique([get(node, "id") for node in items_of(get(main, "sections"))], "一级指标", report)
    _unique([get(one.node, "id") for one in found], "指标项", report)
    return found, whole


def _items_of(
    document: Document, section: str, head: Node | None, bad: frozenset[Path], report: Report
) -> Iterator[ItemPart]:
    for index, node in enumerate(items_of(get(document.root, "items"))):
        if any(path[:2] == ("items", index) for path in bad):
            continue
        identity = text_of(get(node, "id"))
        prefix, _, number = identity.rpartition(".")
        if prefix != section or not number.isdigit():
            hint = f"请写成“{section}.1”的样子，并加引号。"
            report.error("item-id", f"指标项编号“{identity}”与一级指标“{section}”不合", hint, get(node, "id"))
        label = text_of(get(head, "label"))
        # A section whose text breaks off has one item of ours; it bears the section's label, not an official one.
        broken = get(get(head, "gap"), "known") is not None
        yield ItemPart(node=node, section=section, label=label if broken else f"{label}{number}")


def _unique(ids: Iterable[Node | None], what: str, report: Report) -> None:
    seen: set[str] = set()
    for at in ids:
        if text_of(at) in seen:
            report.error("duplicate-id", f"{what}编号“{text_of(at)}”重复", "请换一个编号。", at)
        seen.add(text_of(at))
