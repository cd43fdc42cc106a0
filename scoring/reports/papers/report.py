"""The self-evaluation report of a city (自评报告): chapters of blocks around the declaration and the form, which are set
by hand in `reports/templates`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from msgspec.structs import replace

from scoring.base.text import date_text, departments_of, points_text, range_text, scored_text
from scoring.model.clauses import Effect
from scoring.model.criteria import UNWRITTEN, Basis, Criteria
from scoring.model.evidence import EvidenceEntry, EvidenceList, EvidenceState, EvidenceSupport
from scoring.model.explanation import ClauseExplanation, Explanation, ItemExplanation
from scoring.model.scorecard import ItemScore, OutcomeState, Range, ScoreCard, SectionScore
from scoring.model.submission import Submission
from scoring.naming import draft_texts
from scoring.reports import basis, wording
from scoring.reports.blocks import (
    Bar,
    Bars,
    Block,
    Cell,
    Column,
    Paragraph,
    Row,
    Run,
    Stretch,
    Table,
    lines,
)
from scoring.reports.document import (
    SIGNED,
    UNSIGNED,
    Chapter,
    Cover,
    Document,
    Pair,
    Part,
    Section,
    chapters,
    texts,
)
from scoring.reports.papers.form import (
    Eligibility,
    FormSection,
    FormTotal,
    blanks,
    bound_text,
    declaration,
    form_sections,
    form_total,
)
from scoring.reports.wording import ABSENT, Register, evidence_word, full_stop, item_label, lost, points, text_lines

__all__ = ["Report", "report_of"]

COLUMNS = ("指标内容", "分值", "自评分", "佐证材料")
BACKGROUND, PROBLEMS, PLANS = "基本情况", "存在问题", "下一步打算"
"""The texts that a city writes itself."""
UNPLANNED = "以下按失分条款整理，是编制工具的建议，不是官方文字；可增分值为最多可增加的分数。"
UNNAMED = "申报单位确定"
ROOMY, LONG = 160, 260
"""From so many characters on, a text has a row of its own across the table; a longer one may go over to the next page."""
FEW = 4
"""How many items that lose are named of a department."""
SHORT = 12
"""So much of a checksum."""
NONE = "—"


class Report(Document, frozen=True, kw_only=True):
    """The report of a city.

    applicant, contact: who applies, and how to reach them
    complete: whether everything is answered
    trace: the short line that ties the form to its sources where it stands alone
    eligibility: the declaration (None: nothing to declare)
    columns, form, total, evidence_total: the heads, sections and last row of the official form
    sign_note: what is signed for
    provenance: what the report was made from
    """

    applicant: str
    contact: str
    complete: bool
    trace: str
    eligibility: Eligibility | None
    columns: tuple[str, ...]
    form: tuple[FormSection, ...]
    total: FormTotal
    evidence_total: str
    sign_note: str
    provenance: tuple[Pair, ...]


def report_of(
    criteria: Criteria,
    submission: Submission,
    card: ScoreCard,
    evidence: EvidenceList,
    explanation: Explanation,
    *,
    support: EvidenceSupport | None = None,
    verified: Range | None = None,
    bound: Mapping[str, int] | None = None,
    alternatives: Mapping[tuple[str, str], Range] | None = None,
) -> Report:
    """Everything the report of one city prints. Pure: the same results give the same report.

    `support` adds how much of the score lies on paper, `verified` the score after reviews; `bound` gives the page of the
    binder (佐证材料汇编) at which each row of the evidence list begins, by its number; `alternatives` the totals that
    other readings of the text give.
    """
    applicant = submission.applicant or ABSENT
    cover = _cover(criteria, submission, card, applicant)
    day, made = card.provenance.as_of or submission.applied_on, card.provenance
    sections = (
        _basic(criteria, submission, card),
        _summary(criteria, card, explanation),
        Section(key="form", title="自评表", by_template=True),
        _losses(card, explanation),
        _improve(criteria, submission, explanation),
        _evidence(criteria, evidence, bound or {}, support, verified),
        basis.basis_section(
            readings=basis.readings(criteria, card, alternatives or {}),
            others=basis.other_readings(criteria, card),
            references=basis.references(criteria, card),
            assumptions=basis.assumptions(criteria),
            gaps=basis.gaps(criteria),
            manual=basis.manual(criteria),
        ),
        Section(key="sign", title=UNSIGNED if cover.draft else SIGNED, by_template=True),
    )
    return Report(
        title=f"{submission.city}自评报告",
        city=submission.city,
        author=submission.applicant or submission.city,
        subject=criteria.title,
        keyword="自评报告",
        day=day.isoformat() if day else "",
        chapters=tuple(_official(one, card) if one.key == "losses" else one for one in chapters(sections)),
        cover=cover,
        applicant=applicant,
        contact=submission.contact,
        complete=card.complete,
        trace=f"{made.criteria_id}／{made.criteria_digest[:SHORT]}　自评文件／{made.submission_digest[:SHORT]}",
        eligibility=declaration(criteria, submission, card),
        columns=criteria.form_columns or COLUMNS,
        form=form_sections(submission, card, evidence, bound or {}),
        total=FormTotal(points=points_text(card.full), score=points(card.total)),
        evidence_total=form_total(evidence),
        sign_note="以上自评内容和佐证材料请申报单位核对无误后签字盖章。",
        provenance=basis.provenance(criteria, submission, card),
    )


def _cover(criteria: Criteria, submission: Submission, card: ScoreCard, applicant: str) -> Cover:
    marker = ""
    if not card.total.decided:
        marker = f"未填完：有{len(card.unknown)}项未填，自评分在{points(card.total)}分之间"
    elif not card.complete:
        marker = "未填完：申报资格尚未填报完整"
    applied = date_text(submission.applied_on) if submission.applied_on else ABSENT
    grade = (
        ()
        if card.grade is None
        else (Pair(name="自评等级", value="～".join(dict.fromkeys((card.grade.low, card.grade.high)))),)
    )
    return Cover(
        subject=criteria.short_title,
        heading="自评报告",
        basis=f"依据《{criteria.title}》编制",
        lines=(
            Pair(name="申报城市", value=submission.city),
            Pair(name="申报单位", value=applicant),
            Pair(name="自评得分", value=f"{points(card.total)}分（满分{points_text(card.full)}分）"),
            *grade,
            Pair(name="申报日期", value=applied),
        ),
        marker=marker,
        watermark=wording.watermark(criteria, invented=submission.invented, otherwise="未填完" if marker else ""),
        draft="".join(draft_texts(criteria)),
    )


def _basic(criteria: Criteria, submission: Submission, card: ScoreCard) -> Section | None:
    """The city in figures, those that the form leaves blanks for too, and its own words on its basic situation."""
    parts: list[tuple[str, Sequence[Block]]] = []
    facts = [fact for fact in criteria.profile if not fact.blank and fact.derive is None]
    cells = [
        (fact.name, wording.answer_text(submission.answers.get(fact.name), fact.unit, Register.PAPER)) for fact in facts
    ]
    cells += [(one.name, one.value) for one in blanks(criteria, submission, card)]
    if cells:
        heads = (
            Column("内容", 52, "row"),
            Column("填报", 26, "center"),
            Column("内容", 52, "row"),
            Column("填报", 26, "center"),
        )
        rows = [
            Row(
                [
                    part
                    for name, value in pair
                    for part in ((name, value) if len(pair) == 2 else (Cell(name, span=2), Cell(value, span=2)))
                ]
            )
            for pair in _pairs(cells)
        ]
        parts.append(("城市概况", [Table(heads, rows, "grid facts")]))
    own = text_lines((submission.summary or {}).get(BACKGROUND, ""))
    if own:
        parts.append(("工作情况", texts(own)))
    return Section(key="basic", title="基本情况", parts=parts) if parts else None


def _pairs(found: Sequence[tuple[str, str]]) -> list[Sequence[tuple[str, str]]]:
    return [found[place : place + 2] for place in range(0, len(found), 2)]


def _summary(criteria: Criteria, card: ScoreCard, explanation: Explanation) -> Section:
    score, away = points(card.total), lost(card.full, card.total)
    lead = [f"按照《{criteria.title}》逐项自评，满分{points_text(card.full)}分，自评{score}分，失{away}分。"]
    if not card.total.decided:
        ends = "这个范围的两端都能取到" if card.exact else "这个范围是估计的上下限，两端不一定都能取到"
        lead.append(f"有{len(card.unknown)}项填报内容或参照值未填，按它们可能的取值计算得分范围；{ends}。")
    lead += explanation.total_trace
    lacking = [f"{section.label}{section.title}" for section in criteria.sections if section.gap]
    if lacking:
        lead.append(f"其中{'、'.join(lacking)}的原文不完整，由人评判并写明理由，见“评分口径和依据说明”。")
    heads = (Column("一级指标", 66), *(Column(name, 30, "number") for name in ("分值", "自评分", "失分")))
    rows = [
        Row(
            (
                f"{one.section.label}{one.section.title}",
                points_text(one.section.points),
                points(one.score),
                lost(one.assessed, one.score),
            )
        )
        for one in card.sections
    ]
    rows.append(Row(("合计", points_text(card.full), score, away), "sum"))
    shown: list[Block] = [Table(heads, rows, "grid scores"), _chart(card)]
    departments = _departments(criteria, card, explanation)
    if not departments:
        return Section(key="summary", title="自评得分", blocks=[*texts(lead), *shown])
    parts = (("一级指标得分", shown), ("各部门得分", departments))
    return Section(key="summary", title="自评得分", blocks=texts(lead), parts=parts)


def _chart(card: ScoreCard) -> Bars:
    zero = Fraction(0)
    bars = [
        Bar(
            f"{one.section.label}{one.section.title}",
            f"{points(one.score)} / {points_text(one.section.points)}",
            (
                *([Stretch(zero, one.score.low, "sure")] if one.score.low else []),
                *([] if one.score.decided else [Stretch(one.score.low, one.score.high, "open")]),
                Stretch(zero, one.section.points, "frame"),
            ),
        )
        for one in card.sections
    ]
    legend = (("sure", "已定得分"), ("open", "未定（填报后可能得到）"), ("frame", "失分"))
    return Bars(bars, "各一级指标自评得分（自评分 / 分值）", legend)


class _Share:
    """What hangs on one department while rows are gathered."""

    def __init__(self) -> None:
        self.items: list[ItemScore] = []
        self.low = self.high = Fraction(0)
        self.losing: dict[str, None] = {}


def _departments(criteria: Criteria, card: ScoreCard, explanation: Explanation) -> list[Block]:
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


def _losses(card: ScoreCard, explanation: Explanation) -> Section:
    """The items that lose or may lose points, with the clauses that cost them."""
    items = [item for section in card.sections for item in section.items]
    kept = sum(item.score.low == item.item.points for item in items)
    if kept == len(items):
        return Section(key="losses", title="失分及原因", blocks=[Paragraph(f"全部{len(items)}项均得满分，没有失分。")])
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
    return Section(key="losses", title="失分及原因", blocks=[Paragraph(lead), Table(heads, rows, "grid reasons")])


def _losing(card: ScoreCard) -> list[SectionScore]:
    return [section for section in card.sections if any(one.score.low < one.item.points for one in section.items)]


def _anchor(section: SectionScore) -> str:
    return f"losses-{section.section.id}"


def _official(chapter: Chapter, card: ScoreCard) -> Chapter:
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


def _improve(criteria: Criteria, submission: Submission, explanation: Explanation) -> Section:
    """The city's own texts, as it headed them; what is still to be answered; what to do next. Steps that were worked out
    stand in for plans that the city did not write."""
    own, planned = submission.summary or {}, bool(explanation.steps_note)
    expected = (PROBLEMS,) if planned else (PROBLEMS, PLANS)
    lacking = [f"“{name}”" for name in expected if not text_lines(own.get(name, ""))]
    lead = f"申报单位没有填写{'和'.join(lacking)}的文字。" if lacking else ""
    parts: list[tuple[str, Sequence[Block]]] = [
        (name, texts(text_lines(own.get(name, ""))))
        for name in dict.fromkeys((*expected, *own))
        if name != BACKGROUND and text_lines(own.get(name, ""))
    ]
    if explanation.missing:
        parts.append(("尚待填报的内容", [_missing(criteria, explanation)]))
    steps = [
        Row((_label(criteria, one.item), full_stop(one.text), one.owner or UNNAMED, points_text(one.worth)))
        for one in explanation.next_steps
        if not one.fills_in
    ]
    if steps:
        title = "改进事项" if not planned else "按测算的改进事项" if PLANS in own else PLANS
        note = Paragraph(explanation.steps_note or UNPLANNED, style="remark")
        parts.append((title, [note, Table(_todo("改进事项", "责任单位", "可增分值"), steps, "grid todo")]))
    return Section(key="improve", title="存在问题和下一步打算", blocks=texts([lead]), parts=parts)


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
        rows.append(Row((_label(criteria, item), asks, "、".join(owners) or UNNAMED, worth)))
    return Table(_todo("待填内容", "填报单位", "涉及分值"), rows, "grid todo")


def _label(criteria: Criteria, item: str) -> str:
    found = criteria.items_by_id.get(item)
    return item_label(found.label) if found else item


def _evidence(
    criteria: Criteria,
    evidence: EvidenceList,
    bound: Mapping[str, int],
    support: EvidenceSupport | None,
    verified: Range | None,
) -> Section:
    """How much of the score lies on paper, what absent documents cost, the documents that are listed, and the names of
    those that are not."""
    made: list[Block] = [Paragraph(_evidence_lead(evidence) + _support(support, verified))]
    if support is not None:
        made.append(Paragraph(support.note, style="remark"))
    risks = [
        Row(
            (
                _label(criteria, one.item),
                _title(one.title, one.basis),
                evidence_word(one.state),
                points_text(one.worth),
                "、".join(one.facts),
            )
        )
        for one in (support.risks or () if support is not None else ())
        if one.worth > 0
    ]
    if risks:
        heads = (
            Column("指标项", 20, "center"),
            Column("材料名称", 62),
            Column("状态", 16, "center"),
            Column("影响分值", 16, "number"),
            Column("支撑的填报内容", 42),
        )
        made += [
            Paragraph("缺的材料各影响的分值（各行单独计算，不能相加）：", style="keep"),
            Table(heads, risks, "grid risks"),
        ]
    listed = [_document(entry, bound) for entry in evidence.entries if entry.file is not None]
    if listed:
        columns = (
            Column("编号", 12, "center"),
            Column("材料名称", 48),
            Column("发文机关、文号", 38),
            Column("日期", 22, "center date"),
            Column("页", 6, "center"),
            Column("状态、校验码", 30, "center"),
        )
        text = f"校验码为文件 SHA-256 值的前{SHORT}位，用于核对材料是否被改动。"
        made += [Paragraph(text, style="remark"), Table(columns, listed, "grid checklist")]
    names = [
        (entry.number, _title(entry.request.title, entry.request.basis))
        for entry in evidence.entries
        if entry.file is None and entry.request is not None
    ]
    if names:
        text = "没有列的材料（标“建议”的是指标体系编制者建议提供的，不是官方要求）："
        twice = (Column("编号", 13, "center"), Column("材料名称", 65)) * 2
        rows = [
            Row([*(part for one in pair for part in one), *(("", "") if len(pair) == 1 else ())])
            for pair in _pairs(names)
        ]
        made += [Paragraph(text, style="remark"), Table(twice, rows, "grid names")]
    return Section(key="evidence", title="佐证材料清单", blocks=made)


def _title(title: str, basis: Basis) -> str:
    return f"{title}（建议）" if basis is Basis.SUGGESTED else title


def _document(entry: EvidenceEntry, bound: Mapping[str, int]) -> Row:
    file = entry.file
    assert file is not None
    present = entry.state is EvidenceState.PRESENT
    title = file.title or (entry.request.title if entry.request else "")
    issuer = "，".join(part for part in (file.issuer, file.document_number) if part) or NONE
    state: list[str | Run] = [Run("☑" if present else "☒", "box"), evidence_word(entry.state)]
    if entry.digest:
        state += [" ", Run(entry.digest[:SHORT], "code")]
    pages = str(entry.pages) if entry.pages is not None else NONE
    dated = date_text(file.dated) if file.dated else NONE
    row = (entry.number, lines(title, bound_text(entry, bound)), issuer, dated, pages, tuple(state))
    return Row(row, "there" if present else "absent")


def _evidence_lead(evidence: EvidenceList) -> str:
    """One sentence: how many are listed, how many are there and what is the matter with the others, how many are not
    listed."""
    if not evidence.entries:
        return "指标体系没有列出要提供的材料，自评文件也没有列材料。"
    counts = {state: sum(entry.state is state for entry in evidence.entries) for state in EvidenceState}
    unlisted, present = counts.pop(EvidenceState.NOT_LISTED), counts.pop(EvidenceState.PRESENT)
    parts = [f"列出佐证材料{present + sum(counts.values())}份，其中已附{present}份"]
    parts += [f"{evidence_word(state)}的{count}份" for state, count in counts.items() if count]
    parts += [f"另有{unlisted}种材料没有列"] if unlisted else []
    return "，".join(parts) + "。"


def _support(support: EvidenceSupport | None, verified: Range | None) -> str:
    """How much of the score lies on paper."""
    if support is None:
        return ""
    review = "还没有审核意见" if verified is None else scored_text(verified)
    text = f"自评得分{scored_text(support.claimed)}；"
    if not support.listed:
        return f"{text}核实后的得分：{review}。"
    text += f"有材料支撑的得分{scored_text(support.evidenced)}；核实后的得分：{review}。材料不在的填报内容按未填计算。"
    if support.at_risk > 0:
        away = points_text(support.at_risk)
        text += f"有{len(support.unbacked)}项填报内容没有材料支撑，得分最多可能因此减少{away}分。"
    return text
