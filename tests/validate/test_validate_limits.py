"""What a reference cannot be, and what the published schema refuses as the reading of a file does."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from scoring import submissions
from scoring.rules.regions import domain_of
from tests.liaoning import liaoning
from tests.validate.small_pack import document

HEAD = "指标体系: liaoning-2022\n城市: 示例市\n"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("全省平均千人口托位数", "-1", "参照值“全省平均千人口托位数”不会小于 0，这里写的是 -1"),
        ("全省平均千人口托位数", "-0.5", "参照值“全省平均千人口托位数”不会小于 0，这里写的是 -0.5"),
        ("全省平均婴幼儿入托率", "-3%", "“全省平均婴幼儿入托率”应在 0% 至 100% 之间，这里写的是“-3%”"),
    ],
)
def test_a_reference_below_its_minimum_is_an_error_told_once(name: str, value: str, said: str) -> None:
    text = f"{HEAD}参照值:\n  {name}: {{数值: {value}, 年份: 2021, 来源: 示例}}\n"
    result = submissions.submission(document(text), liaoning())
    assert [problem.message for problem in result.problems] == [said]


def test_a_reference_at_its_minimum_is_taken() -> None:
    text = f"{HEAD}参照值:\n  全省平均千人口托位数: {{数值: 0, 年份: 2021, 来源: 示例}}\n"
    assert submissions.submission(document(text), liaoning()).ok


def test_an_unknown_reference_is_searched_from_its_minimum_up() -> None:
    assert [domain_of(one).low for one in liaoning().references] == [0, 0]


def accepts(item: str, **answers: Any) -> bool:
    data = {"指标体系": "liaoning-2022", "城市": "示例市", "自评": {item: answers}}
    return Draft202012Validator(submissions.submission_schema(liaoning())).is_valid(data)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("101%", False),
        ("100.5%", False),
        ("-1%", False),
        ("100%", True),
        ("100.0%", True),
        ("99.95%", True),
        ("0%", True),
    ],
)
def test_the_published_schema_caps_percentages_written_as_text(text: str, fits: bool) -> None:
    assert accepts("5.5", 婴幼儿家庭满意度=text) is fits


@pytest.mark.parametrize(
    ("answer", "fits"),
    [
        ({"分值": 1, "理由": "见记录"}, True),
        ({"分值": 1, "理由": ""}, False),
        ({"分值": 1, "理由": " 　"}, False),
        ({"分值": 1, "理由": None}, False),
        ({"分值": 1}, False),
        ({"分值": "未填", "理由": None}, True),
        ({"分值": None}, True),
        ({"分值": 3, "理由": "见记录"}, False),
        ("未填", True),
    ],
)
def test_the_published_schema_wants_a_reason_for_points(answer: Any, fits: bool) -> None:
    assert accepts("5.1", 监督检查评分=answer) is fits


@pytest.mark.parametrize(
    ("path", "fits"),
    [
        ("evidence/1.1/01-通知.pdf", True),
        ("evidence/1.1/说明..pdf", True),
        ("../别处.pdf", False),
        ("evidence/../../别处.pdf", False),
        ("evidence/..", False),
        ("/tmp/a.pdf", False),
        ("~/a.pdf", False),
        ("C:/a.pdf", False),
        ("evidence\\a.pdf", False),
    ],
)
def test_the_published_schema_keeps_evidence_inside_the_folder(path: str, fits: bool) -> None:
    assert accepts("1.1", 佐证材料=[{"文件": path, "标题": "通知"}]) is fits


@pytest.mark.parametrize(
    ("day", "fits"),
    [("2022-02-29", True), ("2022-02-30", False), ("2022-04-31", False), ("2022-13-01", False), ("2022-00-10", False),
     ("2022-10-00", False), ("2022-12-31", True), ("0000-01-01", False)],
)  # fmt: skip
def test_the_published_schema_refuses_days_of_no_calendar(day: str, fits: bool) -> None:
    assert accepts("1.1", 佐证材料=[{"文件": "a.pdf", "标题": "通知", "日期": day}]) is fits
