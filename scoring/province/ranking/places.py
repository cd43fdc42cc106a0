"""The places that points hang on: each applicant's among all of a batch, by points that were scored before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from msgspec.structs import replace

from scoring.base.text import range_text
from scoring.model.cohort import Applicant, PlaceHeld
from scoring.model.criteria import Criteria
from scoring.model.facts import Fact, FactType, Placing
from scoring.model.scorecard import EligibilityState
from scoring.model.stages import ScorePart
from scoring.province.ranking.ranking import Arena, Standing
from scoring.province.ranking.words import span_text
from scoring.rules import rulebook_of

__all__ = ["places_held", "unplaced"]

HUNDRED = Fraction(100)


def places_held(
    criteria: Criteria, applicants: Iterable[Applicant], failed: int
) -> Iterator[tuple[str, tuple[PlaceHeld, ...]]]:
    """The places of every applicant by its key, all scored with `criteria`. So many `failed` inputs take no place.

    Ranked are the points without what looks at a place, as the pack orders equal totals; an ineligible city takes no place
    and has none, one whose eligibility is open takes one or not.
    """
    kept = sorted(applicants, key=lambda one: one.key)
    parts = {part.fact.name: part for stage in rulebook_of(criteria).stages for part in stage.scores}
    found: dict[str, list[PlaceHeld]] = {one.key: [] for one in kept}
    for name in dict.fromkeys(_of(fact).of for fact in criteria.placings):
        ranked = [_ranked(one, parts[name]) for one in kept]
        arena = Arena(criteria, ranked)
        for city, bounds in arena.cities:
            standing = arena.standing(city, bounds)
            told = _told(name, city, standing, len(kept) - len(arena.cities), failed)
            found[city.key] += [_held(fact, standing, told) for fact in criteria.placings if _of(fact).of == name]
        for city in ranked:
            if city.eligibility is EligibilityState.INELIGIBLE:
                why = "不具备申报资格，不参加排名，没有名次；按名次计分的逐种可能列出"
                found[city.key] += [
                    no_place(fact, len(arena.cities), why) for fact in criteria.placings if _of(fact).of == name
                ]
    order = {fact.name: at for at, fact in enumerate(criteria.placings)}
    for key, held in found.items():
        yield key, tuple(sorted(held, key=lambda one: order[one.name]))


def no_place(fact: Fact, cities: int, why: str) -> PlaceHeld:
    """What is given to one that takes no place among so many cities: anything it could have been."""
    worst = Fraction(max(cities + 1, 2))
    best = Fraction(1)
    if fact.type is FactType.PERCENT:
        best, worst = HUNDRED / worst, HUNDRED
    return PlaceHeld(name=fact.name, best=best, worst=worst, exact=False, source=why)


def _of(fact: Fact) -> Placing:
    assert isinstance(fact.derive, Placing)
    return fact.derive


def _ranked(city: Applicant, part: ScorePart) -> Applicant:
    """The applicant as if it had only the points that are ranked."""
    score = next(one for one in city.scores if one.name == part.fact.name)
    whole = {section.id for section in part.criteria.sections}
    return replace(
        city,
        total=score.score,
        exact=score.exact,
        items=tuple(one for one in city.items if one.item in part.items),
        sections=tuple(one for one in city.sections if one[0] in whole),
        open=tuple(one for one in city.open if one.item in part.items),
    )


def _held(fact: Fact, standing: Standing, told: str) -> PlaceHeld:
    best, worst = Fraction(standing.ranks.best), Fraction(standing.ranks.worst)
    exact = standing.exact
    if _of(fact).tied:
        best, worst = Fraction(standing.level.best), Fraction(standing.level.worst)
    elif fact.type is FactType.PERCENT:
        best, worst = (share * HUNDRED for share in standing.share)
    return PlaceHeld(name=fact.name, best=best, worst=worst, exact=exact, source=told)


def _told(name: str, city: Applicant, standing: Standing, ineligible: int, failed: int) -> str:
    """How the place was counted: `由本批3个参评城市按“总得分”排名：本市28分，排第2名`."""
    low, high = city.total.low, city.total.high
    cities = (
        str(standing.cities.best) if standing.cities.decided else f"{standing.cities.best}～{standing.cities.worst}"
    )
    level = f"，{standing.level.best}个城市并列" if standing.ranks.decided and standing.level.best > 1 else ""
    open_ = "" if standing.ranks.decided else "，补齐以后才能确定"
    left = [f"{count}{what}" for count, what in ((ineligible, "个不具备资格的"), (failed, "份没有算成的")) if count]
    without = f"；{'、'.join(left)}不占名次" if left else ""
    unless = "" if city.eligibility is EligibilityState.CLEAR else "如具备资格"
    return (
        f"由本批{cities}个参评城市按“{name}”排名：本市{range_text(low, high)}分，"
        f"{unless}排{span_text(standing.ranks)}{level}{open_}{without}"
    )


def unplaced(criteria: Criteria, cities: int, why: str) -> tuple[PlaceHeld, ...]:
    """What is given to a city that is not ranked."""
    return tuple(no_place(fact, cities, why) for fact in criteria.placings)
