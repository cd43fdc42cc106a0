"""How the items became the published result, in sentences: what was added or taken beyond them, rescaling, the grade."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from scoring.base.text import points_text, range_text, scored_text
from scoring.model.clauses import Effect, Reach
from scoring.model.criteria import Criteria
from scoring.model.scorecard import GradeCheck, GradeResult, ItemScore, OutcomeState, ScoreCard, Step, StepKind
from scoring.model.totals import Treatment
from scoring.wording import units_text

__all__ = ["total_trace"]

FILLED = {
    Treatment.FULL: "不参评的项按满分计",
    Treatment.ZERO: "不参评的项按0分计",
    Treatment.MEAN: "不参评的项按其余各项的平均得分率计",
    Treatment.RESCALE: "不参评的项不计，其余折算",
}


def total_trace(criteria: Criteria, card: ScoreCard) -> tuple[str, ...]:
    """Sentences in the order of the sum; none where the total is the sum of the items and there are no grades."""
    return tuple(_sentences(criteria, card))


def _sentences(criteria: Criteria, card: ScoreCard) -> Iterator[str]:
    items = [item for section in card.sections for item in section.items]
    away = [item.item.id for item in items if item.applies is False]
    if away:
        yield f"不参评的项：{'、'.join(away)}。"
    open_ = [item.item.id for item in items if item.applies is None]
    if open_:
        yield f"是否参评还没有定的项：{'、'.join(open_)}，两种情形都算在范围里。"
    for section in card.sections:
        for item in section.items:
            if item.units or item.nothing:
                yield _units(item)
        if section.working:
            name = f"{section.section.label}{section.section.title}"
            yield f"{name}：{_working(criteria, card, section.working, '各项合计')}。"
    if any(section.section.weight is not None for section in card.sections):
        shares = "、".join(
            f"{section.section.title}{points_text(section.section.weight)}"
            for section in card.sections
            if section.section.weight is not None
        )
        yield f"各一级指标按权数计入总分：{shares}。"
    if card.working:
        yield f"总分：{_working(criteria, card, card.working, '各部分合计')}。"
    for item in items:
        yield from _open_bonus(criteria, item)
    if card.grade is not None:
        yield from _grade(card, card.grade)


def _units(item: ItemScore) -> str:
    each = item.item.each
    if item.nothing:
        counts = "不参评" if item.applies is False else f"按{scored_text(item.score)}计"
        return f"{item.item.id} 没有{each.name if each else '单位'}，{counts}。"
    return f"{item.item.id} 按{each.name if each else '单位'}逐一计分{item.item.how}：{units_text(item)}。"


def _open_bonus(criteria: Criteria, item: ItemScore) -> Iterator[str]:
    """Where what may be added to the total has no most: up to where it was counted."""
    for outcome in item.clauses if criteria.at_most is None else ():
        clause, open_ = outcome.clause, outcome.state is OutcomeState.UNKNOWN and outcome.full is None
        if open_ and clause.effect is Effect.AWARD and clause.reach is Reach.TOTAL and not clause.group:
            most = points_text(outcome.nominal.high)
            yield f"“{clause.quote}”（{item.item.id}）加多少没有上限，总分的最高分只按最多加{most}分算。"


def _working(criteria: Criteria, card: ScoreCard, steps: tuple[Step, ...], first: str) -> str:
    words = {
        StepKind.SUM: first,
        StepKind.ABSENT: FILLED[criteria.absent.treatment] + "后",
        StepKind.LIMIT: "以满分为限",
        StepKind.SCALE: f"折合{points_text(card.full)}分制",
        StepKind.ROUND: "四舍五入",
    }
    quotes = {clause.id: clause.quote for item in criteria.items_by_id.values() for clause in item.clauses}
    parts = []
    for step in steps:
        name = words.get(step.kind, "")
        if step.kind is StepKind.BEYOND:
            name = f"“{quotes.get(step.clause or '', '')}”（{step.item}）后"
        parts.append(f"{name}{scored_text(step.balance)}")
    return "，".join(parts)


def _grade(card: ScoreCard, grade: GradeResult) -> Iterator[str]:
    yield (
        f"等级：{grade.high}。"
        if grade.decided
        else f"等级：最低{grade.low}，最高{grade.high}，未填的内容填好后才能定。"
    )
    for check in grade.checks:
        if check.grade.name == grade.high and grade.decided:
            break
        reasons = list(_unmet(card, check, grade))
        if reasons:
            yield f"“{check.grade.name}”{'未达到' if check.met is False else '还不能定'}：{'；'.join(reasons)}。"
    for clause, applies in grade.limits:
        if applies is not False:
            word = "限定" if applies else "可能限定"
            yield f"“{clause.quote}”{word}等级最高为“{clause.grade}”，不改变得分。"
    before = next((check for check in grade.checks if check.met is not False), None)
    if before is not None and before.met and any(steps.high for _, steps in grade.lowered):
        yield f"没有限定和下降以前，按各级的要求是“{before.grade.name}”。"
    for clause, steps in grade.lowered:
        if steps.high:
            word = "使" if steps.low else "可能使"
            yield f"“{clause.quote}”{word}等级降{range_text(steps.low, steps.high)}档，降到最后一级为止，不改变得分。"


def _unmet(card: ScoreCard, check: GradeCheck, grade: GradeResult) -> Iterator[str]:
    if check.total is not True and check.grade.at_least is not None:
        yield _short("总分", check.grade.at_least, check.total)
    titles = {section.section.id: section.section.title for section in card.sections}
    for (name, met), (_, need) in zip(check.sections, check.grade.sections, strict=True):
        if met is not True:
            yield _short(titles[name], need, met)
    if check.must_pass is not True:
        failed, open_ = "、".join(grade.failed), "、".join(grade.open)
        yield f"必达项目{failed}未通过" if failed else f"必达项目{open_}待定"
    if check.when is not True and check.grade.when is not None:
        from scoring import lang

        yield f"条件“{lang.describe(check.grade.when)}”{'不成立' if check.when is False else '待定'}"


def _short(what: str, need: Fraction, met: bool | None) -> str:
    return f"{what}不到{points_text(need)}分" if met is False else f"{what}是否达到{points_text(need)}分待定"
