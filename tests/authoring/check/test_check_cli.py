"""`scoring criteria check` and `scoring criteria test` as a person runs them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from scoring.authoring.check import Analysis, check
from scoring.base.errors import Result
from scoring.cli import criteria_check
from scoring.model.criteria import Criteria
from tests.authoring.check.packs import CRITERIA, altered
from tests.cli.running import ROOT, run

CHECK = ("criteria", "check", "liaoning-2022")


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(ROOT)


_made: dict[str, Analysis] = {}


@pytest.fixture
def once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a check finds takes seconds; it is looked for once, and told in every form."""

    def known(name: str, loaded: Result[Criteria], *, scenario_limit: int) -> Analysis:
        if name not in _made:
            _made[name] = check(name, loaded, scenario_limit=scenario_limit)
        return _made[name]

    monkeypatch.setattr(criteria_check, "check", known)


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "docs" / "schemas" / name).read_text("utf-8"))
    return found


def test_the_text_says_what_it_found_first_and_last(once: None) -> None:
    ran = run(*CHECK)
    lines = ran.out.splitlines()
    assert ran.code == 0
    assert lines[0] == "辽宁省婴幼儿照护服务示范城市评估指标（2022）　指标体系检查"
    assert lines[-1] == "liaoning-2022：没有错误；1处疑问，1处提示。"
    for part in ("结论", "原文覆盖", "分值合计", "得分范围", "条款", "方向", "规则测试", "变异"):
        assert part in lines
    assert "疑问：1.3 最低2分：有2分无论如何不会失去" in ran.out


def test_json_fits_its_schema(once: None) -> None:
    ran = run(*CHECK, "--format", "json")
    value = json.loads(ran.out)
    jsonschema.Draft202012Validator(schema("criteria-check-1.schema.json")).validate(value)
    (pack,) = value["packs"]
    assert (value["ok"], pack["exact"], pack["totals"]["mutation_score"]) == (True, True, 1)
    assert pack["sections"][-1]["readings"][0]["reach"]["low"] == 2


def test_one_html_file_needs_nothing_beside_it(once: None, tmp_path: Path) -> None:
    path = tmp_path / "检查.html"
    ran = run(*CHECK, "-o", str(path))
    assert (ran.code, ran.out) == (0, "")
    page = path.read_text("utf-8")
    assert not re.search(r"<script|src=|href=\"(?!#)|url\(|@import", page)
    assert '<span class="clause">召开会议未解决实际问题扣2分</span><span class="about">〔1.1-3〕</span>' in page
    assert str(CRITERIA) not in page
    links = re.findall(r'href="#([^"]+)"', page)
    assert len(links) == 8
    assert [link for link in links if f'id="{link}"' not in page] == []


def test_errors_exit_1_and_name_the_place(tmp_path: Path) -> None:
    altered(tmp_path, "section-1.yaml", "- quote: 未召开专题会议扣3分", "- quote: 未召开专题会扣3分")
    ran = run("criteria", "check", str(tmp_path / "liaoning-2022"))
    assert ran.code == 1
    assert "section-1.yaml:" in ran.out
    assert "指标体系没有装入" in ran.out
    assert "条款\n" not in ran.out


def test_what_a_pack_says_is_escaped_on_the_page(tmp_path: Path) -> None:
    altered(tmp_path, "pack.yaml", "short_title: 辽宁省", "short_title: <b>辽宁省")
    path = tmp_path / "检查.html"
    assert run("criteria", "check", str(tmp_path / "liaoning-2022"), "-o", str(path)).code == 0
    assert "&lt;b&gt;辽宁省" in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("criteria", "check", "没有这个"), 1, "没有名为“没有这个”的指标体系"),
        ((*CHECK, "-o", "检查.docx"), 2, "以 .html 或 .json 结尾"),
        ((*CHECK, "--cell-limit", "0"), 2, "--cell-limit"),
        (("criteria", "test", "没有这个"), 1, "没有名为“没有这个”的指标体系"),
    ],
)
def test_mistaken_use_says_what_to_do(words: tuple[str, ...], code: int, told: str) -> None:
    ran = run(*words)
    assert ran.code == code
    assert told in ran.out + ran.told


def test_the_rule_tests_of_every_pack_pass() -> None:
    ran = run("criteria", "test", "--all")
    assert ran.code == 0
    assert re.search(r"^liaoning-2022：\d+条规则测试全部通过。$", ran.out, re.MULTILINE)


def test_a_failing_rule_test_is_told_with_its_place_and_both_values(tmp_path: Path) -> None:
    before = "deduct: 2\n        when: 专题会议次数 > 0"
    altered(tmp_path, "section-1.yaml", before, before.replace("2", "3", 1))
    pack = str(tmp_path / "liaoning-2022")
    ran = run("criteria", "test", pack)
    assert ran.code == 1
    assert "没有通过：1.1 开过一次会就不扣“未召开”的3分，未解决问题扣2分，得4分\n    应得 4 分，算出 3 分" in ran.out
    value = json.loads(run("criteria", "test", pack, "--format", "json").out)
    jsonschema.Draft202012Validator(schema("criteria-test-1.schema.json")).validate(value)
    assert value["ok"] is False
