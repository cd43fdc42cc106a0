"""Scoring a few cities in the two steps of a batch, without any files."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.batch.places import with_places
from scoring.loading import Loaded
from scoring.model.cohort import Applicant
from scoring.model.criteria import Criteria
from scoring.model.scorecard import ScoreCard
from scoring.model.submission import Submission
from scoring.province.ranking import applicant_of, places_held
from scoring.rules import evaluate

__all__ = ["applicant", "card_of", "two_steps"]


def applicant(of: Criteria, made: Submission, card: ScoreCard) -> Applicant:
    return applicant_of(of, made, card, key=made.city)


def card_of(of: Criteria, made: Submission) -> ScoreCard:
    return evaluate(of, made, as_of=None, tool_version="", switches=False)


def two_steps(of: Criteria, handed_in: Sequence[Submission]) -> list[tuple[Submission, ScoreCard]]:
    """Each submission with its places, and its card; their cities have different names."""
    held = dict(places_held(of, [applicant(of, one, card_of(of, one)) for one in handed_in], 0))
    placed = [with_places(Loaded(criteria=of, submission=one), held[one.city])[0].submission for one in handed_in]
    return [(one, card_of(of, one)) for one in placed]
