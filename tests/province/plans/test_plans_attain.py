"""Attainment worked out by hand: at, below and above each target, without a target, without a value."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.base.errors import Location
from scoring.model.attainment import Counts, TargetState
from scoring.model.criteria import Basis
from scoring.model.facts import Answer, Better, FactType
from scoring.model.plan import Indicator, Nature, Plan, Target
from scoring.model.progress import IndicatorReport, TaskState
from scoring.province import plans
from scoring.province.plans.attain import gap_to, year_result
from scoring.province.plans.words import because, cell, outlook, verdict
from tests.province.plans.small_plan import attained, report, small
from tests.province.plans.sources import ROOT, pack

PLACE = Location(file="x", line=1, column=1)
ONE = """\
指标进展:
  "{}":
    {}: {}
"""


@pytest.mark.parametrize(
    ("indicator", "year", "value", "state", "gap", "said"),
    [
        ("1.1", 2021, "42.9", TargetState.MISSED, "0.1", "42.9 差0.1"),
        ("1.1", 2021, "43", TargetState.MET, None, "43 达到"),
        ("1.1", 2021, "43%", TargetState.MET, None, "43 达到"),
        ("1.1", 2021, "43.1", TargetState.MET, None, "43.1 达到"),
        ("1.1", 2023, "90.49", TargetState.MISSED, "0.01", "90.49 差0.01"),
        ("1.1", 2022, "99", TargetState.NO_TARGET, None, "99"),
        ("1.1", 2020, "38", TargetState.NO_TARGET, None, "38"),
        ("1.1", 2021, "0", TargetState.MISSED, "43", "0 差43"),
        ("1.2", 2023, "79", TargetState.MET, None, "79 达到"),
        ("1.2", 2023, "80", TargetState.MET, None, "80 达到"),
        ("1.2", 2023, "82.5", TargetState.MISSED, "2.5", "82.5 超2.5"),
        ("1.3", 2023, "90", TargetState.MISSED, "0", "90 未达到"),
        ("1.3", 2023, "90.01", TargetState.MET, None, "90.01 达到"),
        ("1.3", 2023, "89", TargetState.MISSED, "1", "89 差1"),
        ("1.4", 2022, "是", TargetState.MET, None, "是 达到"),
        ("1.4", 2022, "否", TargetState.MISSED, "1", "否 未达到"),
        ("1.4", 2023, "是", TargetState.NO_TARGET, None, "是"),
        ("1.4", 2022, "未填", TargetState.UNKNOWN, None, "目标是 未填"),
        ("1.1", 2021, "未填", TargetState.UNKNOWN, None, "目标43 未填"),
        ("1.1", 2023, "未填", TargetState.UNKNOWN, None, "目标90.5"),
    ],
)
def test_one_value_against_one_target(
    tmp_path: Path, indicator: str, year: int, value: str, state: TargetState, gap: str | None, said: str
) -> None:
    found = attained(small(tmp_path), ONE.format(indicator, year, value)).of(indicator)
    result = found.year(year)
    assert result is not None
    assert result.state is state
    assert result.gap == (None if gap is None else Fraction(gap))
    assert cell(found.indicator, result) == said


def test_what_is_not_mentioned_is_unknown_and_late_only_after_the_day_of_the_data(tmp_path: Path) -> None:
    found = attained(small(tmp_path), "")
    states = [(year.year, year.state, year.due) for year in found.of("1.1").years]
    assert states == [
        (2020, TargetState.NO_TARGET, True),
        (2021, TargetState.UNKNOWN, True),
        (2022, TargetState.NO_TARGET, True),
        (2023, TargetState.UNKNOWN, False),
    ]
    assert verdict(found.of("1.1").indicator, found.of("1.1").years[3]) == "未到期"


def test_a_year_is_due_on_its_last_day_and_always_without_a_day(tmp_path: Path) -> None:
    plan = small(tmp_path)
    progress = report(plan, "").value
    assert progress is not None
    for day, due in ((date(2023, 12, 30), False), (date(2023, 12, 31), True), (date(2021, 1, 1), False)):
        made = plans.attain(plan, progress, as_of=day, tool_version="0").of("1.2").year(2023)
        assert made is not None
        assert made.due is due
    undated = report(plan, "", "指标体系: small\n地区: 示例市\n").value
    assert undated is not None
    last = plans.attain(plan, undated, as_of=None, tool_version="0").of("1.2").year(2023)
    assert last is not None
    assert last.due


def test_counts_stand_apart_for_binding_and_expected_indicators(tmp_path: Path) -> None:
    text = """\
