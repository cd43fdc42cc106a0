"""Averages computed from the batch: worked out first, written down exactly, and used for every city."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from scoring.assess import Depth, Request, assess
from scoring.batch import BatchOptions, BatchResult, run
from scoring.model.references import ReferenceValue
from tests.batch.provinces import province, settings, tree

CITY = """\
指标体系: liaoning-2022
城市: {city}
申报日期: 2022-05-20
虚构样例: 是
基本情况: {{三岁以下婴幼儿数: {children}, 在托婴幼儿数: {inside}}}
自评:
  "3.5": {{婴幼儿入托率: {rate}%}}
"""
RATIO = "全省平均婴幼儿入托率:\n  由本批计算: {分子: 在托婴幼儿数, 分母: 三岁以下婴幼儿数}\n  年份: 2021\n"


def city(name: str, children: str, inside: str, rate: str) -> str:
    return CITY.format(city=name, children=children, inside=inside, rate=rate)


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """6200 of 90000 children are 62/9 percent: 甲 7 is above it, 乙 6.3 below, 丙 7.5 above."""
    files = {
        "甲市/自评.yaml": city("甲市", "40000", "2800", "7"),
        "乙市/自评.yaml": city("乙市", "30000", "1900", "6.3"),
        "丙市/自评.yaml": city("丙市", "20000", "1500", "7.5"),
    }
    (tmp_path / "参照值.yaml").write_text(RATIO, "utf-8")
    return province(tmp_path / "省", files)


def go(folder: Path, out: Path) -> BatchResult:
    asked = replace(settings(), references=str(folder.parent / "参照值.yaml"))
    return run([str(folder)], str(out), BatchOptions(settings=asked, workers=0, papers=False))


def scores(out: Path) -> dict[str, Any]:
    """What item 3.5 has for each city; its other 2 points wait for the average of places."""
    found = {}
    for line in (out / "results.jsonl").read_text("utf-8").splitlines():
        one = json.loads(line)
        items = one["result"]["items"] if one["result"] else []
        score = next((item["score"] for item in items if item["item"] == "3.5"), None)
        if score is not None:
            found[one["city"]] = (score["low"], score["high"])
    return found


def test_every_city_is_compared_with_the_average_of_all(three: Path, tmp_path: Path) -> None:
    made = go(three, tmp_path / "out")
    assert (made.scored, made.problems) == (3, ())
    # 婴幼儿入托率低的扣2分: 乙 only. The other 2 points are open.
    assert scores(tmp_path / "out") == {"甲市": (2, 4), "乙市": (0, 2), "丙市": (2, 4)}


def test_the_average_is_written_down_exactly_and_serves_one_city_alone(three: Path, tmp_path: Path) -> None:
    go(three, tmp_path / "out")
    written = tmp_path / "out" / "references.yaml"
    assert '{数值: {分子: 62, 分母: 9}, 年份: 2021, 来源: "由本批3个城市计算：' in written.read_text("utf-8")
    alone = assess(Request(file=str(three / "乙市" / "自评.yaml"), references=str(written), evidence=Depth.NONE)).value
    assert alone is not None
    value = dict(alone.card.references)["全省平均婴幼儿入托率"]
    assert isinstance(value, ReferenceValue)
    assert value.value * 9 == 62


def test_a_second_run_scores_nothing_and_leaves_the_same(three: Path, tmp_path: Path) -> None:
    go(three, tmp_path / "out")
    before = tree(tmp_path / "out")
    assert go(three, tmp_path / "out").done == 0
    assert tree(tmp_path / "out") == before


def test_another_city_changes_the_average_and_so_every_score(three: Path, tmp_path: Path) -> None:
    go(three, tmp_path / "out")
    province(three, {"丁市/自评.yaml": city("丁市", "10000", "1200", "12")})
    # (6200 + 1200) ÷ 100000 = 7.4%: now 甲 with 7 is below it too.
    assert go(three, tmp_path / "out").done == 4
    assert scores(tmp_path / "out") == {"甲市": (0, 2), "乙市": (0, 2), "丙市": (2, 4), "丁市": (2, 4)}


def test_a_city_without_the_number_leaves_it_unknown_and_is_named(three: Path, tmp_path: Path) -> None:
    province(three, {"丁市/自评.yaml": city("丁市", "未填", "1200", "12")})
    made = go(three, tmp_path / "out")
    assert [problem.code for problem in made.problems] == ["average-unknown"]
    assert "丁市缺少可用的“在托婴幼儿数”或“三岁以下婴幼儿数”" in made.problems[0].message
    assert scores(tmp_path / "out")["甲市"] == (0, 4)


def test_equal_submissions_count_once_and_rivals_not_at_all(three: Path, tmp_path: Path) -> None:
    again = (three / "甲市" / "自评.yaml").read_text("utf-8")
    province(three, {"甲市又一份/自评.yaml": again})
    assert go(three, tmp_path / "out").problems == ()
    assert "由本批3个城市计算" in (tmp_path / "out" / "references.yaml").read_text("utf-8")
    province(three, {"甲市又一份/自评.yaml": again.replace("2800", "2801")})
    assert "甲市（有两份不同的自评）缺少可用的" in go(three, tmp_path / "out").problems[0].message


def test_a_plain_file_of_references_leaves_no_file_behind(three: Path, tmp_path: Path) -> None:
    go(three, tmp_path / "out")
    plain = "全省平均婴幼儿入托率: {数值: 6.5%, 年份: 2021, 来源: 虚构}\n"
    (tmp_path / "参照值.yaml").write_text(plain, "utf-8")
    go(three, tmp_path / "out")
    assert not (tmp_path / "out" / "references.yaml").exists()
    assert scores(tmp_path / "out")["乙市"] == (0, 2)


def test_a_slip_in_the_file_is_told_for_each_input(three: Path, tmp_path: Path) -> None:
    (tmp_path / "参照值.yaml").write_text(RATIO.replace("在托婴幼儿数", "在托人数"), "utf-8")
    made = go(three, tmp_path / "out")
    assert {problem.code for _, problems in made.failed for problem in problems} == {"average"}
    assert len(made.failed) == 3
