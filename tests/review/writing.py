"""Review files for the tests, written as a reviewer would, about the sample city (invented)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator

from scoring.loading import Loaded, load_submission
from scoring.model.review import Review
from scoring.review import load_review

ROOT = Path(__file__).parents[2]
CITY = ROOT / "submissions" / "sample-city" / "submission.yaml"
DECLARED = "{利害关系: 无}"


@cache
def city() -> Loaded:
    """The sample city: it claims 92.5 points, among them 6 for 1.1, 4 for 1.3, 3 for 2.1 and 1.5 for 5.1."""
    found = load_submission(str(CITY)).value
    assert found is not None
    return found


def fits(value: object, name: str) -> bool:
    schema = json.loads((ROOT / "docs" / "schemas" / f"{name}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(value)
    return True


def text(
    *items: str,
    reviewer: str = "甲",
    stage: str = "资料审核",
    role: str = "组员",
    digest: str = "",
    declared: str = DECLARED,
    name: str = "示例市",
) -> str:
    head = [
        "指标体系: liaoning-2022",
        f"城市: {name}",
        f"自评校验值: {digest or city().submission.digest}",
        "虚构样例: 是",
        f"审核人: {reviewer}",
        f"审核人角色: {role}",
        f"阶段: {stage}",
        f"回避声明: {declared}",
        "审核日期: 2022-06-15",
        "审核意见:" if items else "审核意见: {}",
    ]
    return "\n".join([*head, *(f"  {item}" for item in items)]) + "\n"


def write(folder: Path, file: str, content: str) -> str:
    path = folder / file
    path.write_text(content, "utf-8")
    return str(path)


def review(folder: Path, *items: str, file: str = "", **head: str) -> Review:
    """A valid review, read from a file."""
    marks = [head.get(key, "") for key in ("reviewer", "stage", "role")]
    path = write(folder, file or f"{'-'.join(marks)}.yaml", text(*items, **head))
    found = load_review(path)
    assert found.value is not None, [problem.message for problem in found.problems]
    return found.value


ACCEPT = '"1.1": {意见: 认可}'
UNSOLVED = '"1.1": {意见: 调整, 改为: {会议解决实际问题: 否}, 理由: 台账里没有落实的记录}'
NO_MEETING = '"1.1": {意见: 调整, 改为: {专题会议次数: 0}, 理由: 纪要不是专题会议的}'
