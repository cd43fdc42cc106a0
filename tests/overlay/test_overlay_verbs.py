from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from tests.overlay.layers import BASE, FIRST, HEAD, ITEM_1, codes, lay, made

NEW_ITEM = """\
  - id: "1.3"
    points: 2
    requirement: 新增的一项。
    scoring: 未做到不得分。
    facts:
      做到: {type: bool, ask: 做到了吗？, better: yes}
    clauses:
      - {quote: 未做到不得分, forfeit: true, when: not 做到}
"""
TWELVE = HEAD + 'points: 12\nsections:\n  - {id: "1", changes: true, points: 9}\n'


def test_an_item_is_added_and_the_totals_are_proved_again(tmp_path: Path) -> None:
    criteria = made(lay(tmp_path, {"pack.yaml": TWELVE, "section-1.yaml": 'section: "1"\nitems:\n' + NEW_ITEM}))
    assert [item.id for item in criteria.sections[0].items] == ["1.1", "1.2", "1.3"]
    assert (criteria.points, criteria.sections[0].points) == (12, 9)
    assert criteria.sections[0].title == "甲部分"


def test_an_added_item_without_new_totals_is_refused_with_both_sums(tmp_path: Path) -> None:
    result = lay(tmp_path, {"pack.yaml": HEAD, "section-1.yaml": 'section: "1"\nitems:\n' + NEW_ITEM})
    assert codes(result) == ["base/pack.yaml:9 sum"]
    assert result.problems[0].message == "（一）甲部分各项合计 9 分，应为 7 分"
    assert "在基础指标体系里，不要改它；请在补充体系“over”里替换或补充" in result.problems[0].hint


def test_an_item_is_replaced_whole_in_its_old_place(tmp_path: Path) -> None:
    text = NEW_ITEM.replace('"1.3"', '"1.1"').replace("points: 2", "replaces: true\n    points: 4")
    criteria = made(lay(tmp_path, {"pack.yaml": HEAD, "section-1.yaml": 'section: "1"\nitems:\n' + text}))
    assert [item.id for item in criteria.sections[0].items] == ["1.1", "1.2"]
    assert criteria.items_by_id["1.1"].requirement == "新增的一项。"
    assert "会议次数" not in criteria.facts_by_name


def test_an_item_is_changed_in_part(tmp_path: Path) -> None:
    text = """\
section: "1"
items:
  - id: "1.1"
    changes: true
    notes: [补充说明]
    facts:
      会议次数: {changes: true, ask: 按纪要召开几次会议？}
      水平: {replaces: true, type: number, unit: 个, ask: 水平多高？, minimum: 0}
    interpretations:
      相等时: {changes: true, default: 扣, options: {另议: 由专家组定}}
    evidence:
      - {id: 会议纪要, title: 纪要, supports: [会议次数], basis: 建议}
    drop: {evidence: [方案]}
"""
    item = made(lay(tmp_path, {"pack.yaml": HEAD, "section-1.yaml": text})).items_by_id["1.1"]
    facts = {fact.name: fact for fact in item.facts}
    assert list(facts) == ["制定方案", "会议次数", "水平"]
    assert facts["会议次数"].ask == "按纪要召开几次会议？"
    assert facts["会议次数"].needs is not None
    assert facts["水平"].minimum == Fraction(0)
    assert item.interpretations[0].default == "扣"
    assert [option.name for option in item.interpretations[0].options] == ["不扣", "扣", "另议"]
    assert [one.id for one in item.evidence] == ["会议纪要"]
    assert item.notes == ("补充说明",)
    assert item.scoring == "未制定方案不得分，未召开会议扣2分，低于平均的扣1分。"


def test_an_option_is_reworded_by_dropping_it_first(tmp_path: Path) -> None:
    text = """\
section: "1"
items:
  - id: "1.1"
    changes: true
    interpretations:
      相等时: {changes: true, drop: {options: [扣]}, options: {扣: 相等的也要扣分}}
"""
    reading = made(lay(tmp_path, {"pack.yaml": HEAD, "section-1.yaml": text})).interpretations_by_name["相等时"]
    assert {option.name: option.text for option in reading.options} == {"不扣": "不扣分", "扣": "相等的也要扣分"}


