"""A bare 认可 gives back points whose evidence is not there: asked item by item, in check, merge and batch.

The files of 1.1 are gone: 部门职责分工明确, 专题会议次数 and 会议解决实际问题 rest on them, so 无职责分工扣3分 and 未召开专题会议扣3分
put all 6 points of the item at stake.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.review.writing import CITY, fits, text, write

ACCEPT = '"1.1": {意见: 认可}'
CHECKED = '"1.1": {意见: 认可, 依据材料: [现场查阅的会议纪要原件]}'
QUESTION = "（一）1的材料不在，写“认可”就按填报的内容恢复6分"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The sample city without the files of 1.1."""
    folder = tmp_path / "申报材料" / "示例市"
    shutil.copytree(CITY.parent, folder)
    shutil.rmtree(folder / "evidence" / "1.1")
    (tmp_path / "意见").mkdir()
    return tmp_path


def claims(place: Path) -> str:
    return str(place / "申报材料" / "示例市" / "submission.yaml")


def test_check_asks(place: Path) -> None:
    file = write(place / "意见", "甲.yaml", text(ACCEPT))
    done = run("review", "check", file, "--of", claims(place))
    assert done.code == 0
    assert QUESTION in done.out
    assert QUESTION not in run("review", "check", file).out
    checked = write(place / "意见", "甲.yaml", text(CHECKED))
    assert QUESTION not in run("review", "check", checked, "--of", claims(place)).out


def test_merge_asks_with_who_said_it(place: Path) -> None:
    write(place / "意见", "甲.yaml", text(ACCEPT))
    write(place / "意见", "乙.yaml", text(ACCEPT, reviewer="乙"))
    done = run("review", "merge", claims(place), str(place / "意见"))
    assert done.code == 0
    said = "疑问：（一）1材料不在，资料审核中甲、乙写了“认可”，恢复6分，没有写依据材料和理由"
    assert said in "".join(done.out.split())
    value = json.loads(run("review", "merge", claims(place), str(place / "意见"), "--format", "json").out)
    assert fits(value, "review-1")
    assert value["restored"] == [{"item": "1.1", "points": 6, "stage": "资料审核", "by": ["甲", "乙"]}]


def test_one_who_says_why_answers_for_it(place: Path) -> None:
    write(place / "意见", "甲.yaml", text(ACCEPT))
    write(place / "意见", "乙.yaml", text(CHECKED, reviewer="乙"))
    assert "恢复6分" not in run("review", "merge", claims(place), str(place / "意见")).out


def test_a_later_stage_takes_it_back(place: Path) -> None:
    write(place / "意见", "甲.yaml", text(ACCEPT))
    none = '"1.1": {意见: 调整, 改为: {专题会议次数: 0, 部门职责分工明确: 否}, 理由: 现场没有见到}'
    write(place / "意见", "现场.yaml", text(none, stage="现场审核"))
    assert "恢复" not in run("review", "merge", claims(place), str(place / "意见")).out


def test_the_batch_asks(place: Path) -> None:
    write(place / "意见", "甲.yaml", text(ACCEPT))
    write(place / "意见", "丙.yaml", text(ACCEPT, name="丙市", digest="3" * 64))
    write(place / "意见", "坏.yaml", text('"1.1": {意见: 调整}'))
    write(place / "意见", "丁.yaml", text(ACCEPT, reviewer="丁", declared="{利害关系: 未填}"))
    write(place / "意见", "空.yaml", text(reviewer="戊", declared="{利害关系: 未填}"))
    out = place / "结果"
    done = run(
        "batch", str(place / "申报材料"), "-o", str(out), "--reviews", str(place / "意见"), "--reading", "verified"
    )
    (line,) = [json.loads(one) for one in (out / "results.jsonl").read_text("utf-8").splitlines()]
    asked = [one["message"] for one in line["problems"]]
    assert "（一）1材料不在，资料审核中甲写了“认可”，恢复6分，没有写依据材料和理由" in asked
    value = json.loads((out / "ranking.json").read_text("utf-8"))
    assert {one["file"]: one["reason"] for one in value["skipped"]} == {
        "意见/丙.yaml": "没有找到所审核的自评（丙市），这份审核意见没有计入",
        "意见/坏.yaml": "审核意见有错误，没有计入",
        "意见/丁.yaml": "审核意见（示例市）没有计入，没有填回避声明",
        "意见/空.yaml": "审核意见（示例市）没有计入，还没有填写",
    }
    assert "意见/丙.yaml 没有找到所审核的自评（丙市）" in done.told
