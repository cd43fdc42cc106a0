"""Run every check over a pack."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from scoring.authoring.check.cases import Cases, cases_of, readings_of, rulebook_of
from scoring.authoring.check.clauses import clause_findings, coverage_of, item_words, sums
from scoring.authoring.check.direction import changes_of, direction_of, overlaps_of
from scoring.authoring.check.findings import findings_of, load_findings
from scoring.authoring.check.mistakes import settings_results
from scoring.authoring.check.model import (
    Analysis,
    ClauseFinding,
    ItemAnalysis,
    MutantResult,
    MutantState,
    Reach,
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
    states_of,
    told,
)
from scoring.base.errors import Problem, Result
from scoring.lang import Value
from scoring.model.criteria import Criteria, Item
from scoring.rules import SCENARIO_LIMIT, resolve_inputs
from scoring.rules.items import ACTING

__all__ = ["check", "check_item"]

Reached = list[tuple[Cases, Reach]]


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
            hint = "照原文重算一遍：测试算错了改测试，条款写错了改条款。"
            failed.append(Problem(code="test-failed", message=message, hint=hint, location=test.location))
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
    unit = item.of_unit
    readings, complete = readings_of(criteria, (unit,))
    every = [cases_of(criteria, unit, reading, scenario_limit) for reading in readings]
    reaches = reading_reaches(criteria, item, every)
    changes = changes_of(criteria, unit, readings, scenario_limit)
    ran = _run(criteria, item, tests)
    results = (
        mutation_results(criteria, item, sort_tests(criteria, ran.passing, totals), scenario_limit) if mutants else ()
    )
    resolved = [resolve_inputs(criteria, stated) for one in ran.passing for stated in _stated(one)]
    found = ItemAnalysis(
        item=item,
        exact=complete and all(reach.exact for _, reach in reaches),
        whole=complete and all(cases.exact for cases in every),
        cases=sum(len(cases.scenarios) for cases in every),
        all_readings=complete,
        readings=differing(reaches, criteria),
        clauses=_tested(criteria, item, clause_findings(criteria, unit, every), ran.passing),
        overlaps=overlaps_of(criteria, unit, changes),
        directions=tuple(one for one in (direction_of(criteria, change) for change in changes) if one is not None),
        coverage=coverage_of(unit, every, resolved, rulebook_of(criteria)),
        tests=ran.runs,
        mutants=_with_explanations(results, explained),
        in_totals=bool(totals),
    )
    return found, reaches


def _tested(
    criteria: Criteria, item: Item, clauses: Sequence[ClauseFinding], passing: Sequence[PreparedTest]
) -> tuple[ClauseFinding, ...]:
    """The findings, with a mark where a clause was met in no case that was seen but a test shows that it applies."""
    if all(one.possible or one.exact for one in clauses):
        return tuple(clauses)
    met = {id_ for test in passing for id_, state in states_of(criteria, item, test).items() if state in ACTING}
    return tuple(replace(one, tested=not one.possible and one.clause.id in met) for one in clauses)


def _stated(prepared: PreparedTest) -> list[dict[str, Value]]:
    """What a test states; once for each of its units where it has any."""
    units = [unit.values for unit in prepared.units or () if unit.values is not None]
    return [{**prepared.stated, **values} for values in units] or [dict(prepared.stated)]


def _run(criteria: Criteria, item: Item, tests: Sequence[RuleTest]) -> _Tests:
    runs: list[TestRun] = []
    passing: list[PreparedTest] = []
    for test in tests:
        prepared = prepare_rule_test(criteria, test)
        if prepared.value is None:
            differences = tuple(map(told, prepared.problems)) or ("填报内容不能用",)
        else:
            differences = judge(criteria, item, prepared.value)
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
