"""Plans on the command line: listed, shown, filled in, checked, scored, explained; a pack is only its folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.cli.running import ROOT, run
from tests.province.plans.small_plan import FILE, MAIN, PART
from tests.province.plans.sources import PACKS

ANKANG = "submissions/plan-ankang/submission.yaml"


@pytest.fixture
def dropped(tmp_path: Path) -> Path:
    """A folder that holds the small plan and a submission to it, outside the checkout."""
    place = tmp_path / "packs" / "small"
    place.mkdir(parents=True)
    (place / "pack.yaml").write_text(MAIN, encoding="utf-8")
    (place / "section-1.yaml").write_text(PART, encoding="utf-8")
    text = FILE + '指标进展:\n  "1.1": {2021: 40}\n  "1.4": {2022: 是}\n任务进展:\n  "1": {状态: 进行中}\n'
    (tmp_path / "进展.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def points_pack(folder: Path) -> None:
    """A copy of the Liaoning index under another name, beside the small plan."""
    copy = folder / "packs" / "next-index"
    copy.mkdir()
    for file in (ROOT / "criteria" / "liaoning-2022").glob("*.yaml"):
        text = file.read_text(encoding="utf-8").replace("id: liaoning-2022", "id: next-index")
        (copy / file.name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("how", ["option", "environment"])
def test_a_pack_is_only_its_folder(dropped: Path, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dropping a folder into a path given either way makes it listed and usable, with or without points."""
    points_pack(dropped)
    packs = str(dropped / "packs")
    where = ("--criteria-path", packs) if how == "option" else ()
    if how == "environment":
        monkeypatch.setenv("SCORING_CRITERIA_PATH", packs)
    listed = json.loads(run("criteria", "list", *where, "--format", "json").out)["criteria"]
    assert {"small", "next-index", "liaoning-2022", *PACKS} <= {row["id"] for row in listed}
    assert {row["id"]: row["kind"] for row in listed}["small"] == "plan"
    assert run("criteria", "show", "small", *where).code == 0
    assert run("criteria", "show", "next-index", *where).code == 0
    assert "2021年目标“43%”，实际40%" in run("explain", str(dropped / "进展.yaml"), "1.1", *where).out
    assert run("score", str(dropped / "进展.yaml"), *where).code == 1
    made = run("init", "next-index", "-o", str(dropped / "自评.yaml"), *where)
    assert made.code == 0
    assert "总分：" in run("score", str(dropped / "自评.yaml"), *where).out


def test_without_the_path_the_dropped_pack_is_not_found(dropped: Path) -> None:
    done = run("score", str(dropped / "进展.yaml"))
    assert done.code == 1
    assert "没有名为“small”的指标体系" in done.told


def test_the_shipped_list_names_every_plan() -> None:
    done = run("criteria", "list")
    assert (done.code, done.told) == (0, "")
    for name in PACKS:
        assert name in done.out
    assert "规划方案，没有分值" in done.out


def test_score_shows_values_targets_counts_and_units(dropped: Path) -> None:
    done = run("score", str(dropped / "进展.yaml"), "--criteria-path", str(dropped / "packs"))
    assert done.code == 1
    assert "（虚构样例，不代表任何真实地区）" in done.out
    lines = done.out.splitlines()
    (row,) = [line.split() for line in lines if line.startswith("1.1 ")]
    assert row == ["1.1", "覆盖率（%）", "约束", "40", "差3", "—", "目标90.5"]
    assert lines[lines.index("约束性指标：") + 1 :][:3] == [
        "  2021年　未达到1项",
        "  2023年　未到期1项",
        "预期性指标：",
    ]
    (unit,) = [line.split() for line in lines if line.startswith("甲局")]
    assert unit == ["甲局", "2", "1", "1"]
    assert "还没有填：1项任务的状态。" in done.out


def test_a_second_run_prints_the_same(dropped: Path) -> None:
    words = ("score", str(dropped / "进展.yaml"), "--criteria-path", str(dropped / "packs"))
    first, second = run(*words), run(*words)
    assert (second.code, second.out) == (first.code, first.out)
    pack = dropped / "packs" / "small" / "section-1.yaml"
    pack.write_text(pack.read_text(encoding="utf-8").replace("2021: 43", "2021: 39"), encoding="utf-8")
    assert "40 达到" in run(*words).out


def test_check_tells_what_is_open_and_what_is_wrong(dropped: Path) -> None:
    where = ("--criteria-path", str(dropped / "packs"))
    done = run("check", str(dropped / "进展.yaml"), *where)
    assert (done.code, done.out) == (0, f"{dropped / '进展.yaml'}：没有发现问题；还没有填：1项任务的状态。\n")
    bad = dropped / "坏.yaml"
    bad.write_text(FILE + '指标进展:\n  "1.1": {2021: 许多}\n', encoding="utf-8")
    done = run("check", str(bad), *where)
    assert done.code == 1
    assert "坏.yaml:6:17: 错误：“2021”应填百分比，这里写的是“许多”" in done.out
    found = json.loads(run("check", str(bad), *where, "--format", "json").out)["files"]
    assert [(file["ok"], len(file["problems"])) for file in found] == [(False, 1)]


