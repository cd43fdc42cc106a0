"""Every shape of condition with every kind of amount, for an item as a whole and unit by unit, answered, open and 不适用:
whatever a pack may say goes through check, score, explain, improve and report, and what clauses cost adds up."""

from __future__ import annotations

import re
from fractions import Fraction
from unittest.mock import patch

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from scoring import submissions
from scoring.advice.improve import improve, tables
from scoring.assess import Assessment, Request, evaluate
from scoring.cli.terminal import terminal_text
from scoring.loading import Loaded
from scoring.model.criteria import Start
from scoring.model.scorecard import ItemScore
from scoring.reports import render
from scoring.reports.papers.item import item_blocks
from scoring.reports.papers.report import report_of
from scoring.reports.render.card_json import card_json
from tests.validate.small_pack import document, read

F = Fraction
PHASES = (Phase.generate,)
"""Nothing is made smaller: what fails is printed, and one run stays short."""
CONDITIONS = (
    "",
    "达标",
    "not 达标",
    "次数 == 0",
    "次数 < 目标次数",
    "1 <= 次数 < 3",
    "比例 < 全省比例",
    "合格率 < 100",
    "等级 == '优'",
    "等级 not in ('优', '良')",
    "报送日期 > '2022-05-31'",
    "评分 >= 1",
    "口径 == '宽' or 达标",
    "达标 and 次数 >= 2",
    "达标 or 比例 < 60",
    "not (达标 and 60 <= 比例 < 90)",
    "(达标 or 次数 > 0) and (评分 < 2 or 等级 == '差') and not (报送日期 <= '2022-05-31')",
)
AMOUNTS = {
    "flat": "2",
    "per": "1, per: 次数",
    "per below": "1, per: 次数, below: 3",
    "per above": "1, per: 次数, above: 目标次数",
    "per step": "0.5, per: 比例, step: 5, below: 100, partial: none",
    "per part": "0.5, per: 比例, step: 7, below: 全省比例, partial: proportional",
    "tiers": "tiers, fact: 比例, tiers: [{below: 80, points: 1}, {below: 60, points: 3}]",
    "scale": "3, fact: 比例, scale: {at_least: 95, zero_at: 60}",
    "scale down": "3, fact: 合格率, scale: {at_most: 5}",
    "rank": "rank, fact: 次数, ranks: [3, 2, 1]",
    "rank tied": "rank, fact: 次数, ranks: [3, 2, 1], ties: mean, tied: 并列家数",
    "judged": "judged, fact: 评分",
    "judged per": "judged, fact: 评分, per: 次数, range: [0.5, 1]",
    "times": "1, per: 次数, times: 2, at_most: 3",
    "group": "2, group: 合用",
}
WAYS = {
    "whole": "",
    "mean": "{name: 单位}",
    "mean or zero": "{name: 单位, none: zero}",
    "mean counted": "{name: 单位, count: 单位数, none: absent}",
    "unchecked": "{name: 单位, count: 3, unchecked: 4}",
    "sum": "{name: 单位, take: sum}",
    "sum counted": "{name: 单位, count: 单位数, take: sum, points: 4}",
}
ANSWERS = {
    "达标": ("是", "否", "未填", "不适用"),
    "次数": ("0", "1", "2", "5", "未填"),
    "并列家数": ("1", "2", "未填"),
    "比例": ("55", "60%", "97.5", "未填", "不适用"),
    "合格数": ("0", "3", "未填"),
    "总数": ("0", "4", "未填"),
    "等级": ("优", "良", "差", "未填"),
    "报送日期": ("2022-05-31", "2022-06-01", "未填"),
    "评分": ("{分值: 1.5, 理由: 例}", "{分值: 0, 理由: 例}", "未填"),
}
PACK = """\
id: small
title: 各种写法
edition: "1"
points: 10
not_applicable: {policy}
source: {{title: 例, note: 只供测试}}
absent: {{treat: {absent}}}
profile:
  单位数: {{type: count, unit: 个, ask: 几个？}}
  目标次数: {{type: count, unit: 次, ask: 几次？}}
references:
  全省比例: {{type: percent, ask: 多少？}}
sections:
  - {{id: "1", label: （一）, title: 甲, points: 10}}
eligibility: {{text: 无, gates: {{}}}}
"""
SECTION = """\
section: "1"
items:
  - id: "1.1"
    points: 10
    requirement: 例
    scoring: 第一句，第二句，第三句
    start: {start}
{parts}
    clauses:
      - {{quote: 第一句, {first}}}
      - {{quote: 第二句, {second}}}
      - {{quote: 第三句, {third}}}
"""
FACTS = {
    "达标": "{type: bool, ask: 吗？, better: yes, not_applicable: 没有的}",
    "次数": "{type: count, unit: 次, ask: 几次？, better: lower}",
    "并列家数": "{type: count, unit: 家, minimum: 1, ask: 几家？}",
    "比例": "{type: percent, ask: 多少？, better: higher, needs: 次数 < 5, not_applicable: 没有的}",
    "合格数": "{type: count, unit: 个, ask: 几个？}",
    "总数": "{type: count, unit: 个, ask: 几个？}",
    "合格率": "{type: percent, ask: 多少？, derive: {numerator: 合格数, denominator: 总数}}",
    "等级": "{type: choice, choices: [优, 良, 差], ask: 哪级？, needs: 达标}",
    "报送日期": "{type: date, ask: 哪天？}",
    "评分": "{type: judged, minimum: 0, maximum: 2, step: 0.5, ask: 几分？}",
}
READS = {"比例": "次数", "合格率": "合格数 总数", "等级": "达标"}
READING = "      口径: {question: 宽还是严？, affects: rule, default: 严, why: 字面, options: {严: 严, 宽: 宽}}"


