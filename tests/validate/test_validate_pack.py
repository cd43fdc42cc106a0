from __future__ import annotations

from fractions import Fraction

import pytest

from scoring.base.errors import Severity
from scoring.model.amounts import Flat, Judged, PerUnit
from scoring.model.clauses import Effect
from scoring.model.criteria import Start
from scoring.model.facts import Better, FactType, Ratio
from tests.validate.small_pack import FILES, brief, read, small, spoilt


def test_a_sound_pack_has_no_problem() -> None:
    assert read(FILES).problems == ()


def test_items_carry_label_start_and_amounts() -> None:
    criteria = small()
    first, second, judged = (criteria.items_by_id[name] for name in ("1.1", "1.2", "2.1"))
    assert (first.label, second.label) == ("（一）1", "（一）2")
    assert judged.label == "（二）", "the one item of a section whose text breaks off has no official number"
    assert (first.start, second.start, judged.start) == (Start.FULL, Start.ZERO, Start.ZERO)
    assert [clause.effect for clause in first.clauses] == [Effect.FORFEIT, Effect.DEDUCT, Effect.DEDUCT]
    assert first.clauses[0].amount is None
    assert first.clauses[1].amount == Flat(points=Fraction(2))
    assert second.clauses[0].amount == PerUnit(points=Fraction(1), fact="项数")
    assert second.clauses[0].at_most == 2
    assert judged.clauses[0].amount == Judged(fact="乙部分评分")
    assert [clause.id for clause in first.clauses] == ["1.1-1", "1.1-2", "1.1-3"]


def test_quotes_stand_in_the_sentence() -> None:
    item = small().items_by_id["1.1"]
    assert item.scoring is not None
    for clause in item.clauses:
        assert clause.quote in item.scoring


def test_facts_carry_type_unit_direction_and_ratio() -> None:
    facts = small().facts_by_name
    assert facts["制定方案"].better is Better.YES
    assert facts["会议次数"].unit == "次"
    assert facts["完成比例"].type is FactType.PERCENT
    assert facts["完成比例"].unit == "%"
    assert facts["完成比例"].derive == Ratio(numerator="完成数", denominator="项数", times=Fraction(100), within=True)
    assert facts["乙部分评分"].step == Fraction(1, 2)
    assert facts["会议次数"].needs is not None


def test_a_quoted_word_for_nothing_is_a_word_in_a_pack() -> None:
    changed = FILES | {MAIN: FILES[MAIN] + 'assumptions:\n  - {about: "未填", text: 未填不等于没有问题。}\n'}
    criteria = read(changed).value
    assert criteria is not None
    assert [one.about for one in criteria.assumptions] == ["未填"]


def starting(effects: list[str], start: str = "") -> tuple[Start, list[str]]:
    """Where an item of these clauses starts, and what is asked about it."""
    words = "甲乙丙"[: len(effects)]
    clauses = "".join(
        f"      - {{quote: {word}, {effect}, when: 制定甲}}\n" for word, effect in zip(words, effects, strict=True)
    )
    text = f"""section: "1"
items:
  - id: "1.1"
    points: 4
    requirement: 甲
    scoring: {words}
{start}    facts:
      制定甲: {{type: bool, ask: 是否制定甲？}}
    clauses:
{clauses}"""
    main = 'id: small\ntitle: 小\nedition: "1"\npoints: 4\nsource: {title: 小, note: 小}\neligibility: {text: 无, gates: {}}\n'
    main += 'sections:\n  - {id: "1", label: （一）, title: 甲, points: 4}\n'
    result = read({MAIN: main, ONE: text})
    assert result.value is not None, brief(result.problems)
    return result.value.items_by_id["1.1"].start, [problem.code for problem in result.problems]


@pytest.mark.parametrize(
    ("effects", "start"),
    [
        (["award: 1", "award: 2"], Start.ZERO),
        (["award: 1", "forfeit: true"], Start.ZERO),
        (["award: 1", "set: 2", "forfeit: true"], Start.ZERO),
        (["deduct: 1", "forfeit: true"], Start.FULL),
        (["forfeit: true"], Start.FULL),
        (["set: 1", "forfeit: true"], Start.FULL),
    ],
)
def test_an_item_that_only_awards_starts_at_zero_beside_a_forfeit_too(effects: list[str], start: Start) -> None:
    assert starting(effects) == (start, [])


def test_awards_beside_deductions_ask_where_the_item_starts() -> None:
    mixed = ["award: 1", "deduct: 2"]
    assert starting(mixed) == (Start.FULL, ["start-unstated"])
    assert starting(mixed, "    start: zero\n") == (Start.ZERO, [])
    assert starting(mixed, "    start: full\n") == (Start.FULL, [])


