"""The exact range of items with every kind of amount, against brute force over random small packs."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.model.amounts import Amount, Judged, Partial, PerUnit, Ranked, Scaled, Side, Tier, Tiers, Ties
from scoring.model.clauses import CapGroup, Clause, Effect
from scoring.model.conditions import Op
from scoring.model.criteria import Criteria, Item, Start
from scoring.rules import resolve_inputs, rulebook_of, score_item
from tests.rules.rules_factories import HERE, award, condition, deduct, fact, forfeit, item, pack
from tests.rules.test_rules_exactness import (
    ATOMS,
    CHOICE,
    COUNT,
    GRID,
    JUDGED,
    NUMBER,
    PERCENT,
    SLOW,
    check_witness,
    partial,
    states_of_affairs,
    survey,
)

F = Fraction
POINTS = (F(1), F(1, 2), F(3))
BASES = (None, F(1), F(50), "均数", "数值", "均率", "总数")


@st.composite
def amounts(draw: st.DrawFn) -> Amount:
    quantity = draw(st.sampled_from(("个数", "总数", "数值", "比率", "占比")))
    match draw(st.integers(0, 4)):
        case 0:
            base = draw(st.sampled_from([base for base in BASES if base != quantity]))
            return PerUnit(
                points=draw(st.sampled_from(POINTS)),
                fact=quantity,
                step=draw(st.sampled_from((F(1), F(2), F(1, 2), F(25)))),
                side=None if base is None else draw(st.sampled_from(Side)),
                base=base,
                partial=draw(st.sampled_from(Partial)),
            )
        case 1:
            bounds = (F(1), F(2), F(50)) if draw(st.booleans()) else (F(75), F(50), F(1))
            op = draw(st.sampled_from((Op.GT, Op.GE) if bounds[0] < bounds[1] else (Op.LT, Op.LE)))
            rows = tuple(Tier(op=op, bound=bound, points=F(at + 1)) for at, bound in enumerate(bounds))
            return Tiers(fact=quantity, rows=rows)
        case 2:
            targets: tuple[F | str, ...] = (F(2), F(50), F(95), "均数", "均率")
            target = draw(st.sampled_from(targets))
            side = draw(st.sampled_from(Side))
            ends = (None, F(1), F(0)) if side is Side.ABOVE else (None, F(100), F(120))
            return Scaled(
                points=draw(st.sampled_from(POINTS)),
                fact=quantity,
                side=side,
                target=target,
                zero_at=draw(st.sampled_from(ends)) if isinstance(target, F) else None,
                missing=draw(st.booleans()),
            )
        case 3:
            tied = draw(st.sampled_from((None, "总数")))
            ties = Ties.SAME if tied is None else draw(st.sampled_from(Ties))
            return Ranked(fact="个数", points=(F(3), F(2), F(1)), tied=tied, ties=ties)
    per = draw(st.sampled_from((None, "个数", "总数")))
    low, high = (None, None) if per is None else draw(st.sampled_from(((F(0), F(1)), (F(1, 2), F(2)))))
    return Judged(fact="评分", per=per, low=low, high=high)


@st.composite
def clauses(draw: st.DrawFn) -> Clause:
    atoms = [None, *ATOMS]
    when = draw(st.sampled_from(atoms))
    if draw(st.integers(0, 9)) == 0:
        return forfeit(when)
    make = draw(st.sampled_from((award, deduct)))
    made = replace(make(1, when), amount=draw(amounts()), at_most=draw(st.sampled_from((None, F(1), F(5, 2)))))
    effect = Effect.SET if draw(st.integers(0, 7)) == 0 else made.effect
    times = draw(st.sampled_from((None, None, None, F(1, 2), F(2), "总数")))
    group = "组" if effect is Effect.DEDUCT and draw(st.booleans()) else ""
    return replace(made, effect=effect, times=times, group=group)


@st.composite
def packs(draw: st.DrawFn) -> Criteria:
    facts = [
        fact("甲", optional=draw(st.booleans())),
        fact("乙", needs=draw(st.sampled_from((None, "甲")))),
        fact("丙"),
        fact("个数", COUNT, needs=draw(st.sampled_from((None, "甲"))), optional=draw(st.booleans())),
        fact("总数", COUNT),
        fact("数值", NUMBER, needs=draw(st.sampled_from((None, "甲", "not 乙")))),
        fact("占比", PERCENT),
        fact("比率", PERCENT, ratio=("个数", "总数"), within=draw(st.booleans())),
        fact("等级", CHOICE, choices=("优", "良", "差")),
        fact("评分", JUDGED, low=0, high=2, step=draw(st.sampled_from((None, "1/2")))),
    ]
    made = item("1.1", 4, draw(st.lists(clauses(), min_size=1, max_size=3)), start=draw(st.sampled_from(Start)))
    grouped = [one for one in made.clauses if one.group]
    groups = (CapGroup(name="组", at_most=draw(st.sampled_from(POINTS)), location=HERE),) if grouped else ()
    return pack([replace(made, groups=groups)], facts=facts, references={"均数": NUMBER, "均率": PERCENT})


def only(criteria: Criteria) -> Item:
    return criteria.sections[0].items[0]


@SLOW
@given(st.data())
def test_range_is_sound_and_its_ends_are_reachable(data: st.DataObject) -> None:
    criteria = data.draw(packs())
    stated = data.draw(partial(criteria))
    found = survey(criteria, only(criteria), stated)
    for answers in states_of_affairs(criteria, stated, [name for name in found.free if name in GRID]):
        score = score_item(only(criteria), resolve_inputs(criteria, answers), rulebook_of(criteria)).score
        assert found.score.low <= score <= found.score.high
    if found.exact and found.worst_scenario is not None and found.best_scenario is not None:
        check_witness(criteria, only(criteria), stated, found.worst_scenario, found.score.low)
        check_witness(criteria, only(criteria), stated, found.best_scenario, found.score.high)


@SLOW
@given(st.data())
def test_bounds_hold_the_exact_range(data: st.DataObject) -> None:
    criteria = data.draw(packs())
    stated = data.draw(partial(criteria))
    exact, bounds = survey(criteria, only(criteria), stated), survey(criteria, only(criteria), stated, limit=1)
    assume(exact.exact)
    assert bounds.score.low <= exact.score.low
    assert exact.score.high <= bounds.score.high


@SLOW
@given(st.data())
def test_answering_the_listed_unknowns_decides_the_score(data: st.DataObject) -> None:
    criteria = data.draw(packs())
    stated = data.draw(partial(criteria))
    found = survey(criteria, only(criteria), stated)
    assume(found.exact)
    assert bool(found.unknown) is not found.score.decided
    for answers in states_of_affairs(criteria, stated, list(found.unknown), most=50):
        fixed = survey(criteria, only(criteria), answers)
        if fixed.exact:
            assert fixed.score.decided


@SLOW
@given(st.data())
def test_the_ledger_adds_up(data: st.DataObject) -> None:
    criteria = data.draw(packs())
    found = survey(criteria, only(criteria), data.draw(partial(criteria)))
    for result in (found.worst, found.best):
        assert sum(line.change for line in result.ledger) == result.ledger[-1].balance == result.score


def test_a_scale_read_by_a_condition_too_gives_bounds() -> None:
    """满意度超过60%的按比例得分: just above 60 the score comes near 10 × 60 ÷ 90 and never reaches it."""
    scaled = Scaled(points=F(10), fact="占比", side=Side.ABOVE, target=F(90))
    clause = replace(award(1), amount=scaled, when=condition("占比 > 60"))
    made = pack([item("1.1", 10, [clause], [fact("占比", PERCENT)])])
    assert not survey(made, only(made), {}).exact
