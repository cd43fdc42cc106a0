"""Merge one overlay mapping into its base, member by member, keeping the place of every value.

Three words say what is meant, because an id typed by mistake must never replace official text: nothing adds,
`replaces: true` puts a whole member in the place of the base's, `changes: true` alters only the keys that are written,
and `drop:` beside a collection takes members out. What is a collection, and what all things are called, is what the fields of
the records say (scoring.documents.fields).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from scoring.documents.fields import fields_of
from scoring.documents.nodes import Document, Entry, MappingNode, Node, Scalar, ScalarKind, SequenceNode, get, text_of
from scoring.documents.problems import Report
from scoring.model.criteria import Criteria, Item
from scoring.model.procedure import Eligibility

__all__ = [
    "ADD",
    "CHANGE",
    "DROP",
    "FRONT",
    "OWN",
    "REPLACE",
    "SECTION_FILE",
    "Edit",
    "Notes",
    "merge_mapping",
    "sentences",
    "verb_of",
    "without",
]

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


class Notes(Report):
    """Problems and edits met while one overlay is merged into its base."""

    def __init__(self, documents: Iterable[Document]) -> None:
        super().__init__(*(document.root for document in documents))
        self.edits: list[Edit] = []

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


REPLACES, CHANGES, DROPS = "replaces", "changes", "drop"
NOTHING: Mapping[str, list[Scalar]] = {}
EXISTS = "要整个替换它，请加 replaces: true；只改其中几个键，请加 changes: true；要新增，请换一个{0}。"


class Collection(Struct, frozen=True, kw_only=True):
    """Named things that an overlay can add, replace, change or drop one by one.

    word: what one of them is called
    key: what names one in a list of mappings; None: they stand under their names
    inside: the shape of one that is changed in part
    plain: whether they are single values, which bear no words about themselves
    """

    word: str
    key: str | None = None
    inside: Shape | None = None
    plain: bool = False


class Shape(Struct, frozen=True, kw_only=True):
    """A mapping of a pack, as an overlay treats it.

    collections: by key, what is merged member by member
    parts: mappings that are merged key by key, because they hold collections
    singles: the words of all else, which is replaced by writing it; the reader is told of it where they are known
    """

    collections: Mapping[str, Collection]
    parts: Mapping[str, Shape] = {}
    singles: Mapping[str, str] = {}


TOLD = (Criteria, Eligibility, Item)
"""Where a single value that was replaced is told; inside smaller things, that they were changed is enough."""


def shape_of(of: type[Struct]) -> Shape:
    """The shape of the document that becomes the record `of`, from its fields."""
    collections: dict[str, Collection] = {}
    parts: dict[str, Shape] = {}
    singles: dict[str, str] = {}
    for one in fields_of(of):
        field, kind = one.field, one.field.kind
        keys = tuple(kind.spread) or (one.key,)
        if kind.several and not field.whole:
            inside = None if kind.of is None else shape_of(kind.of)
            key = kind.called if kind.listed else None
            collections[keys[0]] = Collection(word=field.word, key=key, inside=inside, plain=bool(kind.spread))
            continue
        below = None if kind.of is None or kind.several else shape_of(kind.of)
        if below is not None and below.collections:
            told = {name: f"{field.word}{word}" for name, word in below.singles.items()}
            parts[one.key] = replace(below, singles=told)
        singles.update(dict.fromkeys(keys, field.word))
    return Shape(collections=collections, parts=parts, singles=singles if of in TOLD else {})


FRONT = shape_of(Criteria)
ITEMS = Collection(word="指标项", key="id", inside=shape_of(Item))
SECTION_FILE = Shape(collections={"items": ITEMS})
NO_SHAPE = Shape(collections={})


class _Member(Struct, frozen=True, kw_only=True):
    name: str
    node: Node
    key: Scalar | None = None
    """The key of a mapping's entry; None in a list."""


