"""Answers taken over from an earlier file: `{未核对: 4}` says that nobody has looked at it yet, and counts as 未填 until somebody
takes the mark away."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from scoring.base.errors import Location
from scoring.documents.nodes import Document, Entry, MappingNode, Node, Scalar, ScalarKind, SequenceNode
from scoring.documents.problems import Report

__all__ = ["UNCONFIRMED", "tell_unconfirmed", "without_unconfirmed"]

UNCONFIRMED = "未核对"


def without_unconfirmed(document: Document) -> tuple[Document, tuple[Location, ...]]:
    """The document as it counts, with nothing said where nobody looked yet; and the places where that is so."""
    if not any(UNCONFIRMED in line for line in document.root.lines):
        return document, ()
    places: list[Location] = []
    root = _mapping(document.root, places)
    return (replace(document, root=root), tuple(places)) if places else (document, ())


def tell_unconfirmed(places: Sequence[Location], report: Report) -> None:
    """One question for all of them, at the first."""
    if places:
        message = f"有{len(places)}处沿用了上次的答案，还没有核对，按“未填”计"
        hint = f"核对后去掉“{{{UNCONFIRMED}: }}”，只留答案，如“专题会议次数: 4”；不对的改成今年的。"
        report.question("unconfirmed", message, hint, places[0])


def _counted(node: Node, places: list[Location]) -> Node:
    if isinstance(node, SequenceNode):
        return replace(node, items=tuple(_counted(one, places) for one in node.items))
    if not isinstance(node, MappingNode):
        return node
    if len(node.entries) == 1 and node.entries[0].name == UNCONFIRMED:
        places.append(node.location)
        return Scalar(kind=ScalarKind.NULL, text="", value=None, location=node.location)
    return _mapping(node, places)


def _mapping(node: MappingNode, places: list[Location]) -> MappingNode:
    entries = (Entry(name=one.name, key=one.key, value=_counted(one.value, places)) for one in node.entries)
    return replace(node, entries=tuple(entries))
