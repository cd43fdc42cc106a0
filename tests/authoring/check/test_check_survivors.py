"""The check of the check: packs whose tests miss mistakes in every way there is, none of which may be called free of faults;
and what it says of how far it looked does not contradict itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scoring import packs
from scoring.authoring.check import check
from scoring.authoring.check.model import Analysis, MutantState
from scoring.base.errors import Problem, Result, Severity
from scoring.cli.terminal import terminal_text
from scoring.model.criteria import Criteria
from scoring.reports.papers.criteria_check import check_page
from scoring.rules import SCENARIO_LIMIT
from tests.cli.running import run

CASES = Path(__file__).resolve().parents[2] / "kinds" / "cases"
PACK = """\
id: seeded
title: 例
edition: "1"
points: 20
source: {title: 例, note: 只供测试}
sections:
  - {id: "1", label: （一）, title: 例, points: 20}
eligibility: {text: 无, gates: {}}
"""
SECTION = """\
section: "1"
items:
  - id: "1.1"
    points: 10
    requirement: 例
    scoring: 每处扣1分
    facts:
      处数: {type: count, unit: 处, ask: 几处？, better: lower}
    clauses:
      - {quote: 每处扣1分, deduct: 1, per: 处数}
  - id: "1.2"
    points: 10
    requirement: 例
    scoring: 没有方案的扣6分，没有落实的扣4分
    facts:
      有方案: {type: bool, ask: 有吗？, better: yes}
      已落实: {type: bool, ask: 落实了吗？, better: yes}
    clauses:
      - {quote: 没有方案的扣6分, deduct: 6, when: not 有方案}
      - {quote: 没有落实的扣4分, deduct: 4, when: not 已落实}
