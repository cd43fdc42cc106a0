"""Inputs in words."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.lang import UNKNOWN, Value
from scoring.lang.saying import value_text
from scoring.model.criteria import Criteria
from scoring.model.scorecard import EligibilityState

__all__ = ["STATES", "input_text"]

STATES: Mapping[EligibilityState, str] = {
    EligibilityState.CLEAR: "符合",
    EligibilityState.BARRED: "不符合",
    EligibilityState.UNKNOWN: "待定",
}


def input_text(criteria: Criteria, name: str, value: Value) -> str:
    """An answer, a reference or an option: 是, 4次, 95%, 2分, 未填, 不适用, 仅有方案时."""
    if value is UNKNOWN and name in criteria.references_by_name:
        return "未提供"
    of = criteria.facts_by_name.get(name) or criteria.references_by_name.get(name)
    return value_text(value, "" if of is None else of.unit, exact=True)