def merge_mapping(
    base: MappingNode,
    over: MappingNode,
    shape: Shape,
    notes: Notes,
    owner: str = "",
    more_drops: Mapping[str, list[Scalar]] = NOTHING,
) -> MappingNode:
    """`base` with the keys of `over` merged in. The result stands at the place of `over`, which answers for it.

    `owner` is the item the mapping belongs to; `more_drops` are members to take out beside those under `drop`.
    """
    drops = _drops(over.get(DROPS), shape, notes)
    for name, scalars in more_drops.items():
        drops[name] = [*drops.get(name, []), *scalars]
    written = [entry for entry in over if entry.name not in (REPLACES, CHANGES, DROPS)]
    found = {entry.name: entry for entry in base}
    told = set(drops)
    for entry in written:
        below = found.get(entry.name)
        if entry.name in shape.collections:
            told.discard(entry.name)
            kind, dropped = shape.collections[entry.name], drops.get(entry.name, [])
            value = _merge_collection(below.value if below else None, entry.value, kind, dropped, notes, owner)
        elif entry.name in shape.parts and below is not None and _both(below.value, entry.value):
            value = _merge_part(below.value, entry.value, shape.parts[entry.name], notes)
        else:
            value = entry.value
            if shape.singles and entry.name not in OWN:
                notes.edit(REPLACE, shape.singles.get(entry.name, f"“{entry.name}”"), "", owner)
        found[entry.name] = replace(entry, value=value)
    for name in told:
        kind, below = shape.collections[name], found.get(name)
        value = _merge_collection(below.value if below else None, None, kind, drops[name], notes, owner)
        if below is not None and value is not None:
            found[name] = replace(below, value=value)
    return MappingNode(entries=tuple(found.values()), location=over.location, lines=over.lines)


def without(node: Node, *names: str) -> Node:
    """A mapping without the words about itself; anything else as it is."""
    if not isinstance(node, MappingNode):
        return node
    return replace(node, entries=tuple(entry for entry in node if entry.name not in names))


def verb_of(node: Node, notes: Notes) -> str:
    """What the member says about itself: ADD, REPLACE or CHANGE."""
    verbs = {REPLACES: REPLACE, CHANGES: CHANGE}
    said = [entry for entry in node if entry.name in verbs] if isinstance(node, MappingNode) else []
    for entry in said:
        if not (isinstance(entry.value, Scalar) and entry.value.kind is ScalarKind.BOOL and entry.value.value is True):
            notes.error("overlay-verb", f"{entry.name} 只能写 true", "不需要时请删掉这一行。", entry.value)
    if len(said) > 1:
        hint = "整个替换写 replaces: true，只改几个键写 changes: true，二者取一。"
        notes.error("overlay-verb", "replaces 和 changes 不能同时写", hint, said[1].key)
    return verbs[said[0].name] if said else ADD


def _both(one: Node, other: Node) -> bool:
    return isinstance(one, MappingNode) and isinstance(other, MappingNode)


def _merge_part(base: Node, over: Node, shape: Shape, notes: Notes) -> Node:
    if not isinstance(base, MappingNode) or not isinstance(over, MappingNode):
        return over
    return merge_mapping(base, over, shape, notes)


def _merge_collection(
    base: Node | None, over: Node | None, kind: Collection, drops: list[Scalar], notes: Notes, owner: str
) -> Node:
    """The collection after drops and what `over` adds, replaces and changes; `over` itself where it has another shape,
    so that the schema reports it there."""
    below, above = _members(base, kind), _members(over, kind)
    if below is None or above is None:
        return over if over is not None else (base or SequenceNode(items=(), location=drops[0].location))
    found = {member.name: member for member in below}
    gone = {scalar.text: scalar for scalar in drops if _known(scalar, found, kind, notes)}
    extra: list[_Member] = []
    seen: set[str] = set()
    for member in above:
        if member.name in seen or not member.name:
            extra.append(member)  # the usual validation reports ids that are missing or written twice
            continue
        seen.add(member.name)
        merged = _merge_member(found.get(member.name), member, kind, member.name in gone, notes, owner)
        gone.pop(member.name, None)
        found[member.name] = merged
    for name in gone:
        notes.edit(DROP, kind.word, name, owner)
        del found[name]
    place = (over or base or drops[0]).location
    if kind.key is None:
        entries = [Entry(name=one.name, key=one.key, value=one.node) for one in [*found.values(), *extra] if one.key]
        return MappingNode(entries=tuple(entries), location=place)
    return SequenceNode(items=tuple(one.node for one in [*found.values(), *extra]), location=place)


