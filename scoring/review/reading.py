"""A review file to a typed review, or every problem in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from scoring.base.errors import Result
from scoring.documents.fields import Reader
from scoring.documents.nodes import Document, Entry, MappingNode, bool_of, entries_of, get, is_blank, text_of
from scoring.documents.problems import Report, read_day
from scoring.documents.schema.checking import check
from scoring.documents.submissions.answers import answers_kind, units_kind
from scoring.model.criteria import Criteria, Item
from scoring.model.review import Decision, Review, Role, Stage, Verdict
from scoring.review.keys import ITEMS, ReviewKeys
from scoring.review.reading_gates import GATES, check_common, read_gate_decisions, texts_of
from scoring.review.schema import review_schema_exact

__all__ = ["UNDECLARED", "read_review"]

UNDECLARED = "undeclared"


def read_review(document: Document, criteria: Criteria) -> Result[Review]:
    """The review that the document holds. The value is None when any problem is an error; problems are those of this
    check only, sorted by place."""
    root = document.root
    report = Report(root)
    name = text_of(get(root, "指标体系"))
    if name and name != criteria.id:
        message = f"这份审核意见用的是“{name}”，不是“{criteria.id}”"
        report.error("criteria-mismatch", message, "请核对审核的是哪个城市的自评。", get(root, "指标体系"))
        return Result(value=None, problems=report.problems)
    if check(root, review_schema_exact(criteria), ReviewKeys(criteria), report):
        return Result(value=None, problems=report.problems)
    day = read_day(root.get("审核日期"), report)
    declared = get(root.get("回避声明"), "利害关系")
    conflict = {"有": True, "无": False}.get(text_of(declared))
    told = text_of(get(root.get("回避声明"), "说明"))
    if conflict and not told:
        message = "声明了有利害关系，没有写是什么关系"
        report.error("conflict-reason", message, "请在“回避声明”里补上“说明”。", declared)
    if conflict is None:
        message = "还没有填回避声明，这份意见不能计入"
        hint = "请照实写：有利害关系的写“回避声明: {利害关系: 有, 说明: …}”，没有的写“回避声明: {利害关系: 无}”。"
        report.question(UNDECLARED, message, hint, root.get("回避声明") or root.get("审核人"))
    decisions: dict[str, Decision] = {}
    for entry in entries_of(root.get(ITEMS)):
        decision = _decision(criteria.items_by_id[entry.name], entry, day, report)
        decisions[decision.subject] = decision
    decisions.update(read_gate_decisions(criteria, root.get(GATES), day, report))
    _check_days(root, tuple(decisions.values()), report)
    made = Review(
        criteria_id=criteria.id,
        city=text_of(root.get("城市")),
        submission=text_of(root.get("自评校验值")),
        reviewer=text_of(root.get("审核人")),
        role=Role(text_of(root.get("审核人角色")) or Role.MEMBER.value),
        stage=Stage(text_of(root.get("阶段"))),
        conflict=conflict,
        conflict_text=told,
        decisions=decisions,
        invented=bool_of(root.get("虚构样例")) is True,
        file=document.file,
        digest=document.digest,
        location=(root.get("审核人") or root).location,
    )
    return Result(value=None if report.failed else made, problems=report.problems)


def _check_days(root: MappingNode, decisions: Sequence[Decision], report: Report) -> None:
    """One missing day leaves every opinion without one: told once, where it is missing."""
    count = sum(one.verdict is not Verdict.NONE and one.on is None for one in decisions)
    day = root.get("审核日期")
    if not count or not is_blank(day):  # a day that does not exist was told already
        return
    message = f"没有填“审核日期”，{count}处意见也没有写自己的“日期”"
    hint = "请填作出意见的那一天，例如“审核日期: 2022-06-15”；不在同一天的，在那一项下面另写“日期”。"
    report.error("no-day", message, hint, day or root.get("审核人") or root)


def _decision(item: Item, entry: Entry, day: date | None, report: Report) -> Decision:
    node = entry.value
    verdict = Verdict(text_of(get(node, "意见")) or Verdict.NONE.value)
    changed, facts = get(node, "改为"), answers_kind(item.facts)
    made = Decision(
        subject=item.id,
        verdict=verdict,
        location=entry.key.location,
        facts={} if changed is None or item.each is not None else facts.read(changed, Reader(report)),
        units=()
        if changed is None or item.each is None
        else units_kind(item.each, facts).read(changed, Reader(report)),
        rejected=texts_of(get(node, "不认可的材料")),
        reason=text_of(get(node, "理由")),
        basis=texts_of(get(node, "依据材料")),
        on=read_day(get(node, "日期"), report) or (day if verdict is not Verdict.NONE else None),
        mark=text_of(get(node, "自评核对码")),
    )
    _check(made, entry, bool(made.facts or made.units), report)
    return made


def _check(made: Decision, entry: Entry, changes: bool, report: Report) -> None:
    """What the parts of one decision say together."""
    node, verdict, item = entry.value, made.verdict, made.subject
    check_common(verdict, item, node, report, changes=changes, example="改为: {名称: 内容}", reason=made.reason)
    if verdict is Verdict.REJECT and not made.rejected:
        hint = "请列出不认可的文件，例如“不认可的材料: [evidence/1.1/01-通知.pdf]”。"
        report.error("no-papers", f"{item} 的意见是“不认可材料”，没有列出材料", hint, get(node, "意见"))
    if made.rejected and verdict not in (Verdict.REJECT, Verdict.ADJUST):
        hint = "请写“意见: 不认可材料”；同时要改填报内容的写“意见: 调整”。"
        report.error(
            "papers-unused", f"{item} 列了不认可的材料，意见却是“{verdict.value}”", hint, get(node, "不认可的材料")
        )
