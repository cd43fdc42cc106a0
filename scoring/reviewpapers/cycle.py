"""All cities of a cycle together: which of them count, and their ranking by the verified reading."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from scoring.cohort import applicant_of, rank
from scoring.errors import Problem
from scoring.model.cohort import Applicant
from scoring.model.criteria import Criteria
from scoring.model.explanation import Explanation
from scoring.model.review import Review, Settings
from scoring.reviewpapers.model import Cycle, Reviewed
from scoring.summary import Failed, everyone

__all__ = ["cycle_of", "verified_applicant"]

NOTHING = Explanation(items=(), missing=(), next_steps=())


def verified_applicant(city: Reviewed) -> Applicant:
    """The city as the ranking sees it: the card after the last step. What its clauses cost is not worked out."""
    found = city.verified
    return applicant_of(
        city.loaded.criteria,
        found.steps[-1].standing.submission,
        found.card,
        NOTHING,
        key=city.key,
        reading="verified",
        claimed=found.steps[0].card.total,
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
    groups: dict[str, list[Reviewed]] = {}
    for one in cities:
        groups.setdefault(_folded(one.loaded.submission.city), []).append(one)
    kept: list[Reviewed] = []
    rivals: list[Failed] = []
    for group in groups.values():
        if len({one.loaded.submission.digest for one in group}) == 1:
            kept.append(group[0])
        else:
            rivals += _rivals(group)
    return kept, rivals


def _rivals(group: Sequence[Reviewed]) -> Iterator[Failed]:
    for one in group:
        city = one.loaded.submission.city
        others = "、".join(other.key for other in group if other is not one)
        message = f"“{city}”有{len(group)}份内容不同的自评，另有 {others}，都没有列入"
        hint = "请确认以哪一份为准，把其余的移走后再运行。"
        yield Failed(key=one.key, city=city, problems=(Problem(code="two-submissions", message=message, hint=hint),))


def _folded(city: str) -> str:
    return "".join(unicodedata.normalize("NFKC", city).split())
