"""What a person reads about amounts, penalties beyond the item, rescaling and grades; and the JSON of it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from scoring.assess import Assessment, Request, assess
from scoring.model.explanation import Explanation
from scoring.reports.render.card_json import card_json
from tests.kinds.packs_of_tests import PACKS

ROOT = Path(__file__).resolve().parents[2]


def assessed(tmp_path: Path, pack: str, rest: str) -> Assessment:
    file = tmp_path / "示例市.yaml"
    file.write_text(f"指标体系: {pack}\n城市: 示例市\n申报日期: 2022-05-20\n虚构样例: 是\n{rest}", encoding="utf-8")
    result = assess(Request(file=str(file), search=(str(PACKS),)))
    assert result.value is not None, result.problems
    return result.value


CLAUSES = """\
参照值: {市级部门人员平均年龄: {数值: 40, 年份: 2021, 来源: 示例}}
自评:
  "2.3": {人员持证率: 88}
  "2.8": {报告线索数: 8}
  "2.10": {合格率: 65}
  "2.11": {完成率: 76}
  "2.13": {平均年龄: 41.5}
  "2.14": {事件数: 3, 加倍系数: 2}
  "2.15": {已检查: 否}
  "3.2": {本年发生率: 7, 前三年平均发生率: 4}
  "3.4": {名次: 1, 并列家数: 2}
  "3.8": {问题项数: 2, 问题扣分: {分值: 3, 理由: 轻微}}
"""


def because(explanation: Explanation, clause: str) -> tuple[str, str]:
    item = explanation.of_item(clause.partition("-")[0])
    found = next(one for one in item.clauses if one.outcome.clause.id == clause)
    return found.verdict, found.because


@pytest.mark.parametrize(
    ("clause", "verdict", "words"),
    [
        ("2.3-1", "扣1分", "比100%低12%，每5%算一档，不足一档不计，计2档"),
        ("2.8-2", "得0.4分", "比6条高2条"),
        ("2.10-1", "扣2分", "落在“低于70%”一档，计2分"),
        ("2.11-1", "得8分", "达到95%得满分，其余按比例"),
        ("2.13-2", "扣0.5分", "比40岁高1.5岁，每1岁算一档，不足一档不计，计1档"),
        ("2.14-1", "扣12分", "再乘以2"),
        ("2.15-2", "直接计20分", "填报“已检查”为“否”"),
        ("3.2-1", "扣6分", "比4%高3个百分点"),
        ("3.4-1", "得7.5分", "按名次计分，并列的取所占名次的平均分"),
        ("3.8-1", "评判扣4分", "每项在2至5分之内"),
    ],
)
def test_a_reason_says_how_the_points_came_about(tmp_path: Path, clause: str, verdict: str, words: str) -> None:
    found = because(assessed(tmp_path, "clauses", CLAUSES).explanation, clause)
    assert found[0] == verdict
    assert words in found[1]


BEYOND = """\
自评:
  "1.1": {违规例数: 2}
  "1.2": {履行职责: 是}
  "1.3": {缺台账份数: 2}
  "2.1": {负面清单事项数: 1}
  "2.2": {负面舆情: 是, 弄虚作假: 否}
  "2.3": {表彰次数: 1}
  "3.1": {亡人事故: 否, 签责任书: 是}
  "3.2": {未整改项数: 0}
"""


def test_the_way_to_total_and_grade_is_told_step_by_step(tmp_path: Path) -> None:
    found = assessed(tmp_path, "beyond", BEYOND)
    assert found.explanation.total_trace == (
        "总分：各部分合计94分，“扣满4分的，追加扣除10分”（1.1）后84分，“每发生一起，当年测评成绩罚3分”（2.1）后81分，"
        "“每获一次表彰加2分”（2.3）后83分。",
        "等级：良好。",
        "“优秀”未达到：总分不到90分。",
        "“发生负面舆情的，一票否优”限定等级最高为“良好”，不改变得分。",
    )
    assert found.explanation.next_steps[0].worth == 10


STANDARDISED = """\
基本情况: {死亡人数: 1}
自评:
  "1.1": {一扣分: 45}
  "1.2": {二扣分: 30}
  "2.1": {有在建项目: 否}
  "2.2": {四扣分: 12}
"""


def test_a_standardised_score_shows_its_working(tmp_path: Path) -> None:
    found = assessed(tmp_path, "standardised", STANDARDISED)
    assert found.explanation.total_trace == (
        "不参评的项：2.1。",
        "总分：各部分合计713分，不参评的项不计，其余折算后891.25分，折合100分制89.125分，四舍五入89.1分。",
        "等级：二级。",
        "“一级”未达到：总分不到90分；条件““死亡人数”为0”不成立。",
    )
    assert found.explanation.of_item("2.1").summary == "本项不参评。"


@pytest.mark.parametrize(("pack", "rest"), [("beyond", BEYOND), ("standardised", STANDARDISED), ("clauses", CLAUSES)])
def test_the_json_fits_its_schema(tmp_path: Path, pack: str, rest: str) -> None:
    found = assessed(tmp_path, pack, rest)
    made = card_json(found.criteria, found.submission, found.card, found.evidence, found.explanation)
    schema = json.loads((ROOT / "docs" / "schemas" / "card-1.schema.json").read_text("utf-8"))
    jsonschema.validate({**json.loads(json.dumps(made)), "problems": []}, schema)


def test_the_report_prints_grade_working_and_items_left_out(tmp_path: Path) -> None:
    from scoring.reports.papers.report import report_of
    from scoring.reports.render import html

    found = assessed(tmp_path, "standardised", STANDARDISED)
    assert found.evidence is not None
    page = html(report_of(found.criteria, found.submission, found.card, found.evidence, found.explanation))
    for words in ("自评等级", "二级", "不参评的项不计，其余折算后891.25分", ">缺项<"):
        assert words in page
