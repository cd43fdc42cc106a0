"""Run every check over a pack; over a plan without points those of its figures, units, names, directions and duties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from scoring.authoring.check.cases import Cases, cases_of, readings_of, rulebook_of
from scoring.authoring.check.clauses import clause_findings, coverage_of, item_words, sums
from scoring.authoring.check.direction import changes_of, direction_of, overlaps_of
from scoring.authoring.check.findings import RECALCULATE, findings_of, load_findings, pack_finding
from scoring.authoring.check.mistakes import settings_results
from scoring.authoring.check.model import (
    Analysis,
    ClauseFinding,
    ItemAnalysis,
    MutantResult,
    MutantState,
    PackCheck,
    PackFinding,
    ReachedPoints,
    TestRun,
)
from scoring.authoring.check.mutation import Explained, mutation_results, read_explained, sort_tests
from scoring.authoring.check.reach import differing, reading_reaches, section_reaches
from scoring.authoring.ruletests import (
    PreparedTest,
    PreparedTotal,
    RuleTest,
    judge,
    judge_total,
    prepare_rule_test,
    prepare_total_test,
    read_rule_tests,
    read_total_tests,
    states_under,
    told,
)
from scoring.base.errors import Problem, Result, Severity
from scoring.lang import Value
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import Better, FactType
from scoring.model.plan import Indicator, Plan
from scoring.rules import SCENARIO_LIMIT, resolve_inputs
from scoring.rules.inputs import stated_values
from scoring.rules.items import ACTING
from scoring.rules.units import UnitValues, units_of

__all__ = ["check", "check_item", "check_plan"]

Reached = list[tuple[Cases, ReachedPoints]]
Answered = tuple[Mapping[str, Value], Sequence[UnitValues] | None]
"""What a test states of an item, and of its units where it has any."""


class _Tests(Struct, frozen=True, kw_only=True):
    """The tests of one item: how each ran, and those that pass."""

    runs: tuple[TestRun, ...]
    passing: tuple[PreparedTest, ...]


def check(
    name: str,
    loaded: Result[Criteria],
    *,
    scenario_limit: int = SCENARIO_LIMIT,
    mutants: bool = True,
    shown: str | None = None,
) -> Analysis:
    """Everything about the pack `name`, from what loading it gave.

    A pack that could not be loaded yields its problems under the checks they belong to, and nothing else.
    `mutants=False` leaves the mutation tests out.
    """
    criteria = loaded.value
    if criteria is None or not loaded.ok:
        return Analysis(name=name, criteria=None, findings=load_findings(loaded.problems))
    tests = read_rule_tests(criteria, shown)
    explained = read_explained(criteria, shown)
    whole, failed = _totals(criteria, shown)
    by_item: dict[str, list[RuleTest]] = {}
    for test in tests.value or ():
        by_item.setdefault(test.item, []).append(test)
    items: list[ItemAnalysis] = []
    reached: list[tuple[Item, Reached]] = []
    for section in criteria.sections:
        for item in section.items:
            found, reaches = check_item(
                criteria,
                item,
                by_item.get(item.id, ()),
                explained.value or (),
                totals=[one for one in whole if one.answers(item.id)],
                scenario_limit=scenario_limit,
                mutants=mutants,
            )
            items.append(found)
            reached.append((item, reaches))
    analysis = Analysis(
        name=name,
        criteria=criteria,
        findings=(),
        words=tuple(words for item, _ in reached for words in (item_words(item),) if words is not None),
        sums=sums(criteria),
        sections=section_reaches(criteria, reached, scenario_limit),
        items=tuple(items),
        settings=_with_explanations(settings_results(criteria, whole), explained.value or ()) if mutants else (),
        scenario_limit=scenario_limit,
    )
    unread: tuple[Problem, ...] = (*loaded.problems, *tests.problems, *failed, *explained.problems)
    findings = findings_of(analysis, unread, explained.value or (), mutants=mutants)
    return replace(analysis, findings=findings)


def _totals(criteria: Criteria, shown: str | None) -> tuple[list[PreparedTotal], list[Problem]]:
    """The tests of the whole result that pass, and a problem for each that does not."""
    read = read_total_tests(criteria, shown)
    passing, failed = [], list(read.problems)
    for test in read.value or ():
        prepared = prepare_total_test(criteria, test)
        differences = [told(problem) for problem in prepared.problems if prepared.value is None]
        if prepared.value is not None:
            differences += judge_total(criteria, prepared.value)
        if differences or prepared.value is None:
            message = f"合计测试“{test.name}”没有通过：{'；'.join(differences)}"
            failed.append(Problem(code="test-failed", message=message, hint=RECALCULATE, location=test.location))
        else:
            passing.append(prepared.value)
    return passing, failed


def check_item(
    criteria: Criteria,
    item: Item,
    tests: Sequence[RuleTest],
    explained: Sequence[Explained] = (),
    *,
    totals: Sequence[PreparedTotal] = (),
    scenario_limit: int = SCENARIO_LIMIT,
    mutants: bool = True,
) -> tuple[ItemAnalysis, Reached]:
    """Everything about one item, and its reach under each reading."""
    unit, near = item.of_unit, rulebook_of(criteria).near((item,))
    readings, complete = readings_of(near, (unit,))
    every = [cases_of(near, unit, reading, scenario_limit) for reading in readings]
    reaches = reading_reaches(near, item, every)
    changes = changes_of(near, unit, readings, scenario_limit)
    ran = _run(criteria, near, item, tests)
    results = mutation_results(criteria, item, sort_tests(near, ran.passing, totals), scenario_limit) if mutants else ()
    answered = [*((one.stated, one.units) for one in ran.passing), *(_answered(near, item, one) for one in totals)]
    resolved = [resolve_inputs(near, values) for stated, units in answered for values in _values(stated, units)]
    found = ItemAnalysis(
        item=item,
        exact=complete and all(reach.exact for _, reach in reaches),
        whole=complete and all(cases.exact for cases in every),
        cases=sum(len(cases.scenarios) for cases in every),
        all_readings=complete,
        readings=differing(reaches, near),
        clauses=_tested(near, item, clause_findings(near, unit, every), answered),
        overlaps=overlaps_of(near, unit, changes),
        directions=tuple(one for one in (direction_of(near, change) for change in changes) if one is not None),
        coverage=coverage_of(unit, every, resolved, rulebook_of(near)),
        tests=ran.runs,
        mutants=_with_explanations(results, explained),
        in_totals=bool(totals),
    )
    return found, reaches


def _tested(
    criteria: Criteria, item: Item, clauses: Sequence[ClauseFinding], answered: Sequence[Answered]
) -> tuple[ClauseFinding, ...]:
    """The findings, with a mark where a clause was met in no case that was seen but a test shows that it applies."""
    if all(one.possible or one.exact for one in clauses):
        return tuple(clauses)
    met = {
        clause
        for stated, units in answered
        for clause, state in states_under(criteria, item, stated, units).items()
        if state in ACTING
    }
    return tuple(replace(one, tested=not one.possible and one.clause.id in met) for one in clauses)


def _answered(criteria: Criteria, item: Item, total: PreparedTotal) -> Answered:
    """What a test of the whole result says of an item."""
    submission = total.submission
    return stated_values(criteria, submission), units_of(submission, item) if item.each is not None else None


def _values(stated: Mapping[str, Value], units: Sequence[UnitValues] | None) -> list[dict[str, Value]]:
    """What is stated; once for each of the units where there are any."""
    found = [unit.values for unit in units or () if unit.values is not None]
    return [{**stated, **values} for values in found] or [dict(stated)]


def _run(criteria: Criteria, near: Criteria, item: Item, tests: Sequence[RuleTest]) -> _Tests:
    runs: list[TestRun] = []
    passing: list[PreparedTest] = []
    for test in tests:
        prepared = prepare_rule_test(criteria, test)
        if prepared.value is None:
            differences = tuple(map(told, prepared.problems)) or ("填报内容不能用",)
        else:
            differences = judge(near, item, prepared.value)
            if not differences:
                passing.append(prepared.value)
        runs.append(TestRun(name=test.name, item=item.id, location=test.location, differences=differences))
    return _Tests(runs=tuple(runs), passing=tuple(passing))


def _with_explanations(results: Sequence[MutantResult], explained: Sequence[Explained]) -> tuple[MutantResult, ...]:
    reasons = {one.mutant: one.reason for one in explained}
    return tuple(
        replace(one, state=MutantState.EXPLAINED, by=reasons[one.id])
        if one.state is MutantState.SURVIVED and one.id in reasons
        else one
        for one in results
    )


def check_plan(name: str, loaded: Result[Plan]) -> Analysis:
    """Everything about the plan `name`, from what loading it gave."""
    plan = loaded.value if loaded.ok else None
    found = [PackFinding(check=PackCheck.FIGURES, problem=problem) for problem in loaded.problems]
    if plan is not None:
        found += [*_repeated(plan), *_falling(plan), *_unitless(plan), *_open(plan)]
    severities = list(Severity)
    found.sort(key=lambda one: severities.index(one.problem.severity))
    return Analysis(name=name, criteria=None, plan=plan, findings=tuple(found))


def _repeated(plan: Plan) -> Iterator[PackFinding]:
    """Names that occur in two tables: allowed, but easily a slip."""
    counts = Counter(one.name for one in plan.indicators)
    for one in plan.indicators:
        if counts[one.name] > 1:
            message = f"{one.id} 的名称“{one.name}”在别的表里也有"
            hint = "核对是不是同一项；同一项只列一次。"
            yield pack_finding(PackCheck.FIGURES, "name-twice", one.id, message, hint, one.location, Severity.QUESTION)


def _falling(plan: Plan) -> Iterator[PackFinding]:
    """A later target that is easier than an earlier one, or an earlier base: perhaps the direction is wrong."""
    for one in plan.indicators:
        steps = [target for target in (one.base, *one.targets) if target is not None and target.value is not None]
        for before, after in pairwise(steps):
            if before.value is not None and after.value is not None and _easier(one, before.value, after.value):
                earlier = f"{before.year}年目标" if before.year else "基数"
                message = f"{one.id} {after.year}年目标“{after.text}”比{earlier}“{before.text}”要求还松"
                hint = "核对原文的数和 better 的方向；原文如此的不必改。"
                yield pack_finding(
                    PackCheck.FIGURES, "target-falls", one.id, message, hint, after.location, Severity.QUESTION
                )


def _easier(one: Indicator, before: Fraction | bool, after: Fraction | bool) -> bool:
    return after > before if one.better is Better.LOWER else after < before


def _unitless(plan: Plan) -> Iterator[PackFinding]:
    for one in plan.indicators:
        if not one.unit and one.type is not FactType.BOOL:
            message = f"{one.id} “{one.name}”没有单位"
            hint = "原文没有写单位的，在 notes 里说明怎样填报。"
            severity = Severity.NOTE if one.notes else Severity.QUESTION
            yield pack_finding(PackCheck.FIGURES, "no-unit", one.id, message, hint, one.location, severity)


def _open(plan: Plan) -> Iterator[PackFinding]:
    for contradiction in plan.contradictions:
        message = f"原文前后不一致：{contradiction.about}。{contradiction.note}"
        yield pack_finding(
            PackCheck.FIGURES, "contradiction", "", message, "照录原文，不改正；报告里会列出。", None, Severity.NOTE
        )
    for lack in plan.lacks:
        message = f"原文不完整：{lack.about}。{lack.lacks}"
        yield pack_finding(PackCheck.FIGURES, "lack", "", message, "找到完整的原文后补上。", None, Severity.NOTE)
    without = [task.id for task in plan.tasks if not task.shares]
    if without:
        message = f"{len(without)}项任务没有责任单位"
        yield pack_finding(PackCheck.FIGURES, "no-units", "", message, "原文没有的不要补写。", None, Severity.NOTE)
