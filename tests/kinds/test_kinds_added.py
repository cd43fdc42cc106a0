"""Items whose units' scores are added up: what a city reads and can do, and what is refused when the pack is loaded."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest

from scoring.advice.improve import improve
from scoring.assess import Request, assess
from scoring.cli.terminal import terminal_text
from scoring.model.scorecard import LineKind, Range
from scoring.reports.papers.item import item_blocks
from scoring.reports.papers.pack import settings_of
from scoring.reports.render.card_json import card_json
from tests.kinds.packs_of_tests import PACKS, pack
from tests.kinds.test_kinds_words import ROOT, assessed
from tests.validate.small_pack import FILES, read

F = Fraction
ANSWERS = """\
基本情况: {所辖县市区数: 3}
自评:
  "1.1":
    县市区:
      甲县: {建成: 是, 通过复核: 是}
      乙县: {建成: 是, 通过复核: 否}
      丙县: {建成: 否}
  "1.2":
    县市区:
      甲县: {问题处数: 10, 建立台账: 否}
      乙县: {问题处数: 8, 建立台账: 否}
  "1.3":
    机构: {甲机构: {不符合处数: 1}, 乙机构: 未检查}
  "1.5":
    托育机构: {甲机构: {机构不符合处数: 1}, 乙机构: {机构不符合处数: 2}, 丙机构: {机构不符合处数: 0}}
  "1.4":
    乡镇: {甲镇: {已报送: 是, 已公示: 否}, 乙镇: {已报送: 是, 已公示: 是}}
