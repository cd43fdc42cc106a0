"""Run one rule test through the same validator and evaluator that a city's file goes through."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from scoring import rules, validate
from scoring.errors import Location, Severity
from scoring.model.criteria import Criteria
from scoring.model.located import Document, Entry, MappingNode, Node, Scalar, ScalarKind
from scoring.model.scorecard import ItemScore, OutcomeState
from scoring.record import replace
from scoring.ruletests.reading import RuleTest
from scoring.text import range_text

__all__ = ["run_rule_test"]

STAND_IN = "规则测试"
# Items do not depend on the application date; the form wants one, and a fixed one keeps the run repeatable.
APPLIED_ON = date(2022, 5, 31)
WORDS = {
    OutcomeState.APPLIED: "符合",
    OutcomeState.NOT_APPLIED: "不符合",
    OutcomeState.UNKNOWN: "未填不能定",
    OutcomeState.NOT_APPLICABLE: "不适用",
    OutcomeState.JUDGED: "评判",
    OutcomeState.ERROR: "出错",
}


def run_rule_test(criteria: Criteria, test: RuleTest) -> tuple[str, ...]:
    """What differs from the expectation, as Chinese sentences; empty when the test passes.

    Facts that a submission could not hold (a wrong type, an unknown name) are differences too.
    """
    checked = validate.submission(_document(criteria, test), criteria)
    errors = [problem for problem in checked.problems if problem.severity is Severity.ERROR]
    if checked.value is None or errors:
        return tuple(f"{problem.location}：{problem.message}" for problem in errors) or ("填报内容不能用",)
    card = rules.evaluate(_only(criteria, test.item), checked.value, as_of=None, tool_version=STAND_IN)
    return _differences(card.sections[0].items[0], test)


def _differences(score: ItemScore, test: RuleTest) -> tuple[str, ...]:
    found = []
    if score.score != test.score:
        wanted, got = (range_text(part.low, part.high) for part in (test.score, score.score))
        found.append(f"应得 {wanted} 分，算出 {got} 分")
    if not score.exact:
        found.append("算出的范围不是精确的")
    states = {outcome.clause.id: outcome.state for outcome in score.clauses}
    for clause, wanted_state in test.states.items():
        if states[clause] is not wanted_state:
            found.append(f"条款 {clause} 应为“{WORDS[wanted_state]}”，算出“{WORDS[states[clause]]}”")
    return tuple(found)


def _only(criteria: Criteria, item: str) -> Criteria:
    """The pack cut down to one item, so that a test costs one item and not the whole index."""
    wanted = criteria.items_by_id[item]
    (section,) = (section for section in criteria.sections if section.id == wanted.section)
    return replace(criteria, sections=(replace(section, items=(wanted,)),))


def _document(criteria: Criteria, test: RuleTest) -> Document:
    """The smallest submission that holds the test's facts; the answers keep their own places in the test file."""
    at = test.location
    references = [
        _entry(entry.name, _mapping(at, _entry("数值", entry.value), _year(at), _word("来源", STAND_IN, at)), at)
        for entry in test.references
    ]
    switched = [
        _entry(entry.name, _mapping(at, _entry("选择", entry.value), _word("理由", STAND_IN, at)), at)
        for entry in test.interpretations
    ]
    day = Scalar(kind=ScalarKind.DATE, text=APPLIED_ON.isoformat(), value=APPLIED_ON, location=at)
    yes = Scalar(kind=ScalarKind.BOOL, text="是", value=True, location=at)
    answers = MappingNode(entries=test.facts, location=at)
    parts = [
        _word("指标体系", criteria.id, at),
        _word("城市", STAND_IN, at),
        _entry("申报日期", day, at),
        _entry("虚构样例", yes, at),
        _entry("自评", _mapping(at, _entry(test.item, answers, at)), at),
    ]
    if references:
        parts.append(_entry("参照值", _mapping(at, *references), at))
    if switched:
        parts.append(_entry("解释口径", _mapping(at, *switched), at))
    root = MappingNode(entries=tuple(parts), location=at, lines=test.lines)
    return Document(file=at.file, root=root, digest="")


def _mapping(at: Location, *entries: Entry) -> MappingNode:
    return MappingNode(entries=entries, location=at)


def _entry(name: str, value: Node, at: Location | None = None) -> Entry:
    key = Scalar(kind=ScalarKind.TEXT, text=name, value=name, location=at or value.location)
    return Entry(name=name, key=key, value=value)


def _word(name: str, text: str, at: Location) -> Entry:
    return _entry(name, Scalar(kind=ScalarKind.TEXT, text=text, value=text, location=at), at)


def _year(at: Location) -> Entry:
    return _entry("年份", Scalar(kind=ScalarKind.NUMBER, text="2021", value=Fraction(2021), location=at), at)
