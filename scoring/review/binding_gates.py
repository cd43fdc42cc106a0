"""Whether what a review says of eligibility fits the submission it names: questions, never errors."""

from __future__ import annotations

from scoring.base.text import date_text
from scoring.documents.problems import Report
from scoring.loading import Loaded
from scoring.model.gate_review import GateDecision
from scoring.model.review import Review, Verdict
from scoring.model.submission import GateAnswer
from scoring.review.gates import UNANSWERED, same_answer

__all__ = ["check_gates"]


def check_gates(review: Review, loaded: Loaded, report: Report) -> None:
    """Ask about opinions that change nothing, that rest on nothing, and about incidents after the application."""
    for decision in review.gates.values():
        own = loaded.submission.gates.get(decision.gate, UNANSWERED)
        if decision.opinion:
            _check(decision, own, report)
        for incident in () if decision.answer is None else decision.answer.incidents:
            applied = loaded.submission.applied_on
            if incident.on is not None and applied is not None and incident.on > applied:
                message = f"“{decision.gate}”写的日期 {date_text(incident.on)} 晚于申报日期 {date_text(applied)}，不在申报以前的期限里"
                report.question("date-after-application", message, "请核对日期。", incident.location)


def _check(decision: GateDecision, own: GateAnswer, report: Report) -> None:
    gate = decision.gate
    if own.recorded:
        message = f"“{gate}”按上一期的周期记录判断，审核意见不改变它"
        report.question("gate-recorded", message, "记录有误的，请改正周期记录。", decision.location)
    elif decision.verdict is Verdict.ACCEPT and not own.known:
        message = f"“{gate}”自评没有填，写“认可”以后仍然待定"
        report.question("accepts-nothing", message, "查明了的，请写“意见: 调整”和“改为”。", decision.location)
    elif decision.answer is not None and own.known and same_answer(decision.answer, own):
        message = f"“{gate}”改成的内容与自评相同"
        report.question("no-change", message, "没有要改的，请写“意见: 认可”。", decision.location)