"""
FULL = '  - {name: 全满, answers: {"1.1": {处数: 0}, "1.2": {有方案: 是, 已落实: 是}}, expect: {total: 20}}\n'
FIRST = "".join(
    f'  - {{name: {count}处, item: "1.1", facts: {{处数: {count}}}, expect: {{score: {10 - count}}}}}\n'
    for count in (0, 1, 2, 10)
)
SECOND = "".join(
    f'  - {{name: {plan}{done}, item: "1.2", facts: {{有方案: {plan}, 已落实: {done}}}, expect: {{score: {score}}}}}\n'
    for plan, done, score in (("是", "是", 10), ("否", "是", 4), ("是", "否", 6), ("否", "否", 0))
)
ELEVEN = '  - {name: 11处, item: "1.1", facts: {处数: 11}, expect: {score: 0}}\n'
OPEN = '  - {name: 未填, item: "1.1", facts: {}, expect: {score: [0, 10]}}\n'
NO_ONE_NOTICES = "  - {name: 未填, answers: {}, expect: {total: [0, 20]}}\n"
SEEDS = {
    "no tests": "tests: []\n",
    "one total": "totals:\n" + FULL,
    "a total that says nothing": "totals:\n" + NO_ONE_NOTICES,
    "totals and tests of the first item": "tests:\n" + FIRST + "totals:\n" + FULL,
    "tests of the second item only": "tests:\n" + SECOND,
    "one test of each item": "tests:\n" + FIRST.splitlines(keepends=True)[0] + SECOND.splitlines(keepends=True)[0],
    "a range and a total": "tests:\n" + OPEN + "totals:\n" + FULL,
    "a total of one item": 'totals:\n  - {name: 只答一项, answers: {"1.1": {处数: 0}}, expect: {total: [10, 20]}}\n',
}


FEW = 5_000
"""Cases gone through at most, where the way is the same as with many."""


def analysis_of(folder: Path, scenario_limit: int = SCENARIO_LIMIT) -> Analysis:
    source = packs.read_pack(str(folder), folder.name)
    loaded: Result[Criteria] = packs.criteria(source.value) if source.value is not None else Result(value=None)
    return check(folder.name, loaded, shown=folder.name, scenario_limit=scenario_limit)


def seeded(folder: Path, tests: str) -> Path:
    pack = folder / "seeded"
    (pack / "tests").mkdir(parents=True)
    for name, text in (("pack.yaml", PACK), ("section-1.yaml", SECTION), ("tests/t.yaml", tests)):
        (pack / name).write_text(text, encoding="utf-8")
    return pack


def told(analysis: Analysis) -> str:
    """Everything that a reader of the report meets."""
    return terminal_text(check_page([analysis]), columns=1000, colour=False)


def errors(analysis: Analysis) -> list[tuple[str, Problem]]:
    return [(one.item, one.problem) for one in analysis.findings if one.problem.severity is Severity.ERROR]


def survivors(analysis: Analysis) -> dict[str, int]:
    found = {one.item.id: sum(mutant.state is MutantState.SURVIVED for mutant in one.mutants) for one in analysis.items}
    return {item: count for item, count in found.items() if count}


@pytest.mark.parametrize("tests", SEEDS.values(), ids=SEEDS)
def test_whatever_survives_is_an_error_of_its_item(tmp_path: Path, tests: str) -> None:
    analysis = analysis_of(seeded(tmp_path, tests))
    left = survivors(analysis)
    assert left, "each seed leaves something"
    assert {item for item, problem in errors(analysis) if problem.code in ("untested", "mutant-survived")} == set(left)


def test_with_all_the_tests_nothing_is_left(tmp_path: Path) -> None:
    analysis = analysis_of(seeded(tmp_path, "tests:\n" + FIRST + ELEVEN + SECOND))
    assert survivors(analysis) == {}
    assert errors(analysis) == []


@pytest.mark.parametrize(
    ("tests", "said"),
    [
        (SEEDS["no tests"], "1.1 没有规则测试：规则改错9处，一处也发现不了"),
        (SEEDS["one total"], "1.1 没有规则测试，只有合计测试：规则改错9处，6处发现不了"),
    ],
)
def test_an_item_without_rule_tests_says_how_much_goes_unnoticed(tmp_path: Path, tests: str, said: str) -> None:
    """全满一条只能发现：扣分改成得分以外的3处（一律扣、从0分起算、不得分）。"""
    analysis = analysis_of(seeded(tmp_path, tests))
    assert said in [problem.message for _, problem in errors(analysis)]


def test_the_command_fails_on_it() -> None:
    found = run("criteria", "check", str(CASES / "p10-untested"), "--format", "json")
    assert found.code == 1
    made = json.loads(found.out)["packs"][0]
    assert made["totals"]["survived"] == 6


@pytest.mark.parametrize("name", ["s1-water", "s4-river"])
def test_how_far_it_looked_is_said_in_one_way(name: str) -> None:
    """水质有4个个数，情形过多：得分范围说“未能穷尽”，就不能又说“穷尽了所有情形”。"""
    analysis = analysis_of(CASES / name, FEW)
    text = told(analysis)
    assert ("穷尽了所有情形" in text) is not ("未能穷尽" in text)
    assert ("未能穷尽" in text) is (name == "s1-water")


def test_a_range_that_is_a_bound_is_not_called_reachable() -> None:
    """一级指标和总分是界的，不说“两端都确能取到”。"""
    text = told(analysis_of(CASES.parent / "packs" / "nothing"))
    assert "穷尽了所有情形；写“界”的范围，两端不一定都能取到" in text


def test_a_clause_that_a_test_shows_to_apply_is_not_asked_about() -> None:
    """What is asked of it is the bonus, of which the official words name no most."""
    codes = {one.problem.code for one in analysis_of(CASES / "s1-water", FEW).findings}
    assert codes == {"direction-open", "bonus-open"}


def test_what_applies_says_need_not_be_said_again_in_a_condition() -> None:
    analysis = analysis_of(CASES / "s4-river")
    assert [one.problem.message for one in analysis.findings if one.problem.severity is Severity.QUESTION] == []
