"""What `criteria check --tests` writes: for each mistake that nothing notices a rule test that would, its points left open."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from scoring.authoring.check import Analysis, check
from scoring.authoring.check.model import MutantState
from scoring.authoring.check.proposals import proposed_tests
from scoring.loading import load_criteria
from tests.cli.running import run

PACK = """\
id: fires
title: 示例
edition: "1"
points: 20
source: {title: 示例, note: 示例}
grades: [{name: 合格, at_least: 10}, {name: 不合格}]
sections: [{id: "1", label: （一）, title: 示例, points: 20}]
eligibility: {text: 无, gates: {}}
"""
SECTION = """\
section: "1"
items:
  - id: "1.1"
    points: 20
    requirement: 火灾
    scoring: 发生火灾的扣5至15分；瞒报的评定为不合格
    facts:
      发生火灾: {type: bool, ask: 有吗？, better: no}
      火灾扣分: {type: judged, minimum: 5, maximum: 15, step: 5, ask: 扣几分？, needs: 发生火灾}
      瞒报: {type: bool, ask: 有吗？, better: no}
    clauses:
      - {quote: 发生火灾的扣5至15分, deduct: judged, fact: 火灾扣分, when: 发生火灾}
      - {quote: 瞒报的评定为不合格, limit: 不合格, when: 瞒报}
"""
FILLED = """\
tests:
  - {name: 扣15分, item: "1.1", facts: {发生火灾: 是, 火灾扣分: {分值: 15, 理由: 例}, 瞒报: 否}, expect: {score: 5}}
  - {name: 扣5分, item: "1.1", facts: {发生火灾: 是, 火灾扣分: {分值: 5, 理由: 例}, 瞒报: 否}, expect: {score: 15}}
  - {name: 没有火灾, item: "1.1", facts: {发生火灾: 否, 火灾扣分: {分值: 5, 理由: 例}, 瞒报: 否}, expect: {score: 20, clauses: {1.1-1: not_applied}}}
totals:
  - {name: 瞒报, answers: {"1.1": {发生火灾: 否, 瞒报: 是}}, expect: {total: 20, grade: 不合格}}
  - {name: 没有瞒报, answers: {"1.1": {发生火灾: 否, 瞒报: 否}}, expect: {total: 20, grade: 合格}}
"""


def analysis(folder: Path) -> Analysis:
    return check(folder.name, load_criteria(str(folder), ()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "fires"
    (place / "tests").mkdir(parents=True)
    (place / "pack.yaml").write_text(PACK, encoding="utf-8")
    (place / "section-1.yaml").write_text(SECTION, encoding="utf-8")
    return place


def test_judgements_at_both_ends_and_grades_are_proposed_too(folder: Path) -> None:
    text, count = proposed_tests(analysis(folder))
    made = yaml.safe_load(text)
    assert count == len(made["tests"]) + len(made["totals"])
    fires = [one["facts"]["火灾扣分"]["分值"] for one in made["tests"] if "火灾扣分" in one["facts"]]
    assert {5, 15} <= set(fires)
    assert any(one["answers"]["1.1"]["瞒报"] and "grade" in one["expect"] for one in made["totals"])
    assert all(one["expect"]["score"] is None for one in made["tests"])
    assert all(one["expect"]["total"] is None for one in made["totals"])


def test_filled_in_by_hand_they_notice_the_mistakes(folder: Path) -> None:
    """20 − 15 = 5, 20 − 5 = 15; 瞒报 leaves the points as they are, and the last grade."""
    (folder / "tests" / "filled.yaml").write_text(FILLED, encoding="utf-8")
    left = {one.id for item in analysis(folder).items for one in item.mutants if one.state is MutantState.SURVIVED}
    assert left == set()


def test_a_file_that_is_there_is_not_replaced(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "建议.yaml"
    assert run("criteria", "check", str(folder), "--tests", str(path)).code == 1
    before = path.read_bytes()
    again = run("criteria", "check", str(folder), "--tests", str(path))
    assert again.code == 2
    assert "不会覆盖" in again.told
    assert path.read_bytes() == before
