"""Sums and shares against brute force over random small packs and pairs of cities."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import permutations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.advice.compare import Compared, Comparison, compare
from scoring.advice.compare.model import Split
from scoring.lang import Value
from scoring.model.criteria import Criteria
from scoring.model.scorecard import Range
from scoring.rules import evaluate
from tests.advice.compare.test_compare_liaoning import closes
from tests.advice.improve.small_packs import ATOMS, GRID, answers, city_of, packs
from tests.rules.rules_factories import deduct, fact, item, pack

RELATED = (*ATOMS, "数值 < 均数", "数值 == 均数")
SLOW = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def side(criteria: Criteria, stated: Mapping[str, Value]) -> Compared:
    city = city_of(stated)
    card = evaluate(criteria, city, as_of=None, tool_version="0")
    return Compared(criteria=criteria, submission=city, card=card)


def item_range(criteria: Criteria, stated: Mapping[str, Value], item_id: str) -> Range:
    card = side(criteria, stated).card
    return next(one.score for section in card.sections for one in section.items if one.item.id == item_id)


@SLOW
@given(data=st.data())
def test_sums_close_and_shares_are_means_over_all_orders(data: st.DataObject) -> None:
    criteria = data.draw(packs(RELATED))
    cities = []
    for _ in range(2):
        stated = data.draw(answers(2))
        if data.draw(st.booleans()):
            stated["均数"] = data.draw(st.sampled_from(GRID["均数"]))
        cities.append(stated)
    left, right = cities
    found = compare(side(criteria, left), side(criteria, right))
    closes(found)
    for section in found.sections:
        for change in section.items:
            assert change.split is Split.SHAPLEY
            players = [share.names for share in change.shares]
            if len(players) > 4:
                continue
            low, high = means(criteria, left, right, players, change.id)
            assert [share.difference.low for share in change.shares] == low
            assert [share.difference.high for share in change.shares] == high


def means(
    criteria: Criteria,
    left: Mapping[str, Value],
    right: Mapping[str, Value],
    players: list[tuple[str, ...]],
    item_id: str,
) -> tuple[list[Fraction], list[Fraction]]:
    """Each player's mean effect over every order of changing them, by whole new cards."""
    orders = list(permutations(range(len(players))))
    lows, highs = [Fraction(0)] * len(players), [Fraction(0)] * len(players)
    for order in orders:
        stated = dict(left)
        before = item_range(criteria, stated, item_id)
        for place in order:
            for name in players[place]:
                stated.pop(name, None)
                if name in right:
                    stated[name] = right[name]
            after = item_range(criteria, stated, item_id)
            lows[place] += after.low - before.low
            highs[place] += after.high - before.high
            before = after
    return [low / len(orders) for low in lows], [high / len(orders) for high in highs]


@SLOW
@given(data=st.data())
def test_swapping_the_sides_turns_every_sign(data: st.DataObject) -> None:
    criteria = data.draw(packs())
    one, other = side(criteria, data.draw(answers(1))), side(criteria, data.draw(answers(1)))
    there, back = compare(one, other), compare(other, one)
    assert there.difference.low == -back.difference.low
    assert parts(there) == {names: -part for names, part in parts(back).items()}


def parts(found: Comparison) -> dict[frozenset[str], Fraction]:
    return {frozenset(share.names): share.difference.low for share in found.inputs}


def all_or_nothing(count: int) -> Comparison:
    """One item that loses a point while any of `count` facts is 否: from all 否 to all 是."""
    names = [f"第{number}项" for number in range(count)]
    any_missing = " or ".join(f"not {name}" for name in names)
    criteria = pack([item("1.1", 2, [deduct(1, any_missing)])], facts=[fact(name) for name in names])
    return compare(side(criteria, dict.fromkeys(names, False)), side(criteria, dict.fromkeys(names, True)))


def test_up_to_ten_changes_share_alike() -> None:
    (change,) = all_or_nothing(10).sections[0].items
    assert change.split is Split.SHAPLEY
    assert [share.difference.low for share in change.shares] == [Fraction(1, 10)] * 10


def test_more_changes_are_taken_one_by_one_and_it_is_said() -> None:
    found = all_or_nothing(11)
    (change,) = found.sections[0].items
    assert change.split is Split.ONE_BY_ONE
    assert [share.difference.low for share in change.shares] == [0] * 10 + [1]
    assert any("逐个计算" in note for note in found.notes)


def test_rounding_is_a_part_of_its_own() -> None:
    """0.4 lost in each of two items: 5.2 of 6, published as 5; the other city keeps all 6."""
    clauses = [deduct("0.4", "not 甲")]
    criteria = pack([item("1.1", 3, clauses), item("1.2", 3, clauses)], facts=[fact("甲")], places=0)
    found = compare(side(criteria, {"甲": False}), side(criteria, {"甲": True}))
    section = found.sections[0].difference
    assert (found.difference.low, section.low, found.rest.low) == (1, Fraction(4, 5), Fraction(1, 5))


def test_items_that_share_a_missing_answer() -> None:
    """One item loses where 甲 is 否, the other where it is 是: together they always lose one point, never none or two."""
    criteria = pack([item("1.1", 2, [deduct(1, "not 甲")]), item("1.2", 2, [deduct(1, "甲")])], facts=[fact("甲")])
    found = compare(side(criteria, {}), side(criteria, {"甲": True}))
    (section,) = found.sections
    assert [(one.difference.low, one.difference.high) for one in section.items] == [(1, 0), (0, -1)]
    assert (section.difference.low, section.difference.high) == (0, 0)
    assert (section.rest.low, section.rest.high) == (-1, 1)
