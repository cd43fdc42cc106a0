"""Ranks the applicants of one batch: eligible cities only, ties kept, and the places each could still take."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise

from msgspec import Struct

from scoring.model.cohort import Applicant
from scoring.model.criteria import Criteria
from scoring.model.ranking import Place, QuotaState, Ranking, Span
from scoring.model.scorecard import EligibilityState
from scoring.province.ranking.boxes import Box, Ends, Field, Scale, box_of
from scoring.province.ranking.choices import choice_texts
from scoring.province.ranking.moves import moves
from scoring.province.ranking.words import notes_of

__all__ = ["rank"]

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
    scale = Scale(kept)
    within = [(one, box_of(one, criteria, scale)) for one in kept if one.eligibility is not EligibilityState.BARRED]
    arena = _Arena(criteria, within, scale)
    places = [arena.place(city, box) for city, box in within]
    ranked = [place for place in places if place.eligibility is EligibilityState.CLEAR]
    undecided = [place for place in places if place.eligibility is EligibilityState.UNKNOWN]
    barred = tuple(_barred(one) for one in kept if one.eligibility is EligibilityState.BARRED)
    exact = all(place.exact for place in places)
    at_most = None if criteria.quota is None else criteria.quota.at_most
    return Ranking(
        criteria=criteria.id,
        edition=criteria.edition,
        full=criteria.points if criteria.scale is None else criteria.scale,
        ranked=tuple(sorted(ranked, key=_order)),
        open=tuple(sorted(undecided, key=_order)),
        barred=barred,
        at_most=at_most,
        quota_texts=() if criteria.quota is None else criteria.quota.texts,
        ties=criteria.ties,
        exact=exact,
        notes=notes_of(criteria, places, barred, exact=exact, few=FEW if len(places) > MANY else None),
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


class _Counts(Struct, frozen=True, kw_only=True):
    """Rivals above, and rivals above or level, at least and at most."""

    above: Span
    level: Span


class _Arena:
    """All cities that may be ranked, ready for counting."""

    def __init__(self, criteria: Criteria, cities: list[tuple[Applicant, Box]], scale: Scale) -> None:
        self.criteria = criteria
        self.scale = scale
        self.sure = Field(box for city, box in cities if city.eligibility is EligibilityState.CLEAR)
        self.all = Field(box for _, box in cities)
        self.vague = Field(box for _, box in cities if not box.exact and not box.decided)
        self.same: dict[tuple[Ends, bool], int] = {}
        """How many have this very result, by whether they are surely eligible."""
        by_name: dict[str, list[Box]] = {}
        for city, box in cities:
            if box.decided:
                mark = (box.low, city.eligibility is EligibilityState.CLEAR)
                self.same[mark] = self.same.get(mark, 0) + 1
            for name in _shared(city):
                by_name.setdefault(name, []).append(box)
        self.sharing = {name: Field(boxes) for name, boxes in by_name.items() if len(boxes) > 1}

    def place(self, city: Applicant, box: Box) -> Place:
        eligible = city.eligibility is EligibilityState.CLEAR
        counts = self._counts(box, eligible)
        rivals = self._rivals(box)
        return Place(
            key=city.key,
            city=city.city,
            invented=city.invented,
            eligibility=city.eligibility,
            reasons=city.reasons,
            total=city.total,
            keys=box.keys,
            complete=city.complete,
            ranks=_from_one(counts.above),
            last=_from_one(counts.level),
            exact=self._exact(box, rivals),
            tied=self.same.get((box.low, True), 0) - eligible if box.decided else 0,
            rivals=rivals + self._may_go(box),
            quota=self._quota(counts, eligible),
            moves=moves(
                self.criteria,
                city,
                box,
                self.scale,
                lambda low, high: _from_one(self._above(low, high, box, eligible)),
                None if self.all.size <= MANY else FEW,
            ),
            choices=city.choices,
        )

    def _counts(self, box: Box, eligible: bool) -> _Counts:
        """How many others stand above a city, and above it or level with it; it counts itself as level and is taken off
        again."""
        level = Span(
            best=self.sure.surely_not_below(box.high) - (eligible and box.decided),
            worst=self.all.perhaps_not_below(box.low) - 1,
        )
        return _Counts(above=self._above(box.low, box.high, box, eligible), level=level)

    def _above(self, low: Ends, high: Ends, own: Box, eligible: bool) -> Span:
        """How many others stand above a city that lies between `low` and `high`; it is in the fields with its `own` box
        and is taken off where it was counted."""
        return Span(
            best=self.sure.surely_above(high) - (eligible and own.low > high),
            worst=self.all.perhaps_above(low) - (own.high > low),
        )

    def _rivals(self, box: Box) -> int:
        """How many other results may come out before or behind it: those that touch it and are not the very same."""
        same = self.same.get((box.low, True), 0) + self.same.get((box.low, False), 0) if box.decided else 1
        return self.all.touching(box) - same

    def _may_go(self, box: Box) -> int:
        """How many stand surely above it whose eligibility is open."""
        return self.all.surely_above(box.high) - self.sure.surely_above(box.high)

    def _exact(self, box: Box, rivals: int) -> bool:
        """Whether each end of the ranks comes about in one case: every open result involved can be had at its ends, and
        no two of them hang on the same missing number."""
        vague = not box.exact and not box.decided
        if self.vague.touching(box) > vague or (vague and rivals):
            return False
        return all(field.touching(box) <= 1 for field in self.sharing.values())

    def _quota(self, counts: _Counts, eligible: bool) -> QuotaState | None:
        quota = self.criteria.quota
        if quota is None:
            return None
        places = quota.at_most
        if counts.above.best >= places:
            return QuotaState.OUT
        if eligible and counts.level.worst < places:
            return QuotaState.IN
        if eligible and counts.level.best >= places and counts.above.worst < places:
            return QuotaState.TIED
        return QuotaState.OPEN


def _barred(city: Applicant) -> Place:
    return Place(
        key=city.key,
        city=city.city,
        invented=city.invented,
        eligibility=city.eligibility,
        reasons=city.reasons,
        total=city.total,
        keys=(),
        complete=city.complete,
        ranks=None,
        last=None,
        exact=True,
        tied=0,
        rivals=0,
        quota=None,
        moves=(),
        choices=city.choices,
    )


def _from_one(counts: Span) -> Span:
    return Span(best=counts.best + 1, worst=counts.worst + 1)


def _shared(city: Applicant) -> set[str]:
    return {one.name for one in city.open if one.shared}
