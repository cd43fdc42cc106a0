"""`scoring score` as a person meets it: the total, the formats, what stands above and below the table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.cli.running import HALF, ROOT, SAMPLE, run


def test_score_of_a_complete_city_exits_0_and_tells_nothing() -> None:
    done = run("score", SAMPLE)
    assert (done.code, done.told) == (0, "")
    assert "总分：92.5分（满分100分）" in done.out
    assert "申报资格：未发现不得申报的情形" in done.out


def test_score_of_an_incomplete_city_is_a_range_and_exits_1() -> None:
    done = run("score", HALF)
    assert done.code == 1
    assert "总分：39～99分（满分100分）" in done.out
    assert "申报资格：未定" in done.out


def test_score_of_a_city_that_may_not_apply_says_so() -> None:
    done = run("score", "submissions/not-eligible/submission.yaml")
    assert done.code == 1
    assert "申报资格：不具备" in done.out
    assert "不得申报" in done.out
    assert done.out.splitlines()[-1] == "结论：不具备申报资格（婴幼儿照护重大负面舆情），不能申报；以上得分只供参考。"


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_a_city_that_may_not_apply_is_a_finding_in_every_format(form: str) -> None:
    path = "submissions/not-eligible/submission.yaml"
    assert [run("score", path, "--format", form).code for _ in range(2)] == [1, 1]


def test_a_switched_interpretation_stands_below_the_table(city: Path) -> None:
    text = city.read_text("utf-8")
    city.write_text(text + "解释口径:\n  没有福利性托育需求时: {选择: 视同做到, 理由: 省里答复}\n", "utf-8")
    said = "  · 3.4 没有福利性托育需求时：取“视同做到”（默认“不得分”），理由：省里答复"
    assert said in run("score", str(city)).out.splitlines()
    assert "改选的口径" not in run("score", SAMPLE).out


def test_the_total_of_a_blank_submission_stands_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "空.yaml"
    path.write_text("指标体系: liaoning-2022\n城市: 未填\n", "utf-8")
    done = run("score", str(path))
    (total,) = [line.split() for line in done.out.splitlines() if line.startswith("合计")]
    assert total == ["合计", "100", "2～100", "0～98"]
    assert done.out.startswith("（城市未填）　")


def test_points_lost_are_not_broken_where_they_are_longer_than_points_got(tmp_path: Path) -> None:
    """Five points that nobody can get: 0～95 of 100, and 5～100 lost."""
    folder = tmp_path / "rest"
    folder.mkdir()
    pack = """\
id: rest
title: 示例评估指标体系
edition: "1"
points: 100
source: {title: 虚构的示例, note: 只供测试}
sections: [{id: "1", label: （一）, title: 甲部分, points: 100}]
eligibility: {text: 无, gates: {}}
"""
    section = """\
section: "1"
items:
  - id: "1.1"
    points: 100
    requirement: 制定方案。
    scoring: 制定方案的得95分
    facts: {制定方案: {type: bool, ask: 是否制定方案？, better: yes}}
    clauses: [{quote: 制定方案的得95分, award: 95, when: 制定方案}]
"""
    (folder / "pack.yaml").write_text(pack, "utf-8")
    (folder / "section-1.yaml").write_text(section, "utf-8")
    file = tmp_path / "自评.yaml"
    file.write_text("指标体系: rest\n城市: 甲市\n", "utf-8")
    out = run("score", str(file)).out
    assert next(line.split() for line in out.splitlines() if line.startswith("合计")) == [
        "合计",
        "100",
        "0～95",
        "5～100",
    ]


def test_a_pack_that_is_not_there_is_pointed_at(city: Path) -> None:
    text = city.read_text("utf-8")
    for name, said in (("liaoning-2023", "没有名为“liaoning-2023”的指标体系"), ("../自己的", "应填编号")):
        city.write_text(text.replace("指标体系: liaoning-2022", f"指标体系: {name}"), "utf-8")
        done = run("score", str(city))
        assert done.code == 1
        assert f"{city}:3:7: 错误：" in done.told
        assert said in done.told


def test_references_on_the_command_line_win_and_a_difference_is_questioned(city: Path, tmp_path: Path) -> None:
    references = tmp_path / "参照值.yaml"
    references.write_text("全省平均千人口托位数: {数值: 99, 年份: 2021, 来源: 虚构}\n", "utf-8")
    done = run("score", str(city), "--references", str(references))
    assert "总分：90.5分" in done.out
    assert "疑问：参照值“全省平均千人口托位数”与参照值文件" in done.told


def test_json_card_keeps_to_its_published_schema() -> None:
    schema = json.loads((ROOT / "docs" / "schemas" / "card-1.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for file in sorted(ROOT.glob("submissions/*/submission.yaml")):
        done = run("score", str(file.relative_to(ROOT)), "--format", "json")
        card = json.loads(done.out)
        if card["schema"] != "scoring.attainment/1":  # a plan without points; see tests/plans
            validator.validate(card)
    assert card["schema"] == "scoring.card/1"


def test_json_of_a_broken_file_is_still_json(city: Path) -> None:
    city.write_text("指标体系: liaoning-2022\n城市: [\n", "utf-8")
    done = run("score", str(city), "--format", "json")
    assert done.code == 1
    assert json.loads(done.out)["schema"] == "scoring.problems/1"


def test_csv_opens_in_spreadsheets() -> None:
    done = run("score", SAMPLE, "--format", "csv")
    assert done.out.startswith("\ufeff一级指标,指标项,指标内容,分值,最低得分,最高得分,未填,失分原因\r\n")
    assert "合计,,,100,92.5,92.5,," in done.out


def test_another_day_of_judging_is_named_above_the_table() -> None:
    line = "按2023年1月1日判断申报资格（--as-of）。"
    assert line in run("score", SAMPLE, "--as-of", "2023-01-01").out
    assert "--as-of" not in run("score", SAMPLE).out
    assert "--as-of" not in run("score", SAMPLE, "--as-of", "2022-05-20").out
