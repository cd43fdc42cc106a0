"""Why a city lost points, clause by clause and department by department, and what is to be done about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from msgspec.structs import replace

from scoring.base.text import departments_of, points_text, range_text
from scoring.model.clauses import Effect
from scoring.model.criteria import UNWRITTEN, Criteria
from scoring.model.explanation import ClauseExplanation, Explanation, ItemExplanation
from scoring.model.scorecard import ItemScore, OutcomeState, ScoreCard, SectionScore
from scoring.model.submission import Submission
from scoring.reports.blocks import (
    Block,
    Cell,
    Column,
    OwnText,
    Paragraph,
    Row,
    Run,
    Table,
    lines,
)
from scoring.reports.document import (
    Chapter,
    Part,
    ReportSection,
    texts,
)
from scoring.wording import full_stop, item_label, lost, points, text_lines

__all__ = ["BACKGROUND", "department_blocks", "improve_section", "label_of", "losses_section", "officially_numbered"]

BACKGROUND, PROBLEMS, PLANS = "基本情况", "存在问题", "下一步打算"
"""The texts that a city writes itself."""
UNPLANNED = "以下按失分条款整理，是编制工具的建议，不是官方文字；可增分值为最多可增加的分数。"
UNNAMED = "申报单位确定"
FEW = 4
"""How many items that lose are named of a department."""
ROOMY, LONG = 160, 260
"""From so many characters on, a text has a row of its own across the table; a longer one may go over to the next page."""


def losses_section(card: ScoreCard, explanation: Explanation) -> ReportSection:
    """The items that lose or may lose points, with the clauses that cost them."""
    items = [item for section in card.sections for item in section.items]
    kept = sum(item.score.low == item.item.points for item in items)
    if kept == len(items):
        return ReportSection(
            key="losses", title="失分及原因", blocks=[Paragraph(f"全部{len(items)}项均得满分，没有失分。")]
        )
    rest = "失分或尚未定分" if any(not item.score.decided for item in items) else "有失分"
    lead = f"{len(items)}项中{kept}项得满分，{len(items) - kept}项{rest}，逐项说明如下。"
    steps = {step.text for step in explanation.next_steps}
    rows: list[Row] = []
    for section in _losing(card):
        head = f"{section.section.label}{section.section.title}"
        text = f"{head}（满分{points_text(section.section.points)}分，自评{points(section.score)}分）"
        away = Cell(lost(section.section.points, section.score), "number")
        rows.append(Row((Cell(text, span=3), away), "section part", _anchor(section), head))
        for item in section.items:
            if item.score.low < item.item.points:
                rows += _item_rows(item, explanation.of_item(item.item.id), steps)
    heads = (Column("评分标准原文", 44), Column("判定", 22, "center"), Column("理由", 75), Column("失分", 15, "number"))
    return ReportSection(key="losses", title="失分及原因", blocks=[Paragraph(lead), Table(heads, rows, "grid reasons")])


def _losing(card: ScoreCard) -> list[SectionScore]:
    return [section for section in card.sections if any(one.score.low < one.item.points for one in section.items)]


def _anchor(section: SectionScore) -> str:
    return f"losses-{section.section.id}"


def officially_numbered(chapter: Chapter, card: ScoreCard) -> Chapter:
    """The chapter with its parts numbered as the official form numbers its sections, also where some have no loss."""
    parts = (
        Part(key=one.section.label, anchor=_anchor(one), number=one.section.label, title=one.section.title)
        for one in _losing(card)
    )
    return replace(chapter, parts=tuple(parts))


def _item_rows(score: ItemScore, explained: ItemExplanation, steps: set[str]) -> list[Row]:
    """An item and its clauses; a remedy only where the list of next steps does not have it."""
    item, label = score.item, item_label(score.item.label)
    open_ = "" if score.score.decided else "，有内容未填"
    text = f"{label}　{item.requirement}（满分{points_text(item.points)}分，自评{points(score.score)}分{open_}）"
    rows = [Row((Cell(text, span=3), Cell(lost(item.points, score.score), "number")), "item", mark=label)]
    for clause in explained.clauses:
        if not _told(clause):
            continue
        because = full_stop(clause.because_on_paper)
        reason: list[str | Run] = [because if len(because) <= ROOMY else "见下。"]
        if clause.remedy and clause.outcome.state is not OutcomeState.UNKNOWN and clause.remedy not in steps:
            reason += ["\n", Run(f"建议：{clause.remedy}", "remedy")]
        quote = clause.outcome.clause.quote or UNWRITTEN
        rows.append(Row((quote, clause.verdict, tuple(reason), points(clause.cost))))
        if len(because) > ROOMY:
            rows.append(Row((Cell(f"理由：{because}", span=4),), f"explained{' long' if len(because) > LONG else ''}"))
    return rows


def _told(clause: ClauseExplanation) -> bool:
    """Whether a clause costs something, may cost something, or would if another one did not."""
    outcome = clause.outcome
    gives = outcome.clause.own and outcome.clause.effect is Effect.AWARD and outcome.nominal.low > 0
    takes = outcome.state is OutcomeState.APPLIED and not gives
    return clause.cost.high > 0 or takes or outcome.state in (OutcomeState.UNKNOWN, OutcomeState.ERROR)


def improve_section(
    criteria: Criteria, submission: Submission, explanation: Explanation, *, editable: bool = False
) -> ReportSection:
    """The city's own texts, as it headed them; what is still to be answered; what to do next. Steps that were worked out
    stand in for plans that the city did not write. `editable` gives also the expected ones that are not written."""
    own, planned = submission.summary or {}, bool(explanation.steps_note)
    expected = (PROBLEMS,) if planned else (PROBLEMS, PLANS)
    places = (PROBLEMS, PLANS) if editable else expected
    lacking = [f"“{name}”" for name in expected if not text_lines(own.get(name, ""))]
    lead = f"申报单位没有填写{'和'.join(lacking)}的文字。" if lacking and not editable else ""
    parts: list[tuple[str, Sequence[Block]]] = [
        (name, [OwnText(name, text)])
        for name in dict.fromkeys((*places, *own))
        if name != BACKGROUND and ((text := text_lines(own.get(name, ""))) or (editable and name in places))
    ]
    if explanation.missing:
        parts.append(("尚待填报的内容", [_missing(criteria, explanation)]))
    steps = [
        Row((label_of(criteria, one.item), full_stop(one.text), one.owner or UNNAMED, points_text(one.worth)))
        for one in explanation.next_steps
        if not one.fills_in
    ]
    if steps:
        title = "改进事项" if not planned else "按测算的改进事项" if PLANS in own or editable else PLANS
        note = Paragraph(explanation.steps_note or UNPLANNED, style="remark")
        parts.append((title, [note, Table(_todo("改进事项", "责任单位", "可增分值"), steps, "grid todo")]))
    return ReportSection(key="improve", title="存在问题和下一步打算", blocks=texts([lead]), parts=parts)


def _todo(what: str, who: str, worth: str) -> tuple[Column, ...]:
    return (Column("指标项", 20, "center"), Column(what, 82), Column(who, 34), Column(worth, 20, "number"))


def _missing(criteria: Criteria, explanation: Explanation) -> Table:
    """Answers that are missing and matter, by item, the most valuable first."""
    rows = []
    for item in dict.fromkeys(one.item for one in explanation.missing):
        own = [one for one in explanation.missing if one.item == item]
        owners = departments_of(*(one.owner for one in own))
        worth = points_text(max(one.at_stake for one in own))
        asks = lines(*(f"{one.name}：{one.ask}" for one in own))
        rows.append(Row((label_of(criteria, item), asks, "、".join(owners) or UNNAMED, worth)))
    return Table(_todo("待填内容", "填报单位", "涉及分值"), rows, "grid todo")


def label_of(criteria: Criteria, item: str) -> str:
    """The label of an item as printed; its id where the pack does not know it."""
    found = criteria.items_by_id.get(item)
    return item_label(found.label) if found else item


class _Share:
    """What hangs on one department while rows are gathered."""

    def __init__(self) -> None:
        self.items: list[ItemScore] = []
        self.low = self.high = Fraction(0)
        self.losing: dict[str, None] = {}


def department_blocks(criteria: Criteria, card: ScoreCard, explanation: Explanation) -> list[Block]:
    """The departments that a pack names, in the order of the items: those whose answers cost points in a table, the
    others in a sentence.

    An item of several departments counts for each of them; a loss only for those whose answers settled the clause.
    """
    found: dict[str, _Share] = {}
    for score in (score for section in card.sections for score in section.items):
        owners = _owners(criteria, (fact.name for fact in score.item.facts))
        for name in owners:
            found.setdefault(name, _Share()).items.append(score)
        for clause in explanation.of_item(score.item.id).clauses:
            settling = clause.decisive or tuple(line.input.name for line in clause.inputs)
            for name in (_owners(criteria, settling) or owners) if clause.cost.high > 0 else ():
                found[name].low += clause.cost.low
                found[name].high += clause.cost.high
                found[name].losing[item_label(score.item.label)] = None
    if not found:
        return []
    rows, others = [], []
    for name, share in found.items():
        full = points_text(sum((score.item.points for score in share.items), Fraction(0)))
        if share.losing:
            losing = [*share.losing]
            named = "、".join(losing[:FEW]) + (f"等{len(losing)}项" if len(losing) > FEW else "")
            rows.append(Row((name, str(len(share.items)), full, range_text(share.low, share.high), named)))
        else:
            others.append(f"{name}（{len(share.items)}项{full}分）")
    about = "责任部门是指标体系编制者的建议。一项由几个部门填报的，分值在各部门都列入；失分只列入填报内容造成失分的部门。各行不能相加。"
    made: list[Block] = [Paragraph(about, style="remark")]
    if rows:
        numbers = (Column("项数", 14, "number"), Column("涉及分值", 18, "number"), Column("失分", 18, "number"))
        made.append(Table((Column("部门", 46), *numbers, Column("失分的指标项", 60)), rows, "grid departments"))
    if others:
        which = "其余" if rows else ""
        made.append(Paragraph(f"{which}{len(others)}个部门没有失分：{'、'.join(others)}。", style="remark"))
    return made


def _owners(criteria: Criteria, names: Iterable[str]) -> tuple[str, ...]:
    facts = (criteria.facts_by_name.get(name) for name in names)
    return departments_of(*(fact.owner for fact in facts if fact is not None))
