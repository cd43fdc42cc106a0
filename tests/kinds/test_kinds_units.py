"""Items scored unit by unit, and facts that ask for documents: what a city may write, reads and can do."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest

from scoring.advice.compare import Compared, compare
from scoring.advice.improve import improve
from scoring.assess import Assessment, Request, assess
from scoring.cli.terminal import terminal_text
from scoring.evidence_support import evidence_support
from scoring.model.scorecard import LineKind, Range
from scoring.reports.papers.item import item_blocks
from scoring.reports.render.card_json import card_json
from tests.kinds.packs_of_tests import PACKS, pack

F = Fraction
ROOT = Path(__file__).resolve().parents[2]
FILLED = """\
基本情况: {所辖县市区数: 3, 应查乡镇数: 2}
参照值: {全省平均入托率: {数值: 30, 年份: 2021, 来源: 示例}}
自评:
  "1.1":
    县市区:
      甲县: {问题处数: 1, 建立台账: 是}
      乙县: {问题处数: 1, 建立台账: 是}
      丙县: {问题处数: 9, 建立台账: 否}
  "1.2":
    抽查单位: {甲单位: {不符合处数: 0}, 乙单位: 未检查}
  "1.3":
    提供书面材料: 是
    未完成任务数: 1
    佐证材料:
      - {对应: 总结, 文件: 总结.pdf, 标题: 总结}
  "1.4":
    县市区: {甲县: {入托率: 20}, 乙县: {入托率: 40}}
  "1.5":
    县市区:
      甲县: {机构数: 10, 备案机构数: 7, 公示备案结果: 是}
      乙县: {机构数: 0, 备案机构数: 0}
      丙县: {机构数: 1, 备案机构数: 1, 公示备案结果: 是}
  "1.6":
    乡镇: {甲镇: {达标: 否}, 乙镇: {达标: 是}}
