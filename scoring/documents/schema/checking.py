"""Check a document with a schema; every finding in Chinese at the exact node.

A valid file is the common case and should not wait 100 ms for a validator whose only gift is good error reports: that a
document fits is found by `conforms`. `jsonschema`, which gives the verdicts and paths, is imported only where it does not. Where a value may take several forms (anyOf), the one the
author meant is told by the type of what stands there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from scoring.documents.nodes import MappingNode, Node, SequenceNode
from scoring.documents.problems import Report
from scoring.documents.schema.conforming import Single, conforms, single
from scoring.documents.schema.messages import SchemaProblem, broken, describe, line_break, missing
from scoring.documents.values import ONE_LINE

__all__ = ["Advice", "Plain", "check", "node_at", "plain"]

Plain = Single | list["Plain"] | dict[str, "Plain"]


def plain(node: Node) -> Plain:
    """What jsonschema checks: every value as `single` gives it."""
    if isinstance(node, MappingNode):
        return {entry.name: plain(entry.value) for entry in node.entries}
    if isinstance(node, SequenceNode):
        return [plain(item) for item in node.items]
    return single(node)


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


Path = tuple[str | int, ...]
Advice = Callable[[Path, str, Sequence[str]], SchemaProblem]
"""What to say of a key that is not allowed: path of the mapping, the key, the keys that are allowed there."""

INNER = frozenset(
    {
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "multipleOf",
        "minLength",
        "minItems",
        "minProperties",
        "required",
        "additionalProperties",
    }
)


def check(root: MappingNode, schema: Mapping[str, Any], advice: Advice, report: Report) -> frozenset[Path]:
    """Note everything in `root` that does not fit; the paths of the places concerned."""
    if conforms(root, schema):
        return frozenset()
    from jsonschema import Draft202012Validator

    checker = _Checker(root, schema, advice, report)
    for error in Draft202012Validator(schema).iter_errors(plain(root)):
        checker.note(error)
    return frozenset(checker.places)


class _Checker:
    def __init__(self, root: MappingNode, schema: Mapping[str, Any], advice: Advice, report: Report) -> None:
        self.root = root
        self.schema = schema
        self.advice = advice
        self.report = report
        self.places: set[Path] = set()

    def note(self, error: Any) -> None:
        path: Path = tuple(error.absolute_path)
        node = node_at(self.root, path)
        self.places.add(path)
        if error.validator == "anyOf":
            self._any_of(error, path, node)
        elif error.validator == "additionalProperties" and error.validator_value is False:
            self._extra(error, path, node)
        elif error.validator == "required":
            self._missing(error, path, node)
        elif _breaks_line(error):
            self._broken(path, node)
        else:
            self._say(describe(error.validator, error.validator_value, error.schema, path, node), node)

    def _any_of(self, error: Any, path: Path, node: Node) -> None:
        """Report the inner errors of the form that was meant, or the expectation of the whole."""
        if any(_breaks_line(below) and not below.path for below in error.context):
            self._broken(path, node)
            return
        meant = self._meant(error)
        inner = [below for below in error.context if below.schema_path[0] == meant and self._telling(below, error)]
        if inner:
            for below in inner:
                self.note(below)
        else:
            self._say(describe("anyOf", error.validator_value, error.schema, path, node), node)

    def _meant(self, error: Any) -> int | None:
        if isinstance(error.instance, (str, bool)) or error.instance is None:
            return None
        kinds = {"integer", "number"}
        if isinstance(error.instance, (dict, list)):
            kinds = {"object" if isinstance(error.instance, dict) else "array"}
        for index, branch in enumerate(error.validator_value):
            target = self._resolve(branch)
            named = target.get("type", ())
            if kinds & ({named} if isinstance(named, str) else set(named)):
                return index
        return None

    def _resolve(self, branch: Mapping[str, Any]) -> Mapping[str, Any]:
        reference = branch.get("$ref")
        if reference is None:
            return branch
        found: Mapping[str, Any] = self.schema["$defs"][reference.removeprefix("#/$defs/")]
        return found

    @staticmethod
    def _telling(below: Any, error: Any) -> bool:
        return len(below.absolute_path) > len(error.absolute_path) or below.validator in INNER

    def _extra(self, error: Any, path: Path, node: Node) -> None:
        allowed = list(error.schema.get("properties", ()))
        known = frozenset(allowed)
        entries = {entry.name: entry for entry in node.entries} if isinstance(node, MappingNode) else {}
        for name in error.instance:
            if name not in known:
                self._say(self.advice(path, name, allowed), entries.get(name, node))

    def _missing(self, error: Any, path: Path, node: Node) -> None:
        names = [name for name in error.validator_value if name not in error.instance]
        self._say(missing(names, error.schema.get("properties", {}), path), node)

    def _broken(self, path: Path, node: Node) -> None:
        self._say(broken(path), line_break(node, self.report.lines(node.location.file)))

    def _say(self, finding: SchemaProblem, at: Any) -> None:
        self.report.error(finding.code, finding.message, finding.hint, at)


def _breaks_line(error: Any) -> bool:
    return bool(error.validator == "pattern" and error.validator_value == ONE_LINE)
