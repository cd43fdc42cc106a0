"""Points by the place of the pack's own total: both steps, against every way in which the open answers can turn out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from scoring.model.amounts import Ranked
from scoring.model.criteria import Criteria
from scoring.model.facts import Answer
from scoring.model.scorecard import Range, ScoreCard
from scoring.model.submission import GateAnswer, Submission
from scoring.model.totals import TieKey, TieKind, TieRule
from scoring.province.ranking import rank
from scoring.rules.compiled import compile_pack
from tests.kinds.packs_of_tests import pack
from tests.province.ranking.two_steps import applicant, card_of, two_steps
from tests.rules.rules_factories import HERE, submission

F = Fraction


class City(Struct, frozen=True):
    """How many faults there are, whether it publishes in time, and whether it may apply; None: not answered."""

    faults: int | None
    public: bool | None
    eligible: bool | None = True


def criteria() -> Criteria:
    """按总得分排序，第1名得10分，第2名得8分，第3名得6分; 前20%的得5分; 名次每后退一位扣1分; 并列的取平均。"""
    return pack("ranked")


def untied() -> Criteria:
    """The same without the sentence on those that are level."""
    made = criteria()
    items = {name: one for name, one in made.items_by_id.items() if name != "2.4"}
    first, second = made.sections
    kept = tuple(one for one in second.items if one.id in items)
    sections = (first, replace(second, items=kept, points=F(20)))
    facts = {name: one for name, one in made.facts_by_name.items() if name != "并列家数"}
    return replace(made, points=F(50), sections=sections, items_by_id=items, facts_by_name=facts)


def self_assessment(city: City, name: str) -> Submission:
    answers = {}
    if city.faults is not None:
        answers["问题处数"] = Answer(value=F(city.faults), location=HERE)
    if city.public is not None:
        answers["按时公开"] = Answer(value=city.public, location=HERE)
    known = city.eligible is not None
    gate = GateAnswer(known=known, yes=not city.eligible if known else None, location=HERE)
    return replace(submission(), city=name, answers=answers, gates={"弄虚作假": gate})


def scored(of: Criteria, cities: Sequence[City]) -> list[tuple[Submission, ScoreCard]]:
    return two_steps(of, [self_assessment(city, f"{at}市") for at, city in enumerate(cities)])


def base(city: City) -> int:
    assert city.faults is not None
    return max(20 - city.faults, 0) + (10 if city.public else 0)


def by_hand(city: City, others: Sequence[City], *, tied: bool) -> Fraction:
    """The total of a city that takes part, as the sentences say."""
    own, bases = base(city), [base(one) for one in others]
    place = 1 + sum(one > own for one in bases)
    level, count = 1 + sum(one == own for one in bases), 1 + len(bases)
    points = F(own) + {1: 10, 2: 8, 3: 6}.get(place, 0)
    points += 5 if 5 * place <= count else 0
    points += max(5 - (place - 1), 0)
    if tied:
        points += F(sum({1: 6, 2: 4, 3: 2}.get(place + at, 0) for at in range(level)), level)
    return points


def completions(city: City) -> list[City]:
    faults = range(21) if city.faults is None else (city.faults,)
    public = (False, True) if city.public is None else (city.public,)
    eligible = (False, True) if city.eligible is None else (city.eligible,)
    return [City(*one) for one in product(faults, public, eligible)]


def outcomes(at: int, cities: Sequence[City], *, tied: bool) -> Iterator[Fraction]:
    """Every total that a city can have if it takes part."""
    own = {replace(one, eligible=True) for one in completions(cities[at])}
    rest = [completions(one) for place, one in enumerate(cities) if place != at]
    for others in product(*rest):
        taking_part = [one for one in others if one.eligible]
        for one in own:
            yield by_hand(one, taking_part, tied=tied)


def test_the_places_of_decided_cities_are_worked_out_as_the_sentences_say() -> None:
    """30, 28, 28, 27 and 10 points: places 1, 2, 2, 4, 5 of five; only the first is within 前20%."""
    cities = [City(0, True), City(2, True), City(2, True), City(3, True), City(10, False)]
    found = [card.total for _, card in scored(criteria(), cities)]
    # base + 2.1 + 2.2 + 2.3 + 2.4 (level at 2: (4 + 2) / 2)
    wanted = [30 + 10 + 5 + 5 + 6, 28 + 8 + 0 + 4 + 3, 28 + 8 + 0 + 4 + 3, 27 + 0 + 0 + 2 + 0, 10 + 0 + 0 + 1 + 0]
    assert found == [Range(low=F(one), high=F(one)) for one in wanted]


def test_one_of_six_is_within_the_first_fifth_and_one_of_four_is_not() -> None:
    """1/5 is exactly 20%, 1/6 below it, 1/4 above it."""
    for count, points in ((4, 0), (5, 5), (6, 5)):
        cities = [City(at, True) for at in range(count)]
        card = scored(criteria(), cities)[0][1]
        assert card.sections[1].items[1].score == Range(low=F(points), high=F(points))


def test_one_city_alone_does_not_know_its_place() -> None:
    card = card_of(untied(), self_assessment(City(2, True), "甲市"))
    assert (card.total, card.exact) == (Range(low=F(28), high=F(48)), True)
    assert (card.unknown, card.open_places) == ((), ("总得分名次", "名次占比", "位次"))


def test_an_open_city_spans_the_places_it_can_take() -> None:
    """20 to 30 against 28 and 25: first to third; it is third with 20 points, and first with 30."""
    cities = [City(None, True), City(2, True), City(5, True)]
    (placed, card), *_ = scored(untied(), cities)
    assert (placed.spans["总得分名次"].best, placed.spans["总得分名次"].worst) == (1, 3)
    assert card.total == Range(low=F(10 + 6 + 0 + 3), high=F(30 + 10 + 0 + 5))
    assert card.exact


def test_an_ineligible_city_takes_no_place_and_an_undecided_one_may() -> None:
    """29, 28 and 27 points; the first may not apply, of the second that is open."""
    cities = [City(1, True, False), City(2, True, None), City(3, True)]
    found = scored(untied(), cities)
    assert found[2][0].spans["总得分名次"].best == 1
    assert found[2][0].spans["总得分名次"].worst == 2
    assert found[1][0].references["总得分名次"].value == 1
    assert "不具备申报资格" in found[0][0].spans["总得分名次"].source
    assert not found[0][1].exact


def test_how_the_place_was_counted_is_told() -> None:
    cities = [City(2, True), City(0, True), City(0, True, False)]
    placed = scored(untied(), cities)[0][0]
    assert placed.references["总得分名次"].source == (
        "由本批2个参评城市按“总得分”排名：本市28分，排第2名；1个不具备资格的不占名次"
    )


def test_equal_totals_are_put_in_order_as_the_pack_says() -> None:
    """总得分相同的先比1.1: 20 + 0 stands before 10 + 10."""
    rule = TieRule(keys=(TieKey(kind=TieKind.ITEM, id="1.1"),))
    found = scored(replace(untied(), ties=rule), [City(0, False), City(10, True)])
    assert [placed.references["总得分名次"].value for placed, _ in found] == [1, 2]
    plain = scored(untied(), [City(0, False), City(10, True)])
    assert [placed.references["总得分名次"].value for placed, _ in plain] == [1, 1]


def test_points_that_are_best_in_the_middle_have_bounds() -> None:
    """Only the second place gets points: with first to third open, what the two ends give does not tell the most."""
    of = untied()
    first, second = of.sections
    ranks = replace(second.items[0].clauses[0], amount=Ranked(fact="总得分名次", points=(F(0), F(10), F(0))))
    item = replace(second.items[0], clauses=(ranks,))
    made = replace(second, items=(item, *second.items[1:]))
    of = replace(of, sections=(first, made), items_by_id={**of.items_by_id, "2.1": item})
    _, card = scored(of, [City(None, True), City(2, True), City(5, True)])[0]
    assert card.sections[1].items[0].score == Range(low=F(0), high=F(10))
    assert not card.exact


FAULTS = st.sampled_from((0, 1, 2, 4, 19, None, None))
CITIES = st.builds(City, FAULTS, st.sampled_from((True, False, None)), st.sampled_from((True, True, True, False, None)))


@pytest.mark.parametrize("tied", [False, True])
@settings(deadline=None, max_examples=25)
@given(st.data())
def test_ranges_are_those_of_every_way_it_can_turn_out(tied: bool, data: st.DataObject) -> None:
    cities = data.draw(st.lists(CITIES, min_size=1, max_size=3))
    of = criteria() if tied else untied()
    for at, (_, card) in enumerate(scored(of, cities)):
        reached = set(outcomes(at, cities, tied=tied))
        assert card.total.low <= min(reached)
        assert card.total.high >= max(reached)
        if card.exact or card.total.decided:
            assert card.total == Range(low=min(reached), high=max(reached))
        if not tied and cities[at].eligible is not False:
            assert card.exact


@settings(deadline=None, max_examples=25)
@given(st.lists(st.builds(City, st.integers(0, 22), st.booleans()), min_size=1, max_size=7))
def test_decided_cohorts_come_out_as_by_hand_and_as_compiled(cities: list[City]) -> None:
    of = criteria()
    compiled = compile_pack(of)
    for at, (placed, card) in enumerate(scored(of, cities)):
        others = [one for place, one in enumerate(cities) if place != at]
        wanted = by_hand(cities[at], others, tied=True)
        assert card.total == Range(low=wanted, high=wanted)
        points = compiled.points_of(placed)
        assert points is not None
        assert compiled.sums(points).total == wanted


def test_the_ranking_of_the_whole_points_knows_that_open_places_hang_together() -> None:
    """乙 stands before 丙 whatever 甲 turns out to be, but the two totals alone do not tell: the places are bounds."""
    of = untied()
    cities = [City(None, True), City(2, True), City(3, True)]
    final = rank(of, [applicant(of, made, card) for made, card in scored(of, cities)])
    assert not final.exact
