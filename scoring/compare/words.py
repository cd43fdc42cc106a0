"""Inputs in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from scoring.lang import NOT_APPLICABLE, UNKNOWN, Value
from scoring.model.criteria import Criteria
from scoring.model.facts import FactType, Judgement
from scoring.model.scorecard import EligibilityState
from scoring.text import date_text, number_text, points_text

__all__ = ["STATES", "input_text"]

STATES: Mapping[EligibilityState, str] = {
    EligibilityState.CLEAR: "符合",
    EligibilityState.BARRED: "不符合",
    EligibilityState.UNKNOWN: "待定",
}


def input_text(criteria: Criteria, name: str, value: Value) -> str:
    """An answer, a reference or an option: 是, 4次, 95%, 2分, 未填, 不适用, 仅有方案时."""
    if value is UNKNOWN:
        return "未提供" if name in criteria.references_by_name else "未填"
    if value is NOT_APPLICABLE:
        return "不适用"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Judgement):
        return f"{points_text(value.points)}分"
    if isinstance(value, date):
        return date_text(value)
    if isinstance(value, Fraction):
        return number_text(value) + _unit(criteria, name)
    return str(value)


def _unit(criteria: Criteria, name: str) -> str:
    of = criteria.facts_by_name.get(name) or criteria.references_by_name.get(name)
    if of is None:
        return ""
    return {FactType.PERCENT: "%", FactType.JUDGED: "分"}.get(of.type, of.unit)
