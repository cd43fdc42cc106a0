"""What became of a clause, in a short phrase, and how its points came about: 扣3分, 等级最高为良好; 比90%低12%，每5%算一档."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from scoring.base.text import points_text, quantity_text, range_text
from scoring.explain.costs import most
from scoring.model.amounts import Judged, Measure, Partial, PerUnit, Ranked, Scaled, Side, Tiers, Ties
from scoring.model.clauses import Clause, Effect, Reach
from scoring.model.conditions import Op
from scoring.model.criteria import Item, NotApplicablePolicy
from scoring.model.facts import Judgement
from scoring.model.scorecard import ClauseOutcome, OutcomeState, Range, ResolvedInput

__all__ = ["amount_words", "verdict"]

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
    if not read.asked or not read.answer.answered:
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


def verdict(outcome: ClauseOutcome, item: Item, policy: NotApplicablePolicy) -> str:
    """The short phrase of a clause: 扣3分, 不扣分, 得1分, 未得分, 不得分, 待定, 不适用, 评判得2分, 出错."""
    effect, nominal = outcome.clause.effect, outcome.nominal
    if not outcome.clause.own:
        return _beyond(outcome)
    match outcome.state:
        case OutcomeState.UNKNOWN:
            return _undecided(effect, nominal, item)
        case OutcomeState.NOT_APPLICABLE:
            granted = effect is Effect.AWARD and policy is NotApplicablePolicy.FULL
            return f"不适用，按满分计{points_text(most(outcome, item))}分" if granted else "不适用"
        case OutcomeState.JUDGED:
            word = {Effect.DEDUCT: "扣", Effect.SET: "计"}.get(effect, "得")
            return f"评判{word}{points_text(abs(nominal.low))}分"
        case OutcomeState.ERROR:
            return "出错"
        case OutcomeState.NOT_APPLIED:
            return "未得分" if effect is Effect.AWARD else "不扣分"
    if effect is Effect.FORFEIT:
        return "不得分"
    if effect is Effect.SET:
        return f"直接计{points_text(nominal.low)}分"
    if effect is Effect.DEDUCT:
        return f"扣{points_text(-nominal.low)}分"
    return f"得{points_text(nominal.low)}分" if nominal.low else "未得分"


def _undecided(effect: Effect, nominal: Range, item: Item) -> str:
    if effect is Effect.FORFEIT:
        return "待定（可能不得分）"
    if effect is Effect.SET:
        return "待定（可能直接计分）"
    if effect is Effect.DEDUCT:
        return f"待定（扣{range_text(-nominal.high, -nominal.low)}分）"
    return f"待定（得{range_text(min(nominal.low, item.points), min(nominal.high, item.points))}分）"


WHERE = {Reach.ITEM: "", Reach.SECTION: "所在一级指标", Reach.TOTAL: "总分"}


def _beyond(outcome: ClauseOutcome) -> str:
    """The short phrase: 总分追加扣10分, 等级最高为良好, 不追加."""
    clause, nominal = outcome.clause, outcome.nominal
    if clause.effect is Effect.LIMIT:
        words = {OutcomeState.APPLIED: f"等级最高为“{clause.grade}”", OutcomeState.UNKNOWN: "待定（可能限定等级）"}
        return words.get(outcome.state, "不限定等级")
    if clause.effect is Effect.LOWER:
        words = {
            OutcomeState.APPLIED: f"等级降{points_text(-nominal.low)}档",
            OutcomeState.UNKNOWN: "待定（可能降等级）",
        }
        return words.get(outcome.state, "不降等级")
    where = WHERE[clause.reach]
    if clause.effect is Effect.FORFEIT:
        words = {OutcomeState.APPLIED: f"{where}不得分", OutcomeState.UNKNOWN: f"待定（{where}可能不得分）"}
        return words.get(outcome.state, "不追加")
    verb = "加" if clause.effect is Effect.AWARD else "扣"
    low, high = sorted((abs(nominal.low), abs(nominal.high)))
    match outcome.state:
        case OutcomeState.UNKNOWN:
            return f"待定（{where}追加{verb}{range_text(low, high)}分）"
        case OutcomeState.APPLIED | OutcomeState.JUDGED:
            return f"{where}追加{verb}{points_text(high)}分"
        case OutcomeState.NOT_APPLICABLE:
            return "不适用"
    return "不追加"
