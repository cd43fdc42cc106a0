"""Run the tests of a pack through the same validator and evaluator that a city's file goes through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from scoring import rules, submissions
from scoring.authoring.ruletests.reading import Case, RuleTest, TotalTest
from scoring.base.errors import Location, Problem, Result, Severity
from scoring.base.kept import Memory, for_last
from scoring.base.text import range_text
from scoring.documents.nodes import Document, Entry, MappingNode, Node, Scalar, ScalarKind
from scoring.lang import Value
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import Fact, Score
from scoring.model.scorecard import OutcomeState, Range, ScoreCard
from scoring.model.submission import Submission
from scoring.rules.inputs import stated_values
from scoring.rules.rulebook import rulebook_of
from scoring.rules.surveys import ItemRange, counted, range_item
from scoring.rules.units import UnitValues, survey_of, units_of

__all__ = [
    "PreparedTest",
    "PreparedTotal",
    "judge",
    "judge_total",
    "prepare_rule_test",
    "prepare_total_test",
    "run_rule_test",
    "run_total_test",
    "states_under",
    "told",
]

STAND_IN = "规则测试"
# Items do not depend on the application date; the form wants one, and a fixed one keeps the run repeatable.
APPLIED_ON = date(2022, 5, 31)
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


class PreparedTotal(Struct, frozen=True, kw_only=True):
    """A test whose answers went through the validator."""

    test: TotalTest
    submission: Submission

    def answers(self, item: str) -> bool:
        """Whether it says anything about an item."""
        return self.test.answers.get(item) is not None


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
    facts = MappingNode(entries=test.facts, location=test.location)
    answers = MappingNode(entries=(_entry(test.item, facts),), location=test.location)
    document = _submission_of(criteria, test, answers)
    readings = [criteria.interpretations_by_name.get(entry.name) for entry in test.interpretations]
    wanted = frozenset((test.item, *(reading.item for reading in readings if reading is not None)))
    checked = submissions.submission(document, _parts(criteria).of(wanted))
    if checked.value is None:  # the whole pack knows better what was meant
        checked = submissions.submission(document, _parts(criteria).whole)
    errors = tuple(problem for problem in checked.problems if problem.severity is Severity.ERROR)
    if checked.value is None or errors:
        return Result(value=None, problems=errors)
    units = units_of(checked.value, criteria.items_by_id[test.item])
    return Result(
        value=PreparedTest(
            test=test, stated=stated_values(criteria, checked.value), submission=checked.value, units=units
        )
    )


def _asking_for_scores(criteria: Criteria) -> Criteria:
    """The pack with the points of other items, at which an item may look, as numbers that a test states."""
    asked = {
        name: replace(fact, derive=None)
        for name, fact in criteria.facts_by_name.items()
        if isinstance(fact.derive, Score)
    }
    if not asked:
        return criteria

    def asking(facts: Iterable[Fact]) -> tuple[Fact, ...]:
        return tuple(asked.get(fact.name, fact) for fact in facts)

    items = {name: replace(item, facts=asking(item.facts)) for name, item in criteria.items_by_id.items()}
    return replace(
        criteria,
        profile=asking(criteria.profile),
        facts_by_name={**criteria.facts_by_name, **asked},
        items_by_id=items,
        sections=tuple(
            replace(section, items=tuple(items[item.id] for item in section.items)) for section in criteria.sections
        ),
    )


class _Parts:
    """A pack cut down to some items, so that checking their tests costs little; each part is made once."""

    def __init__(self, criteria: Criteria) -> None:
        self.whole = _asking_for_scores(criteria)
        self._known: Memory[Criteria] = Memory(PARTS)

    def of(self, wanted: frozenset[str]) -> Criteria:
        """The pack with these items, those of a test and those whose readings it switches."""
        return self._known.get(wanted) or self._known.put(wanted, self._cut(wanted))

    def _cut(self, wanted: frozenset[str]) -> Criteria:
        criteria = self.whole
        items = {name: criteria.items_by_id[name] for name in criteria.items_by_id if name in wanted}
        sections = (
            replace(section, items=tuple(item for item in section.items if item.id in wanted))
            for section in criteria.sections
        )
        near = rulebook_of(criteria).near(tuple(items.values()))
        own = (*criteria.profile, *(fact for item in items.values() for fact in item.facts))
        return replace(
            near,
            sections=tuple(one for one in sections if one.items),
            items_by_id=items,
            facts_by_name={**{fact.name: fact for fact in own}, **near.facts_by_name},
            references_by_name=criteria.references_by_name,
            interpretations_by_name=criteria.interpretations_by_name,
        )


PARTS = 4
"""Tests of one item follow each other."""
_parts = for_last(_Parts)


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


def states_under(
    criteria: Criteria, item: Item, stated: Mapping[str, Value], units: Sequence[UnitValues] | None
) -> dict[str, OutcomeState]:
    """What becomes of each clause of `item` where this is stated, of its units where it has any."""
    return _states(item, _survey_under(criteria, item, stated, units, None))


def _survey(criteria: Criteria, item: Item, prepared: PreparedTest, resolved: Mapping[str, Value] | None) -> ItemRange:
    return _survey_under(criteria, item, prepared.stated, prepared.units, resolved)


def _survey_under(
    criteria: Criteria,
    item: Item,
    stated: Mapping[str, Value],
    units: Sequence[UnitValues] | None,
    resolved: Mapping[str, Value] | None,
) -> ItemRange:
    answers = rules.answers_of(criteria, stated, resolved=resolved)
    return range_item(item, answers) if item.each is None else survey_of(item, units, answers)


def _states(item: Item, survey: ItemRange) -> dict[str, OutcomeState]:
    return {clause.id: one.state for clause, one in zip(item.clauses, survey.clauses, strict=True)}


def run_total_test(criteria: Criteria, test: TotalTest) -> tuple[str, ...]:
    """What differs from the expectation, as Chinese sentences; empty when the test passes."""
    prepared = prepare_total_test(criteria, test)
    if prepared.value is None:
        return tuple(f"{problem.location}：{told(problem)}" for problem in prepared.problems) or ("填报内容不能用",)
    return judge_total(criteria, prepared.value)


def prepare_total_test(criteria: Criteria, test: TotalTest) -> Result[PreparedTotal]:
    """Check a test's answers as those of a city are checked. The value is None where one of them is wrong."""
    document = _submission_of(criteria, test, test.answers)
    checked = submissions.submission(document, criteria)
    if checked.value is None:
        return Result(value=None, problems=checked.problems)
    return Result(value=PreparedTotal(test=test, submission=checked.value))


