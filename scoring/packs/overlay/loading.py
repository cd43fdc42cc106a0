"""An overlay as a whole: find and read its layers down to the pack it rests on, lay them, validate the result, and say what
rests on what.
"""

from __future__ import annotations

import difflib
import os.path
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from scoring import packs
from scoring.base.errors import Problem, Result, Severity, sort_problems
from scoring.documents.nodes import Node, PackSource, Scalar
from scoring.documents.problems import Report
from scoring.model.criteria import Criteria, Extended, Item
from scoring.packs.overlay.layering import EMPTY, EXTENDS, item_ids, lay, title_of
from scoring.packs.overlay.merging import Edit, Notes, sentences

__all__ = ["EXTENDS", "MOST_LAYERS", "base_name", "load_pack", "read_chain"]

MOST_LAYERS = 5
"""How many packs may lie on each other, the lowest one included; more could not be followed by a reader."""


def base_name(source: PackSource) -> str | None:
    """The id under `extends`, "" when something else than an id is written there, None for a pack by itself."""
    node = source.main.root.get(EXTENDS)
    if node is None:
        return None
    return node.text.strip() if isinstance(node, Scalar) else ""


def read_chain(top: PackSource, search: Sequence[str]) -> Result[tuple[PackSource, ...]]:
    """The layers from `top` down to the pack that extends nothing.

    A base is looked for beside its overlay first, then in the folders of `search`. Problems: those of reading the
    bases, a base that cannot be found, a circle, too many layers.
    """
    layers = [top]
    problems: list[Problem] = []
    seen = {os.path.realpath(top.folder)}
    while (name := base_name(layers[-1])) is not None:
        at = layers[-1].main.root.get(EXTENDS) or layers[-1].main.root
        found = _find(name, layers[-1].folder, search)
        if found is None:
            problems.append(_not_found(name, at, layers[-1], search))
            break
        if os.path.realpath(found) in seen:
            circle = " → ".join([*(layer.name for layer in layers), name])
            hint = "补充体系最终要落到一个自成一体的指标体系上；请改正 extends。"
            problems.append(_problem("overlay-cycle", f"extends 绕成了圈：{circle}", hint, at, layers[-1]))
            break
        if len(layers) == MOST_LAYERS:
            message = f"补充体系叠了 {MOST_LAYERS} 层还没有到底"
            problems.append(_problem("overlay-depth", message, "请把中间几层合并成一层。", at, layers[-1]))
            break
        seen.add(os.path.realpath(found))
        read = packs.read_pack(found)
        problems.extend(read.problems)
        if read.value is None:
            break
        if packs.is_plan(read.value):
            hint = "补充体系只能依据有分值的指标体系；规划方案请复制一份再改。"
            problems.append(_problem("overlay-base", f"“{name}”是没有分值的规划方案", hint, at, layers[-1]))
            break
        layers.append(read.value)
    complete = base_name(layers[-1]) is None and len(layers) > 1
    return Result(value=tuple(layers) if complete else None, problems=tuple(problems))


def _find(name: str, overlay: str, search: Sequence[str]) -> str | None:
    if not name or "/" in name or "\\" in name or name in (".", ".."):
        return None
    beside = os.path.join(os.path.dirname(os.path.abspath(overlay)), name)
    if os.path.isfile(os.path.join(beside, packs.MAIN)):
        return beside
    entries = {entry.id: entry.folder for entry in packs.list_packs(search)}
    return entries.get(name)


def _not_found(name: str, at: Node, layer: PackSource, search: Sequence[str]) -> Problem:
    if not name or "/" in name or "\\" in name:
        hint = "extends 写基础指标体系的编号，例如 extends: liaoning-2022，不写路径。"
        return _problem("overlay-base", "extends 里不是指标体系的编号", hint, at, layer)
    hint = "请把基础指标体系放在同一个上级文件夹里，或用 --criteria-path 指明它所在的文件夹。"
    close = difflib.get_close_matches(name, [entry.id for entry in packs.list_packs(search)], n=1, cutoff=0.5)
    if close:
        hint = f"是不是 {close[0]}？"
    return _problem("overlay-base", f"找不到基础指标体系“{name}”", hint, at, layer)


