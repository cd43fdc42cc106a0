"""Gains, smallest plans and narrowing against brute force over random small packs.

Brute force knows nothing of regions, tables or clusters: it tries every set of better answers on a grid and, for each,
every way the unknown answers could turn out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations, product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.advice.improve import Improvement, improve
from scoring.lang import NOT_APPLICABLE, Value
from scoring.model.criteria import Criteria
from scoring.model.facts import Better
from scoring.rules import evaluate, resolve_inputs, rulebook_of, score_item
from tests.advice.improve.small_packs import ATOMS, BETTER, FARTHER, FIXABLE, GRID, answers, city_of, packs
from tests.rules.rules_factories import deduct, fact, item, pack, submission

SLOW = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def open_to(name: str) -> tuple[Value, ...]:
    """What an unanswered fact or reference could be: a value in every region that some condition parts off."""
    more: Mapping[str, tuple[Value, ...]] = {"甲": (NOT_APPLICABLE,), "数值": FARTHER, "均数": FARTHER}
    return (*GRID[name], *more.get(name, ()))


def beside(name: str, known: Mapping[str, Value]) -> tuple[Value, ...]:
    """Values of an open number on either side of the one it is compared with, wherever that lies."""
    other = known.get({"数值": "均数", "均数": "数值"}.get(name, ""))
    return (other - 1, other + 1) if isinstance(other, Fraction) else ()


class Brute:
    """The plain evaluator over the grid."""

    def __init__(self, criteria: Criteria, stated: Mapping[str, Value]) -> None:
        self.criteria = criteria
        self.stated = dict(stated)
        self.items = tuple(criteria.items_by_id.values())
        read = {name for one in self.items for name in one.reads}
        if "丙" in read:
            needs = criteria.facts_by_name["丙"].needs
            read |= {name for name in GRID if needs is not None and name in repr(needs)}
        self.names = [name for name in GRID if name in read]
        self.rulebook = rulebook_of(criteria)
        self._seen: dict[tuple[tuple[str, Value], ...], tuple[Fraction, Fraction]] = {}

    def ends(self, changes: Mapping[str, Value]) -> tuple[Fraction, Fraction]:
        """The least and the most that the items can score after `changes`."""
        key = tuple(sorted(changes.items()))
        if key not in self._seen:
            scores = [self.score(scenario) for scenario in self.scenarios({**self.stated, **changes})]
            self._seen[key] = (min(scores), max(scores))
        return self._seen[key]

    def scenarios(self, known: Mapping[str, Value]) -> Iterator[dict[str, Value]]:
        missing = [name for name in self.names if name not in known]
        for values in product(*((*open_to(name), *beside(name, known)) for name in missing)):
            yield {**known, **dict(zip(missing, values, strict=True))}

    def score(self, scenario: Mapping[str, Value]) -> Fraction:
        values = resolve_inputs(self.criteria, scenario)
        return sum((score_item(one, values, self.rulebook).score for one in self.items), Fraction(0))

    def better(self, name: str) -> tuple[Value, ...]:
        """The answers on the grid that are better than the present one; any where there is none."""
        if self.stated.get(name) is NOT_APPLICABLE:
            return ()
        if BETTER[name] in (Better.YES, Better.NO):
            wanted = BETTER[name] is Better.YES
            return () if self.stated.get(name) is wanted else (wanted,)
        now = self.stated.get(name)
        if not isinstance(now, Fraction):
            return GRID[name]
        numbers = [value for value in GRID[name] if isinstance(value, Fraction)]
        if BETTER[name] is Better.HIGHER:
            return tuple(value for value in numbers if value > now)
        return tuple(value for value in numbers if value < now)

    def best(self, names: tuple[str, ...]) -> Fraction | None:
        """The best guaranteed score that changes exactly `names`; None where one of them has no better answer."""
        moves = [self.better(name) for name in names]
        found = [self.ends(dict(zip(names, values, strict=True)))[0] for values in product(*moves)]
        return max(found) if found else None

    def frontier(self) -> list[Fraction]:
        """For k = 0, 1, … the best guaranteed score of at most k changes."""
        usable = [name for name in FIXABLE if name in self.names and self.better(name)]
        found = [self.ends({})[0]]
        for size in range(1, len(usable) + 1):
            tried = [best for names in combinations(usable, size) if (best := self.best(names)) is not None]
            found.append(max([*tried, found[-1]]))
        return found


def run(criteria: Criteria, stated: Mapping[str, Value], target: Fraction | None = None) -> Improvement:
    city = city_of(stated)
    card = evaluate(criteria, city, as_of=None, tool_version="0")
    return improve(criteria, city, card, target=target)


@SLOW
@given(data=st.data())
def test_single_gains(data: st.DataObject) -> None:
    criteria, stated = data.draw(packs()), data.draw(answers(2))
    brute, found = Brute(criteria, stated), run(criteria, stated)
    assert found.exact
    base = brute.ends({})
    assert (found.total.low, found.total.high) == base
    gains: dict[str, Fraction] = {}
    for fix in found.fixes:
        gains[fix.move.fact] = max(gains.get(fix.move.fact, fix.gain), fix.gain)
    for name in (name for name in FIXABLE if name in brute.names):
        best = brute.best((name,))
        assert max(gains.get(name, Fraction(0)), Fraction(0)) == max((best or base[0]) - base[0], Fraction(0)), name


@SLOW
@given(data=st.data())
def test_each_fix_does_what_it_says(data: st.DataObject) -> None:
    """The nearest value of each region brings exactly the gain, at both ends, and blockers bring what they promise."""
    criteria, stated = data.draw(packs()), data.draw(answers(2))
    brute, found = Brute(criteria, stated), run(criteria, stated)
    base = brute.ends({})
    for fix in found.fixes:
        if fix.move.value is None:
            assert fix.gain == 0
            continue
        low, high = brute.ends({fix.move.fact: fix.move.value})
        assert (fix.gain, fix.possible) == (low - base[0], high - base[1])
        if fix.gain <= 0:
            assert fix.why
        if fix.blocked_by:
            others = {move.fact: move.value for move in fix.blocked_by if move.value is not None}
            assert fix.together is not None
            reached = max(brute.ends({**others, fix.move.fact: value})[0] for value in brute.better(fix.move.fact))
            assert reached - base[0] == fix.together > max(brute.ends(others)[0] - base[0], Fraction(0))


@SLOW
@given(data=st.data())
def test_smallest_plans(data: st.DataObject) -> None:
    criteria, stated = data.draw(packs()), data.draw(answers(1))
    frontier = Brute(criteria, stated).frontier()
    for target in sorted({*frontier, frontier[-1] + Fraction(1, 2), frontier[0] + Fraction(1, 4)}):
        plan = run(criteria, stated, target).plan
        assert plan is not None
        assert plan.proved
        assert plan.ceiling == frontier[-1]
        assert plan.reached is (target <= frontier[-1])
        if plan.reached:
            assert plan.count == next(size for size, best in enumerate(frontier) if best >= target)
            assert plan.count == sum(len(part.moves) for part in plan.parts)
            assert plan.total.low == frontier[plan.count]
            assert plan.total.low - frontier[0] == sum((part.gain for part in plan.parts), Fraction(0))


@SLOW
@given(data=st.data())
def test_joint_fixes_are_worth_more_than_their_parts(data: st.DataObject) -> None:
    criteria, stated = data.draw(packs()), data.draw(answers(1))
    brute, found = Brute(criteria, stated), run(criteria, stated)
    base = brute.ends({})[0]
    for joint in found.joint:
        names = tuple(move.fact for move in joint.moves)
        whole = brute.best(names)
        assert whole is not None
        assert joint.gain == whole - base
        singles = [brute.best((name,)) for name in names]
        assert joint.gain > sum((max(one - base, Fraction(0)) for one in singles if one is not None), Fraction(0))
        for name in names:
            rest = brute.best(tuple(other for other in names if other != name))
            assert rest is not None
            assert rest < whole


@SLOW
@given(data=st.data())
def test_narrowing(data: st.DataObject) -> None:
    atoms = (*ATOMS, "数值 < 均数", "数值 == 均数")
    criteria, stated = data.draw(packs(atoms)), data.draw(answers(3))
    if data.draw(st.booleans()):
        stated["均数"] = data.draw(st.sampled_from(GRID["均数"]))
    brute, found = Brute(criteria, stated), run(criteria, stated)
    low, high = brute.ends({})
    assert (found.total.low, found.total.high) == (low, high)
    for one in found.narrowing:
        if not one.exact:
            continue
        widths = [ends[1] - ends[0] for ends in (brute.ends({one.name: value}) for value in open_to(one.name))]
        assert one.possible == high - low - min(widths), one
        assert one.guaranteed == high - low - max(widths), one
    if low < high:
        assert found.narrowing


@SLOW
@given(data=st.data())
def test_judgements(data: st.DataObject) -> None:
    criteria, stated = data.draw(packs()), data.draw(answers(1))
    brute, found = Brute(criteria, stated), run(criteria, stated)
    base = brute.ends({})[0]
    if "评分" not in brute.names:
        assert found.judgements == ()
        return
    most = max(brute.ends({"评分": points})[0] for points in GRID["评分"]) - base
    assert [one.most for one in found.judgements] == [most]
    assert found.ceiling_judged == max(
        Brute(criteria, {**stated, "评分": points}).frontier()[-1] for points in GRID["评分"]
    )


def test_past_the_limit_of_sets_bounds_are_given() -> None:
    """Thirteen faults of a point each: 8192 sets of mends are more than are looked at, the plan is no longer proved."""
    names = [f"第{number}项" for number in range(13)]
    facts = [replace(fact(name), better=Better.YES) for name in names]
    criteria = pack([item("1.1", 13, [deduct(1, f"not {name}") for name in names])], facts=facts)
    city = submission(dict.fromkeys(names, False))
    card = evaluate(criteria, city, as_of=None, tool_version="0")
    found = improve(criteria, city, card, target=Fraction(5))
    assert [(fix.gain, fix.exact) for fix in found.fixes] == [(1, True)] * 13
    assert (found.exact, found.ceiling) == (False, 13)
    assert found.plan is not None
    assert (found.plan.reached, found.plan.count, found.plan.proved) == (True, 5, False)
