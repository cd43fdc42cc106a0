"""Every sentence of the list, scored by hand at, below and above each limit (packs/*/tests)."""

from __future__ import annotations

import pytest

from scoring.authoring.ruletests import RuleTest, TotalTest, run_rule_test, run_total_test
from scoring.model.scorecard import Range
from tests.kinds.packs_of_tests import NAMES, pack, rule_tests, total_tests

CASES = [pytest.param(name, test, id=f"{test.item} {test.name}") for name in NAMES for test in rule_tests(name)]


@pytest.mark.parametrize(("name", "test"), CASES)
def test_rule(name: str, test: RuleTest) -> None:
    assert run_rule_test(pack(name), test) == ()


TOTALS = [pytest.param(name, test, id=f"{name} {test.name}") for name in NAMES for test in total_tests(name)]


@pytest.mark.parametrize(("name", "test"), TOTALS)
def test_total(name: str, test: TotalTest) -> None:
    assert run_total_test(pack(name), test) == ()


@pytest.mark.parametrize("name", ["clauses"])
def test_each_item_of_a_pack_is_tested_with_at_least_two_scores(name: str) -> None:
    for item in pack(name).items_by_id.values():
        scores = {test.score for test in rule_tests(name) if test.item == item.id}
        assert len(scores) > 1, item.id
        assert Range(low=item.points, high=item.points) in scores, item.id
