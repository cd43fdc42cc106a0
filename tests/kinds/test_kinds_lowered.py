"""Clauses that lower the grade by steps: what a person reads, the data, and what is refused when the pack is loaded."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from scoring.reports.render.card_json import card_json
from tests.kinds.packs_of_tests import pack
from tests.kinds.test_kinds_words import ROOT, assessed, because
from tests.validate.small_pack import FILES, PACK, read

ANSWERS = """\
自评:
  "1.1": {不符合处数: 1}
  "1.2": {未整改项数: 0}
  "2.1": {瞒报起数: 3}
  "2.2": {负面舆情: 否}
  "2.3": {}
"""


def test_the_steps_are_told_beside_the_points(tmp_path: Path) -> None:
    found = assessed(tmp_path, "lowered", ANSWERS)
    assert found.explanation.total_trace == (
        "等级：最低不合格，最高合格，未填的内容填好后才能定。",
        "没有限定和下降以前，按各级的要求是“优秀”。",
        "“瞒报的，每起下降一个等次，最多下降两个等次”使等级降2档，降到最后一级为止，不改变得分。",
        "“发生1起事故的下降一档，3起以上的下降三档”可能使等级降0～3档，降到最后一级为止，不改变得分。",
    )
    assert because(found.explanation, "2.1-1")[0] == "等级降2档"
    assert because(found.explanation, "2.3-1")[0] == "待定（可能降等级）"
    assert because(found.explanation, "1.2-2")[0] == "不降等级"
    assert found.card.total.low == found.card.total.high == 90
    assert found.card.unknown == ("事故起数",)


def test_the_data_fits_its_schema(tmp_path: Path) -> None:
    found = assessed(tmp_path, "lowered", ANSWERS)
    made = json.loads(
        json.dumps(card_json(found.criteria, found.submission, found.card, found.evidence, found.explanation))
    )
    schema = json.loads((ROOT / "docs" / "schemas" / "card-1.schema.json").read_text("utf-8"))
    jsonschema.validate({**made, "problems": []}, schema)
    lowered = made["standing"]["grade"]["lowered"]
    assert [one["clause"] for one in lowered] == ["1.2-2", "2.1-1", "2.3-1"]


def test_the_steps_are_told_where_two_packs_are_compared() -> None:
    shown = [clause.line for item in pack("lowered").items_by_id.values() for clause in item.clauses]
    assert "等次下降“瞒报起数”每个1档，最多2档" in shown
    assert "等次下降“事故起数”分档：>=1为1档，>=3为3档" in shown


GRADES = "grades: [{name: 好, at_least: 6}, {name: 差}]\nsections:"


@pytest.mark.parametrize(
    ("clause", "grades", "said"),
    [
        ("lower: 1, when: 会议次数 == 0", True, ()),
        ("lower: 1", False, ("没有等级可降",)),
        ("lower: 0.5", True, ("“lower”不能小于 1，这里写的是 0.5",)),
        ("lower: 1.5", True, ("“lower”应写降几档（如 1），或 tiers，这里写的是 1.5",)),
        ("lower: 一档", True, ("“lower”应写降几档（如 1），或 tiers，这里写的是“一档”",)),
        ("lower: 1, times: 2", True, ("降等级（lower）的条款不写 times",)),
        ("lower: 1, reach: total", True, ("降等级（lower）的条款不写 reach",)),
        ("lower: 1, at_most: 2", True, ("固定分数的条款不写 at_most",)),
        ("lower: 1, per: 会议次数, at_most: 1.5", True, ("1.5 档不是整数",)),
        (
            "lower: 1, per: 会议次数, step: 2, above: 1, partial: proportional",
            True,
            ("降等级（lower）的条款不能按比例",),
        ),
        (
            "lower: 1, fact: 会议次数, scale: {at_least: 2}",
            True,
            ("固定分数的条款不写 fact", "固定分数的条款不写 scale"),
        ),
        ("lower: tiers, fact: 会议次数, tiers: [{below: 2, points: 0.5}]", True, ("0.5 档不是整数",)),
        ("lower: 1, limit: 差", True, ("一条条款里有几种计分方式",)),
    ],
)
def test_what_cannot_be_meant_is_refused_where_it_stands(clause: str, grades: bool, said: tuple[str, ...]) -> None:
    files = dict(FILES)
    files["section-1.yaml"] = files["section-1.yaml"].replace("deduct: 2, when: 会议次数 == 0", clause)
    if grades:
        files["pack.yaml"] = PACK.replace("sections:", GRADES)
    result = read(files)
    found = [one for one in result.problems if one.location is not None and one.location.line == 15]
    assert tuple(one.message for one in found) == said
    assert (result.value is None) is bool(said)
