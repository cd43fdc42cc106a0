"""Reading conditions: what is accepted, what is refused, and where exactly."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scoring.base.errors import Location
from scoring.lang import DEPTH_LIMIT, LENGTH_LIMIT, describe, parse, show
from scoring.model.conditions import And, Compare, Expr, Literal, Member, Name, Not, Op

HERE = Location(file="甲.yaml", line=7, column=11)


def read(text: str) -> Expr:
    result = parse(text, HERE)
    assert result.value is not None, [problem.message for problem in result.problems]
    return result.value


def test_tree_of_a_condition() -> None:
    assert read("专题会议次数 > 0 and not 会议解决实际问题") == And(
        operands=(
            Compare(op=Op.GT, left=Name(name="专题会议次数", column=1), right=Literal(value=Fraction(0), column=10)),
            Not(operand=Name(name="会议解决实际问题", column=20)),
        )
    )
    assert read("等级 not in ('甲', '乙')") == Not(
        operand=Member(name=Name(name="等级"), values=(Literal(value="甲", column=12), Literal(value="乙", column=17)))
    )


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("1 < 次数 <= 3.50", "1 < 次数 and 次数 <= 3.5"),
        ("甲 and (乙 or 丙) and not (丁 or 戊)", "甲 and (乙 or 丙) and not (丁 or 戊)"),
        ("(甲 and 乙) or 丙", "甲 and 乙 or 丙"),
        ("等级 in ('优')", "等级 in ('优',)"),
        ('等级 == "优"', "等级 == '优'"),
        ("增长率 < -5", "增长率 < -5"),
        ("ＧＤＰ１ > 3", "GDP1 > 3"),
        ("  甲\n  and 乙 ", "甲 and 乙"),
        ("日期 <= '2022-05-31'", "日期 <= '2022-05-31'"),
    ],
)
def test_canonical_text(text: str, canonical: str) -> None:
    assert show(read(text)) == canonical
    assert show(read(canonical)) == canonical


def test_numbers_are_read_from_their_text() -> None:
    parsed = read("率 < 99.99999999999999999999999")
    assert isinstance(parsed, Compare)
    assert isinstance(parsed.right, Literal)
    assert parsed.right.value == Fraction("99.99999999999999999999999")


def test_dates_are_dates() -> None:
    parsed = read("日期 <= '2022-05-31'")
    assert isinstance(parsed, Compare)
    assert isinstance(parsed.right, Literal)
    assert parsed.right.value == date(2022, 5, 31)


def test_names_in_order_of_first_mention() -> None:
    assert read("乙 and 甲 > 丙 or not 乙 and 丁 in (1, 2)").names == ("乙", "甲", "丙", "丁")


@pytest.mark.parametrize(
    ("text", "column", "code"),
    [
        ("甲 = 3", 3, "condition-character"),
        ("（甲）", 1, "condition-character"),
        ("甲，乙", 2, "condition-character"),
        ("甲 ≥ 3", 3, "condition-character"),
        ("甲 == ３", 6, "condition-number"),
        ("甲 == 1_000", 6, "condition-number"),
        ("甲 == 007", 6, "condition-number"),
        ("甲 == 1e5", 6, "condition-number"),
        ("甲 == 0x10", 6, "condition-number"),
        ("甲 > 90%", 7, "condition-unsupported"),
        ("甲 + 1 > 2", 3, "condition-unsupported"),
        ("甲 - 1 > 2", 3, "condition-unsupported"),
        ("甲 ** 2 > 2", 3, "condition-unsupported"),
        ("长度(甲)", 3, "condition-unsupported"),
        ("甲.乙", 2, "condition-character"),
        ("甲[0]", 2, "condition-character"),
        ("lambda 甲", 1, "condition-unsupported"),
        ("甲 if 乙 else 丙", 3, "condition-unsupported"),
        ("甲 is 乙", 3, "condition-unsupported"),
        ("甲 == True", 6, "condition-unsupported"),
        ("甲 乙", 3, "condition-syntax"),
        ("甲 且 乙", 3, "condition-syntax"),
        ("甲 not 乙", 3, "condition-syntax"),
        ("甲 and", 6, "condition-syntax"),
        ("and 甲", 1, "condition-syntax"),
        ("(甲", 1, "condition-syntax"),
        ("甲)", 2, "condition-syntax"),
        ("甲 in ()", 7, "condition-syntax"),
        ("甲 in '乙'", 6, "condition-syntax"),
        ("甲, 乙", 2, "condition-syntax"),
        ("甲 == 'x' 'y'", 10, "condition-syntax"),
        ("甲 == f'x'", 7, "condition-syntax"),
        ("甲 == '乙", 6, "condition-character"),
        ("甲 == 'a\\n'", 6, "condition-text"),
        ("甲 in (乙, 1)", 6, "condition-unsupported"),
        ("(甲 > 1) == (乙 > 2)", 2, "condition-unsupported"),
        ("-甲 < 1", 1, "condition-unsupported"),
        ("3", 1, "condition-unsupported"),
        ("日期 < '2022-02-30'", 6, "condition-unsupported"),
        ("   ", 1, "condition-empty"),
        ("甲 and " * 100 + "甲", LENGTH_LIMIT + 1, "condition-too-long"),
        ("(" * 21 + "甲" + ")" * 21, DEPTH_LIMIT + 1, "condition-too-deep"),
        ("not " * 21 + "甲", DEPTH_LIMIT * 4 + 1, "condition-too-deep"),
    ],
)
def test_refusals_point_at_the_character(text: str, column: int, code: str) -> None:
    result = parse(text, HERE)
    assert result.value is None
    first = result.problems[0]
    assert first.location is not None
    assert (first.location.line, first.location.column - HERE.column + 1, first.code) == (7, column, code)
    assert first.message
    assert first.hint


def test_all_bad_characters_are_reported_at_once() -> None:
    problems = parse("（甲 ＞ 3）", HERE).problems
    assert [problem.location.column - HERE.column for problem in problems if problem.location] == [0, 3, 6]


def test_place_inside_a_quoted_value() -> None:
    line = '      when: "甲 = 3"'
    result = parse("甲 = 3", Location(file="甲.yaml", line=1, column=13), line)
    assert result.problems[0].location == Location(file="甲.yaml", line=1, column=16)
    assert line[16 - 1] == "="


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("not 甲", "“甲”为否"),
        ("次数 == 0", "“次数”为0"),
        ("90 > 率", "“率”低于90"),
        ("托位数 < 全省平均", "“托位数”低于“全省平均”"),
        ("甲 and 次数 >= 3", "“甲”为是，且“次数”达到3"),
        ("等级 not in ('优', '良')", "“等级”不为“优”或“良”"),
        ("日期 <= '2022-05-31'", "“日期”不晚于2022年5月31日"),
    ],
)
def test_described_in_words(text: str, words: str) -> None:
    assert describe(read(text)) == words


TOKENS = ["甲", "乙", "and", "or", "not", "in", "(", ")", ",", "==", "<", "<=", "!=", "3", "-", "'丙'", "0.5", ".", "="]


@given(st.lists(st.sampled_from(TOKENS), max_size=30))
@example(["not", "(", "甲", "in", "(", "'丙'", ",", ")", ")"])
def test_any_text_is_read_back_or_refused_with_a_place(tokens: list[str]) -> None:
    text = " ".join(tokens)
    result = parse(text, HERE)
    if result.value is None:
        assert result.problems
        for problem in result.problems:
            assert problem.location is not None
            assert 0 <= problem.location.column - HERE.column <= len(text)
    else:
        canonical = show(result.value)
        assert show(read(canonical)) == canonical
        assert read(canonical).names == result.value.names


@given(st.text(max_size=60))
def test_no_text_breaks_the_parser(text: str) -> None:
    result = parse(text, HERE)
    assert (result.value is None) is bool(result.problems)
