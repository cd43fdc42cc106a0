"""Facts that are worked out: sums, differences, ratios, points that were scored before; what a pack may say of them, and a typed
total beside its parts."""

from __future__ import annotations

import pytest

from scoring import submissions
from scoring.base.errors import Severity
from scoring.model.facts import Better, Score, Sum
from tests.validate.small_pack import FILES, PACK, brief, document, read

HEAD = "指标体系: small\n城市: 示例市\n申报日期: 2022-05-20\n基本情况:\n"
PROFILE = """\
profile:
  甲数: {{type: count, unit: 人, ask: 甲多少？}}
  乙数: {{type: count, unit: 人, ask: 乙多少？}}
  小数: {{type: number, unit: 人, ask: 多少？}}
  钱数: {{type: number, unit: 元, ask: 多少？}}
  算出: {{{}}}
"""


def told(derived: str, more: str = "") -> list[str]:
    """What is said of one derived fact; that nothing reads the facts of the basic situation is no matter."""
    pack = PACK.replace("profile:\n", PROFILE.format(derived), 1) + more
    return [problem.message for problem in read({**FILES, "pack.yaml": pack}).problems]


@pytest.mark.parametrize(
    "derived",
    [
        "type: count, unit: 人, ask: 和, derive: {sum: [甲数, 乙数]}",
        "type: number, unit: 人, ask: 差, derive: {difference: [甲数, 乙数]}",
        "type: number, unit: 人, ask: 和, derive: {sum: [甲数, 小数]}",
        "type: number, unit: 个, ask: 差, derive: {difference: [平均水平, 水平]}",
        "type: number, unit: 分, ask: 分, derive: {score: total}",
        'type: number, unit: 分, ask: 分, derive: {score: "1"}',
        'type: number, unit: 分, ask: 分, derive: {score: ["1.1", "2"]}',
        "type: percent, ask: 比, derive: {numerator: 甲数, denominator: 小数, within: false}",
        "type: number, unit: 倍, ask: 比, derive: {numerator: 水平, denominator: 平均水平, times: 1, within: false}",
    ],
)
def test_what_can_be_worked_out(derived: str) -> None:
    assert told(derived) == []


@pytest.mark.parametrize(
    ("derived", "message"),
    [
        (
            "type: count, unit: 人, ask: 和, derive: {sum: [甲数, 丙数]}",
            "“算出”要用“丙数”计算，但它不是填报的数或参照值",
        ),
        ("type: count, unit: 人, ask: 和, derive: {sum: [甲数, 甲数]}", "“算出”用同一个数算了两次"),
        ("type: count, unit: 元, ask: 和, derive: {sum: [甲数, 乙数]}", "单位不同：“算出”是“元”，“甲数”是“人”"),
        ("type: number, unit: 人, ask: 和, derive: {sum: [甲数, 钱数]}", "单位不同：“算出”是“人”，“钱数”是“元”"),
        ("type: count, unit: 人, ask: 差, derive: {difference: [甲数, 乙数]}", "“算出”不一定是不小于0的整数"),
        ("type: count, unit: 人, ask: 和, derive: {sum: [甲数, 小数]}", "“算出”不一定是不小于0的整数"),
        ("type: number, unit: 人, ask: 和, derive: {sum: [甲数, 乙数], difference: [甲数, 乙数]}", "只能用一种算法"),
        ("type: number, unit: 人, ask: 和, derive: {sum: [甲数, 乙数], times: 2}", "只能用一种算法"),
        ("type: number, unit: 人, ask: 和, derive: {numerator: 甲数}", "“算出”没有写明怎样计算"),
        ("type: number, unit: 人, ask: 和, derive: {times: 2}", "“算出”没有写明怎样计算"),
        ("type: number, unit: 人, ask: 和, derive: {sum: [甲数, 制定方案]}", "但它不是填报的数或参照值"),
        ("type: percent, ask: 比, derive: {numerator: 甲数, denominator: 钱数}", "相除不成百分数"),
        ("type: number, unit: 分, ask: 分, derive: {score: 九}", "没有编号为“九”的一级指标或指标项"),
        ('type: number, unit: 分, ask: 分, derive: {score: ["1", "1.1"]}', "“1.1”已经算在一级指标“1”里"),
        ("type: percent, ask: 分, derive: {score: total}", "“算出”是得分"),
    ],
)
def test_what_cannot(derived: str, message: str) -> None:
    assert any(message in one for one in told(derived)), told(derived)


