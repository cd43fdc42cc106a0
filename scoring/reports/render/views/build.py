"""Puts the whole report together."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.base.text import date_text, points_text
from scoring.model.criteria import Criteria
from scoring.model.evidence import EvidenceList, EvidenceSupport
from scoring.model.explanation import Explanation
from scoring.model.scorecard import Range, ScoreCard
from scoring.model.submission import Submission
from scoring.naming import draft_texts
from scoring.reports import wording
from scoring.reports.render.views import basis, form, proof, reasons
from scoring.reports.render.views.departments import departments
from scoring.reports.render.views.model import Cover, Pair, Total
from scoring.reports.render.views.outline import outline
from scoring.reports.render.views.report import View
from scoring.reports.wording import Register

__all__ = ["view"]

COLUMNS = ("指标内容", "分值", "自评分", "佐证材料")


def view(
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
) -> View:
    """Everything the report of one city prints. Pure: the same results give the same view.

    `support` adds how much of the score lies on paper, `verified` what a review made of it; `bound` gives the page of the binder (佐证材料汇编) at which
    each row of the evidence list begins, by its number; `alternatives` the totals that other readings of the text give.
    """
    applicant = submission.applicant or wording.ABSENT
    profile = _profile(criteria, submission)
    background = reasons.background(submission)
    blanks = form.blanks(criteria, submission, card)
    rows = departments(criteria, card, explanation)
    losses = reasons.losses(card, explanation)
    problems = reasons.problems(submission, planned=bool(explanation.steps_note))
    missing = reasons.missing(criteria, explanation)
    steps = reasons.steps(criteria, explanation)
    readings, others = basis.readings(criteria, card, alternatives or {}), basis.other_readings(criteria, card)
    references = basis.references(criteria, card)
    assumptions = basis.assumptions(criteria)
    gaps = basis.gaps(criteria)
    manual = basis.manual(criteria)
    return View(
        title=f"{submission.city}自评报告",
        city=submission.city,
        applicant=applicant,
        contact=submission.contact,
        author=submission.applicant or submission.city,
        subject=criteria.title,
        day=_day(submission, card),
        complete=card.complete,
        trace=_trace(card),
        chapters=outline(
            profile=bool(profile),
            background=bool(background.paragraphs),
            blanks=bool(blanks),
            departments=bool(rows),
            losses=losses,
            problems=problems,
            missing=bool(missing),
            steps=bool(steps),
            steps_heading=reasons.steps_heading(submission, explanation),
            readings=bool(readings or others),
            references=bool(references),
            assumptions=bool(assumptions),
            gaps=bool(gaps),
            manual=bool(manual),
            signed=not criteria.pending,
        ),
        cover=_cover(criteria, submission, card, applicant),
        eligibility=basis.eligibility(criteria, submission, card),
        profile=profile,
        blanks=blanks,
        total=_total(criteria, card, explanation),
        departments=rows,
        columns=criteria.form_columns or COLUMNS,
        form=form.sections(submission, card, evidence, bound or {}),
        losses=losses,
        losses_none=reasons.losses_none(card),
        background=background,
        problems=problems,
        unwritten=reasons.unwritten(submission, planned=bool(explanation.steps_note)),
        missing=missing,
        steps=steps,
        steps_note=explanation.steps_note or reasons.UNPLANNED,
        evidence=proof.rows(criteria, evidence, bound or {}),
        evidence_summary=proof.summary(evidence),
        evidence_total=proof.total(evidence),
        readings=readings,
        other_readings=others,
        references=references,
        assumptions=assumptions,
        gaps=gaps,
        manual=manual,
        sign_note="以上自评内容和佐证材料请申报单位核对无误后签字盖章。",
        provenance=basis.provenance(criteria, submission, card),
        readings_of_score=proof.readings(support, verified),
        risks=proof.risks(criteria, support),
    )


def _trace(card: ScoreCard) -> str:
    made = card.provenance
    return f"{made.criteria_id}／{made.criteria_digest[:12]}　自评文件／{made.submission_digest[:12]}"


def _day(submission: Submission, card: ScoreCard) -> str:
    """The one date a report carries: the clock is never read, so that the same input gives the same bytes."""
    day = card.provenance.as_of or submission.applied_on
    return day.isoformat() if day else ""


def _score(card: ScoreCard) -> str:
    return f"{wording.points(card.total)}分（满分{points_text(card.full)}分）"


def _cover(criteria: Criteria, submission: Submission, card: ScoreCard, applicant: str) -> Cover:
    marker = ""
    if not card.total.decided:
        marker = f"未填完：有{len(card.unknown)}项未填，自评分在{wording.points(card.total)}分之间"
    elif not card.complete:
        marker = "未填完：申报资格尚未填报完整"
    return Cover(
        subject=criteria.short_title,
        heading="自评报告",
        basis=f"依据《{criteria.title}》编制",
        lines=(
            Pair(name="申报城市", value=submission.city),
            Pair(name="申报单位", value=applicant),
            Pair(name="自评得分", value=_score(card)),
            *_grade(card),
            Pair(name="申报日期", value=date_text(submission.applied_on) if submission.applied_on else wording.ABSENT),
        ),
        marker=marker,
        watermark=wording.watermark(criteria, invented=submission.invented, otherwise="未填完" if marker else ""),
        draft="".join(draft_texts(criteria)),
    )


def _grade(card: ScoreCard) -> tuple[Pair, ...]:
    if card.grade is None:
        return ()
    ends = (card.grade.low, card.grade.high)
    return (Pair(name="自评等级", value=ends[0] if card.grade.decided else "～".join(ends)),)


def _profile(criteria: Criteria, submission: Submission) -> tuple[Pair, ...]:
    return tuple(
        Pair(name=fact.name, value=wording.answer_text(submission.answers.get(fact.name), fact.unit, Register.PAPER))
        for fact in criteria.profile
        if not fact.blank and fact.derive is None
    )


def _total(criteria: Criteria, card: ScoreCard, explanation: Explanation) -> Total:
    score = wording.points(card.total)
    lost = wording.lost(card.full, card.total)
    lead = [f"按照《{criteria.title}》逐项自评，满分{points_text(card.full)}分，自评{score}分，失{lost}分。"]
    if not card.total.decided:
        ends = "这个范围的两端都能取到" if card.exact else "这个范围是估计的上下限，两端不一定都能取到"
        lead.append(f"有{len(card.unknown)}项填报内容或参照值未填，按它们可能的取值计算得分范围；{ends}。")
    lead.extend(explanation.total_trace)
    lacking = [section for section in criteria.sections if section.gap]
    if lacking:
        names = "、".join(f"{section.label}{section.title}" for section in lacking)
        lead.append(f"其中{names}的原文不完整，由人评判并写明理由，见“评分口径和依据说明”。")
    return Total(points=points_text(card.full), score=score, lost=lost, lead=tuple(lead), bars=form.bars(card))
