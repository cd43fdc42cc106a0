"""What the check says to someone who writes rule tests for the first time, and what it leaves to a note."""

from __future__ import annotations

from pathlib import Path

from scoring.authoring.check import PackFinding
from scoring.base.errors import Severity
from tests.authoring.check.packs import small

SECTION = """\
section: "1"
items:
  - id: "1.1"
    points: 3
    requirement: 甲
    scoring: 合格的得3分，不合格的不得分
    facts:
      结果: {type: choice, choices: [合格, 不合格], ask: 是什么？}
    clauses:
      - {quote: 合格的得3分, award: 3, when: 结果 == '合格'}
      - {quote: 不合格的不得分, forfeit: true, when: 结果 == '不合格'}
  - id: "1.2"
    points: 5
    requirement: 乙
    scoring: 完成多的得分，评议另计
    facts:
      完成数: {type: number, unit: 个, ask: 完成几个？, better: higher, minimum: 0}
      任务数: {type: number, unit: 个, ask: 任务几个？, minimum: 0}
      评议分: {type: judged, minimum: 0, maximum: 2, step: 1, ask: 评议几分？}
    clauses:
      - {quote: 完成多的得分, award: 1, per: 完成数, step: 1, above: 任务数, partial: none, at_most: 3}
      - {quote: 评议另计, award: judged, fact: 评议分}
"""


def findings(folder: Path, tests: str) -> list[PackFinding]:
    return list(small(folder, 8, SECTION, tests).findings)


def messages(found: list[PackFinding], code: str) -> list[str]:
    return [one.problem.message for one in found if one.problem.code == code]


def test_a_judged_answer_without_its_reason_is_told_how_to_be_written(tmp_path: Path) -> None:
    tests = 'tests:\n  - {name: 甲, item: "1.2", facts: {完成数: 1, 任务数: 1, 评议分: 2}, expect: {score: 2}}\n'
    (said,) = messages(findings(tmp_path, tests), "test-failed")
    assert "“评议分”应写成分值和理由，这里写的是 2（" in said
    assert "{分值: 2, 理由: …}" in said


def test_a_range_that_is_only_a_bound_is_told_what_to_add(tmp_path: Path) -> None:
    judged = "评议分: {分值: 2, 理由: 例}"
    tests = f'tests:\n  - {{name: 甲, item: "1.2", facts: {{{judged}}}, expect: {{score: [2, 5]}}}}\n'
    (said,) = messages(findings(tmp_path, tests), "test-failed")
    assert said.endswith("算出的范围只是界限，两端不一定都能取到：核对两端无误的，在 expect 里加 bounds: true")


def test_bounds_that_are_exact_are_told_what_to_remove(tmp_path: Path) -> None:
    tests = 'tests:\n  - {name: 甲, item: "1.1", facts: {}, expect: {score: [0, 3], bounds: true}}\n'
    (said,) = messages(findings(tmp_path, tests), "test-failed")
    assert said.endswith("算出的范围是精确的，不是界限：请删去 bounds")


def test_a_test_of_the_total_in_the_wrong_place_is_told_the_right_one(tmp_path: Path) -> None:
    found = findings(tmp_path, "tests:\n  - {name: 甲, facts: {结果: 合格}, expect: {total: 3}}\n")
    (only,) = [one.problem for one in found if one.problem.code == "rule-test"]
    assert only.message == "规则测试没有写是哪一项"
    assert "测总分、等级的写在 totals 里" in only.hint


def test_an_item_that_is_not_there_is_named(tmp_path: Path) -> None:
    found = findings(tmp_path, 'tests:\n  - {name: 甲, item: "9.9", facts: {结果: 合格}, expect: {score: 3}}\n')
    assert messages(found, "rule-test") == ["没有“9.9”这一项"]


def test_words_of_no_points_where_none_were_given_are_a_note(tmp_path: Path) -> None:
    found = findings(tmp_path, 'tests:\n  - {name: 甲, item: "1.1", facts: {结果: 合格}, expect: {score: 3}}\n')
    (only,) = [one.problem for one in found if one.problem.code == "masked"]
    assert (only.severity, only.message.split()[0]) == (Severity.NOTE, "1.1-2")
    assert only.hint == "原文写明“不得分”、本来就没有得分的，照留不改。"


def test_a_direction_that_was_not_proved_is_a_note(tmp_path: Path) -> None:
    found = findings(tmp_path, 'tests:\n  - {name: 甲, item: "1.1", facts: {结果: 合格}, expect: {score: 3}}\n')
    (only,) = [one.problem for one in found if one.problem.code == "direction-open"]
    assert only.severity is Severity.NOTE
    assert only.message.startswith("“完成数”")


COUNTS = """\
section: "1"
items:
  - id: "1.1"
    points: 40
    requirement: 断面
    scoring: 每1个断面未达到的扣5分，每升1个的加2分
    facts:
      断面数: {type: count, unit: 个, ask: 几个？, minimum: 1}
      达标数: {type: count, unit: 个, ask: 几个？}
      未达标数: {type: number, unit: 个, ask: 几个, derive: {difference: [断面数, 达标数]}}
      升类数: {type: count, unit: 个, ask: 几个？}
    clauses:
      - {quote: 每1个断面未达到的扣5分, deduct: 5, per: PER}
      - {quote: 每升1个的加2分, award: 2, per: 升类数, reach: total}
"""


def test_a_difference_that_is_counted_is_told_by_its_two_numbers(tmp_path: Path) -> None:
    """The hint is the text that works."""
    found = [one.problem for one in small(tmp_path, 40, COUNTS.replace("PER", "未达标数")).findings]
    (hint,) = [one.hint for one in found if one.code == "clause-fact"]
    assert "“每少一个”写 per: 达标数, below: 断面数" in hint
    told = small(tmp_path / "again", 40, COUNTS.replace("PER", "达标数, below: 断面数"))
    assert not [one for one in told.findings if one.problem.code == "clause-fact"]


def test_what_adds_to_the_total_without_end_is_asked_about(tmp_path: Path) -> None:
    plain = COUNTS.replace("PER", "达标数, below: 断面数")
    assert messages(list(small(tmp_path, 40, plain).findings), "bonus-open") == ["1.1-2 加到总分，没有上限"]
    limited = plain.replace("reach: total", "reach: total, at_most: 10")
    assert messages(list(small(tmp_path / "again", 40, limited).findings), "bonus-open") == []


SHARES = """\
section: "1"
items:
  - id: "1.1"
    points: 4
    requirement: 水库
    scoring: 按退养比例得分
    facts:
      水库数: {type: count, unit: 座, ask: 几座？LEAST}
      退养数: {type: count, unit: 座, ask: 几座？}
      退养比例: {type: percent, ask: 多少, derive: {numerator: 退养数, denominator: 水库数}}
    clauses:
      - {quote: 按退养比例得分, award: 4, fact: 退养比例, scale: {at_least: 100}}
"""


def test_points_for_a_share_of_nothing_are_asked_about(tmp_path: Path) -> None:
    """没有水库的: the share does not apply, and the award gives all of its points."""
    found = list(small(tmp_path, 4, SHARES.replace("LEAST", "")).findings)
    assert messages(found, "award-zero") == ["1.1-1 在“水库数”为0时也会得分"]
    sure = list(small(tmp_path / "again", 4, SHARES.replace("LEAST", ", minimum: 1")).findings)
    assert messages(sure, "award-zero") == []