@pytest.mark.parametrize("place", ["pack.yaml", "section-2.yaml"])
def test_an_item_may_be_dropped_from_either_file(tmp_path: Path, place: str) -> None:
    drop = 'drop: {items: ["2.0"]}\n'
    item = NEW_ITEM.replace('"1.3"', '"2.1"').replace("points: 2", "points: 3")
    files = {
        "pack.yaml": HEAD + 'sections:\n  - {id: "2", changes: true, gap: null}\n',
        "section-2.yaml": 'section: "2"\nitems:\n' + item,
    }
    files[place] += drop
    criteria = made(lay(tmp_path, files))
    assert [item.id for item in criteria.sections[1].items] == ["2.1"]
    assert criteria.sections[1].gap is None


def test_a_whole_section_is_replaced_by_its_new_set_of_items(tmp_path: Path) -> None:
    first = NEW_ITEM.replace('"1.3"', '"1.1"').replace("points: 2", "points: 7")
    text = 'section: "1"\nreplaces: true\nitems:\n' + first
    criteria = made(lay(tmp_path, {"pack.yaml": HEAD, "section-1.yaml": text}))
    assert [(item.id, item.points) for item in criteria.sections[0].items] == [("1.1", 7)]
    assert "去掉指标项 1.2" in criteria.extends[0].changes


def test_a_section_is_added_and_another_dropped(tmp_path: Path) -> None:
    item = NEW_ITEM.replace('"1.3"', '"3.1"').replace("points: 2", "points: 3")
    head = HEAD + 'sections:\n  - {id: "3", label: （三）, title: 丙部分, points: 3}\ndrop: {sections: ["2"]}\n'
    criteria = made(lay(tmp_path, {"pack.yaml": head, "section-3.yaml": 'section: "3"\nitems:\n' + item}))
    assert [section.id for section in criteria.sections] == ["1", "3"]
    assert criteria.sections[1].items[0].label == "（三）1"


def test_profile_references_assumptions_and_eligibility_are_merged_by_name(tmp_path: Path) -> None:
    head = (
        HEAD
        + """\
profile:
  托位数: {type: count, unit: 个, ask: 有多少托位？}
  常住人口: {changes: true, ask: 年末常住人口是多少？}
references:
  平均水平: {replaces: true, type: number, unit: 张, ask: 平均几张？}
assumptions:
  - {about: 并列, replaces: true, text: 同分的抽签。}
  - {about: 小数, text: 不取舍。}
eligibility:
  gates:
    甲类事件: {changes: true, years: 3}
title: 另一个名称
"""
    )
    criteria = made(lay(tmp_path, {"pack.yaml": head, "section-1.yaml": FIRST_UNIT}))
    assert [(fact.name, fact.ask) for fact in criteria.profile] == [
        ("常住人口", "年末常住人口是多少？"),
        ("托位数", "有多少托位？"),
    ]
    assert criteria.references_by_name["平均水平"].unit == "张"
    assert [(one.about, one.text) for one in criteria.assumptions] == [("并列", "同分的抽签。"), ("小数", "不取舍。")]
    assert criteria.eligibility.gates[0].years == 3
    assert criteria.title == "另一个名称"


FIRST_UNIT = 'section: "1"\nitems:\n  - {id: "1.1", changes: true, facts: {水平: {changes: true, unit: 张}}}\n'


@pytest.mark.parametrize(
    ("section", "found"),
    [
        (ITEM_1, "section-1.yaml:3 overlay-exists"),
        (NEW_ITEM.replace("points: 2", "replaces: true\n    points: 2"), "section-1.yaml:3 overlay-unknown"),
        ('  - {id: "1.9", changes: true, points: 3}\n', "section-1.yaml:3 overlay-unknown"),
        ('  - {id: "1.1", changes: true, replaces: true}\n', "section-1.yaml:3 overlay-verb"),
        ('  - {id: "1.1", changes: 是的}\n', "section-1.yaml:3 overlay-verb"),
        ('  - {id: "1.1", changes: true, drop: {facts: [没有的]}}\n', "section-1.yaml:3 overlay-unknown"),
        ('  - {id: "1.1", changes: true, drop: {clauses: [1.1-1]}}\n', "section-1.yaml:3 overlay-drop"),
        ('  - {id: "1.1", changes: true, drop: [制定方案]}\n', "section-1.yaml:3 overlay-drop"),
        ('  - {id: "1.1", changes: true, drop: {facts: 制定方案}}\n', "section-1.yaml:3 overlay-drop"),
        (
            '  - {id: "1.1", changes: true, facts: {水平: {type: bool, ask: 高吗？}}}\n',
            "section-1.yaml:3 overlay-exists",
        ),
        (
            '  - {id: "1.1", changes: true, interpretations: {相等时: {changes: true, options: {扣: 扣}}}}\n',
            "section-1.yaml:3 overlay-exists",
        ),
        ('  - {id: "1.1", changes: true}\ndrop: {items: ["1.1"]}\n', "section-1.yaml:3 overlay-verb"),
    ],
)
def test_what_is_not_said_plainly_is_refused_at_its_place(tmp_path: Path, section: str, found: str) -> None:
    result = lay(tmp_path, {"pack.yaml": HEAD, "section-1.yaml": 'section: "1"\nitems:\n' + section})
    assert result.value is None
    assert f"over/{found}" in codes(result)


