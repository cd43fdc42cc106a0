"""Clauses that change no points of their own item: penalties and bonuses beyond it, and limits of the grade."""

from __future__ import annotations

from scoring.base.text import points_text, range_text
from scoring.model.clauses import Effect, Reach
from scoring.model.scorecard import ClauseOutcome, OutcomeState

__all__ = ["beyond"]

WHERE = {Reach.ITEM: "", Reach.SECTION: "所在一级指标", Reach.TOTAL: "总分"}


def beyond(outcome: ClauseOutcome) -> str:
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
