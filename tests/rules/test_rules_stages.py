"""Rules that look at points scored before: the order, the range against brute force, and the compiled function."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.model.amounts import Flat, PerUnit, Scaled, Side
from scoring.model.clauses import Clause, Effect, Reach
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import Fact, FactType, Score
from scoring.model.scorecard import Range, ScoreCard
from scoring.model.stages import stages_of, waiting_scores
from scoring.model.totals import AbsentItems, Level, Rounding, Treatment
from scoring.rules import evaluate
from scoring.rules.compiled import compile_pack
from tests.rules.rules_factories import award, condition, deduct, fact, item, pack, submission
from tests.rules.test_rules_exactness import SLOW

F = Fraction
GRID: Mapping[str, tuple[bool | int, ...]] = {
    "问题数": (0, 1, 2, 3, 5),
    "检查": (False, True),
    "做到": (False, True),
    "加分项数": (0, 1, 3),
    "表彰": (False, True),
}


def score(name: str, *of: str) -> Fact:
    return replace(fact(name, FactType.NUMBER), unit="分", derive=Score(of=of))


def scored(criteria: Criteria, answers: Mapping[str, bool | int]) -> ScoreCard:
    return evaluate(criteria, submission(answers), as_of=None, tool_version="")


def beyond(clause: Clause, reach: Reach = Reach.TOTAL) -> Clause:
    return replace(clause, reach=reach)


def reached(items: list[Item], clauses: Mapping[str, Clause]) -> list[Item]:
    """The clauses keep their reach and limits, which the small factories leave out."""
    return [
        replace(one, clauses=tuple(replace(clauses.get(clause.id, clause), id=clause.id) for clause in one.clauses))
        for one in items
    ]


def site(*extra: Clause, applies: str = "", absent: AbsentItems | None = None) -> Criteria:
    """10 points less one for each fault, 4 for what was done; then what looks at the points of section 1."""
    first = item("1.1", 10, [deduct(1, per="问题数")], [fact("问题数", FactType.COUNT)])
    second = item("1.2", 4, [award(4, "做到")], [fact("检查"), fact("做到", needs="检查")])
    second = replace(second, applies=condition("检查"))
    bonus = item("2.1", 6, list(extra), [fact("加分项数", FactType.COUNT), fact("表彰"), score("基础得分", "1")])
    bonus = replace(bonus, applies=condition(applies) if applies else None)
    (bonus,) = reached([bonus], {f"2.1-{at}": one for at, one in enumerate(extra, start=1)})
    made = pack([first, second, bonus])
    return replace(made, absent=absent or AbsentItems())


def test_a_bonus_counts_only_above_the_line() -> None:
    """基础得分高于8分的，每项加1分: exactly 8 is not above 8."""
    made = site(replace(award(1, "基础得分 > 8"), amount=PerUnit(points=F(1), fact="加分项数")))
    answers = {"检查": True, "做到": False, "加分项数": 2, "表彰": False}
    found = [scored(made, {**answers, "问题数": faults}).total.low for faults in (1, 2, 3)]
    assert found == [9 + 2, 8, 7]


def test_the_line_is_looked_at_for_both_ends_of_an_open_score() -> None:
    """How many faults there are is open: from 4 points without a bonus to 14 with one; both can be."""
    made = site(replace(award(1, "基础得分 > 8"), amount=PerUnit(points=F(1), fact="加分项数")))
    card = scored(made, {"检查": True, "做到": True, "加分项数": 2, "表彰": False})
    assert (card.total, card.exact, card.unknown) == (Range(low=F(4), high=F(16)), True, ("问题数",))
    assert card.sections[1].items[0].score == Range(low=F(0), high=F(2))


def test_what_lies_above_the_line_in_any_case_is_decided() -> None:
    made = site(replace(award(1, "基础得分 >= 4"), amount=PerUnit(points=F(1), fact="加分项数")))
    card = scored(made, {"检查": True, "做到": True, "加分项数": 2, "表彰": False})
    assert card.sections[1].items[0].score == Range(low=F(2), high=F(2))


def test_the_total_is_that_of_all_that_look_at_no_total() -> None:
    """Two bonuses look at the total: neither is part of what the other looks at."""
    first = item("1.1", 10, [deduct(1, per="问题数")], [fact("问题数", FactType.COUNT)])
    bonus = item("2.1", 0, [award(5, "甲总分 >= 9")], [score("甲总分")])
    more = item("3.1", 0, [award(2, "乙总分 >= 9")], [score("乙总分")])
    clauses = {"2.1-1": beyond(award(5, "甲总分 >= 9")), "3.1-1": beyond(award(2, "乙总分 >= 9"))}
    made = pack(reached([first, bonus, more], clauses))
    assert not waiting_scores(made)
    assert [scored(made, {"问题数": faults}).total.low for faults in (0, 1, 2)] == [17, 16, 8]


def test_a_score_that_is_made_of_what_looks_at_it_waits_for_ever() -> None:
    one = item("1.1", 10, [award(5, "甲分 > 3")], [score("甲分", "1.2")])
    other = item("1.2", 10, [award(5, "乙分 > 3")], [score("乙分", "1.1")])
    own = item("1.3", 10, [award(5, "本部分 > 3")], [score("本部分", "1")])
    assert {fact.name for fact in waiting_scores(pack([one, other, own]))} == {"甲分", "乙分", "本部分"}
    assert len(stages_of(pack([one, other, own]))) == 0


def test_three_stages_follow_each_other() -> None:
    """Section 1 gives 10; from 8 on 2.1 gives 5; from 15 on both together 3.1 gives 3."""
    first = item("1.1", 10, [deduct(1, per="问题数")], [fact("问题数", FactType.COUNT)])
    second = item("2.1", 5, [award(5, "甲分 >= 8")], [score("甲分", "1")])
    third = item("3.1", 3, [award(3, "甲乙分 >= 15")], [score("甲乙分", "1", "2.1")])
    made = pack([first, second, third])
    assert [[one.id for one in stage.items] for stage in stages_of(made)] == [["1.1"], ["2.1"], ["3.1"]]
    assert [scored(made, {"问题数": faults}).total.low for faults in (0, 1, 2, 3)] == [18, 14, 13, 7]
    points = [compile_pack(made).points({"问题数": F(faults)}, {}) for faults in (0, 1, 2, 3)]
    assert [compile_pack(made).sums(one).total for one in points if one is not None] == [18, 14, 13, 7]


ATOMS = ("基础得分 > 8", "基础得分 >= 10", "基础得分 < 6", "基础得分 == 9", "4 <= 基础得分 < 9", "表彰")


@st.composite
def packs(draw: st.DrawFn) -> Criteria:
    clauses = []
    for _ in range(draw(st.integers(1, 2))):
        when = draw(st.sampled_from((None, *ATOMS)))
        effect = draw(st.sampled_from((award, award, deduct)))
        amount = draw(
            st.sampled_from(
                (
                    Flat(points=F(2)),
                    PerUnit(points=F(1), fact="加分项数"),
                    PerUnit(points=F(1, 2), fact="基础得分", side=Side.ABOVE, base=F(9)),
                    Scaled(points=F(6), fact="基础得分", side=Side.ABOVE, target=F(14)),
                )
            )
        )
        made = replace(effect(1, when), amount=amount)
        clauses.append(beyond(made, draw(st.sampled_from((Reach.ITEM, Reach.TOTAL, Reach.SECTION)))))
    if draw(st.integers(0, 3)) == 0:
        clauses.append(replace(award(1, "基础得分 < 5"), effect=Effect.FORFEIT, amount=None, reach=Reach.TOTAL))
    treatment = AbsentItems(
        treatment=draw(st.sampled_from(Treatment)), level=draw(st.sampled_from((Level.SECTION, Level.TOTAL)))
    )
    whole = site(*clauses, applies=draw(st.sampled_from(("", "", "基础得分 > 7"))), absent=treatment)
    rounding = draw(st.sampled_from((Rounding(), Rounding(places=0), Rounding(places=1, level=Level.SECTION))))
    return replace(whole, rounding=rounding)


@SLOW
@given(packs(), st.frozensets(st.sampled_from(sorted(GRID)), max_size=4), st.data())
def test_ranges_over_stages_are_sound_and_their_ends_are_reached(
    criteria: Criteria, answered: frozenset[str], data: st.DataObject
) -> None:
    given_ = {name: data.draw(st.sampled_from(GRID[name])) for name in sorted(answered)}
    card = scored(criteria, given_)
    open_names = [name for name in GRID if name not in answered]
    totals = set()
    for options in product(*(GRID[name] for name in open_names)):
        one = scored(criteria, {**given_, **dict(zip(open_names, options, strict=True))})
        assert one.total.decided
        totals.add(one.total.low)
        assert card.total.low <= one.total.low <= card.total.high
    if card.exact and "问题数" in answered and "加分项数" in answered:  # the grid holds every other answer
        assert card.total == Range(low=min(totals), high=max(totals))


@SLOW
@given(packs(), st.fixed_dictionaries({name: st.sampled_from(values) for name, values in GRID.items()}))
def test_the_compiled_function_goes_through_the_same_stages(criteria: Criteria, given_: dict[str, bool | int]) -> None:
    stated = {name: value if isinstance(value, bool) else F(value) for name, value in given_.items()}
    compiled = compile_pack(criteria)
    points = compiled.points(stated, {})
    card = scored(criteria, given_)
    assert points is not None
    sums = compiled.sums(points)
    assert (list(sums.sections), sums.total) == ([one.score.low for one in card.sections], card.total.low)
    items = [one for section in card.sections for one in section.items]
    for one, (points_of_item, nominals, applies) in zip(items, points.items, strict=True):
        assert (F(points_of_item) / points.unit, applies) == (one.score.low, one.applies)
        assert [F(each) / points.unit for each in nominals] == [each.nominal.low for each in one.clauses]


@pytest.mark.parametrize(("faults", "share"), [(0, 6), (7, 3), (10, F(12, 7))])
def test_points_can_be_converted(faults: int, share: Fraction | int) -> None:
    """基础得分（14分）折算为6分: 14 → 6, 7 → 3, 4 → 12/7."""
    scale = Scaled(points=F(6), fact="基础得分", side=Side.ABOVE, target=F(14))
    made = site(replace(award(6), amount=scale))
    answers = {"检查": True, "做到": True, "加分项数": 0, "表彰": False, "问题数": faults}
    assert scored(made, answers).sections[1].score.low == share