def judge_total(criteria: Criteria, prepared: PreparedTotal) -> tuple[str, ...]:
    """How the result under `criteria` (the pack, or a changed copy of it) differs from what the test expects."""
    card = rules.evaluate(criteria, prepared.submission, as_of=None, tool_version="", switches=False, reads=False)
    return tuple(_differences(card, prepared.test))


def _differences(card: ScoreCard, test: TotalTest) -> Iterator[str]:
    found = {"total": card.total, "full": Range(low=card.full, high=card.full)}
    for section in card.sections:
        found[f"section {section.section.id}"] = section.score
        found |= {f"item {item.item.id}": item.score for item in section.items}
    found |= {f"score {one.name}": one.score for one in card.scores}
    for name, wanted in test.expected.items():
        if found[name] != wanted:
            ends = (range_text(one.low, one.high) for one in (wanted, found[name]))
            yield f"{name} 应为 {next(ends)} 分，算出 {next(ends)} 分"
    grade = ("", "") if card.grade is None else (card.grade.low, card.grade.high)
    if test.grade != ("", "") and grade != test.grade:
        yield f"等级应为“{'～'.join(dict.fromkeys(test.grade))}”，算出“{'～'.join(dict.fromkeys(grade))}”"


def _submission_of(criteria: Criteria, test: Case, answers: MappingNode) -> Document:
    """The smallest submission that holds a test's answers by item; they keep their own places in the test file."""
    at = test.location
    given = [
        _entry(one.name, _mapping(at, _entry("数值", one.value), _year(at), _word("来源", STAND_IN, at)), at)
        for one in test.references
    ]
    switched = [
        _entry(one.name, _mapping(at, _entry("选择", one.value), _word("理由", STAND_IN, at)), at)
        for one in test.interpretations
    ]
    day = Scalar(kind=ScalarKind.DATE, text=APPLIED_ON.isoformat(), value=APPLIED_ON, location=at)
    yes = Scalar(kind=ScalarKind.BOOL, text="是", value=True, location=at)
    parts = [
        _word("指标体系", criteria.id, at),
        _word("城市", STAND_IN, at),
        _entry("申报日期", day, at),
        _entry("虚构样例", yes, at),
        _entry("自评", answers, at),
    ]
    for name, entries in (("基本情况", list(test.profile)), ("参照值", given), ("解释口径", switched)):
        if entries:
            parts.append(_entry(name, _mapping(at, *entries), at))
    root = MappingNode(entries=tuple(parts), location=at, lines=test.lines)
    return Document(file=at.file, root=root, digest="")


def _entry(name: str, value: Node, at: Location | None = None) -> Entry:
    """A key and its value; the key stands where the value does unless said otherwise."""
    key = Scalar(kind=ScalarKind.TEXT, text=name, value=name, location=at or value.location)
    return Entry(name=name, key=key, value=value)


def _mapping(at: Location, *entries: Entry) -> MappingNode:
    return MappingNode(entries=entries, location=at)


def _word(name: str, text: str, at: Location) -> Entry:
    return _entry(name, Scalar(kind=ScalarKind.TEXT, text=text, value=text, location=at), at)


def _year(at: Location) -> Entry:
    return _entry("年份", Scalar(kind=ScalarKind.NUMBER, text="2021", value=Fraction(2021), location=at), at)


def told(problem: Problem) -> str:
    """A problem with a test's answers in one phrase, its mend in brackets."""
    return f"{problem.message}（{problem.hint.rstrip('。')}）" if problem.hint else problem.message