def test_explain_takes_indicators_and_tasks(dropped: Path) -> None:
    where = ("--criteria-path", str(dropped / "packs"))
    done = run("explain", "任务1", str(dropped / "进展.yaml"), *where)
    assert done.out.splitlines() == [
        "任务1　甲事　进行中",
        "原文：做甲事。",
        "责任单位：甲局牵头，乙局、丙局（丁局）配合",
        "  · 牵头：甲局",
        "  · 配合：乙局、丙局（丁局）",
    ]
    done = run("explain", "9.9", str(dropped / "进展.yaml"), *where)
    assert done.code == 2
    assert "没有 9.9" in done.told


@pytest.mark.parametrize("name", PACKS)
def test_a_blank_file_is_valid_and_knows_nothing(name: str, tmp_path: Path) -> None:
    file = tmp_path / "进展.yaml"
    assert run("init", name, "-o", str(file)).code == 0
    schema = json.loads((tmp_path / f"{name}.schema.json").read_text(encoding="utf-8"))
    assert schema["properties"]["指标体系"] == {"const": name, **_rest(schema["properties"]["指标体系"])}
    assert run("check", str(file)).code == 0
    made = json.loads(run("score", str(file), "--format", "json").out)
    assert {year["state"] for one in made["indicators"] for year in one["years"]} == {"unknown", "no_target"}
    assert {task["state"] for task in made["tasks"]} == {"未填"}
    assert made["complete"] is False


def _rest(of: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in of.items() if key != "const"}


@pytest.mark.parametrize("name", PACKS)
def test_criteria_check_says_what_it_checks_of_a_plan(name: str) -> None:
    done = run("criteria", "check", name)
    assert done.code == 0
    assert "没有错误" in done.out
    assert "数与原文的字一致" in done.out
    pack = json.loads(run("criteria", "check", name, "--format", "json").out)["packs"][0]
    assert (pack["ok"], pack["criteria"], pack["plan"]["id"]) == (True, None, name)


def test_criteria_check_finds_a_figure_that_its_words_do_not_hold(dropped: Path) -> None:
    pack = dropped / "packs" / "small" / "section-1.yaml"
    text = pack.read_text(encoding="utf-8").replace("value: 80, text", "value: 8, text").replace("43, 2022", "30, 2022")
    pack.write_text(text, encoding="utf-8")
    done = run("criteria", "check", "small", "--criteria-path", str(dropped / "packs"))
    assert done.code == 1
    assert "原文“不超过80元”里没有这个数" in done.out


def test_criteria_check_questions_a_target_below_the_one_before(dropped: Path) -> None:
    pack = dropped / "packs" / "small" / "section-1.yaml"
    pack.write_text(pack.read_text(encoding="utf-8").replace("43, 2022", "30, 2022"), encoding="utf-8")
    done = run("criteria", "check", "small", "--criteria-path", str(dropped / "packs"))
    assert done.code == 0
    assert "1.1 2021年目标“30”比基数“38”要求还松" in "".join(line.strip() for line in done.out.splitlines())


def test_an_overlay_on_a_plan_is_refused_in_one_sentence(tmp_path: Path) -> None:
    place = tmp_path / "over"
    place.mkdir()
    (place / "pack.yaml").write_text(
        'id: over\nextends: ankang-2025\ntitle: 示例\nedition: "1"\nsource: {title: 甲, note: 乙}\n', encoding="utf-8"
    )
    done = run("criteria", "show", "over", "--criteria-path", str(tmp_path))
    assert done.code == 1
    assert "pack.yaml:2:10: 错误：“ankang-2025”是没有分值的规划方案" in done.told
    assert done.told.count("错误") == 1


@pytest.mark.parametrize(("command", "more"), [("improve", ()), ("compare", (ANKANG,))])
def test_commands_about_points_say_kindly_that_a_plan_has_none(command: str, more: tuple[str, ...]) -> None:
    done = run(command, ANKANG, *more)
    assert done.code == 1
    assert "“ankang-2025”是没有分值的规划方案" in done.told


def test_csv_has_a_row_for_each_year_with_a_target_or_a_value() -> None:
    done = run("score", ANKANG, "--format", "csv")
    lines = done.out.splitlines()
    assert lines[0] == "\ufeff指标,名称,单位,属性,年度,目标（原文）,实际值,结果,差额,方向依据"
    assert "2.5,每千人口拥有3岁以下婴幼儿托位数（个）,个,约束性,2020,,1.12,无目标,,建议" in lines
    assert "2.5,每千人口拥有3岁以下婴幼儿托位数（个）,个,约束性,2021,1.47,,未到期,,建议" in lines
    assert len(lines) == 1 + 24 + 189


def schema_of(name: str) -> Draft202012Validator:
    schema = json.loads((ROOT / "docs" / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize(
    "file", sorted(ROOT.glob("submissions/plan-*/submission.yaml")), ids=lambda path: path.parent.name
)
def test_attainment_keeps_to_its_published_schema(file: Path) -> None:
    made = json.loads(run("score", str(file.relative_to(ROOT)), "--format", "json").out)
    schema_of("attainment-1").validate(made)
    explained = json.loads(run("explain", str(file.relative_to(ROOT)), "1.1", "--format", "json").out)
    assert explained["schema"] == "scoring.explain-attainment/1"
    assert [one["id"] for one in explained["indicators"]] == ["1.1"]
    schema_of("attainment-1").validate({**explained, "schema": "scoring.attainment/1", "problems": []})


@pytest.mark.parametrize("name", PACKS)
def test_plans_keep_to_their_published_schemas(name: str) -> None:
    schema_of("plan-1").validate(json.loads(run("criteria", "show", name, "--format", "json").out))
    schema_of("criteria-check-1").validate(json.loads(run("criteria", "check", name, "--format", "json").out))