def test_a_score_that_waits_for_what_looks_at_it_is_refused() -> None:
    first = FILES["section-1.yaml"].replace("when: not 制定方案", "when: not 制定方案 and 本部分 < 3")
    pack = PACK.replace(
        "profile:\n", 'profile:\n  本部分: {type: number, unit: 分, ask: 几分？, derive: {score: "1"}}\n', 1
    )
    found = read({**FILES, "pack.yaml": pack, "section-1.yaml": first})
    assert found.value is None
    assert [one.message for one in found.problems] == ["“本部分”要等用到它的项先评完，谁都没法先评"]


def test_what_is_read() -> None:
    profile = PROFILE.format("type: number, unit: 分, ask: 分, derive: {score: [一, '1.2']}").replace("一, ", "'2', ")
    pack = PACK.replace(
        "profile:\n", profile + "  差: {type: number, unit: 人, ask: 差, derive: {difference: [小数, 甲数, 乙数]}}\n", 1
    )
    made = read({**FILES, "pack.yaml": pack}).value
    assert made is not None
    assert made.facts_by_name["算出"].derive == Score(of=("2", "1.2"))
    assert made.facts_by_name["算出"].better is Better.HIGHER
    assert made.facts_by_name["差"].derive == Sum(plus=("小数",), minus=("甲数", "乙数"))


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ("  甲数: 3\n  乙数: 4\n  总数: 7\n", None),
        ("  甲数: 3\n  乙数: 4\n  总数: 8\n", "“总数”填的是8人，“甲数”、“乙数”合计（3＋4）是7人"),
        ("  甲数: 3\n  乙数: 4\n  总数: 6\n", "“总数”填的是6人，“甲数”、“乙数”合计（3＋4）是7人"),
        ("  甲数: 3\n  总数: 8\n", None),
    ],
)
def test_a_typed_total_is_compared_with_its_parts(answers: str, message: str | None) -> None:
    profile = PROFILE.format("type: number, unit: 分, ask: 分, derive: {score: total}").replace("算出", "得分")
    check = "checks:\n  合计不符: {fact: 总数, sum: [甲数, 乙数], ask: 合计同两项之和不一样。}\n"
    pack = PACK.replace("profile:\n", profile + "  总数: {type: count, unit: 人, ask: 一共多少？}\n", 1) + check
    made = read({**FILES, "pack.yaml": pack}).value
    assert made is not None
    found = submissions.submission(document(HEAD + answers), made).problems
    conflicts = [one for one in found if one.code == "figures-conflict"]
    assert [one.message for one in conflicts] == ([] if message is None else [message])
    for one in conflicts:
        assert one.severity is Severity.QUESTION
        assert one.location is not None
        assert one.location.line == 7


def test_a_sum_to_compare_with_names_its_parts() -> None:
    pack = PACK + "checks:\n  合计不符: {fact: 常住人口, sum: [常住人口, 没有], ask: 问}\n"
    assert brief(read({**FILES, "pack.yaml": pack}).problems)


def test_what_is_worked_out_is_not_answered() -> None:
    pack = PACK.replace("profile:\n", PROFILE.format("type: number, unit: 分, ask: 分, derive: {score: total}"), 1)
    made = read({**FILES, "pack.yaml": pack}).value
    assert made is not None
    (problem,) = submissions.submission(document(HEAD + "  算出: 9\n"), made).problems
    assert (problem.code, problem.message, problem.hint) == (
        "derived-answered",
        "“算出”由系统计算，不用填",
        "请删掉这一行。",
    )
