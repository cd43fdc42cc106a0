"""Shares of items that are scored unit by unit, against whole new cards over every order of changing the answers."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.advice.compare import Compared, Comparison, compare
from scoring.advice.compare.model import ItemChange, Split
from scoring.lang import UNKNOWN, Value
from scoring.model.criteria import Criteria
from scoring.model.facts import Answer
from scoring.model.scorecard import Range
from scoring.model.submission import Submission, Unit
from scoring.rules import evaluate
from tests.kinds.test_kinds_added import ANSWERS
from tests.kinds.test_kinds_means import averaged
from tests.kinds.test_kinds_units import FILLED
from tests.kinds.test_kinds_units import assessed as averaged_city
from tests.kinds.test_kinds_words import assessed
from tests.rules.rules_factories import HERE, submission
from tests.rules.test_rules_exactness import GRID, SLOW

F = Fraction
Units = Mapping[str, Mapping[str, Value]]


def city_of(criteria: Criteria, units: Units, shared: Mapping[str, Value]) -> Submission:
    rows = tuple(
        Unit(name=name, answers={n: Answer(value=v) for n, v in values.items() if v is not UNKNOWN}, location=HERE)
        for name, values in units.items()
    )
    references = {name: value for name, value in shared.items() if isinstance(value, Fraction)}
    return replace(submission({}, references=references), units={criteria.sections[0].items[0].id: rows})


def compared(criteria: Criteria, units: Units, shared: Mapping[str, Value]) -> Compared:
    city = city_of(criteria, units, shared)
    card = evaluate(criteria, city, as_of=None, tool_version="0")
    return Compared(criteria=criteria, submission=city, card=card)


def mixed(left: Units, right: Units, changed: frozenset[str]) -> dict[str, dict[str, Value]]:
    """Answers by their names as they are told: 甲县的个数."""
    return {
        unit: {
            name: (right if f"{unit}的{name}" in changed else left)[unit].get(name, UNKNOWN)
            for name in {*left[unit], *right[unit]}
        }
        for unit in left
    }


def only(found: Comparison) -> ItemChange:
    return found.sections[0].items[0]


@st.composite
def answers(draw: st.DrawFn, criteria: Criteria) -> dict[str, Value]:
    """One unit's answers, few of them the other side's and at most one missing."""
    stated = {name: values[0] for name, values in GRID.items() if name not in ("均数", "均率")}
    for name in draw(st.frozensets(st.sampled_from(sorted(stated)), max_size=2)):
        stated[name] = draw(st.sampled_from(GRID[name]))
    if draw(st.integers(0, 3)) == 0:
        del stated[draw(st.sampled_from(sorted(stated)))]
    whole, part = stated.get("总数"), stated.get("个数")
    ratio = criteria.facts_by_name["比率"].ratio
    assume(ratio is None or not ratio.within or whole is None or part is None or part <= whole)  # type: ignore[operator]
    return stated


@settings(SLOW, max_examples=25)
@given(averaged(), st.data())
def test_shares_are_means_over_all_orders(
    made: tuple[Criteria, tuple[object, ...], dict[str, Value]], data: st.DataObject
) -> None:
    criteria, _, shared = made
    names = ("均数", "均率")
    sides = [{unit: data.draw(answers(criteria)) for unit in ("甲县", "乙县")} for _ in range(2)]
    other = {**shared, "均数": data.draw(st.sampled_from((F(0), F(2))))} if data.draw(st.booleans()) else shared
    found = compare(compared(criteria, sides[0], shared), compared(criteria, sides[1], other))
    change = only(found)
    assert change.split is not Split.NONE, change.note
    players = [share.names for share in change.shares]
    assert sum((share.difference.low for share in change.shares), F(0)) == change.difference.low
    assert sum((share.difference.high for share in change.shares), F(0)) == change.difference.high
    assume(change.split is Split.SHAPLEY and len(players) <= 4)

    def score(chosen: frozenset[str]) -> Range:
        references = {n: (other if n in chosen else shared).get(n, UNKNOWN) for n in names}
        return compared(criteria, mixed(sides[0], sides[1], chosen), references).card.sections[0].items[0].score

    totals = [[F(0), F(0)] for _ in players]
    orders = list(permutations(range(len(players))))
    known: dict[frozenset[str], Range] = {}
    for order in orders:
        done: frozenset[str] = frozenset()
        before = known.setdefault(done, score(done))
        for place in order:
            done |= set(players[place])
            if done not in known:
                known[done] = score(done)
            totals[place][0] += known[done].low - before.low
            totals[place][1] += known[done].high - before.high
            before = known[done]
    expected = [(low / len(orders), high / len(orders)) for low, high in totals]
    assert [(share.difference.low, share.difference.high) for share in change.shares] == expected


def item(tmp_path: Path, pack: str, left: str, right: str, name: str) -> ItemChange:
    def side(text: str, file: str) -> Compared:
        (tmp_path / file).mkdir()
        found = averaged_city(tmp_path / file, text) if pack == "averaged" else assessed(tmp_path / file, pack, text)
        return Compared(criteria=found.criteria, submission=found.submission, card=found.card)

    found = compare(side(left, "左"), side(right, "右"))
    return {one.id: one for section in found.sections for one in section.items}[name]


def told(change: ItemChange) -> list[tuple[str, str, str, Fraction]]:
    return [
        ("、".join(share.names), share.changes[0].before, share.changes[0].after, share.difference.low)
        for share in change.shares
    ]


def test_the_answers_of_each_unit_have_their_part(tmp_path: Path) -> None:
    """1.1（取平均）：甲县少一处＋2÷3；丙县建了台账而处数太多，照样扣完，0。"""
    right = FILLED.replace("甲县: {问题处数: 1, 建立台账: 是}", "甲县: {问题处数: 0, 建立台账: 是}")
    right = right.replace("丙县: {问题处数: 9, 建立台账: 否}", "丙县: {问题处数: 9, 建立台账: 是}")
    change = item(tmp_path, "averaged", FILLED, right, "1.1")
    assert change.split is Split.SHAPLEY
    assert told(change) == [("甲县的问题处数", "1处", "0处", F(2, 3)), ("丙县的建立台账", "否", "是", F(0))]
    assert change.note == "本项按县市区逐个计分取平均。甲县8分→10分。"


def test_a_unit_that_was_not_looked_at_changes_as_a_whole(tmp_path: Path) -> None:
    """1.2：乙单位由未检查的20分到25分，平均加2.5分。"""
    right = FILLED.replace("乙单位: 未检查", "乙单位: {不符合处数: 0}")
    change = item(tmp_path, "averaged", FILLED, right, "1.2")
    assert told(change) == [("乙单位", "未检查", "已填报", F(5, 2))]


def test_a_unit_more_and_their_number_are_one_change(tmp_path: Path) -> None:
    """1.1：(8＋8＋0)÷3＝16/3，加一个10分的县是26÷4＝6.5分。"""
    right = FILLED.replace("所辖县市区数: 3", "所辖县市区数: 4")
    right = right.replace('  "1.2":', '      丁县: {问题处数: 0, 建立台账: 是}\n  "1.2":', 1)
    change = item(tmp_path, "averaged", FILLED, right, "1.1")
    assert told(change) == [("所辖县市区数、丁县", "3个", "4个", F(13, 2) - F(16, 3))]


def test_what_the_cap_of_a_sum_takes_is_shared(tmp_path: Path) -> None:
    """1.1（相加，10分封顶）：甲县3、乙县2、丙县0；右边乙县加1、丙县得3，3＋3＋3＝9，各自加1、加3。"""
    right = ANSWERS.replace("乙县: {建成: 是, 通过复核: 否}", "乙县: {建成: 是, 通过复核: 是}")
    right = right.replace("丙县: {建成: 否}", "丙县: {建成: 是, 通过复核: 是}")
    change = item(tmp_path, "added", ANSWERS, right, "1.1")
    assert [(names, part) for names, _, _, part in told(change)] == [
        ("乙县的通过复核", 1),
        ("丙县的建成、丙县的通过复核", 3),
    ]


@pytest.mark.parametrize(("deeds", "part"), [(("10", "8"), F(1, 2)), (("0", "8"), F(0))])
def test_losses_from_one_amount_are_shared_over_all_orders(
    tmp_path: Path, deeds: tuple[str, str], part: Fraction
) -> None:
    """1.2：甲县10处、乙县8处，都未建台账，10－9－6＜0。甲县补了台账：10－9－3＜0，不变；乙县也补：10－9＝1分，
    两个先后各一次由它跨过零，各得0.5分。甲县本来没有问题的不归它。"""
    right = ANSWERS.replace("甲县: {问题处数: 10, 建立台账: 否}", "甲县: {问题处数: 10, 建立台账: 是}")
    right = right.replace("乙县: {问题处数: 8, 建立台账: 否}", "乙县: {问题处数: 8, 建立台账: 是}")
    if deeds[0] == "0":
        right = ANSWERS
    change = item(tmp_path, "added", ANSWERS, right, "1.2")
    assert all(share.difference.low == part for share in change.shares)
    assert len(change.shares) == (2 if part else 0)
