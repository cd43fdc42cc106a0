"""The rule for ties and the list of figures that should fit, in a pack and in a submission."""

from __future__ import annotations

import pytest

from scoring import submissions
from scoring.base.errors import Severity
from scoring.model.criteria import Criteria
from scoring.model.totals import TieKey, TieKind, TieRule
from tests.liaoning import liaoning
from tests.validate.small_pack import FILES, brief, document, read

MAIN = "pack.yaml"
HEAD = "指标体系: small\n城市: 示例市\n申报日期: 2022-05-20\n"
CHECKS = """\
checks:
  水平与项数: {fact: 水平, ratio: {numerator: 完成数, denominator: 常住人口, times: 1000}, when: 制定方案, ask: 水平按人口计算。}
  完成数与会议: {fact: 会议次数, whole: 项数, ask: 会议是项数的一部分。}
"""


def pack(more: str) -> Criteria:
    found = read(FILES | {MAIN: FILES[MAIN] + more})
    assert found.value is not None, found.problems
    return found.value


def broken(more: str) -> list[str]:
    lines = FILES[MAIN].count("\n")
    return [
        f"{int(place.split(':')[1].split()[0]) - lines} {place.split()[1]}"
        for place in brief(read(FILES | {MAIN: FILES[MAIN] + more}).problems)
    ]


def test_the_rule_for_ties() -> None:
    rule = pack('ranking:\n  ties: [{section: "2"}, {item: "1.1"}]\n  note: 虚构\n').ties
    keys = (TieKey(kind=TieKind.SECTION, id="2"), TieKey(kind=TieKind.ITEM, id="1.1"))
    assert rule == TieRule(keys=keys, note="虚构")
    assert pack("").ties is None
    assert pack("ranking: {note: 没有规定}\n").ties is None


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ('ranking: {ties: [{section: "3"}]}\n', ["1 ties"]),
        ('ranking: {ties: [{item: "1.9"}]}\n', ["1 ties"]),
        ('ranking: {ties: [{item: "1.1"}, {item: "1.1"}]}\n', ["1 ties"]),
        ('ranking: {ties: [{item: "1.1", section: "1"}]}\n', ["1 unknown-key"]),
        ("ranking: {order: 1}\n", ["1 unknown-key"]),
        ("checks:\n  甲: {fact: 水平, ask: 问}\n", ["2 check-form"]),
        ("checks:\n  甲: {fact: 水准, whole: 项数, ask: 问}\n", ["2 check-name"]),
        (
            "checks:\n  甲: {fact: 完成比例, whole: 项数, ask: 问}\n",
            ["2 check-name"],
        ),  # it is computed, nobody states it
        ("checks:\n  甲: {fact: 水平, whole: 制定方案, ask: 问}\n", ["2 check-name"]),
        ("checks:\n  甲: {fact: 水平, whole: 项数, ask: 问, when: 没有}\n", ["2 condition-name"]),
    ],
)
def test_a_slip_is_told_at_its_place(more: str, expected: list[str]) -> None:
    assert broken(more) == expected


def stated(level: str, *, plan: str = "是", meetings: int = 1) -> list[str]:
    """7392 completed of 2,310,000 people are 3.2 a thousand exactly."""
    text = f"""\
{HEAD}基本情况: {{常住人口: 2310000}}
自评:
  "1.1": {{制定方案: {plan}, 会议次数: {meetings}, 水平: {level}}}
  "1.2": {{项数: 7400, 完成数: 7392}}
"""
    found = submissions.submission(document(text), pack(CHECKS))
    assert found.value is not None, found.problems
    assert all(problem.severity is Severity.QUESTION for problem in found.problems)
    return [problem.message for problem in found.problems if problem.code == "figures-conflict"]


@pytest.mark.parametrize("level", ["3.2", "3", "3.20", "4"])
def test_a_rate_as_exact_as_it_is_written_fits(level: str) -> None:
    # 4 is written to the unit: 3.2 rounded up would read so, and is no contradiction that digits can show.
    assert stated(level) == []


def test_a_rate_that_does_not_fit_its_counts_is_a_question() -> None:
    assert stated("3.3") == ["“水平”填的是3.3个，按“完成数”÷“常住人口”×1000（7392÷2310000）算是3.2个"]
    assert stated("3.1") != []
    assert stated("5") != []
    assert stated("3.1999") == ["“水平”填的是3.1999个，按“完成数”÷“常住人口”×1000（7392÷2310000）算是3.2个"]


def test_the_question_waits_for_its_condition() -> None:
    assert stated("9", plan="未填") == []


def test_a_part_larger_than_its_whole_is_a_question() -> None:
    assert stated("3.2", meetings=7400) == []
    assert stated("3.2", meetings=7401) == ["“会议次数”（7401次）大于“项数”（7400项）"]


def test_missing_figures_raise_nothing() -> None:
    found = submissions.submission(
        document(HEAD + '自评:\n  "1.1": {制定方案: 是, 会议次数: 9, 水平: 9}\n'), pack(CHECKS)
    )
    assert found.problems == ()


LIAONING = """\
指标体系: liaoning-2022
城市: 示例市
虚构样例: 是
基本情况: {常住人口: 1000000, 三岁以下婴幼儿数: 20000, 托位总数: 3000, 在托婴幼儿数: 1500}
解释口径: {switched}
自评:
  "3.5": {千人口托位数: 3.5, 婴幼儿入托率: 8%}
"""


def test_liaoning_asks_about_its_two_rates() -> None:
    # 3000 ÷ 1000000 × 1000 = 3, stated 3.5; 1500 ÷ 20000 = 7.5%, stated 8%, which rounding gives.
    found = submissions.submission(document(LIAONING.replace("{switched}", "")), liaoning())
    assert [(problem.code, problem.location and problem.location.line) for problem in found.problems] == [
        ("figures-conflict", 7)
    ]
    other = "{千人口托位数的口径: {选择: 按户籍人口, 理由: 与全省口径一致}}"
    assert submissions.submission(document(LIAONING.replace("{switched}", other)), liaoning()).problems == ()
