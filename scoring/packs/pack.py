"""A pack's raw documents to one frozen index, or every problem in them."""

from __future__ import annotations

import os.path
from collections.abc import Callable, Iterator

from scoring.base.errors import Problem, Result
from scoring.documents.nodes import UNFILLED, Node, PackSource, Scalar, entries_of, get, items_of, text_of
from scoring.documents.problems import Report
from scoring.documents.schema.checking import check
from scoring.model.criteria import Criteria, Section
from scoring.model.facts import Fact
from scoring.model.procedure import Eligibility
from scoring.model.references import Reference
from scoring.naming import PLAN_PROBLEM
from scoring.packs.checks import checks_of
from scoring.packs.derived import DERIVED_CHECKS, STAGE_CHECKS
from scoring.packs.items import CLAUSE_CHECKS, ITEM_CHECKS
from scoring.packs.names import FACT_CHECKS, NAME_CHECKS, RULE_CHECKS, scope_of
from scoring.packs.reader import PackReader, item_parts, pack_schema, section_schema, unknown_key
from scoring.packs.totals import BEYOND_CHECKS, FRONT_CHECKS, SUM_CHECKS, TOTAL_CHECKS

__all__ = ["PLAN", "criteria", "is_plan", "plan_problem"]


def criteria(source: PackSource) -> Result[Criteria]:
    """The index that the documents describe. The value is None when any problem is an error; problems are those of
    this check only, sorted by place, without those of reading the files."""
    documents = (*source.merged, source.main, *source.sections)
    report = Report(*(document.root for document in documents))
    for document in (source.main, *source.sections):
        _refuse_unfilled(document.root, report)
    if check(source.main.root, pack_schema(), unknown_key, report):
        for document in source.sections:
            check(document.root, section_schema(), unknown_key, report)
        return Result(value=None, problems=report.problems)
    made = _read(source, report)
    return Result(value=None if report.failed else made, problems=report.problems)


def _refuse_unfilled(node: Node, report: Report) -> None:
    """A bare 未填 stands for nothing, which no part of a pack may be by accident."""
    if isinstance(node, Scalar) and not node.quoted and node.text.strip() == UNFILLED:
        hint = f'说的就是这两个字时请加引号，写成 "{UNFILLED}"；确实没有内容的请删掉这一行。'
        report.error("unfilled", f"指标体系里不能写“{UNFILLED}”，它代表没有填", hint, node)
    for below in items_of(node):
        _refuse_unfilled(below, report)
    for entry in entries_of(node):
        _refuse_unfilled(entry.value, report)


def _read(source: PackSource, report: Report) -> Criteria:
    """Read everything; the result counts only when nothing failed.

    Conditions can be read only where all names are known, so facts and readings are read once before, for their names.
    """
    main = source.main.root
    parts, whole = item_parts(source, report)
    names = PackReader(Report())
    profile = names.named(Fact, get(main, "profile"))
    references = names.named(Reference, get(main, "references"))
    gates = names.record(Eligibility, get(main, "eligibility"))
    facts = [*profile, *(fact for part in parts for fact in names.facts(part))]
    readings = [*(one for part in parts for one in names.interpretations(part)), *gates.interpretations]
    reader = PackReader(report, scope_of(facts, references, readings, report), whole=whole)
    items = [reader.item(part) for part in parts]
    profile = reader.named(Fact, get(main, "profile"))
    complete = {fact.name: fact for fact in [*profile, *(fact for item in items for fact in item.facts)]}
    eligibility = reader.record(Eligibility, get(main, "eligibility"))
    sections = tuple(
        reader.record(Section, node, items=tuple(item for item in items if item.section == text_of(get(node, "id"))))
        for node in items_of(get(main, "sections"))
    )
    known = [*(one for item in items for one in item.interpretations), *eligibility.interpretations]
    references = reader.named(Reference, get(main, "references"))
    made = reader.record(
        Criteria,
        main,
        sections=sections,
        profile=profile,
        references=references,
        eligibility=eligibility,
        checks=checks_of(get(main, "checks"), complete, items, eligibility.gates, reader),
        digest=source.digest,
        folder=source.folder,
        items_by_id={item.id: item for item in items},
        facts_by_name=complete,
        interpretations_by_name={one.name: one for one in known},
        references_by_name={reference.name: reference for reference in references},
        pending=source.pending,
    )
    for crosscheck in _crosschecks(reader):
        crosscheck(made, reader)
    return made


def check_id(criteria: Criteria, reader: PackReader) -> None:
    """A pack is called as its folder is."""
    name = os.path.basename(os.path.normpath(criteria.folder))
    if criteria.id != name:
        message = f"编号“{criteria.id}”与文件夹名“{name}”不同"
        reader.error("id-mismatch", message, "请把两者改成一样。", reader.at(criteria, "id"))


def _crosschecks(reader: PackReader) -> Iterator[Callable[[Criteria, PackReader], None]]:
    """What several values say together; of all items only where all could be read, and what they read only where no
    condition is broken."""
    yield check_id
    yield from (*FRONT_CHECKS, *FACT_CHECKS, *ITEM_CHECKS, *CLAUSE_CHECKS, *TOTAL_CHECKS, *NAME_CHECKS, *DERIVED_CHECKS)
    if reader.whole:
        yield from SUM_CHECKS
        if not reader.report.noted("condition-"):
            yield from (*RULE_CHECKS, *BEYOND_CHECKS, *STAGE_CHECKS)


PLAN = "plan"


def is_plan(source: PackSource) -> bool:
    """Whether a pack says that it is a plan without points."""
    return text_of(source.main.root.get("kind")) == PLAN


def plan_problem(source: PackSource) -> Problem:
    """What to say where points were expected; see `scoring.naming.is_plan`."""
    kind = source.main.root.get("kind")
    return Problem(
        code=PLAN_PROBLEM,
        message=f"“{source.name}”是没有分值的规划方案，这里不能用",
        hint="规划方案可以用的命令：init、check、score、explain、report、schema 和 criteria list、show、check。",
        location=None if kind is None else kind.location,
    )
