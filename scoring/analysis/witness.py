"""Cases in words: the answers that lead to a score, as an official would write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from scoring.analysis.model import Witness
from scoring.lang import Absent, Value
from scoring.model.criteria import Criteria
from scoring.model.facts import Fact, FactType, Judgement, Reference
from scoring.rules import World
from scoring.rules.derive import reads_of
from scoring.text import date_text, points_text, quantity_text

__all__ = ["join_witnesses", "value_text", "witness_of", "witness_text"]


def witness_of(criteria: Criteria, world: World, score: Fraction) -> Witness:
    """The answers of a world in the order of the pack; ratios that follow from them come last."""
    shown: list[tuple[str, str]] = []
    names = [*criteria.facts_by_name, *criteria.references_by_name]
    for name in names:
        if name in world.cells:
            shown.append((name, value_text(_declared(criteria, name), world.values[name])))
    for name, fact in criteria.facts_by_name.items():
        if fact.derive is not None and name in world.values and any(part in world.cells for part in reads_of(fact)):
            shown.append((name, value_text(fact, world.values[name])))
    return Witness(answers=tuple(shown), score=score)


def join_witnesses(parts: list[Witness]) -> Witness:
    """Independent cases taken together: their scores add up."""
    answers: dict[str, str] = {}
    for part in parts:
        answers.update(part.answers)
    return Witness(answers=tuple(answers.items()), score=sum((part.score for part in parts), Fraction(0)))


def _declared(criteria: Criteria, name: str) -> Fact | Reference:
    return criteria.facts_by_name.get(name) or criteria.references_by_name[name]


def value_text(of: Fact | Reference, value: Value) -> str:
    """A value with its unit: 是, 4次, 95%, 2分, 不适用."""
    if isinstance(value, Absent):
        return "不适用" if value is Absent.NOT_APPLICABLE else "未填"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Judgement):
        return f"{points_text(value.points)}分"
    if isinstance(value, date):
        return date_text(value)
    if isinstance(value, Fraction):
        unit = {FactType.PERCENT: "%", FactType.JUDGED: "分"}.get(of.type, of.unit)
        return quantity_text(value, unit)
    return value


def witness_text(answers: Mapping[str, str] | tuple[tuple[str, str], ...]) -> str:
    """The answers on one line."""
    pairs = answers.items() if isinstance(answers, Mapping) else answers
    return "，".join(f"{name}＝{value}" for name, value in pairs) or "不论怎样填报"
