"""Items whose cases are too many to be gone through: the sample still meets both sides of every limit, so that each mistake that a
test could show comes with that test, and what no test could show is known to be so."""

from __future__ import annotations

from pathlib import Path

import yaml

from scoring.authoring.check import Analysis
from scoring.authoring.check.model import MutantState
from scoring.base.errors import Severity
from tests.authoring.check.packs import small

LEAKAGE = """\
section: "1"
items:
  - id: "1.1"
    points: 12
    requirement: 管网漏损率
    scoring: 达到标准6分，每降低1%加2分，降低2%以上加4分。高于标准不得分
    facts:
      漏损率: {type: percent, ask: 多少？, better: lower}
      低于标准: {type: percent, ask: 低多少, derive: {difference: [标准, 漏损率]}}
    clauses:
      - {quote: 达到标准6分, award: 6, when: 漏损率 <= 标准}
      - {quote: 每降低1%加2分，降低2%以上加4分, award: tiers, fact: 低于标准, tiers: [{at_least: 1, points: 2}, {at_least: 2, points: 4}]}
      - {quote: 高于标准不得分, forfeit: true, when: 漏损率 > 标准}
"""
STANDARD = "references:\n  标准: {type: percent, ask: 多少？}\n"
OUTLETS = """\
section: "1"
items:
  - id: "1.1"
    points: 25
    requirement: 新建网点
    scoring: 完成目标任务数得25分，超额完成的每增加一个加3分，每减少一个减3分；没有目标任务的不得分
    start: zero
    facts:
      目标任务数: {type: count, unit: 个, ask: 几个？}
      完成数: {type: count, unit: 个, ask: 几个？, better: higher}
    clauses:
      - {quote: 完成目标任务数得25分, award: 25}
      - {quote: 超额完成的每增加一个加3分, award: 3, per: 完成数, above: 目标任务数, reach: total, at_most: 9, when: 目标任务数 > 0}
      - {quote: 每减少一个减3分, deduct: 3, per: 完成数, below: 目标任务数}
      - {quote: 没有目标任务的不得分, forfeit: true, when: 目标任务数 == 0}
"""
STAFF = """\
section: "1"
items:
  - id: "1.1"
    points: 2
    requirement: 编制保障
    scoring: 足额保障的得2分。每少1%，扣0.1分；但占比高于平均5个百分点的不扣
    start: zero
    facts:
      应保障数: {type: count, unit: 名, ask: 几名？, minimum: 1}
      实有数: {type: count, unit: 名, ask: 几名？, better: higher}
      编制总量: {type: count, unit: 名, ask: 几名？, minimum: 1}
      保障率: {type: percent, ask: 多少, derive: {numerator: 实有数, denominator: 应保障数, within: false}}
      占比: {type: percent, ask: 多少, derive: {numerator: 实有数, denominator: 编制总量}}
      高出: {type: percent, ask: 多少, derive: {difference: [占比, 平均]}}
    clauses:
      - {quote: 足额保障的得2分, award: 2}
      - {quote: 每少1%，扣0.1分；但占比高于平均5个百分点的不扣, deduct: 0.1, per: 保障率, step: 1, below: 100, partial: none, when: 高出 <= 5}
"""
AVERAGE = "references:\n  平均: {type: percent, ask: 多少？}\n"


def survivors(found: Analysis) -> dict[str, str]:
    """The mistakes that no test notices, each with the test that would."""
    return {one.id: one.test for item in found.items for one in item.mutants if one.state is MutantState.SURVIVED}


def test_both_sides_of_a_difference_are_met(tmp_path: Path) -> None:
    """低1个点、低2个点: moving either bound, or its points, shows at those distances from a standard that is open itself."""
    tests = survivors(small(tmp_path, 12, LEAKAGE, more=STANDARD))
    rows = {name: text for name, text in tests.items() if name.startswith("1.1-2/rows")}
    assert {"1.1-2/rows1/bound/+1", "1.1-2/rows1/op/>", "1.1-2/rows2/bound/+1", "1.1-2/rows2/bound/-1"} <= set(rows)
    assert all(rows.values())
    (at_the_bound,) = yaml.safe_load(rows["1.1-2/rows1/op/>"])
    assert at_the_bound["references"]["标准"] - at_the_bound["facts"]["漏损率"] == 1


def test_what_is_counted_past_another_count_is_met(tmp_path: Path) -> None:
    """超额完成 and 没有完成 both come about, so no clause is thought to be of no use."""
    found = small(tmp_path, 25, OUTLETS)
    assert not [one for one in found.findings if one.problem.code == "dead"]
    (clause,) = [one for one in found.items[0].clauses if one.clause.id == "1.1-2"]
    assert clause.possible
    assert survivors(found)["1.1-3/points/+1"]


def test_a_count_that_cannot_be_negative_makes_two_conditions_one(tmp_path: Path) -> None:
    """> 0 and != 0, == 0 and <= 0 are the same of a count, however many cases the item has."""
    states = {one.id: one.state for one in small(tmp_path, 25, OUTLETS).items[0].mutants}
    assert states["1.1-2/op1/!="] is states["1.1-4/op1/<="] is MutantState.EQUIVALENT
    assert states["1.1-4/op1/!="] is MutantState.SURVIVED


