"""What a cycle file says is read exactly, and every slip in it is told with its line."""

from __future__ import annotations

from datetime import date

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from scoring.base.errors import Severity
from scoring.documents.strict import parse_document
from scoring.model.cycle import NewDue
from scoring.province.procedure.cycle_file import cycle_schema, read_cycle
from tests.liaoning import liaoning
from tests.province.procedure.cycles import CITIES, HEAD, NAMED, codes, read, tried


def test_a_file_that_is_only_begun_is_valid() -> None:
    cycle = read(HEAD)
    assert (cycle.begins, cycle.years) == (2022, 2)
    assert cycle.ban is not None
    assert cycle.ban.cycles == 1
    assert (cycle.cities, cycle.stages, cycle.naming, cycle.withdrawals) == ({}, {}, None, ())


def test_days_of_documents_steps_and_reports_are_read() -> None:
    cycle = read(
        HEAD
        + "城市:\n  甲市:\n    材料: {申请报告: 2022-05-20, 自评报告: 未填}\n    完成: {现场审核: 2022-07-01}\n"
        + '    年度报送: {2023: 2024-01-05, "2024": 2025-01-06}\n'
        + "阶段:\n  评审遴选: {开始: 2022-08-01, 公示开始: 2022-09-19, 公示名单: [甲市], 完成: 2022-09-28}\n"
        + "命名: {日期: 2022-12-28, 名单: [甲市], 文件: 通报}\n"
    )
    city = cycle.cities["甲市"]
    assert city.received == {"申请报告": date(2022, 5, 20)}, "未填 is not received"
    assert city.checked == {"现场审核": date(2022, 7, 1)}
    assert city.reports == {2023: date(2024, 1, 5), 2024: date(2025, 1, 6)}
    stage = cycle.stages["评审遴选"]
    assert (stage.begun, stage.public_from, stage.done) == (date(2022, 8, 1), date(2022, 9, 19), date(2022, 9, 28))
    assert stage.listed == ("甲市",)
    assert cycle.naming is not None
    assert (cycle.naming.on, cycle.naming.cities, cycle.naming.basis) == (date(2022, 12, 28), ("甲市",), "通报")


def test_a_withdrawal_carries_the_official_grounds() -> None:
    text = HEAD + CITIES + NAMED + '撤销:\n  甲市: {日期: 2023-09-15, 情形: [1, "3"], 文件: 通报}\n'
    (withdrawal,) = read(text).withdrawals
    assert [ground.text for ground in withdrawal.grounds] == [
        "发生重大安全责任事故的",
        "托育机构、婴幼儿家庭对政策环境和服务管理满意度不高的",
    ]
    assert (withdrawal.on, withdrawal.named) == (date(2023, 9, 15), 2022)


def test_a_due_day_is_moved_only_with_its_document() -> None:
    dues = read(HEAD + "时限调整:\n  现场审核: {截止: 2022-08-31, 依据: 某通知}\n").dues
    assert dues == {"现场审核": NewDue(due=date(2022, 8, 31), basis="某通知", location=dues["现场审核"].location)}
    assert codes(tried(HEAD + "时限调整:\n  现场审核: {截止: 2022-08-31}\n")) == ["4 missing"]


def test_city_names_of_full_width_letters_are_the_same_city() -> None:
    cycle = read(HEAD + "城市: {Ａ市: {}}\n命名: {日期: 2022-12-28, 名单: [A市]}\n")
    assert cycle.naming is not None
    assert list(cycle.cities) == list(cycle.naming.cities)


