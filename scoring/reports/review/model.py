"""What the papers of a review are made from: one city, or all cities of a cycle."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from scoring.loading import Loaded
from scoring.model.cohort import Ranking
from scoring.model.criteria import Criteria
from scoring.model.review import Review, Settings, Verified
from scoring.reports.summary import Failed
from scoring.review.replay import Replay

__all__ = ["Cycle", "Reviewed"]


class Reviewed(Struct, frozen=True, kw_only=True):
    """One city whose reviews were merged and told. `papers` are its evidence files with their SHA-256 (hex; "" where
    there is no file to read); `broken` review files that cannot be read, with the reason (Chinese); `key` its input
    within a folder."""

    loaded: Loaded
    told: Replay
    papers: tuple[tuple[str, str], ...] = ()
    broken: tuple[tuple[str, str], ...] = ()
    key: str = ""

    @property
    def verified(self) -> Verified:
        """The merged reviews."""
        return self.told.verified

    @property
    def counted(self) -> tuple[Review, ...]:
        """The review files that count, stage by stage."""
        return tuple(review for step in self.verified.steps for review in step.reviews)

    @property
    def width(self) -> Fraction:
        """How many points are still open."""
        total = self.verified.card.total
        return total.high - total.low


class Cycle(Struct, frozen=True, kw_only=True):
    """All cities of one index in the order of their ranking. `ranking` is by the verified reading; `failed` are inputs without a result; `strays` are
    reviews whose city has no submission; `broken` review files that cannot be read, with the reason."""

    criteria: Criteria
    cities: tuple[Reviewed, ...]
    ranking: Ranking
    settings: Settings
    failed: tuple[Failed, ...] = ()
    strays: tuple[Review, ...] = ()
    broken: tuple[tuple[str, str], ...] = ()
