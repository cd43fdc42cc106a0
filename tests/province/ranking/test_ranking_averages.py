"""References computed from a batch: exact, with weights, and never from numbers that are not there."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest

from scoring import submissions
from scoring.base.errors import Problem
from scoring.model.references import AverageResult, BatchReferences, ReferenceValue
from scoring.province.ranking import Averages
from tests.validate.small_pack import brief, document, small

RATIO = "平均水平: {由本批计算: {分子: 完成数, 分母: 常住人口, 乘以: 1000}, 年份: 2021}\n"
MEAN = "平均水平: {由本批计算: {均值: 水平, 权重: 常住人口}, 年份: 2021}\n"


def told(text: str) -> tuple[Problem, ...]:
    return submissions.batch_references(document(text, "参照值.yaml"), small()).problems


def read(text: str) -> BatchReferences:
    found = submissions.batch_references(document(text, "参照值.yaml"), small())
    assert found.value is not None, found.problems
    assert found.problems == ()
    return found.value


def computed(text: str, cities: Sequence[dict[str, int | str]]) -> AverageResult:
    averages = Averages(read(text).averages)
    for key, numbers in zip("甲乙丙丁戊己庚", cities, strict=False):
        averages.add(f"{key}/自评.yaml", f"{key}市", [(name, Fraction(value)) for name, value in numbers.items()])
    (result,) = averages.results()
    return result


def test_a_ratio_of_two_sums() -> None:
    # (1000 + 500) ÷ (400000 + 300000) × 1000 = 15/7: what no decimal can hold is kept exactly.
    found = computed(RATIO, [{"完成数": 1000, "常住人口": 400000}, {"完成数": 500, "常住人口": 300000}])
    assert found.value is not None
    assert found.value.value == Fraction(15, 7)
    assert (found.value.year, found.cities, found.lacking) == (2021, 2, ())
    assert found.value.source == "由本批2个城市计算：“完成数”合计1500÷“常住人口”合计700000×1000"
    assert (found.value.location.file, found.value.location.line) == ("参照值.yaml", 1)


def test_a_weighted_mean_is_not_the_plain_one() -> None:
    # (3 × 400000 + 10 × 300000) ÷ 700000 = 6, not 6.5.
    found = computed(MEAN, [{"水平": 3, "常住人口": 400000}, {"水平": 10, "常住人口": 300000}])
    assert found.value is not None
    assert found.value.value == 6
    assert found.text == "由本批2个城市计算：“水平”的平均，以“常住人口”为权重"


def test_every_city_alike_only_where_the_user_says_so() -> None:
    equal = MEAN.replace("常住人口", "各市同等")
    found = computed(equal, [{"水平": 3}, {"水平": 10}])
    assert found.value is not None
    assert found.value.value == Fraction(13, 2)
    assert brief(told("平均水平: {由本批计算: {均值: 水平}, 年份: 2021}\n")) == ["参照值.yaml:1 missing"]


def test_one_city_without_the_number_makes_it_unknown_and_is_named() -> None:
    cities: list[dict[str, int | str]] = [{"水平": 3, "常住人口": 1}, {"水平": 10}]
    found = computed(MEAN, cities)
    assert (found.value, found.lacking) == (None, (("乙/自评.yaml", "乙市"),))
    assert found.text == "乙市缺少可用的“水平”或“常住人口”，不能由本批计算，按未知处理。"
    left = computed(MEAN.replace("2021", "2021, 缺数的城市: 不计入"), cities)
    assert left.value is not None
    assert left.value.value == 3
    assert left.text.endswith("；乙市缺数，未计入")


def test_many_cities_without_it_are_counted() -> None:
    found = computed(MEAN, [{}] * 7)
    assert found.text.startswith("丁市、丙市、乙市、己市、庚市等7个城市缺少可用的")


def test_nothing_to_divide_by() -> None:
    assert computed(RATIO, []).text == "没有城市填了“完成数”或“常住人口”，不能由本批计算，按未知处理。"
    nobody = computed(RATIO, [{"完成数": 0, "常住人口": 0}])
    assert (nobody.value, nobody.text) == (None, "各市的“常住人口”合计为0，不能由本批计算，按未知处理。")


def test_given_values_stand_beside_computed_ones() -> None:
    found = read("参照值:\n  平均水平: {数值: 3.12, 年份: 2021, 来源: 某公报}\n")
    assert (found.values["平均水平"].value, found.averages) == (Fraction("3.12"), ())
    assert read(f"参照值:\n  {RATIO}").averages[0].times == 1000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("平均水平: {由本批计算: {分子: 完成, 分母: 常住人口, 乘以: 1}, 年份: 2021}\n", ["参照值.yaml:1 average"]),
        ("平均水平: {由本批计算: {分子: 制定方案, 分母: 常住人口, 乘以: 1}, 年份: 2021}\n", ["参照值.yaml:1 average"]),
        ("平均水平: {由本批计算: {均值: 水平, 权重: 水平}, 年份: 2021}\n", ["参照值.yaml:1 average"]),  # it has no minimum
        ("平均水平: {由本批计算: {分子: 完成数, 分母: 常住人口}, 年份: 2021}\n", ["参照值.yaml:1 missing"]),
        ("平均水平: {由本批计算: {分子: 完成数, 分母: 常住人口, 乘以: 0}, 年份: 2021}\n", ["参照值.yaml:1 out-of-range"]),
        ("平均水平: {由本批计算: {分子: 完成数, 权重: 常住人口}, 年份: 2021}\n", ["参照值.yaml:1 missing", "参照值.yaml:1 unknown-key"]),
        ("平均水平: {由本批计算: 常住人口, 年份: 2021}\n", ["参照值.yaml:1 wrong-type"]),
        ("平均水平: {由本批计算: {均值: 水平, 权重: 各市同等}}\n", ["参照值.yaml:1 missing"]),
        ("平均水平: {由本批计算: {均值: 水平, 权重: 各市同等}, 年份: 2021, 来源: 甲}\n", ["参照值.yaml:1 unknown-key"]),
        ("平均水平: {由本批计算: {均值: 水平, 权重: 各市同等}, 年份: 2021, 缺数的城市: 算零}\n", ["参照值.yaml:1 not-an-option"]),
        ("平均水平: {由本批计算: {均值: 常住人口, 权重: 各市同等}, 年份: 2021}\n", ["参照值.yaml:1 average-unit"]),
    ],
)  # fmt: skip
def test_a_slip_is_told_at_its_place(text: str, expected: list[str]) -> None:
    assert brief(told(text)) == expected


def test_one_submission_alone_cannot_compute_it() -> None:
    found = submissions.references(document(RATIO, "参照值.yaml"), small())
    assert brief(found.problems) == ["参照值.yaml:1 batch-only"]
    assert found.problems[0].hint == "请用 scoring batch，或改写成数值、年份和来源。"


def test_a_value_may_be_written_as_an_exact_quotient() -> None:
    text = "平均水平: {数值: {分子: 15, 分母: 7000, 乘以: 1000}, 年份: 2021, 来源: 某公报}\n"
    found = submissions.references(document(text, "参照值.yaml"), small())
    assert found.value is not None
    given = found.value["平均水平"]
    assert isinstance(given, ReferenceValue)
    assert given.value == Fraction(15, 7)
    wrong = submissions.references(document(text.replace("7000", "0"), "参照值.yaml"), small())
    assert brief(wrong.problems) == ["参照值.yaml:1 out-of-range"]