SLIPS = [
    ("指标体系: liaoning-2022\n评选周期: 今年\n", ["2 wrong-type"]),
    (HEAD + "阶段:\n  初审: {}\n", ["4 unknown-key"]),
    (HEAD + "阶段:\n  现场审核: {公示开始: 2022-09-01}\n", ["4 unknown-key"]),
    (HEAD + "阶段:\n  现场审核: {开始: 2022-07-20, 完成: 2022-07-01}\n", ["4 date-order"]),
    (HEAD + "阶段:\n  现场审核: {完成: 2022/7/1}\n", ["4 wrong-type"]),
    (HEAD + '阶段:\n  现场审核: {完成: "2022-02-30"}\n', ["4 bad-date"]),
    (HEAD + "城市:\n  甲市:\n    材料: {保证书: 2022-05-01}\n", ["5 unknown-key"]),
    (HEAD + "城市:\n  甲市:\n    材料: {申请报告: 2021-05-20}\n", ["5 date-early"]),
    (HEAD + CITIES + "阶段:\n  评审遴选: {公示名单: [丁市]}\n", ["5 unknown-city"]),
    (HEAD + CITIES + "阶段:\n  评审遴选: {公示名单: [甲市, 乙市, 丙市]}\n", ["5 quota"]),
    (HEAD + CITIES + "命名: {日期: 2022-12-28, 名单: [甲市, 乙市, 丙市]}\n", ["4 quota"]),
    (HEAD + CITIES + "阶段:\n  评审遴选: {公示名单: [甲市]}\n" + NAMED, ["6 not-listed"]),
    (HEAD + "城市: {甲市: {年度报送: {2023: 2024-01-05}}}\n", ["3 not-named"]),
    (HEAD + "城市: {甲市: {年度报送: {明年: 2024-01-05}}}\n", ["3 bad-form"]),
    (HEAD + CITIES + NAMED + "撤销:\n  甲市: {日期: 2023-09-15, 情形: [4], 文件: 通报}\n", ["6 not-an-option"]),
    (HEAD + CITIES + NAMED + "撤销:\n  甲市: {日期: 2023-09-15, 情形: [], 文件: 通报}\n", ["6 empty"]),
    (HEAD + CITIES + NAMED + "撤销:\n  甲市: {日期: 未填, 情形: [1], 文件: 通报}\n", ["6 bad-form"]),
    (HEAD + CITIES + NAMED + "撤销:\n  甲市: {日期: 2023-09-15, 情形: [1]}\n", ["6 no-basis"]),
    (HEAD + CITIES + NAMED + "撤销:\n  甲市: {日期: 2022-06-01, 情形: [1], 文件: 通报}\n", ["6 date-order"]),
    (HEAD + CITIES + NAMED + "撤销:\n  丙市: {日期: 2023-09-15, 情形: [1], 文件: 通报}\n", ["6 not-named"]),
    (
        HEAD + "撤销:\n  丙市: {日期: 2023-09-15, 情形: [1], 文件: 通报, 命名周期: 2024}\n",
        ["4 date-order"],
    ),
    (HEAD + "口径: {公示首日: {选择: 计入}}\n", ["3 missing"]),
    (HEAD + "口径: {公示首日: {选择: 随意, 理由: 某}}\n", ["3 not-an-option"]),
]


@pytest.mark.parametrize(("text", "expected"), SLIPS, ids=[str(number) for number in range(len(SLIPS))])
def test_a_slip_is_told_at_its_line(text: str, expected: list[str]) -> None:
    assert codes(tried(text)) == expected


def test_more_names_than_the_quota_are_asked_about_and_not_refused() -> None:
    result = tried(HEAD + CITIES + "阶段:\n  评审遴选: {公示名单: [甲市, 乙市, 丙市]}\n")
    assert result.value is not None
    (problem,) = result.problems
    assert problem.severity is Severity.QUESTION
    assert problem.message == "“评审遴选”的名单有3个城市，多于2个"
    assert "我省示范城市申报总数控制在2个以内。" in problem.hint


def test_a_pack_without_cycle_cannot_be_followed() -> None:
    document = parse_document(HEAD.encode(), "周期.yaml").value
    assert document is not None
    result = read_cycle(document, replace(liaoning(), cycle=None))
    assert [problem.code for problem in result.problems] == ["no-cycle"]


def test_the_schema_is_one_an_editor_can_use() -> None:
    Draft202012Validator.check_schema(cycle_schema(liaoning()))
