"""Sentences and small texts of reviews."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from scoring.compare.words import input_text
from scoring.lang import UNKNOWN, Value
from scoring.model.criteria import Criteria
from scoring.model.facts import Answer
from scoring.model.review import RulingState, Settings
from scoring.rules.readings import value_of_answer
from scoring.text import points_text

__all__ = ["STATES", "answer_text", "assumption", "day_text", "limit_text"]

STATES = {
    RulingState.NONE: "没有意见",
    RulingState.AGREED: "意见一致",
    RulingState.SETTLED: "有分歧，按办法合成",
    RulingState.ARBITRATED: "有分歧，组长裁决",
    RulingState.DUE: "有分歧，等待裁决",
}


def answer_text(criteria: Criteria, name: str, answer: Answer | None) -> str:
    """An answer in words: 是, 4次, 1.5分, 未填."""
    value: Value = UNKNOWN if answer is None else value_of_answer(answer)
    return input_text(criteria, name, value)


def limit_text(limit: Fraction | None) -> str:
    """What differences go to the chair."""
    return "有任何不同就由组长裁决" if limit is None else f"相差超过{points_text(limit)}分的由组长裁决"


def assumption(settings: Settings) -> str:
    """How differences are settled, and that this is no official rule."""
    within = "" if settings.limit is None else f"；没有超过的取{settings.rule.value}"
    return (
        f"几位组员的意见不一致时，{limit_text(settings.limit)}{within}。"
        "官方文件没有规定这种办法，这是本工具的约定；“无意见”不当作0分。"
    )


def day_text(day: date | None) -> str:
    """A day, or what stands for none."""
    return day.isoformat() if day is not None else "日期未写"
