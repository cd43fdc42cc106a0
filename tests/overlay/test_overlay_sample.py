"""The worked sample: section (六) completed with invented placeholders, and every output that names the overlay."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest

from scoring.authoring.ruletests import read_rule_tests, run_rule_test
from scoring.loading import load_criteria
from tests.cli.running import ROOT, run

SAMPLES = ROOT / "docs" / "samples"
PACK = "liaoning-2022-complete-sample"
CITY = "docs/samples/overlay-city.yaml"
HERE = ("--criteria-path", "docs/samples")
SENTENCE = "补充体系 liaoning-2022-complete-sample（版本 1）在 liaoning-2022（版本 1）基础上"


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")


def test_the_sample_completes_the_section_and_keeps_the_totals() -> None:
    result = load_criteria(str(SAMPLES / PACK))
    assert result.problems == ()
    criteria = result.value
    assert criteria is not None
    last = criteria.sections[5]
    assert [(item.id, item.points) for item in last.items] == [("6.1", 5), ("6.2", 6), ("6.3", 4)]
    assert (last.gap, criteria.points) == (None, Fraction(100))
    assert len(criteria.extends[0].items) == 27


def test_every_invented_sentence_of_the_sample_says_so() -> None:
    criteria = load_criteria(str(SAMPLES / PACK)).value
    assert criteria is not None
    for item in criteria.sections[5].items:
        assert item.requirement.startswith("（虚构占位，非原文）")
        assert (item.scoring or "").startswith("（虚构占位，非原文）")
        assert all(fact.ask.startswith("（虚构占位）") for fact in item.facts)
    for path in (SAMPLES / PACK).rglob("*.yaml"):
        assert "虚构占位，非原文" in path.read_text(encoding="utf-8").splitlines()[0]
    assert not (ROOT / "criteria" / PACK).exists()


def test_the_rule_tests_of_base_and_sample_pass() -> None:
    criteria = load_criteria(str(SAMPLES / PACK)).value
    assert criteria is not None
    tests = read_rule_tests(criteria)
    assert tests.problems == ()
    items = {test.item for test in tests.value or ()}
    assert items == set(criteria.items_by_id)
    assert [test.name for test in tests.value or () if run_rule_test(criteria, test)] == []


def test_the_score_names_the_overlay_and_what_it_did() -> None:
    ran = run("score", CITY, *HERE)
    assert ran.code == 0
    done = "新增约定 虚构占位；新增指标项 6.1、6.2、6.3；替换来源；修改一级指标 6；去掉指标项 6.0。"
    assert "".join(f"{SENTENCE}：{done}".split()) in "".join(ran.out.split())  # the line is wrapped
    # The same answers score 92.5 with the base, 13 of them for the one judged item that is replaced by 4 + 4 + 4.
    assert "总分：91.5分（满分100分）" in ran.out
    assert "原文不完整" not in ran.out


def test_an_explanation_names_it_too() -> None:
    ran = run("explain", "6.1", CITY, *HERE)
    assert ran.code == 0
    assert "".join(ran.out.split()).startswith("".join(SENTENCE.split()))


def test_the_json_card_carries_the_chain() -> None:
    card = json.loads(run("score", CITY, *HERE, "--format", "json").out)
    schema = json.loads((ROOT / "docs/schemas/card-1.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(card, schema)
    base = load_criteria("liaoning-2022").value
    assert base is not None
    assert card["criteria"]["id"] == PACK
    (below,) = card["criteria"]["extends"]
    assert (below["id"], below["edition"], below["sha256"]) == ("liaoning-2022", "1", base.digest)
    assert "去掉指标项 6.0" in below["changes"]


def test_the_report_names_it_under_provenance_and_conventions(tmp_path: Path) -> None:
    out = tmp_path / "报告.html"
    assert run("report", CITY, *HERE, "-o", str(out)).code == 0
    assert out.read_text(encoding="utf-8").count(SENTENCE) == 2


def test_the_lists_of_packs_name_the_base() -> None:
    assert "（补充体系，基础：liaoning-2022）" in run("criteria", "list", *HERE).out
    listed = json.loads(run("criteria", "list", *HERE, "--format", "json").out)["criteria"]
    extends = {row["id"]: row["extends"] for row in listed if row["kind"] == "points"}
    assert extends == {"liaoning-2022": [], PACK: ["liaoning-2022"]}
    assert SENTENCE in run("criteria", "show", PACK, *HERE).out
    shown = json.loads(run("criteria", "show", PACK, *HERE, "--format", "json").out)
    assert [base["id"] for base in shown["extends"]] == ["liaoning-2022"]


def test_a_published_sample_passes_the_check_that_its_guide_asks_for() -> None:
    ran = run("criteria", "check", f"docs/samples/{PACK}")
    assert (ran.code, "错误：" in ran.out) == (0, False)
