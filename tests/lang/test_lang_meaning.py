"""The four truth values, and the checks of names, types, units and options."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from scoring.base.errors import Location, Severity
from scoring.lang import NOT_APPLICABLE, UNKNOWN, Symbol, Truth, Value, check, parse, truth
from scoring.model.conditions import Expr
from scoring.model.facts import FactType, Judgement
from scoring.model.scorecard import InputKind

HERE = Location(file="甲.yaml", line=1, column=1)
T, F, U, N = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN, Truth.NOT_APPLICABLE
VALUES: dict[Truth, Value] = {T: True, F: False, U: UNKNOWN, N: NOT_APPLICABLE}


def read(text: str) -> Expr:
    result = parse(text, HERE)
    assert result.value is not None
    return result.value


AND = {
    (T, T): T, (T, F): F, (T, U): U, (T, N): N,
    (F, T): F, (F, F): F, (F, U): F, (F, N): F,
    (U, T): U, (U, F): F, (U, U): U, (U, N): U,
    (N, T): N, (N, F): F, (N, U): U, (N, N): N,
}  # fmt: skip
NOT = {T: F, F: T, U: U, N: N}


@pytest.mark.parametrize(("left", "right"), list(product(Truth, Truth)))
def test_and_or_are_dual(left: Truth, right: Truth) -> None:
    values = {"甲": VALUES[left], "乙": VALUES[right]}
    assert truth(read("甲 and 乙"), values) is AND[left, right]
    assert truth(read("甲 or 乙"), values) is NOT[AND[NOT[left], NOT[right]]]


@pytest.mark.parametrize("value", list(Truth))
def test_not(value: Truth) -> None:
    assert truth(read("not 甲"), {"甲": VALUES[value]}) is NOT[value]


@pytest.mark.parametrize("parts", list(product(Truth, repeat=3)))
def test_three_parts_fold_like_two(parts: tuple[Truth, Truth, Truth]) -> None:
    values = {name: VALUES[part] for name, part in zip("甲乙丙", parts, strict=True)}
    assert truth(read("甲 and 乙 and 丙"), values) is AND[AND[parts[0], parts[1]], parts[2]]


def test_a_missing_number_is_never_low() -> None:
    assert truth(read("满意度 < 90"), {}) is U
    assert truth(read("满意度 < 90"), {"满意度": UNKNOWN}) is U
    assert truth(read("满意度 < 90"), {"满意度": NOT_APPLICABLE}) is N
    assert truth(read("等级 in ('优',)"), {"等级": UNKNOWN}) is U


def test_not_applicable_outweighs_a_missing_reference() -> None:
    assert truth(read("托位数 < 全省"), {"托位数": NOT_APPLICABLE, "全省": UNKNOWN}) is N


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("率 < 100", T),
        ("率 == 100", F),
        ("99 < 率 < 100", T),
        ("率 >= 99.996", T),
        ("率 > 99.996", F),
        ("率 in (1, 2)", F),
    ],
)
def test_comparisons_are_exact(text: str, expected: Truth) -> None:
    assert truth(read(text), {"率": Fraction("99.996")}) is expected


def test_judged_points_compare_as_numbers() -> None:
    assert truth(read("评分 < 1"), {"评分": Judgement(points=Fraction(1, 2), reason="试")}) is T


def symbol(type_: FactType, unit: str = "", choices: tuple[str, ...] = ()) -> Symbol:
    return Symbol(kind=InputKind.FACT, type=type_, unit=unit, choices=choices)


SCOPE = {
    "分工明确": symbol(FactType.BOOL),
    "会议次数": symbol(FactType.COUNT, "次"),
    "机构数": symbol(FactType.COUNT, "家"),
    "满意度": symbol(FactType.PERCENT),
    "全省平均": symbol(FactType.PERCENT),
    "等级": symbol(FactType.CHOICE, choices=("优", "良")),
    "日期": symbol(FactType.DATE),
    "说明": symbol(FactType.TEXT),
}


@pytest.mark.parametrize(
    "text",
    [
        "not 分工明确",
        "会议次数 > 0",
        "满意度 < 全省平均",
        "等级 in ('优', '良')",
        "日期 <= '2022-05-31'",
        "会议次数 >= 2.5",
    ],
)
def test_sound_conditions_pass(text: str) -> None:
    assert check(read(text), SCOPE, HERE) == ()


@pytest.mark.parametrize(
    ("text", "column", "code"),
    [
        ("会议次娄 > 0", 1, "condition-name"),
        ("分工明确 == 是", 9, "condition-name"),
        ("not 会议次数", 5, "condition-type"),
        ("分工明确 == 1", 1, "condition-type"),
        ("说明 == '有'", 1, "condition-type"),
        ("会议次数 > '三'", 8, "condition-type"),
        ("会议次数 == 2.5", 9, "condition-type"),
        ("会议次数 < 机构数", 8, "condition-unit"),
        ("满意度 < 会议次数", 7, "condition-unit"),
        ("等级 > '良'", 1, "condition-type"),
        ("等级 == '中'", 7, "condition-choice"),
        ("等级 in ('优', '差')", 13, "condition-choice"),
        ("日期 > 3", 6, "condition-type"),
        ("日期 < 满意度", 6, "condition-type"),
        ("满意度 < 满意度", 7, "condition-type"),
        ("1 < 2", 1, "condition-type"),
    ],
)
def test_misuse_is_reported_at_its_place(text: str, column: int, code: str) -> None:
    found = check(read(text), SCOPE, HERE)
    assert [(problem.location.column if problem.location else 0, problem.code) for problem in found] == [(column, code)]


def test_a_near_name_is_suggested() -> None:
    assert "会议次数" in check(read("会议次娄 > 0"), SCOPE, HERE)[0].hint


def test_a_fraction_of_one_percent_is_questioned() -> None:
    found = check(read("满意度 < 0.9"), SCOPE, HERE)
    assert [problem.severity for problem in found] == [Severity.QUESTION]
