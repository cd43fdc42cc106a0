"""The self-evaluation report of a city (自评报告): chapters of blocks around the declaration and the form, which are set
by hand in `reports/templates`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from scoring import wording
from scoring.assess import Assessment, alternatives
from scoring.base.text import date_text, points_text, scored_text
from scoring.model.criteria import Basis, Criteria
from scoring.model.evidence import EvidenceEntry, EvidenceList, EvidenceState, EvidenceSupport
from scoring.model.explanation import Explanation
from scoring.model.scorecard import Range, ScoreCard
from scoring.model.submission import Submission
from scoring.naming import draft_texts
from scoring.reports import basis
from scoring.reports.blocks import (
    Bar,
    Bars,
    Block,
    Cell,
    Column,
    OwnText,
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
    Cover,
    Pair,
    ReportDocument,
    ReportSection,
    chapters,
    texts,
)
from scoring.reports.papers.form import (
    EligibilityForm,
    FormSection,
    FormTotal,
    blanks,
    bound_text,
    declaration,
    form_sections,
    form_total,
)
from scoring.reports.papers.form_blocks import form_table, sign_blocks
from scoring.reports.papers.losses import (
    BACKGROUND,
    department_blocks,
    improve_section,
    label_of,
    losses_section,
    officially_numbered,
)
from scoring.wording import ABSENT, Register, evidence_word, lost, places_text, points, text_lines

__all__ = ["CityReport", "city_report", "report_of"]

COLUMNS = ("指标内容", "分值", "自评分", "佐证材料")
SIGN_NOTE = "以上自评内容和佐证材料请申报单位核对无误后签字盖章。"
SHORT = 12
"""So much of a checksum."""
NONE = "—"


class CityReport(ReportDocument, frozen=True, kw_only=True):
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
    eligibility: EligibilityForm | None
    columns: tuple[str, ...]
    form: tuple[FormSection, ...]
    total: FormTotal
    evidence_total: str
    sign_note: str
    provenance: tuple[Pair, ...]


def city_report(
    found: Assessment,
    *,
    explanation: Explanation | None = None,
    verified: Range | None = None,
    bound: Mapping[str, int] | None = None,
    editable: bool = False,
) -> CityReport:
    """The report of an assessment that looked at the evidence, with what each other reading of the text would give.

    `explanation` is printed instead of the assessment's own; the others as `report_of` takes them.
    """
    assert found.evidence is not None
    return report_of(
        found.criteria,
        found.submission,
        found.card,
        found.evidence,
        explanation or found.explanation,
        support=found.support,
        verified=verified,
        bound=bound,
        alternatives=alternatives(found),
        editable=editable,
    )


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
    editable: bool = False,
) -> CityReport:
    """Everything the report of one city prints. Pure: the same results give the same report.

    `support` adds how much of the score lies on paper, `verified` the score after reviews; `bound` gives the page of the
    binder (佐证材料汇编) at which each row of the evidence list begins, by its number; `alternatives` the totals that
    other readings of the text give; with `editable` the city's own texts have their places also where nothing is written yet.
    """
    applicant = submission.applicant or ABSENT
    cover = _cover(criteria, submission, card, applicant)
    day, made = card.provenance.as_of or submission.applied_on, card.provenance
    columns = criteria.form_columns or COLUMNS
    form, total, evidence_total = (
        form_sections(submission, card, evidence, bound or {}),
        FormTotal(points=points_text(card.full), score=points(card.total)),
        form_total(evidence),
    )
    origin = basis.provenance(criteria, submission, card)
    signing = sign_blocks(cover, note=SIGN_NOTE, applicant=applicant, contact=submission.contact, origin=origin)
    sections = (
        _basic(criteria, submission, card, editable=editable),
        _summary(criteria, card, explanation),
        ReportSection(
            key="form", title="自评表", blocks=[form_table(columns, form, total, evidence_total)], by_template=True
        ),
        losses_section(card, explanation),
        improve_section(criteria, submission, explanation, editable=editable),
        _evidence(criteria, evidence, bound or {}, support, verified),
        basis.basis_section(
            readings=basis.readings(criteria, card, alternatives or {}),
            others=basis.other_readings(criteria, card),
            references=basis.references(criteria, card),
            assumptions=basis.assumptions(criteria),
            gaps=basis.gaps(criteria),
            manual=basis.manual(criteria),
        ),
        ReportSection(key="sign", title=UNSIGNED if cover.draft else SIGNED, blocks=signing, by_template=True),
    )
    return CityReport(
        title=f"{submission.city}自评报告",
        city=submission.city,
        author=submission.applicant or submission.city,
        subject=criteria.title,
        keyword="自评报告",
        day=day.isoformat() if day else "",
        chapters=tuple(officially_numbered(one, card) if one.key == "losses" else one for one in chapters(sections)),
        cover=cover,
        applicant=applicant,
        contact=submission.contact,
        complete=card.complete,
        trace=f"{made.criteria_id}／{made.criteria_digest[:SHORT]}　自评文件／{made.submission_digest[:SHORT]}",
        eligibility=declaration(criteria, submission, card),
        columns=columns,
        form=form,
        total=total,
        evidence_total=evidence_total,
        sign_note=SIGN_NOTE,
        provenance=origin,
    )


def _cover(criteria: Criteria, submission: Submission, card: ScoreCard, applicant: str) -> Cover:
    marker = ""
    if not card.total.decided:
        open_ = f"未填完：有{len(card.unknown)}项未填" if card.unknown or not card.open_places else "名次还没有定"
        marker = f"{open_}，自评分在{points(card.total)}分之间"
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


def _basic(
    criteria: Criteria, submission: Submission, card: ScoreCard, *, editable: bool = False
) -> ReportSection | None:
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
    if own or editable:
        parts.append(("工作情况", [OwnText(BACKGROUND, own)]))
    return ReportSection(key="basic", title="基本情况", parts=parts) if parts else None


def _pairs(found: Sequence[tuple[str, str]]) -> list[Sequence[tuple[str, str]]]:
    return [found[place : place + 2] for place in range(0, len(found), 2)]


def _summary(criteria: Criteria, card: ScoreCard, explanation: Explanation) -> ReportSection:
    score, away = points(card.total), lost(card.full, card.total)
    lead = [f"按照《{criteria.title}》逐项自评，满分{points_text(card.full)}分，自评{score}分，失{away}分。"]
    if not card.total.decided:
        ends = "这个范围的两端都能取到" if card.exact else "这个范围是估计的上下限，两端不一定都能取到"
        open_ = [f"有{len(card.unknown)}项填报内容或参照值未填"] if card.unknown or not card.open_places else []
        open_ += [places_text(card)] if card.open_places else []
        lead.append(f"{'；'.join(open_)}，按它们可能的取值计算得分范围；{ends}。")
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
    departments = department_blocks(criteria, card, explanation)
    if not departments:
        return ReportSection(key="summary", title="自评得分", blocks=[*texts(lead), *shown])
    parts = (("一级指标得分", shown), ("各部门得分", departments))
    return ReportSection(key="summary", title="自评得分", blocks=texts(lead), parts=parts)


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


def _evidence(
    criteria: Criteria,
    evidence: EvidenceList,
    bound: Mapping[str, int],
    support: EvidenceSupport | None,
    verified: Range | None,
) -> ReportSection:
    """How much of the score lies on paper, what absent documents cost, the documents that are listed, and the names of
    those that are not."""
    made: list[Block] = [Paragraph(_evidence_lead(evidence) + _support(support, verified))]
    if support is not None:
        made.append(Paragraph(support.note, style="remark"))
    risks = [
        Row(
            (
                label_of(criteria, one.item),
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
    return ReportSection(key="evidence", title="佐证材料清单", blocks=made)


def _title(title: str, basis: Basis) -> str:
    return f"{title}（建议）" if basis is Basis.SUGGESTED else title


def _document(entry: EvidenceEntry, bound: Mapping[str, int]) -> Row:
    file = entry.file
    assert file is not None
    present = entry.counts
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
