"""The ranks against every world there could be: each open item at each of its points, each open city in and out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.model.cohort import Applicant, QuotaState, Span
from scoring.model.scorecard import EligibilityState
from scoring.model.totals import TieKind
from scoring.province.ranking import rank
from tests.province.ranking.cohort_factories import CLEAR, UNKNOWN, city, pack

RULES = ((), ((TieKind.SECTION, "1"),), ((TieKind.ITEM, "2.1"), (TieKind.ITEM, "1.2")))
QUOTA = 2
Vector = tuple[int, ...]


@st.composite
def cities(draw: st.DrawFn, shared: bool = False) -> list[Applicant]:
    found = []
    for key in "甲乙丙丁"[: draw(st.integers(1, 4))]:
        ends = [draw(st.integers(0, 3)) for _ in range(3)]
        widths = [draw(st.sampled_from((0, 0, 0, 1, 2))) for _ in range(3)]
        scores = [(low, low + width) for low, width in zip(ends, widths, strict=True)]
        state = draw(st.sampled_from((CLEAR, CLEAR, UNKNOWN)))
        reference = {"1.1": "全省平均"} if shared and widths[0] else None
        found.append(city(key, *scores, state=state, shared=reference))
    return found


def vectors(one: Applicant, rule: tuple[tuple[TieKind, str], ...], high: bool | None) -> Iterator[Vector]:
    """Every result the city can have; `high` fixes its shared item at that end."""
    shared = {fact.item for fact in one.open if fact.shared}
    points = [
        range(int(item.score.low), int(item.score.high) + 1)
        if high is None or item.item not in shared
        else [int(item.score.high if high else item.score.low)]
        for item in one.items
    ]
    for first, second, third in product(*points):
        parts = {"1.1": first, "1.2": second, "2.1": third, "1": first + second, "2": third}
        yield (first + second + third, *(parts[name] for _, name in rule))


def scenarios(
    found: list[Applicant], rule: tuple[tuple[TieKind, str], ...], high: bool | None = None
) -> Iterator[tuple[Mapping[str, Vector], list[str]]]:
    """Every world: the result of each city, and who is eligible in it."""
    there = [(True,) if one.eligibility is EligibilityState.CLEAR else (True, False) for one in found]
    distinct = [sorted(set(vectors(one, rule, high))) for one in found]
    for results in product(*distinct):
        for present in product(*there):
            keys = [one.key for one in found]
            yield dict(zip(keys, results, strict=True)), [key for key, now in zip(keys, present, strict=True) if now]


def seen(
    found: list[Applicant], rule: tuple[tuple[TieKind, str], ...], *highs: bool | None
) -> dict[str, set[tuple[int, int, QuotaState]]]:
    """For each city in every world in which it is eligible: its rank, the last place of its tie, and the quota."""
    outcomes: dict[str, set[tuple[int, int, QuotaState]]] = {one.key: set() for one in found}
    for high in highs:
        for results, eligible in scenarios(found, rule, high):
            for key in eligible:
                above = sum(results[other] > results[key] for other in eligible)
                level = sum(results[other] >= results[key] for other in eligible)
                state = QuotaState.IN if level <= QUOTA else QuotaState.OUT if above >= QUOTA else QuotaState.TIED
                outcomes[key].add((above + 1, level, state))
    return outcomes


@settings(max_examples=80, deadline=None, derandomize=True)
@given(cities(), st.sampled_from(RULES))
def test_ranks_and_quota_are_those_of_all_worlds(found: list[Applicant], rule: tuple[tuple[TieKind, str], ...]) -> None:
    ranking = rank(pack(quota=QUOTA, ties=rule), found)
    outcomes = seen(found, rule, None)
    assert ranking.exact
    for place in (*ranking.ranked, *ranking.open):
        ranks, lasts, states = (set(one) for one in zip(*outcomes[place.key], strict=True))
        assert place.ranks == Span(best=min(ranks), worst=max(ranks))
        assert place.last == Span(best=min(lasts), worst=max(lasts))
        expected = next(iter(states)) if len(states) == 1 else QuotaState.OPEN
        if place.eligibility is EligibilityState.UNKNOWN and expected is not QuotaState.OUT:
            expected = QuotaState.OPEN
        assert place.quota is expected


@settings(max_examples=60, deadline=None, derandomize=True)
@given(cities(), st.sampled_from(RULES))
def test_a_move_is_the_ranking_with_that_item_settled(
    found: list[Applicant], rule: tuple[tuple[TieKind, str], ...]
) -> None:
    criteria = pack(quota=QUOTA, ties=rule)
    ranking = rank(criteria, found)
    for place in (*ranking.ranked, *ranking.open):
        own = next(one for one in found if one.key == place.key)
        for move in place.moves:
            for high, expected in ((True, move.if_best), (False, move.if_worst)):
                others = [one for one in found if one.key != place.key]
                again = rank(criteria, [*others, settled(own, move.item, high=high)])
                assert next(one.ranks for one in (*again.ranked, *again.open) if one.key == place.key) == expected


def settled(one: Applicant, item: str, *, high: bool) -> Applicant:
    """The city with one item at its high or low end."""
    scores = []
    for each in one.items:
        low, high_end = int(each.score.low), int(each.score.high)
        fixed = high_end if high else low
        scores.append((fixed, fixed) if each.item == item else (low, high_end))
    return city(one.key, *scores, state=one.eligibility)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(cities(shared=True), st.sampled_from(RULES))
def test_a_shared_unknown_is_bounded_and_exact_where_it_says_so(
    found: list[Applicant], rule: tuple[tuple[TieKind, str], ...]
) -> None:
    """A high reference takes the points of every city at once, a low one of none."""
    ranking = rank(pack(quota=QUOTA, ties=rule), found)
    outcomes = seen(found, rule, True, False)
    for place in (*ranking.ranked, *ranking.open):
        ranks = {one[0] for one in outcomes[place.key]}
        assert place.ranks is not None
        assert place.ranks.best <= min(ranks)
        assert max(ranks) <= place.ranks.worst
        if place.exact:
            assert place.ranks == Span(best=min(ranks), worst=max(ranks))
        states = {one[2] for one in outcomes[place.key]}
        if place.quota is not QuotaState.OPEN:
            assert states == {place.quota}
