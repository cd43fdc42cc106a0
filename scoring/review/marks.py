"""A short mark of what a city says about one item, so that a review can tell which items changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from msgspec import Struct

from scoring.model.criteria import Criteria
from scoring.model.facts import Answer, Judgement
from scoring.model.review import Decision, GateDecision, Review, Verdict
from scoring.model.submission import Submission

__all__ = ["Kept", "gate_mark", "keep", "mark_of"]

LENGTH = 12


def mark_of(criteria: Criteria, submission: Submission, item: str) -> str:
    """The first digits of a SHA-256 over the item's answers and the papers listed for it."""
    names = sorted(fact.name for fact in criteria.items_by_id[item].facts)
    parts: list[object] = [
        _answers(names, submission.answers),
        [[row.name, row.checked, _answers(names, row.answers)] for row in submission.units.get(item, ())],
        [[file.path, file.request] for file in submission.evidence if file.item == item],
    ]
    return _mark(parts)


def gate_mark(submission: Submission, gate: str) -> str:
    """The same of a gate of eligibility: the answer to it, and the day from which its years are counted back."""
    answer, day = submission.gates.get(gate), submission.applied_on
    said: list[object] = [] if answer is None or not answer.known else [str(answer.yes)]
    if said and answer is not None:
        said.append([[str(one.on), one.text] for one in answer.incidents])
    return _mark([gate, said, str(day)])


def _mark(parts: list[object]) -> str:
    data = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return hashlib.sha256(data).hexdigest()[:LENGTH]


def _answers(names: list[str], answers: Mapping[str, Answer]) -> list[list[str]]:
    return [[name, answers[name].state, _text(answers[name])] for name in names if name in answers]


def _text(answer: Answer) -> str:
    value = answer.value if answer.answered else None
    return f"{value.points} {value.reason}" if isinstance(value, Judgement) else str(value)


class Kept(Struct, frozen=True, kw_only=True):
    """Decisions of an earlier file: those that still fit the claims, and those whose item or gate the city has changed."""

    fitting: Mapping[str, Decision]
    changed: Mapping[str, Decision]
    gates_fitting: Mapping[str, GateDecision]
    gates_changed: Mapping[str, GateDecision]


def keep(criteria: Criteria, submission: Submission, earlier: Review) -> Kept:
    """Which decisions of `earlier` can be taken over: all for the same file, else those whose item is as it was."""
    fitting, changed = {}, {}
    for item, decision in earlier.decisions.items():
        if decision.verdict is Verdict.NONE:
            continue
        same = earlier.submission == submission.digest
        if same or (decision.mark and decision.mark == mark_of(criteria, submission, item)):
            fitting[item] = decision
        else:
            changed[item] = decision
    gates: tuple[dict[str, GateDecision], dict[str, GateDecision]] = {}, {}
    for gate, one in earlier.gates.items():
        if one.verdict is not Verdict.NONE:
            same = earlier.submission == submission.digest or one.mark == gate_mark(submission, gate)
            gates[0 if same else 1][gate] = one
    return Kept(fitting=fitting, changed=changed, gates_fitting=gates[0], gates_changed=gates[1])
