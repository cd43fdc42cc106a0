"""Put the explanation of a whole card together."""

from __future__ import annotations

from scoring.base.text import points_text, scored_text
from scoring.explain.clauses import explain_clause
from scoring.explain.costs import costs, masking
from scoring.explain.steps import missing_answers, next_steps
from scoring.explain.total_trace import total_trace
from scoring.model.criteria import Criteria
from scoring.model.evidence import EvidenceList, EvidenceState
from scoring.model.explanation import ClauseExplanation, Explanation, ItemExplanation
from scoring.model.facts import AnswerState
from scoring.model.scorecard import ItemScore, OutcomeState, ScoreCard
from scoring.model.submission import Submission
from scoring.model.totals import Take

__all__ = ["explain"]


def explain(
    criteria: Criteria, submission: Submission, card: ScoreCard, evidence: EvidenceList | None = None
) -> Explanation:
    """Say in words why `card` is what it is.

    `evidence` only adds how many listed files are missing to an item's summary; None leaves that out.
    """
    items = tuple(
        _explain_item(score, criteria, submission, evidence) for section in card.sections for score in section.items
    )
    missing = missing_answers(criteria, card)
    return Explanation(
        items=items,
        missing=missing,
        next_steps=next_steps(criteria, card, items, missing),
        total_trace=total_trace(criteria, card),
    )


def _explain_item(
    score: ItemScore, criteria: Criteria, submission: Submission, evidence: EvidenceList | None
) -> ItemExplanation:
    mask = masking(score)
    clauses = tuple(
        explain_clause(outcome, cost, None if outcome is mask else mask, criteria, submission, score)
        for outcome, cost in zip(score.clauses, costs(score), strict=True)
    )
    return ItemExplanation(
        item=score.item.id,
        summary=_summary(score, clauses) + _missing_files(score.item.id, evidence) + _gap(score, submission),
        clauses=clauses,
    )


def _summary(score: ItemScore, clauses: tuple[ClauseExplanation, ...]) -> str:
    none = f"没有{score.item.each.name}，" if score.nothing and score.item.each is not None else ""
    if score.applies is False:
        counts = f"，按{points_text(score.score.high)}分计" if score.score.high else ""
        return f"{none}本项不参评{counts}。"
    head = f"{none}满分{points_text(score.item.points)}分，得{scored_text(score.score)}"
    if not score.exact:
        head += "（上下限为估计范围，不一定都能取到）"
    if score.unknown:
        names = "、".join(f"“{name}”" for name in score.unknown)
        return f"{head}，取决于未填的{names}。"
    unchecked = [unit for unit in score.units if not unit.checked]
    if unchecked:
        head += f"（{'、'.join(unit.name for unit in unchecked)}未检查，按{points_text(unchecked[0].score.low)}分计）"
    costly = [clause for clause in clauses if clause.cost.high > 0]
    if not costly:
        added = score.item.each is not None and score.item.each.take is Take.SUM
        open_ends = unchecked or added or score.nothing
        return f"{head}。" if open_ends and score.score.high < score.item.points else f"{head}，未失分。"
    reasons = "；".join(
        f"“{clause.quote}”失{scored_text(clause.cost)}"
        if clause.quote
        else f"{clause.verdict}，失{scored_text(clause.cost)}"
        for clause in costly
    )
    return f"{head}。失分原因：{reasons}。"


def _missing_files(item: str, evidence: EvidenceList | None) -> str:
    if evidence is None:
        return ""
    good = (EvidenceState.PRESENT, EvidenceState.NOT_LISTED)
    bad = [entry for entry in evidence.of_item(item) if entry.state not in good]
    return f"列出的佐证材料有{len(bad)}份找不到或打不开。" if bad else ""


def _gap(score: ItemScore, submission: Submission) -> str:
    """A word about official text that is not at hand, and about answers that a rule does not ask for."""
    text = f"原文此处不完整：{score.item.gap.lacks}" if score.item.gap is not None else ""
    if text and not text.endswith("。"):
        text += "。"
    skipped = [
        read.name
        for outcome in score.clauses
        if outcome.state is not OutcomeState.ERROR
        for read in outcome.reads
        if not read.asked
        and read.name in submission.answers
        and submission.answers[read.name].state is AnswerState.ANSWERED
    ]
    names = "、".join(f"“{name}”" for name in dict.fromkeys(skipped))
    return text + (f"{names}按前面的回答不需填报，未计入得分。" if names else "")