def test_steps_of_a_rate_ask_where_they_begin() -> None:
    def codes(per: str) -> list[str]:
        changed = FILES[ONE].replace("deduct: 2, when: 会议次数 == 0", f"deduct: 1, per: 水平, {per}, partial: none")
        return [problem.code for problem in read(FILES | {ONE: changed}).problems if problem.code == "clause-base"]

    assert codes("step: 5") == ["clause-base"]
    assert codes("step: 5, below: 100") == codes("step: 5, above: 0") == []


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("type: bool, ask: 是否制定方案", "type: 是否, ask: 是否制定方案", "请写 bool。"),
        ("type: number, unit: 个", "type: 百分比, unit: 个", "请写 percent。"),
        ("better: higher, needs", "better: 越高越好, needs", "请写 higher。"),
        ("deduct: 2, when", "deduct: 2分, when", "只写数字，不写单位：2。"),
    ],
)
def test_words_of_closed_lists_are_understood_in_chinese(old: str, new: str, hint: str) -> None:
    assert hint in [problem.hint for problem in spoilt(ONE, old, new).problems]


ONE = "section-1.yaml"
TWO = "section-2.yaml"
MAIN = "pack.yaml"

SPOILT = [
    # nothing said where something must be
    (MAIN, "title: 示例评估指标体系", "title: 未填", "pack.yaml:2 unfilled"),
    (MAIN, "title: 示例评估指标体系", "title: ~", "pack.yaml:2 wrong-type"),
    (ONE, "ask: 召开几次会议？", "ask: 未填", "section-1.yaml:9 unfilled"),
    # identity and sums
    (MAIN, "id: small", "id: large", "pack.yaml:1 id-mismatch"),
    (MAIN, "points: 10", "points: 11", "pack.yaml:4 sum"),
    (MAIN, "points: 7}", "points: 6}", "pack.yaml:7 sum"),
    (ONE, "points: 4", "points: 5", "pack.yaml:7 sum"),
    (ONE, 'section: "1"', 'section: "3"', "section-1.yaml:1 unknown-section"),
    (TWO, 'section: "2"', 'section: "1"', "section-2.yaml:1 duplicate-id"),
    (ONE, 'id: "1.2"', 'id: "2.2"', "section-1.yaml:19 item-id"),
    (ONE, 'id: "1.2"', 'id: "1.1"', "section-1.yaml:19 duplicate-id"),
    # shape
    (MAIN, "edition:", "版本:", "pack.yaml:1 missing"),
    (ONE, "    requirement: 完成比例。\n", "", "section-1.yaml:19 missing"),
    (ONE, "points: 4", "points: 四", "section-1.yaml:4 wrong-type"),
    (ONE, "type: bool", "type: boolean", "section-1.yaml:8 not-an-option"),
    (ONE, "award: 1, per: 项数", "award: -1, per: 项数", "section-1.yaml:29 out-of-range"),
    # quotes
    (ONE, "{quote: 未召开会议扣2分", "{quote: 未召开会议的扣2分", "section-1.yaml:15 quote-not-verbatim"),
    (ONE, "{quote: 未召开会议扣2分", "{quote: 分，未召开会议扣2分", "section-1.yaml:15 quote-overlap"),
    (ONE, "{quote: 未召开会议扣2分", "{quote: 未召开会议", "section-1.yaml:6 scoring-uncovered"),
    (ONE, "{quote: 未召开会议扣2分, ", "{", "section-1.yaml:15 quote-missing"),
    (TWO, "{award: judged", "{quote: 残句, award: judged", "section-2.yaml:11 quote-without-scoring"),
    (TWO, "    gap: {known: 残句, lacks: 其余文字}\n", "", "section-2.yaml:3 gap-missing"),
    # names
    (ONE, "      水平: {type", "      会议 频次: {type", "section-1.yaml:10 bad-name"),
    (ONE, "      项数: {type", "      制定方案: {type", "section-1.yaml:25 duplicate-name"),
    (ONE, "      相等时: {q", "      常住人口: {q", "section-1.yaml:12 duplicate-name"),
    (ONE, "      水平: {type", "      说明: {type", "section-1.yaml:10 bad-name"),
    # conditions
    (ONE, "when: 会议次数 == 0", "when: 会议数 == 0", "section-1.yaml:15 condition-name"),
    (ONE, "when: 会议次数 == 0", "when: 会议次数", "section-1.yaml:15 condition-type"),
    (ONE, "when: 会议次数 == 0", "when: 会议次数 == 平均水平", "section-1.yaml:15 condition-unit"),
    (ONE, "相等时 == '扣' and", "相等时 == '要扣' and", "section-1.yaml:16 condition-choice"),
    (ONE, "needs: 制定方案}", "needs: 会议次数 > 0}", "section-1.yaml:9 needs-cycle"),
    # clauses
    (ONE, "deduct: 2", "deduct: 5", "section-1.yaml:15 clause-points"),
    (ONE, "deduct: 2", "deduct: 2, award: 1", "section-1.yaml:15 clause-effect"),
    (ONE, "per: 项数", "per: 完成比例", "section-1.yaml:29 clause-fact"),
    (ONE, "per: 项数", "per: 项目数", "section-1.yaml:29 clause-fact"),
    (ONE, ", at_most: 2", ", at_most: 4", "section-1.yaml:29 clause-points"),
    (ONE, "deduct: 2", "deduct: 2, at_most: 3", "section-1.yaml:15 clause-extra"),
    (TWO, "maximum: 3", "maximum: 4", "section-2.yaml:9 judged-range"),
    (ONE, "start: zero", "start: zero\n    note: 无", "section-1.yaml:24 unknown-key"),
    # facts
    (ONE, "ask: 是否制定方案？, better: yes", "ask: 是否制定方案？, better: higher", "section-1.yaml:8 fact-better"),
    (ONE, "ask: 是否制定方案？, better: yes", "ask: 是否制定方案？, past: true", "section-1.yaml:8 fact-past"),
    (ONE, "type: number, unit: 个, ask: 水平", "type: choice, ask: 水平", "section-1.yaml:10 fact-choices"),
    (ONE, "{type: number, unit: 个, ask: 水平", "{type: number, ask: 水平", "section-1.yaml:10 fact-unit"),
    (ONE, "denominator: 项数", "denominator: 制定方案", "section-1.yaml:27 fact-derive"),
    (TWO, "minimum: 0, ", "", "section-2.yaml:9 fact-range"),
    # interpretations, evidence, eligibility
    (ONE, "default: 不扣", "default: 都不扣", "section-1.yaml:12 interpretation-default"),
    (ONE, " or (相等时 == '扣' and 水平 == 平均水平)", "", "section-1.yaml:12 interpretation-unused"),
    (ONE, "affects: rule", "affects: answer", "section-1.yaml:12 interpretation-used"),
    (ONE, "supports: [制定方案]", "supports: [制订方案]", "section-1.yaml:18 evidence-fact"),
    (MAIN, "quote: 甲类事件", "quote: 乙类事件", "pack.yaml:16 quote-not-verbatim"),
    (MAIN, "years: 2, ", "", "pack.yaml:16 gate-years"),
    (
        MAIN,
        "  gates:",
        "  for_reviewers: [{name: 基础, text: 工作基础好}]\n  gates:",
        "pack.yaml:15 quote-not-verbatim",
    ),
    (
        MAIN,
        "text: 申报前两年内未发生甲类事件的，方可申报。",
        "text: [{name: 一, text: 未发生甲类}, {name: 二, text: 事件的，方可申报。}]",
        "pack.yaml:16 quote-not-verbatim",
    ),
]


