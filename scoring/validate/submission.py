"""A city's file to a typed submission, or every problem in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from scoring.base.errors import Problem, Result
from scoring.documents.nodes import Document, MappingNode, Scalar, bool_of, get, text_of
from scoring.documents.problems import Report, read_day
from scoring.model.criteria import Criteria
from scoring.model.facts import Answer, ReferenceValue
from scoring.model.submission import UNNAMED, EvidenceFile, Submission, Unit
from scoring.validate.batch_references import file_schema, references_group, refuse_averages
from scoring.validate.contradictions import contradictions
from scoring.validate.documents import SUBMISSION, DocumentKind, other_kind
from scoring.validate.readings import check_chosen
from scoring.validate.schema.check import check
from scoring.validate.schema.strict import strict
from scoring.validate.schema.submission import exact_schema, published
from scoring.validate.submission_answers import read_answers
from scoring.validate.submission_checks import check_figures
from scoring.validate.submission_evidence import read_evidence
from scoring.validate.submission_keys import KeyAdvice
from scoring.validate.submission_parts import read_gates, read_references, read_switched, read_texts
from scoring.validate.submission_sense import check_needs, check_parts, values_of
from scoring.validate.submission_units import check_units, read_units

__all__ = ["at_name", "criteria_name", "references", "submission", "submission_schema"]

NAME = "指标体系"
LONGEST_NAME = 100
"""Characters of a city's name, far above any there is: every table and page shows it whole."""


def submission_schema(criteria: Criteria) -> dict[str, Any]:
    """The JSON Schema (2020-12) of submissions to `criteria`, ready for json.dumps; editors complete with it."""
    return published(strict(exact_schema(criteria)))


def criteria_name(document: Document, expected: DocumentKind = SUBMISSION) -> Result[str]:
    """The pack that a document of the kind `expected` names, before the pack is known."""
    other = other_kind(document, expected)
    if other is not None:
        return Result(value=None, problems=(other,))
    node = document.root.get(NAME)
    report = Report(document.root)
    if isinstance(node, Scalar) and text_of(node):
        if not set("/\\") & set(text_of(node)):
            return Result(value=text_of(node))
        hint = "请只写编号，例如 liaoning-2022；自己的指标体系用 --criteria-path 指明所在的文件夹。"
        report.error("criteria-path", f"“{NAME}”应填编号，这里写的是路径“{text_of(node)}”", hint, node)
        return Result(value=None, problems=report.problems)
    hint = f"请在文件开头写明所用的指标体系，例如“{NAME}: liaoning-2022”。"
    message = f"“{NAME}”应填指标体系的编号" if node is not None else f"文件里缺少“{NAME}”"
    report.error("missing", message, hint, node if node is not None else document.root)
    return Result(value=None, problems=report.problems)


def at_name(document: Document, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems with the pack that a submission names, at the place where it names it."""
    node = document.root.get(NAME)
    place = document.root.location if node is None else node.location
    excerpt = Report(document.root).excerpt(place)
    return tuple(replace(problem, location=place, excerpt=excerpt) for problem in problems)


def submission(document: Document, criteria: Criteria) -> Result[Submission]:
    """The submission that the document describes. The value is None when any problem is an error; problems are those of
    this check only, sorted by place, without those of reading the file."""
    root = document.root
    report = Report(root)
    name = text_of(get(root, NAME))
    if name and name != criteria.id:
        message = f"这份自评用的是“{name}”，不是“{criteria.id}”"
        report.error(
            "criteria-mismatch", message, f"请改成“{NAME}: {criteria.id}”，或换用对应的指标体系。", get(root, NAME)
        )
        return Result(value=None, problems=report.problems)
    check(root, _schema(criteria), KeyAdvice(criteria), report)
    made = _read(root, criteria, document, report)
    return Result(value=None if report.failed else made, problems=report.problems)


_last: list[tuple[Criteria, dict[str, Any]]] = []


def _schema(criteria: Criteria) -> dict[str, Any]:
    """The exact schema; that of the last pack is kept, because a batch checks thousands of files against it."""
    if not _last or _last[0][0] is not criteria:
        _last[:] = [(criteria, exact_schema(criteria))]
    return _last[0][1]


def references(document: Document, criteria: Criteria) -> Result[Mapping[str, ReferenceValue]]:
    """The reference values of a file of their own: a mapping of names, alone or under 参照值."""
    report = Report(document.root)
    group = references_group(document)
    if refuse_averages(criteria, group, report):
        return Result(value=None, problems=report.problems)
    check(group, file_schema(criteria, group), KeyAdvice(criteria), report)
    found = dict(read_references(criteria, group, None, report))
    return Result(value=None if report.failed else found, problems=report.problems)


def _read(root: MappingNode, criteria: Criteria, document: Document, report: Report) -> Submission:
    applied_on = read_day(root.get("申报日期"), report)
    city = text_of(root.get("城市"))
    if not city and isinstance(root.get("城市"), Scalar):
        report.question(
            "city-missing", "还没有填城市名称", "请填写申报城市的名称，例如“城市: 示例市”。", root.get("城市")
        )
    if len(city) > LONGEST_NAME:
        message = f"城市名称太长：{len(city)}个字，最多{LONGEST_NAME}个字"
        report.error("city-long", message, "请只写城市的名称；其他内容写在“说明”里。", root.get("城市"))
    answers: dict[str, Answer] = dict(read_answers(criteria.profile, root.get("基本情况"), report))
    evidence: list[EvidenceFile] = []
    notes: dict[str, str] = {}
    units: dict[str, tuple[Unit, ...]] = {}
    for item in criteria.items_by_id.values():
        group = get(root.get("自评"), item.id)
        if item.each is None:
            answers.update(read_answers(item.facts, group, report))
        else:
            units[item.id] = tuple(read_units(item, group, report))
        evidence.extend(read_evidence(item, get(group, "佐证材料"), applied_on, report))
        note = text_of(get(group, "说明"))
        if note:
            notes[item.id] = note
    switched = dict(read_switched(criteria, root.get("解释口径")))
    given = dict(read_references(criteria, root.get("参照值"), applied_on, report))
    values = values_of(criteria, answers, (switched, given))
    check_parts(criteria.facts_by_name.values(), answers, values, report)
    check_needs(criteria, answers, values, report)
    check_figures(criteria, answers, values, report)
    check_units(criteria, units, answers, (switched, given), report)
    check_chosen(criteria, answers, units, switched, report)
    texts = read_texts(root.get("报告文字"))
    made = Submission(
        criteria_id=criteria.id,
        city=city or UNNAMED,
        applied_on=applied_on,
        invented=bool_of(root.get("虚构样例")) is True,
        answers=answers,
        gates=dict(read_gates(criteria, root.get("申报资格"), applied_on, report)),
        switched=switched,
        references=given,
        evidence=tuple(evidence),
        notes=notes,
        file=document.file,
        digest=document.digest,
        applicant=text_of(root.get("申报单位")),
        contact=text_of(root.get("联系方式")),
        summary=texts or None,
        units={name: rows for name, rows in units.items() if rows},
    )
    for one in contradictions(criteria, made):
        report.also(one.code, one.message, one.hint, one.location)
    return made