def used(clauses: list[str]) -> list[str]:
    """The facts that clauses look at, with those that these rest on; a pack declares no others."""
    text = " ".join(clauses)
    text += " ".join(
        more for name, more in READS.items() if re.search(rf"{name}(?!家数)", text.replace("全省比例", ""))
    )
    return [name for name in FACTS if name in text.replace("目标次数", "").replace("全省比例", "")]


@st.composite
def packs(draw: st.DrawFn, condition: str) -> dict[str, str]:
    clauses = []
    for place in range(3):
        effect = draw(st.sampled_from(("deduct", "award", "set" if place == 2 else "deduct", "forfeit")))
        when = condition if place == 0 else draw(st.sampled_from(CONDITIONS[1:]))
        simple = [AMOUNTS[name] for name in ("flat", "tiers", "rank")]
        amounts = simple if effect == "set" else list(AMOUNTS.values())
        says = "forfeit: true" if effect == "forfeit" else f"{effect}: {draw(st.sampled_from(amounts))}"
        clauses.append(f'{says}, when: "{when}"' if when else says)
    each, names, grouped = draw(st.sampled_from(tuple(WAYS.values()))), used(clauses), "group" in " ".join(clauses)
    assume(not grouped or len({clause[:6] for clause in clauses if "group" in clause}) == 1)
    parts = [
        *([f"    each: {each}"] if each else []),
        *(["    groups: {合用: {at_most: 3}}"] if grouped else []),
        "    facts:",
        *(f"      {name}: {FACTS[name]}" for name in names),
        *(["    interpretations:", READING] if "口径" in " ".join(clauses) else []),
    ]
    front = PACK.format(
        policy=draw(st.sampled_from(("full", "zero", "rescale"))),
        absent=draw(st.sampled_from(("full", "zero", "rescale"))),
    )
    section = SECTION.format(
        start=draw(st.sampled_from(("full", "zero") if any("award" in clause for clause in clauses) else ("full",))),
        parts="\n".join(parts),
        first=clauses[0],
        second=clauses[1],
        third=clauses[2],
    )
    return {"pack.yaml": front, "section-1.yaml": section}


