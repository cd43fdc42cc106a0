"""Lay one overlay on the documents below it: pack.yaml on pack.yaml, section file on section file."""

from __future__ import annotations

import hashlib

from msgspec.structs import replace

from scoring.documents.nodes import (
    Document,
    MappingNode,
    Node,
    PackSource,
    Scalar,
    SequenceNode,
    get,
    items_of,
    text_of,
)
from scoring.packs.overlay.merging import (
    DROP,
    FRONT,
    REPLACE,
    SECTION_FILE,
    Edit,
    Notes,
    merge_mapping,
    verb_of,
    without,
)

__all__ = ["EXTENDS", "EMPTY", "item_ids", "lay", "title_of"]

EXTENDS = "extends"
EMPTY = "overlay-empty"
SECTION, ITEMS, DROPS = "section", "items", "drop"


def lay(base: PackSource, over: PackSource, notes: Notes) -> PackSource:
    """The documents of `base` with those of `over` merged in, named and placed as `over`."""
    root = over.main.root
    front = without(root, EXTENDS)
    front, dropped = _dropped_items(front, base, notes) if isinstance(front, MappingNode) else (root, {})
    nameless = _mapping(without(base.main.root, "id", "edition"))  # an overlay has its own
    main = merge_mapping(nameless, _mapping(front), FRONT, notes)
    gone = {edit.name for edit in notes.edits if edit.verb == DROP and edit.word == "一级指标"}
    sections = _sections(base, over, dropped, gone, notes)
    _nothing_left(root, base, sections, notes)
    digest = hashlib.sha256(f"overlay {over.digest} {base.digest}".encode()).hexdigest()
    return PackSource(
        folder=over.folder,
        name=over.name,
        main=replace(over.main, root=main),
        sections=sections,
        digest=digest,
        merged=(*base.merged, base.main, *base.sections),
        pending=(*over.pending, *(replace(one, file=f"{base.name}/{one.file}") for one in base.pending)),
    )


def item_ids(source: PackSource) -> tuple[str, ...]:
    """The ids of all items in the section files."""
    return tuple(text_of(get(node, "id")) for document in source.sections for node in _items(document.root))


def title_of(source: PackSource, key: str) -> str:
    """A single text of pack.yaml, "" when it is not there."""
    return text_of(get(source.main.root, key))


def _sections(
    base: PackSource, over: PackSource, dropped: dict[str, list[Scalar]], gone: set[str], notes: Notes
) -> tuple[Document, ...]:
    below = {text_of(get(document.root, SECTION)): document for document in base.sections}
    laid: dict[str, Document] = {name: one for name, one in below.items() if name not in gone}
    extra: list[Document] = []
    for document in over.sections:
        name = text_of(get(document.root, SECTION))
        if name in laid and laid[name] is not below.get(name):
            extra.append(document)  # a second file for the same section: the usual validation reports it
            continue
        laid[name] = _section(laid.get(name), document, dropped.pop(name, []), notes)
    for name, scalars in dropped.items():
        if name in laid:
            empty = MappingNode(entries=(), location=scalars[0].location, lines=laid[name].root.lines)
            laid[name] = _section(laid[name], replace(laid[name], root=empty), scalars, notes)
    return (*laid.values(), *extra)


def _nothing_left(root: MappingNode, base: PackSource, sections: tuple[Document, ...], notes: Notes) -> None:
    """Say where the items went when an overlay takes the last of a section away and leaves the section."""
    had = {text_of(get(document.root, SECTION)): bool(_items(document.root)) for document in base.sections}
    drop = root.get(DROPS)
    if drop is None:
        return
    bare = [name for one in sections if had.get(name := text_of(get(one.root, SECTION))) and not _items(one.root)]
    if not sections or len(bare) == len(sections):
        hint = "补充体系至少要留一项；要另起一套的，不写 extends。"
        notes.error(EMPTY, "去掉以后一项指标也不剩", hint, drop)
    for name in bare if len(bare) < len(sections) else ():
        hint = f'请把这个一级指标也去掉（drop: {{sections: ["{name}"]}}），并核对总分；或者补上新的指标项。'
        notes.error(EMPTY, f"去掉以后一级指标“{name}”一项也不剩", hint, drop)


def _section(base: Document | None, over: Document, drops: list[Scalar], notes: Notes) -> Document:
    root = over.root
    lower = base.root if base is not None else MappingNode(entries=(), location=root.location)
    if verb_of(over.root, notes) == REPLACE:
        _replaced_set(lower, root, notes)
        lower = _mapping(without(lower, ITEMS))
        root = _mapping(without(root, "replaces"))
    return replace(
        over, root=merge_mapping(lower, root, SECTION_FILE, notes, more_drops={ITEMS: drops} if drops else {})
    )


def _replaced_set(lower: MappingNode, root: MappingNode, notes: Notes) -> None:
    """Note the items of the base that the new set does not name: they are gone as well."""
    if lower.get(ITEMS) is None:
        hint = "新增一级指标的各项不用写 replaces；要替换的，请核对 section 编号。"
        notes.error("overlay-unknown", "基础指标体系里没有这个一级指标，不能替换", hint, root.get("replaces") or root)
        return
    names = {text_of(get(node, "id")) for node in _items(root)}
    for node in _items(lower):
        if text_of(get(node, "id")) not in names:
            notes.edits.append(Edit(verb=DROP, word="指标项", name=text_of(get(node, "id"))))


def _dropped_items(front: MappingNode, base: PackSource, notes: Notes) -> tuple[Node, dict[str, list[Scalar]]]:
    """Take `drop: {items: […]}` out of pack.yaml and hand each id to the section file it stands in."""
    drop = front.get(DROPS)
    listed = drop.get(ITEMS) if isinstance(drop, MappingNode) else None
    if not isinstance(listed, SequenceNode) or not isinstance(drop, MappingNode):
        return front, {}
    homes = {
        text_of(get(node, "id")): text_of(get(document.root, SECTION))
        for document in base.sections
        for node in _items(document.root)
    }
    found: dict[str, list[Scalar]] = {}
    for one in listed.items:
        if isinstance(one, Scalar) and one.text in homes:
            found.setdefault(homes[one.text], []).append(one)
        else:
            name = one.text if isinstance(one, Scalar) else ""
            hint = f"有的是：{'、'.join(list(homes)[:8])}……"
            notes.error("overlay-unknown", f"基础指标体系里没有指标项“{name}”，不用去掉", hint, one)
    rest = without(drop, ITEMS)
    entries = [entry if entry.name != DROPS else replace(entry, value=rest) for entry in front]
    if isinstance(rest, MappingNode) and not rest.entries:
        entries = [entry for entry in entries if entry.name != DROPS]
    return replace(front, entries=tuple(entries)), found


def _items(root: MappingNode) -> tuple[Node, ...]:
    return items_of(root.get(ITEMS))


def _mapping(node: Node) -> MappingNode:
    return node if isinstance(node, MappingNode) else MappingNode(entries=(), location=node.location)
