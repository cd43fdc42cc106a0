"""What the analysis says about Liaoning 2022, worked out by hand from the official sentences."""

from __future__ import annotations

from scoring.authoring.check import totals_of
from scoring.authoring.check.model import DirectionState, ItemAnalysis, MutantState, SpanKind
from scoring.base.errors import Severity
from tests.authoring.check.packs import CRITERIA, LIAONING, analysis

ANALYSIS = analysis(LIAONING)
WITHOUT_PLAN = (("方案不明确的范围", "无方案也计入"),)


def of(item: str) -> ItemAnalysis:
    return next(one for one in ANALYSIS.items if one.item.id == item)


def reaches(item: str) -> dict[tuple[tuple[str, str], ...], tuple[int, int]]:
    return {one.switched: (int(one.reach.low), int(one.reach.high)) for one in of(item).readings}


def test_plans_cannot_fall_below_two_points_under_the_literal_reading() -> None:
    """（一）3: without a plan nothing in it can be unclear, so 2+2 are lost at most; the other reading loses all 6."""
    assert reaches("1.3") == {(): (2, 6), WITHOUT_PLAN: (0, 6)}
    lowest = of("1.3").readings[0].reach.lowest
    assert lowest is not None
    assert dict(lowest.answers)["纳入国民经济和社会发展规划"] == "否"


def test_every_other_item_reaches_nothing_and_everything() -> None:
    for one in ANALYSIS.items:
        if one.item.id != "1.3":
            assert reaches(one.item.id) == {(): (0, int(one.item.points))}, one.item.id


def test_the_whole_index_ranges_from_two_to_a_hundred() -> None:
    total = ANALYSIS.sections[-1]
    assert total.section is None
    assert [(one.switched, one.reach.low, one.reach.high, one.reach.exact) for one in total.readings] == [
        ((), 2, 100, True),
        (WITHOUT_PLAN, 0, 100, True),
    ]
    first = ANALYSIS.sections[0]
    assert [(one.reach.low, one.reach.high) for one in first.readings] == [(2, 25), (0, 25)]


def test_the_witness_of_the_lowest_total_answers_every_item() -> None:
    lowest = ANALYSIS.sections[-1].readings[0].reach.lowest
    assert lowest is not None
    assert lowest.score == 2
    answers = dict(lowest.answers)
    assert (answers["专题会议次数"], answers["支持政策项数"], answers["服务质量自评分"]) == ("0次", "0项", "0分")


def test_the_only_clause_that_is_ever_masked_is_satisfaction_after_an_accident() -> None:
    """（五）5: 有安全事故的不得分, so 满意度低于90%的扣1分 then changes nothing; without an accident it costs 1."""
    masked = {one.clause.id: one for item in ANALYSIS.items for one in item.clauses if one.masked is not None}
    assert list(masked) == ["5.5-2"]
    found = masked["5.5-2"]
    assert not found.all_masked
    assert (found.effect.low, found.effect.high) == (-1, 0)
    assert found.masked is not None
    assert "5.5-1" in found.masked.reason


def test_no_clause_is_dead_and_none_always_applies() -> None:
    for item in ANALYSIS.items:
        for one in item.clauses:
            assert one.possible_by_default, one.clause.id
            assert not one.always, one.clause.id


def test_a_missing_plan_is_charged_twice_only_under_the_other_reading() -> None:
    found = [(one.fact, one.clauses, one.cost, one.switched) for item in ANALYSIS.items for one in item.overlaps]
    assert found == [("出台专项规划或实施方案", ("1.3-2", "1.3-3"), 4, WITHOUT_PLAN)]


def test_improving_a_fact_never_lowers_an_item() -> None:
    states = {one.fact.name: one.state for item in ANALYSIS.items for one in item.directions}
    assert len(states) == 58
    assert set(states.values()) == {DirectionState.PROVED}


def test_every_word_of_the_official_sentences_belongs_to_a_clause() -> None:
    kinds = {span.kind for words in ANALYSIS.words for span in words.spans}
    assert kinds == {SpanKind.CLAUSE, SpanKind.MARK}
    assert len(ANALYSIS.words) == 26
    first = ANALYSIS.words[0]
    assert [span.text for span in first.spans if span.clause == "1.1-3"] == ["召开会议未解决实际问题扣2分"]
    assert first.covered == len("无职责分工扣3分未召开专题会议扣3分召开会议未解决实际问题扣2分")


def test_points_add_up_as_stated() -> None:
    assert [(line.found, line.stated) for line in ANALYSIS.sums] == [
        (points, points) for points in (25, 24, 16, 10, 10, 15, 100)
    ]


def test_findings_are_the_floor_of_plans_and_the_double_charge() -> None:
    found = [(one.problem.code, one.item, one.problem.severity) for one in ANALYSIS.findings]
    assert found == [("never-lost", "1.3", Severity.QUESTION), ("overlap", "1.3", Severity.NOTE)]


def test_a_mutant_that_cannot_be_told_apart_is_proved_so() -> None:
    """The number of meetings is never negative, so `== 0` and `<= 0` are one rule."""
    states = {one.id: one.state for one in of("1.1").mutants}
    assert states["1.1-2/op1/<="] is MutantState.EQUIVALENT
    assert states["1.1-2/op1/<"] is MutantState.KILLED
    assert states["1.1-3/points/+1"] is MutantState.KILLED


def test_the_figures_in_the_document_are_those_of_the_analysis() -> None:
    totals = totals_of(ANALYSIS)
    document = (CRITERIA.parent / "docs" / "analysis.md").read_text(encoding="utf-8")
    assert f"{totals.items}项、{totals.clauses}条条款、{totals.cases}种情形，全部精确" in document
    assert f"{totals.sentences}句评分标准的{totals.covered}个字全部归了条款" in document
    assert f"{totals.tests}条规则测试全部通过" in document
    assert f"改错规则{totals.mutants}处，发现{totals.killed}处，其余{totals.equivalent}处证明不改变" in document
