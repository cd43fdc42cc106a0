"""Bonuses that a higher score opens: gains measured on the whole card, worked out by hand on both sides of the line.

The pack: 100 points, 5 off for each fault, 10 off without publication; above 80 points 5 more for each of up to four bonuses.
"""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest

from scoring.advice.improve import Improvement, improve
from scoring.advice.improve.plans import next_steps
from scoring.loading import load_criteria
from scoring.model.criteria import Criteria
from scoring.rules import evaluate
from tests.cli.running import ROOT, run
from tests.rules.rules_factories import Stated, submission

CITY = """\
指标体系: gate
城市: 示例市
申报日期: 2022-05-31
虚构样例: 是
自评:
  "1.1": {不符合处数: 3, 已公开: 否}
  "2.1": {加分项数: 1}
"""
PACK = """\
id: gate
title: 示例
edition: "1"
points: 100
source: {title: 示例, note: 示例}
sections:
  - {id: "1", label: （一）, title: 扣分, points: 100}
  - {id: "2", label: （二）, title: 加分, points: 0}
eligibility: {text: 无, gates: {}}
"""
FIRST = """\
section: "1"
items:
  - id: "1.1"
    points: 100
    requirement: 扣分指标
    scoring: 每处不符合扣5分；没有公开的扣10分
    facts:
      不符合处数: {type: count, unit: 处, ask: 几处不符合？, better: lower}
      已公开: {type: bool, ask: 公开吗？, better: yes}
    clauses:
      - {quote: 每处不符合扣5分, deduct: 5, per: 不符合处数}
      - {quote: 没有公开的扣10分, deduct: 10, when: not 已公开}
"""
SECOND = """\
section: "2"
items:
  - id: "2.1"
    points: 0
    requirement: 加分指标
    scoring: 得分高于80分的，每项加5分
    facts:
      扣分指标得分: {type: number, unit: 分, ask: 第一部分得几分？, derive: {score: "1"}}
      加分项数: {type: count, unit: 项, ask: 几项？, better: higher, maximum: 4, needs: 扣分指标得分 > 80}
    clauses:
      - {quote: 得分高于80分的，每项加5分, award: 5, per: 加分项数, when: 扣分指标得分 > 80, reach: total}
"""
WORDS = "得分高于80分的，每项加5分"
OPENS = f"由此“扣分指标得分”高于80：“{WORDS}”"


def written(folder: Path, first: str = FIRST) -> Path:
    """The folder of the pack."""
    place = folder / "gate"
    place.mkdir()
    for name, text in (("pack.yaml", PACK), ("section-1.yaml", first), ("section-2.yaml", SECOND)):
        (place / name).write_text(text, encoding="utf-8")
    return place


def staged(folder: Path, first: str = FIRST) -> Criteria:
    made = load_criteria(str(written(folder, first)), ()).value
    assert made is not None
    return made


def improved(criteria: Criteria, answers: dict[str, Stated], target: int | None = None) -> Improvement:
    city = submission(answers)
    card = evaluate(criteria, city, as_of=None, tool_version="0")
    return improve(criteria, city, card, target=None if target is None else Fraction(target))


def answers(count: int, published: bool, bonuses: int) -> dict[str, Stated]:
    return {"不符合处数": Fraction(count), "已公开": published, "加分项数": Fraction(bonuses)}


def gains(found: Improvement, name: str) -> dict[str, tuple[Fraction, str]]:
    return {fix.move.after: (fix.gain, fix.opens) for fix in found.fixes if fix.move.fact == name}


def test_a_move_past_the_line_brings_the_bonus_too(tmp_path: Path) -> None:
    """100 − 15 − 10 = 75. Published: 85, and 2 × 5 more = 95. Two faults: 80, which is not above 80; one fault: 85 + 10."""
    found = improved(staged(tmp_path), answers(3, False, 2))
    assert found.exact
    assert found.total.low == 75
    assert gains(found, "已公开") == {"是": (20, OPENS)}
    assert gains(found, "不符合处数") == {"2处": (5, ""), "1处": (20, OPENS), "0处": (25, OPENS)}
    assert found.ceiling == 120  # nothing wrong, 4 × 5 more


def test_what_brings_nothing_below_the_line_says_so_and_what_with(tmp_path: Path) -> None:
    """More bonuses alone stay shut; with no fault left 90 + 20 = 110, 35 more than 75."""
    found = improved(staged(tmp_path), answers(3, False, 2))
    (fix,) = [one for one in found.fixes if one.move.fact == "加分项数" and one.move.after == "4项"]
    assert (fix.gain, fix.together) == (0, 35)
    assert "只在“扣分指标得分”高于80时才计分" in fix.why
    together = {frozenset(move.fact for move in one.moves): (one.gain, one.apart, one.opens) for one in found.joint}
    assert together[frozenset(("不符合处数", "加分项数"))] == (35, 25, OPENS)


