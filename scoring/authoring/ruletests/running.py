"""Run one rule test through the same validator and evaluator that a city's file goes through."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from scoring import rules, validate
from scoring.authoring.ruletests.documents import entry, submission_of, told
from scoring.authoring.ruletests.reading import RuleTest
from scoring.base.errors import Result, Severity
from scoring.base.text import range_text
from scoring.documents.nodes import MappingNode
from scoring.lang import Value
from scoring.model.criteria import Criteria, Item
from scoring.model.scorecard import OutcomeState
from scoring.model.submission import Submission
from scoring.rules.inputs import stated_values
from scoring.rules.surveys import ItemSurvey, counted
from scoring.rules.units import UnitValues, survey_of, units_of

__all__ = ["PreparedTest", "judge", "prepare_rule_test", "run_rule_test", "states_of"]

NOT_EXACT = "只是界限，两端不一定都能取到：核对两端无误的，在 expect 里加 bounds: true"
EXACT = "是精确的，不是界限：请删去 bounds"
WORDS = {
    OutcomeState.APPLIED: "符合",
    OutcomeState.NOT_APPLIED: "不符合",
    OutcomeState.UNKNOWN: "未填不能定",
    OutcomeState.NOT_APPLICABLE: "不适用",
    OutcomeState.JUDGED: "评判",
    OutcomeState.ERROR: "出错",
}


class PreparedTest(Struct, frozen=True, kw_only=True):
    """A test whose answers went through the validator: `stated` maps names to what the rules read."""

    test: RuleTest
    stated: Mapping[str, Value]
    submission: Submission
    units: tuple[UnitValues, ...] | None = None


def run_rule_test(criteria: Criteria, test: RuleTest) -> tuple[str, ...]:
    """What differs from the expectation, as Chinese sentences; empty when the test passes.

    Facts that a submission could not hold (a wrong type, an unknown name) are differences too.
    """
    prepared = prepare_rule_test(criteria, test)
    if prepared.value is None:
        return tuple(f"{problem.location}：{told(problem)}" for problem in prepared.problems) or ("填报内容不能用",)
    return judge(criteria, criteria.items_by_id[test.item], prepared.value)


def prepare_rule_test(criteria: Criteria, test: RuleTest) -> Result[PreparedTest]:
    """Check a test's answers as those of a city are checked. The value is None where one of them is wrong."""
    document = submission_of(
        criteria,
        MappingNode(
            entries=(entry(test.item, MappingNode(entries=test.facts, location=test.location)),), location=test.location
        ),
        at=test.location,
        lines=test.lines,
        profile=test.profile,
        references=test.references,
        interpretations=test.interpretations,
    )
    checked = validate.submission(document, _only(criteria, test))
    if checked.value is None:  # the whole pack knows better what was meant
        checked = validate.submission(document, criteria)
    errors = tuple(problem for problem in checked.problems if problem.severity is Severity.ERROR)
    if checked.value is None or errors:
        return Result(value=None, problems=errors)
    units = units_of(checked.value, criteria.items_by_id[test.item])
    return Result(
        value=PreparedTest(
            test=test, stated=stated_values(criteria, checked.value), submission=checked.value, units=units
        )
    )


def _only(criteria: Criteria, test: RuleTest) -> Criteria:
    """The pack cut down to the test's item (and those whose readings it switches), so that checking costs little."""
    readings = [criteria.interpretations_by_name.get(entry.name) for entry in test.interpretations]
    wanted = {test.item, *(reading.item for reading in readings if reading is not None)}
    sections = (
        replace(section, items=tuple(item for item in section.items if item.id in wanted))
        for section in criteria.sections
    )
    items = {name: item for name, item in criteria.items_by_id.items() if name in wanted}
    return replace(criteria, sections=tuple(one for one in sections if one.items), items_by_id=items)


def judge(
    criteria: Criteria, item: Item, prepared: PreparedTest, resolved: Mapping[str, Value] | None = None
) -> tuple[str, ...]:
    """How `item` (the pack's, or a changed copy of it) differs from what the test expects.

    `resolved` saves working out the facts again where the caller has them.
    """
    test, survey = prepared.test, _survey(criteria, item, prepared, resolved)
    found = []
    score = counted(survey, survey.score, criteria.absent.treatment)
    if score != test.score:
        wanted, got = (range_text(part.low, part.high) for part in (test.score, score))
        found.append(f"应得 {wanted} 分，算出 {got} 分")
    if survey.exact is not test.exact:
        found.append(f"算出的范围{NOT_EXACT if test.exact else EXACT}")
    states = _states(item, survey)
    for clause, wanted_state in test.states.items():
        if states[clause] is not wanted_state:
            found.append(f"条款 {clause} 应为“{WORDS[wanted_state]}”，算出“{WORDS[states[clause]]}”")
    return tuple(found)


def states_of(criteria: Criteria, item: Item, prepared: PreparedTest) -> dict[str, OutcomeState]:
    """What becomes of each clause of `item` under the answers of a test."""
    return _states(item, _survey(criteria, item, prepared, None))


def _survey(criteria: Criteria, item: Item, prepared: PreparedTest, resolved: Mapping[str, Value] | None) -> ItemSurvey:
    return survey_of(item, prepared.units, rules.answers_of(criteria, prepared.stated, resolved=resolved))


def _states(item: Item, survey: ItemSurvey) -> dict[str, OutcomeState]:
    return {clause.id: one.state for clause, one in zip(item.clauses, survey.clauses, strict=True)}
