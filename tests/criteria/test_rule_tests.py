"""The rule tests of every pack, one pytest case each, and what they must cover."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from scoring import packs
from scoring.authoring.ruletests import RuleTest, read_rule_tests, run_rule_test
from scoring.base.errors import Location
from scoring.documents.nodes import Scalar, ScalarKind
from scoring.model.criteria import Criteria
from scoring.model.interpretations import Affects
from scoring.model.scorecard import OutcomeState, Range

PACKS = Path(__file__).resolve().parents[2] / "criteria"
NAMES = [
    entry.id
    for entry in packs.list_packs([str(PACKS)])
    if "kind: plan" not in (Path(entry.folder) / "pack.yaml").read_text(encoding="utf-8")
]


@cache
def pack(name: str) -> Criteria:
    source = packs.read_pack(str(PACKS / name), name)
    assert source.value is not None
    result = packs.criteria(source.value)
    assert result.value is not None, result.problems
    return result.value


@cache
def rule_tests(name: str) -> tuple[RuleTest, ...]:
    return read_rule_tests(pack(name), name).value or ()


def place(test: RuleTest) -> str:
    return f"{test.item} {test.name}"


CASES = [pytest.param(name, test, id=place(test)) for name in NAMES for test in rule_tests(name)]


@pytest.mark.parametrize(("name", "test"), CASES)
def test_rule(name: str, test: RuleTest) -> None:
    assert run_rule_test(pack(name), test) == ()


@pytest.mark.parametrize("name", NAMES)
def test_rule_tests_are_well_formed_and_their_names_unique(name: str) -> None:
    assert read_rule_tests(pack(name), name).problems == ()
    names = [place(test) for test in rule_tests(name)]
    assert len(set(names)) == len(names) > 0


@pytest.mark.parametrize("name", NAMES)
def test_each_clause_is_tested_on_both_sides(name: str) -> None:
    seen = {(clause, state) for test in rule_tests(name) for clause, state in test.states.items()}
    for item in pack(name).items_by_id.values():
        for clause in item.clauses:
            if (clause.id, OutcomeState.JUDGED) in seen or clause.id == "2.1-1":  # a count has no other side
                continue
            assert (clause.id, OutcomeState.APPLIED) in seen, clause.id
            assert (clause.id, OutcomeState.NOT_APPLIED) in seen, clause.id


@pytest.mark.parametrize("name", NAMES)
def test_each_item_reaches_its_full_score_and_is_a_range_while_unanswered(name: str) -> None:
    for item in pack(name).items_by_id.values():
        scores = [test.score for test in rule_tests(name) if test.item == item.id]
        assert Range(low=item.points, high=item.points) in scores, item.id
        assert any(not score.decided for score in scores), item.id


@pytest.mark.parametrize("name", NAMES)
def test_every_reading_that_changes_the_rule_is_tested(name: str) -> None:
    used = {(entry.name, entry.value) for test in rule_tests(name) for entry in test.interpretations}
    chosen = {(name, getattr(value, "text", "")) for name, value in used}
    for interpretation in pack(name).interpretations_by_name.values():
        if interpretation.affects is Affects.RULE:
            for option in interpretation.options:
                if option.name != interpretation.default:
                    assert (interpretation.name, option.name) in chosen, (interpretation.name, option.name)


def test_a_wrong_expectation_is_reported_with_both_values() -> None:
    test = next(test for test in rule_tests("liaoning-2022") if test.name.startswith("未开会只扣3分"))
    wrong = replace(test, score=Range(low=test.score.low - 2, high=test.score.high - 2))
    wrong = replace(wrong, states={"1.1-3": OutcomeState.APPLIED})
    assert run_rule_test(pack("liaoning-2022"), wrong) == (
        "应得 1 分，算出 3 分",
        "条款 1.1-3 应为“符合”，算出“不符合”",
    )


def test_a_fact_of_the_wrong_type_is_a_difference_at_its_own_line() -> None:
    test = next(test for test in rule_tests("liaoning-2022") if test.name == "三项支持政策得3分")
    word = Scalar(kind=ScalarKind.TEXT, text="三项", value="三项", location=Location(file="x.yaml", line=7, column=3))
    wrong = replace(test.facts[0], value=word)
    (found, *_) = run_rule_test(pack("liaoning-2022"), replace(test, facts=(wrong,)))
    assert found.startswith("x.yaml:7:3：")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('- {name: 甲, item: "1.5", facts: {}, expect: {score: 2, clauses: {1.5-9: applied}}}', "1.5-9"),
        ('- {name: 甲, item: "1.5", facts: {}, expect: {score: 2, clauses: {1.5-1: maybe}}}', "maybe"),
        ('- {name: 甲, item: "9.9", facts: {}, expect: {score: 2}}', "9.9"),
        ('- {name: 甲, item: "1.5", facts: {}, expect: {score: [2, 0]}}', "应得的分"),
        ('- {name: 甲, item: "1.5", facts: {}}', "应得的分"),
        ('- {item: "1.5", facts: {}, expect: {score: 2}}', "名字"),
        ('- {name: 甲, item: "1.5", fact: {}, expect: {score: 2}}', "fact"),
        ("- 甲", "一条规则测试"),
    ],
)
def test_a_malformed_rule_test_is_refused_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "a.yaml").write_text(f"tests:\n{text}\n", encoding="utf-8")
    result = read_rule_tests(replace(pack("liaoning-2022"), folder=str(tmp_path)), "甲")
    assert [problem.location.line for problem in result.problems if problem.location] == [2]
    assert message in result.problems[0].message
