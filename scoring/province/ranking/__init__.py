"""All applicants of one batch together: what is kept of each, who stands where, what was lost."""

from __future__ import annotations

from scoring.province.ranking.applicants import applicant_from, applicant_of, applicant_text, numbers_of
from scoring.province.ranking.averages import Averages
from scoring.province.ranking.data import cohort_json, ranking_json
from scoring.province.ranking.figures import Figures, cohort_of
from scoring.province.ranking.places import places_held, unplaced
from scoring.province.ranking.ranking import rank

__all__ = [
    "Averages",
    "Figures",
    "applicant_from",
    "applicant_of",
    "applicant_text",
    "cohort_json",
    "cohort_of",
    "numbers_of",
    "places_held",
    "rank",
    "ranking_json",
    "unplaced",
]
