"""A blank review of one submission: beside every item what the city claims, its papers and what the claims score."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from scoring.base.errors import Problem
from scoring.base.text import date_text, number_text, points_text, range_text
from scoring.cli.next_command import command_line
from scoring.cli.template import comment
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import NOT_APPLICABLE, Absent, Answer, FactType, Judgement
from scoring.model.procedure import GateKind
from scoring.model.review import Decision, Review, Role, Ruling, Stage
from scoring.model.scorecard import GateResult, Range, ScoreCard
from scoring.model.submission import GateAnswer, Submission
from scoring.review.scores import item_scores
from scoring.review.subjects import GateSubject, ItemSubject, Kept, Subject, keep
from scoring.review.wording import answer_text, gate_text, in_order, listed_text, opinion_text
from scoring.submissions.contradictions import contradictions

__all__ = ["template"]

NOTHING = Kept()


def template(
    criteria: Criteria,
    submission: Submission,
    card: ScoreCard,
    *,
    reviewer: str,
    stage: Stage,
    role: Role = Role.MEMBER,
    file_name: str = "",
    schema_name: str = "",
    earlier: Review | None = None,
    disputes: Mapping[str, Ruling] | None = None,
) -> str:
    """The text of a review file. `file_name` is its own name, `schema_name` the way to the schema ("" leaves it out);
    decisions of `earlier` that still fit are taken over. With `disputes`, by item or gate, only those stand in it, with
    the opinions on them beside each."""
    kept = NOTHING if earlier is None else keep(criteria, submission, earlier)
    lines = [*_head(criteria, submission, reviewer, stage, role, file_name, schema_name, earlier, disputes is not None)]
    lines += _gates(criteria, submission, card, kept, disputes)
    scores = item_scores(card)
    asked = contradictions(criteria, submission)
    some = disputes is None or any(item in disputes for item in criteria.items_by_id)
    lines += ["", "审核意见:" if some else "审核意见: {}    # 指标项没有等待裁决的"]
    for section in criteria.sections:
        items = [item for item in section.items if disputes is None or item.id in disputes]
        if items:
            lines += ["", f"  # ═══ {section.label}{section.title}　{points_text(section.points)}分 ═══"]
        for item in items:
            ruling = None if disputes is None else disputes[item.id]
            lines += _item(criteria, submission, item, scores[item.id].score, asked, kept, ruling)
    return "\n".join(lines) + "\n"


def _head(
    criteria: Criteria,
    submission: Submission,
    reviewer: str,
    stage: Stage,
    role: Role,
    file_name: str,
    schema_name: str,
    earlier: Review | None,
    disputed: bool,
) -> Iterator[str]:
    if schema_name:
        yield f"# yaml-language-server: $schema={'' if schema_name.startswith('.') else './'}{schema_name}"
    yield f"# {submission.city}　{criteria.short_title}　{stage.value}意见"
    yield "#"
    if disputed:
        yield "# 只列出等待组长裁决的项，组员的意见写在旁边。写“认可”就是按自评，采用哪位组员的意见，照他的写。"
    yield "# 怎么填：先填“回避声明”和“审核日期”，再把每项的“意见”改成下面的一种，没看过的留着“无意见”。"
    yield "#   · 认可：按自评计分（以前各阶段对这一项的调整也取消）；要维持上一阶段的结果，留“无意见”。"
    yield "#   · 调整：加一行“改为: {填报项: 内容}”，写实际情况，得分由评分标准算出；只有评判项可以改分。"
    yield "#   · 不认可材料：加一行“不认可的材料: [文件路径]”，只靠它们支撑的内容按未证实算。"
    yield "#   · 要求说明：请城市说明，暂不影响得分。无意见：不影响得分，不是0分。"
    yield "#   · 调整、不认可材料、要求说明都要写理由；可以加一行“依据材料: [材料]”和“日期: 2022-06-15”。"
    if criteria.eligibility.gates:
        yield "#   · 申报资格不计分，也这样填；“改为”的写法与自评一样：无，或 [{日期: 2021-06-01, 情况: …}]。"
    yield f"#   · 填好后在本文件所在的文件夹运行：{command_line('scoring', 'review', 'check', file_name or '本文件')}"
    yield ""
    yield f"指标体系: {criteria.id}"
    yield f"城市: {_quoted(submission.city)}"
    yield f"自评校验值: {submission.digest}    # 所审核的自评文件，不要改"
    if submission.invented:
        yield "虚构样例: 是"
    yield f"审核人: {_quoted(reviewer)}"
    yield f"审核人角色: {role.value}"
    yield f"阶段: {stage.value}"
    if earlier is not None and earlier.conflict is False:
        yield "回避声明: {利害关系: 无}"
    else:
        yield "回避声明: {利害关系: 未填}    # 填 无；有利害关系的写 {利害关系: 有, 说明: …}，这份意见不计入"
    yield "审核日期: 未填    # 写成 2022-06-15；各项没有另写日期的用这一天"


def _item(
    criteria: Criteria,
    submission: Submission,
    item: Item,
    score: Range,
    asked: Sequence[Problem],
    kept: Kept,
    ruling: Ruling | None,
) -> Iterator[str]:
    yield ""
    claimed = range_text(score.low, score.high)
    yield f"  # ── {item.label}　满分{points_text(item.points)}分，自评{claimed}分 ──"
    yield from comment("  ", f"指标内容：{item.requirement}")
    yield from comment("  ", f"评分标准：{item.sentence}")
    yield from comment("  ", f"自评：{_claims(criteria, submission, item)}")
    places = {submission.answers[fact.name].location for fact in item.facts if fact.name in submission.answers}
    for one in asked:
        if one.location in places:
            yield from comment("  ", f"自评里的疑问：{_line(one.message)}")
    papers = [file for file in submission.evidence if file.item == item.id]
    for file in papers:
        yield from comment(
            "  ", f"材料：{file.path}　{file.title}{'　' + file.document_number if file.document_number else ''}"
        )
    if not papers:
        yield "  # 材料：没有列出"
    yield from _form(ItemSubject(criteria, item), criteria, submission, kept, ruling)


def _gates(
    criteria: Criteria,
    submission: Submission,
    card: ScoreCard,
    kept: Kept,
    disputes: Mapping[str, Ruling] | None = None,
) -> Iterator[str]:
    """The block about eligibility, beside every gate the official words and what the city says; none where the index has
    no gates, or none of them is disputed."""
    results = [one for one in card.eligibility.gates if disputes is None or one.gate.name in disputes]
    if not results:
        return
    yield ""
    yield "# ═══ 申报资格　不计分，有不得申报情形的不能申报 ═══"
    for text in criteria.eligibility.placed_texts:
        yield from comment("", f"原文：{_line(text)}")
    for condition in criteria.eligibility.for_reviewers:
        yield from comment("", f"由评审部门另行认定，不在本文件里填：{condition.name}（{condition.text}）")
    yield "申报资格:"
    for result in results:
        gate = result.gate
        yield ""
        yield from comment("  ", f"── {gate.name}　原文“{gate.quote}”{_span(result)} ──")
        yield from comment("  ", f"自评：{_line(gate_text(submission.gates.get(gate.name)))}")
        if gate.owner:
            yield from comment("  ", f"可以核实的部门（建议）：{gate.owner}")
        ruling = None if disputes is None else disputes[gate.name]
        yield from _form(GateSubject(gate), criteria, submission, kept, ruling)


def _form(
    subject: Subject, criteria: Criteria, submission: Submission, kept: Kept, ruling: Ruling | None
) -> Iterator[str]:
    """What a reviewer fills in of one subject, below the opinions that the chair decides between."""
    for one in (
        () if ruling is None else sorted((*ruling.opinions, *ruling.asked), key=lambda one: in_order(one.reviewer))
    ):
        yield from comment("  ", f"审核人{_line(opinion_text(criteria, one))}")
    yield f"  {subject.name}:" if subject.gate else f'  "{subject.name}":'
    old = kept.changed.get(subject.name)
    if old is not None:
        what = "这一项或申报日期已经" if subject.gate else "这一项已经"
        yield f"    # 自评的{what}改动，请重新审核。原来的意见是“{old.verdict.value}”"
        if old.reason:
            yield from comment("    ", f"原来的理由：{_line(old.reason)}")
    yield from _decision(subject, kept.fitting.get(subject.name))
    yield f'    自评核对码: "{subject.mark(submission)}"'


def _span(result: GateResult) -> str:
    if result.window is None:
        return f"　申报前{result.gate.years}年内（自评没有填申报日期）" if result.gate.years is not None else ""
    return f"　核对期间：{date_text(result.window[0])}至{date_text(result.window[1])}"


def _claims(criteria: Criteria, submission: Submission, item: Item) -> str:
    rows = submission.units.get(item.id, ())
    if rows:
        return listed_text(item, rows) if rows[0].nothing else f"{listed_text(item, rows)}，见自评文件"
    asked = [fact.name for fact in item.facts if fact.derive is None]
    return "；".join(f"{name} {answer_text(criteria, name, submission.answers.get(name))}" for name in asked)


def _decision(subject: Subject, decision: Decision | None) -> Iterator[str]:
    """A decision as a file says it."""
    if decision is None:
        yield "    意见: 无意见"
        yield "    理由: 未填"
        return
    yield f"    意见: {decision.verdict.value}"
    if isinstance(subject, ItemSubject):
        yield from _changes(subject.criteria, subject.item, decision)
    elif isinstance(subject, GateSubject) and decision.answer is not None:
        yield f"    改为: {_answer(subject.of.kind, decision.answer)}"
    if decision.rejected:
        yield f"    不认可的材料: [{', '.join(_quoted(path) for path in decision.rejected)}]"
    yield f"    理由: {_quoted(decision.reason) if decision.reason else '未填'}"
    if decision.basis:
        yield f"    依据材料: [{', '.join(_quoted(one) for one in decision.basis)}]"
    if decision.on is not None:
        yield f"    日期: {decision.on.isoformat()}"


def _changes(criteria: Criteria, item: Item, decision: Decision) -> Iterator[str]:
    if decision.facts:
        facts = (f"{name}: {_value(criteria, name, answer)}" for name, answer in decision.facts.items())
        yield f"    改为: {{{', '.join(facts)}}}"
    elif decision.units and decision.units[0].nothing and item.each is not None:
        yield f"    改为: {{{item.each.name}: 无}}"
    elif decision.units and item.each is not None:
        yield "    改为:"
        yield f"      {item.each.name}:"
        for row in decision.units:
            own = (f"{name}: {_value(criteria, name, answer)}" for name, answer in row.answers.items())
            yield f"        {_quoted(row.name)}: " + (f"{{{', '.join(own)}}}" if row.checked else "未检查")


def _value(criteria: Criteria, name: str, answer: Answer) -> str:
    """An answer as a file says it."""
    value = answer.value
    if value is NOT_APPLICABLE:
        return f"{{不适用: {_quoted(answer.reason)}}}"
    if isinstance(value, Absent):
        return "未填"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Fraction):
        percent = criteria.facts_by_name[name].type is FactType.PERCENT
        return number_text(value) + ("%" if percent else "")
    if isinstance(value, Judgement):
        return f"{{分值: {number_text(value.points)}, 理由: {_quoted(value.reason)}}}"
    return value.isoformat() if isinstance(value, date) else _quoted(value)


def _answer(kind: GateKind, answer: GateAnswer) -> str:
    """An answer as a file says it."""
    if kind is GateKind.YES_NO:
        return "是" if answer.yes else "否"
    rows = (
        f"{{日期: {one.on.isoformat() if one.on else '未填'}, 情况: {_quoted(one.text)}}}" for one in answer.incidents
    )
    return f"[{', '.join(rows)}]" if answer.incidents else "无"


def _quoted(text: str) -> str:
    """A text as YAML takes it, on one line."""
    return json.dumps(_line(text), ensure_ascii=False)


def _line(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())
