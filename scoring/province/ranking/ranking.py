"""Ranks the applicants of one batch: eligible cities only, ties kept, the places each could still take, and what each
undecided item could do to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from msgspec import Struct

from scoring.base.text import departments_of
from scoring.model.cohort import Applicant, ApplicantItem, OpenFact, Place, QuotaState, Ranking, RankMove, Span
from scoring.model.criteria import Criteria
from scoring.model.scorecard import EligibilityState
from scoring.model.totals import TieKey, TieKind, TieRule
from scoring.province.ranking.bounds import Ends, KeyBounds, Number, Scale, SortedBounds, bounds_of
from scoring.province.ranking.words import choice_texts, notes_of

__all__ = ["Arena", "Standing", "rank"]

ONE = Span(best=1, worst=1)
MANY, FEW = 500, 3
"""With more than MANY cities only the FEW largest moves of each are kept, so that memory and time stay small."""


def rank(criteria: Criteria, applicants: Iterable[Applicant]) -> Ranking:
    """The ranking of applicants that were all scored with `criteria`; ValueError when one was not, or when two bear the
    same key.

    A city whose eligibility is open counts as a rival that may be there or not.
    """
    kept = sorted(applicants, key=lambda one: one.key)
    _check(criteria, kept)
    arena = Arena(criteria, kept)
    places = [arena.place(city, bounds) for city, bounds in arena.cities]
    ranked = [place for place in places if place.eligibility is EligibilityState.CLEAR]
    undecided = [place for place in places if place.eligibility is EligibilityState.UNKNOWN]
    ineligible = tuple(_place(one) for one in kept if one.eligibility is EligibilityState.INELIGIBLE)
    exact = all(place.exact for place in places)
    at_most = None if criteria.quota is None else criteria.quota.at_most
    return Ranking(
        criteria=criteria.id,
        edition=criteria.edition,
        full=criteria.points if criteria.scale is None else criteria.scale,
        ranked=tuple(sorted(ranked, key=_order)),
        open=tuple(sorted(undecided, key=_order)),
        ineligible=ineligible,
        at_most=at_most,
        quota_texts=() if criteria.quota is None else criteria.quota.texts,
        ties=criteria.ties,
        exact=exact,
        notes=notes_of(criteria, places, ineligible, exact=exact, few=FEW if len(places) > MANY else None),
        choices=choice_texts(criteria, sorted(places, key=_order)),
    )


def _check(criteria: Criteria, cities: list[Applicant]) -> None:
    for before, after in pairwise(cities):
        if before.key == after.key:
            raise ValueError(f"two applicants bear the key {after.key!r}")
    for one in cities:
        if (one.criteria, one.criteria_digest) != (criteria.id, criteria.digest):
            raise ValueError(f"{one.key} was scored with another pack or edition than {criteria.id}")


def _order(place: Place) -> tuple[int, int, Fraction, Fraction, str]:
    ranks = place.ranks or ONE
    return ranks.best, ranks.worst, -place.total.low, -place.total.high, place.key


class Arena:
    """All cities that may be ranked, ready for counting."""

    def __init__(self, criteria: Criteria, applicants: Sequence[Applicant]) -> None:
        self.criteria = criteria
        self.scale = Scale(applicants)
        self.cities = cities = [
            (one, bounds_of(one, criteria, self.scale))
            for one in applicants
            if one.eligibility is not EligibilityState.INELIGIBLE
        ]
        self.sure = SortedBounds(bounds for city, bounds in cities if city.eligibility is EligibilityState.CLEAR)
        self.all = SortedBounds(bounds for _, bounds in cities)
        self.unsure = SortedBounds(bounds for city, bounds in cities if city.eligibility is not EligibilityState.CLEAR)
        self.vague = SortedBounds(bounds for _, bounds in cities if not bounds.exact and not bounds.decided)
        self.same: dict[tuple[Ends, bool], int] = {}
        """How many have this very result, by whether they are surely eligible."""
        by_name: dict[str, list[KeyBounds]] = {}
        for city, bounds in cities:
            if bounds.decided:
                mark = (bounds.low, city.eligibility is EligibilityState.CLEAR)
                self.same[mark] = self.same.get(mark, 0) + 1
            for name in _shared(city):
                by_name.setdefault(name, []).append(bounds)
        self.sharing = {name: SortedBounds(bounds) for name, bounds in by_name.items() if len(bounds) > 1}

    def place(self, city: Applicant, bounds: KeyBounds) -> Place:
        """The place of one of them; it counts itself as level with it and is taken off again."""
        eligible = city.eligibility is EligibilityState.CLEAR
        above = self._above(bounds.low, bounds.high, bounds, eligible)
        level = Span(
            best=self.sure.surely_not_below(bounds.high) - (eligible and bounds.decided),
            worst=self.all.perhaps_not_below(bounds.low) - 1,
        )
        rivals = self._rivals(bounds)
        return _place(
            city,
            keys=bounds.keys,
            ranks=_from_one(above),
            last=_from_one(level),
            exact=self._exact(bounds, rivals),
            tied=self.same.get((bounds.low, True), 0) - eligible if bounds.decided else 0,
            rivals=rivals + self._may_go(bounds),
            quota=self._quota(above, level, eligible),
            moves=_moves(
                self.criteria,
                city,
                bounds,
                self.scale,
                lambda low, high: _from_one(self._above(low, high, bounds, eligible)),
                None if self.all.size <= MANY else FEW,
            ),
        )

    def standing(self, city: Applicant, bounds: KeyBounds) -> Standing:
        """Where one of them stands, and among how many; those whose eligibility is open take part or not, as is best and as is
        worst for it."""
        eligible = city.eligibility is EligibilityState.CLEAR
        ranks = _from_one(self._above(bounds.low, bounds.high, bounds, eligible))
        itself, others = int(not eligible), self.unsure.size - (not eligible)
        behind = others - self.unsure.surely_above(bounds.high)
        before = self.unsure.perhaps_above(bounds.low) - (not eligible and bounds.high > bounds.low)
        same = self.same.get((bounds.low, True), 0) - eligible if bounds.decided else 0
        sure = self.sure.size + itself
        return Standing(
            ranks=ranks,
            exact=self._exact(bounds, self._rivals(bounds)),
            share=(Fraction(ranks.best, sure + behind), Fraction(ranks.worst, sure + before)),
            level=Span(best=1 + same, worst=self.all.touching(bounds)),
            cities=Span(best=sure, worst=sure + others),
        )

    def _above(self, low: Ends, high: Ends, own: KeyBounds, eligible: bool) -> Span:
        """How many others stand above a city that lies between `low` and `high`; it is among the sorted bounds with its `own`
        and is taken off where it was counted."""
        return Span(
            best=self.sure.surely_above(high) - (eligible and own.low > high),
            worst=self.all.perhaps_above(low) - (own.high > low),
        )

    def _rivals(self, bounds: KeyBounds) -> int:
        """How many other results may come out before or behind it: those that touch it and are not the very same."""
        same = self.same.get((bounds.low, True), 0) + self.same.get((bounds.low, False), 0) if bounds.decided else 1
        return self.all.touching(bounds) - same

    def _may_go(self, bounds: KeyBounds) -> int:
        """How many stand surely above it whose eligibility is open."""
        return self.all.surely_above(bounds.high) - self.sure.surely_above(bounds.high)

    def _exact(self, bounds: KeyBounds, rivals: int) -> bool:
        """Whether each end of the ranks comes about in one case: every open result involved can be had at its ends, and
        no two of them hang on the same missing number."""
        vague = not bounds.exact and not bounds.decided
        if self.vague.touching(bounds) > vague or (vague and rivals):
            return False
        return all(others.touching(bounds) <= 1 for others in self.sharing.values())

    def _quota(self, above: Span, level: Span, eligible: bool) -> QuotaState | None:
        quota = self.criteria.quota
        if quota is None:
            return None
        places = quota.at_most
        if above.best >= places:
            return QuotaState.OUT
        if eligible and level.worst < places:
            return QuotaState.IN
        if eligible and level.best >= places and above.worst < places:
            return QuotaState.TIED
        return QuotaState.OPEN


def _place(city: Applicant, **found: Any) -> Place:
    """The place of a city: what is its own, and what was found of it; a ineligible city has no rank."""
    own = ("key", "city", "invented", "eligibility", "reasons", "total", "complete", "choices")
    return Place(**{name: getattr(city, name) for name in own}, **found)


def _from_one(counts: Span) -> Span:
    return Span(best=counts.best + 1, worst=counts.worst + 1)


def _shared(city: Applicant) -> set[str]:
    return {one.name for one in city.open if one.shared}


class Standing(Struct, frozen=True, kw_only=True):
    """A city among all that may be ranked.

    ranks: the best and the worst
    exact: whether both come about, each in one case
    share: the least and the most that its rank can be of the number of cities
    level: how few and how many may have the same result, itself included
    cities: how few and how many take part
    """

    ranks: Span
    exact: bool
    share: tuple[Fraction, Fraction]
    level: Span
    cities: Span


Ranks = Callable[[Ends, Ends], Span]


def _moves(
    criteria: Criteria, city: Applicant, bounds: KeyBounds, scale: Scale, ranks: Ranks, most: int | None
) -> tuple[RankMove, ...]:
    """One move for each undecided item, the largest stake first and at most so many. `ranks` tells the ranks of the city
    from its least and its most."""
    if bounds.decided:
        return ()
    asked: dict[str, list[OpenFact]] = {}
    for one in city.open:
        asked.setdefault(one.item, []).append(one)
    undecided = [item for item in city.items if not item.score.decided]
    undecided.sort(key=lambda item: item.score.low - item.score.high)
    return tuple(
        _move(criteria, city, bounds, item, asked.get(item.item, []), scale, ranks) for item in undecided[:most]
    )


def _move(
    criteria: Criteria,
    city: Applicant,
    bounds: KeyBounds,
    item: ApplicantItem,
    asked: list[OpenFact],
    scale: Scale,
    ranks: Ranks,
) -> RankMove:
    width = item.score.high - item.score.low
    names = [one.name for one in asked]
    places = {fact.name for fact in criteria.placings}  # everybody waits for those, but has one of its own
    elsewhere = any(one.name in names and one.item != item.item for one in city.open)
    best = worst = None
    if bounds.plain and not elsewhere:
        raised = _shift(criteria, bounds.low, item.item, scale(width))
        lowered = _shift(criteria, bounds.high, item.item, -scale(width))
        best, worst = ranks(raised, bounds.high), ranks(bounds.low, lowered)
    return RankMove(
        item=item.item,
        facts=tuple(names),
        owners=departments_of(*(one.owner_of(criteria) for one in asked)),
        stake=width,
        shared=any(one.shared and one.name not in places for one in asked),
        if_best=best,
        if_worst=worst,
    )


def _shift(criteria: Criteria, ends: Ends, item: str, by: Number) -> Ends:
    """One end of the bounds with the item at its other end."""
    rule: TieRule | None = criteria.ties
    keys = () if rule is None else rule.keys
    moved = [end + by if _holds(criteria, key, item) else end for key, end in zip(keys, ends[1:], strict=True)]
    return (ends[0] + by, *moved)


def _holds(criteria: Criteria, key: TieKey, item: str) -> bool:
    if key.kind is TieKind.ITEM:
        return key.id == item
    return criteria.items_by_id[item].section == key.id