"""


def test_scores_costs_and_ledgers_add_up(tmp_path: Path) -> None:
    """1.1：3＋2＝5分；1.2：10－9－6＜0，扣完；1.3：3＋3＝6分；1.4：0＋2＝2分。"""
    found = assessed(tmp_path, "added", ANSWERS)
    scores = {one.item.id: one for one in found.card.sections[0].items}
    assert [one.score.low for one in scores.values()] == [5, 0, 6, 2, 6]
    assert found.card.total == Range(low=F(19), high=F(19))
    assert found.card.exact
    lines = [(line.kind, line.change) for line in scores["1.2"].ledger if line.kind is not LineKind.END]
    assert lines == [(LineKind.START, 10), (LineKind.CLAUSE, -9), (LineKind.CLAUSE, -6), (LineKind.FLOOR, 5)]
    explained = found.explanation.of_item("1.2")
    assert [clause.cost.low for clause in explained.clauses] == [9, 1], "the item has 10 points to lose"
    assert [clause.cost.low for clause in found.explanation.of_item("1.3").clauses] == [2]
    assert found.explanation.total_trace[0] == "1.1 按县市区逐一计分相加：甲县3分，乙县2分，丙县0分。"
    assert found.explanation.total_trace[1] == "1.2 按县市区逐一计分累计扣分：甲县扣8分，乙县扣7分。"
    assert (
        "各县市区扣分（累计）：甲县扣8分，乙县扣7分"
        in terminal_text(item_blocks(found, scores["1.2"]), columns=200, colour=False).splitlines()
    )
    shown = terminal_text(item_blocks(found, scores["1.1"]), columns=200, colour=False).splitlines()
    assert "各县市区得分（相加）：甲县3分，乙县2分，丙县0分" in shown
    assert any(line.endswith("  计分过程（各县市区相加）") for line in shown)


def test_what_mending_one_clause_is_worth_minds_the_one_amount(tmp_path: Path) -> None:
    """不计问题处数还扣6分，余4分；补了台账还扣9分，余1分。"""
    from scoring.explain.costs import worth

    found = assessed(tmp_path, "added", ANSWERS)
    score = next(one for one in found.card.sections[0].items if one.item.id == "1.2")
    assert [worth(score, at) for at in (0, 1)] == [4, 1]


def test_gains_are_exact_where_plain_items_say_the_same(tmp_path: Path) -> None:
    """1.4 的不得分只管一个镇，不能并成一项：它的得分照算，提分不细分，也就不称精确。"""
    found = assessed(tmp_path, "added", ANSWERS)
    made = improve(found.criteria, found.submission, found.card)
    gains = {fix.move.text: fix.gain for fix in made.fixes}
    assert gains["丙县的建成 从否到是"] == 2, "通过复核是另一个问题"
    assert gains["乙县的通过复核 从否到是"] == 1
    assert gains["甲机构的不符合处数 从1处到0处"] == 2
    assert not any("镇" in text for text in gains)
    assert not made.exact
    single = improve(found.criteria, found.submission, found.card, target=F(24))
    assert single.total == found.card.total


def test_the_json_lists_the_units(tmp_path: Path) -> None:
    found = assessed(tmp_path, "added", ANSWERS)
    made = json.loads(json.dumps(card_json(found.criteria, found.submission, found.card, None, found.explanation)))
    schema = json.loads((ROOT / "docs" / "schemas" / "card-1.schema.json").read_text("utf-8"))
    jsonschema.validate({**made, "problems": []}, schema)
    assert [unit["score"]["low"] for unit in made["sections"][0]["items"][0]["units"]] == [3, 2, 0]


def test_the_settings_of_an_item_are_told() -> None:
    items = pack("added").items_by_id
    assert settings_of(items["1.1"]) == ["按县市区逐个计分，相加。"]
    assert settings_of(items["1.2"]) == ["按县市区逐个计分，累计扣分。"]
    assert settings_of(items["1.5"]) == ["按托育机构逐个计分，取平均，共3个。"]
    assert settings_of(items["1.3"]) == ["按机构逐个计分，相加，每个满分5分，没有检查的计3分。"]
    assert (PACKS / "added").is_dir()


@pytest.mark.parametrize(
    ("each", "said"),
    [
        ("{name: 县区, take: sum}", ()),
        ("{name: 县区, take: sum, points: 4}", ()),
        ("{name: 县区, points: 2}", ("取平均的不写每个单位的满分",)),
        ("{name: 县区, take: sum, points: 5}", ("每个单位的满分 5 分超过本项满分 4 分",)),
        ("{name: 县区, take: sum, points: 3, unchecked: 4}", ("未检查的单位得分超过本项满分",)),
        ("{name: 县区, count: 3}", ()),
        ("{name: 县区, count: 0}", ("一共 0 个县区，不是个数",)),
        ("{name: 县区, count: 2.5}", ("一共 2.5 个县区，不是个数",)),
        ("{name: 县区, count: 三}", ("基本情况里没有名为“三”的个数",)),
        ("{name: 县区, take: total}", ("“take”只能是“mean”、“sum”之一，这里写的是“total”",)),
    ],
)
def test_what_cannot_be_meant_is_refused(each: str, said: tuple[str, ...]) -> None:
    section = FILES["section-1.yaml"].replace("    points: 4\n", f"    points: 4\n    each: {each}\n")
    result = read({**FILES, "section-1.yaml": section})
    assert set(said) <= {one.message for one in result.problems}
    assert (result.value is None) is bool(said)


@pytest.mark.parametrize(
    ("old", "new", "problem", "score"),
    [
        (
            ", 丙机构: {机构不符合处数: 0}",
            "",
            "1.5 只列了2个托育机构，评分标准写明的是3个；没有列出的按未填计",
            (F(3), F(6)),
        ),
        ("丙机构: {", "丁机构: {机构不符合处数: 0}, 丙机构: {", "1.5 列了4个托育机构，评分标准写明的是3个", None),
    ],
)
def test_a_number_that_the_rules_fix_is_held_against_the_list(
    tmp_path: Path, old: str, new: str, problem: str, score: tuple[Fraction, Fraction] | None
) -> None:
    file = tmp_path / "示例市.yaml"
    head = "指标体系: added\n城市: 示例市\n申报日期: 2022-05-20\n虚构样例: 是\n"
    file.write_text(head + ANSWERS.replace(old, new), encoding="utf-8")
    result = assess(Request(file=str(file), search=(str(PACKS),)))
    assert [one.message for one in result.problems] == [problem]
    if score is None:
        assert result.value is None
    else:
        assert result.value is not None
        assert result.value.card.sections[0].items[4].score == Range(low=score[0], high=score[1])
        because = result.value.explanation.of_item("1.5").clauses[0].because
        assert "另有1个托育机构未列出" in because