def _merge_member(
    below: _Member | None, member: _Member, kind: Collection, gone: bool, notes: Notes, owner: str
) -> _Member:
    verb = ADD if kind.plain else verb_of(member.node, notes)
    inner = member.name if kind.key == "id" and kind.word == "指标项" else owner
    at: Node = member.key or _key_node(member.node, kind)
    if verb == ADD:
        if below is not None and not gone:
            hint = EXISTS.format("编号" if kind.key == "id" else "名称")
            if kind.plain:
                hint = "要改它的说明，请先在 drop 里去掉它，再在这里重写。"
            notes.error("overlay-exists", f"基础指标体系里已经有{kind.word}“{member.name}”", hint, at)
        notes.edit(REPLACE if gone else ADD, kind.word, member.name, owner)
        return member
    if below is None or gone:
        _unknown(member.name, at, kind, verb, notes, gone)
        return replace(member, node=without(member.node, REPLACES, CHANGES))
    notes.edit(verb, kind.word, member.name, owner)
    if verb == REPLACE or not isinstance(below.node, MappingNode) or not isinstance(member.node, MappingNode):
        return replace(member, node=without(member.node, REPLACES))
    return replace(member, node=merge_mapping(below.node, member.node, kind.inside or NO_SHAPE, notes, inner))


def _unknown(name: str, at: Node, kind: Collection, verb: str, notes: Notes, gone: bool) -> None:
    if gone:
        message = f"{kind.word}“{name}”既写在 drop 里，又说要{verb}"
        notes.error("overlay-verb", message, "请只留一处：替换的不用先去掉。", at)
        return
    message = f"基础指标体系里没有{kind.word}“{name}”，不能{verb}"
    notes.error("overlay-unknown", message, "请核对名称；要新增的，删掉 replaces 或 changes。", at)


def _members(node: Node | None, kind: Collection) -> list[_Member] | None:
    """The members of a collection; None when the node has another shape."""
    if node is None or (isinstance(node, Scalar) and node.kind is ScalarKind.NULL):
        return []
    if kind.key is None:
        if not isinstance(node, MappingNode):
            return None
        return [_Member(name=entry.name, node=entry.value, key=entry.key) for entry in node]
    if not isinstance(node, SequenceNode):
        return None
    return [_Member(name=text_of(get(item, kind.key)), node=item) for item in node.items]


def _key_node(node: Node, kind: Collection) -> Node:
    found = node.get(kind.key) if isinstance(node, MappingNode) and kind.key else None
    return found or node


def _drops(node: Node | None, shape: Shape, notes: Notes) -> dict[str, list[Scalar]]:
    """Collection → the names to take out, each where it is written."""
    if node is None:
        return {}
    allowed = "、".join(shape.collections)
    hint = f"请写成 drop: {{{next(iter(shape.collections), '')}: [名称]}}；可以写 {allowed}。"
    if not shape.collections or not isinstance(node, MappingNode):
        notes.error("overlay-drop", "drop 的写法不对", hint if shape.collections else "这里没有可以去掉的。", node)
        return {}
    found: dict[str, list[Scalar]] = {}
    for entry in node:
        if entry.name not in shape.collections:
            notes.error("overlay-drop", f"drop 里不能写“{entry.name}”", f"可以写 {allowed}。", entry.key)
        elif not isinstance(entry.value, SequenceNode):
            notes.error("overlay-drop", "drop 里要列出名称", f"请写成 {entry.name}: [名称, 名称]。", entry.value)
        else:
            found[entry.name] = [one for one in entry.value.items if isinstance(one, Scalar)]
    return found


def _known(scalar: Scalar, found: dict[str, _Member], kind: Collection, notes: Notes) -> bool:
    if scalar.text in found:
        return True
    close = difflib.get_close_matches(scalar.text, list(found), n=1, cutoff=0.5)
    hint = f"是不是“{close[0]}”？" if close else f"有的是：{'、'.join(list(found)[:8]) or '（没有）'}。"
    notes.error("overlay-unknown", f"基础指标体系里没有{kind.word}“{scalar.text}”，不用去掉", hint, scalar)
    return False
