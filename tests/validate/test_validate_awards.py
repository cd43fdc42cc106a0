"""What a newcomer's first pack ran into: points without a question, half-written clauses, keys of another place."""

from __future__ import annotations

import pytest

from scoring.base.errors import Problem
from tests.validate.small_pack import FILES, read, spoilt

ASKED = "项数: {type: count, unit: 项, minimum: 1, ask: 有几项？}"
NEEDS = "项数: {type: count, unit: 项, minimum: 1, ask: 有几项？, needs: 会议次数 > 0}"
AWARD = "award: 1, per: 项数, at_most: 2}"
RULES = FILES["section-1.yaml"].replace(ASKED, NEEDS)


def told(problems: tuple[Problem, ...], code: str) -> list[tuple[str, str]]:
    return [(one.message, one.hint) for one in problems if one.code == code]


def awards(rules: str, pack: str = FILES["pack.yaml"]) -> list[tuple[str, str]]:
    return told(read({**FILES, "pack.yaml": pack, "section-1.yaml": rules}).problems, "award-unasked")


def test_an_award_for_a_question_that_need_not_be_answered_is_questioned() -> None:
    assert awards(RULES) == [
        ("1.2-1 在不必回答“项数”时也会得分", "不该得分的，把前提写进条件：when: 会议次数 > 0。"),
    ]


@pytest.mark.parametrize(
    "condition",
    ["制定方案 and 会议次数 > 0", "制定方案"],  # 制定方案 decides whether 会议次数 itself is asked
)
def test_an_award_whose_condition_names_the_premise_is_not(condition: str) -> None:
    assert awards(RULES.replace(AWARD, f"award: 1, per: 项数, at_most: 2, when: {condition}}}")) == []


def test_another_condition_is_to_be_kept_beside_the_premise() -> None:
    other = RULES.replace(AWARD, "award: 1, per: 项数, at_most: 2, when: 水平 > 1}")
    hint = "不该得分的，把前提写进条件：when: 会议次数 > 0，再用 and 接上原来的条件。"
    assert awards(other) == [("1.2-1 在不必回答“项数”时也会得分", hint)]


def test_nothing_is_questioned_where_what_does_not_apply_earns_nothing() -> None:
    assert awards(RULES, FILES["pack.yaml"] + "not_applicable: zero\n") == []
    assert len(awards(RULES, FILES["pack.yaml"] + "not_applicable: full\n")) == 1


def test_deductions_and_premises_that_are_absent_are_not_questioned() -> None:
    assert told(read(FILES).problems, "award-unasked") == []  # 会议次数 has needs, and only deductions read it


def test_a_limit_alone_is_no_clause() -> None:
    result = spoilt("section-1.yaml", "award: 1, per: 项数, at_most: 2}", "at_most: 2}")
    hint = "上限不是单独的一条：把它的引文并进所限的那一条，at_most 也写在那里；就是本项满分的不用写。"
    assert told(result.problems, "clause-effect") == [("条款没有写计分方式", hint)]


def test_a_clause_that_does_nothing_is_an_error_and_no_crash() -> None:
    result = spoilt("section-1.yaml", "award: 1, per: 项数, at_most: 2}", "per: 项数}")
    assert [message for message, _ in told(result.problems, "clause-effect")] == ["条款没有写计分方式"]
    assert result.value is None


@pytest.mark.parametrize(
    ("clause", "wrong", "right"),
    [
        ("award: tiers, fact: 项数, tiers: [{at_most: 3, points: 1}]}", "at_most", "up_to"),
        ("award: 1, fact: 项数, scale: {up_to: 3}}", "up_to", "at_most"),
    ],
)
def test_a_key_of_another_place_is_told_by_its_meaning(clause: str, wrong: str, right: str) -> None:
    result = spoilt("section-1.yaml", AWARD, clause)
    assert (f"这里不能写“{wrong}”", f"是不是“{right}”？") in told(result.problems, "unknown-key")


def test_points_in_percent_and_in_fractions_are_told_how_to_be_written() -> None:
    ranks = spoilt("section-1.yaml", AWARD, "award: rank, fact: 项数, ranks: [100%]}")
    assert told(ranks.problems, "wrong-type") == [
        ("“ranks”的第 1 条应是数字，这里写的是“100%”", "请写成 3 或 2.5 这样的数，不带单位和百分号。"),
    ]
    third = spoilt("section-1.yaml", AWARD, "award: 1/3, per: 项数}")
    messages = [one.message for one in third.problems]
    assert "“award”应写几分（如 3、0.5），或 judged、tiers、rank，这里写的是“1/3”" in messages


@pytest.mark.parametrize("key", ["facts", "clauses"])
def test_an_item_without_facts_or_clauses_is_told_what_to_write_both_times(key: str) -> None:
    """Left empty, and then left out, as the first hint used to say."""
    section = FILES["section-2.yaml"]
    start = section.index(f"    {key}:")
    stop = section.index("    clauses:") if key == "facts" else len(section)
    empty = {**FILES, "section-2.yaml": section[:start] + f"    {key}: []\n" + section[stop:]}
    if key == "facts":
        empty["section-2.yaml"] = empty["section-2.yaml"].replace("[]", "{}")
    absent = {**FILES, "section-2.yaml": section[:start] + section[stop:]}
    for files in (empty, absent):
        (hint,) = [one.hint for one in read(files).problems if f"“{key}”" in one.message]
        assert "本项评分" in hint
