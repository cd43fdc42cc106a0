"""Sums and differences of missing numbers, and scales between two named ends: exact ranges against brute force."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.lang import NOT_APPLICABLE, UNKNOWN, Value
from scoring.model.amounts import Amount, Measure, Partial, PerUnit, Scaled, Side
from scoring.model.clauses import Clause
from scoring.model.criteria import Criteria, Start
from scoring.model.facts import Fact, FactType, Sum
from scoring.rules import Scenario, resolve_inputs, score_item
from scoring.rules.compiled import compile_pack
from scoring.rules.rulebook import rulebook_of
from scoring.rules.sums import sum_parts
from tests.rules.rules_factories import award, deduct, fact, item, pack
from tests.rules.test_rules_exactness import SLOW, survey

F = Fraction
COUNT, NUMBER = FactType.COUNT, FactType.NUMBER
ATOMS = (
    *("合计 >= 3", "合计 < 2", "合计 == 1", "1 < 合计 <= 4", "差 > 0", "差 >= 1", "差 == 0", "多出 < 0", "多出 >= 2"),
    *("甲", "合计 >= 3 and 甲", "差 < 0 or not 甲", "合计占比 < 50"),
)
SHARED = ("个数 == 0", "数值 > 1", "均数 < 1", "丁数 > 1")
"""Conditions on parts: then more than their sum matters."""
GRID: Mapping[str, tuple[Value, ...]] = {
    "甲": (False, True),
    **dict.fromkeys(("个数", "总数", "丁数"), tuple(F(n) for n in (0, 1, 2, 3, 5))),
    **dict.fromkeys(("数值", "均数"), tuple(F(n) for n in ("-1", "0", "1/2", "1", "2", "9"))),
}


def derived(name: str, kind: FactType, of: Sum) -> Fact:
    return replace(fact(name, kind), derive=of)


@st.composite
def amounts(draw: st.DrawFn) -> Amount | None:
    match draw(st.integers(0, 3)):
        case 0:
            side = draw(st.sampled_from((None, Side.BELOW, Side.ABOVE)))
            base = None if side is None else draw(st.sampled_from((F(1), F(4))))
            partial = draw(st.sampled_from(Partial))
            step = draw(st.sampled_from((F(1), F(2))))
            return PerUnit(points=F(1), fact="合计", step=step, side=side, base=base, partial=partial)
        case 1:
            ends: tuple[tuple[Measure, Measure], ...] = (("均数", F(0)), (F(2), "均数"), (F(2), F(0)), (F(9), F(1)))
            target, zero = draw(st.sampled_from(ends))
            name = draw(st.sampled_from(("数值", "差", "合计")))
            return Scaled(points=F(2), fact=name, side=Side.ABOVE, target=target, zero_at=zero)
        case 2:
            return Scaled(points=F(2), fact="差", side=Side.BELOW, target=F(0), zero_at=F(2))
    return None


@st.composite
def clauses(draw: st.DrawFn) -> Clause:
    when = draw(st.none() | st.sampled_from((*ATOMS, *ATOMS, *SHARED)))
    made = draw(st.sampled_from((award, deduct)))(1, when)
    amount = draw(amounts())
    return made if amount is None else replace(made, amount=amount)


@st.composite
def packs(draw: st.DrawFn) -> Criteria:
    facts = [
        fact("甲"),
        fact("个数", COUNT, high=draw(st.sampled_from((None, 3)))),
        fact("总数", COUNT, optional=draw(st.booleans())),
        fact("丁数", COUNT),
        fact("数值", NUMBER, low=draw(st.sampled_from((None, -1)))),
        derived("合计", COUNT, Sum(plus=("个数", "总数"))),
        derived("多出", NUMBER, Sum(plus=("丁数",), minus=("数值",))),
        derived("差", NUMBER, Sum(plus=("数值",), minus=("均数",))),
        fact("合计占比", FactType.PERCENT, ratio=("合计", "丁数"), within=False),
    ]
    made = item("1.1", 4, draw(st.lists(clauses(), min_size=1, max_size=3)), start=draw(st.sampled_from(Start)))
    return pack([made], facts=facts, references={"均数": NUMBER})


@st.composite
def stated(draw: st.DrawFn) -> dict[str, Value]:
    answered = draw(st.frozensets(st.sampled_from(sorted(GRID)), max_size=4))
    return {name: draw(st.sampled_from(GRID[name])) for name in sorted(answered)}


def legitimate(criteria: Criteria, values: Mapping[str, Value]) -> bool:
    for name, value in values.items():
        one = criteria.facts_by_name.get(name)
        if one is not None and isinstance(value, Fraction):
            if one.maximum is not None and value > one.maximum:
                return False
            if one.minimum is not None and value < one.minimum:
                return False
    return True


def check_witness(criteria: Criteria, given: Mapping[str, Value], scenario: Scenario, expected: Fraction) -> None:
    parts = sum_parts(criteria, {**given, **scenario.values})
    answers = {**given, **{name: region.value for name, region in scenario.regions.items()}, **parts}
    assert legitimate(criteria, answers)
    again = resolve_inputs(criteria, answers)
    assert {name: again[name] for name in scenario.values} == dict(scenario.values)
    assert score_item(criteria.sections[0].items[0], again, rulebook_of(criteria)).score == expected


@SLOW
@given(packs(), stated())
def test_ranges_over_sums_are_sound_and_their_ends_are_reachable(criteria: Criteria, given: dict[str, Value]) -> None:
    if not legitimate(criteria, given):
        return
    one = criteria.sections[0].items[0]
    found = survey(criteria, one, given)
    names = [name for name in GRID if name not in given]
    for options in product(*(GRID[name][::2] if len(names) > 4 else GRID[name] for name in names)):
        values = {**given, **dict(zip(names, options, strict=True))}
        if legitimate(criteria, values):
            score = score_item(one, resolve_inputs(criteria, values), rulebook_of(criteria)).score
            assert found.score.low <= score <= found.score.high
    assert set(found.unknown) <= set(found.free) <= set(GRID)
    if found.exact and found.worst_scenario is not None and found.best_scenario is not None:
        check_witness(criteria, given, found.worst_scenario, found.score.low)
        check_witness(criteria, given, found.best_scenario, found.score.high)


@SLOW
@given(packs(), st.fixed_dictionaries({name: st.sampled_from(values) for name, values in GRID.items()}))
def test_compiled_and_interpreted_say_the_same_of_sums(criteria: Criteria, given: dict[str, Value]) -> None:
    resolved = resolve_inputs(criteria, given)
    points = compile_pack(criteria).points(given, {})
    assert points is not None
    score = score_item(criteria.sections[0].items[0], resolved, rulebook_of(criteria)).score
    assert Fraction(points.items[0][0]) / points.unit == score


def only(clause: Clause, *facts: Fact, references: Mapping[str, FactType] = {}) -> Criteria:
    return pack([item("1.1", 20, [clause])], facts=facts, references=references)


def test_two_missing_parts_are_one_missing_sum() -> None:
    """得分=两个频道播出数量之和/8×20; with both missing everything from 0 to 20 can be, and both are asked for."""
    scale = Scaled(points=F(20), fact="之和", side=Side.ABOVE, target=F(8))
    made = only(
        replace(award(20), amount=scale),
        fact("频道一", COUNT),
        fact("频道二", COUNT),
        derived("之和", COUNT, Sum(plus=("频道一", "频道二"))),
    )
    one = made.sections[0].items[0]
    found = survey(made, one, {})
    assert (found.score.low, found.score.high, found.exact, found.unknown) == (0, 20, True, ("频道一", "频道二"))
    found = survey(made, one, {"频道一": F(3)})
    assert (found.score.low, found.score.high, found.exact, found.unknown) == (F(15, 2), 20, True, ("频道二",))
    found = survey(made, one, {"频道一": F(3), "频道二": F(2)})
    assert (found.score.low, found.score.high) == (F(25, 2), F(25, 2))


def test_a_sum_with_a_part_that_does_not_apply_does_not_apply() -> None:
    assert Sum(plus=("甲", "乙")).value({"甲": F(1), "乙": NOT_APPLICABLE}) is NOT_APPLICABLE
    assert Sum(plus=("甲",), minus=("乙",)).value({"甲": F(1)}) is UNKNOWN
    assert Sum(plus=("甲",), minus=("乙", "丙")).value({"甲": F(1), "乙": F(2), "丙": F(3)}) == -4


def test_where_the_two_ends_of_a_scale_meet_it_is_all_or_nothing() -> None:
    """（本值−最低）/（最高−最低）×40 has no value where 最高 and 最低 are one; who stands there stands at the top."""
    scale = Scaled(points=F(40), fact="本值", side=Side.ABOVE, target="最高", zero_at="最低")
    made = only(replace(award(20), amount=scale), fact("本值", NUMBER), references={"最高": NUMBER, "最低": NUMBER})
    one = made.sections[0].items[0]

    def score(own: int, least: int, most: int) -> Fraction:
        values: dict[str, Value] = {"本值": F(own), "最低": F(least), "最高": F(most)}
        return score_item(one, resolve_inputs(made, values), rulebook_of(made)).score

    assert [score(own, 2, 6) for own in (1, 2, 3, 4, 6, 7)] == [0, 0, 10, 20, 20, 20]
    assert [score(own, 5, 5) for own in (4, 5, 6)] == [0, 20, 20]
