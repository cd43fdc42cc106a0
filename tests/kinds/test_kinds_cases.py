"""Packs tried by hand that once crashed or went wrong (cases/), as they were found: their tests hold, and what was filed with
them comes out as it was worked out."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring import packs
from scoring.authoring.ruletests import read_rule_tests, read_total_tests, run_rule_test, run_total_test
from scoring.model.criteria import Criteria
from scoring.model.scorecard import Range
from tests.kinds.test_kinds_nothing import CASES, F, assessed

NAMES = ("s1-water", "s3-site", "s6-safety", "s7-civil", "s9-sum")


def case(name: str) -> Criteria:
    source = packs.read_pack(str(CASES / name), name)
    assert source.value is not None, source.problems
    result = packs.criteria(source.value)
    assert result.value is not None, result.problems
    return result.value


@pytest.mark.parametrize("name", NAMES)
def test_their_own_tests_hold(name: str) -> None:
    criteria = case(name)
    tests, totals = read_rule_tests(criteria, name).value, read_total_tests(criteria, name).value
    assert tests is not None
    assert totals
    assert [run_rule_test(criteria, test) for test in tests] == [()] * len(tests)
    assert [run_total_test(criteria, test) for test in totals] == [()] * len(totals)


LINES = "{甲: {广告条数: 2, 核心条数: 0}, 乙: {广告条数: 0, 核心条数: 1}, 丙: {广告条数: 1, 核心条数: 5}}"


@pytest.mark.parametrize(
    ("lines", "low", "high"),
    [(LINES, 4, 4), ("{甲: {广告条数: 未填}}", 0, 20), ("{甲: {广告条数: 2, 核心条数: 0}, 乙: {}, 丙: {}}", 0, 16)],
)
def test_conditions_over_units_are_explained(tmp_path: Path, lines: str, low: int, high: int) -> None:
    """甲无核心价值观扣4分，乙少2条扣8分，丙少1条扣4分；未填的一路扣0至8分。"""
    found = assessed(tmp_path, f'自评:\n  "1.1": {{线路: {lines}}}\n', "a1", CASES)
    assert found.card.total == Range(low=F(low), high=F(high))
    if low == high:
        costs = [clause.cost.low for clause in found.explanation.of_item("1.1").clauses]
        assert costs == [12, 4]


def test_the_names_that_decide_are_those_of_any_unit(tmp_path: Path) -> None:
    """“广告条数不少于2且没有核心价值观”：三路广告都不足2条、又都没有核心价值观的，由广告条数就能定。"""
    one = assessed(tmp_path, f'自评:\n  "1.1": {{线路: {LINES}}}\n', "a1", CASES)
    assert one.explanation.of_item("1.1").clauses[1].decisive == ("广告条数", "核心条数")
    few = "{甲: {广告条数: 1, 核心条数: 0}, 乙: {广告条数: 0, 核心条数: 0}, 丙: {广告条数: 1, 核心条数: 0}}"
    other = assessed(tmp_path, f'自评:\n  "1.1": {{线路: {few}}}\n', "a1", CASES)
    assert other.explanation.of_item("1.1").clauses[1].decisive == ("广告条数",)
