"""What a document says, without places and spellings: for comparing what was read with what was meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from unicodedata import normalize

from scoring.documents.edit.spans import Step
from scoring.documents.edit.spelling import Value, word
from scoring.documents.nodes import MappingNode, Node, SequenceNode
from scoring.documents.strict.scalars import resolve

__all__ = ["NOTHING", "Tree", "at", "meant", "said", "with_entry", "without_entry"]

Tree = tuple[str, Any]
"""The kind and what is said: a value, a list of trees, or trees by name."""
NOTHING: Tree = ("null", None)


def meant(value: Value) -> Tree:
    """What a value must read back as."""
    if isinstance(value, Mapping):
        return ("mapping", {normalize("NFKC", name): meant(one) for name, one in value.items()})
    if isinstance(value, list | tuple):
        return ("list", [meant(one) for one in value])
    if isinstance(value, str):
        return ("text", value)
    kind, read = resolve(word(value))
    return (kind.value, read)


def said(node: Node) -> Tree:
    """What was read."""
    if isinstance(node, MappingNode):
        return ("mapping", {entry.name: said(entry.value) for entry in node.entries})
    if isinstance(node, SequenceNode):
        return ("list", [said(one) for one in node.items])
    return (node.kind.value, node.value)


def at(tree: Tree, path: tuple[Step, ...]) -> Tree | None:
    """What is said at a path, or None."""
    for step in map(_folded, path):
        kind, below = tree
        if (kind == "mapping" and isinstance(step, str) and step in below) or (
            kind == "list" and isinstance(step, int) and step < len(below)
        ):
            tree = below[step]
        else:
            return None
    return tree


def with_entry(tree: Tree, path: tuple[Step, ...], new: Tree, *, enter: bool) -> Tree:
    """The tree with another value at a path whose way is there; with `enter`, an entry of a list comes before it."""
    kind, below = tree
    step, rest = _folded(path[0]), path[1:]
    if isinstance(step, str):
        return (kind, {**below, step: with_entry(below[step], rest, new, enter=enter) if rest else new})
    inner = with_entry(below[step], rest, new, enter=enter) if rest else new
    return (kind, [*below[:step], inner, *below[step + (0 if enter and not rest else 1) :]])


def without_entry(tree: Tree, path: tuple[Step, ...]) -> Tree:
    """The tree without the entry at a path."""
    kind, below = tree
    step, rest = _folded(path[0]), path[1:]
    if rest:
        return with_entry(tree, (step,), without_entry(below[step], rest), enter=False)
    if isinstance(step, str):
        return (kind, {name: one for name, one in below.items() if name != step})
    return (kind, [*below[:step], *below[step + 1 :]])


def _folded(step: Step) -> Step:
    return normalize("NFKC", step) if isinstance(step, str) else step
