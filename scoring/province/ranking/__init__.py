"""All applicants of one batch together: what is kept of each, who stands where, what was lost."""

from __future__ import annotations

from scoring.province.ranking.applicant_json import applicant_from, applicant_json
from scoring.province.ranking.applicants import READINGS, applicant_of, numbers_of
from scoring.province.ranking.averages import Averages
from scoring.province.ranking.figures import Figures, cohort_of
from scoring.province.ranking.figures_json import cohort_json
from scoring.province.ranking.ranking import rank
from scoring.province.ranking.ranking_json import ranking_json

__all__ = [
    "READINGS",
    "Averages",
    "Figures",
    "applicant_from",
    "applicant_json",
    "applicant_of",
    "cohort_json",
    "cohort_of",
    "numbers_of",
    "rank",
    "ranking_json",
]