指标进展:
  "1.1": {2021: 43, 2022: 50}
  "1.3": {2023: 80}
  "1.4": {2022: 否}
"""
    counts = attained(small(tmp_path), text).counts
    assert counts[Nature.BINDING] == {
        2021: Counts(met=1, missed=0, unknown=0, no_target=0, not_due=0),
        2022: Counts(met=0, missed=0, unknown=0, no_target=1, not_due=0),
        2023: Counts(met=0, missed=0, unknown=1, no_target=0, not_due=1),
    }
    assert counts[Nature.EXPECTED][2023] == Counts(met=0, missed=0, unknown=1, no_target=0, not_due=1)
    assert counts[Nature.UNSTATED] == {
        2021: Counts(met=0, missed=0, unknown=0, no_target=2, not_due=0),
        2022: Counts(met=0, missed=1, unknown=0, no_target=1, not_due=0),
        2023: Counts(met=0, missed=1, unknown=0, no_target=1, not_due=0),
    }


def test_the_state_of_tasks_reaches_every_unit_with_its_part(tmp_path: Path) -> None:
    found = attained(small(tmp_path), '任务进展:\n  "1": {状态: 已完成, 说明: 已办结}\n')
    units = {unit.unit: unit.tasks for unit in found.units}
    assert units == {
        "甲局": (("1", "牵头", TaskState.DONE), ("2", "责任单位", TaskState.UNKNOWN)),
        "乙局": (("1", "配合", TaskState.DONE), ("2", "责任单位", TaskState.UNKNOWN)),
        "丙局（丁局）": (("1", "配合", TaskState.DONE),),
    }
    assert [found.units[0].count(state) for state in TaskState] == [1, 0, 0, 1]


def test_complete_needs_every_due_value_and_every_task(tmp_path: Path) -> None:
    plan = small(tmp_path)
    values = '指标进展:\n  "1.1": {2021: 1}\n  "1.4": {2022: 是}\n'
    tasks = '任务进展:\n  "1": {状态: 未开始}\n  "2": {状态: 进行中}\n'
    assert attained(plan, values + tasks).complete
    assert not attained(plan, values).complete
    assert not attained(plan, tasks).complete
    assert not attained(plan, values + tasks.replace("进行中", "未填")).complete


def test_sentences_say_target_value_place_and_gap(tmp_path: Path) -> None:
    found = attained(small(tmp_path), ONE.format("1.1", 2021, 40)).of("1.1")
    assert [because(found.indicator, year) for year in found.years] == [
        "2020年没有目标，未填。",
        "2021年目标“43%”，实际40%（第7行），未达到，差3个百分点。",
        "2022年没有目标，未填。",
        "2023年目标“90.5%”，未填，年度还没有结束。",
    ]
    assert outlook(found) == "2021年的40%距2023年目标“90.5%”：差50.5个百分点。"


def test_ankangs_sample_holds_the_documents_base_and_nothing_else() -> None:
    plan = pack("ankang-2025")
    result = plans.attainment_of(
        str(ROOT / "submissions" / "plan-ankang" / "submission.yaml"), [str(ROOT / "criteria")]
    )
    assert result.problems == ()
    assert result.value is not None
    found = result.value
    assert (found.progress.invented, found.progress.origin) == (False, "非虚构：文件载明的2020年基数")
    assert found.progress.tasks == {}
    given = {
        (name, int(year)): answer.value
        for name, report in found.progress.indicators.items()
        for year, answer in report.values.items()
    }
    assert given == {
        (one.id, 2020): one.base.value for one in plan.indicators if one.base and one.base.value is not None
    }
    assert len(given) == 24  # 12 of table 1, 11 of table 2, the beds named in the text
    states = {year.state for one in found.indicators for year in one.years}
    assert states == {TargetState.NO_TARGET, TargetState.UNKNOWN}
    assert not any(year.due for one in found.indicators for year in one.years if year.state is TargetState.UNKNOWN)


REPORTED = st.dictionaries(
    st.tuples(st.sampled_from(["1.1", "1.2", "1.3"]), st.sampled_from([2020, 2021, 2022, 2023])),
    st.fractions(min_value=0, max_value=100, max_denominator=10),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault
@given(REPORTED, st.dates(min_value=date(2019, 1, 1), max_value=date(2025, 1, 1)))
def test_every_indicator_is_counted_once_a_year(values: dict[tuple[str, int], Fraction], day: date) -> None:
    with TemporaryDirectory() as folder:
        plan = small(Path(folder))
    indicators: dict[str, IndicatorReport] = {}
    for (name, year), value in values.items():
        earlier = indicators.get(name, IndicatorReport()).values
        answer = Answer(value=value, location=PLACE)
        indicators[name] = IndicatorReport(values={**earlier, str(year): answer})
    progress = report(plan, "").value
    assert progress is not None
    found = plans.attain(plan, replace(progress, indicators=indicators), as_of=day, tool_version="0")
    for nature, years in found.counts.items():
        whole = sum(one.nature is nature for one in plan.indicators)
        for year, counts in years.items():
            assert counts.met + counts.missed + counts.unknown + counts.no_target == whole
            assert 0 <= counts.not_due <= counts.unknown
            assert counts.not_due == (0 if day >= date(year, 12, 31) else counts.unknown)
            given_here = sum(key[1] == year and plan_nature(plan, key[0]) is nature for key in values)
            assert counts.met + counts.missed <= given_here


def plan_nature(plan: Plan, identity: str) -> Nature:
    return next(one.nature for one in plan.indicators if one.id == identity)


NUMBERS = st.fractions(min_value=-1000, max_value=1000, max_denominator=100)
WAYS = st.sampled_from([Better.HIGHER, Better.LOWER])


def target_of(value: Fraction, *, strict: bool = False) -> Target:
    return Target(year=2021, text="x", value=value, location=PLACE, strict=strict)


def indicator_of(target: Target, better: Better) -> Indicator:
    return Indicator(
        id="1.1",
        name="甲",
        type=FactType.NUMBER,
        unit="",
        nature=Nature.UNSTATED,
        better=better,
        basis=Basis.SUGGESTED,
        targets=(target,),
        location=PLACE,
    )


@given(NUMBERS, NUMBERS, WAYS, st.booleans())
def test_the_gap_is_exactly_what_closes_it(aim: Fraction, value: Fraction, better: Better, strict: bool) -> None:
    gap = gap_to(target_of(aim, strict=strict), value, better)
    if gap is None:
        return
    closed = value - gap if better is Better.LOWER else value + gap
    assert gap >= 0
    assert closed == aim
    assert (gap_to(target_of(aim, strict=strict), closed, better) is None) is not strict


@given(NUMBERS, NUMBERS, NUMBERS, WAYS, st.booleans())
def test_a_better_value_never_misses_by_more(
    aim: Fraction, one: Fraction, other: Fraction, better: Better, strict: bool
) -> None:
    worse, finer = sorted((one, other), reverse=better is Better.LOWER)
    before, after = (gap_to(target_of(aim, strict=strict), value, better) for value in (worse, finer))
    if after is not None:
        assert before is not None
        assert before >= after


@given(NUMBERS, NUMBERS)
def test_lower_is_higher_seen_in_a_mirror(aim: Fraction, value: Fraction) -> None:
    assert gap_to(target_of(aim), value, Better.HIGHER) == gap_to(target_of(-aim), -value, Better.LOWER)


@given(NUMBERS, NUMBERS, WAYS, st.dates())
def test_the_day_never_changes_what_a_value_is_worth(aim: Fraction, value: Fraction, better: Better, day: date) -> None:
    one = indicator_of(target_of(aim), better)
    answer = Answer(value=value, location=PLACE)
    assert year_result(one, 2021, answer, day).state is year_result(one, 2021, answer, None).state
    assert year_result(one, 2022, answer, day).state is TargetState.NO_TARGET
    assert year_result(one, 2021, None, day).state is TargetState.UNKNOWN
