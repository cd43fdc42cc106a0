"""Cases in words: the answers that lead to a score, as an official would write them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from scoring.authoring.check.probes import Witness
from scoring.lang.saying import value_text
from scoring.model.criteria import Criteria
from scoring.model.facts import Fact, Reference
from scoring.rules import Scenario
from scoring.rules.derive import reads_of

__all__ = ["join_witnesses", "witness_of", "witness_text"]


def witness_of(criteria: Criteria, scenario: Scenario, score: Fraction) -> Witness:
    """The answers of a scenario in the order of the pack; ratios that follow from them come last."""
    shown: list[tuple[str, str]] = []
    names = [*criteria.facts_by_name, *criteria.references_by_name]
    for name in names:
        if name in scenario.regions:
            shown.append((name, value_text(scenario.values[name], _declared(criteria, name).unit)))
    for name, fact in criteria.facts_by_name.items():
        if (
            fact.derive is not None
            and name in scenario.values
            and any(part in scenario.regions for part in reads_of(fact))
        ):
            shown.append((name, value_text(scenario.values[name], fact.unit)))
    given = tuple((name, scenario.values[name]) for name in names if name in scenario.regions)
    return Witness(answers=tuple(shown), score=score, given=given)


def join_witnesses(parts: list[Witness]) -> Witness:
    """Independent cases taken together: their scores add up."""
    answers: dict[str, str] = {}
    for part in parts:
        answers.update(part.answers)
    return Witness(answers=tuple(answers.items()), score=sum((part.score for part in parts), Fraction(0)))


def _declared(criteria: Criteria, name: str) -> Fact | Reference:
    return criteria.facts_by_name.get(name) or criteria.references_by_name[name]


def witness_text(answers: Mapping[str, str] | tuple[tuple[str, str], ...]) -> str:
    """The answers on one line."""
    pairs = answers.items() if isinstance(answers, Mapping) else answers
    return "，".join(f"{name}＝{value}" for name, value in pairs) or "不论怎样填报"
