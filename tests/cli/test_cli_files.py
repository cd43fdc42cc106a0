"""The commands that write files: `init` and `report`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.cli.running import SAMPLE, run


def test_init_writes_a_template_that_is_valid_and_scores_as_a_range(tmp_path: Path) -> None:
    target = tmp_path / "自评.yaml"
    done = run("init", "-o", str(target))
    assert (done.code, done.out) == (0, "")
    text = target.read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=./liaoning-2022.schema.json\n")
    Draft202012Validator.check_schema(json.loads((tmp_path / "liaoning-2022.schema.json").read_text("utf-8")))
    assert run("check", str(target)).code == 0
    scored = run("score", str(target))
    assert scored.code == 1
    assert "总分：2～100分" in scored.out


def test_init_never_overwrites_unless_told(tmp_path: Path) -> None:
    target = tmp_path / "自评.yaml"
    target.write_text("我的答案", "utf-8")
    done = run("init", "-o", str(target))
    assert done.code == 1
    assert "--force" in done.told
    assert target.read_text("utf-8") == "我的答案"
    assert run("init", "-o", str(target), "--force").code == 0
    assert target.read_text("utf-8") != "我的答案"


def test_report_as_json_is_the_card(tmp_path: Path) -> None:
    target = tmp_path / "报告.json"
    done = run("report", SAMPLE, "-o", str(target))
    assert (done.code, done.out) == (0, "")
    assert json.loads(target.read_text("utf-8"))["total"] == {"low": 92.5, "high": 92.5}


def test_report_as_html_needs_no_script(tmp_path: Path) -> None:
    target = tmp_path / "报告.html"
    assert run("report", SAMPLE, "-o", str(target)).code == 0
    text = target.read_text("utf-8")
    assert "示例市" in text
    assert "<script" not in text


def test_nothing_is_written_for_an_invalid_city(city: Path, tmp_path: Path) -> None:
    city.write_text(city.read_text("utf-8").replace("经费专款专用: 是", "经费专款专用: 也许"), "utf-8")
    target = tmp_path / "报告.html"
    assert run("report", str(city), "-o", str(target)).code == 1
    assert not target.exists()


@pytest.mark.parametrize("option", [[], ["--references"]])
def test_a_report_never_overwrites_what_it_is_made_from(city: Path, tmp_path: Path, option: list[str]) -> None:
    target = tmp_path / "自评.html"
    target.write_bytes(city.read_bytes())
    words = [str(city), *option, str(target)] if option else [str(target)]
    done = run("report", *words, "-o", str(target))
    assert (done.code, target.read_bytes()) == (1, city.read_bytes())
    assert "这是这次运行要读的文件" in done.told


def test_a_wrong_font_is_told_for_html_too(city: Path, tmp_path: Path) -> None:
    done = run("report", str(city), "-o", str(tmp_path / "报告.html"), "--font", "仿宋=没有.ttf")
    assert done.code == 2
    assert "找不到“仿宋”的字体文件“没有.ttf”" in done.told


def test_a_template_is_not_written_over_a_folder(tmp_path: Path) -> None:
    done = run("init", "-o", str(tmp_path))
    assert done.code == 1
    assert "这是一个文件夹" in done.told
    assert "--force" not in done.told
