"""A region's file on a plan: its shape, made from the plan, and its reading to typed progress."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from msgspec.structs import replace

from scoring import __version__
from scoring.base.errors import Result
from scoring.documents import kinds, strict
from scoring.documents.fields import Kinds, Reader, Schema, ValueKind, schema_head, schema_of
from scoring.documents.forms import by_name, group, pack_id
from scoring.documents.nodes import Document, Node, get
from scoring.documents.problems import Report
from scoring.documents.schema.checking import Path, check
from scoring.documents.schema.messages import SchemaProblem
from scoring.model.attainment import Attainment
from scoring.model.facts import Fact, FactType
from scoring.model.plan import Indicator, Plan, Target
from scoring.model.progress import IndicatorReport, Progress, TaskReport
from scoring.province.plans.attain import attain
from scoring.province.plans.pack_file import load_plan, unknown_key
from scoring.submissions import criteria_name, read_following
from scoring.submissions.answers import answers_kind
from scoring.submissions.published import published
from scoring.submissions.unconfirmed import tell_unconfirmed, without_unconfirmed

__all__ = ["attainment_of", "progress", "submission_schema"]


def year_fact(indicator: Indicator, year: int) -> Fact:
    """The question for one indicator in one year, in the form the answer reader and the schema builder know."""
    return Fact(
        name=str(year),
        type=indicator.type,
        ask=f"{year}年的实际值。",
        location=indicator.location,
        unit=indicator.unit,
        minimum=None if indicator.type is FactType.BOOL else Fraction(0),
    )


def _kinds(plan: Plan) -> Kinds:
    """Of the keys of a submission, those whose names are those of its plan."""
    return {
        "plan_id": pack_id(plan.id),
        "indicators": by_name({one.id: _indicator(one, plan) for one in plan.indicators}),
        "tasks": by_name({task.id: _task(task.title or task.text) for task in plan.tasks}),
    }


def _indicator(indicator: Indicator, plan: Plan) -> ValueKind:
    answers = answers_kind(year_fact(indicator, year) for year in plan.reported_years)
    spread = {
        year: {**schema, "description": f"{year}年实际值。{_aim(indicator.target(int(year)))}"}
        for year, schema in answers.spread.items()
    }
    return group(
        IndicatorReport,
        {"values": replace(answers, spread=spread)},
        title=f"{indicator.id}　{indicator.name}",
        description=indicator.quote or indicator.name,
    )


def _aim(target: Target | None) -> str:
    return "本年没有目标。" if target is None else f"目标：{target.text}。"


def _task(title: str) -> ValueKind:
    def read(node: Node, reader: Reader) -> TaskReport:
        return reader.record(TaskReport, node, location=(get(node, "状态") or node).location)

    return ValueKind(schema=group(TaskReport, title=title[:40], description=title).schema, read=read)


def progress_schema(plan: Plan) -> Schema:
    """The schema of submissions to `plan`, with exact numbers."""
    return {
        **schema_head(f"{plan.short_title}·进展", plan.id, plan.edition, "progress", about=plan.title),
        **schema_of(Progress, _kinds(plan)),
    }


def submission_schema(plan: Plan) -> Schema:
    """The JSON Schema (2020-12) of submissions to `plan`, ready for json.dumps."""
    return published(progress_schema(plan))


def progress(document: Document, plan: Plan) -> Result[Progress]:
    """The progress that the document reports. The value is None when any problem is an error; problems are those of
    this check only, sorted by place."""
    document, unconfirmed = without_unconfirmed(document)
    root = document.root
    report = Report(root)
    name = criteria_name(document)
    if name.value is not None and name.value != plan.id:
        hint = f"请改成“指标体系: {plan.id}”，或换用对应的指标体系。"
        report.error("criteria-mismatch", f"这份进展用的是“{name.value}”，不是“{plan.id}”", hint, root.get("指标体系"))
        return Result(value=None, problems=report.problems)
    tell_unconfirmed(unconfirmed, report)
    check(root, progress_schema(plan), _advice(plan), report)
    made = Reader(report).record(Progress, root, _kinds(plan), file=document.file, digest=document.digest)
    return Result(value=None if report.failed else made, problems=report.problems)


def _advice(plan: Plan) -> Any:
    """Advice on unknown keys that names the ids there are."""
    places = {"指标进展": ("indicator", "指标"), "任务进展": ("task", "任务")}

    def advise(path: Path, key: str, allowed: Sequence[str]) -> SchemaProblem:
        if path and path[0] in places and len(path) == 1:
            code, word = places[str(path[0])]
            finding = unknown_key(path, key, allowed)
            return replace(finding, code=f"unknown-{code}", message=f"没有编号为“{key}”的{word}")
        if len(path) == 2 and path[0] == "指标进展" and key.isdecimal():
            years = "、".join(str(year) for year in plan.reported_years)
            return SchemaProblem(
                code="unknown-year", message=f"这个规划方案不填 {key} 年", hint=f"可填的年度：{years}。"
            )
        return unknown_key(path, key, allowed)

    return advise


def attainment_of(path: str, search: Sequence[str], *, as_of: date | None = None) -> Result[Attainment]:
    """How far the plan is fulfilled by the submission at `path`; the value is None when a problem is an error."""
    read = read_following(strict.read_document(path), kinds.SUBMISSION, lambda name: load_plan(name, search), progress)
    if read.value is None:
        return Result(value=None, problems=read.problems)
    plan, reported = read.value
    made = attain(plan, reported, as_of=as_of, tool_version=__version__)
    return Result(value=made, problems=read.problems)
