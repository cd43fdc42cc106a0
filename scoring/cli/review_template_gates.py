"""The block of a blank review about eligibility: beside every gate the official words and what the city says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from scoring.base.text import date_text
from scoring.cli.template import comment
from scoring.model.criteria import Criteria, GateKind
from scoring.model.gate_review import GateDecision, GateRuling
from scoring.model.review import ItemRuling
from scoring.model.scorecard import GateResult, ScoreCard
from scoring.model.submission import GateAnswer, Submission
from scoring.review.marks import Kept, gate_mark
from scoring.review.telling import gate_view_text
from scoring.review.words import gate_text, in_order

__all__ = ["gates_block", "line_of", "quoted"]


def gates_block(
    criteria: Criteria,
    submission: Submission,
    card: ScoreCard,
    kept: Kept,
    disputes: Mapping[str, ItemRuling | GateRuling] | None = None,
) -> Iterator[str]:
    """The lines of the block; none where the index has no gates, or none of them is disputed."""
    results = [one for one in card.eligibility.gates if disputes is None or one.gate.name in disputes]
    if not results:
        return
    yield ""
    yield "# ═══ 申报资格　不计分，有不得申报情形的不能申报 ═══"
    for text in criteria.eligibility.placed_texts:
        yield from comment("", f"原文：{line_of(text)}")
    for condition in criteria.eligibility.for_reviewers:
        yield from comment("", f"由评审部门另行认定，不在本文件里填：{condition.name}（{condition.text}）")
    yield "申报资格:"
    for result in results:
        ruling = None if disputes is None else disputes[result.gate.name]
        yield from _gate(result, submission, kept, ruling)


def _gate(
    result: GateResult, submission: Submission, kept: Kept, ruling: ItemRuling | GateRuling | None
) -> Iterator[str]:
    gate = result.gate
    yield ""
    yield from comment("  ", f"── {gate.name}　原文“{gate.quote}”{_span(result)} ──")
    yield from comment("  ", f"自评：{line_of(gate_text(submission.gates.get(gate.name)))}")
    if gate.owner:
        yield from comment("  ", f"可以核实的部门（建议）：{gate.owner}")
    if isinstance(ruling, GateRuling):
        for view in sorted((*ruling.views, *ruling.asked), key=lambda one: in_order(one.reviewer)):
            yield from comment("  ", f"审核人{line_of(gate_view_text(view))}")
    yield f"  {gate.name}:"
    old = kept.gates_changed.get(gate.name)
    if old is not None:
        yield f"    # 自评的这一项或申报日期已经改动，请重新审核。原来的意见是“{old.verdict.value}”"
        if old.reason:
            yield from comment("    ", f"原来的理由：{line_of(old.reason)}")
    yield from _decision(gate.kind, kept.gates_fitting.get(gate.name))
    yield f'    自评核对码: "{gate_mark(submission, gate.name)}"'


def _span(result: GateResult) -> str:
    if result.window is None:
        return f"　申报前{result.gate.years}年内（自评没有填申报日期）" if result.gate.years is not None else ""
    return f"　核对期间：{date_text(result.window[0])}至{date_text(result.window[1])}"


def _decision(kind: GateKind, decision: GateDecision | None) -> Iterator[str]:
    if decision is None:
        yield "    意见: 无意见"
        yield "    理由: 未填"
        return
    yield f"    意见: {decision.verdict.value}"
    if decision.answer is not None:
        yield f"    改为: {_answer(kind, decision.answer)}"
    yield f"    理由: {quoted(decision.reason) if decision.reason else '未填'}"
    if decision.basis:
        yield f"    依据材料: [{', '.join(quoted(one) for one in decision.basis)}]"
    if decision.on is not None:
        yield f"    日期: {decision.on.isoformat()}"


def _answer(kind: GateKind, answer: GateAnswer) -> str:
    """An answer as a file says it."""
    if kind is GateKind.YES_NO:
        return "是" if answer.yes else "否"
    rows = (
        f"{{日期: {one.on.isoformat() if one.on else '未填'}, 情况: {quoted(one.text)}}}" for one in answer.incidents
    )
    return f"[{', '.join(rows)}]" if answer.incidents else "无"


def quoted(text: str) -> str:
    """A text as YAML takes it, on one line."""
    return json.dumps(line_of(text), ensure_ascii=False)


def line_of(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())
