"""Submissions to the real pack for the tests of explanations: every question answered in the city's favour, then changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from scoring.assess import Assessment, evaluate
from scoring.base.errors import Location
from scoring.loading import Loaded
from scoring.model.explanation import ClauseExplanation, Explanation
from scoring.model.facts import NOT_APPLICABLE, UNKNOWN, Answer, Better, Fact, FactType, FactValue, Judgement
from scoring.model.procedure import GateKind
from scoring.model.references import ReferenceValue
from scoring.model.scorecard import ItemScore
from scoring.model.submission import GateAnswer, Submission
from tests.liaoning import liaoning

__all__ = ["UNKNOWN", "answered", "assessed", "clause", "item_of"]


def assessed(**changes: object) -> Assessment:
    """The best city of all with some answers changed; UNKNOWN removes one, "不适用" declares one not applicable."""
    criteria = liaoning()
    asked = [fact for fact in criteria.facts_by_name.values() if fact.derive is None]
    answers: dict[str, Answer] = {}
    for number, fact in enumerate(asked, start=11):
        given = changes.pop(fact.name, None)
        if given is not UNKNOWN:
            answers[fact.name] = answered(best(fact) if given is None else given, number)
    references = {
        one.name: ReferenceValue(value=Fraction(3), year=2021, source="虚构", location=at(5))
        for one in criteria.references
    }
    for name in list(changes):
        if name in references and changes[name] is UNKNOWN:
            del references[name], changes[name]
    assert not changes, f"no such question: {list(changes)}"
    return evaluate(Loaded(criteria=criteria, submission=submission(answers, references)))


def submission(answers: Mapping[str, Answer], references: Mapping[str, ReferenceValue]) -> Submission:
    gates = {
        gate.name: GateAnswer(known=True, yes=None if gate.kind is GateKind.INCIDENTS else False, location=at(8))
        for gate in liaoning().eligibility.gates
    }
    return Submission(
        criteria_id="liaoning-2022",
        city="示例市",
        applied_on=date(2022, 5, 20),
        invented=True,
        answers=answers,
        gates=gates,
        switched={},
        references=references,
        evidence=(),
        notes={},
        file="city.yaml",
        digest="0" * 64,
    )


def at(line: int) -> Location:
    return Location(file="folder/city.yaml", line=line, column=5)


def answered(value: object, line: int) -> Answer:
    if value == "不适用":
        return Answer(value=NOT_APPLICABLE, location=at(line), reason="没有这样的项目")
    known = Fraction(value) if isinstance(value, int) and not isinstance(value, bool) else value
    assert isinstance(known, FactValue)
    return Answer(value=known, location=at(line))


def best(fact: Fact) -> FactValue:
    match fact.type:
        case FactType.BOOL:
            return fact.better is not Better.NO
        case FactType.JUDGED:
            assert fact.maximum is not None
            return Judgement(points=fact.maximum, reason="材料齐全")
        case FactType.COUNT | FactType.NUMBER:
            return Fraction(40)
        case FactType.PERCENT:
            return Fraction(95)
    raise AssertionError(f"no best answer for {fact.type}")


def item_of(assessment: Assessment, item: str) -> ItemScore:
    return next(score for section in assessment.card.sections for score in section.items if score.item.id == item)


def clause(explanation: Explanation, item: str, quote: str) -> ClauseExplanation:
    """The explanation of the clause whose quote starts with `quote`."""
    found = [one for one in explanation.of_item(item).clauses if one.outcome.clause.quote.startswith(quote)]
    assert len(found) == 1, quote
    return found[0]