@pytest.mark.parametrize(("name", "old", "new", "expected"), SPOILT, ids=[f"{s[3]}-{n}" for n, s in enumerate(SPOILT)])
def test_each_rule_is_checked_at_its_place(name: str, old: str, new: str, expected: str) -> None:
    result = spoilt(name, old, new)
    assert result.value is None
    assert expected in brief(result.problems)


def test_a_fact_nobody_reads_is_questioned_and_the_pack_still_loads() -> None:
    result = spoilt(ONE, "when: 会议次数 == 0", "when: not 制定方案")
    assert result.value is not None
    assert brief(result.problems) == ["section-1.yaml:9 fact-unused"]
    assert result.problems[0].severity is Severity.QUESTION


def test_a_missing_section_file_is_named() -> None:
    result = read({name: text for name, text in FILES.items() if name != "section-2.yaml"})
    assert brief(result.problems) == ["pack.yaml:8 section-missing"]
    assert "section-2.yaml" in result.problems[0].hint


def test_all_problems_come_at_once_and_in_order() -> None:
    files = {
        **FILES,
        MAIN: FILES[MAIN].replace("id: small", "id: large").replace("points: 10", "points: 12"),
        ONE: FILES[ONE].replace("deduct: 2", "deduct: 9").replace("supports: [制定方案]", "supports: [别的]"),
    }
    assert brief(read(files).problems) == [
        "pack.yaml:1 id-mismatch",
        "pack.yaml:4 sum",
        "section-1.yaml:15 clause-points",
        "section-1.yaml:18 evidence-fact",
    ]


def test_words_left_to_people_count_as_covered() -> None:
    old = "      - {quote: 未召开会议扣2分, deduct: 2, when: 会议次数 == 0}\n"
    files = {
        **FILES,
        ONE: FILES[ONE]
        .replace(old, "")
        .replace("    evidence:\n", "    manual: [{quote: 未召开会议扣2分, reason: 需要现场核实}]\n    evidence:\n", 1),
    }
    result = read(files)
    assert result.value is not None, result.problems
    assert result.value.items_by_id["1.1"].manual[0].reason == "需要现场核实"
