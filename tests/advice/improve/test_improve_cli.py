"""`scoring improve` and the report's plan, as a person runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.cli.running import HALF, ROOT, SAMPLE, run

WEAK = "submissions/weak-city/submission.yaml"

pytestmark = pytest.mark.usefixtures("at_the_root")


def test_text_for_a_complete_city() -> None:
    done = run("improve", WEAK)
    assert (done.code, done.told) == (0, "")
    lines = done.out.splitlines()
    assert "现在：38.5分（满分100分）" in lines
    assert any("婴幼儿家庭满意度 从86.5%到90%及以上" in line for line in lines)
    assert any("评判最多可再得9分" in line for line in lines)
    assert not any("缩小得最多" in line for line in lines)


def test_an_incomplete_city_is_told_what_to_fill_in_first() -> None:
    done = run("improve", HALF)
    assert done.code == 0
    assert "先填哪一项，总分的范围缩小得最多" in done.out
    assert "6.0 服务质量自评分：至少15分" in done.out


def test_an_unreachable_target_names_the_most() -> None:
    done = run("improve", WEAK, "--target", "95")
    assert "达不到95分：能改的都做到最多到86.5分，其余要看由人评判的各项（都评到最高可到97分）。" in done.out.replace(
        "\n", ""
    )


def test_one_department() -> None:
    done = run("improve", WEAK, "--owner", "市财政局")
    assert done.code == 0
    assert "经费专款专用" in done.out
    assert "安全事故" not in done.out
    wrong = run("improve", WEAK, "--owner", "市财政")
    assert wrong.code == 2
    assert "没有“市财政”这个责任部门" in wrong.told
    assert "市财政局" in wrong.told


@pytest.mark.parametrize("target", ["九十", "-3", "1/2", "80.x", ""])
def test_a_target_is_a_number_of_points(target: str) -> None:
    done = run("improve", WEAK, "--target", target)
    assert done.code == 2
    assert "不是分数" in done.told


def test_invalid_files_are_findings(tmp_path: Path) -> None:
    broken = tmp_path / "自评.yaml"
    broken.write_text("指标体系: liaoning-2022\n城市: [\n", "utf-8")
    assert run("improve", str(broken)).code == 1


@pytest.mark.parametrize(
    "words", [(WEAK,), (HALF, "--target", "80"), (SAMPLE, "--owner", "市财政局", "--target", "100")]
)
def test_json_keeps_to_its_published_schema(words: tuple[str, ...]) -> None:
    schema = json.loads((ROOT / "docs" / "schemas" / "improve-1.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    done = run("improve", *words, "--format", "json")
    found = json.loads(done.out)
    Draft202012Validator(schema).validate(found)
    assert found["schema"] == "scoring.improve/1"


def test_a_report_with_a_plan(tmp_path: Path) -> None:
    page = tmp_path / "报告.html"
    assert run("report", WEAK, "-o", str(page), "--target", "60").code == 0
    text = page.read_text("utf-8")
    assert "以下是达到60分最少要改的9处（已证明不能更少）" in text
    assert "专题会议次数" not in text.split("（二）下一步打算")[-1].split("</table>")[0]
    plain = tmp_path / "普通.html"
    assert run("report", WEAK, "-o", str(plain)).code == 0
    assert "以下按失分条款整理" in plain.read_text("utf-8")


def test_a_report_with_gains(tmp_path: Path) -> None:
    page = tmp_path / "报告.html"
    assert run("report", WEAK, "-o", str(page), "--improve").code == 0
    assert "婴幼儿家庭满意度 从86.5%到90%及以上" in page.read_text("utf-8")


def test_ranks_up_to_the_third_are_not_those_below_it(tmp_path: Path) -> None:
    """第3名及以下 would be the third and all that are worse."""
    pack = tmp_path / "ranked"
    pack.mkdir()
    (pack / "pack.yaml").write_text(
        "id: ranked\ntitle: 示例\nedition: '1'\npoints: 5\nsource: {title: 虚构, note: 测试}\n"
        "sections: [{id: '1', label: （一）, title: 甲, points: 5}]\neligibility: {text: 无, gates: {}}\n",
        "utf-8",
    )
    (pack / "section-1.yaml").write_text(
        "section: '1'\nitems:\n  - {id: '1.1', points: 5, requirement: 排名, scoring: 前3名的得5分,\n"
        "     facts: {名次: {type: count, unit: 名, ask: 第几名？, better: lower, minimum: 1}},\n"
        "     clauses: [{quote: 前3名的得5分, award: 5, when: 名次 <= 3}]}\n",
        "utf-8",
    )
    file = tmp_path / "自评.yaml"
    file.write_text("指标体系: ranked\n城市: 甲市\n自评: {'1.1': {名次: 5}}\n", "utf-8")
    assert "名次 从5名到3名以内" in run("improve", str(file)).out
