"""What a clause does to the points, in one Chinese phrase."""

from __future__ import annotations

from fractions import Fraction

from scoring.base.text import number_text, points_text
from scoring.model.amounts import Amount, Flat, Judged, Measure, Partial, PerUnit, Ranked, Scaled, Side, Tiers
from scoring.model.clauses import Clause, Effect, Reach

__all__ = ["clause_text"]

EFFECTS = {"deduct": "扣", "award": "得", "forfeit": "不得分", "set": "按", "limit": "限定等次", "lower": "等次下降"}
PARTS = {Partial.NONE: "", Partial.PROPORTIONAL: "，不足一档按比例", Partial.UP: "，不足一档按一档"}
WHERE = {Reach.ITEM: "", Reach.SECTION: "（计入一级指标）", Reach.TOTAL: "（计入总分）"}


def clause_text(clause: Clause) -> str:
    """Effect, amount, limits and reach; the guard is compared by what it does."""
    text = EFFECTS[clause.effect.value]
    if clause.amount is not None:
        text = f"{text}{_amount(clause.amount, clause.effect)}"
    if clause.grade:
        text = f"{text}，最高“{clause.grade}”"
    if clause.times is not None:
        text = f"{text}，再乘以{_measure(clause.times)}"
    if clause.at_most is not None:
        text = f"{text}，最多{points_text(clause.at_most)}{'档' if clause.effect is Effect.LOWER else '分'}"
    if clause.group:
        text = f"{text}，合用上限“{clause.group}”"
    if clause.exhausted:
        text = f"{text}，仅在扣完之后"
    return text + WHERE[clause.reach]


def _amount(amount: Amount, effect: Effect) -> str:
    unit = "档" if effect is Effect.LOWER else "分"
    match amount:
        case Flat(points=points):
            return f"{points_text(points)}{unit}"
        case PerUnit():
            return _per_unit(amount, unit)
        case Tiers(fact=fact, rows=rows):
            found = "，".join(
                f"{row.op.value}{number_text(row.bound)}为{points_text(row.points)}{unit}" for row in rows
            )
            return f"“{fact}”分档：{found}"
        case Scaled():
            word = "达到" if amount.side is Side.ABOVE else "不超过"
            lost = "未完成部分" if amount.missing else "完成部分"
            zero = "" if amount.zero_at is None else f"，{number_text(amount.zero_at)}为零"
            return f"“{amount.fact}”{word}{_measure(amount.target)}的{lost}按比例{points_text(amount.points)}分{zero}"
        case Ranked(fact=fact, points=points):
            return f"“{fact}”名次：{'、'.join(points_text(one) for one in points)}分"
        case Judged(fact=fact, per=per, low=low, high=high):
            if per is None:
                return f"评判分“{fact}”"
            ends = [points_text(end) for end in (low, high) if end is not None]
            return f"评判分“{fact}”，“{per}”每个{'至'.join(ends)}分"


def _per_unit(amount: PerUnit, unit: str) -> str:
    step = "个" if amount.step == 1 else number_text(amount.step)
    base = (
        "" if amount.base is None else f"{'低于' if amount.side is Side.BELOW else '超过'}{_measure(amount.base)}的部分"
    )
    return f"“{amount.fact}”{base}每{step}{points_text(amount.points)}{unit}{PARTS[amount.partial]}"


def _measure(measure: Measure) -> str:
    return number_text(measure) if isinstance(measure, Fraction) else f"“{measure}”"
