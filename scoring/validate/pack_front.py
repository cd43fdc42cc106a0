"""What the parts of pack.yaml beside the items say together: quotes, steps, periods, gates."""

from __future__ import annotations

from scoring.documents.problems import did_you_mean
from scoring.model.criteria import Criteria, GateKind
from scoring.validate.pack_reading import PackReading

__all__ = ["FRONT_CHECKS"]


def check_gates(criteria: Criteria, reading: PackReading) -> None:
    """Gates and what is left to reviewers are quoted from the sentences on eligibility; a window has its years."""
    texts = [passage.text for passage in criteria.eligibility.passages]
    hint = "请从 eligibility 的 text 中照抄，标点也要一样。"
    for gate in criteria.eligibility.gates:
        if not any(gate.quote in text for text in texts):
            message = f"引文“{gate.quote}”不是申报资格里的原话"
            reading.report.error("quote-not-verbatim", message, hint, reading.at(gate, "quote"))
        if (gate.kind is GateKind.INCIDENTS) != (gate.years is not None):
            said = "incidents 要写 years（往前推几年），yes_no 不写。"
            at = reading.at(gate, "years") or gate.location
            reading.report.error("gate-years", f"“{gate.name}”的 years 与 kind 不合", said, at)
    for one in criteria.eligibility.for_reviewers:
        if not any(one.text in text for text in texts):
            message = f"引文“{one.text}”不是申报资格里的原话"
            reading.report.error("quote-not-verbatim", message, hint, reading.at(one, "text"))


def check_evidence_period(criteria: Criteria, reading: PackReading) -> None:
    """The period evidence must be from begins before it ends."""
    period = criteria.evidence_period
    if period is not None and period.first is not None and period.last is not None and period.first > period.last:
        reading.report.error("bad-period", "evidence_period 的 from 晚于 to", "请核对两个日期。", reading.node(period))


def check_steps(criteria: Criteria, reading: PackReading) -> None:
    """A publicity period is quoted from its step, and what is handed in belongs to a step."""
    for step in criteria.procedure:
        if step.publicity is not None and step.publicity.quote not in step.text:
            message = f"引文“{step.publicity.quote}”不是这一阶段的原话"
            hint = "请从这一阶段的 text 中照抄，标点也要一样。"
            reading.report.error("quote-not-verbatim", message, hint, reading.at(step.publicity, "quote"))
    steps = [step.name for step in criteria.procedure]
    for one in criteria.documents:
        if one.step and one.step not in steps:
            message = f"procedure 里没有名为“{one.step}”的阶段"
            reading.report.error("unknown-step", message, did_you_mean(one.step, steps), reading.at(one, "step"))


def check_ban(criteria: Criteria, reading: PackReading) -> None:
    """What a withdrawal closes is asked by a yes-or-no gate."""
    ban = None if criteria.cycle is None else criteria.cycle.ban
    names = [one.name for one in criteria.eligibility.gates if one.kind is GateKind.YES_NO]
    if ban is not None and ban.gate and ban.gate not in names:
        message = f"eligibility 里没有名为“{ban.gate}”的是否题"
        reading.report.error("unknown-gate", message, did_you_mean(ban.gate, names), reading.at(ban, "gate"))


FRONT_CHECKS = (check_gates, check_evidence_period, check_steps, check_ban)