def test_adding_an_id_that_exists_says_how_to_replace_it(tmp_path: Path) -> None:
    result = lay(tmp_path, {"pack.yaml": HEAD, "section-1.yaml": FIRST})
    first = next(problem for problem in result.problems if problem.code == "overlay-exists")
    assert first.message == "基础指标体系里已经有指标项“1.1”"
    assert first.hint == "要整个替换它，请加 replaces: true；只改其中几个键，请加 changes: true；要新增，请换一个编号。"
    assert first.excerpt == '  - id: "1.1"'


def test_dropping_something_misspelt_asks_what_was_meant(tmp_path: Path) -> None:
    result = lay(tmp_path, {"pack.yaml": HEAD + "drop: {references: [平均水准], profile: [常住人口]}\n"})
    problem = next(problem for problem in result.problems if problem.code == "overlay-unknown")
    assert (problem.message, problem.hint) == ("基础指标体系里没有参照值“平均水准”，不用去掉", "是不是“平均水平”？")


def test_a_dropped_reference_that_a_clause_reads_is_missed_in_the_base_file(tmp_path: Path) -> None:
    result = lay(tmp_path, {"pack.yaml": HEAD + "drop: {references: [平均水平]}\n"})
    assert {code.split()[0].split(":")[0] for code in codes(result)} == {"base/section-1.yaml"}
    assert all("请在补充体系“over”里替换或补充" in problem.hint for problem in result.problems)


def test_words_about_members_mean_nothing_inside_a_replaced_item(tmp_path: Path) -> None:
    text = ITEM_1.replace("points: 4", "replaces: true\n    points: 4").replace(
        "制定方案: {type", "制定方案: {replaces: true, type"
    )
    result = lay(tmp_path, {"pack.yaml": HEAD, "section-1.yaml": 'section: "1"\nitems:\n' + text})
    assert codes(result) == ["over/section-1.yaml:9 unknown-key"]


def test_identity_is_the_overlays_own(tmp_path: Path) -> None:
    result = lay(tmp_path, {"pack.yaml": "extends: base\n"})
    assert codes(result) == ["over/pack.yaml:1 missing"]
    wrong = lay(tmp_path, {"pack.yaml": HEAD.replace("id: over", "id: other")}, name="over2")
    assert "over2/pack.yaml:1 id-mismatch" in codes(wrong)


def test_a_base_with_mistakes_is_reported_in_its_own_file(tmp_path: Path) -> None:
    base = {**BASE, "section-1.yaml": FIRST.replace("deduct: 2", "deduct: 9")}
    assert codes(lay(tmp_path, {"pack.yaml": HEAD}, base=base)) == ["base/section-1.yaml:15 clause-points"]


def test_what_cannot_both_be_true_is_added_over_names_of_the_base(tmp_path: Path) -> None:
    never = "checks:\n  两处不合: {never: 甲类事件 and 制定方案, ask: 问。}\n"
    criteria = made(lay(tmp_path / "added", {"pack.yaml": HEAD + never}))
    assert [one.name for one in criteria.checks] == ["两处不合"]
    assert criteria.extends[0].changes == ("新增核对 两处不合",)
    result = lay(tmp_path / "slip", {"pack.yaml": HEAD + never.replace("甲类事件", "乙类事件")})
    assert [code.split()[-1] for code in codes(result)] == ["condition-name"]
