"""A pack's raw documents to one frozen index, or every problem in them."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from scoring import lang
from scoring.base.errors import Result
from scoring.documents.fields import Reading, part, rows
from scoring.documents.nodes import (
    UNFILLED,
    Node,
    PackSource,
    Scalar,
    entries_of,
    get,
    items_of,
    number_of,
    optional_text,
    text_of,
)
from scoring.documents.problems import Report
from scoring.model.checks import AnyCheck
from scoring.model.criteria import (
    AbsentItems,
    Assumption,
    Criteria,
    CycleRule,
    Deadline,
    Duty,
    Eligibility,
    Grade,
    HandIn,
    Interpretation,
    Item,
    NotApplicablePolicy,
    Period,
    Quota,
    Rounding,
    Section,
    Source,
    Statement,
)
from scoring.model.facts import Fact, Reference
from scoring.validate.pack_awards import check_awards
from scoring.validate.pack_checks import checks_of
from scoring.validate.pack_clauses import read_condition
from scoring.validate.pack_cohort import ties_of
from scoring.validate.pack_facts import check_readings, read_fact, read_reference
from scoring.validate.pack_front import FRONT_CHECKS
from scoring.validate.pack_items import read_gap, read_groups, read_item
from scoring.validate.pack_rules import (
    check_derived,
    check_interpretations,
    check_needs,
    check_sums,
    check_units,
    check_unused,
    scope_of,
)
from scoring.validate.pack_sections import SectionFiles, unknown_key
from scoring.validate.pack_totals import check_beyond, grades_of
from scoring.validate.readings import check_forbidden
from scoring.validate.schema.check import check
from scoring.validate.schema.pack import pack_schema, section_schema

__all__ = ["criteria"]

R = TypeVar("R", bound=Struct)


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
    made = _Assembly(source, report).make()
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


class _Assembly:
    def __init__(self, source: PackSource, report: Report) -> None:
        self.source = source
        self.main: Node = source.main.root
        self.report = report
        self.reading = Reading(report)

    def make(self) -> Criteria:
        """Read everything; the result counts only when nothing failed."""
        main, report = self.main, self.report
        self._identity()
        files = SectionFiles(self.source, self.reading)
        raw = files.items()
        profile = tuple(read_fact(entry, "", report) for entry in entries_of(get(main, "profile")))
        references = tuple(read_reference(entry, report) for entry in entries_of(get(main, "references")))
        gates = self.reading.record(Eligibility, get(main, "eligibility"))
        check_readings(gates.interpretations, self.reading)
        facts = {fact.name: fact for fact in [*profile, *(fact for item in raw for fact in item.facts)]}
        readings = [one for item in raw for one in item.interpretations]
        every = [*profile, *(fact for item in raw for fact in item.facts)]
        scope = scope_of(every, references, [*readings, *gates.interpretations], report)
        profile = tuple(self._profile_needs(fact, scope) for fact in profile)
        items = [read_item(one, facts, scope, report) for one in raw]
        complete = {fact.name: fact for fact in [*profile, *(fact for item in items for fact in item.facts)]}
        sections = self._sections(items)
        grades = grades_of(get(main, "grades"), scope, [section.id for section in sections], report)
        checks = checks_of(get(main, "checks"), complete, items, gates.gates, scope, report)
        self._rules(items, sections, complete, gates.interpretations, grades, whole=files.whole)
        made = self._criteria(sections, profile, references, complete, grades, checks, gates)
        for crosscheck in FRONT_CHECKS:
            crosscheck(made, self.reading)
        return made

    def _identity(self) -> None:
        identity = get(self.main, "id")
        if text_of(identity) != self.source.name:
            message = f"编号“{text_of(identity)}”与文件夹名“{self.source.name}”不同"
            self.report.error("id-mismatch", message, "请把两者改成一样。", identity)

    def _profile_needs(self, fact: Fact, scope: lang.Scope) -> Fact:
        needs = get(get(get(self.main, "profile"), fact.name), "needs")
        return fact if needs is None else replace(fact, needs=read_condition(needs, scope, self.report))

    def _sections(self, items: list[Item]) -> tuple[Section, ...]:
        return tuple(
            Section(
                id=text_of(get(node, "id")),
                label=text_of(get(node, "label")),
                title=text_of(get(node, "title")),
                points=number_of(get(node, "points")) or Fraction(0),
                items=tuple(item for item in items if item.section == text_of(get(node, "id"))),
                location=node.location,
                gap=read_gap(get(node, "gap")),
                weight=number_of(get(node, "weight")),
            )
            for node in items_of(get(self.main, "sections"))
        )

    def _rules(
        self,
        items: list[Item],
        sections: tuple[Section, ...],
        facts: dict[str, Fact],
        loose: tuple[Interpretation, ...],
        grades: tuple[Grade, ...],
        *,
        whole: bool,
    ) -> None:
        points = get(self.main, "points")
        check_derived(facts, self.report)
        check_needs(facts, self.report)
        if whole:
            check_sums(sections, number_of(points) or Fraction(0), (points or self.main).location, self.report)
            if not self.report.noted("condition-"):  # what a broken condition reads is not known
                check_unused(items, grades, self.report)
                check_units(items, grades, self.report)
                check_interpretations(items, loose, self.report)
                check_forbidden([*(one for item in items for one in item.interpretations), *loose], facts, self.report)
                if text_of(get(self.main, "not_applicable")) in ("", "full"):
                    check_awards(items, facts, self.report)
                check_beyond(items, read_groups(get(self.main, "groups")), grades, self.report)

    def _part(self, of: type[R], key: str) -> R | None:
        node = get(self.main, key)
        return None if node is None else part(of).read(node, self.reading)

    def _rows(self, of: type[R], key: str) -> tuple[R, ...]:
        node = get(self.main, key)
        return () if node is None else rows(of).read(node, self.reading)

    def _criteria(
        self,
        sections: tuple[Section, ...],
        profile: tuple[Fact, ...],
        references: tuple[Reference, ...],
        facts: dict[str, Fact],
        grades: tuple[Grade, ...],
        checks: tuple[AnyCheck, ...],
        gates: Eligibility,
    ) -> Criteria:
        main = self.main
        readings = [*(one for section in sections for item in section.items for one in item.interpretations)]
        title = text_of(get(main, "title"))
        return Criteria(
            id=text_of(get(main, "id")),
            title=title,
            short_title=text_of(get(main, "short_title")) or title,
            region=text_of(get(main, "region")),
            issuer=text_of(get(main, "issuer")),
            edition=text_of(get(main, "edition")),
            points=number_of(get(main, "points")) or Fraction(0),
            sections=sections,
            profile=profile,
            references=references,
            eligibility=gates,
            quota=self._part(Quota, "quota"),
            procedure=self._rows(Deadline, "procedure"),
            documents=self._rows(HandIn, "documents"),
            withdrawal=self._rows(Statement, "withdrawal"),
            reporting=self._rows(Duty, "reporting"),
            provisions=self._rows(Statement, "provisions"),
            cycle=self._part(CycleRule, "cycle"),
            assumptions=self._rows(Assumption, "assumptions"),
            source=self.reading.record(Source, get(main, "source")),
            rounding=self.reading.record(Rounding, get(main, "rounding")),
            not_applicable=NotApplicablePolicy(text_of(get(main, "not_applicable")) or "full"),
            digest=self.source.digest,
            folder=self.source.folder,
            document_number=optional_text(get(main, "document_number")),
            form_columns=tuple(text_of(column) for column in items_of(get(main, "form_columns"))),
            evidence_period=self._part(Period, "evidence_period"),
            items_by_id={item.id: item for section in sections for item in section.items},
            facts_by_name=facts,
            interpretations_by_name={one.name: one for one in [*readings, *gates.interpretations]},
            references_by_name={reference.name: reference for reference in references},
            absent=self.reading.record(AbsentItems, get(main, "absent")),
            scale=number_of(get(main, "scale")),
            at_most=number_of(get(main, "at_most")),
            groups=read_groups(get(main, "groups")),
            grades=grades,
            ties=ties_of(get(main, "ranking"), sections, self.report),
            checks=checks,
            pending=self.source.pending,
        )
