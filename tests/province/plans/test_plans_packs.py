"""What a plan pack and a submission to it may not be, each with its exact place."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from scoring.model.facts import Better
from scoring.model.plan_text import direction_of, figures_of, is_strict, shares_of
from tests.province.plans.small_plan import MAIN, PART, codes, read, report, small


@pytest.mark.parametrize(
    ("was", "now", "problem"),
    [
        ("43, 2022", "43, 2024: 50, 2022", ("target-year", 10)),
        ("value: 80, text: 不超过80元", "value: 81, text: 不超过80元", ("figure-differs", 18)),
        ("text: 不超过80元}", "text: 不超过80}", None),
        ("quote: 价格不超过80元", "quote: 价格不超过 80 元", ("quote-not-verbatim", 18)),
        ("better: lower", "better: higher", ("better-differs", 19)),
        ("better: lower\n        basis: 原文", "better: lower\n        basis: 建议", ("basis", 20)),
        ("better: higher\n        basis: 建议", "better: higher\n        basis: 原文", ("basis", 12)),
        ("name: 覆盖率（%）", "name: 覆盖率（%）\n        unit: 个", ("unit-differs", 8)),
        ("name: 覆盖率（%）", "name: 覆盖率（%）\n        type: number", ("unit-type", 8)),
        ("name: 设施率", "name: 价格", ("duplicate-name", 21)),
        ('id: "1.2"', 'id: "1.1"', ("duplicate-id", 13)),
        ('id: "1.2"', 'id: "2.2"', ("indicator-id", 13)),
        ("targets: {2022: {value: true, text: 全覆盖}}", "targets: {2022: 5}", ("target-type", 32)),
        ("better: yes", "better: higher", ("better", 33)),
        ("乙局、丙局", "乙局、、丙局", ("units", 39)),
        ("kind: 约束性", "kind: 必须", ("not-an-option", 8)),
        ("base: 38", "base: 38\n        foo: 1", ("unknown-key", 10)),
        ("targets: {2023: {value: 90, text: 高于90%}}", "targets: {}", ("empty", 25)),
    ],
)
def test_a_slip_in_a_part_is_found_where_it_stands(
    tmp_path: Path, was: str, now: str, problem: tuple[str, int] | None
) -> None:
    assert PART.count(was) >= 1
    found = read(tmp_path, part=PART.replace(was, now, 1))
    assert codes(found.problems)[:1] == ([] if problem is None else [problem])
    assert (found.value is None) is (problem is not None)


@pytest.mark.parametrize(
    ("was", "now", "code"),
    [
        ("id: small", "id: other", "id-differs"),
        ("years: [2021, 2022, 2023]", "years: [2022, 2021, 2023]", "years"),
        ("base_year: 2020", "base_year: 2021", "years"),
        ("base_year: 2020\n", "", "base-year"),
        ('edition: "1"\n', "", "missing"),
    ],
)
def test_a_slip_in_pack_yaml_is_found(tmp_path: Path, was: str, now: str, code: str) -> None:
    assert was in MAIN
    found = read(tmp_path, main=MAIN.replace(was, now))
    assert code in [problem.code for problem in found.problems]
    assert found.value is None


def test_a_unit_named_twice_in_one_task_is_questioned(tmp_path: Path) -> None:
    found = read(tmp_path, part=PART.replace("units: 乙局、甲局", "units: 乙局、乙局"))
    assert codes(found.problems) == [("unit-twice", 40)]
    assert found.value is not None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('指标进展:\n  "1.1": {2021: 很多}\n', ("wrong-type", 6)),
        ('指标进展:\n  "1.1": {2021: 101}\n', ("out-of-range", 6)),
        ('指标进展:\n  "1.1": {2021: -1}\n', ("out-of-range", 6)),
        ('指标进展:\n  "1.1": {2030: 5}\n', ("unknown-year", 6)),
        ('指标进展:\n  "1.9": {2021: 5}\n', ("unknown-indicator", 6)),
        ('任务进展:\n  "9": {状态: 已完成}\n', ("unknown-task", 6)),
        ('任务进展:\n  "1": {状态: 差不多}\n', ("not-an-option", 6)),
        ('指标进展:\n  "1.4": {2022: 100}\n', ("not-an-option", 6)),
        ("城市: 示例市\n", ("unknown-key", 5)),
    ],
)
def test_a_slip_in_a_submission_is_found_where_it_stands(tmp_path: Path, text: str, problem: tuple[str, int]) -> None:
    found = report(small(tmp_path), text)
    assert codes(found.problems) == [problem]
    assert found.value is None


def test_a_share_below_one_per_cent_is_questioned(tmp_path: Path) -> None:
    found = report(small(tmp_path), '指标进展:\n  "1.1": {2021: 0.95}\n')
    assert codes(found.problems) == [("percent-scale", 6)]
    assert found.value is not None


@pytest.mark.parametrize(
    ("text", "figures"),
    [("2.5万户", ["25000"]), ("1-2家", ["1", "2"]), ("达到4.5个", ["4.5"]), ("——", []), ("1.2亿元", ["120000000"])],
)
def test_figures_in_words(text: str, figures: list[str]) -> None:
    assert figures_of(text) == tuple(Fraction(figure) for figure in figures)


def test_figures_in_a_unit_of_ten_thousand() -> None:
    assert figures_of("每年拿出1500万元", "万元") == (1500,)


@pytest.mark.parametrize(
    ("text", "better", "strict"),
    [
        ("不少于60%", Better.HIGHER, False),
        ("不得少于300平方米", Better.HIGHER, False),
        ("不得低于3个", Better.HIGHER, False),
        ("50%以上", Better.HIGHER, False),
        ("至少1个", Better.HIGHER, False),
        ("高于90%", Better.HIGHER, True),
        ("超过5家", Better.HIGHER, True),
        ("不超过80%", Better.LOWER, False),
        ("不高于80%", Better.LOWER, False),
        ("不得超过3次", Better.LOWER, False),
        ("2个以内", Better.LOWER, False),
        ("低于5%", Better.LOWER, True),
        ("达到90%", None, False),
        ("100家", None, False),
    ],
)
def test_direction_in_words(text: str, better: Better | None, strict: bool) -> None:
    assert direction_of(text) is better
    assert is_strict(text) is strict


def test_units_with_brackets_and_lists_inside_them() -> None:
    found = shares_of("各县<市、区>人民政府负责，甲局（乙局、丙局）、丁局配合")
    assert [(share.role, share.units) for share in found] == [
        ("负责", ("各县<市、区>人民政府",)),
        ("配合", ("甲局（乙局、丙局）", "丁局")),
    ]
    assert shares_of("") == ()
