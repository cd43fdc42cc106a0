"""What differs beside the points: eligibility, interpretations, references and answers that no rule reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from scoring.advice.compare.items import Half, change_of, differs
from scoring.advice.compare.model import Listed
from scoring.advice.compare.words import STATES, input_text
from scoring.base.text import date_text
from scoring.model.criteria import Criteria
from scoring.model.facts import ReferenceValue
from scoring.model.scorecard import GateResult, ScoreCard
from scoring.model.submission import Submission
from scoring.rules.trials import involved_in

__all__ = ["gates", "interpretations", "references", "unscored"]


class _WithSubmission(Protocol):
    @property
    def criteria(self) -> Criteria:
        """The pack of one side."""

    @property
    def submission(self) -> Submission:
        """The submission of one side."""


def gates(left: ScoreCard, right: ScoreCard) -> tuple[Listed, ...]:
    """Gates whose state or grounds differ; the whole eligibility comes first where it differs."""
    found = []
    if left.eligibility.state is not right.eligibility.state:
        before, after = STATES[left.eligibility.state], STATES[right.eligibility.state]
        found.append(Listed(name="申报资格", before=before, after=after, note="不影响得分，但决定能否申报。"))
    ours = {gate.gate.name: gate for gate in left.eligibility.gates}
    theirs = {gate.gate.name: gate for gate in right.eligibility.gates}
    for name in dict.fromkeys((*ours, *theirs)):
        before, after = _gate(ours.get(name)), _gate(theirs.get(name))
        if before != after:
            found.append(Listed(name=name, before=before, after=after))
    return tuple(found)


def _gate(gate: GateResult | None) -> str:
    if gate is None:
        return "没有这一条"
    events = "；".join(f"{date_text(day) if day else '日期未填'} {text}".strip() for day, text in gate.barring)
    return STATES[gate.state] + (f"（{events}）" if events else "")


def interpretations(left: ScoreCard, right: ScoreCard) -> tuple[Listed, ...]:
    """Open questions of the official text that the two cards answer differently."""
    ours = {one.name: one for one in left.interpretations}
    theirs = {one.name: one for one in right.interpretations}
    found = []
    for name in dict.fromkeys((*ours, *theirs)):
        before, after = ours.get(name), theirs.get(name)
        if before is not None and after is not None and before.option == after.option:
            continue
        reason = "" if after is None or not after.reason else f"理由：{after.reason}"
        found.append(
            Listed(
                name=name,
                before="没有这一条" if before is None else before.option,
                after="没有这一条" if after is None else after.option,
                note=reason,
            )
        )
    return tuple(found)


def references(left: _WithSubmission, right: _WithSubmission) -> tuple[Listed, ...]:
    """References whose value, year or source differ."""
    ours, theirs = left.submission.references, right.submission.references
    found = []
    for name in dict.fromkeys((*ours, *theirs)):
        before, after = _reference(left.criteria, ours, name), _reference(right.criteria, theirs, name)
        if before != after:
            found.append(Listed(name=name, before=before, after=after))
    return tuple(found)


def _reference(criteria: Criteria, values: Mapping[str, ReferenceValue], name: str) -> str:
    value = values.get(name)
    if value is None:
        return "未提供"
    return f"{input_text(criteria, name, value.value)}（{value.year}年，{value.source}）"


def unscored(left: Half, right: Half) -> tuple[Listed, ...]:
    """Answers that differ and that no item's score depends on, such as those of the basic situation."""
    scored = set(_scored(left)) | set(_scored(right))
    found = []
    for name in right.criteria.facts_by_name:
        if name not in scored and name in left.criteria.facts_by_name and differs(name, left, right):
            change = change_of(name, left, right)
            found.append(Listed(name=name, before=change.before, after=change.after))
    return tuple(found)


def _scored(half: Half) -> Iterable[str]:
    return involved_in(half.criteria, half.criteria.items_by_id.values())
