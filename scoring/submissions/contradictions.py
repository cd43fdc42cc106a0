"""What cannot be true together, as the pack lists it: questions about answers, gates, references and readings. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from msgspec import Struct

from scoring import lang
from scoring.base.errors import Location, Problem, Severity
from scoring.base.kept import for_last
from scoring.base.text import points_text
from scoring.lang.printing import value_text
from scoring.model.checks import SAID_NOT_APPLICABLE, Contradiction
from scoring.model.conditions import And, Expr, Not, Or
from scoring.model.criteria import Criteria
from scoring.model.facts import NOT_APPLICABLE, UNKNOWN, Judgement
from scoring.model.gates import state_of
from scoring.model.procedure import GateKind
from scoring.model.scorecard import EligibilityState
from scoring.model.submission import GateAnswer, Submission
from scoring.submissions.checks import values_of

__all__ = ["CONTRADICTION", "asked_again", "contradictions"]

CONTRADICTION = "contradiction"
FIGURES = (Fraction, Judgement, date)
UNANSWERED = GateAnswer(known=False)


def contradictions(criteria: Criteria, submission: Submission) -> tuple[Problem, ...]:
    """One question for each that is surely true, at the answer, with what else takes part; what is missing or not asked
    raises nothing."""
    found = [one for one in criteria.checks if isinstance(one, Contradiction)]
    if not found:
        return ()
    said = _Said(criteria, submission)
    return tuple(_question(criteria, one, said) for one in found if said.truth(one.when) is lang.Truth.TRUE)


def asked_again(criteria: Criteria, submission: Submission, before: Iterable[Problem]) -> list[Problem]:
    """The problems of a submission that has changed since (references were merged): its contradictions as they are now,
    all others as they were."""
    told = tuple(before)
    if not _read_references(criteria):
        return [*told]
    same = {(one.message, one.location): one for one in told if one.code == CONTRADICTION}
    now = (same.get((one.message, one.location), one) for one in contradictions(criteria, submission))
    return [*(one for one in told if one.code != CONTRADICTION), *now]


@for_last
def _read_references(criteria: Criteria) -> bool:
    """Whether a contradiction asks for a reference, by its name or by what a fact depends on."""
    due = [name for one in criteria.checks if isinstance(one, Contradiction) for name in one.when.names]
    seen: set[str] = set()
    while due:
        name = due.pop().removesuffix(SAID_NOT_APPLICABLE)
        if name not in seen:
            seen.add(name)
            fact = criteria.facts_by_name.get(name)
            due += () if fact is None else fact.reads
    return not seen.isdisjoint(criteria.references_by_name)


class _Part(Struct, frozen=True, kw_only=True):
    """One of the places: what stands there, in Chinese; `item` where points hang on it."""

    text: str
    location: Location | None = None
    item: str = ""


class _Said:
    """What one submission says under every name."""

    def __init__(self, criteria: Criteria, submission: Submission) -> None:
        self.criteria = criteria
        self.submission = submission
        self.values = values_of(criteria, submission.answers, submission.switched, submission.references)
        self.gates = {gate.name: gate for gate in criteria.eligibility.gates}
        for name, gate in self.gates.items():
            state = state_of(gate, submission.gates.get(name), submission.applied_on)
            unknown = state is EligibilityState.UNKNOWN
            self.values[name] = lang.UNKNOWN if unknown else state is EligibilityState.INELIGIBLE

    def truth(self, expr: Expr) -> lang.Truth:
        return lang.truth(expr, {name: self._value(name) for name in expr.names})

    def _value(self, name: str) -> lang.Value:
        """What stands under a name; an answer to a question that does not arise is none."""
        fact = self.criteria.facts_by_name.get(name)
        if fact is None and name.endswith(SAID_NOT_APPLICABLE):
            answer = self.submission.answers.get(name.removesuffix(SAID_NOT_APPLICABLE))
            return lang.UNKNOWN if answer is None or answer.value is UNKNOWN else answer.value is NOT_APPLICABLE
        if fact is None:
            return self.values.get(name, lang.UNKNOWN)
        if fact.derive is not None:
            parts = [self._value(one) for one in fact.derive.parts]
            absent = next((part for part in (lang.NOT_APPLICABLE, lang.UNKNOWN) if part in parts), None)
            return self.values.get(name, lang.UNKNOWN) if absent is None else absent
        needed = lang.Truth.TRUE if fact.needs is None else self.truth(fact.needs)
        if needed is lang.Truth.UNKNOWN:
            return lang.UNKNOWN
        return self.values.get(name, lang.UNKNOWN) if needed is lang.Truth.TRUE else lang.NOT_APPLICABLE

    def deciding(self, expr: Expr, wanted: lang.Truth = lang.Truth.TRUE) -> Iterator[str]:
        """The names that make `expr` what it is; of several that each would do, the first."""
        match expr:
            case Not():
                yield from self.deciding(expr.operand, _other(wanted))
            case And() | Or():
                all_of = isinstance(expr, And) is (wanted is lang.Truth.TRUE)
                does = (one for one in expr.operands if self.truth(one) is wanted)
                for one in expr.operands if all_of else (next(does),):
                    yield from self.deciding(one, wanted)
            case _:
                yield from (name.removesuffix(SAID_NOT_APPLICABLE) for name in expr.names)

    def part(self, name: str) -> _Part:
        fact = self.criteria.facts_by_name.get(name)
        if fact is not None and fact.derive is not None:
            stated = (self.submission.answers.get(part) for part in fact.derive.parts)
            location = next((one.location for one in stated if one is not None), None)
            text = f"“{name}”算得{value_text(self.values[name], fact.unit)}"
            return _Part(text=text, location=location, item=fact.item)
        if fact is not None:
            answer = self.submission.answers[name]
            value = self.values[name]
            shown = value_text(value, fact.unit, exact=True)
            words = shown if isinstance(value, FIGURES) else f"“{shown}”"
            text = f"“{name}”填的是{words}"
            return _Part(text=text, location=answer.location, item=fact.item)
        if name in self.gates:
            return self._gate(name)
        reference = self.submission.references.get(name)
        if reference is not None:
            unit = self.criteria.references_by_name[name].unit
            text = f"参照值“{name}”是{value_text(reference.value, unit)}"
            return _Part(text=text, location=reference.location)
        choice = self.submission.switched.get(name)
        if choice is None:
            return _Part(text=f"口径“{name}”按“{self.values[name]}”")
        return _Part(text=f"口径“{name}”选的是“{choice.option}”", location=choice.location)

    def _gate(self, name: str) -> _Part:
        gate, answer = self.gates[name], self.submission.gates.get(name, UNANSWERED)
        if gate.kind is GateKind.YES_NO:
            said = "填的是“是”" if answer.yes else "填的是“否”"
        elif self.values[name] is True:
            said = f"填有申报前{gate.years}年内的情况" if gate.years is not None else "填有情况"
        else:
            said = "填的都不在期限以内" if answer.incidents else "填的是“无”"
        return _Part(text=f"申报资格的“{name}”{said}", location=answer.location)


def _question(criteria: Criteria, of: Contradiction, said: _Said) -> Problem:
    names = dict.fromkeys(said.deciding(of.when))
    facts = [name for name in names if name in criteria.facts_by_name]
    gates = [name for name in names if name in said.gates]
    rest = [name for name in names if name not in facts and name not in gates]
    parts = [said.part(name) for name in (*facts, *gates, *rest)]
    first = next((part.location for part in parts if part.location is not None), None)
    told = "，".join(f"{part.text}{_place(part.location, first)}" for part in parts)
    items = dict.fromkeys(part.item for part in parts if part.item)
    stakes = "、".join(
        f"{item.label}的{points_text(item.points)}分" for item in (criteria.items_by_id[one] for one in items)
    )
    about = f"（涉及{stakes}）" if stakes else ""
    return Problem(
        code=CONTRADICTION,
        message=f"{told}：不能同时成立{about}",
        hint=f"{of.ask}请核对后改正其中一处；都没有填错的，请在说明里写明原因。这是疑问，不影响得分。",
        location=first,
        severity=Severity.QUESTION,
    )


def _place(at: Location | None, first: Location | None) -> str:
    if at is None or first is None or at == first:
        return ""
    return f"（第{at.line}行）" if at.file == first.file else f"（{at.file} 第{at.line}行）"


def _other(wanted: lang.Truth) -> lang.Truth:
    return lang.Truth.FALSE if wanted is lang.Truth.TRUE else lang.Truth.TRUE