def test_two_ratios_of_one_numerator_leave_room_for_the_steps_of_both(tmp_path: Path) -> None:
    tests = survivors(small(tmp_path, 2, STAFF, more=AVERAGE))
    assert all(tests[f"1.1-2/{name}"] for name in ("points/+1", "step/+1", "limit1/+", "base/-1"))


def test_a_rank_that_nobody_can_say_is_shared_has_no_mistakes_of_sharing(tmp_path: Path) -> None:
    section = """\
section: "1"
items:
  - id: "1.1"
    points: 3
    requirement: 名次
    scoring: 前三名得3、2、1分
    facts:
      名次: {type: count, unit: 名, ask: 第几？, better: lower, minimum: 1}
    clauses:
      - {quote: 前三名得3、2、1分, award: rank, fact: 名次, ranks: [3, 2, 1]}
"""
    found = small(tmp_path, 3, section)
    assert not [one.id for one in found.items[0].mutants if "ties" in one.id]


UNITS = """\
section: "1"
items:
  - id: "1.1"
    points: 10
    requirement: 乡镇
    scoring: 每个乡镇每处问题扣2分，取平均
    each: {name: 乡镇, none: zero}
    facts:
      问题处数: {type: count, unit: 处, ask: 几处？, better: lower}
    clauses:
      - {quote: 每个乡镇每处问题扣2分, deduct: 2, per: 问题处数}
    words: [取平均]
"""


def test_having_no_unit_is_proposed_as_a_test(tmp_path: Path) -> None:
    (made,) = yaml.safe_load(survivors(small(tmp_path, 10, UNITS))["1.1/each/none/full"])
    assert (made["item"], made["facts"], made["expect"]) == ("1.1", {"乡镇": "无"}, {"score": None})


def test_a_test_of_the_total_counts_for_what_its_answers_meet(tmp_path: Path) -> None:
    """The limit of the grade applies in tests of the total only: then it has been tried on both sides."""
    section = """\
section: "1"
items:
  - id: "1.1"
    points: 10
    requirement: 火灾
    scoring: 每起扣1分；死亡10人的判定为不达标
    facts:
      起数: {type: count, unit: 起, ask: 几起？, better: lower}
      死亡人数: {type: count, unit: 人, ask: 几人？, better: lower}
    clauses:
      - {quote: 每起扣1分, deduct: 1, per: 起数}
      - {quote: 死亡10人的判定为不达标, limit: 不达标, when: 死亡人数 >= 10}
"""
    tests = """\
tests:
  - {name: 没有, item: "1.1", facts: {起数: 0, 死亡人数: 0}, expect: {score: 10}}
totals:
  - {name: 十人, answers: {"1.1": {起数: 0, 死亡人数: 10}}, expect: {total: 10, grade: 不达标}}
"""
    more = "grades: [{name: 达标, at_least: 6}, {name: 不达标}]\n"
    found = small(tmp_path, 10, section, tests, more)
    assert not [one.problem.message for one in found.findings if one.problem.code == "side-untested"]


def test_what_one_clause_takes_and_another_gives_is_not_taken_twice(tmp_path: Path) -> None:
    """领跑者得40分，否则30分: being one costs the second award and gives the first."""
    section = """\
section: "1"
items:
  - id: "1.1"
    points: 40
    requirement: 水效
    scoring: 领跑者得40分，其余得30分，低5%加3分
    facts:
      领跑者: {type: bool, ask: 是吗？, better: yes}
      低5个点: {type: bool, ask: 是吗？, better: yes}
    clauses:
      - {quote: 领跑者得40分, award: 40, when: 领跑者}
      - {quote: 其余得30分, award: 30, when: not 领跑者}
      - {quote: 低5%加3分, award: 3, when: not 领跑者 and 低5个点}
"""
    notes = [one.problem for one in small(tmp_path, 40, section).findings if one.problem.severity is Severity.NOTE]
    assert [one.message for one in notes if one.code == "overlap"] == []


SECTIONS_OF_RIVERS = """\
section: "1"
items:
  - id: "1.1"
    points: 40
    requirement: 断面
    scoring: 未达到要求的，每1个断面扣5分；每月次反弹扣3分；每个下降的扣2分；每升1个加1分
    start: full
    facts:
      比例: {type: percent, ask: 多少？, better: higher}
      要求: {type: percent, ask: 多少？}
      未达数: {type: count, unit: 个, ask: 几个？, better: lower}
      反弹月次: {type: count, unit: 次, ask: 几次？, better: lower}
      下降数: {type: count, unit: 个, ask: 几个？, better: lower}
      升类数: {type: count, unit: 个, ask: 几个？, better: higher}
    clauses:
      - {quote: 未达到要求的，每1个断面扣5分, deduct: 5, per: 未达数, when: 比例 < 要求}
      - {quote: 每月次反弹扣3分, deduct: 3, per: 反弹月次}
      - {quote: 每个下降的扣2分, deduct: 2, per: 下降数}
      - {quote: 每升1个加1分, award: 1, per: 升类数, at_most: 10}
"""


def test_past_the_limit_every_unknown_takes_some_of_its_values(tmp_path: Path) -> None:
    """The cases are many more than are gone through, and in the first of them no section falls short."""
    tests = survivors(small(tmp_path, 40, SECTIONS_OF_RIVERS, limit=2000))
    (made,) = yaml.safe_load(tests["1.1-1/op1/!="])
    assert made["facts"]["未达数"] > 0
    assert made["facts"]["比例"] > made["facts"]["要求"]
