"""Slips in review files, each with the problem it gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from scoring.base.errors import Problem, Severity
from scoring.model.review import Role, Stage, Verdict
from scoring.review import files, load_review, load_reviews, review_schema
from tests.review.writing import ACCEPT, UNSOLVED, city, review, text, write


def problems(folder: Path, content: str) -> list[Problem]:
    return list(load_review(write(folder, "审核.yaml", content)).problems)


def test_everything_a_file_says(tmp_path: Path) -> None:
    item = (
        '"1.1": {意见: 调整, 改为: {专题会议次数: 2}, 不认可的材料: [evidence/1.1/02-minutes.pdf], 理由: 两次不是专题会议, '
        "依据材料: [现场查阅会议记录], 日期: 2022-06-20}"
    )
    found = review(tmp_path, item, '"1.2": {意见: 认可}', reviewer="乙", stage="现场审核", role="组长")
    assert (found.reviewer, found.role, found.stage, found.conflict) == ("乙", Role.CHAIR, Stage.SITE, False)
    one = found.decisions["1.1"]
    assert (one.verdict, one.facts["专题会议次数"].value, one.rejected) == (
        Verdict.ADJUST,
        2,
        ("evidence/1.1/02-minutes.pdf",),
    )
    assert (one.reason, one.basis, str(one.on)) == ("两次不是专题会议", ("现场查阅会议记录",), "2022-06-20")
    assert str(found.decisions["1.2"].on) == "2022-06-15"


@pytest.mark.parametrize(
    ("item", "code", "part"),
    [
        ('"1.1": {意见: 调整, 理由: 没有}', "no-changes", "没有写“改为”"),
        ('"1.1": {意见: 认可, 改为: {专题会议次数: 2}}', "changes-unused", "意见却不是“调整”"),
        ('"1.1": {意见: 不认可材料, 理由: 没有}', "no-papers", "没有列出材料"),
        ('"1.1": {意见: 认可, 不认可的材料: [a.pdf]}', "papers-unused", "意见却是“认可”"),
        ('"1.1": {意见: 要求说明}', "no-reason", "没有写理由"),
        ('"1.1": {意见: 调整, 改为: {专题会议次数: 2}}', "no-reason", "没有写理由"),
        ('"1.1": {意见: 同意}', "not-an-option", "“意见”"),
        ('"1.1": {分值: 4}', "points-not-facts", "不能直接写“分值”"),
        ('"1.1": {专题会议次数: 2}', "misplaced", "应写在“改为”下面"),
        ('"1.1": {意见: 调整, 改为: {专题会议: 2}, 理由: 看了}', "unknown-key", "没有“专题会议”"),
        ('"1.1": {意见: 调整, 改为: {专题会议次数: 两次}, 理由: 看了}', "wrong-type", "应填整数"),
        ('"5.1": {意见: 调整, 改为: {监督检查评分: {分值: 1}}, 理由: 看了}', "judged-reason", "没有写理由"),
        ('"5.1": {意见: 调整, 改为: {监督检查评分: {分值: 3, 理由: 好}}, 理由: 好}', "out-of-range", "不能大于 2"),
        ('"9.9": {意见: 认可}', "unknown-item", "9.9"),
    ],
)
def test_slips_in_a_decision(tmp_path: Path, item: str, code: str, part: str) -> None:
    found = problems(tmp_path, text(item))
    assert [problem.code for problem in found if problem.severity is Severity.ERROR] == [code]
    (problem,) = [problem for problem in found if problem.code == code]
    assert part in problem.message
    assert problem.hint
    assert problem.location is not None
    assert problem.location.line == 11


def test_points_of_a_judged_item_are_shown_how(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, text('"5.1": {意见: 调整, 分值: 1, 理由: 看了}'))
    assert "改为: {监督检查评分: {分值: …, 理由: …}}" in problem.hint


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ({"stage": "初审"}, "not-an-option"),
        ({"digest": "abc"}, "bad-form"),
        ({"declared": "{利害关系: 有}"}, "conflict-reason"),
        ({"declared": "{利害关系: 不清楚}"}, "not-an-option"),
        ({"role": "主任"}, "not-an-option"),
    ],
)
def test_slips_in_the_head(tmp_path: Path, head: dict[str, str], code: str) -> None:
    assert [problem.code for problem in problems(tmp_path, text(ACCEPT, **head))] == [code]


@pytest.mark.parametrize(("day", "place"), [("审核日期: 未填\n", (9, 7)), ("", (5, 6))])
def test_a_day_that_is_missing_for_all_is_told_once_where_it_is_missing(
    tmp_path: Path, day: str, place: tuple[int, int]
) -> None:
    given = [f'"{item}": {{意见: 认可}}' for item in ("1.1", "1.2", "1.3", "2.1")]
    content = text(*given, '"2.2": {意见: 认可, 日期: 2022-06-15}').replace("审核日期: 2022-06-15\n", day)
    (only,) = problems(tmp_path, content)
    assert (only.code, only.message) == ("no-day", "没有填“审核日期”，4处意见也没有写自己的“日期”")
    assert only.location is not None
    assert (only.location.line, only.location.column) == place


def test_a_day_that_does_not_exist_is_told_only_as_such(tmp_path: Path) -> None:
    content = text(ACCEPT).replace("审核日期: 2022-06-15", "审核日期: 2022-06-31")
    assert [problem.code for problem in problems(tmp_path, content)] == ["bad-date"]


def test_a_missing_declaration_is_told_but_can_still_come(tmp_path: Path) -> None:
    found = load_review(write(tmp_path, "审核.yaml", text(ACCEPT).replace("回避声明: {利害关系: 无}\n", "")))
    assert found.value is not None
    assert found.value.conflict is None
    assert [problem.code for problem in found.problems] == ["undeclared"]
    assert found.problems[0].hint.startswith("请照实写：有利害关系的写"), "neither answer is proposed"


def test_the_reader_is_as_strict_as_for_submissions(tmp_path: Path) -> None:
    twice = text(ACCEPT, UNSOLVED)
    assert [problem.code for problem in problems(tmp_path, twice)] == ["duplicate-key"]


def test_a_folder_gives_its_reviews_only(tmp_path: Path) -> None:
    (tmp_path / "甲").mkdir()
    review(tmp_path / "甲", ACCEPT)
    write(tmp_path, "自评.yaml", "指标体系: liaoning-2022\n城市: 甲市\n")
    broken = write(tmp_path, "坏.yaml", text('"1.1": {意见: 调整}'))
    found = load_reviews([str(tmp_path)])
    assert ([one.reviewer for one in found.reviews], found.broken) == (["甲"], (broken,))


def test_the_published_schema_is_valid_and_takes_a_good_file(tmp_path: Path) -> None:
    schema = review_schema(city().criteria)
    Draft202012Validator.check_schema(schema)
    good = {
        "指标体系": "liaoning-2022",
        "城市": "示例市",
        "自评校验值": "0" * 64,
        "审核人": "甲",
        "阶段": "资料审核",
        "审核意见": {"1.1": {"意见": "调整", "改为": {"专题会议次数": 2}, "理由": "看了"}},
    }
    Draft202012Validator(schema).validate(good)
    assert not Draft202012Validator(schema).is_valid({**good, "阶段": "初审"})


def test_more_files_than_are_looked_at_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST", 2)
    for number in range(3):
        review(tmp_path, reviewer=f"审{number}")
    found = load_reviews([str(tmp_path)])
    assert [problem.code for problem in found.problems] == ["too-many-files"]
    assert (len(found.reviews), found.broken) == (2, (str(tmp_path),))
