"""All cities of a cycle together: which of them count, and their ranking by the verified reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scoring.model.cohort import Applicant
from scoring.model.criteria import Criteria
from scoring.model.evidence import ScoreBasis
from scoring.model.explanation import Explanation
from scoring.model.review import Review, Settings
from scoring.province.ranking import applicant_of, rank
from scoring.province.ranking.duplicates import Entrant, resolve_duplicates
from scoring.reports.review.model import Cycle, Reviewed
from scoring.reports.summary import Failed, everyone
from scoring.review.wording import gate_notes

__all__ = ["cycle_of", "verified_applicant"]

NOTHING = Explanation(items=(), missing=(), next_steps=())


def verified_applicant(city: Reviewed) -> Applicant:
    """The city as the ranking sees it: the card after the last step. What its clauses cost is not worked out."""
    found = city.verified
    return applicant_of(
        city.loaded.criteria,
        found.steps[-1].state.submission,
        found.card,
        NOTHING,
        key=city.key,
        basis=ScoreBasis.VERIFIED,
        claimed=found.steps[0].card.total,
        gate_notes=gate_notes(found),
    )


def cycle_of(
    criteria: Criteria,
    cities: Iterable[Reviewed],
    settings: Settings,
    *,
    failed: Sequence[Failed] = (),
    strays: Sequence[Review] = (),
    broken: Sequence[tuple[str, str]] = (),
) -> Cycle:
    """The cycle of `cities`, all scored with `criteria` (ValueError when one was not) and each with a key of its own.

    The same file met twice counts once; two different files of one city count neither: nobody but the city can say
    which one stands. Both are among the failed, with what to do.
    """
    kept, rivals = _settled(sorted(cities, key=lambda one: one.key))
    ranking = rank(criteria, [verified_applicant(one) for one in kept])
    order = [place.key for place in everyone(ranking)]
    return Cycle(
        criteria=criteria,
        cities=tuple(sorted(kept, key=lambda one: order.index(one.key))),
        ranking=ranking,
        settings=settings,
        failed=tuple(sorted((*failed, *rivals), key=lambda one: one.key)),
        strays=tuple(strays),
        broken=tuple(broken),
    )


def _settled(cities: Sequence[Reviewed]) -> tuple[list[Reviewed], list[Failed]]:
    found = [(one, one.loaded.submission) for one in cities]
    entrants = [Entrant(key=one.key, city=given.city, digest=given.digest) for one, given in found]
    kept: list[Reviewed] = []
    rivals: list[Failed] = []
    for one, resolution in zip(cities, resolve_duplicates(entrants), strict=True):
        if resolution.problem is not None:
            rivals.append(Failed(key=one.key, city=one.loaded.submission.city, problems=(resolution.problem,)))
        elif not resolution.same_as:
            kept.append(one)
    return kept, rivals