def _problem(code: str, message: str, hint: str, at: Node, layer: PackSource) -> Problem:
    report = Report(layer.main.root)
    report.error(code, message, hint, at)
    return report.problems[0]


class _Layer(Struct, frozen=True, kw_only=True):
    """A pack that lies under another: as it is with its own bases, and what the one above does to it."""

    source: PackSource
    edits: tuple[Edit, ...]


def load_pack(top: PackSource, search: Sequence[str]) -> Result[Criteria]:
    """The index that the overlay `top` (already read) makes of its base; bases are found beside it or in `search`.

    Problems are those of reading the bases, of the overlay's own words, and of the merged pack; each names the file
    it stands in. The value is None when one is an error.
    """
    chain = read_chain(top, search)
    if chain.value is None or not chain.ok:
        return Result(value=None, problems=sort_problems(chain.problems))
    laid, *above = reversed(chain.value)
    layers: list[_Layer] = []
    problems = list(chain.problems)
    for over in above:
        notes = Notes([over.main, *over.sections])
        merged = lay(laid, over, notes)
        problems.extend(notes.problems)
        layers.append(_Layer(source=laid, edits=tuple(notes.edits)))
        laid = merged
    if any(problem.code == EMPTY for problem in problems):  # the rest would only say so again, at the base's lines
        return Result(value=None, problems=sort_problems(problems))
    made = packs.criteria(laid)
    bases = {document.file for document in laid.merged}
    problems.extend(_placed(problem, bases, top) for problem in made.problems)
    if made.value is None or any(problem.severity is Severity.ERROR for problem in problems):
        return Result(value=None, problems=sort_problems(problems))
    criteria = replace(made.value, extends=_extends(made.value, layers))
    return Result(value=criteria, problems=sort_problems(problems))


def _placed(problem: Problem, bases: set[str], top: PackSource) -> Problem:
    """A problem of the merged pack that points into a base's file is mended in the overlay."""
    if problem.location is None or problem.location.file not in bases:
        return problem
    own = {top.main.file, *(document.file for document in top.sections)}
    if problem.location.file in own:
        return problem
    hint = f"{problem.hint}（这一行在基础指标体系里，不要改它；请在补充体系“{top.name}”里替换或补充。）"
    return replace(problem, hint=hint)


def _extends(criteria: Criteria, layers: Sequence[_Layer]) -> tuple[Extended, ...]:
    """The packs below, the nearest first, each with the items that come through every layer above it unchanged."""
    found: list[Extended] = []
    touched: set[str] = set()
    names: set[str] = set()
    everything = False
    for layer in reversed(layers):
        touched |= {edit.name for edit in layer.edits if edit.word == "指标项"}
        names |= {edit.name for edit in layer.edits}
        everything |= any(edit.word == "不适用的计分方法" for edit in layer.edits)
        kept = [] if everything else [i for i in item_ids(layer.source) if _same(criteria, i, touched, names)]
        found.append(
            Extended(
                id=layer.source.name,
                edition=title_of(layer.source, "edition"),
                digest=layer.source.digest,
                folder=layer.source.folder,
                changes=sentences(layer.edits),
                items=tuple(kept),
            )
        )
    return tuple(found)


def _same(criteria: Criteria, identity: str, touched: set[str], names: set[str]) -> bool:
    """Whether an item is neither touched itself nor reads a name that is."""
    item = criteria.items_by_id.get(identity)
    if item is None or identity in touched:
        return False
    for name in _reads(criteria, item):
        fact = criteria.facts_by_name.get(name)
        if name in names or (fact is not None and fact.item in touched and fact.item):
            return False
    return True


def _reads(criteria: Criteria, item: Item) -> set[str]:
    """Every name the score of an item depends on."""
    found: set[str] = set()
    waiting: list[str] = [fact.name for fact in item.facts]
    for clause in item.clauses:
        waiting.extend(clause.when.names if clause.when is not None else ())
        waiting.extend(clause.measured)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        waiting.extend(_needed(criteria, name))
    return found


def _needed(criteria: Criteria, name: str) -> Iterable[str]:
    fact = criteria.facts_by_name.get(name)
    if fact is None:
        return ()
    needs = fact.needs.names if fact.needs is not None else ()
    return (*needs, *(fact.derive.parts if fact.derive is not None else ()))