@st.composite
def answers(draw: st.DrawFn, section: str) -> str:
    told = {name: draw(st.sampled_from(values)) for name, values in ANSWERS.items() if f"  {name}: {{type" in section}
    if told.get("总数") == "0":
        told["合格数"] = "0"
    return "{" + ", ".join(f"{name}: {value}" for name, value in told.items()) + "}"


@st.composite
def city_files(draw: st.DrawFn, section: str) -> str:
    names, item = ("甲", "乙", "丙")[: draw(st.integers(0, 3))], draw(answers(section))
    if "each:" in section:
        units = ", ".join(f"{name}: {draw(answers(section))}" for name in names)
        item = f"{{单位: {{{units}}}}}" if names else draw(st.sampled_from(("{单位: 未填}", "{单位: 无}")))
        if "count: 3" in section:
            item = item.replace("无}", "未填}")
    number = draw(st.sampled_from((str(len(names)), str(max(len(names), 2)), "未填")))
    if "无}" in item:
        number = draw(st.sampled_from(("0", "未填")))
    lines = ["指标体系: small", "城市: 示例市", "申报日期: 2022-05-20", "虚构样例: 是"]
    lines.append(f"基本情况: {{目标次数: {draw(st.sampled_from(('2', '未填')))}, 单位数: {number}}}")
    if draw(st.booleans()):
        lines.append("参照值: {全省比例: {数值: 80, 年份: 2021, 来源: 示例}}")
    if "口径:" in section and draw(st.booleans()):
        lines.append("解释口径: {口径: {选择: 宽, 理由: 例}}")
    return "\n".join([*lines, "自评:", f'  "1.1": {item}']) + "\n"


def assessed(files: dict[str, str], text: str) -> Assessment:
    """The whole way of `score`: pack and submission checked, scored and explained."""
    loaded = read(files)
    assert loaded.value is not None, [f"{one.message} {one.location}" for one in loaded.problems]
    made = submissions.submission(document(text), loaded.value)
    assert made.value is not None, [one.message for one in made.problems]
    return evaluate(Loaded(criteria=loaded.value, submission=made.value), Request(file="自评.yaml"))


def adds_up(found: Assessment, score: ItemScore) -> None:
    """The ledgers lead from start to score; what clauses of a decided item cost is what it lost to them."""
    for ledger, end in ((score.ledger, score.score.low), (score.ledger_high, score.score.high)):
        if score.applies is not False:
            assert sum(line.change for line in ledger) == ledger[-1].balance
            if score.applies:
                assert ledger[-1].balance == end
    costs = [clause.cost for clause in found.explanation.of_item(score.item.id).clauses]
    assert all(F(0) <= cost.low <= cost.high for cost in costs)
    if score.score.decided and score.applies:
        lost = score.item.points - score.score.low
        assert sum((cost.high for cost in costs), F(0)) <= lost
        if score.item.start is Start.FULL and not score.units and not score.nothing:
            assert sum((cost.high for cost in costs), F(0)) == lost


@pytest.mark.parametrize("condition", CONDITIONS)
@settings(deadline=None, max_examples=5, derandomize=True, phases=PHASES)
@given(data=st.data())
def test_whatever_a_pack_says_is_scored_explained_and_printed(condition: str, data: st.DataObject) -> None:
    files = data.draw(packs(condition))
    found = assessed(files, data.draw(city_files(files["section-1.yaml"])))
    score = found.card.sections[0].items[0]
    adds_up(found, score)
    assert terminal_text(item_blocks(found, score), columns=80, colour=False)
    card_json(found.criteria, found.submission, found.card, found.evidence, found.explanation)
    assert found.evidence is not None
    view = report_of(
        found.criteria, found.submission, found.card, found.evidence, found.explanation, support=found.support
    )
    assert "示例市" in render.html(view)
    if data.draw(st.integers(0, 2)):  # what it costs is the limits' affair
        return
    with patch.object(tables, "SET_LIMIT", 32), patch.object(tables, "WORK_LIMIT", 2_000):
        improve(found.criteria, found.submission, found.card)
