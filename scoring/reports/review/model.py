"""What the papers of a review are made from: one city, or all cities of a cycle with their ranking by the verified score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from msgspec import Struct

from scoring.loading import Loaded
from scoring.model.cohort import Applicant, Ranking
from scoring.model.criteria import Criteria
from scoring.model.evidence import ScoreBasis
from scoring.model.review import Review, ReviewSettings, Verified
from scoring.province.ranking import applicant_of, rank
from scoring.province.ranking.duplicates import Entrant, resolve_duplicates
from scoring.reports.summary.model import Failed
from scoring.reports.summary.words import everyone
from scoring.review.replay import Replay
from scoring.review.wording import gate_notes

__all__ = ["ReviewedCycle", "Reviewed", "cycle_of", "verified_applicant"]


class Reviewed(Struct, frozen=True, kw_only=True):
    """One city whose reviews were merged and replayed. `papers` are its evidence files with their SHA-256 (hex; "" where
    there is no file to read); `broken` review files that cannot be read, with the reason (Chinese); `key` its input
    within a folder."""

    loaded: Loaded
    replay: Replay
    papers: tuple[tuple[str, str], ...] = ()
    broken: tuple[tuple[str, str], ...] = ()
    key: str = ""

    @property
    def verified(self) -> Verified:
        """The merged reviews."""
        return self.replay.verified

    @property
    def counted(self) -> tuple[Review, ...]:
        """The review files that count, stage by stage."""
        return tuple(review for step in self.verified.steps for review in step.reviews)

    @property
    def width(self) -> Fraction:
        """How many points are still open."""
        total = self.verified.card.total
        return total.high - total.low


class ReviewedCycle(Struct, frozen=True, kw_only=True):
    """All cities of one index in the order of their ranking. `ranking` is by the verified reading; `failed` are inputs without a result; `orphan_reviews` are
    reviews whose city has no submission; `broken` review files that cannot be read, with the reason."""

    criteria: Criteria
    cities: tuple[Reviewed, ...]
    ranking: Ranking
    settings: ReviewSettings
    failed: tuple[Failed, ...] = ()
    orphan_reviews: tuple[Review, ...] = ()
    broken: tuple[tuple[str, str], ...] = ()


def verified_applicant(city: Reviewed) -> Applicant:
    """The city as the ranking sees it: the card after the last step. What its clauses cost is not worked out."""
    found = city.verified
    return applicant_of(
        city.loaded.criteria,
        found.steps[-1].state.submission,
        found.card,
        key=city.key,
        basis=ScoreBasis.VERIFIED,
        claimed=found.steps[0].card.total,
        gate_notes=gate_notes(found),
        detailed=False,
    )


def cycle_of(
    criteria: Criteria,
    cities: Iterable[Reviewed],
    settings: ReviewSettings,
    *,
    failed: Sequence[Failed] = (),
    orphan_reviews: Sequence[Review] = (),
    broken: Sequence[tuple[str, str]] = (),
) -> ReviewedCycle:
    """The cycle of `cities`, all scored with `criteria` (ValueError when one was not) and each with a key of its own.

    The same file met twice counts once; two different files of one city count neither: nobody but the city can say
    which one stands. Both are among the failed, with what to do.
    """
    kept, conflicting = _deduplicated(sorted(cities, key=lambda one: one.key))
    ranking = rank(criteria, [verified_applicant(one) for one in kept])
    order = [place.key for place in everyone(ranking)]
    return ReviewedCycle(
        criteria=criteria,
        cities=tuple(sorted(kept, key=lambda one: order.index(one.key))),
        ranking=ranking,
        settings=settings,
        failed=tuple(sorted((*failed, *conflicting), key=lambda one: one.key)),
        orphan_reviews=tuple(orphan_reviews),
        broken=tuple(broken),
    )


def _deduplicated(cities: Sequence[Reviewed]) -> tuple[list[Reviewed], list[Failed]]:
    found = [(one, one.loaded.submission) for one in cities]
    entrants = [Entrant(key=one.key, city=given.city, digest=given.digest) for one, given in found]
    kept: list[Reviewed] = []
    conflicting: list[Failed] = []
    for one, resolution in zip(cities, resolve_duplicates(entrants), strict=True):
        if resolution.problem is not None:
            conflicting.append(Failed(key=one.key, city=one.loaded.submission.city, problems=(resolution.problem,)))
        elif not resolution.same_as:
            kept.append(one)
    return kept, conflicting
