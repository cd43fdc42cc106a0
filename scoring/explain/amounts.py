"""How the points of a clause came about, in words: 比90%低12%，每5%算一档，不足一档不计，计2档."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from scoring.base.text import points_text, quantity_text
from scoring.model.clauses import Clause, Effect, Judged, Measure, Partial, PerUnit, Ranked, Scaled, Side, Tiers, Ties
from scoring.model.conditions import Op
from scoring.model.facts import AnswerState, Judgement
from scoring.model.scorecard import ResolvedInput

__all__ = ["amount_words"]

ZERO = Fraction(0)
POINTS_OF_PERCENT = "百分点"
"""How a source may call a difference between percentages; where it does, so do we."""
PARTS = {Partial.NONE: "不足一档不计", Partial.PROPORTIONAL: "按比例计", Partial.UP: "不足一档按一档计"}
OPS = {Op.LT: "低于", Op.LE: "不超过", Op.GT: "高于", Op.GE: "达到"}
TIES = {Ties.SAME: "", Ties.MEAN: "，并列的取所占名次的平均分", Ties.LAST: "，并列的按所占最后一名计分"}

Numbers = Mapping[str, Fraction]
Units = Mapping[str, str]


def amount_words(clause: Clause, reads: tuple[ResolvedInput, ...]) -> str:
    """The arithmetic of an amount where it needs saying; empty for plain ones and while a number is missing."""
    numbers = {read.name: found for read in reads if (found := _number(read)) is not None}
    say = WORDS.get(type(clause.amount))
    parts = []
    if say is not None and all(name in numbers for name in clause.measured):
        units = {read.name: read.unit for read in reads}
        if POINTS_OF_PERCENT in clause.quote:
            units[POINTS_OF_PERCENT] = f"个{POINTS_OF_PERCENT}"
        units[""] = "档" if clause.effect is Effect.LOWER else "分"  # of what the amount itself counts
        parts.append(say(clause.amount, numbers, units))
        if clause.times is not None:
            parts.append(f"再乘以{points_text(_value(clause.times, numbers))}")
    return "，".join(part for part in parts if part)


def _number(read: ResolvedInput) -> Fraction | None:
    if read.reference is not None:
        return read.reference.value
    value = read.answer.value
    if not read.asked or read.answer.state is not AnswerState.ANSWERED:
        return None
    if isinstance(value, Judgement):
        return value.points
    return value if isinstance(value, Fraction) else None


def _value(measure: Measure, numbers: Numbers) -> Fraction:
    return measure if isinstance(measure, Fraction) else numbers[measure]


def _per_unit(amount: PerUnit, numbers: Numbers, units: Units) -> str:
    unit = units.get(amount.fact, "")
    apart = units.get(POINTS_OF_PERCENT, unit) if unit == "%" else unit
    if amount.side is None and amount.step == 1:
        return ""
    words = []
    distance = numbers[amount.fact]
    if amount.side is not None and amount.base is not None:
        base = _value(amount.base, numbers)
        distance = base - distance if amount.side is Side.BELOW else distance - base
        side = "低" if amount.side is Side.BELOW else "高"
        beside = quantity_text(base, unit)
        words.append(f"比{beside}{side}{quantity_text(distance, apart)}" if distance > 0 else f"没有比{beside}更{side}")
    if distance > 0 and (amount.step != 1 or amount.partial is not Partial.NONE or distance.denominator != 1):
        count = distance / amount.step
        if amount.partial is not Partial.PROPORTIONAL:
            count = Fraction(count.__ceil__() if amount.partial is Partial.UP else count.__floor__())
        step = quantity_text(amount.step, apart)
        words.append(f"每{step}算一档，{PARTS[amount.partial]}，计{points_text(count)}档")
    return "，".join(words)


def _tiers(amount: Tiers, numbers: Numbers, units: Units) -> str:
    value = numbers[amount.fact]
    holds = {Op.LT: value.__lt__, Op.LE: value.__le__, Op.GT: value.__gt__, Op.GE: value.__ge__}
    met = [row for row in amount.rows if holds[row.op](row.bound)]
    if not met:
        return "未达到任何一档"
    row = met[-1]
    bound = quantity_text(row.bound, units.get(amount.fact, ""))
    return f"落在“{OPS[row.op]}{bound}”一档，计{points_text(row.points)}{units['']}"


def _scaled(amount: Scaled, numbers: Numbers, units: Units) -> str:
    unit = units.get(amount.fact, "")
    target = _value(amount.target, numbers)
    word = "达到" if amount.side is Side.ABOVE else "不超过"
    full = f"{word}{quantity_text(target, unit)}{'不扣分' if amount.missing else '得满分'}"
    if amount.zero_at is not None:
        zero = quantity_text(amount.zero_at, unit)
        return f"{full}，{zero}{'扣满' if amount.missing else '得0分'}，其间按比例"
    return f"{full}，其余按比例"


def _ranked(amount: Ranked, numbers: Numbers, _units: Units) -> str:
    beyond = "" if numbers[amount.fact] <= len(amount.points) else f"，{len(amount.points)}名以后不计分"
    return f"按名次计分{TIES[amount.ties]}{beyond}"


def _judged(amount: Judged, _numbers: Numbers, _units: Units) -> str:
    if amount.per is None:
        return ""
    low = ZERO if amount.low is None else amount.low
    most = "" if amount.high is None else f"至{points_text(amount.high)}"
    return f"每项在{points_text(low)}{most}分之内"


WORDS: Mapping[type, Callable[[Any, Numbers, Units], str]] = {
    PerUnit: _per_unit,
    Tiers: _tiers,
    Scaled: _scaled,
    Ranked: _ranked,
    Judged: _judged,
}
