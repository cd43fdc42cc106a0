"""Why points were lost, what is missing and what to do next."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.base.text import departments_of, points_text
from scoring.model.criteria import UNWRITTEN, Criteria
from scoring.model.explanation import ClauseExplanation, Explanation, MissingAnswer
from scoring.model.scorecard import ItemScore, OutcomeState, ScoreCard, SectionScore
from scoring.model.submission import Submission
from scoring.reports import wording
from scoring.reports.render.views.model import ClauseRow, Loss, LossSection, MissingRow, Pair, StepRow, Text

__all__ = [
    "background",
    "losses",
    "losses_none",
    "missing",
    "problems",
    "UNPLANNED",
    "steps",
    "steps_heading",
    "unwritten",
]

BACKGROUND = "基本情况"
PROBLEMS, PLANS = "存在问题", "下一步打算"
UNPLANNED = "以下按失分条款整理，是编制工具的建议，不是官方文字；可增分值为最多可增加的分数。"
UNNAMED_OWNER = "申报单位确定"


def losses(card: ScoreCard, explanation: Explanation) -> tuple[LossSection, ...]:
    """The sections in which an item loses or may lose points, with the clauses that cost them."""
    return tuple(section for score in card.sections if (section := _section(score, explanation)).items)


def _section(score: SectionScore, explanation: Explanation) -> LossSection:
    return LossSection(
        label=score.section.label,
        title=score.section.title,
        points=points_text(score.section.points),
        score=wording.points(score.score),
        lost=wording.lost(score.section.points, score.score),
        items=tuple(_loss(item, explanation) for item in score.items if item.score.low < item.item.points),
    )


def _loss(score: ItemScore, explanation: Explanation) -> Loss:
    item = score.item
    return Loss(
        label=wording.item_label(item.label),
        requirement=item.requirement,
        points=points_text(item.points),
        score=wording.points(score.score),
        lost=wording.lost(item.points, score.score),
        undecided=not score.score.decided,
        clauses=tuple(_clauses(explanation.of_item(item.id).clauses)),
    )


def _clauses(clauses: tuple[ClauseExplanation, ...]) -> Iterator[ClauseRow]:
    for clause in clauses:
        state = clause.outcome.state
        masked = state is OutcomeState.APPLIED and not clause.verdict.startswith("得")
        if clause.cost.high > 0 or masked or state in (OutcomeState.UNKNOWN, OutcomeState.ERROR):
            yield ClauseRow(
                quote=clause.outcome.clause.quote or UNWRITTEN,
                verdict=clause.verdict,
                because=wording.full_stop(clause.because_on_paper),
                lost=wording.points(clause.cost),
                remedy=clause.remedy,
            )


def losses_none(card: ScoreCard) -> str:
    """What the chapter says about the items that keep all their points."""
    items = [item for section in card.sections for item in section.items]
    kept = sum(item.score.low == item.item.points for item in items)
    if kept == len(items):
        return f"全部{len(items)}项均得满分，没有失分。"
    rest = "失分或尚未定分" if any(not item.score.decided for item in items) else "有失分"
    return f"全部{len(items)}项中，{kept}项得满分，其余{len(items) - kept}项{rest}，逐项说明如下。"


def background(submission: Submission) -> Text:
    """The city's own words on its basic situation."""
    return Text(name=BACKGROUND, paragraphs=wording.text_lines((submission.summary or {}).get(BACKGROUND, "")))


def problems(submission: Submission, *, planned: bool) -> tuple[Text, ...]:
    """The city's own texts, as it headed them. A plan that was worked out (`planned`) stands in for a missing one."""
    own = submission.summary or {}
    named = {name: own.get(name, "") for name in (*_expected(planned), *own)}
    return tuple(
        Text(name=name, paragraphs=paragraphs)
        for name, text in named.items()
        if name != BACKGROUND and (paragraphs := wording.text_lines(text))
    )


def unwritten(submission: Submission, *, planned: bool) -> str:
    """One sentence on the texts that the city did not write, "" where it wrote all that are expected of it."""
    own = submission.summary or {}
    lacking = [f"“{name}”" for name in _expected(planned) if not wording.text_lines(own.get(name, ""))]
    return f"申报单位没有填写{'和'.join(lacking)}的文字。" if lacking else ""


def _expected(planned: bool) -> tuple[str, ...]:
    return (PROBLEMS,) if planned else (PROBLEMS, PLANS)


def missing(criteria: Criteria, explanation: Explanation) -> tuple[MissingRow, ...]:
    """Answers that are missing and matter, by item, the most valuable first."""
    return tuple(
        _missing(criteria, item, [entry for entry in explanation.missing if entry.item == item])
        for item in dict.fromkeys(entry.item for entry in explanation.missing)
    )


def _missing(criteria: Criteria, item: str, entries: list[MissingAnswer]) -> MissingRow:
    owners = departments_of(*(entry.owner for entry in entries))
    return MissingRow(
        item=_label(criteria, item),
        asks=tuple(Pair(name=entry.name, value=entry.ask) for entry in entries),
        owner="、".join(owners) or UNNAMED_OWNER,
        at_stake=points_text(max(entry.at_stake for entry in entries)),
    )


def steps(criteria: Criteria, explanation: Explanation) -> tuple[StepRow, ...]:
    """What to do next, the most valuable first; filling in answers has a table of its own."""
    return tuple(
        StepRow(
            item=_label(criteria, step.item),
            text=wording.full_stop(step.text),
            owner=step.owner or UNNAMED_OWNER,
            worth=points_text(step.worth),
        )
        for step in explanation.next_steps
        if not step.fills_in
    )


def steps_heading(submission: Submission, explanation: Explanation) -> str:
    """What the table of steps is called: the city's plans, unless it wrote its own."""
    if not explanation.steps_note:
        return "改进事项"
    return "按测算的改进事项" if PLANS in (submission.summary or {}) else PLANS


def _label(criteria: Criteria, item: str) -> str:
    found = criteria.items_by_id.get(item)
    return wording.item_label(found.label) if found else item
