"""Located nodes as the plain data that a JSON Schema describes: what an editor sees in the file, with exact numbers."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from scoring.documents.nodes import MappingNode, Node, Scalar, ScalarKind, SequenceNode

__all__ = ["Plain", "node_at", "plain"]

Plain = str | int | Fraction | bool | None | list["Plain"] | dict[str, "Plain"]

SOME_DAY = "2000-01-01"


def plain(node: Node) -> Plain:
    """是/否 stay text, as in an editor; whole numbers are int, others Fraction; a day that does not exist, which the
    reader has reported already, counts as some day."""
    if isinstance(node, MappingNode):
        return {entry.name: plain(entry.value) for entry in node.entries}
    if isinstance(node, SequenceNode):
        return [plain(item) for item in node.items]
    if node.kind is ScalarKind.NUMBER and isinstance(node.value, Fraction):
        return node.value.numerator if node.value.denominator == 1 else node.value
    if node.kind is ScalarKind.NULL:
        return None
    if node.kind is ScalarKind.BOOL and node.text in ("true", "false"):
        return bool(node.value)
    if node.kind is ScalarKind.DATE and node.value is None:
        return SOME_DAY
    return node.text


def node_at(root: Node, path: Iterable[str | int]) -> Node:
    """The node at a path of plain data; the nearest one above it where the path leads nowhere."""
    node = root
    for step in path:
        below: Node | None = None
        if isinstance(node, MappingNode):
            below = node.get(str(step))
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.items):
            below = node.items[step]
        if below is None:
            return node
        node = below
    return node


def is_empty(node: Node) -> bool:
    """True for a value that is not written at all."""
    return isinstance(node, Scalar) and node.kind is ScalarKind.NULL and not node.text
