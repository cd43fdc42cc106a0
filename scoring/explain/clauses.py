"""One clause in words: the verdict and the sentence that says why."""

from __future__ import annotations

from fractions import Fraction

from scoring.base.text import points_text, range_text
from scoring.explain.amounts import amount_words
from scoring.explain.beyond import beyond
from scoring.explain.costs import most
from scoring.explain.decisive import decisive
from scoring.explain.words import fact_line, input_words
from scoring.model.criteria import Criteria, Effect, Item, NotApplicablePolicy
from scoring.model.explanation import ClauseExplanation, FactLine
from scoring.model.scorecard import ClauseOutcome, OutcomeState, Range, ResolvedInput
from scoring.model.submission import Submission

__all__ = ["explain_clause", "verdict"]


def verdict(outcome: ClauseOutcome, item: Item, policy: NotApplicablePolicy) -> str:
    """The short phrase of a clause: 扣3分, 不扣分, 得1分, 未得分, 不得分, 待定, 不适用, 评判得2分, 出错."""
    effect, nominal = outcome.clause.effect, outcome.nominal
    if not outcome.clause.own:
        return beyond(outcome)
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


def explain_clause(
    outcome: ClauseOutcome,
    cost: Range,
    mask: ClauseOutcome | None,
    item: Item,
    criteria: Criteria,
    submission: Submission,
    nothing: str = "",
) -> ClauseExplanation:
    """All that is said about one clause. `mask` is the forfeit that hides it, if another one does; `nothing` says that
    the item has no unit that it could be about."""
    lines = tuple(fact_line(read, criteria, submission) for read in outcome.reads)
    names = decisive(outcome.clause, outcome.reads)
    hidden_loss = outcome.state is OutcomeState.APPLIED and outcome.nominal.high < 0
    return ClauseExplanation(
        clause=outcome.clause.id,
        item=item.id,
        state=outcome.state,
        quote=outcome.clause.quote,
        verdict=verdict(outcome, item, criteria.not_applicable),
        because=_because(outcome, cost, mask, nothing or _deciding(outcome.reads, lines, names), criteria),
        cost=cost,
        facts=lines,
        remedy=outcome.clause.remedy if cost.high > 0 or hidden_loss else "",
        decisive=names,
    )


def _deciding(reads: tuple[ResolvedInput, ...], lines: tuple[FactLine, ...], names: tuple[str, ...]) -> str:
    """The values that settle a clause, in one phrase each; all of them where none stands out."""
    pairs = list(zip(reads, lines, strict=True))
    chosen = [pair for pair in pairs if pair[0].name in names] or pairs
    return "；".join(input_words(read, line) for read, line in chosen)


def _because(outcome: ClauseOutcome, cost: Range, mask: ClauseOutcome | None, words: str, criteria: Criteria) -> str:
    clause = outcome.clause
    always = "此条不看填报内容，本项扣完即适用" if clause.exhausted else "此条不看填报内容，一律适用"
    parts = [words or always]
    if outcome.state in (OutcomeState.APPLIED, OutcomeState.JUDGED) and (
        sums := amount_words(outcome.clause, outcome.reads)
    ):
        parts.append(sums)
    if outcome.state is OutcomeState.UNKNOWN:
        parts.append("因此此条尚不能判定")
    elif outcome.state is OutcomeState.NOT_APPLICABLE:
        full = criteria.not_applicable is NotApplicablePolicy.FULL
        parts.append("按本体系的约定，不适用的条款按满分处理" if full else "按本体系的约定，不适用的条款不扣分也不得分")
    elif outcome.state is OutcomeState.ERROR:
        parts.append("规则未能算出结果，请检查指标体系文件")
    elif _cut(outcome, cost) and mask is None:
        parts.append("受本项分值限制，实际少扣")
    if mask is not None and outcome.state is OutcomeState.APPLIED:
        parts.append(f"本项已因“{mask.clause.quote}”不得分，此条不再另计")
    return "，".join(parts) + "。"


def _cut(outcome: ClauseOutcome, cost: Range) -> bool:
    """Whether a deduction takes less than it says because nothing was left to take."""
    deducts = outcome.clause.own and outcome.clause.effect is Effect.DEDUCT
    applied = outcome.state is OutcomeState.APPLIED and deducts
    return applied and cost.decided and Fraction(0) <= cost.low < -outcome.nominal.low
