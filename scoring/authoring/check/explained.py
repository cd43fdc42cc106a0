"""The pack's own word on mutants that survive: tests/mutants.yaml, read strictly."""

from __future__ import annotations

import os.path

from msgspec import Struct
from msgspec.structs import replace

from scoring import load
from scoring.authoring.ruletests import FOLDER, MUTANTS
from scoring.base.errors import Location, Problem, Result
from scoring.documents.nodes import MappingNode, SequenceNode, get, text_of
from scoring.model.criteria import Criteria
from scoring.validate.schema.lines import broken_lines

__all__ = ["Explained", "read_explained"]

SHAPE = "写成“explained:”下面逐条“- {mutant: 变异编号, reason: 为什么没有测试能发现}”。"


class Explained(Struct, frozen=True, kw_only=True):
    """A mutant and why no test notices it, with the place where the pack says so."""

    mutant: str
    reason: str
    location: Location
    inherited: bool = False
    """Written for a base of this pack; it need not match anything here."""


def read_explained(criteria: Criteria, shown: str | None = None) -> Result[tuple[Explained, ...]]:
    """The explanations of a pack and of its bases; none where there is no such file. `shown` is how messages name the
    pack's folder."""
    own = _read(criteria.folder, criteria.folder if shown is None else shown)
    found, problems = [*(own.value or ())], [*own.problems]
    for base in criteria.extends:
        theirs = _read(base.folder, base.folder)
        problems += theirs.problems
        found += [replace(one, inherited=True) for one in theirs.value or ()]
    return Result(value=tuple(found), problems=tuple(problems))


def _read(folder: str, shown: str) -> Result[tuple[Explained, ...]]:
    path = os.path.join(folder, FOLDER, MUTANTS)
    if not os.path.isfile(path):
        return Result(value=())
    label = os.path.join(shown, FOLDER, MUTANTS)
    document = load.read_document(path, label)
    if document.value is None or not document.ok:
        return Result(value=(), problems=document.problems)
    root = document.value.root
    listed = root.get("explained")
    problems = [_problem(f"不认识的键“{one.name}”", one.key.location) for one in root if one.name != "explained"]
    if not isinstance(listed, SequenceNode):
        return Result(value=(), problems=(*problems, _problem("没有列出变异", root.location)))
    found: dict[str, Explained] = {}
    for node in listed.items:
        if isinstance(node, MappingNode):
            problems += broken_lines(node, ("mutant",), root.lines)
        mutant, reason = (text_of(get(node, key)) for key in ("mutant", "reason"))
        strays = isinstance(node, MappingNode) and any(one.name not in ("mutant", "reason") for one in node)
        if not mutant or not reason or strays:
            problems.append(_problem("这一条没有写全变异编号和理由，或有多余的键", node.location))
        elif mutant in found:
            problems.append(_problem(f"变异“{mutant}”写了两次", node.location))
        else:
            found[mutant] = Explained(mutant=mutant, reason=reason, location=node.location)
    return Result(value=tuple(found.values()), problems=(*document.problems, *problems))


def _problem(message: str, location: Location) -> Problem:
    return Problem(code="mutants-file", message=message, hint=SHAPE, location=location)
