"""One clause in words: the verdict, the values it read, and the sentence that says why."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from scoring import lang
from scoring.base.text import points_text, range_text
from scoring.explain.amounts import amount_words
from scoring.explain.beyond import beyond
from scoring.explain.costs import most
from scoring.explain.decisive import decisive
from scoring.model.criteria import Criteria, Effect, Item, NotApplicablePolicy
from scoring.model.explanation import ClauseExplanation, FactLine
from scoring.model.facts import AnswerState, Fact, FactType, Judgement
from scoring.model.scorecard import ClauseOutcome, InputKind, ItemScore, OutcomeState, Range, ResolvedInput
from scoring.model.submission import Submission
from scoring.reports.wording import UNKNOWN, answer_text, place_text

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
    criteria: Criteria,
    submission: Submission,
    score: ItemScore,
) -> ClauseExplanation:
    """All that is said about one clause. `mask` is the forfeit that hides it, if another one does."""
    item, names = score.item, decisive(outcome.clause, outcome.reads)

    def because(lines: Sequence[FactLine], *, places: bool) -> str:
        nothing = nothing_words(score, submission, places=places) if score.nothing else ""
        return _because(outcome, cost, mask, nothing or _deciding(outcome.reads, lines, names), criteria)

    lines = tuple(fact_line(read, criteria, submission) for read in outcome.reads)
    bare = [fact_line(read, criteria, submission, places=False) for read in outcome.reads]
    hidden_loss = outcome.state is OutcomeState.APPLIED and outcome.nominal.high < 0
    return ClauseExplanation(
        clause=outcome.clause.id,
        item=item.id,
        state=outcome.state,
        quote=outcome.clause.quote,
        verdict=verdict(outcome, item, criteria.not_applicable),
        because=because(lines, places=True),
        because_on_paper=because(bare, places=False),
        cost=cost,
        facts=lines,
        remedy=outcome.clause.remedy if cost.high > 0 or hidden_loss else "",
        decisive=names,
    )


def _deciding(reads: tuple[ResolvedInput, ...], lines: Sequence[FactLine], names: tuple[str, ...]) -> str:
    """The values that settle a clause, in one phrase each; all of them where none stands out."""
    pairs = list(zip(reads, lines, strict=True))
    chosen = [pair for pair in pairs if pair[0].name in names] or pairs
    return "；".join(_input_words(read, line) for read, line in chosen)


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


def nothing_words(score: ItemScore, submission: Submission, *, places: bool = True) -> str:
    """That an item has no unit, and with `places` where that stands: 没有事故（自评.yaml:6）."""
    each = score.item.each
    if each is None:
        return ""
    rows = submission.units.get(score.item.id, ())
    said = submission.answers.get(each.count) if isinstance(each.count, str) else None
    place = place_text(rows[0].location if rows else None if said is None else said.location)
    return f"没有{each.name}" + (f"（{place}）" if place and places else "")


def fact_line(read: ResolvedInput, criteria: Criteria, submission: Submission, *, places: bool = True) -> FactLine:
    """One value a clause read, with how it came about and, with `places`, where it stands."""
    note = ""
    value = answer_text(read.answer, read.unit)
    if not read.asked:
        value, note = "不需填报", _not_asked_note(read, criteria)
    elif read.kind is InputKind.DERIVED:
        note = _derivation(criteria.facts_by_name.get(read.name), criteria, submission, places)
    elif read.kind is InputKind.REFERENCE:
        note = f"{read.reference.year}年，来源：{read.reference.source}" if read.reference else "参照值未提供"
    elif isinstance(read.answer.value, Judgement):
        note = f"理由：{read.answer.value.reason.rstrip('。')}"
    elif read.answer.reason:
        note = f"理由：{read.answer.reason.rstrip('。')}"
    place = read.reference.location if read.reference is not None else read.answer.location
    return FactLine(name=read.name, value=value, place=place if places else None, note=note)


def _input_words(read: ResolvedInput, line: FactLine) -> str:
    """One value as a phrase of a sentence: 填报“专题会议次数”为0次（city.yaml:23）."""
    where = place_text(line.place)
    beside = "，".join(part for part in (line.note, where) if part)
    tail = f"（{beside}）" if beside else ""
    if not read.asked:
        return f"“{line.name}”不需填报{tail}"
    if read.kind is InputKind.REFERENCE:
        if read.reference is None:
            return f"参照值“{line.name}”未提供"
        return f"参照值“{line.name}”为{line.value}{tail}"
    if read.kind is InputKind.INTERPRETATION:
        return f"口径“{line.name}”取“{line.value}”{tail}"
    if read.answer.state is AnswerState.UNKNOWN:
        return f"“{line.name}”{'无法计算' if read.kind is InputKind.DERIVED else UNKNOWN}{tail}"
    if read.kind is InputKind.DERIVED:
        return f"“{line.name}”算得{line.value}{tail}"
    if read.answer.state is AnswerState.NOT_APPLICABLE:
        return f"“{line.name}”填报为不适用{tail}"
    quoted = f"“{line.value}”" if read.type in (FactType.BOOL, FactType.CHOICE) else line.value
    return f"填报“{line.name}”为{quoted}{tail}"


def _not_asked_note(read: ResolvedInput, criteria: Criteria) -> str:
    fact = criteria.facts_by_name.get(read.name)
    if fact is None or fact.needs is None:
        return ""
    return f"仅在{lang.describe(fact.needs)}时填报"


def _derivation(fact: Fact | None, criteria: Criteria, submission: Submission, places: bool) -> str:
    """How a derived value was computed, from the two answers it rests on."""
    if fact is None or fact.derive is None:
        return ""
    parts, lines = [], []
    for name in (fact.derive.numerator, fact.derive.denominator):
        source = criteria.facts_by_name.get(name)
        answer = submission.answers.get(name)
        if source is None:
            return ""
        parts.append(f"{name} {UNKNOWN if answer is None else answer_text(answer, source.unit)}")
        if answer is not None and answer.location is not None:
            lines.append(str(answer.location.line))
    where = f"，第{'、'.join(lines)}行" if lines and places else ""
    return " ÷ ".join(parts) + where
