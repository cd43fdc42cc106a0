"""Score the same submissions under both packs."""

from __future__ import annotations

import os
import os.path
from collections.abc import Mapping

from msgspec.structs import replace

from scoring import submissions
from scoring.authoring.diff.model import CityDiff, CityScore
from scoring.base.errors import Problem, Severity
from scoring.documents import strict
from scoring.documents.nodes import Document, Entry, MappingNode, Scalar
from scoring.model.criteria import Criteria
from scoring.rules.ranges import ranges_of

__all__ = ["score_both", "submission_files"]

NAME, ANSWERS, PROFILE, READINGS, REFERENCES = "指标体系", "自评", "基本情况", "解释口径", "参照值"
CITY, SHOWN = "城市", 3
OTHERS = ("评选周期", "审核意见", "审核人")
"""Stand in records of a cycle and in reviews, which name the index too and are no submissions."""
EXTRAS = ("佐证材料", "说明")


def submission_files(folder: str) -> tuple[str, ...]:
    """Every YAML file below `folder`, in order of path; what is no submission is found out when it is read."""
    found = []
    for place, folders, names in os.walk(folder):
        folders.sort()
        found += [os.path.join(place, name) for name in sorted(names) if name.endswith((".yaml", ".yml"))]
    return tuple(sorted(found))


def score_both(path: str, old: Criteria, new: Criteria) -> CityDiff | None:
    """One submission under both packs, whichever of them (or of their bases) it names; None for a file that is no
    submission."""
    read = strict.read_document(path)
    root = read.value.root if read.value is not None else None
    if root is not None and (root.get(NAME) is None or any(root.get(other) is not None for other in OTHERS)):
        return None
    city = root.get(CITY) if root is not None else None
    name = city.text if isinstance(city, Scalar) else ""
    pack = _named(root)
    known = {old.id, new.id, *(base.id for criteria in (old, new) for base in criteria.extends)}
    if pack and pack not in known:
        nothing = CityScore(total=None, items={})
        return CityDiff(file=path, city=name, old=nothing, new=nothing, other=pack)
    if read.value is None or not read.ok:
        broken = CityScore(total=None, items={}, problems=_errors(read.problems))
        return CityDiff(file=path, city=name, old=broken, new=broken)
    sides = [_side(read.value, mine, other) for mine, other in ((old, new), (new, old))]
    return CityDiff(file=path, city=name, old=sides[0], new=sides[1])


def _named(root: MappingNode | None) -> str:
    node = root.get(NAME) if root is not None else None
    return node.text.strip() if isinstance(node, Scalar) else ""


def _side(document: Document, criteria: Criteria, other: Criteria) -> CityScore:
    """One pack's score. Answers that only the other pack asks are left out and named: they are what changed, not a
    mistake of the city."""
    left_out: list[str] = []
    root = _fitted(document.root, criteria, other, left_out)
    checked = submissions.submission(replace(document, root=root), criteria)
    if checked.value is None or not checked.ok:
        return CityScore(total=None, items={}, problems=_errors(checked.problems), left_out=tuple(left_out))
    found = ranges_of(criteria).of(checked.value)
    items = {one.item.id: score for one, score in zip(found.items, found.scores, strict=True)}
    return CityScore(total=found.total, items=items, left_out=tuple(left_out))


def _fitted(root: MappingNode, criteria: Criteria, other: Criteria, left_out: list[str]) -> MappingNode:
    mine, theirs = _keys(criteria), _keys(other)
    entries = []
    for entry in root:
        if entry.name == NAME and isinstance(entry.value, Scalar):
            entry = replace(entry, value=replace(entry.value, text=criteria.id, value=criteria.id, quoted=True))
        elif entry.name in mine:
            entry = _kept(entry, mine[entry.name], theirs[entry.name], left_out)
        if entry.name == ANSWERS:
            entry = _answers(entry, criteria, other, left_out)
        entries.append(entry)
    return replace(root, entries=tuple(entries))


def _keys(criteria: Criteria) -> dict[str, Mapping[str, object]]:
    """What may stand under each part of a submission."""
    return {
        ANSWERS: criteria.items_by_id,
        PROFILE: {fact.name: fact for fact in criteria.profile},
        READINGS: criteria.interpretations_by_name,
        REFERENCES: criteria.references_by_name,
    }


def _answers(entry: Entry, criteria: Criteria, other: Criteria, left_out: list[str]) -> Entry:
    if not isinstance(entry.value, MappingNode):
        return entry
    groups = []
    for group in entry.value:
        mine, theirs = criteria.items_by_id.get(group.name), other.items_by_id.get(group.name)
        if mine is not None and theirs is not None:
            asked = {fact.name: fact for fact in mine.facts} | dict.fromkeys(EXTRAS)
            group = _kept(group, asked, {fact.name: fact for fact in theirs.facts}, left_out)
        groups.append(group)
    return replace(entry, value=replace(entry.value, entries=tuple(groups)))


def _kept(entry: Entry, mine: Mapping[str, object], theirs: Mapping[str, object], left_out: list[str]) -> Entry:
    """The entry without the keys that only the other pack knows."""
    if not isinstance(entry.value, MappingNode):
        return entry
    gone = [one.name for one in entry.value if one.name not in mine and one.name in theirs]
    left_out.extend(gone)
    kept = tuple(one for one in entry.value if one.name not in gone)
    return replace(entry, value=replace(entry.value, entries=kept))


def _errors(problems: tuple[Problem, ...]) -> tuple[str, ...]:
    """The errors, the first few in words."""
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    rest = (f"另有{len(errors) - SHOWN}个错误",) if len(errors) > SHOWN else ()
    return (*(f"{one.location}：{one.message}" if one.location else one.message for one in errors[:SHOWN]), *rest)
