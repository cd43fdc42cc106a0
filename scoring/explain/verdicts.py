"""What became of a clause, in a short phrase, and how its points came about: 扣3分, 等级最高为良好; 比90%低12%，每5%算一档."""

from __future__ import annotations

from fractions import Fraction

from scoring.base.text import points_text, range_text
from scoring.explain.costs import most
from scoring.model.amounts import PERCENT_POINTS, number_in
from scoring.model.clauses import Clause, Effect, Reach
from scoring.model.criteria import Item, NotApplicablePolicy
from scoring.model.facts import Judgement
from scoring.model.scorecard import ClauseOutcome, OutcomeState, Range, ResolvedInput

__all__ = ["amount_words", "verdict"]

ZERO = Fraction(0)


def amount_words(clause: Clause, reads: tuple[ResolvedInput, ...]) -> str:
    """The arithmetic of an amount where it needs saying; empty for plain ones and while a number is missing."""
    numbers = {read.name: found for read in reads if (found := _number(read)) is not None}
    parts = []
    if clause.amount is not None and all(name in numbers for name in clause.measured):
        units = {read.name: read.unit for read in reads}
        if PERCENT_POINTS in clause.quote:
            units[PERCENT_POINTS] = f"个{PERCENT_POINTS}"
        units[""] = "档" if clause.effect is Effect.LOWER else "分"  # of what the amount itself counts
        parts.append(clause.amount.phrase(numbers, units))
        if clause.times is not None:
            parts.append(f"再乘以{points_text(number_in(clause.times, numbers))}")
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
    verb = "加" if clause.effect is Effect.AWARD else "追加扣"
    low, high = sorted((abs(nominal.low), abs(nominal.high)))
    match outcome.state:
        case OutcomeState.UNKNOWN:
            return f"待定（{where}{verb}{range_text(low, high)}分）"
        case OutcomeState.APPLIED | OutcomeState.JUDGED:
            return f"{where}{verb}{points_text(high)}分"
        case OutcomeState.NOT_APPLICABLE:
            return "不适用"
    return "不追加"