"""


def read(tmp_path: Path, rest: str, name: str = "示例市") -> tuple[Assessment | None, list[str]]:
    file = tmp_path / f"{name}.yaml"
    head = "指标体系: averaged\n城市: 示例市\n申报日期: 2022-05-20\n虚构样例: 是\n"
    file.write_text(head + rest, encoding="utf-8")
    result = assess(Request(file=str(file), search=(str(PACKS),)))
    return result.value, [f"{problem.code}：{problem.message}" for problem in result.problems]


def assessed(tmp_path: Path, rest: str, name: str = "示例市") -> Assessment:
    found, problems = read(tmp_path, rest, name)
    assert found is not None, problems
    return found


def item_of(found: Assessment, name: str) -> Range:
    return next(one.score for part in found.card.sections for one in part.items if one.item.id == name)


def test_the_mean_is_exact_and_the_ledger_adds_up(tmp_path: Path) -> None:
    """甲县、乙县各扣2分，丙县扣18＋5分而以10分为限：(8＋8＋0)÷3＝16/3。"""
    found = assessed(tmp_path, FILLED)
    score = next(one for one in found.card.sections[0].items if one.item.id == "1.1")
    assert score.score == Range(low=F(16, 3), high=F(16, 3))
    assert [(unit.name, unit.score.low) for unit in score.units] == [("甲县", 8), ("乙县", 8), ("丙县", 0)]
    changes = [(line.kind, line.change) for line in score.ledger if line.kind is not LineKind.END]
    assert changes == [
        (LineKind.START, 10),
        (LineKind.CLAUSE, F(-22, 3)),
        (LineKind.CLAUSE, F(-5, 3)),
        (LineKind.FLOOR, F(13, 3)),
    ]


def test_what_clauses_cost_is_the_mean_of_what_they_cost_each_unit(tmp_path: Path) -> None:
    """丙县的10分先由“每发现一处”扣完，台账那一条不再失分：(2＋2＋10)÷3＝14/3。"""
    explained = assessed(tmp_path, FILLED).explanation.of_item("1.1")
    assert [clause.cost.low for clause in explained.clauses] == [F(14, 3), 0]
    assert "甲县1处、乙县1处、丙县9处" in explained.clauses[0].because


def test_each_unit_reads_its_own_ratio_and_questions(tmp_path: Path) -> None:
    explained = assessed(tmp_path, FILLED).explanation.of_item("1.5")
    assert "甲县70%、乙县不适用、丙县100%" in explained.clauses[0].because
    assert "甲县是、乙县不需填报、丙县是" in explained.clauses[1].because


def test_units_are_listed_for_the_reader(tmp_path: Path) -> None:
    found = assessed(tmp_path, FILLED)
    assert found.explanation.total_trace[1] == "1.2 按抽查单位逐一计分取平均：甲单位25分，乙单位20分（未检查）。"
    score = found.card.sections[0].items[1]
    lines = terminal_text(item_blocks(found, score), columns=200, colour=False).splitlines()
    assert "各抽查单位得分（取平均）：甲单位25分，乙单位20分（未检查）" in lines
    assert "结论：满分25分，得22.5分（乙单位未检查，按20分计）。" in lines


def test_units_that_are_not_listed_have_names_that_cannot_be_taken_for_points(tmp_path: Path) -> None:
    found = assessed(tmp_path, FILLED.replace("所辖县市区数: 3", "所辖县市区数: 5"))
    assert found.explanation.total_trace[0] == (
        "1.1 按县市区逐一计分取平均：甲县8分，乙县8分，丙县0分，未列出的第1个县市区0～10分，未列出的第2个县市区0～10分。"
    )


def test_the_json_lists_units_and_fits_its_schema(tmp_path: Path) -> None:
    found = assessed(tmp_path, FILLED)
    made = json.loads(json.dumps(card_json(found.criteria, found.submission, found.card, None, found.explanation)))
    schema = json.loads((ROOT / "docs" / "schemas" / "card-1.schema.json").read_text("utf-8"))
    jsonschema.validate({**made, "problems": []}, schema)
    items = {item["id"]: item for item in made["sections"][0]["items"]}
    assert items["1.6"]["units"] == [
        {"name": "甲镇", "checked": True, "score": {"low": 8, "high": 8}},
        {"name": "乙镇", "checked": True, "score": {"low": 10, "high": 10}},
    ]
    assert "units" not in items["1.3"]


def test_too_many_units_are_refused_and_too_few_questioned(tmp_path: Path) -> None:
    found, problems = read(tmp_path, FILLED.replace("所辖县市区数: 3", "所辖县市区数: 2"))
    assert found is None
    assert problems[0] == "units-count：1.1 列了3个县市区，基本情况里“所辖县市区数”却是2"
    found, problems = read(tmp_path, FILLED.replace("所辖县市区数: 3", "所辖县市区数: 4"))
    assert problems[0] == "units-count：1.1 只列了3个县市区，基本情况里“所辖县市区数”是4；没有列出的按未填计"
    assert found is not None
    assert item_of(found, "1.1") == Range(low=F(4), high=F(13, 2)), "(8＋8＋0＋未列出的0至10)÷4"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("备案机构数: 7", "备案机构数: 11", "part-exceeds-whole：“备案机构数”（11）大于“机构数”（10）"),
        (
            "乙县: {机构数: 0, ",
            "乙县: {机构数: 0, 公示备案结果: 是, ",
            "not-asked：“公示备案结果”不用填，填的内容不计分",
        ),
        ("{达标: 否}", "{达标: 一半}", "not-an-option"),
        ("{甲镇: {达标: 否}", "{甲镇: 没有检查", "wrong-type"),
        ("甲县: {入托率: 20}", "甲县: 未检查", "wrong-type"),
        ("{入托率: 20}", "{入托率: 20, 入学率: 3}", "unknown-key"),
    ],
)
def test_answers_of_units_are_checked_as_any_others(tmp_path: Path, old: str, new: str, expected: str) -> None:
    _, problems = read(tmp_path, FILLED.replace(old, new))
    assert any(problem.startswith(expected) for problem in problems), problems


def test_what_can_be_mended_is_one_answer_of_one_unit(tmp_path: Path) -> None:
    """乙镇之外甲镇达标可加2分，除以2个乡镇是1分；全部改好就是满分，只有没有检查的单位差2.5分。"""
    found = assessed(tmp_path, FILLED)
    made = improve(found.criteria, found.submission, found.card)
    gains = {fix.move.text: fix.gain for fix in made.fixes}
    assert gains["甲镇的达标 从否到是"] == 1
    assert gains["甲县的问题处数 从1处到0处"] == F(2, 3)
    assert made.exact
    assert made.ceiling == F(185, 2)
    proof = next(fix for fix in made.fixes if fix.move.fact == "提供书面材料")
    assert proof.gain == 20
    assert proof.note == "在佐证材料里列出“工作台账”"


def test_a_comparison_says_which_units_differ(tmp_path: Path) -> None:
    left, right = (
        assessed(tmp_path, text, name)
        for text, name in ((FILLED, "左"), (FILLED.replace("{达标: 否}", "{达标: 是}"), "右"))
    )
    found = compare(*(Compared(criteria=s.criteria, submission=s.submission, card=s.card) for s in (left, right)))
    changed = {item.id: item for section in found.sections for item in section.items}["1.6"]
    assert changed.difference.low == 1
    assert changed.note == "本项按乡镇逐个计分取平均。甲镇8分→10分。"
    assert [(share.names, share.difference.low) for share in changed.shares] == [(("甲镇的达标",), 1)]


PROVED = FILLED.replace("标题: 总结}\n", "标题: 总结}\n      - {对应: 台账, 文件: 台账.pdf, 标题: 台账}\n")


def test_a_claim_without_its_documents_counts_as_no(tmp_path: Path) -> None:
    found = assessed(tmp_path, FILLED)
    assert item_of(found, "1.3") == Range(low=F(0), high=F(0))
    because = found.explanation.of_item("1.3").clauses[0].because
    assert "填的是“是”，但没有列出材料“工作台账”，按未提供计" in because
    assert item_of(assessed(tmp_path, PROVED), "1.3") == Range(low=F(20), high=F(20))


@pytest.mark.parametrize(("files", "low"), [((), 0), (("总结.pdf",), 0), (("总结.pdf", "台账.pdf"), 20)])
def test_documents_that_are_not_there_prove_nothing(tmp_path: Path, files: tuple[str, ...], low: int) -> None:
    """列出了而文件不在，“有材料支撑的得分”里这一项最低0分。"""
    import pikepdf

    for name in files:
        with pikepdf.new() as made:
            made.add_blank_page()
            made.save(tmp_path / name)
    found = assessed(tmp_path, PROVED)
    assert found.evidence is not None
    support = evidence_support(found.criteria, found.submission, found.card, found.evidence)
    reading = next(one for one in support.items if one.item == "1.3")
    assert (reading.claimed.low, reading.evidenced.low) == (20, low)


def test_each_and_proof_of_a_pack_are_told(tmp_path: Path) -> None:
    from scoring.cli.template import template
    from scoring.reports.papers.pack import settings_of

    items = pack("averaged").items_by_id
    assert settings_of(items["1.6"]) == ["按乡镇逐个计分，取平均，没有检查的计5分。"]
    assert settings_of(items["1.3"]) == ["“提供书面材料”须列出材料“工作总结”、“工作台账”，否则按“否”计。"]
    text = template(pack("averaged"), "x.json")
    assert "        问题处数: 未填" in text
    assert "答“是”须在下面列出材料：工作总结、工作台账；缺一份就按“否”计。" in text
    file = tmp_path / "空白.yaml"
    file.write_text(text, encoding="utf-8")
    blank = assess(Request(file=str(file), search=(str(PACKS),))).value
    assert blank is not None
    assert item_of(blank, "1.6") == Range(low=F(5), high=F(10))