@pytest.mark.parametrize(
    ("target", "count", "facts"),
    [
        (95, 1, [["不符合处数"]]),  # 90 + 5
        (110, 2, [["不符合处数"], ["加分项数"]]),  # 90 + 20; both of 1.1 come to 100 + 5
        (111, 3, [["不符合处数", "已公开"], ["加分项数"]]),  # 100 + 20
    ],
)
def test_moves_that_reach_the_line_together_are_found(
    tmp_path: Path, target: int, count: int, facts: list[list[str]]
) -> None:
    plan = improved(staged(tmp_path), answers(3, False, 1), target).plan
    assert plan is not None
    assert (plan.reached, plan.proved, plan.count) == (True, True, count)
    assert sorted(sorted(move.fact for move in part.moves) for part in plan.parts) == sorted(facts)
    assert sum(part.gain for part in plan.parts) == plan.total.low - 75
    assert [part.opens for part in plan.parts if part.items == ("1.1",)] == [OPENS]


def test_above_the_line_the_bonus_is_open_already(tmp_path: Path) -> None:
    """100 − 15 = 85 and 10: 95. Each more bonus brings 5, each fault less 5, and no line is passed."""
    found = improved(staged(tmp_path), answers(3, True, 2))
    assert found.total.low == 95
    assert gains(found, "加分项数") == {"3项": (5, ""), "4项": (10, "")}
    assert gains(found, "不符合处数") == {"2处": (5, ""), "1处": (10, ""), "0处": (15, "")}


def test_an_open_answer_counts_as_the_worst(tmp_path: Path) -> None:
    """Published or not is open: 75 to 95. One fault less and it may still be no more than 80: 80 to 100."""
    stated = answers(3, False, 2)
    del stated["已公开"]
    found = improved(staged(tmp_path), stated)
    assert (found.total.low, found.total.high) == (75, 95)
    assert gains(found, "不符合处数")["2处"] == (5, "")
    assert gains(found, "不符合处数")["1处"][0] == 20


def many(count: int) -> str:
    """Things of 5 points each."""
    names = [f"第{number}件" for number in range(count)]
    facts = "".join(f"      {name}: {{type: bool, ask: 做了吗？, better: yes}}\n" for name in names)
    clauses = "".join(f"      - {{quote: {name}没做扣5分, deduct: 5, when: not {name}}}\n" for name in names)
    words = "；".join(f"{name}没做扣5分" for name in names)
    return (
        'section: "1"\nitems:\n  - id: "1.1"\n    points: 100\n    requirement: 扣分指标\n'
        f"    scoring: {words}\n    facts:\n{facts}    clauses:\n{clauses}"
    )


def test_where_sets_are_too_many_a_way_over_the_line_is_still_found(tmp_path: Path) -> None:
    """14 things of 5 points undone: 100 − 70 = 30. Eleven done: 85, above 80, and four bonuses 20 more: 105 with 12 moves."""
    stated: dict[str, Stated] = {f"第{number}件": False for number in range(14)}
    found = improved(staged(tmp_path, many(14)), {**stated, "加分项数": Fraction(0)}, 100)
    assert found.plan is not None
    assert (found.plan.reached, found.plan.proved, found.plan.count) == (True, False, 12)
    assert found.plan.total.low == 105
    assert found.ceiling == 120
    assert not found.exact


def test_the_steps_of_a_report_say_which_line_is_passed(tmp_path: Path) -> None:
    steps = next_steps(improved(staged(tmp_path), answers(3, False, 2)))
    assert OPENS in steps[0].text


def test_the_command_says_why_and_its_data_fit_the_schema(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "自评.yaml").write_text(CITY, encoding="utf-8")
    words = ("improve", str(tmp_path / "自评.yaml"), "--criteria-path", str(tmp_path), "--target", "110")
    told = "".join(run(*words).out.split())
    assert f"不符合处数从3处到0处（{OPENS}）" in told
    assert "最少改2处（已证明不能更少），改后110分" in told
    made = json.loads(run(*words, "--format", "json").out)
    jsonschema.validate(made, json.loads((ROOT / "docs/schemas/improve-1.schema.json").read_text("utf-8")))
    assert {part["items"][0]: part.get("opens", "") for part in made["plan"]["parts"]} == {"1.1": OPENS, "2.1": ""}
